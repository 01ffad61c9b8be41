"""Agent quantal response equilibrium of any game: the equations and their derivatives.

Unknowns are scores ``x[a]`` of every action against one likely action of its set (under logit the
log-odds), so probabilities never leave (0, 1) and sets that are almost never reached keep their
beliefs (reach is carried as a logarithm). Equations:
``x[a] = precision * (EV(a) - EV(anchor))``.

Nothing is allocated inside the loops, which is what makes small games take microseconds. Under
probit, x is precision times payoff gap just the same, and each action's payoff has an independent
standard normal error.

References
----------
McKelvey, R. and Palfrey, T. (1998). Quantal response equilibria for extensive form games.
Experimental Economics 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from standoff.solve.kernels.probit import probit_set

#: Chance branches of probability zero keep this much, so that beliefs behind them have a limit.
LOG_NEVER = -690.0

#: Sets reached with more than exp(this) have beliefs from products of probabilities ...
LIKELY = -600.0
#: ... where those of their nodes are above this; logarithms are used elsewhere.
SMALL = 1e-290
LOG_SMALLEST = -740.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOGIT = 0
PROBIT = 1


class Shape(NamedTuple):
    """The integer arrays of a `GameArrays` that the equations need, and the kind of errors."""

    parent: NDArray[np.int32]
    infoset: NDArray[np.int32]
    edge_action: NDArray[np.int32]
    edge_chance: NDArray[np.int32]
    payoff_row: NDArray[np.int32]
    owner: NDArray[np.int32]
    first_action: NDArray[np.int32]
    infoset_player: NDArray[np.int32]
    errors: int


class Workspace(NamedTuple):
    """Everything that one solve writes to; allocated once and used for many draws."""

    log_p: Floats
    p: Floats
    log_reach: Floats
    p_edge: Floats
    value: Floats
    belief: Floats
    #: Log reach of the likeliest node of every set.
    log_top: Floats
    worth: Floats
    #: d worth(a) / d log p(c), all log probabilities taken as independent.
    slope: Floats
    matrix: Floats
    right: Floats
    pivot: NDArray[np.int64]
    #: d log p(a) / d x(c) within sets; under logit it is known without being stored.
    tilt: Floats
    #: For every set those of which one can follow the other, one after another (choices at other
    #: sets do not matter to each other), and where each list starts.
    related: NDArray[np.int64]
    first_related: NDArray[np.int64]
    #: Sets in the order in which their actions are numbered: those with few relations first.
    order: NDArray[np.int64]
    columns: NDArray[np.int64]
    #: Chances as they were last seen, and their logarithms.
    p_chance: Floats
    log_chance: Floats
    reach: Floats


@njit(cache=True, error_model="numpy")
def workspace(shape, n_players):
    """Allocate everything that one solve needs."""
    n_nodes, n_infosets = len(shape.parent), len(shape.first_action) - 1
    n_actions = shape.first_action[n_infosets]
    n_free = n_actions - n_infosets
    n_tilt = n_actions if shape.errors == PROBIT else 1
    n_chances = 0
    for n in range(n_nodes):
        n_chances = max(n_chances, shape.edge_chance[n] + 1)
    related, first_related, order = related_sets(shape)
    return Workspace(
        np.empty(n_actions),
        np.empty(n_actions),
        np.empty(n_nodes),
        np.empty(n_nodes),
        np.empty((n_nodes, n_players)),
        np.empty(n_nodes),
        np.empty(n_infosets),
        np.empty(n_actions),
        np.empty((n_actions, n_actions)),
        np.empty((n_free + 1, n_free + 1)),
        np.empty(n_free + 1),
        np.empty(n_free + 1, dtype=np.int64),
        np.zeros((n_tilt, n_tilt)),
        related,
        first_related,
        order,
        np.empty(n_free + 1, dtype=np.int64),
        np.ones(n_chances),
        np.zeros(n_chances),
        np.empty(n_nodes),
    )


@njit(cache=True, error_model="numpy")
def related_sets(shape):
    """Return the sets that lie on a common path with each, where lists start, and an order."""
    n_infosets = len(shape.first_action) - 1
    related = np.zeros((n_infosets, n_infosets), dtype=np.bool_)
    for node in range(len(shape.parent)):
        i = shape.infoset[node]
        n = shape.parent[node] if i >= 0 else -1
        while n >= 0:
            j = shape.infoset[n]
            if j >= 0:
                related[i, j] = related[j, i] = True
            n = shape.parent[n]
    first = np.zeros(n_infosets + 1, dtype=np.int64)
    listed = np.empty(related.sum(), dtype=np.int64)
    count = 0
    for i in range(n_infosets):
        for j in range(n_infosets):
            if related[i, j]:
                listed[count] = j
                count += 1
        first[i + 1] = count
    order = np.argsort(first[1:] - first[:-1], kind="mergesort")
    return listed, first, order


@njit(cache=True, error_model="numpy", _nrt=False)
def number_free(shape, anchor, free, order):
    """Number the unknowns into `free`: every action but the anchors, which get -1."""
    first_action = shape.first_action
    k = 0
    for i in order:
        for a in range(first_action[i], first_action[i + 1]):
            if a == anchor[i]:
                free[a] = -1
            else:
                free[a] = k
                k += 1


@njit(cache=True, error_model="numpy", _nrt=False)
def expect(shape, payoff, log_chance, x, work):
    """Fill log_p, p, log_reach, p_edge, value, belief, log_top and worth of `work`."""
    parent, infoset, edge_action, edge_chance, payoff_row, owner, first_action, _, errors = shape
    log_p, p, log_reach, p_edge, value, belief, log_top, worth = work[:8]
    n_nodes, n_players = value.shape
    n_infosets = len(first_action) - 1
    for i in range(n_infosets):
        first, last = first_action[i], first_action[i + 1]
        if errors == LOGIT:
            top = x[first]
            for a in range(first + 1, last):
                top = max(top, x[a])
            total = 0.0
            for a in range(first, last):
                p[a] = 1.0 if x[a] == top else np.exp(x[a] - top)
                total += p[a]
            norm = top + np.log(total)
            for a in range(first, last):
                log_p[a] = x[a] - norm
                p[a] /= total
        else:
            probit_set(x, log_p, p, work.tilt, first, last)
        log_top[i] = -np.inf
        for a in range(first, last):
            worth[a] = 0.0
    p_chance, reach = work.p_chance, work.reach
    for c in range(len(p_chance)):
        if work.log_chance[c] != log_chance[c]:
            work.log_chance[c], p_chance[c] = log_chance[c], np.exp(log_chance[c])
    for n in range(n_nodes):
        row = payoff_row[n]
        for j in range(n_players):
            value[n, j] = payoff[row, j] if row >= 0 else 0.0
        a = edge_action[n]
        if a >= 0:
            log_reach[n] = log_reach[parent[n]] + log_p[a]
            p_edge[n] = p[a]
            reach[n] = reach[parent[n]] * p[a]
        elif edge_chance[n] >= 0:
            log_reach[n] = log_reach[parent[n]] + log_chance[edge_chance[n]]
            p_edge[n] = p_chance[edge_chance[n]]
            reach[n] = reach[parent[n]] * p_edge[n]
        else:
            log_reach[n] = 0.0
            p_edge[n] = reach[n] = 1.0
        i = infoset[n]
        if i >= 0:
            log_top[i] = max(log_top[i], log_reach[n])
    for n in range(n_nodes - 1, 0, -1):
        up = parent[n]
        for j in range(n_players):
            value[up, j] += p_edge[n] * value[n, j]
    # Beliefs: odds within the set, normalized. `worth` of the first action holds the totals.
    for n in range(n_nodes):
        i = infoset[n]
        if i >= 0:
            if log_top[i] > LIKELY and reach[n] > SMALL:
                belief[n] = reach[n]
            elif log_top[i] > LIKELY:
                belief[n] = np.exp(max(log_reach[n], LOG_SMALLEST))
            else:
                gap = log_reach[n] - log_top[i]
                belief[n] = 1.0 if gap == 0.0 else np.exp(gap)
            worth[first_action[i]] += belief[n]
    for n in range(n_nodes):
        i = infoset[n]
        if i >= 0:
            belief[n] /= worth[first_action[i]]
    for i in range(n_infosets):
        worth[first_action[i]] = 0.0
    for n in range(1, n_nodes):
        a = edge_action[n]
        if a >= 0:
            worth[a] += belief[parent[n]] * value[n, owner[parent[n]]]


@njit(cache=True, error_model="numpy", _nrt=False)
def differentiate(shape, work):
    """Fill d worth(a) / d log p(c), all log probabilities taken as independent.

    Two ways in which p(c) matters to a: through what follows a, and through which node of a's
    set is likely. Each edge is carried up its path once: cost O(nodes x depth).
    """
    parent, edge_action, owner = shape.parent, shape.edge_action, shape.owner
    p_edge, value, belief, worth, slope = (
        work.p_edge,
        work.value,
        work.belief,
        work.worth,
        work.slope,
    )
    slope[:, :] = 0.0
    for m in range(1, len(parent)):
        c = edge_action[m]
        if c >= 0:
            weight = p_edge[m]
            n = parent[m]
            while n > 0:
                a = edge_action[n]
                if a >= 0:
                    up = parent[n]
                    slope[a, c] += belief[up] * weight * value[m, owner[up]]
                weight *= p_edge[n]
                n = parent[n]
        up = parent[m]
        if c >= 0 and belief[up] < 1.0:
            # Node `up` is one of several: everything on its path shifts the belief in it.
            shift = belief[up] * (value[m, owner[up]] - worth[c])
            n = up
            while n > 0:
                b = edge_action[n]
                if b >= 0:
                    slope[c, b] += shift
                n = parent[n]


@njit(cache=True, error_model="numpy", _nrt=False)
def residual(shape, x, precision, anchor, free, scale, work):
    """Fill the right-hand side ``precision * gap - x``; return it relative to its floor.

    `precision` has one entry per player. Must follow `expect`.
    """
    first_action, infoset_player = shape.first_action, shape.infoset_player
    log_top, worth, right = work.log_top, work.worth, work.right
    worst = 0.0
    for i in range(len(anchor)):
        r = anchor[i]
        rate = precision[infoset_player[i]]
        # Beliefs are odds of tiny numbers: exact only to the rounding of their logarithms.
        rounding = (5e-14 + 1e-15 * abs(log_top[i])) * rate * scale
        for a in range(first_action[i], first_action[i + 1]):
            k = free[a]
            if k >= 0:
                right[k] = rate * (worth[a] - worth[r]) - x[a]
                worst = max(worst, abs(right[k]) / (1e-11 * (1.0 + abs(x[a])) + rounding))
    return worst


@njit(cache=True, error_model="numpy", _nrt=False)
def assemble(shape, x, precision, anchor, free, work):
    """Fill the Newton matrix: row k reads ``dx[k] - precision * sum d gap dx``.

    The last column is for the logarithm of precision, the last row for the arclength. Must follow
    `expect`.
    """
    first_action, infoset_player = shape.first_action, shape.infoset_player
    p, worth, slope, matrix = work.p, work.worth, work.slope, work.matrix
    n_free = len(matrix) - 1
    differentiate(shape, work)
    for i in range(len(anchor)):
        r = anchor[i]
        rate = precision[infoset_player[i]]
        for a in range(first_action[i], first_action[i + 1]):
            k = free[a]
            if k < 0:
                continue
            matrix[k, n_free] = -rate * (worth[a] - worth[r])
            matrix[k, :n_free] = 0.0
            for m in range(work.first_related[i], work.first_related[i + 1]):
                j = work.related[m]
                first, last = first_action[j], first_action[j + 1]
                if shape.errors == LOGIT:
                    total = 0.0
                    for c in range(first, last):
                        total += slope[a, c] - slope[r, c]
                    for c in range(first, last):
                        if free[c] >= 0:
                            matrix[k, free[c]] = -rate * (slope[a, c] - slope[r, c] - p[c] * total)
                else:
                    for c in range(first, last):
                        if free[c] >= 0:
                            total = 0.0
                            for b in range(first, last):
                                total += (slope[a, b] - slope[r, b]) * work.tilt[b, c]
                            matrix[k, free[c]] = -rate * total
            matrix[k, k] += 1.0


@njit(cache=True, parallel=True, nogil=True, error_model="numpy")
def evaluate_many(shape, payoff, log_chance, x):
    """Return strategies and beliefs for the log-odds of every draw."""
    n_draws, n_actions = x.shape
    strategy = np.empty((n_draws, n_actions))
    belief = np.zeros((n_draws, len(shape.parent)))
    block = 256
    for b in prange((n_draws + block - 1) // block):
        work = workspace(shape, payoff.shape[2])
        for d in range(b * block, min((b + 1) * block, n_draws)):
            expect(shape, payoff[d], log_chance[d], x[d], work)
            strategy[d] = work.p
            belief[d] = work.belief
    return strategy, belief
