"""Issue Correlates of War: claims of one state against another."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.estimate.codings.coding import Codes, Coding, Dataset


def _ended(codes: Codes) -> NDArray[Any]:
    resolved = codes["outcome"]
    found = np.full(len(resolved), None, object)
    found[resolved == 0] = "open"
    found[resolved > 0] = "resolved"
    return found


DATASET = Dataset(
    name="icow",
    title="Issue Correlates of War (ICOW)",
    citation="Hensel, P. R. and Mitchell, S. M. (2017). From territorial claims to identity "
    "claims: the Issue Correlates of War project. Conflict Management and Peace Science 34, "
    "126-140.",
    unit="a claim of one state against another",
    columns={
        "outcome": ("resolved",),
        "challenger": ("chal",),
        "target": ("tgt",),
        "claim": ("claim",),
        "salience": ("salience", "icowsal"),
        "year": ("begyear", "year", "begclaim"),
        "month": ("begmonth",),
        "day": ("begday",),
    },
    missing={role: (-9, -99) for role in ("outcome", "year", "month", "day", "salience")},
    codings=(
        Coding(
            "resolved",
            "resolved: any code above 0; open: 0",
            ("open", "resolved"),
            ("outcome",),
            _ended,
        ),
    ),
    traps=(
        "How a claim ended, and in whose favor, has codes of its own in each release: give them "
        'as coding={"CD": [...], "SF": [...], "BD": [...]} from the codebook of your copy.',
        "A claim lasts for years and may see many threats or none: it is no crisis.",
    ),
)
