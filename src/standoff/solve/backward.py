"""Backward induction: every subgame-perfect equilibrium path of a game of perfect information."""

from __future__ import annotations

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import END, Floats, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.common_sum import centered
from standoff.solve.solution import Solution

METHOD = "backward induction"
RULE = "the first of equally good actions, in the order of the game"

#: Expected payoffs closer than this, relative to the two, count as a tie.
TIE = 1e-12
#: What rounding does to them, as a share of the largest payoff that may follow.
ROUNDING = 1e-15


def has_perfect_information(game: Game) -> bool:
    """Return whether every player always knows the node where play stands."""
    return all(len(infoset.nodes) == 1 for infoset in game.infosets)


def solve_backward(game: Game, draws: Draws) -> Solution:
    """Solve a game of perfect information from its ends, for all draws at once.

    Parameters
    ----------
    game : Game
        Every information set has one node.
    draws : Draws

    Returns
    -------
    Solution
        Pure strategies. Draws in which somebody is indifferent between best actions have status
        `KNIFE_EDGE`: other equilibria exist there, and the first action is taken.

    Raises
    ------
    GameError
        If some player cannot tell nodes apart.

    Notes
    -----
    Finds the subgame-perfect equilibrium, unique unless there are ties. Cost: O(draws x nodes).
    """
    if not has_perfect_information(game):
        blind = next(i for i in game.infosets if len(i.nodes) > 1)
        raise GameError(
            f"backward induction needs perfect information, and {game.players[blind.player]} "
            f"cannot tell {len(blind.nodes)} nodes apart at {blind.label!r}",
            right="method 'sequential'",
        )
    arrays = lower(game)
    table = centered(arrays, numbers(game, draws))
    n_draws = len(draws)
    value = np.zeros((n_draws, arrays.n_nodes, arrays.n_players))
    paid = arrays.payoff_row >= 0
    value[:, paid] = table.payoff[:, arrays.payoff_row[paid]]
    size = np.abs(value)
    strategy = np.zeros((n_draws, arrays.n_actions))
    tied = np.zeros(n_draws, dtype=bool)
    rows = np.arange(n_draws)
    for node in reversed(game.nodes):
        children = np.array(node.children, dtype=np.int64)
        if arrays.owner[node.index] == END:
            continue
        below = value[:, children]
        size[:, node.index] = np.maximum(size[:, node.index], size[:, children].max(axis=1))
        if node.kind == "chance":
            p = table.p_chance[:, arrays.edge_chance[children]]
            value[:, node.index] += np.einsum("dc,dcp->dp", p, below)
            continue
        own = below[:, :, arrays.owner[node.index]]
        tied |= _is_tied(own, size[:, node.index, arrays.owner[node.index]])
        best = own.argmax(axis=1)
        strategy[rows, arrays.edge_action[children[best]]] = 1.0
        value[:, node.index] += below[rows, best]
    status = np.where(tied, Status.KNIFE_EDGE, Status.SOLVED).astype(np.uint8)
    status[~table.feasible] = Status.INFEASIBLE
    strategy[~table.feasible] = np.nan
    belief = np.where(arrays.infoset >= 0, 1.0, np.nan) + np.zeros((n_draws, 1))
    return Solution(game, draws, strategy, belief, status, METHOD, RULE)


def _is_tied(own: Floats, size: Floats) -> np.ndarray:
    """Return where the two best actions are equally good, as far as rounding lets one tell."""
    if own.shape[1] < 2:
        return np.zeros(len(own), dtype=bool)
    ranked = np.sort(own, axis=1)
    best, second = ranked[:, -1], ranked[:, -2]
    return best - second <= TIE * np.maximum(np.abs(best), np.abs(second)) + ROUNDING * size
