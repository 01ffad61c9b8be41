"""What a point far out on the logit branch says about the equilibrium beside it.

Which actions are chosen, which others are exact replies all the same, and which trembles shape the
beliefs at sets that are not reached.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

#: An action is an exact reply when its log-odds against the likeliest of its set, which are
#: precision times what its payoff misses, are less than this.
REPLY = 20.0
#: Beliefs below this are the trace of a finite precision and vanish in the limit.
VANISHING = 1e-9

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Positions = NDArray[np.int64]


class Reading(NamedTuple):
    """The unknowns and equations read off a point of the branch, and arrays to solve them in."""

    start: Floats  # strategy of chosen actions only
    chosen: Bools
    anchor: Positions  # by action: the chosen action of the same set that takes up the rest
    actions: Positions  # chosen actions whose probability is unknown
    trembles: Positions  # actions never chosen whose size of tremble is unknown
    replies: Positions  # actions that must be exactly as good as the anchor
    is_tremble: Bools
    is_loose: Bools  # by set: not reached
    log_branch: Floats  # by node of such a set: log belief on the branch
    inner: Floats  # strategy before it is cut to 0 .. 1
    p: Floats
    change: Floats  # of log probabilities since the branch, of chosen actions and trembles
    p_edge: Floats
    chance: Floats  # reach of nodes
    moved: Floats  # log beliefs at nodes of loose sets
    top: Floats  # by set
    belief: Floats
    value: Floats
    worth: Floats
    slope: Floats  # d worth(a) / d probability or log tremble of c
    size: Floats  # by action: the largest of what its slopes were summed from
    gap: Floats
    jacobian: Floats
    step: Floats
    square: Floats  # of the system by itself
    turned: Floats


@njit(cache=True, error_model="numpy")
def reading(shape, n_players):
    """Allocate everything that one draw needs."""
    n_nodes, n_infosets = len(shape.parent), len(shape.first_action) - 1
    n = shape.first_action[n_infosets]
    return Reading(
        np.empty(n),
        np.empty(n, dtype=np.bool_),
        np.empty(n, dtype=np.int64),
        np.empty(n, dtype=np.int64),
        np.empty(n, dtype=np.int64),
        np.empty(n, dtype=np.int64),
        np.empty(n, dtype=np.bool_),
        np.empty(n_infosets, dtype=np.bool_),
        np.empty(n_nodes),
        np.empty(n),
        np.empty(n),
        np.empty(n),
        np.empty(n_nodes),
        np.empty(n_nodes),
        np.empty(n_nodes),
        np.empty(n_infosets),
        np.empty(n_nodes),
        np.empty((n_nodes, n_players)),
        np.empty(n),
        np.empty((n, n)),
        np.empty(n),
        np.empty(n),
        np.empty((n, n)),
        np.empty(n),
        np.empty((n, n)),
        np.empty((n, n)),
    )


@njit(cache=True, error_model="numpy")
def read_support(shape, log_p, cutoff, r):
    """Fill what is chosen, the anchors, unknown actions and replies; return how many of each."""
    n_actions, n_replies = 0, 0
    for i in range(len(r.is_loose)):
        first, last = shape.first_action[i], shape.first_action[i + 1]
        best, total = first, 0.0
        for a in range(first, last):
            if log_p[a] > log_p[best]:
                best = a
            p = np.exp(log_p[a])
            r.chosen[a] = p >= cutoff
            r.start[a] = p if r.chosen[a] else 0.0
            total += r.start[a]
        for a in range(first, last):
            r.anchor[a] = best
            r.start[a] /= total
            if a == best:
                continue
            if r.chosen[a]:
                r.actions[n_actions] = a
                n_actions += 1
            if r.chosen[a] or log_p[best] - log_p[a] <= REPLY:
                r.replies[n_replies] = a
                n_replies += 1
    return n_actions, n_replies


@njit(cache=True, error_model="numpy")
def read_trembles(shape, p_chance, belief, r):
    """Fill which sets are loose, their log beliefs, and the unknown trembles; return how many.

    Only trembles that move a belief between several possible nodes are worth an unknown.
    """
    n_infosets = len(r.is_loose)
    follow(shape, p_chance, r.start, r)
    several = np.zeros(n_infosets, dtype=np.int64)
    for i in range(n_infosets):
        r.is_loose[i] = True
    for n in range(len(shape.parent)):
        i = shape.infoset[n]
        if i >= 0:
            if r.chance[n] > 0.0:
                r.is_loose[i] = False
            several[i] += belief[n] >= VANISHING
            r.log_branch[n] = np.log(belief[n])
    for a in range(len(r.chosen)):
        r.is_tremble[a] = False
    for n in range(len(shape.parent)):
        i = shape.infoset[n]
        if i >= 0 and r.is_loose[i] and several[i] > 1 and belief[n] >= VANISHING:
            m = n
            while m > 0:
                a = shape.edge_action[m]
                if a >= 0 and not r.chosen[a]:
                    r.is_tremble[a] = True
                m = shape.parent[m]
    n_trembles = 0
    for a in range(len(r.chosen)):
        if r.is_tremble[a]:
            r.trembles[n_trembles] = a
            n_trembles += 1
    return n_trembles


@njit(cache=True, error_model="numpy")
def follow(shape, p_chance, p, r):
    """Fill the probability of every branch and the reach of every node."""
    r.p_edge[0] = r.chance[0] = 1.0
    for n in range(1, len(shape.parent)):
        a = shape.edge_action[n]
        r.p_edge[n] = p[a] if a >= 0 else p_chance[shape.edge_chance[n]]
        r.chance[n] = r.p_edge[n] * r.chance[shape.parent[n]]
