"""Which two parameters a map of the kinds of answer is about, and which of their values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.game.parameter import Parameter
from standoff.study.asked import Asked
from standoff.study.findings import Swing
from standoff.study.parameters import spread

CATEGORY = "regime"
#: So much is shown beyond each end of the range, in widths of it.
MARGIN = 0.25


def map_axes(asked: Asked, swings: Sequence[Swing]) -> tuple[Parameter, Parameter] | None:
    """Return the two parameters that decide the headline, or None if fewer move anything.

    These are the ones that the model names, if they move the headline here; else those with the
    largest swings.
    """
    moving = [each.parameter for each in swings if np.nan_to_num(each.size) > 0.0]
    named = [name for name in asked.subject.decisive if name in moving]
    names = list(dict.fromkeys([*named, *moving]))[:2]
    if len(names) < 2:
        return None
    first, second = (asked.subject.parameter(name) for name in names)
    return first, second


def mapped_range(asked: Asked, parameter: Parameter) -> tuple[float, float]:
    """Return what a map shows: plausible values, with a margin as far as it is admissible."""
    low, _, high = spread(asked.brief, parameter)
    width = high - low
    return max(parameter.low, low - MARGIN * width), min(parameter.high, high + MARGIN * width)
