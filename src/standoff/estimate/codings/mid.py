"""Militarized Interstate Disputes, as dyads: side A acts first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.estimate.codings.coding import Codes, Coding, Dataset, by_code

#: Hostility level from which force was used.
_FORCE = 4


def _path(codes: Codes) -> NDArray[Any]:
    ended, level = codes["outcome"], codes["hostility"]
    found = np.full(len(ended), None, object)
    found[np.isin(ended, (2, 3, 5, 6, 7)) & (level < _FORCE)] = "BD"
    found[np.isin(ended, (1, 4)) & (level < _FORCE)] = "CD"
    found[level >= _FORCE] = "SF"
    return found


def _answered(codes: Codes) -> NDArray[Any]:
    answered, level = codes["reciprocated"], codes["hostility"]
    found = np.full(len(answered), None, object)
    found[answered == 0] = "not answered"
    found[(answered == 1) & (level < 5)] = "answered"
    found[(answered == 1) & (level == 5)] = "war"
    return found


DATASET = Dataset(
    name="mid",
    title="Militarized Interstate Disputes (MID)",
    citation="Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., "
    "Dietrich, N., Kahn, K., Ritter, K. and Soules, M. J. (2022). The MID5 dataset, 2011-2014: "
    "procedures, coding rules, and description. Conflict Management and Peace Science 39, 470-482.",
    unit="a dispute between two states",
    columns={
        "outcome": ("outcome",),
        "hostility": ("hostlev", "hostlevela", "hostlev1"),
        "reciprocated": ("recip", "reciprocated"),
        "challenger": ("ccode1", "ccodea", "statea"),
        "target": ("ccode2", "ccodeb", "stateb"),
        "year": ("styear", "strtyr", "year"),
        "month": ("stmon", "strtmnth"),
        "day": ("stday", "strtday"),
    },
    missing={
        "outcome": (-9, 0),
        "hostility": (-9,),
        "reciprocated": (-9,),
        "challenger": (-9,),
        "target": (-9,),
        "year": (-9,),
        "month": (-9,),
        "day": (-9,),
    },
    codings=(
        Coding(
            "force is standing firm",
            "SF: side A used force (hostility 4 or 5); CD: it did not, and won or B yielded "
            "(outcome 1, 4); BD: it did not, and any other end (2, 3, 5, 6, 7)",
            ("CD", "SF", "BD"),
            ("outcome", "hostility"),
            _path,
        ),
        Coding(
            "answer",
            "what side B does about a militarized act: not answered, answered (reciprocated), or "
            "answered and war",
            ("not answered", "answered", "war"),
            ("reciprocated", "hostility"),
            _answered,
        ),
        Coding(
            "who yields",
            "outcome as coded: B yields (4), A yields (3), stalemate (5), compromise (6), victory "
            "of A (1), victory of B (2)",
            ("B yields", "A yields", "stalemate", "compromise", "A wins", "B wins"),
            ("outcome",),
            by_code(
                "outcome",
                {
                    "B yields": (4,),
                    "A yields": (3,),
                    "stalemate": (5,),
                    "compromise": (6,),
                    "A wins": (1,),
                    "B wins": (2,),
                },
            ),
        ),
    ),
    traps=(
        "The highest act is recorded: a dispute in which a threat was made and then force used "
        "looks like force alone. Of 1,827 bilateral disputes 55 consist of a threat only, so these "
        "data do not identify backing down from a threat.",
        "Two of three bilateral disputes end in a stalemate (outcome 5); what that means for a "
        "threat is the coder's choice.",
        "-9 stands for a value that is not known.",
    ),
)
