"""Quantiles where a distribution has so little mass that shares of it underflow or lose digits."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MOST_STEPS = 60
_MOST_TERMS = 10_000
_SETTLED = 4e-16


def tilted(share: Array, slope: float) -> Array:
    """Return quantiles from 0 to 1 of a density that falls as exp(-slope * x).

    Examples
    --------
    >>> tilted(np.array([0.25, 0.5]), 0.0).tolist()
    [0.25, 0.5]
    """
    if slope < 0:
        return 1 - tilted(1 - share, -slope)
    if slope < 1e-12:
        return share + 0.0
    return -np.log1p(share * math.expm1(-slope)) / slope


def normal_tail(share: Array, low: float, width: float) -> Array:
    """Return how far beyond `low` a standard normal lies, if it lies less than `width` beyond.

    Parameters
    ----------
    share : float array
        Of what lies between, counted from the far end.
    low : float
        Above 0.
    width : float
        May be infinite.

    Notes
    -----
    The logarithm of the tail is -z**2 / 2 plus that of Mills' ratio, which stays near 1 / z however
    far out; it is solved for the distance from `low` by Newton's method.
    """
    from scipy.special import erfcx

    def ratio(z: Array | float) -> Array:
        return math.sqrt(math.pi / 2) * np.asarray(erfcx(np.asarray(z) / math.sqrt(2)))

    first = math.log(float(ratio(low)))
    kept = 0.0
    if math.isfinite(width):
        farthest = math.log(float(ratio(low + width)))
        kept = math.exp(-width * (low + width / 2) + farthest - first)
    wanted = -np.log(kept + share * (1 - kept))
    t = 2 * wanted / (low + np.sqrt(low * low + 2 * wanted) + 1e-300)
    for _ in range(_MOST_STEPS):
        there = ratio(low + t)
        step = (t * (low + t / 2) + first - np.log(there) - wanted) * there
        t = np.maximum(t - step, 0.0)
        if np.all(np.abs(step) <= _SETTLED * (1 + t)):
            break
    return np.minimum(t, width)


def beta_tail(share: Array, a: float, b: float, low: float, high: float) -> Array:
    """Return quantiles of a beta distribution cut off far below its median.

    Notes
    -----
    The distribution function is the density times a ratio that a continued fraction gives to all
    digits there; its logarithm is solved for log(x) by Newton's method.
    """
    scale = float(_share_by_density(np.array([high]), a, b)[0])

    def fall(x: Array, ratio: Array) -> Array:
        """Return log F(high) - log F(x)."""
        bent = (a - 1) * np.log(high / x) + (b - 1) * (math.log1p(-high) - np.log1p(-x))
        return bent + math.log(scale) - np.log(ratio)

    kept = 0.0
    if low > 0:
        at_low = np.array([low])
        kept = math.exp(-float(fall(at_low, _share_by_density(at_low, a, b))[0]))
    wanted = -np.log(kept + share * (1 - kept))
    x = high * np.exp(-wanted * scale / high)
    for _ in range(_MOST_STEPS):
        ratio = _share_by_density(x, a, b)
        step = (fall(x, ratio) - wanted) * ratio / x
        x = np.minimum(x * np.exp(step), high)
        if np.all(np.abs(step) <= _SETTLED):
            break
    return np.maximum(x, low)


def _share_by_density(x: Array, a: float, b: float) -> Array:
    """Return the distribution function of a beta distribution divided by its density.

    References
    ----------
    DLMF 8.17.22, evaluated by the modified method of Lentz.
    """
    c = np.ones_like(x)
    d = 1 / _away_from_0(1 - (a + b) * x / (a + 1))
    found = d.copy()
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = np.ones_like(x)
        for term in (even, odd):
            d = 1 / _away_from_0(1 + term * d)
            c = _away_from_0(1 + term / c)
            change = c * d
            found = found * change
        if np.all(np.abs(change - 1) <= _SETTLED):
            break
    return x * (1 - x) / a * found


def _away_from_0(x: Array) -> Array:
    return np.where(np.abs(x) < 1e-300, 1e-300, x)
