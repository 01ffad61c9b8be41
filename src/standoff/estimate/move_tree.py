"""Trees of two-way moves with random utility: who moves where, and how likely each way is.

Each player compares the expected utilities of left and right, given how the later movers will
choose, and a shock decides the rest (Signorino 2003, *Political Analysis* 11:316). The shock is
either a mistake at the move ("agent") or belongs to the player's utility of each ending, known only
to her ("private"); then its variance falls as the later moves become uncertain.

Symbols
-------
z : (expected utility right - left) / scale, one per move; right is taken with probability F(z)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol

import numpy as np

from standoff.estimate.likelihood import Floats
from standoff.estimate.links import Link, cdf

Errors = Literal["agent", "private"]


@dataclass(frozen=True, slots=True)
class End:
    """An ending; `utilities` are pairs of a player and the block of her utility, else it is 0."""

    outcome: int
    utilities: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A choice of `player` between two subtrees."""

    player: int
    left: Move | End
    right: Move | End


@dataclass(frozen=True, slots=True)
class MoveTree:
    """A game of two-way moves.

    Parameters
    ----------
    name : str
    root : Move
    blocks : tuple of str
        The utilities in the order of the parameters.
    outcome_names : tuple of str
        What the endings are called where the data give no names.
    """

    name: str
    root: Move
    blocks: tuple[str, ...]
    outcome_names: tuple[str, ...]

    @property
    def players(self) -> tuple[int, ...]:
        """Who moves, ascending."""
        return tuple(sorted({move.player for move in moves(self.root)}))

    @property
    def n_outcomes(self) -> int:
        """How many endings there are."""
        return len(ends(self.root))

    def block_home(self, block: str) -> tuple[int, int]:
        """The player whose utility a block is, and of which outcome."""
        for end in ends(self.root):
            for player, name in end.utilities:
                if name == block:
                    return player, end.outcome
        raise KeyError(block)


def moves(tree: Move | End) -> tuple[Move, ...]:
    """All moves, each before those after it."""
    if isinstance(tree, End):
        return ()
    return (tree, *moves(tree.left), *moves(tree.right))


def ends(tree: Move | End) -> tuple[End, ...]:
    """All endings from left to right."""
    if isinstance(tree, End):
        return (tree,)
    return (*ends(tree.left), *ends(tree.right))


def below(tree: Move | End) -> list[int]:
    """The outcomes that can still be reached."""
    return [end.outcome for end in ends(tree)]


def first_moves(tree: MoveTree) -> Iterator[tuple[int, Move]]:
    """Each player's moves that follow no other move of hers."""

    def walk(node: Move | End, moved: frozenset[int]) -> Iterator[tuple[int, Move]]:
        if isinstance(node, End):
            return
        if node.player not in moved:
            yield node.player, node
        for child in (node.left, node.right):
            yield from walk(child, moved | {node.player})

    yield from walk(tree.root, frozenset())


class Math(Protocol):
    """The functions that `choices` needs, for one kind of number (arrays, jets, JAX)."""

    def sides(self, z: Any) -> tuple[Any, Any]:
        """Probabilities of right and of left, each exact in its own tail."""
        ...

    def exp(self, x: Any) -> Any:
        """Exponential."""
        ...

    def inverse_root(self, x: Any) -> Any:
        """One over the square root."""
        ...


@dataclass(frozen=True, slots=True)
class ArrayMath:
    """`Math` for plain arrays."""

    link: Link

    def sides(self, z: Floats) -> tuple[Floats, Floats]:
        """F(z) and F(-z)."""
        return cdf(z, self.link), cdf(-z, self.link)

    def exp(self, x: Floats) -> Floats:
        """Exponential."""
        return np.exp(x)

    def inverse_root(self, x: Floats) -> Floats:
        """One over the square root."""
        return 1 / np.sqrt(x)


def choices(
    root: Move,
    utilities: Mapping[str, Any],
    log_scales: Mapping[int, Any],
    errors: Errors,
    math_of: Math,
    zero: Any,
) -> list[Any]:
    """The z of each move, in the order of `moves(root)`.

    Parameters
    ----------
    root : Move
    utilities : dict of block to number
        Blocks that are 0 everywhere may be left out.
    log_scales : dict of player to number
        Log of the scale of a player's shocks; 0 for players left out.
    errors : "agent" or "private"
    math_of : Math
        Of the kind of number that is given.
    zero : number
        Nothing, of the same kind: the difference where a player wants nothing at either side.
    """
    found: dict[int, Any] = {}
    private = errors == "private"

    def visit(node: Move | End) -> tuple[dict[int, Any], Any]:
        """Expected utilities by player (missing: 0), and the sum of squared probabilities."""
        if isinstance(node, End):
            return {p: utilities[b] for p, b in node.utilities if b in utilities}, 1.0
        left, left_squares = visit(node.left)
        right, right_squares = visit(node.right)
        z = _difference(left.get(node.player), right.get(node.player), zero)
        squares = left_squares + right_squares if private else 2.0
        if isinstance(squares, float):
            z = z * (1 / math.sqrt(squares))
        else:
            z = z * math_of.inverse_root(squares)
        if node.player in log_scales:
            z = math_of.exp(log_scales[node.player] * -1.0) * z
        found[id(node)] = z
        if node is root:
            return {}, 1.0
        p_right, p_left = math_of.sides(z)
        expected = {
            player: _sum(_times(p_left, left.get(player)), _times(p_right, right.get(player)))
            for player in {*left, *right}
        }
        if not private:
            return expected, 1.0
        return expected, p_left * p_left * left_squares + p_right * p_right * right_squares

    visit(root)
    return [found[id(move)] for move in moves(root)]


def _difference(left: Any | None, right: Any | None, zero: Any) -> Any:
    if left is None:
        return zero if right is None else right
    return left * -1.0 if right is None else right - left


def _times(p: Any, utility: Any | None) -> Any | None:
    return None if utility is None else p * utility


def _sum(one: Any | None, other: Any | None) -> Any:
    if one is None:
        return other
    return one if other is None else one + other


@cache
def descents(root: Move, n_outcomes: int) -> tuple[Sequence[Floats], Sequence[Floats]]:
    """For each move, 1 for the outcomes left and for those right of it, each (n_outcomes,)."""
    lefts: list[Floats] = []
    rights: list[Floats] = []
    for move in moves(root):
        for side, into in ((move.left, lefts), (move.right, rights)):
            flags = np.zeros(n_outcomes)
            flags[below(side)] = 1
            into.append(flags)
    return lefts, rights


EGAME12 = MoveTree(
    "egame12",
    Move(
        1,
        End(0, ((1, "u11"),)),
        Move(2, End(1, ((1, "u13"),)), End(2, ((1, "u14"), (2, "u24")))),
    ),
    ("u11", "u13", "u14", "u24"),
    ("1", "3", "4"),
)
EGAME122 = MoveTree(
    "egame122",
    Move(
        1,
        Move(2, End(0, ((1, "u11"),)), End(1, ((1, "u12"), (2, "u22")))),
        Move(2, End(2, ((1, "u13"),)), End(3, ((1, "u14"), (2, "u24")))),
    ),
    ("u11", "u12", "u13", "u14", "u22", "u24"),
    ("1", "2", "3", "4"),
)
EGAME123 = MoveTree(
    "egame123",
    Move(
        1,
        End(0, ((1, "u11"),)),
        Move(
            2,
            End(1, ((1, "u13"), (2, "u23"))),
            Move(
                3,
                End(2, ((1, "u15"), (2, "u25"))),
                End(3, ((1, "u16"), (2, "u26"), (3, "u36"))),
            ),
        ),
    ),
    ("u11", "u13", "u15", "u16", "u23", "u25", "u26", "u36"),
    ("1", "3", "5", "6"),
)
TREES = {tree.name: tree for tree in (EGAME12, EGAME122, EGAME123)}
