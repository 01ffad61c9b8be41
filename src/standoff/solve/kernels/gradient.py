"""Derivatives of logit equilibria by the parameters of their game."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from standoff.solve.kernels.equations import LOGIT, assemble, expect, number_free, workspace
from standoff.solve.kernels.linear import back_substitute, factor, smallest_singular


@njit(cache=True)
def worth_along(shape, d_payoff, d_log_chance, work, d_value, d_log_reach, d_worth):
    """Fill the derivative of every action's worth along a direction of payoffs and chances.

    Strategies are held fixed. Must follow `expect`.
    """
    parent, edge_action, edge_chance, payoff_row, owner = (
        shape.parent,
        shape.edge_action,
        shape.edge_chance,
        shape.payoff_row,
        shape.owner,
    )
    p_edge, value, belief, worth = work.p_edge, work.value, work.belief, work.worth
    n_nodes, n_players = value.shape
    for n in range(n_nodes):
        row = payoff_row[n]
        for j in range(n_players):
            d_value[n, j] = d_payoff[row, j] if row >= 0 else 0.0
        d_log_reach[n] = d_log_reach[parent[n]] if n > 0 else 0.0
        if edge_chance[n] >= 0:
            d_log_reach[n] += d_log_chance[edge_chance[n]]
    for n in range(n_nodes - 1, 0, -1):
        shift = d_log_chance[edge_chance[n]] if edge_chance[n] >= 0 else 0.0
        for j in range(n_players):
            d_value[parent[n], j] += p_edge[n] * (d_value[n, j] + shift * value[n, j])
    d_worth[:] = 0.0
    for n in range(1, n_nodes):
        a = edge_action[n]
        if a >= 0:
            up = parent[n]
            j = owner[up]
            d_worth[a] += belief[up] * (d_value[n, j] + d_log_reach[up] * (value[n, j] - worth[a]))


@njit(cache=True, parallel=True)
def gradient_many(shape, payoff, log_chance, d_payoff, d_log_chance, precision, x):
    """Differentiate the log-odds of every draw by every parameter (implicit function theorem).

    Parameters
    ----------
    d_payoff : shape (n_parameters, n_draws, n_rows, n_players)
    d_log_chance : shape (n_parameters, n_draws, n_chances)
    precision : shape (n_draws, n_players)
    x : shape (n_draws, n_actions)
        Converged log-odds.

    Returns
    -------
    d_log_p : shape (n_draws, n_actions, n_parameters)
        Derivatives of the log probabilities.
    singular : shape (n_draws,)
        Smallest singular value of the equations' matrix; 0 at a fold.
    """
    n_draws, n_actions = x.shape
    n_parameters = len(d_payoff)
    n_infosets = len(shape.first_action) - 1
    d_log_p = np.zeros((n_draws, n_actions, n_parameters))
    singular = np.zeros(n_draws)
    block = 64
    for b in prange((n_draws + block - 1) // block):
        work = workspace(shape, payoff.shape[2])
        matrix, right, pivot, p = work.matrix, work.right, work.pivot, work.p
        n_free = len(right) - 1
        anchor, free = np.empty(n_infosets, dtype=np.int64), np.empty(n_actions, dtype=np.int64)
        d_value, d_log_reach = np.empty_like(work.value), np.empty(len(shape.parent))
        d_worth, _along, here = np.empty(n_actions), np.zeros(n_actions), np.empty(n_actions)
        for d in range(b * block, min((b + 1) * block, n_draws)):
            here[:] = x[d]
            for i in range(n_infosets):
                anchor[i] = shape.first_action[i] + np.argmax(
                    here[shape.first_action[i] : shape.first_action[i + 1]]
                )
                here[shape.first_action[i] : shape.first_action[i + 1]] -= here[anchor[i]]
            number_free(shape, anchor, free)
            expect(shape, payoff[d], log_chance[d], here, work)
            assemble(shape, here, precision[d], anchor, free, work)
            if factor(matrix, pivot, n_free) == 0.0:
                d_log_p[d] = np.nan
                continue
            singular[d] = smallest_singular(matrix, pivot, n_free)
            for m in range(n_parameters):
                worth_along(
                    shape, d_payoff[m, d], d_log_chance[m, d], work, d_value, d_log_reach, d_worth
                )
                for i in range(n_infosets):
                    rate = precision[d, shape.infoset_player[i]]
                    for a in range(shape.first_action[i], shape.first_action[i + 1]):
                        if free[a] >= 0:
                            right[free[a]] = rate * (d_worth[a] - d_worth[anchor[i]])
                back_substitute(matrix, pivot, right, n_free)
                if shape.errors != LOGIT:
                    for i in range(n_infosets):
                        for a in range(shape.first_action[i], shape.first_action[i + 1]):
                            for c in range(shape.first_action[i], shape.first_action[i + 1]):
                                if free[c] >= 0:
                                    d_log_p[d, a, m] += work.tilt[a, c] * right[free[c]]
                    continue
                for i in range(n_infosets):
                    mean = 0.0
                    for a in range(shape.first_action[i], shape.first_action[i + 1]):
                        if free[a] >= 0:
                            mean += p[a] * right[free[a]]
                    for a in range(shape.first_action[i], shape.first_action[i + 1]):
                        d_log_p[d, a, m] = (right[free[a]] if free[a] >= 0 else 0.0) - mean
    return d_log_p, singular
