"""Likelihoods of many crises of Lewis and Schultz, with scores and information per row."""

from __future__ import annotations

import numpy as np
from numba import njit

from standoff.estimate.kernels.crisis_play import credit, play
from standoff.solve.kernels.crisis_chances import normal_cdf, outcome_chances
from standoff.solve.kernels.crisis_roots import MOST, look, roots_of

#: Rounds of Newton's method from an equilibrium nearby.
_ROUNDS = 20
#: Which equilibrium of a row is taken: the likeliest, or that of least or of most resistance.
LIKELIEST, LOWEST, HIGHEST = 0, 1, 2


@njit(cache=True, error_model="numpy", nogil=True)
def best_roots(payoffs, events, counts, pick):
    """Choose each row's interior equilibrium: `pick` is one of LIKELIEST, LOWEST, HIGHEST.

    Returns margins (nan where there is none), log likelihoods, the number of interior equilibria,
    and the likelihood lost by taking the second-best one (inf where there is nothing to choose).
    """
    n = len(payoffs)
    chosen, best, lead = np.full(n, np.nan), np.full(n, -np.inf), np.full(n, np.inf)
    n_roots = np.empty(n, dtype=np.int64)
    margins, slopes = np.empty((1, MOST)), np.empty(MOST)
    share = np.empty(4)
    for d in range(n):
        n_roots[d], _ = roots_of(payoffs[d], margins[0], slopes)
        log_p, _ = outcome_chances(payoffs[d : d + 1], margins)
        first, last = 0, n_roots[d]
        if pick == LOWEST:
            last = min(last, 1)
        elif pick == HIGHEST:
            first = max(last - 1, 0)
        for r in range(first, last):
            value = credit(log_p[0, r], events, counts[d], share)
            if np.isnan(chosen[d]):
                chosen[d], best[d] = margins[0, r], value
            elif value > best[d]:
                lead[d] = value - best[d]
                chosen[d], best[d] = margins[0, r], value
            else:
                lead[d] = min(lead[d], best[d] - value)
    return chosen, best, n_roots, lead


@njit(cache=True, error_model="numpy", nogil=True)
def at_equilibrium(payoffs, margins, events, counts):
    """Return log likelihoods, scores and expected information in the payoffs, and slopes of m.

    Shapes (n,), (n, 7), (n, 7, 7), (n,). The equilibrium moves with the payoffs, by the implicit
    function theorem. Rows without an equilibrium have a log likelihood of minus infinity.
    """
    n = len(payoffs)
    value, score = np.empty(n), np.zeros((n, 7))
    information, slope = np.zeros((n, 7, 7)), np.full(n, np.nan)
    log_p, by_reckoned, by_answered = np.empty(4), np.empty(4), np.empty(4)
    by_payoff, answer, share = np.empty((4, 7)), np.empty(8), np.empty(4)
    for d in range(n):
        z = margins[d]
        if np.isnan(z):
            value[d] = -np.inf
            continue
        play(payoffs[d], z, z, log_p, by_payoff, by_reckoned, by_answered, answer)
        value[d] = credit(log_p, events, counts[d], share)
        slope[d] = answer[7]
        n_plays = counts[d].sum()
        for k in range(4):
            along = (by_reckoned[k] + by_answered[k]) / (1.0 - answer[7])
            for i in range(7):
                by_payoff[k, i] += along * answer[i]
        _gather(by_payoff, log_p, share, n_plays, score[d], information[d])
    return value, score, information, slope


@njit(cache=True, error_model="numpy")
def _gather(slopes, log_p, share, n_plays, score, information):
    """Add a row's score, and its expected information."""
    m = len(score)
    for k in range(4):
        weight = n_plays * np.exp(log_p[k])
        for i in range(m):
            if share[k] != 0.0:
                score[i] += share[k] * slopes[k, i]
            if weight > 0.0:
                for j in range(m):
                    information[i, j] += weight * slopes[k, i] * slopes[k, j]


@njit(cache=True, error_model="numpy", nogil=True)
def at_beliefs(payoffs, margins, p_fight, events, counts):
    """Return log likelihoods where both sides best answer given beliefs, with their derivatives.

    The challenger reckons with resistance of the chance that `margins` are the normal quantile of,
    and the target with `p_fight`. Returns values (n,), scores (n, 7), expected information
    (n, 7, 7), and the derivatives of the values in the beliefs (n, 2).
    """
    n = len(payoffs)
    value, score = np.empty(n), np.zeros((n, 7))
    information, in_beliefs = np.zeros((n, 7, 7)), np.zeros((n, 2))
    log_p, by_reckoned, by_answered = np.empty(4), np.empty(4), np.empty(4)
    by_payoff, answer, share = np.empty((4, 7)), np.empty(8), np.empty(4)
    for d in range(n):
        u = payoffs[d]
        inverse = 1.0 / p_fight[d]
        z = u[4] - u[6] + (u[6] - u[2]) * inverse
        play(u, margins[d], z, log_p, by_payoff, by_reckoned, by_answered, answer)
        value[d] = credit(log_p, events, counts[d], share)
        density = np.exp(-0.5 * margins[d] ** 2) / np.sqrt(2.0 * np.pi)
        for k in range(4):
            by_payoff[k, 2] -= by_answered[k] * inverse
            by_payoff[k, 4] += by_answered[k]
            by_payoff[k, 6] += by_answered[k] * (inverse - 1.0)
            in_beliefs[d, 0] += share[k] * by_reckoned[k] / density
            in_beliefs[d, 1] -= share[k] * by_answered[k] * (u[6] - u[2]) * inverse * inverse
        _gather(by_payoff, log_p, share, counts[d].sum(), score[d], information[d])
    return value, score, information, in_beliefs


@njit(cache=True, error_model="numpy", nogil=True)
def answers(payoffs, margins, p_fight):
    """Return one round of best answers to beliefs: (p_resist, p_fight), and their derivatives.

    Derivatives are of the new p_resist in payoffs (n, 7) and in the old p_fight (n,), and of the
    new p_fight in payoffs (n, 7) and in the old p_resist (n,).
    """
    n = len(payoffs)
    resist, fight = np.empty(n), np.empty(n)
    resist_u, fight_u = np.zeros((n, 7)), np.zeros((n, 7))
    resist_f, fight_r = np.empty(n), np.empty(n)
    log_p, by_reckoned, by_answered = np.empty(4), np.empty(4), np.empty(4)
    by_payoff, answer = np.empty((4, 7)), np.empty(8)
    for d in range(n):
        u = payoffs[d]
        inverse = 1.0 / p_fight[d]
        z = u[4] - u[6] + (u[6] - u[2]) * inverse
        resist[d] = normal_cdf(z)
        density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
        resist_u[d, 2], resist_u[d, 4] = -density * inverse, density
        resist_u[d, 6] = density * (inverse - 1.0)
        resist_f[d] = -density * (u[6] - u[2]) * inverse * inverse
        _, odds = play(u, margins[d], z, log_p, by_payoff, by_reckoned, by_answered, answer)
        fight[d] = 1.0 / (1.0 + odds)
        spread = fight[d] * odds / (1.0 + odds)
        density = np.exp(-0.5 * margins[d] ** 2) / np.sqrt(2.0 * np.pi)
        for i in range(7):
            fight_u[d, i] = spread * (by_payoff[2, i] - by_payoff[3, i])
        fight_r[d] = spread * (by_reckoned[2] - by_reckoned[3]) / density
    return resist, fight, resist_u, fight_u, resist_f, fight_r


@njit(cache=True, error_model="numpy", nogil=True)
def relaxed(payoffs, margins, events, counts, weight, pull):
    """Evaluate play in which the target's answer may differ from its best one, at a price.

    The price of a row is ``pull * gap + weight / 2 * gap ** 2`` with the gap ``z - m(z)``. Returns
    values (n,) with the price taken off, their gradient (n, 8) and Gauss-Newton information
    (n, 8, 8) in the payoffs and the margin z, and the gaps (n,).
    """
    n = len(payoffs)
    value, score, information = np.empty(n), np.zeros((n, 8)), np.zeros((n, 8, 8))
    log_p, by_reckoned, by_answered = np.empty(4), np.empty(4), np.empty(4)
    by_payoff, answer, share = np.empty((4, 7)), np.empty(8), np.empty(4)
    slopes, gap, gaps = np.empty((4, 8)), np.empty(8), np.empty(n)
    for d in range(n):
        z = margins[d]
        m, _ = play(payoffs[d], z, z, log_p, by_payoff, by_reckoned, by_answered, answer)
        gaps[d] = z - m
        price = pull[d] * gaps[d] + 0.5 * weight * gaps[d] ** 2
        value[d] = credit(log_p, events, counts[d], share) - price
        for i in range(7):
            gap[i] = -answer[i]
            for k in range(4):
                slopes[k, i] = by_payoff[k, i]
        gap[7] = 1.0 - answer[7]
        for k in range(4):
            slopes[k, 7] = by_reckoned[k] + by_answered[k]
        _gather(slopes, log_p, share, counts[d].sum(), score[d], information[d])
        for i in range(8):
            score[d, i] -= (pull[d] + weight * gaps[d]) * gap[i]
            for j in range(8):
                information[d, i, j] += weight * gap[i] * gap[j]
    return value, score, information, gaps


@njit(cache=True, error_model="numpy", nogil=True)
def follow(payoffs, margins):
    """Move equilibria to payoffs nearby by Newton's method; nan where that fails."""
    found = np.full(len(payoffs), np.nan)
    at = np.empty(6)
    for d in range(len(payoffs)):
        z = margins[d]
        for _ in range(_ROUNDS):
            slope = look(z, payoffs[d], at)
            step = (z - at[1]) / (1.0 - slope)
            z -= step
            if abs(step) <= 1e-15 * (1.0 + abs(z)):
                break
        if abs(step) <= 1e-9 * (1.0 + abs(z)):
            found[d] = z
    return found


@njit(cache=True, error_model="numpy", nogil=True)
def curvature(payoffs, margins, events, counts, step, fine):
    """Second derivatives of each row in its payoffs, shape (n, 7, 7), following the equilibrium.

    Central differences of the exact scores, of fourth order if `fine`, else of second.
    """
    n = len(payoffs)
    second = np.zeros((n, 7, 7))
    for i in range(7):
        for reach in range(1, 3 if fine else 2):
            share = 0.5
            if fine:
                share = 8.0 / 12.0 if reach == 1 else -1.0 / 12.0
            for sign in (-1.0, 1.0):
                moved = payoffs.copy()
                moved[:, i] += sign * reach * step
                z = follow(moved, margins)
                _, score, _, _ = at_equilibrium(moved, z, events, counts)
                second[:, i] += sign * share / step * score
    for d in range(n):
        second[d] = 0.5 * (second[d] + second[d].T)
    return second


@njit(cache=True, error_model="numpy", nogil=True)
def belief_curvature(payoffs, margins, p_fight, events, counts, step):
    """Second derivatives of each row in its payoffs with beliefs as given, shape (n, 7, 7).

    Central differences of second order of the exact scores.
    """
    n = len(payoffs)
    second = np.zeros((n, 7, 7))
    for i in range(7):
        for sign in (-1.0, 1.0):
            moved = payoffs.copy()
            moved[:, i] += sign * step
            _, score, _, _ = at_beliefs(moved, margins, p_fight, events, counts)
            second[:, i] += sign * 0.5 / step * score
    for d in range(n):
        second[d] = 0.5 * (second[d] + second[d].T)
    return second
