"""Why there is no game to solve in some draws: the expressions that give no payoff or no chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.check import CHANCE_TOLERANCE
from standoff.game.draws import Draws
from standoff.game.tree import Game, Node

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why draws are infeasible.

    Parameters
    ----------
    text : str
        What is wrong, such as "what A is paid at 'war', log(cost - 1), is not a number".
    n_draws : int
        Draws in which it is.
    """

    text: str
    n_draws: int


def causes(game: Game, draws: Draws) -> tuple[Cause, ...]:
    """Find the payoffs that are not numbers and the chances that are none, the most frequent first.

    Each expression is named once, at the first place where it stands. A draw is infeasible
    (`standoff.game.lower.GameNumbers.feasible`) where there is at least one.

    Parameters
    ----------
    game : Game
    draws : Draws
        Parameters that are missing take their defaults.

    Examples
    --------
    >>> from standoff.models import get
    >>> game = get("linkage-crisis").game()
    >>> causes(game, Draws.point({}))
    ()
    """
    columns = draws.complete(game.parameters).columns()
    found: dict[str, tuple[str, int]] = {}
    for expression, text, fails in _tested(game, columns, len(draws)):
        if fails.any():
            found.setdefault(expression, (text, int(fails.sum())))
    ranked = sorted(found.values(), key=lambda each: -each[1])
    return tuple(Cause(text, n) for text, n in ranked)


def _tested(
    game: Game, columns: dict[str, NDArray[np.float64]], n: int
) -> Iterator[tuple[str, str, Bools]]:
    for node in game.nodes:
        for player, pays in zip(game.players, node.pays or (), strict=False):
            fails = np.broadcast_to(~np.isfinite(pays.evaluate(columns)), n)
            where = f"what {player} is paid at {_place(game, node)}"
            yield f"pays {pays}", f"{where}, {pays}, is not a number", fails
        if node.kind == "chance":
            total = np.zeros(n)
            for child in (game.nodes[index] for index in node.children):
                assert child.p is not None, "below chance every branch has one"
                p = child.p.evaluate(columns)
                total = total + p
                fails = np.broadcast_to(~((p >= 0) & (p <= 1)), n)
                where = f"the chance of {child.branch!r} at {_place(game, node)}"
                yield f"p {child.p}", f"{where}, {child.p}, is not between 0 and 1", fails
            off = ~(np.abs(total - 1.0) <= CHANCE_TOLERANCE)
            yield (
                f"sum {node.index}",
                f"the chances at {_place(game, node)} do not add up to 1",
                off,
            )


def _place(game: Game, node: Node) -> str:
    """Name a node by its outcome or title, or by the branches that lead to it."""
    name = node.outcome or node.title or ", ".join(game.history(node.index)) or "the start"
    return f"'{name}'"
