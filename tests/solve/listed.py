"""Is an equilibrium in a list, within the bounds that the list gives?"""

from __future__ import annotations

import numpy as np

from standoff.game import lower
from standoff.solve.enumerate_sequential import ListedComponent
from standoff.solve.listing import EquilibriumList
from standoff.solve.solution import Solution


def holds(component: ListedComponent, strategy: np.ndarray, tolerance: float = 1e-6) -> bool:
    """Whether every probability lies within the bounds of a component, shape (n_actions,)."""
    game, arrays = component.solution.game, lower(component.solution.game)
    low, high = component.solution.strategy[0].copy(), component.solution.strategy[0].copy()
    for choice in component.choices:
        infoset = game.infoset(choice.infoset)
        action = arrays.first_action[infoset.index] + infoset.actions.index(choice.what)
        low[action], high[action] = choice.low, choice.high
    return bool(((low - tolerance <= strategy) & (strategy <= high + tolerance)).all())


def contains(found: EquilibriumList, solution: Solution, tolerance: float = 1e-6) -> bool:
    """Whether some component of a list may hold the strategies of a solution of one draw."""
    return any(
        isinstance(component, ListedComponent) and holds(component, solution.strategy[0], tolerance)
        for component in found.equilibria
    )
