"""Quantiles of named distributions that are cut off at bounds, also far out in their tails."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from standoff.case.tails import beta_tail, normal_tail, tilted

Array = NDArray[np.float64]

#: A stretch is narrow if the logarithm of the density bends by less than this over it.
_NARROW = 1e-8
#: Below this, shares of a beta distribution lose digits.
_TINY = 1e-280


def cut_uniform(share: Array, low: float, high: float) -> Array:
    """Return quantiles of a uniform distribution."""
    return low + share * (high - low)


def cut_triangular(
    share: Array, first: float, peak: float, last: float, low: float, high: float
) -> Array:
    """Return quantiles of a triangular distribution within `low` and `high`."""
    turn = min(max(peak, low), high)
    rise = (turn - low) * (turn + low - 2 * first)
    fall = (high - turn) * (2 * last - high - turn)
    left = rise / (peak - first) if rise > 0 else 0.0
    right = fall / (last - peak) if fall > 0 else 0.0
    at_turn = left / (left + right)
    up = share / at_turn if at_turn > 0 else share
    down = (1 - share) / (1 - at_turn) if at_turn < 1 else share
    return np.where(
        share < at_turn,
        first + np.sqrt((low - first) ** 2 + up * rise),
        last - np.sqrt((last - high) ** 2 + down * fall),
    )


def cut_normal(share: Array, mean: float, deviation: float, low: float, high: float) -> Array:
    """Return quantiles of a normal distribution within `low` and `high`."""
    from scipy.special import ndtr, ndtri

    a, b, width = (low - mean) / deviation, (high - mean) / deviation, (high - low) / deviation
    if width < _NARROW**0.5:
        return low + (high - low) * tilted(share, (a + b) / 2 * width)
    if a > 0:
        return low + deviation * normal_tail(1 - share, a, width)
    if b < 0:
        return high - deviation * normal_tail(share, -b, width)
    below, above = float(ndtr(a)), float(ndtr(-b))
    within = float(ndtr(b)) - below
    left, right = below + share * within, above + (1 - share) * within
    # The smaller of the two tails is the one that has its digits.
    z = np.where(left < 0.5, np.asarray(ndtri(left)), -np.asarray(ndtri(right)))
    return mean + deviation * z


def cut_lognormal(share: Array, mean: float, deviation: float, low: float, high: float) -> Array:
    """Return quantiles of a lognormal distribution within `low` and `high`."""
    least = math.log(low) if low > 0 else -math.inf
    return np.exp(cut_normal(share, mean, deviation, least, math.log(high)))


def cut_beta(share: Array, a: float, b: float, low: float, high: float) -> Array:
    """Return quantiles of a beta distribution within `low` and `high`."""
    from scipy.special import betainc, betaincc, betainccinv, betaincinv

    width, middle = high - low, (low + high) / 2
    if low > 0 and high < 1:
        bend = max(abs(a - 1) / x**2 + abs(b - 1) / (1 - x) ** 2 for x in (low, high))
        if bend * width**2 < _NARROW:
            return low + width * tilted(share, width * ((b - 1) / (1 - middle) - (a - 1) / middle))
    below, above = float(betainc(a, b, low)), float(betaincc(a, b, high))
    if low == 0 and high == 1:
        within = 1.0
    elif below > 0.5:
        within = float(betaincc(a, b, low)) - above
        if within < _TINY:
            return 1 - beta_tail(1 - share, b, a, 1 - high, 1 - low)
    else:
        within = float(betainc(a, b, high)) - below
        if within < _TINY:
            return beta_tail(share, a, b, low, high)
    left, right = below + share * within, above + (1 - share) * within
    found, is_left = np.empty_like(share), left < right
    found[is_left] = betaincinv(a, b, left[is_left])
    found[~is_left] = betainccinv(a, b, right[~is_left])
    return found
