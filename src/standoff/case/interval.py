"""Quantiles of `a to b`: half a normal distribution on each side of the value."""

from __future__ import annotations

import math
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: The 95 and 97.5 % points of the standard normal distribution.
_Z95, _Z975 = 1.6448536269514722, 1.959963984540054
#: What lies beyond an end of a range as written.
_TAIL = 0.05


class _Side(NamedTuple):
    """One side of the value.

    Parameters
    ----------
    scale
        Deviation of the normal distribution.
    outside
        Share of its tail that lies beyond the bound, counted as the whole side counts.
    is_cut
        Whether the end of the range is the bound itself, so that all of the side is within.
    """

    scale: float
    outside: float
    is_cut: bool

    def distance(self, tail: Array, whole: float) -> Array:
        """Return how far from the value all but a share `tail` of `whole` lies."""
        from scipy.special import ndtri

        if self.is_cut:
            left = self.outside + tail * ((whole - self.outside) / whole)
        else:
            folded = self.outside + tail * ((_TAIL - self.outside) / _TAIL)
            left = np.where(tail < _TAIL, folded, tail)
        # `whole` is 1/2 where the side holds half of the belief and 1 where it holds all of it.
        return -self.scale * cast(Array, ndtri(left * (0.5 / whole)))


def interval_points(
    least: float, most: float, value: float | None, low: float, high: float
) -> tuple[bool, bool, bool]:
    """Say which of the ends and the value are the 5, 50 and 95 % points.

    An end at a bound, or at the value, is the end of what is possible; a value at an end is the
    most likely number and not the median.
    """
    inside = value is None or least < value < most
    at_low = least <= low or (value is not None and value <= least)
    at_high = most >= high or (value is not None and value >= most)
    return not at_low, inside, not at_high


def interval_quantile(
    share: Array, least: float, most: float, value: float | None, low: float, high: float
) -> Array:
    """Return the quantiles of a range `a to b` of a parameter with bounds.

    Parameters
    ----------
    share : float array
    least, most : float
        The ends as written.
    value : float or None
        The value; the middle of the range if None.
    low, high : float
        The bounds, infinite where there is none; the ends do not lie beyond them.
    """
    least, most = max(least, low), min(most, high)
    is_low, is_median, is_high = interval_points(least, most, value, low, high)
    center = (least + most) / 2 if value is None else value
    low, high = max(low, -math.inf if is_low else least), min(high, math.inf if is_high else most)
    if not is_median:
        if center <= least:
            return least + _one_sided(share, most - least, high - least, is_cut=not is_high)
        return most - _one_sided(1 - share, most - least, most - low, is_cut=not is_low)
    down = _side(center - least, center - low, 0.5, is_cut=not is_low)
    up = _side(most - center, high - center, 0.5, is_cut=not is_high)
    below = share < 0.5
    found = np.empty_like(share)
    found[below] = center - down.distance(share[below], 0.5)
    found[~below] = center + up.distance(1 - share[~below], 0.5)
    return found


def _side(spread: float, room: float, whole: float, *, is_cut: bool) -> _Side:
    """Return one side whose end as written is `spread` away and whose bound is `room` away."""
    from scipy.special import ndtr

    scale = spread / (_Z95 if whole == 0.5 else _Z975)
    if is_cut:
        return _Side(scale, _TAIL, True)
    # Of the tail, what would lie beyond the bound is spread over the rest in proportion.
    return _Side(scale, min(float(ndtr(-room / scale)) * (whole / 0.5), _TAIL), False)


def _one_sided(share: Array, spread: float, room: float, *, is_cut: bool) -> Array:
    """Return distances from a value at the end of its range, which holds nothing beyond it."""
    from scipy.special import erfinv

    side = _side(spread, room, 1.0, is_cut=is_cut)
    near = (1.0 - _TAIL) * share if is_cut else share
    # Near the value the tail is nearly 1, and its distance from 1 is what counts.
    close = side.scale * math.sqrt(2.0) * np.asarray(erfinv(np.minimum(near, 0.5)))
    return np.where(share < 0.5, close, side.distance(1 - share, 1.0))
