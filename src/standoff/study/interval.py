"""The values of a parameter that a question looks at."""

from __future__ import annotations

import math

from standoff.errors import GameError
from standoff.game.parameter import Parameter


def admissible(parameter: Parameter, interval: tuple[float, float]) -> tuple[float, float]:
    """Return the part of an interval that a parameter can take.

    Raises
    ------
    GameError
        If an end is no finite number, the low end is not below the high one, or the parameter can
        take at most one value between them.
    """
    low, high = interval
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise GameError(
            f"the range of {parameter.name!r} is empty: {low:g} to {high:g}",
            right="a smaller and then a larger number, both finite",
        )
    least, most = max(low, parameter.low), min(high, parameter.high)
    if not least < most:
        raise GameError(
            f"the range of {parameter.name!r} is empty: it cannot vary from {low:g} to {high:g}",
            right=f"some of what lies between {parameter.low:g} and {parameter.high:g}",
        )
    return least, most
