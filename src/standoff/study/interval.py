"""The values of a parameter that a question looks at."""

from __future__ import annotations

import math

from standoff.errors import GameError
from standoff.game.parameter import Parameter

#: Beyond this, products of two numbers of a range stop being finite.
LARGEST = 1e100


def admissible(parameter: Parameter, interval: tuple[float, float]) -> tuple[float, float]:
    """Return the part of an interval that a parameter can take.

    Raises
    ------
    GameError
        If an end is no finite number or beyond `LARGEST`, the low end is not below the high one,
        or the parameter can take at most one value between them.
    """
    low, high = interval
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise GameError(
            f"the range of {parameter.name!r} is empty: {low:g} to {high:g}",
            right="a smaller and then a larger number, both finite",
        )
    if max(-low, high) > LARGEST:
        raise GameError(
            f"the range of {parameter.name!r} is too wide: {low:g} to {high:g}",
            right=f"numbers between {-LARGEST:g} and {LARGEST:g}",
        )
    least, most = max(low, parameter.low), min(high, parameter.high)
    if not least < most:
        raise GameError(
            f"the range of {parameter.name!r} is empty: it cannot vary from {low:g} to {high:g}",
            right=f"some of what lies between {parameter.low:g} and {parameter.high:g}",
        )
    return least, most


def cut_off(parameter: Parameter, interval: tuple[float, float] | None) -> str:
    """Say which part of an interval a parameter cannot take; empty where it can take it all.

    Examples
    --------
    >>> cut_off(Parameter("share", "a share", 0.5, low=0.0, high=1.0), (-3.0, 7.0))
    'share cannot be below 0 or above 1: what lies beyond is left out.'
    """
    low, high = interval or (parameter.low, parameter.high)
    below = [f"below {parameter.low:g}"] if low < parameter.low else []
    above = [f"above {parameter.high:g}"] if high > parameter.high else []
    if not (below or above):
        return ""
    beyond = " or ".join(below + above)
    return f"{parameter.name} cannot be {beyond}: what lies beyond is left out."
