r"""All equilibria of the crisis of Lewis and Schultz: one equation in one unknown.

The unknown is the target's margin z, with which it resists with chance Phi(z). In equilibrium

    z = m(z) = W_B - C_B + (V_B - C_B) o(c(z)),    c(z) = S_A + (S_A - V_A) (1 - p) / p,

where p = Phi(z), and o(c) = k / h are the odds that a challenger backs down. These odds rise with c
if a > W_A and fall if a < W_A. So m is monotone, and falls (with exactly one equilibrium) unless

    (V_A - S_A) (V_B - C_B) (a - W_A) > 0.

If it rises, intervals are cut until each has at most one root: an interval [l, u] holds none if
m(l) > u or m(u) < l, and at most one if m' stays on one side of 1. The bounds on m' are proven, not
sampled: o and both hazard rates of o' / o are monotone in c, and c' is monotone in z.

If V_A < S_A, V_B < C_B and W_A < a the number of roots is even: m falls to minus infinity faster
than z, and the play without challenges and without resistance (p = 0) is an equilibrium too.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from standoff.solve.kernels.crisis_chances import LOWEST_MARGIN, fight_or_back_down, threshold

#: Columns for the roots of one game; one or three are usual, none and two possible.
MOST = 5

#: Margins at which the chance of resistance is as good as 0 and 1.
LOWEST, HIGHEST = LOWEST_MARGIN, 40.0
#: Intervals are not cut below this width; two roots that are closer have merged.
NARROWEST = 1e-9
#: A margin that comes this close to its answer, without crossing it, touches it.
TOUCH = 1e-13
_MOST_CUTS = 4000
_DEPTH = 200

FOUND, TOUCHING, NOT_FOUND = 0, 1, 2


@njit(cache=True, error_model="numpy")
def look(z, u, at):
    """Fill `at` with z, m(z), odds, rates of h and k, and slope of c; return m'(z)."""
    c, slope = threshold(z, u[0], u[1])
    _, _, log_odds, rate_h, rate_k = fight_or_back_down(c, u[3], u[5])
    odds = math.exp(min(log_odds, 690.0))
    gain = u[6] - u[2]
    at[0], at[1] = z, u[4] - u[2] + gain * odds
    at[2], at[3], at[4], at[5] = odds, rate_h, rate_k, slope
    return gain * odds * (rate_h - rate_k) * slope


@njit(cache=True, error_model="numpy")
def _refine(low, high, u, at):
    """Find the one root between two margins where z - m(z) differs in sign; return root, slope."""
    look(low, u, at)
    rises = at[0] - at[1] <= 0.0
    z = 0.5 * (low + high)
    slope, last = 0.0, np.inf
    for _ in range(200):
        slope = look(z, u, at)
        gap = z - at[1]
        if (gap <= 0.0) == rises:
            low = z
        else:
            high = z
        step = gap / (1.0 - slope)
        following = z - step
        if not low <= following <= high:
            following = 0.5 * (low + high)
        size = abs(following - z)
        # Below the rounding of m steps no longer shrink.
        if size <= 4e-16 * (1.0 + abs(z)) or (
            size <= 1e-11 * (1.0 + abs(z)) and size >= 0.5 * last
        ):
            return following, slope
        last = size
        z = following
    return z, slope


@njit(cache=True, error_model="numpy")
def _only_root(u, at):
    """Return root and slope where m falls or is constant."""
    look(HIGHEST, u, at)
    low = at[1]
    if low >= HIGHEST:
        return low, 0.0
    if low < LOWEST:
        look(LOWEST, u, at)
        if at[1] <= LOWEST:
            return at[1], 0.0
        low = LOWEST
    look(low, u, at)
    high = min(at[1], HIGHEST)
    if high <= low:
        slope = look(low, u, at)
        return low, slope
    return _refine(low, high, u, at)


@njit(cache=True, error_model="numpy")
def roots_of(u, roots, slopes):
    """Fill the margins of all equilibria of one game, in rising order, and the slopes of m.

    Returns their number and FOUND, TOUCHING (two have merged, or are about to be born; they are not
    counted) or NOT_FOUND (more than fit, or payoffs that are not finite).
    """
    roots[:], slopes[:] = np.nan, np.nan
    for i in range(7):
        if not np.isfinite(u[i]):
            return 0, NOT_FOUND
    at = np.empty(6)
    if not (u[1] - u[0]) * (u[6] - u[2]) * (u[5] - u[3]) > 0.0:
        roots[0], slopes[0] = _only_root(u, at)
        return 1, FOUND
    n_roots, status = 0, FOUND
    look(LOWEST, u, at)
    low = at[1]
    if low < LOWEST:
        if u[1] > u[0] or u[6] > u[2]:
            # Below, the challenger's threshold is infinite and the margin constant.
            roots[0], slopes[0] = low, 0.0
            n_roots = 1
        low = LOWEST
    look(HIGHEST, u, at)
    high = at[1]
    if high < LOWEST:
        return n_roots, status
    if high > HIGHEST:
        low = max(low, LOWEST)
    stack = np.empty((_DEPTH, 2, 6))
    look(low - 1e-7 * (1.0 + abs(low)), u, stack[0, 0])
    look(high + 1e-7 * (1.0 + abs(high)), u, stack[0, 1])
    n_left, n_cuts = 1, 0
    while n_left > 0:
        n_left -= 1
        left, right = stack[n_left, 0].copy(), stack[n_left, 1].copy()
        n_cuts += 1
        if n_cuts > _MOST_CUTS:
            return n_roots, NOT_FOUND
        if left[1] > right[0] or right[1] < left[0]:
            continue
        width = right[0] - left[0]
        crosses = (left[0] - left[1] <= 0.0) != (right[0] - right[1] <= 0.0)
        kind = _one_sided(left, right, u[6] - u[2])
        if kind or width <= NARROWEST * (1.0 + abs(left[0])):
            if crosses:
                if n_roots == MOST:
                    return n_roots, NOT_FOUND
                roots[n_roots], slopes[n_roots] = _refine(left[0], right[0], u, at)
                n_roots += 1
            elif not kind and abs(left[0] - left[1]) <= TOUCH * (1.0 + abs(left[0])):
                status = TOUCHING
            continue
        # What lies below m(low) or above m(high) is empty.
        from_low, from_high = left[1] - left[0], right[0] - right[1]
        if from_low >= 0.3 * width or from_high >= 0.3 * width:
            if from_low >= from_high:
                look(left[1], u, left)
            else:
                look(right[1], u, right)
            stack[n_left, 0], stack[n_left, 1] = left, right
            n_left += 1
            continue
        if n_left + 2 > _DEPTH:
            return n_roots, NOT_FOUND
        look(0.5 * (left[0] + right[0]), u, at)
        stack[n_left, 0], stack[n_left, 1] = at, right
        stack[n_left + 1, 0], stack[n_left + 1, 1] = left, at
        n_left += 2
    return n_roots, status


@njit(cache=True, error_model="numpy")
def _one_sided(left, right, gain):
    """Whether m' is proven to stay on one side of 1 between two margins."""
    least_odds, most_odds = min(left[2], right[2]), max(left[2], right[2])
    least_slope, most_slope = min(abs(left[5]), abs(right[5])), max(abs(left[5]), abs(right[5]))
    # The rates rise with c, whichever way c moves.
    low_h, high_h = min(left[3], right[3]), max(left[3], right[3])
    low_k, high_k = min(left[4], right[4]), max(left[4], right[4])
    if low_h + high_h >= low_k + high_k:
        least, most = max(low_h - high_k, 0.0), high_h - low_k
    else:
        least, most = max(low_k - high_h, 0.0), high_k - low_h
    size = abs(gain)
    if size * most_odds * most * most_slope < 1.0 - 1e-9:
        return True
    return size * least_odds * least * least_slope > 1.0 + 1e-9


@njit(cache=True, error_model="numpy", nogil=True)
def all_roots(payoffs):
    """Find the equilibria of many games: margins[game, root], slopes, numbers and statuses."""
    n_games = len(payoffs)
    margins, slopes = np.empty((n_games, MOST)), np.empty((n_games, MOST))
    n_roots = np.empty(n_games, dtype=np.int64)
    status = np.empty(n_games, dtype=np.int64)
    for d in range(n_games):
        n_roots[d], status[d] = roots_of(payoffs[d], margins[d], slopes[d])
    return margins, slopes, n_roots, status
