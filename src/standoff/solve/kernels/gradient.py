"""Derivatives of quantal response equilibria by the parameters of their game."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from standoff.solve.kernels.equations import LOGIT, assemble, expect, number_free, workspace
from standoff.solve.kernels.linear import back_substitute_rows, factor, smallest_singular


@njit(cache=True, error_model="numpy")
def by_payoffs(shape, work, slope):
    """Fill d worth(a) / d payoff(row) of the player who owns a, strategies held fixed.

    Must follow `expect`.
    """
    parent, edge_action = shape.parent, shape.edge_action
    slope[:, :] = 0.0
    for m in range(1, len(parent)):
        row = shape.payoff_row[m]
        if row >= 0:
            weight, n = 1.0, m
            while n > 0:
                a = edge_action[n]
                if a >= 0:
                    slope[a, row] += work.belief[parent[n]] * weight
                weight *= work.p_edge[n]
                n = parent[n]


@njit(cache=True, error_model="numpy")
def by_chances(shape, work, slope):
    """Fill d worth(a) / d log chance(column), strategies held fixed.

    Through what follows an action, and through which node of its set is likely. Must follow
    `expect`.
    """
    parent, edge_action, edge_chance, owner = (
        shape.parent,
        shape.edge_action,
        shape.edge_chance,
        shape.owner,
    )
    slope[:, :] = 0.0
    for m in range(1, len(parent)):
        column = edge_chance[m]
        if column >= 0:
            weight, n = work.p_edge[m], parent[m]
            while n > 0:
                a = edge_action[n]
                if a >= 0:
                    up = parent[n]
                    slope[a, column] += work.belief[up] * weight * work.value[m, owner[up]]
                weight *= work.p_edge[n]
                n = parent[n]
        a, up = edge_action[m], parent[m]
        if a >= 0 and work.belief[up] < 1.0:
            shift = work.belief[up] * (work.value[m, owner[up]] - work.worth[a])
            n = up
            while n > 0:
                if edge_chance[n] >= 0:
                    slope[a, edge_chance[n]] += shift
                n = parent[n]


@njit(cache=True, error_model="numpy")
def add_column(shape, slope, source, parameter, amount, player, precision, anchor, free, right):
    """Add one parameter's effect through one payoff (of one player) or chance (player -1)."""
    for i in range(len(anchor)):
        if player < 0 or shape.infoset_player[i] == player:
            rate = precision[shape.infoset_player[i]] * amount
            for a in range(shape.first_action[i], shape.first_action[i + 1]):
                if free[a] >= 0:
                    gap = slope[a, source] - slope[anchor[i], source]
                    right[free[a], parameter] += rate * gap


@njit(cache=True, error_model="numpy")
def to_log_probabilities(shape, work, free, right, d_log_p):
    """Turn derivatives of the scores into derivatives of log probabilities."""
    for i in range(len(shape.first_action) - 1):
        first, last = shape.first_action[i], shape.first_action[i + 1]
        for m in range(right.shape[1]):
            mean = 0.0
            for a in range(first, last):
                if free[a] >= 0:
                    mean += work.p[a] * right[free[a], m]
            for a in range(first, last):
                if shape.errors == LOGIT:
                    d_log_p[a, m] = (right[free[a], m] if free[a] >= 0 else 0.0) - mean
                else:
                    for c in range(first, last):
                        if free[c] >= 0:
                            d_log_p[a, m] += work.tilt[a, c] * right[free[c], m]


@njit(cache=True, parallel=True, nogil=True, error_model="numpy")
def gradient_many(
    shape,
    payoff,
    log_chance,
    paid_at,
    paid_slope,
    chance_at,
    chance_slope,
    precision,
    x,
    n_parameters,
):
    """Differentiate the log probabilities of every draw by every parameter.

    Parameters
    ----------
    paid_at : int array, shape (n_paid, 3)
        Parameter, payoff row and player of every derivative that is not zero.
    paid_slope : shape (n_draws, n_paid)
    chance_at : int array, shape (n_moved, 2)
        Parameter and chance column of every derivative that is not zero.
    chance_slope : shape (n_draws, n_moved)
        Of the logarithm of the chance.
    precision : shape (n_draws, n_players)
    x : shape (n_draws, n_actions)
        Converged scores.

    Returns
    -------
    d_log_p : shape (n_draws, n_actions, n_parameters)
    singular : shape (n_draws,)
        Smallest singular value of the equations' matrix; 0 at a fold.
    """
    n_draws, n_actions = x.shape
    n_infosets = len(shape.first_action) - 1
    d_log_p = np.zeros((n_draws, n_actions, n_parameters))
    singular = np.zeros(n_draws)
    block = 64
    for b in prange((n_draws + block - 1) // block):
        work = workspace(shape, payoff.shape[2])
        n_free = len(work.right) - 1
        anchor, free = np.empty(n_infosets, dtype=np.int64), np.empty(n_actions, dtype=np.int64)
        here, right = np.empty(n_actions), np.empty((n_free, n_parameters))
        of_payoffs = np.empty((n_actions, payoff.shape[1]))
        of_chances = np.empty((n_actions, log_chance.shape[1]))
        for d in range(b * block, min((b + 1) * block, n_draws)):
            here[:] = x[d]
            for i in range(n_infosets):
                first, last = shape.first_action[i], shape.first_action[i + 1]
                anchor[i] = first + np.argmax(here[first:last])
                here[first:last] -= here[anchor[i]]
            number_free(shape, anchor, free, work.order)
            expect(shape, payoff[d], log_chance[d], here, work)
            assemble(shape, here, precision[d], anchor, free, work)
            if factor(work.matrix, work.pivot, n_free) == 0.0:
                d_log_p[d] = np.nan
                continue
            singular[d] = smallest_singular(work.matrix, work.pivot, n_free)
            by_payoffs(shape, work, of_payoffs)
            right[:, :] = 0.0
            for e in range(len(paid_at)):
                parameter, row, player = paid_at[e]
                add_column(
                    shape, of_payoffs, row, parameter, paid_slope[d, e], player,
                    precision[d], anchor, free, right,
                )  # fmt: skip
            if len(chance_at):
                by_chances(shape, work, of_chances)
                for e in range(len(chance_at)):
                    parameter, column = chance_at[e]
                    add_column(
                        shape, of_chances, column, parameter, chance_slope[d, e], -1,
                        precision[d], anchor, free, right,
                    )  # fmt: skip
            back_substitute_rows(work.matrix, work.pivot, right, n_free)
            to_log_probabilities(shape, work, free, right, d_log_p[d])
    return d_log_p, singular
