"""All sequential equilibria without mixing, for any number of players."""

from __future__ import annotations

from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.solve.components import Search
from standoff.solve.enumerate_sequential import listed
from standoff.solve.listing import EquilibriumList

METHOD = "pure strategies with beliefs by linear inequalities"


def all_pure(
    game: Game, draw: Draws | None = None, *, most_systems: int = 1_000_000
) -> EquilibriumList:
    """List all sequential equilibria in which nobody mixes, at one draw.

    Parameters
    ----------
    game : Game
    draw : Draws, optional
        One draw; the defaults of the game when left out.
    most_systems : int
        Stop after work worth this many profiles.

    Returns
    -------
    EquilibriumList
        One `ListedComponent` per profile and order of trembles, with the beliefs that support it
        as bounds.

    Raises
    ------
    GameError
        If there are several draws, or the draw makes no game.

    Notes
    -----
    Profiles are built set by set, and a choice that cannot be a best reply is dropped before the
    rest is chosen. For a profile that is left, beliefs at unreached sets are bounded by linear
    inequalities: one per action that must not be better. Either they have a solution that is a
    limit of trembles, or the profile is no equilibrium.

    References
    ----------
    Kreps, D. and Wilson, R. (1982). Sequential equilibria. Econometrica 50.
    """
    search = Search(pure_only=True, most_systems=most_systems)
    return listed(game, draw, search, concept="pure sequential equilibria", method=METHOD)
