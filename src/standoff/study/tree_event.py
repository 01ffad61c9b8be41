"""How likely something named is on a solved tree: a move that is made, or an outcome."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.game.tree import Game
from standoff.solve.solution import Solution


def p_event(solution: Solution, name: str) -> NDArray[np.float64] | None:
    """Return the chance per draw that a move or an outcome of a name comes about.

    A move counts once on a path, also where chance or a decision in advance makes it. None when the
    game knows neither a move nor an outcome of that name.
    """
    game = solution.game
    if name in game.outcomes:
        return solution.p_outcome[name]
    if not knows(game, name):
        return None
    total = np.zeros(len(solution.draws))
    below: set[int] = set()
    for node in game.nodes:
        if node.parent in below:
            below.add(node.index)
        elif node.branch == name:
            below.add(node.index)
            total = total + solution.p_node[:, node.index]
    return total


def knows(game: Game, name: str) -> bool:
    """Say whether something of a name can happen in a game at all: a move or an outcome."""
    return name in game.outcomes or any(node.branch == name for node in game.nodes)
