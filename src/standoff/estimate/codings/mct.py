"""Militarized Compellent Threats."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.estimate.codings.coding import Codes, Coding, Dataset


def _path(codes: Codes) -> NDArray[Any]:
    complied, force = codes["outcome"], codes["force"]
    found = np.full(len(complied), None, object)
    found[(complied >= 1) & (force == 0)] = "CD"
    found[(complied == 0) & (force == 0)] = "BD"
    found[force >= 1] = "SF"
    return found


def _complied(codes: Codes) -> NDArray[Any]:
    complied = codes["outcome"]
    found = np.full(len(complied), None, object)
    found[complied >= 1] = "complied"
    found[complied == 0] = "did not comply"
    return found


DATASET = Dataset(
    name="mct",
    title="Militarized Compellent Threats (MCT)",
    citation="Sechser, T. S. (2011). Militarized compellent threats, 1918-2001. Conflict "
    "Management and Peace Science 28, 377-401. doi:10.1177/0738894211413066",
    unit="a compellent threat of one state against another",
    columns={
        "outcome": ("compliance", "comply", "success"),
        "force": ("force", "forceused", "useofforce"),
        "challenger": ("challenger", "ccode1", "chal"),
        "target": ("target", "ccode2", "tgt"),
        "year": ("year", "startyear", "styear"),
        "month": ("month", "startmonth"),
        "day": ("day", "startday"),
    },
    missing={role: (-9, -99) for role in ("outcome", "force", "year", "month", "day")},
    codings=(
        Coding(
            "force is standing firm",
            "CD: compliance (above 0) without force; BD: neither compliance nor force; SF: force",
            ("CD", "SF", "BD"),
            ("outcome", "force"),
            _path,
        ),
        Coding(
            "compliance",
            "complied: above 0, force or not; did not comply: 0",
            ("complied", "did not comply"),
            ("outcome",),
            _complied,
        ),
    ),
    traps=(
        "Only threats that were made are in the data: there is no status quo.",
        "Compliance after force is not compliance with the threat; the default coding counts it "
        "as standing firm.",
        "Check the names and codes of your release: columns={...} and coding={...} take others.",
    ),
)
