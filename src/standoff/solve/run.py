"""Choose a method by name, or the one that fits the game."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.solve.backward import has_perfect_information, solve_backward
from standoff.solve.listing import Completeness, EquilibriumList, ListedEquilibrium
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Errors, Solution

Method = Literal["auto", "backward", "sequential", "quantal", "lemke"]


def solve(
    game: Game,
    draws: Draws | None = None,
    *,
    method: Method = "auto",
    precision: float | Sequence[float] | None = None,
    errors: Errors = "logit",
) -> Solution:
    """Find one equilibrium of a game for every draw of its parameters.

    Parameters
    ----------
    game : Game
    draws : Draws, optional
        The defaults of the game when left out; parameters that are missing take their defaults.
    method : {"auto", "backward", "sequential", "quantal", "lemke"}
        `backward` needs perfect information, `lemke` two players; `sequential` and `quantal` take
        any game. `auto` is `quantal` when a precision is given, else `backward` where it fits,
        else `sequential`.
    precision : float or one per player, optional
        For `quantal`, in units of one over payoffs.
    errors : {"logit", "probit"}
        For `quantal`.

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
    >>> float(solve(game, precision=3.0).p_outcome["left"][0].round(4))
    0.8934
    """
    if method not in get_args(Method):
        raise UnknownName.among("method", method, get_args(Method))
    if precision is not None and method not in ("auto", "quantal"):
        raise GameError(
            f"method {method!r} makes no errors, so that it has no precision",
            right="method 'quantal'",
        )
    draws = _complete(game, draws)
    if method == "quantal" or precision is not None:
        from standoff.solve.quantal import solve_quantal

        if precision is None:
            raise GameError("method 'quantal' needs a precision", right="precision=5.0")
        return solve_quantal(game, draws, precision=precision, errors=errors)
    if method == "lemke":
        from standoff.solve.lemke import solve_lemke

        return solve_lemke(game, draws)
    if method == "backward" or (method == "auto" and has_perfect_information(game)):
        return solve_backward(game, draws)
    return solve_sequential(game, draws)


def solve_all(
    game: Game,
    draw: Draws | None = None,
    *,
    pure: bool = False,
    precision: float | Sequence[float] | None = None,
) -> EquilibriumList:
    """List all equilibria of a game at one draw, as far as they can be found.

    Parameters
    ----------
    game : Game
    draw : Draws, optional
        One draw; the defaults of the game when left out.
    pure : bool
        Only those in which nobody mixes; for larger games.
    precision : float or one per player, optional
        List agent logit equilibria at this precision instead of sequential ones.

    Returns
    -------
    EquilibriumList
        Continua as components; its `completeness` says whether the list is known to be whole. For
        a game of perfect information without ties, the one equilibrium by backward induction.
    """
    draw = _complete(game, draw)
    if precision is not None:
        from standoff.solve.all_quantal import all_quantal

        return all_quantal(game, draw, precision=precision)
    if has_perfect_information(game):
        solution = solve_backward(game, draw)
        if not solution.status.any():
            only = (ListedEquilibrium(solution),)
            return EquilibriumList(
                only, Completeness.PROVEN, "sequential equilibria", solution.method
            )
    from standoff.solve.enumerate_pure import all_pure
    from standoff.solve.enumerate_sequential import all_sequential

    return all_pure(game, draw) if pure else all_sequential(game, draw)


def _complete(game: Game, draws: Draws | None) -> Draws:
    if draws is None:
        draws = Draws.point({p.name: p.default for p in game.parameters})
    return draws.complete(game.parameters)
