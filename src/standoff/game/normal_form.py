"""A game as a table: everybody chooses once, at the same time, and the table says what follows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.build import GameBuilder, Sketch, end, move
from standoff.game.check import MAX_NODES
from standoff.game.tree import Game
from standoff.text.names import joined

_MOST_PLAYERS = 32


@dataclass(frozen=True, slots=True, eq=False)
class NormalForm:
    """A game in strategic form, with numbers for payoffs.

    Parameters
    ----------
    name : str
    players : tuple of str
    strategies : tuple of tuple of str
        The strategies of each player.
    payoff : ndarray of float, shape (n_strategies of each player ..., n_players)
        `payoff[i, j, k]` is what player `k` gets when the first chooses `i` and the second `j`.
        Kept read-only.

    Raises
    ------
    GameError
        If names are missing or repeated, or the shape of the payoffs does not fit the strategies.

    Examples
    --------
    >>> chicken = NormalForm(
    ...     "chicken",
    ...     ("Row", "Column"),
    ...     (("swerve", "stay"), ("swerve", "stay")),
    ...     np.array([[[0, 0], [-1, 1]], [[1, -1], [-9, -9]]]),
    ... )
    >>> chicken.shape, chicken.payoff[0, 1]
    ((2, 2), array([-1.,  1.]))
    """

    name: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoff: NDArray[np.float64]

    def __post_init__(self) -> None:
        payoff = np.array(self.payoff, dtype=np.float64)
        if not 1 <= len(self.players) <= _MOST_PLAYERS:
            raise GameError(f"table {self.name!r}: 1 to {_MOST_PLAYERS} players, and each a name")
        for what, names in (
            ("players", self.players),
            *(
                (f"strategies of {p}", s)
                for p, s in zip(self.players, self.strategies, strict=False)
            ),
        ):
            if not names or "" in names or len(set(names)) < len(names):
                raise GameError(f"table {self.name!r}: the {what} need names, each another")
        expected = (*(len(names) for names in self.strategies), len(self.players))
        if len(self.strategies) != len(self.players) or payoff.shape != expected:
            raise GameError(
                f"table {self.name!r}: the payoffs need one axis per player and one for whose "
                "payoff it is",
                found=f"shape {payoff.shape} for {len(self.players)} players",
                right=f"shape {expected}",
            )
        payoff.flags.writeable = False
        object.__setattr__(self, "payoff", payoff)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(len(names) for names in self.strategies)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NormalForm):
            return NotImplemented
        names = self.name, self.players, self.strategies
        return names == (other.name, other.players, other.strategies) and np.array_equal(
            self.payoff, other.payoff, equal_nan=True
        )

    __hash__ = None  # type: ignore[assignment]


def tree_of(table: NormalForm) -> Game:
    """Return a table as a tree: one information set per player, called after the player.

    Every cell is an outcome of its own, called after its strategies.

    Raises
    ------
    GameError
        If the tree would have too many nodes.

    Examples
    --------
    >>> table = NormalForm("t", ("A", "B"), (("x", "x, y"), ("y, z", "z")), np.zeros((2, 2, 2)))
    >>> tree_of(table).outcomes
    ('x, "y, z"', 'x, z', '"x, y", "y, z"', '"x, y", z')
    """
    shape = table.shape
    n_nodes = sum(math.prod(shape[:k]) for k in range(len(shape) + 1))
    if n_nodes > MAX_NODES:
        raise GameError(
            f"table {table.name!r}: as a tree it would have {n_nodes:,} nodes",
            right=f"at most {MAX_NODES:,}",
        )

    def below(choices: tuple[int, ...]) -> Sketch:
        player = len(choices)
        if player == len(table.players):
            labels = [s[i] for s, i in zip(table.strategies, choices, strict=True)]
            return end(joined(labels, ","), *map(float, table.payoff[choices]))
        moves = {
            strategy: below((*choices, i)) for i, strategy in enumerate(table.strategies[player])
        }
        return move(table.players[player], moves, knows=table.players[player])

    return GameBuilder(table.name).players(*table.players).tree(below(()))
