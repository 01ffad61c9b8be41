"""All Nash equilibria of a table: a game in which everybody chooses once, at the same time.

A table is a tree in which no player sees what the others do. All its information sets are reached,
so that Nash and sequential equilibria are the same and the search for the latter finds them all.
"""

from __future__ import annotations

from standoff.game.normal_form import NormalForm
from standoff.game.normal_form import tree_of as tree_of
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import EquilibriumList


def all_nash(table: NormalForm, *, most_systems: int = 200_000) -> EquilibriumList:
    """List all Nash equilibria of a table, continua as components.

    Parameters
    ----------
    table : NormalForm
        Any number of players.
    most_systems : int
        Stop after looking at this many supports.

    Returns
    -------
    EquilibriumList
        Its solutions are those of `tree_of(table)`; information sets are called after the players.

    Notes
    -----
    For two players the conditions of a support are linear and the list is exact; see
    `all_sequential` for more players. Cost: exponential in the number of strategies; seven by
    seven take about two seconds.
    """
    return all_sequential(tree_of(table), most_systems=most_systems)
