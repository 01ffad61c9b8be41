"""A subject whose answers are painted on a plane, so that the right map is known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.game.status import Status
from standoff.models.answers import Answers, Category, Floats
from standoff.study.model_subject import EFFORT
from standoff.study.subject import Effort

NAMES = ("sea", "land", "ice")


@dataclass
class Painted:
    """Answers with the position in `NAMES` that `paint` gives to x and y; -1 is no answer."""

    paint: Callable[[Floats, Floats], Floats]
    p: Callable[[Floats, Floats], Floats] = field(default=lambda x, y: x)
    effort: Effort = EFFORT
    rule: str = "as painted"
    headline: str = "p"
    parameters: tuple[Parameter, ...] = (
        Parameter("x", "across", 0.5, 0.0, 1.0),
        Parameter("y", "up", 0.5),
    )

    def parameter(self, name: str) -> Parameter:
        return next(each for each in self.parameters if each.name == name)

    def answer(
        self, draws: Draws, given: Sequence[str] = (), remove: Collection[str] = ()
    ) -> Answers:
        x, y = draws["x"], draws["y"]
        codes = np.asarray(self.paint(x, y)).astype(np.int16)
        known = codes >= 0
        status = np.where(known, Status.SOLVED, Status.OUTSIDE_ASSUMPTIONS).astype(np.uint8)
        p = np.where(known, self.p(x, y), np.nan)
        return Answers(
            "as painted",
            status,
            {"regime": Category(NAMES, codes)},
            {"p": p},
            {},
            {"A": p, "B": -p},
        )


POINT = Draws.point({"x": 0.5, "y": 0.5})
