"""Findings for other programs: JSON with the names of `study/findings.py`."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from standoff.study.findings import Findings


def as_json(findings: Findings) -> str:
    """Return findings as JSON; a number that does not exist is null."""
    return json.dumps(_plain(asdict(findings)), indent=1, allow_nan=False, ensure_ascii=False)


def finding_as_json(finding: Any) -> str:
    """Return any finding, a frozen dataclass, as JSON; a number that does not exist is null."""
    return json.dumps(_plain(asdict(finding)), indent=1, allow_nan=False, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
