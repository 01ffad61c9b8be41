"""Choose a method by name, or the one that fits the game."""

from __future__ import annotations

from typing import Literal, get_args

from standoff.errors import UnknownName
from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.solve.backward import has_perfect_information, solve_backward
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Solution

Method = Literal["auto", "backward", "sequential"]


def solve(game: Game, draws: Draws | None = None, *, method: Method = "auto") -> Solution:
    """Find one equilibrium of a game for every draw of its parameters.

    Parameters
    ----------
    game : Game
    draws : Draws, optional
        The defaults of the game when left out; parameters that are missing take their defaults.
    method : {"auto", "backward", "sequential"}
        `backward` needs perfect information; `sequential` takes any game. `auto` takes the first
        that fits.

    Returns
    -------
    Solution
        With a status per draw. Check it with `verify`.

    Examples
    --------
    >>> from standoff.game import GameBuilder, end, move
    >>> game = (
    ...     GameBuilder("dare")
    ...     .players("A", "B")
    ...     .parameter("gain", 2.0)
    ...     .tree(
    ...         move(
    ...             "A",
    ...             {
    ...                 "stop": end("stop", 1, 0),
    ...                 "go": move(
    ...                     "B", {"left": end("left", "gain", 1), "right": end("right", 0, 0)}
    ...                 ),
    ...             },
    ...         )
    ...     )
    ... )
    >>> solution = solve(game)
    >>> solution.method, float(solution.p_outcome["left"][0])
    ('backward induction', 1.0)
    """
    if method not in get_args(Method):
        raise UnknownName.among("method", method, get_args(Method))
    if draws is None:
        draws = Draws.point({p.name: p.default for p in game.parameters})
    draws = draws.complete(game.parameters)
    if method == "backward" or (method == "auto" and has_perfect_information(game)):
        return solve_backward(game, draws)
    return solve_sequential(game, draws)
