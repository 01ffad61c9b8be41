"""Agent logit equilibrium of any game: residual, Jacobian and the branch as precision grows.

Unknowns are log-odds ``x[a] = log p(a) / p(anchor)`` of every action against one likely action of
its set, so probabilities never leave (0, 1) and sets that are almost never reached keep their
beliefs (reach is carried as a logarithm). Equations: ``x[a] = precision * (EV(a) - EV(anchor))``.

The branch from precision 0 is followed by pseudo-arclength in (x, log precision). Steps are
measured relative to the size of each log-odds, because those grow with precision; the anchor
moves when another action overtakes it, so that odds between likely actions stay small numbers.

References
----------
McKelvey, R. and Palfrey, T. (1998). Quantal response equilibria for extensive form games.
Experimental Economics 1. Turocy, T. (2010). Computing sequential equilibria using agent quantal
response equilibria. Economic Theory 42.
"""

from __future__ import annotations

import numpy as np
from numba import njit

#: Chance branches of probability zero keep this much, so that beliefs behind them have a limit.
LOG_NEVER = -690.0

CONVERGED = 0
TOO_MANY_STEPS = 1
STEP_TOO_SMALL = 2


@njit(cache=True)
def log_strategy(first_action, x):
    """Return log probabilities of all actions from their log-odds."""
    log_p = np.empty_like(x)
    for i in range(len(first_action) - 1):
        first, last = first_action[i], first_action[i + 1]
        top = x[first:last].max()
        log_p[first:last] = x[first:last] - top - np.log(np.exp(x[first:last] - top).sum())
    return log_p


@njit(cache=True)
def free_numbers(anchor, n_actions):
    """Number the unknowns: every action but the anchors, which get -1."""
    free = np.zeros(n_actions, dtype=np.int64)
    free[anchor] = -1
    k = 0
    for a in range(n_actions):
        if free[a] == 0:
            free[a] = k
            k += 1
    return free


@njit(cache=True)
def expectations(shape, log_chance, paid, log_p):
    """Return beliefs, log reach of sets, node values, branch probabilities, payoffs of actions."""
    parent, infoset, edge_action, first_action, owner = shape
    n_nodes, n_players = paid.shape
    n_infosets = len(first_action) - 1
    log_reach = np.zeros(n_nodes)
    p_edge = np.ones(n_nodes)
    for n in range(1, n_nodes):
        a = edge_action[n]
        step = log_p[a] if a >= 0 else log_chance[n]
        log_reach[n] = log_reach[parent[n]] + step
        p_edge[n] = np.exp(step)
    value = paid.copy()
    for n in range(n_nodes - 1, 0, -1):
        for j in range(n_players):
            value[parent[n], j] += p_edge[n] * value[n, j]
    top = np.full(n_infosets, -np.inf)
    for n in range(n_nodes):
        if infoset[n] >= 0:
            top[infoset[n]] = max(top[infoset[n]], log_reach[n])
    belief = np.zeros(n_nodes)
    total = np.zeros(n_infosets)
    for n in range(n_nodes):
        if infoset[n] >= 0:
            belief[n] = np.exp(log_reach[n] - top[infoset[n]])
            total[infoset[n]] += belief[n]
    for n in range(n_nodes):
        if infoset[n] >= 0:
            belief[n] /= total[infoset[n]]
    worth = np.zeros(len(log_p))
    for n in range(1, n_nodes):
        a = edge_action[n]
        if a >= 0:
            worth[a] += belief[parent[n]] * value[n, owner[parent[n]]]
    return belief, top, value, p_edge, worth


@njit(cache=True)
def slopes(shape, log_p, belief, value, p_edge, anchor, free):
    """Return the derivatives of ``worth(a) - worth(anchor)`` by every unknown.

    Forward derivatives of log reach, then backward ones of the values.
    """
    parent, infoset, edge_action, first_action, owner = shape
    n_nodes, n_players = value.shape
    n_infosets = len(first_action) - 1
    n_actions = len(log_p)
    n_free = n_actions - n_infosets
    p = np.exp(log_p)
    # d log p(a) / d x, one row per action.
    d_log_p = np.zeros((n_actions, n_free))
    for i in range(n_infosets):
        for a in range(first_action[i], first_action[i + 1]):
            for b in range(first_action[i], first_action[i + 1]):
                if free[b] >= 0:
                    d_log_p[a, free[b]] -= p[b]
            if free[a] >= 0:
                d_log_p[a, free[a]] += 1.0
    d_reach = np.zeros((n_nodes, n_free))
    for n in range(1, n_nodes):
        d_reach[n] = d_reach[parent[n]]
        if edge_action[n] >= 0:
            d_reach[n] += d_log_p[edge_action[n]]
    d_value = np.zeros((n_nodes, n_players, n_free))
    for n in range(n_nodes - 1, 0, -1):
        a, up = edge_action[n], parent[n]
        for j in range(n_players):
            for m in range(n_free):
                d_value[up, j, m] += p_edge[n] * d_value[n, j, m]
                if a >= 0:
                    d_value[up, j, m] += p_edge[n] * value[n, j] * d_log_p[a, m]
    mean = np.zeros((n_infosets, n_free))
    for n in range(n_nodes):
        if infoset[n] >= 0:
            mean[infoset[n]] += belief[n] * d_reach[n]
    d_worth = np.zeros((n_actions, n_free))
    for n in range(1, n_nodes):
        a, up = edge_action[n], parent[n]
        if a >= 0:
            j = owner[up]
            d_worth[a] += belief[up] * (
                d_value[n, j] + value[n, j] * (d_reach[up] - mean[infoset[up]])
            )
    slope = np.zeros((n_free, n_free))
    for i in range(n_infosets):
        for a in range(first_action[i], first_action[i + 1]):
            if free[a] >= 0:
                slope[free[a]] = d_worth[a] - d_worth[anchor[i]]
    return slope


@njit(cache=True)
def linear_system(shape, log_chance, paid, x, log_precision, anchor, free, scale):
    """Return the residuals ``precision * gap - x``, their matrix, and what rounding allows.

    The matrix has a last column for log precision and an empty last row for the arclength.
    """
    first_action = shape[3]
    log_p = log_strategy(first_action, x)
    belief, log_reach, value, p_edge, worth = expectations(shape, log_chance, paid, log_p)
    slope = slopes(shape, log_p, belief, value, p_edge, anchor, free)
    n_free = len(slope)
    precision = np.exp(log_precision)
    matrix = np.zeros((n_free + 1, n_free + 1))
    residual = np.zeros(n_free + 1)
    floor = np.zeros(n_free)
    for i in range(len(anchor)):
        # Beliefs are odds of tiny numbers: exact only to the rounding of their logarithms.
        rounding = 5e-14 + 1e-15 * abs(log_reach[i])
        for a in range(first_action[i], first_action[i + 1]):
            k = free[a]
            if k >= 0:
                gap = precision * (worth[a] - worth[anchor[i]])
                residual[k] = gap - x[a]
                floor[k] = 1e-11 * (1.0 + abs(x[a])) + rounding * precision * scale
                for m in range(n_free):
                    matrix[k, m] = -precision * slope[k, m]
                matrix[k, k] += 1.0
                matrix[k, n_free] = -gap
    return residual, matrix, floor


@njit(cache=True)
def correct(shape, log_chance, paid, x, log_precision, anchor, free, along, weight, target, scale):
    """Newton's method on the branch equations, kept at the given arclength.

    Returns
    -------
    x, log_precision, converged, n_used
    """
    n_actions = len(x)
    for iteration in range(10):
        residual, matrix, floor = linear_system(
            shape, log_chance, paid, x, log_precision, anchor, free, scale
        )
        n_free = len(residual) - 1
        worst = 0.0
        arc = along[n_actions] * log_precision - target
        for a in range(n_actions):
            if free[a] >= 0:
                worst = max(worst, abs(residual[free[a]]) / floor[free[a]])
                arc += weight[a] * along[a] * x[a]
                matrix[n_free, free[a]] = weight[a] * along[a]
        if worst <= 1.0 and abs(arc) <= 1e-9:
            return x, log_precision, True, iteration
        matrix[n_free, n_free] = along[n_actions]
        residual[n_free] = -arc
        if not (np.all(np.isfinite(matrix)) and np.all(np.isfinite(residual))):
            return x, log_precision, False, iteration
        step = np.linalg.solve(matrix, residual)
        if not np.all(np.isfinite(step)):
            return x, log_precision, False, iteration
        x = x.copy()
        for a in range(n_actions):
            if free[a] >= 0:
                x[a] += step[free[a]]
        log_precision = log_precision + step[n_free]
    return x, log_precision, False, 10


@njit(cache=True)
def branch_tangent(shape, log_chance, paid, x, log_precision, anchor, free, along, weight):
    """Return the unit tangent of the branch that goes on in the direction of `along`."""
    n_actions = len(x)
    residual, matrix, _ = linear_system(
        shape, log_chance, paid, x, log_precision, anchor, free, 1.0
    )
    n_free = len(residual) - 1
    for a in range(n_actions):
        if free[a] >= 0:
            matrix[n_free, free[a]] = weight[a] * along[a]
    matrix[n_free, n_free] = along[n_actions]
    residual[:] = 0.0
    residual[n_free] = 1.0
    solved = np.linalg.solve(matrix, residual)
    tangent = np.zeros(n_actions + 1)
    tangent[n_actions] = solved[n_free]
    length = tangent[n_actions] ** 2
    for a in range(n_actions):
        if free[a] >= 0:
            tangent[a] = solved[free[a]]
            length += weight[a] * tangent[a] ** 2
    return tangent / np.sqrt(length)


@njit(cache=True)
def trace(
    parent,
    infoset,
    edge_action,
    first_action,
    owner,
    log_chance,
    paid,
    scale,
    start,
    stop,
    max_steps,
):
    """Follow the branch from log precision `start` to `stop`.

    Parameters
    ----------
    log_chance : float array, shape (n_nodes,)
        Log probability of the chance branch into each node; 0 elsewhere.
    paid : float array, shape (n_nodes, n_players)
        Paid on reaching each node.
    scale : float
        Largest absolute payoff; sets how exact the equations can be.
    start, stop : float
        Logarithms of the precision.

    Returns
    -------
    x : shape (n_actions,)
    log_precision : float
    outcome : int
        `CONVERGED`, `TOO_MANY_STEPS` or `STEP_TOO_SMALL`.
    n_steps : int
    n_folds : int
        How often the branch turned back in precision.
    """
    shape = (parent, infoset, edge_action, first_action, owner)
    n_infosets = len(first_action) - 1
    n_actions = first_action[n_infosets]
    anchor = first_action[:n_infosets].astype(np.int64)
    free = free_numbers(anchor, n_actions)
    x = np.zeros(n_actions)
    weight = np.ones(n_actions)
    upward = np.zeros(n_actions + 1)
    upward[n_actions] = 1.0
    along = upward.copy()
    x, log_precision, ok, used = correct(
        shape, log_chance, paid, x, start, anchor, free, upward, weight, start, scale
    )
    if not ok:
        return x, log_precision, STEP_TOO_SMALL, 0, 0
    length, n_folds = 0.1, 0
    for n_steps in range(1, max_steps + 1):
        moved = False
        for i in range(n_infosets):
            first, last = first_action[i], first_action[i + 1]
            best = first + np.argmax(x[first:last])
            if x[best] > 0.5:
                x[first:last] -= x[best]
                along[first:last] -= along[best]
                anchor[i] = best
                moved = True
        if moved:
            free = free_numbers(anchor, n_actions)
        weight = 1.0 / (1.0 + np.abs(x)) ** 2
        tangent = branch_tangent(
            shape, log_chance, paid, x, log_precision, anchor, free, along, weight
        )
        if not np.all(np.isfinite(tangent)):
            return x, log_precision, STEP_TOO_SMALL, n_steps, n_folds
        if tangent[n_actions] * along[n_actions] < 0.0:
            n_folds += 1
        while True:
            # A step that would pass `stop` is cut to land on it.
            last_step = log_precision + length * tangent[n_actions] >= stop
            h = (stop - log_precision) / tangent[n_actions] if last_step else length
            guess_x = x + h * tangent[:n_actions]
            guess_s = log_precision + h * tangent[n_actions]
            if last_step:
                new_x, new_s, ok, used = correct(
                    shape,
                    log_chance,
                    paid,
                    guess_x,
                    stop,
                    anchor,
                    free,
                    upward,
                    weight,
                    stop,
                    scale,
                )
            else:
                target = (weight * tangent[:n_actions] * guess_x).sum() + tangent[
                    n_actions
                ] * guess_s
                new_x, new_s, ok, used = correct(
                    shape,
                    log_chance,
                    paid,
                    guess_x,
                    guess_s,
                    anchor,
                    free,
                    tangent,
                    weight,
                    target,
                    scale,
                )
            # A point far from its prediction may lie on another branch.
            miss = (new_s - guess_s) ** 2 + (weight * (new_x - guess_x) ** 2).sum()
            if ok and miss <= (0.3 * h) ** 2 + 1e-18:
                break
            length = h * 0.5
            if length < 1e-9:
                return x, log_precision, STEP_TOO_SMALL, n_steps, n_folds
        x, log_precision, along = new_x, new_s, tangent
        if last_step:
            return x, log_precision, CONVERGED, n_steps, n_folds
        if used <= 3:
            length = min(length * 1.6, 0.6)
        elif used >= 6:
            length *= 0.7
    return x, log_precision, TOO_MANY_STEPS, max_steps, n_folds
