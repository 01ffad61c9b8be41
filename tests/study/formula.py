"""A subject that answers with a formula, for questions whose right answer is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.answers import Answers, Category
from standoff.study.model_subject import EFFORT


class Formula:
    """Answers with `f(draws)` as its headline `y`, and with `high` or `low` as its regime.

    Draws that `fails` marks have no answer.
    """

    name = "formula"
    headline = "y"
    headline_meaning = "the formula"
    rule = "the only one"
    effort = EFFORT

    def __init__(
        self,
        f: Callable[[Draws], Any],
        fails: Callable[[Draws], Any] | None = None,
        cut: float = 0.5,
    ) -> None:
        self.f, self.fails, self.cut = f, fails, cut

    def answer(self, draws: Draws, given: Any = (), remove: Any = ()) -> Answers:
        y = np.asarray(self.f(draws), dtype=np.float64)
        failed = np.zeros(len(y), bool) if self.fails is None else np.asarray(self.fails(draws))
        codes = np.where(failed, -1, np.where(y > self.cut, 0, 1)).astype(np.int16)
        return Answers(
            rule=self.rule,
            status=np.where(failed, Status.NOT_CONVERGED, Status.SOLVED).astype(np.uint8),
            categories={"regime": Category(("high", "low"), codes)},
            probabilities={"y": np.where(failed, np.nan, y)},
            quantities={},
            values={},
        )
