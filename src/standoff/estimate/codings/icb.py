"""International Crisis Behavior, one row per crisis actor: the state that perceives the crisis."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.estimate.codings.coding import Codes, Coding, Dataset, by_code


def _path(codes: Codes) -> NDArray[Any]:
    ended, violence = codes["outcome"], codes["violence"]
    found = np.full(len(ended), None, object)
    calm = violence == 1
    found[calm & (ended == 4)] = "CD"
    found[calm & np.isin(ended, (1, 2, 3))] = "BD"
    found[violence >= 2] = "SF"
    return found


DATASET = Dataset(
    name="icb",
    title="International Crisis Behavior (ICB), crisis actors",
    citation="Brecher, M. and Wilkenfeld, J. (2000). A Study of Crisis. University of Michigan "
    "Press.",
    unit="a crisis as one of the states in it saw it",
    columns={
        "outcome": ("outcom",),
        "violence": ("viol",),
        "form": ("outfor",),
        "trigger": ("triggr",),
        "response": ("majres",),
        "gravity": ("gravty",),
        "target": ("cracno", "actnum"),
        "year": ("systrgyr", "yrtrig", "trgyear"),
        "month": ("systrgmo", "motrig", "trgmonth"),
        "day": ("systrgda", "datrig", "trgday"),
    },
    # 66, 77 and 88 say early, in the middle of, and late in the month.
    missing={"day": (66, 77, 88, 99), "month": (99,), "year": (9999,)},
    codings=(
        Coding(
            "violence is standing firm",
            "seen from the actor, who is the target: SF: violence (viol 2 to 4); CD: none, and "
            "defeat (outcom 4); BD: none, and victory, compromise or stalemate (1, 2, 3)",
            ("CD", "SF", "BD"),
            ("outcome", "violence"),
            _path,
        ),
        Coding(
            "outcome for the actor",
            "outcom as coded: victory (1), compromise (2), stalemate (3), defeat (4)",
            ("victory", "compromise", "stalemate", "defeat"),
            ("outcome",),
            by_code(
                "outcome",
                {"victory": (1,), "compromise": (2,), "stalemate": (3,), "defeat": (4,)},
            ),
        ),
    ),
    traps=(
        "A row is a crisis as one state saw it; the other side's row of the same crisis is not "
        "independent of it. Cluster by crisno.",
        "Days 66, 77 and 88 mean early, in the middle of, and late in the month; they are read as "
        "a day that is not known.",
        "Defeat is judged by the actor's own aims at the end, not by what a threat demanded.",
    ),
)
