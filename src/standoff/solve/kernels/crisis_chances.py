r"""Chances of a fight and of backing down in the crisis of Lewis and Schultz, exact in all tails.

With the threshold c, the mean payoffs w of a fight and a of backing down, and standard normal
shocks, a challenger that challenges and would fight has the chance

    h = \int_c^\infty \phi(x - w) \Phi(x - a) dx,

one that challenges and would back down the chance k = h with w and a exchanged, and h + k is the
chance of a challenge. Both are sums of positive terms, so that no digit is lost, and the chance
of a fight h / (h + k) never comes from a difference.

References
----------
Genz, A. (2004). Numerical computation of rectangular bivariate and trivariate normal and t
probabilities. Statistics and Computing 14: the integral over the angle, for the middle.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from standoff.solve.kernels.probit import log_normal_cdf


def _legendre(n_points):
    """Return Gauss-Legendre points and weights, right to the last digit.

    NumPy's weights are wrong by 1e-13 of their value near the ends, where our integrands are large.
    """
    x = np.polynomial.legendre.leggauss(n_points)[0].astype(np.longdouble)
    for _ in range(3):
        before, here = np.ones_like(x), x
        for k in range(2, n_points + 1):
            before, here = here, ((2 * k - 1) * x * here - (k - 1) * before) / k
        slope = n_points * (before - x * here) / (1 - x * x)
        x = x - here / slope
    weight = 2 / ((1 - x * x) * slope * slope)
    return x.astype(np.float64), weight.astype(np.float64)


_ROOT_HALF = math.sqrt(0.5)
_LOG_ROOT_2PI = 0.5 * math.log(2.0 * math.pi)

# The angle runs from 0 to pi/4, since the correlation is the root of one half.
_POINTS, _SHARES = _legendre(20)
_ANGLE = 0.125 * math.pi * (_POINTS + 1.0)
_SINE = np.sin(_ANGLE)
_HALF_OVER_COSINE = 0.5 / np.cos(_ANGLE) ** 2
_ANGLE_SHARE = _SHARES * 0.125 * math.pi / (2.0 * math.pi)

_NODES, _WEIGHTS = _legendre(40)

#: Arguments up to which the sum over the angle is used; it is right to 1e-14 of the value.
_MIDDLE = 5.0
#: Below this threshold (in shocks from the nearer mean) everybody challenges.
_ALL = 38.0
#: Resistance with a lower margin is as rare as never.
LOWEST_MARGIN = -37.0
#: Above it the first term of the tail is exact.
_NOBODY = 1e9


@njit(cache=True, error_model="numpy")
def normal_cdf(z):
    """Return the standard normal distribution function."""
    return 0.5 * math.erfc(-z * _ROOT_HALF)


@njit(cache=True, error_model="numpy")
def threshold(z, s, v):
    """Return the payoff above which A challenges, and its slope in the margin z of resistance.

    Margins below `LOWEST_MARGIN` count as that one.
    """
    if s == v:
        return s, 0.0
    z = max(z, LOWEST_MARGIN)
    p, q = normal_cdf(z), normal_cdf(-z)
    density = math.exp(-0.5 * z * z - _LOG_ROOT_2PI)
    return s + (s - v) * q / p, (v - s) * (density / p) / p


@njit(cache=True, error_model="numpy")
def _by_angle(x, y):
    """Chance that both of two normal variables with correlation 0.7071 are below x and y."""
    total = normal_cdf(x) * normal_cdf(y)
    squares, product = x * x + y * y, 2.0 * x * y
    for i in range(len(_SINE)):
        total += _ANGLE_SHARE[i] * math.exp((product * _SINE[i] - squares) * _HALF_OVER_COSINE[i])
    return total


@njit(cache=True, error_model="numpy")
def _hazard_below(z):
    """Density over distribution function of a standard normal variable."""
    if z < -1e8:
        return -z
    return math.exp(-0.5 * z * z - _LOG_ROOT_2PI - log_normal_cdf(z))


@njit(cache=True, error_model="numpy")
def _log_scaled(own, other):
    """Log of the integral over t > 0 of exp(-own t - t^2 / 2) Phi(other + t)."""
    # The integrand is log-concave with a curvature between 1 and 2.
    peak = 0.0
    fall = own - _hazard_below(other)
    if fall < 0.0:
        peak = max(-own, -0.5 * (own + other), 0.0)
        for _ in range(60):
            hazard = _hazard_below(other + peak)
            slope = hazard - own - peak
            step = slope / (1.0 + hazard * (other + peak + hazard))
            peak = max(peak + step, 0.0)
            if abs(step) < 1e-4 * (1.0 + abs(peak)):
                break
        fall = max(own + peak - _hazard_below(other + peak), 0.0)
    reach = 76.0 / (math.sqrt(fall * fall + 76.0) + fall)
    low = max(peak - 8.75, 0.0)
    # Left of its peak the integrand grows, right of it it falls: a panel for each.
    top = -own * peak - 0.5 * peak * peak + log_normal_cdf(other + peak)
    total = 0.0
    if peak > low:
        half = 0.5 * (peak - low)
        for i in range(len(_NODES)):
            t = low + half * (_NODES[i] + 1.0)
            height = -own * t - 0.5 * t * t + log_normal_cdf(other + t)
            total += half * _WEIGHTS[i] * math.exp(height - top)
    half = 0.5 * reach
    for i in range(len(_NODES)):
        t = peak + half * (_NODES[i] + 1.0)
        height = -own * t - 0.5 * t * t + log_normal_cdf(other + t)
        total += half * _WEIGHTS[i] * math.exp(height - top)
    return top + math.log(total)


@njit(cache=True, error_model="numpy")
def fight_or_back_down(c, w, a):
    """Return log h, log k, log(k / h), and the rates -h'(c) / h and -k'(c) / k.

    Everything is right to about 1e-13 of its value wherever a double can hold it; log(k / h) and
    the rates also where h and k are too small for that.
    """
    x = (w - a) * _ROOT_HALF
    over_w, over_a = c - w, c - a
    if c > _NOBODY:
        log_odds = (a - w) * (c - 0.5 * (w + a)) if a != w else 0.0
        log_h = -0.5 * over_w * over_w - math.log(over_w) - _LOG_ROOT_2PI
        return log_h, log_h + log_odds, log_odds, over_w, over_a
    if max(over_w, over_a) < -_ALL:
        log_h, log_k = log_normal_cdf(x), log_normal_cdf(-x)
        rate_h = math.exp(-0.5 * over_w * over_w - _LOG_ROOT_2PI + log_normal_cdf(over_a) - log_h)
        rate_k = math.exp(-0.5 * over_a * over_a - _LOG_ROOT_2PI + log_normal_cdf(over_w) - log_k)
        return log_h, log_k, log_k - log_h, rate_h, rate_k
    if (
        abs(x) <= _MIDDLE
        and over_w <= _MIDDLE
        and over_a <= _MIDDLE
        and over_w >= -_ALL
        and over_a >= -_ALL
    ):
        h, k = _by_angle(x, -over_w), _by_angle(-x, -over_a)
        density_w = math.exp(-0.5 * over_w * over_w - _LOG_ROOT_2PI)
        density_a = math.exp(-0.5 * over_a * over_a - _LOG_ROOT_2PI)
        return (
            math.log(h),
            math.log(k),
            math.log(k / h),
            density_w * normal_cdf(over_a) / h,
            density_a * normal_cdf(over_w) / k,
        )
    scaled_h, scaled_k = _log_scaled(over_w, over_a), _log_scaled(over_a, over_w)
    log_h = scaled_h - 0.5 * over_w * over_w - _LOG_ROOT_2PI
    log_k = scaled_k - 0.5 * over_a * over_a - _LOG_ROOT_2PI
    # The squares would swallow the difference of two thresholds far out.
    log_odds = scaled_k - scaled_h + (a - w) * (c - 0.5 * (w + a))
    rate_h = math.exp(log_normal_cdf(over_a) - scaled_h)
    rate_k = math.exp(log_normal_cdf(over_w) - scaled_k)
    return log_h, log_k, log_odds, rate_h, rate_k


@njit(cache=True, error_model="numpy", nogil=True)
def outcome_chances(payoffs, margins):
    """Return log chances[game, root, outcome] and chances[game, root, (resist, challenge, fight)].

    Outcomes are status quo, concession, fight and backing down; nan where a margin is nan. At the
    corner (a margin of minus infinity) nobody challenges.
    """
    n_games, n_roots = margins.shape
    log_p = np.full((n_games, n_roots, 4), np.nan)
    chances = np.full((n_games, n_roots, 3), np.nan)
    for d in range(n_games):
        s, v, w, a = payoffs[d, 0], payoffs[d, 1], payoffs[d, 3], payoffs[d, 5]
        for r in range(n_roots):
            z = margins[d, r]
            if np.isnan(z):
                continue
            if z == -np.inf:
                log_p[d, r] = -np.inf
                log_p[d, r, 0] = 0.0
                chances[d, r] = 0.0
                continue
            c, _ = threshold(z, s, v)
            log_h, log_k, log_odds, _, _ = fight_or_back_down(c, w, a)
            log_p[d, r, 0] = log_normal_cdf(c - w) + log_normal_cdf(c - a)
            resist, concede = log_normal_cdf(z), log_normal_cdf(-z)
            top = max(log_h, log_k)
            log_c = top + math.log1p(math.exp(-abs(log_odds))) if top > -np.inf else top
            log_p[d, r, 1] = log_c + concede
            log_p[d, r, 2] = log_h + resist
            log_p[d, r, 3] = log_k + resist
            chances[d, r, 0], chances[d, r, 1] = math.exp(resist), min(math.exp(log_c), 1.0)
            chances[d, r, 2] = 1.0 / (1.0 + math.exp(log_odds))
    return log_p, chances
