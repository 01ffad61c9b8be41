"""What follows when everybody plays given strategies: reach, values, outcome probabilities."""

from __future__ import annotations

import numpy as np

from standoff.game.lower import Floats, GameArrays, GameNumbers


def edge_probability(arrays: GameArrays, numbers: GameNumbers, strategy: Floats) -> Floats:
    """Return the probability of the branch into every node, shape (n_draws, n_nodes)."""
    p = np.ones((len(strategy), arrays.n_nodes))
    acted, rolled = arrays.edge_action >= 0, arrays.edge_chance >= 0
    p[:, acted] = strategy[:, arrays.edge_action[acted]]
    p[:, rolled] = numbers.p_chance[:, arrays.edge_chance[rolled]]
    return p


def reach(arrays: GameArrays, p_edge: Floats) -> Floats:
    """Return the probability that play gets to every node, shape (n_draws, n_nodes)."""
    p = p_edge.copy()
    for node in range(1, arrays.n_nodes):
        p[:, node] *= p[:, arrays.parent[node]]
    return p


def continuation(arrays: GameArrays, numbers: GameNumbers, p_edge: Floats) -> Floats:
    """Return what each player expects from a node on, shape (n_draws, n_nodes, n_players).

    Includes what is paid on reaching the node itself.
    """
    value = np.zeros((*p_edge.shape, arrays.n_players))
    paid = arrays.payoff_row >= 0
    value[:, paid] = numbers.payoff[:, arrays.payoff_row[paid]]
    for node in range(arrays.n_nodes - 1, 0, -1):
        value[:, arrays.parent[node]] += p_edge[:, node, None] * value[:, node]
    return value


def bayes(arrays: GameArrays, p_reach: Floats) -> Floats:
    """Return beliefs by Bayes' rule, shape (n_draws, n_nodes); nan where a set is not reached.

    Nodes that are no moves have belief nan.
    """
    belief = np.full_like(p_reach, np.nan)
    moves = arrays.infoset >= 0
    total = np.zeros((len(p_reach), arrays.n_infosets))
    np.add.at(total.T, arrays.infoset[moves], p_reach[:, moves].T)
    with np.errstate(invalid="ignore", divide="ignore"):
        belief[:, moves] = p_reach[:, moves] / total[:, arrays.infoset[moves]]
    return belief


def action_worth(
    arrays: GameArrays, numbers: GameNumbers, strategy: Floats, belief: Floats
) -> Floats:
    """Return the expected payoff of every action given its set, shape (n_draws, n_actions)."""
    value = continuation(arrays, numbers, edge_probability(arrays, numbers, strategy))
    worth = np.zeros((len(strategy), arrays.n_actions))
    for node in np.flatnonzero(arrays.edge_action >= 0):
        parent = arrays.parent[node]
        worth[:, arrays.edge_action[node]] += (
            belief[:, parent] * value[:, node, arrays.owner[parent]]
        )
    return worth
