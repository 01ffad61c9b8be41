"""Shares and quantiles of draws, each with the range that the number of draws leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Floats

#: Two-sided 90 %.
#: So many standard errors to each side hold the true value with nine chances in ten.
NINE_IN_TEN = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Estimated:
    """A number estimated from draws.

    Parameters
    ----------
    value : float
    low, high : float
        Hold the number of an infinite sample with a chance of 90 %.
    n : int
        Draws that it was estimated from.
    """

    value: float
    low: float
    high: float
    n: int


def share_of(marks: Bools) -> Estimated:
    """Return the share of marked draws, with Wilson's interval.

    Examples
    --------
    >>> found = share_of(np.array([True] * 30 + [False] * 70))
    >>> round(found.value, 2), round(found.low, 3), round(found.high, 3)
    (0.3, 0.231, 0.38)
    """
    n = len(marks)
    if n == 0:
        return Estimated(math.nan, math.nan, math.nan, 0)
    p = float(np.mean(marks))
    low, high = wilson(p, n, NINE_IN_TEN)
    return Estimated(p, low, high, n)


def wilson(p: float, n: float, z: float) -> tuple[float, float]:
    """Return Wilson's score interval of a share `p` of `n`; `z` is the normal's two-sided point.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = wilson(144 / 633, 633, 1.96)
    >>> round(low, 3), round(high, 3)
    (0.197, 0.262)
    """
    center = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # At 0 and 1 the formula misses the end by rounding.
    return 0.0 if p == 0.0 else center - half, 1.0 if p == 1.0 else center + half


def quantile_of(column: Floats, q: float) -> Estimated:
    """Return a quantile, between the order statistics that hold it with a chance of 90 %.

    Where there are too few draws for such an interval its ends are the least and the largest draw.
    """
    n = len(column)
    if n == 0:
        return Estimated(math.nan, math.nan, math.nan, 0)
    ranked = np.sort(column)
    half = NINE_IN_TEN * math.sqrt(n * q * (1 - q))
    low, high = (min(max(math.floor(n * q + s * half), 0), n - 1) for s in (-1, 1))
    return Estimated(float(np.quantile(ranked, q)), float(ranked[low]), float(ranked[high]), n)
