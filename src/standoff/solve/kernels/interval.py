"""Interval arithmetic in compiled code: results that contain every possible value.

An interval is two floats, low and high. Every operation first computes in double precision and then
moves its ends outward. A sum or product in double precision errs by at most ``2**-53`` of itself;
`WIDER` of the result is four times that, which also covers the rounding of the move. Sums that are
too small for that are exact; products may be lost below the smallest number, hence `TINY`.
Exponentials and logarithms of compilers' libraries err by some units in the last place, four at
most for those in use; `LOOSER` allows 16.

References
----------
Moore, R. (1977). A test for existence of solutions to nonlinear systems. SIAM Journal on Numerical
Analysis 14. Neumaier, A. (1990). Interval Methods for Systems of Equations. Cambridge.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

WIDER = 2.0**-51
LOOSER = 2.0**-48
#: Covers products so small that they are rounded absolutely.
TINY = 1e-300
#: Beyond this exponentials leave double precision.
LARGEST = 700.0


@njit(cache=True, error_model="numpy")
def down(x):
    """Return a number below whatever sum or difference was rounded to x."""
    return x - abs(x) * WIDER


@njit(cache=True, error_model="numpy")
def up(x):
    """Return a number above whatever sum or difference was rounded to x."""
    return x + abs(x) * WIDER


@njit(cache=True, error_model="numpy")
def times(a, b, c, d):
    """Return [a, b] * [c, d]."""
    if (a == 0.0 and b == 0.0) or (c == 0.0 and d == 0.0):
        return 0.0, 0.0
    w, x, y, z = a * c, a * d, b * c, b * d
    return down(min(min(w, x), min(y, z))) - TINY, up(max(max(w, x), max(y, z))) + TINY


@njit(cache=True, error_model="numpy")
def exp_low(x):
    """Return a lower bound of exp."""
    return max(0.0, math.exp(min(x, LARGEST)) * (1.0 - LOOSER) - TINY)


@njit(cache=True, error_model="numpy")
def exp_high(x):
    """Return an upper bound of exp, infinite beyond double precision."""
    return math.exp(x) * (1.0 + LOOSER) + TINY if x <= LARGEST else np.inf


@njit(cache=True, error_model="numpy")
def log_low(x):
    """Return a lower bound of the logarithm of a positive number."""
    y = math.log(x)
    return y - (abs(y) * LOOSER + TINY)


@njit(cache=True, error_model="numpy")
def log_high(x):
    """Return an upper bound of the logarithm of a positive number."""
    y = math.log(x)
    return y + (abs(y) * LOOSER + TINY)


@njit(cache=True, error_model="numpy")
def spread_of_two(low, high):
    """Return the range of p (1 - p) where p has log-odds in [low, high]."""
    near = 0.0 if low <= 0.0 <= high else min(abs(low), abs(high))
    far = max(abs(low), abs(high))
    return _spread(far, False), min(0.25, _spread(near, True))


@njit(cache=True, error_model="numpy")
def _spread(size, is_high):
    """Bound 1 / (2 + exp(size) + exp(-size)) = exp(-size) / (1 + exp(-size))**2 for size >= 0."""
    if is_high:
        small, large = exp_low(-size), exp_high(-size)
        return up(large / down(down(1.0 + small) * down(1.0 + small)))
    small, large = exp_low(-size), exp_high(-size)
    return max(0.0, down(small / up(up(1.0 + large) * up(1.0 + large))))


@njit(cache=True, error_model="numpy")
def mixture_low(p_low, p_high, value, n, order):
    """Return a lower bound of averages of `value`, over all weights that add up to one.

    Parameters
    ----------
    p_low, p_high : float arrays
        Bounds of the n weights.
    value : float array
    order : int array
        Written to.

    Notes
    -----
    Much tighter than a sum of products of intervals. Weights get their least; what is left of one
    goes to the smallest values first.
    """
    if n == 1:
        return value[0]
    if n == 2:
        a, b = value[0], value[1]
        p = min(p_high[0], 1.0 - p_low[1]) if a <= b else max(p_low[0], 1.0 - p_high[1])
        return b + p * (a - b) - ((abs(a) + abs(b)) * LOOSER + TINY)
    rest, total, largest = 1.0, 0.0, 0.0
    for i in range(n):
        rest -= p_low[i]
        total += p_low[i] * value[i]
        largest = max(largest, abs(value[i]))
        k = i
        while k > 0 and value[order[k - 1]] > value[i]:
            order[k] = order[k - 1]
            k -= 1
        order[k] = i
    for k in range(n):
        i = order[k]
        share = min(rest, p_high[i] - p_low[i])
        if share > 0.0:
            total += share * value[i]
            rest -= share
    # Every step errs by a part in 2**53 of the largest value, and there are fewer than 5 n.
    return total - (largest * (n * LOOSER + max(0.0, rest)) + TINY)


@njit(cache=True, error_model="numpy")
def mixture(p_low, p_high, low, high, n, order, turned):
    """Return bounds of averages of n intervals; `order` and `turned` are written to."""
    least = mixture_low(p_low, p_high, low, n, order)
    for i in range(n):
        turned[i] = -high[i]
    return least, -mixture_low(p_low, p_high, turned, n, order)


@njit(cache=True, error_model="numpy")
def share(low, high, own, n):
    """Return bounds of a share and of its logarithm.

    Parameters
    ----------
    low, high : float arrays
        Bounds of the log odds of n possibilities against the one asked for; 0 at its own place.
    own : int
        That place.
    """
    top_low, top_high = 0.0, 0.0
    for i in range(n):
        if i != own:
            top_low, top_high = max(top_low, low[i]), max(top_high, high[i])
    total_low, total_high = exp_low(-top_low), exp_high(-top_high)
    for i in range(n):
        if i != own:
            total_low += exp_low(down(low[i] - top_low))
            total_high += exp_high(up(high[i] - top_high))
    total_low *= 1.0 - n * WIDER
    total_high *= 1.0 + n * WIDER
    p_low = down(exp_low(-top_high) / total_high) - TINY
    p_high = up(exp_high(-top_low) / total_low)
    log_p_low = down(-up(top_high + log_high(total_high)))
    log_p_high = up(-down(top_low + log_low(total_low)))
    return max(0.0, p_low), min(1.0, p_high), log_p_low, min(0.0, log_p_high)
