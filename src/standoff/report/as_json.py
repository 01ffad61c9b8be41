"""Findings for other programs: JSON with the names of `study/findings.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from standoff.study.findings import Findings


def as_json(findings: Findings) -> str:
    """Return findings as JSON; a number that does not exist is null."""
    return json.dumps(_plain(asdict(findings)), indent=1, allow_nan=False, ensure_ascii=False)


def finding_as_json(finding: Any, beside: Mapping[str, Any] | None = None) -> str:
    """Return any finding, a frozen dataclass, as JSON; a number that does not exist is null.

    Parameters
    ----------
    finding : frozen dataclass
    beside : dict of str to frozen dataclass, optional
        More entries, after those of the finding.
    """
    whole = asdict(finding) | {name: asdict(each) for name, each in (beside or {}).items()}
    return json.dumps(_plain(whole), indent=1, allow_nan=False, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
