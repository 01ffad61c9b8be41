"""PLOVER event codes and the moves that they usually are.

PLOVER is by the Open Event Data Alliance (CC BY-SA 4.0); the table and its license are in `data/`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

#: What an event is in a crisis.
Move = Literal[
    "demand",
    "appeal",
    "pressure",
    "resist",
    "threaten",
    "costly_signal",
    "carry_out",
    "offer",
    "talk",
    "mediate",
    "third_party_support",
    "concede",
    "cooperate",
]

#: A category of PLOVER without a usual move in a crisis, so that the table has no row for it.
_WITHOUT_MOVE = "PROTEST"


@dataclass(frozen=True, slots=True)
class PloverCode:
    """One row of the table: an event code with its score and its usual move.

    Parameters
    ----------
    category, mode
        The code; no mode means any mode of the category that has no row of its own.
    quad
        Verbal or material, conflict or cooperation.
    score
        Conflict to cooperation, -10 to 10; None where the manual's number is not to be trusted.
    move
        What such an event usually is in a crisis.
    """

    category: str
    mode: str
    quad: str
    score: float | None
    move: Move


@cache
def codes() -> tuple[PloverCode, ...]:
    """Return the table."""
    text = resources.files("standoff.case").joinpath("data/plover_moves.csv").read_text("utf-8")
    moves = {move: move for move in get_args(Move)}
    return tuple(
        PloverCode(
            row["category"],
            row["mode"],
            row["quad"],
            float(row["plover_score"]) if row["plover_score"] else None,
            moves[row["suggested_move"]],
        )
        for row in csv.DictReader(text.splitlines())
    )


def categories() -> tuple[str, ...]:
    """Return the sixteen categories in alphabetical order."""
    return tuple(sorted({each.category for each in codes()} | {_WITHOUT_MOVE}))


def modes(category: str) -> tuple[str, ...]:
    """Return the modes that the table knows for a category."""
    return tuple(each.mode for each in codes() if each.category == category and each.mode)


def find(category: str, mode: str = "") -> PloverCode | None:
    """Return the row for a code, or the category's own row when the mode has none."""
    rows = {each.mode: each for each in codes() if each.category == category}
    return rows.get(mode) or rows.get("")
