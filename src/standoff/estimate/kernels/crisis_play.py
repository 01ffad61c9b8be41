r"""Chances of the outcomes of one crisis of Lewis and Schultz, with all first derivatives.

A margin is what the chance of resistance is the normal distribution of. Two of them are kept apart:
the one that the challenger reckons with (it sets the threshold c) and the one with which the target
answers. In equilibrium they are the same; the pseudo-likelihood takes the first from elsewhere.

Payoffs are in the order S_A, V_A, C_B, W_A, W_B, a, V_B, and outcomes in the order status quo,
concession, fight, backing down.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from standoff.solve.kernels.crisis_chances import (
    LOWEST_MARGIN,
    fight_or_back_down,
    normal_cdf,
    threshold,
)
from standoff.solve.kernels.probit import log_normal_cdf, log_normal_density

_LOG_ROOT_HALF = 0.5 * math.log(0.5)


@njit(cache=True, error_model="numpy")
def hazard(z):
    """Return the normal density over the distribution function."""
    if z < -1e8:
        return -z
    return math.exp(log_normal_density(z) - log_normal_cdf(z))


@njit(cache=True, error_model="numpy")
def play(u, reckoned, answered, log_p, by_payoff, by_reckoned, by_answered, answer):
    """Fill log chances, and their derivatives at fixed margins; return what the target answers.

    Fills ``log_p[k]``, ``by_payoff[k, i]`` (payoff i), ``by_reckoned[k]``, ``by_answered[k]``, and
    ``answer[i]`` for i < 7 and ``answer[7]``: the derivatives of the target's margin m in the
    payoffs and in the reckoned margin. Returns m, and the odds that the challenger backs down.
    """
    s, v, cb, w, wb, a, vb = u[0], u[1], u[2], u[3], u[4], u[5], u[6]
    c, c_z = threshold(reckoned, s, v)
    log_h, log_k, log_odds, rate_h, rate_k = fight_or_back_down(c, w, a)
    odds = math.exp(min(log_odds, 690.0))
    p_fight = 1.0 / (1.0 + odds)
    p_back = 1.0 - p_fight if odds > 1e-3 else odds * p_fight

    log_quiet_w, log_quiet_a = log_normal_cdf(c - w), log_normal_cdf(c - a)
    log_resist, log_concede = log_normal_cdf(answered), log_normal_cdf(-answered)
    log_c = max(log_h, log_k) + math.log1p(math.exp(-abs(log_odds)))
    log_p[0] = log_quiet_w + log_quiet_a
    log_p[1] = log_c + log_concede
    log_p[2] = log_h + log_resist
    log_p[3] = log_k + log_resist

    # Moving the two mean payoffs apart turns fights into backing down, at this rate.
    turn = (
        _LOG_ROOT_HALF
        + log_normal_density((w - a) * math.sqrt(0.5))
        + log_normal_cdf((w + a - 2.0 * c) * math.sqrt(0.5))
    )
    turn_h, turn_k = math.exp(turn - log_h), math.exp(turn - log_k)
    if not turn_h < np.inf or not turn_k < np.inf:
        turn_h, turn_k = 0.0, 0.0
    quiet_w, quiet_a = hazard(c - w), hazard(c - a)

    # Derivatives in (c, w, a) of log quiet, log h, log k; log challenge is their mean.
    h_c, h_w, h_a = -rate_h, turn_h + rate_h, -turn_h
    k_c, k_w, k_a = -rate_k, -turn_k, turn_k + rate_k
    # c = s + (s - v) q / p
    ratio = normal_cdf(-reckoned) / normal_cdf(max(reckoned, LOWEST_MARGIN))
    c_s, c_v = 1.0 + ratio, -ratio

    by_payoff[:, :] = 0.0
    for k in range(4):
        if k == 0:
            d_c, d_w, d_a = quiet_w + quiet_a, -quiet_w, -quiet_a
        elif k == 1:
            d_c = p_fight * h_c + p_back * k_c
            d_w = p_fight * h_w + p_back * k_w
            d_a = p_fight * h_a + p_back * k_a
        elif k == 2:
            d_c, d_w, d_a = h_c, h_w, h_a
        else:
            d_c, d_w, d_a = k_c, k_w, k_a
        by_payoff[k, 0], by_payoff[k, 1] = d_c * c_s, d_c * c_v
        by_payoff[k, 3], by_payoff[k, 5] = d_w, d_a
        by_reckoned[k] = d_c * c_z
    by_answered[0], by_answered[1] = 0.0, -hazard(-answered)
    by_answered[2] = by_answered[3] = hazard(answered)

    gain = vb - cb
    odds_c = odds * (k_c - h_c)
    answer[0], answer[1] = gain * odds_c * c_s, gain * odds_c * c_v
    answer[2], answer[4], answer[6] = -1.0 - odds, 1.0, odds
    answer[3], answer[5] = gain * odds * (k_w - h_w), gain * odds * (k_a - h_a)
    answer[7] = gain * odds_c * c_z
    return wb - cb + gain * odds, odds


@njit(cache=True, error_model="numpy")
def credit(log_p, events, counts, share):
    """Return a row's log likelihood, and share counts of pooled events among their outcomes."""
    total = 0.0
    share[:] = 0.0
    for e in range(len(events)):
        count = counts[e]
        if count == 0.0:
            continue
        top, n_in = -np.inf, 0
        for k in range(4):
            if events[e, k]:
                n_in += 1
                top = max(top, log_p[k])
        if n_in == 1:
            for k in range(4):
                if events[e, k]:
                    total += count * log_p[k]
                    share[k] += count
            continue
        if top == -np.inf:
            return -np.inf
        mass = 0.0
        for k in range(4):
            if events[e, k]:
                mass += math.exp(log_p[k] - top)
        total += count * (top + math.log(mass))
        for k in range(4):
            if events[e, k]:
                share[k] += count * math.exp(log_p[k] - top) / mass
    return total
