"""What became of one draw: a value beside every answer, not an exception."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class Status(IntEnum):
    """Outcome of solving one draw; every member carries the sentence shown to the user.

    Arrays hold the plain integers (`uint8`), so `status == Status.SOLVED` selects draws, and
    `status <= Status.FOLD_CROSSED` those with an answer.

    Examples
    --------
    >>> Status(3).message
    'The parameters lie outside what the model assumes, so it gives no answer.'
    """

    message: str

    SOLVED = 0, "Solved."
    KNIFE_EDGE = (
        1,
        "The parameters sit exactly on the border between two answers, where a continuum of "
        "equilibria exists; one of them is shown.",
    )
    FOLD_CROSSED = (
        2,
        "Solved; on the way the branch of equilibria turned back, so that play jumps at a nearby "
        "precision and other equilibria exist there.",
    )
    OUTSIDE_ASSUMPTIONS = (
        3,
        "The parameters lie outside what the model assumes, so it gives no answer.",
    )
    NOT_CONVERGED = (
        4,
        "The method stopped before it met its accuracy, so there is no answer to rely on.",
    )
    INFEASIBLE = (
        5,
        "The parameters contradict each other (for example chances above 1), so there is no "
        "game to solve.",
    )

    def __new__(cls, value: int, message: str) -> Self:
        """Make a member that is a plain number and keeps its sentence."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.message = message
        return member

    @property
    def has_answer(self) -> bool:
        """Whether numbers were given for a draw with this status."""
        return self <= Status.FOLD_CROSSED
