"""Components of equilibria of a tree: a representative, and what may vary between which bounds.

Proper subgames are solved first. Where every equilibrium of a component of a subgame is worth the
same to everybody, the subgame is replaced by that value and the components combine; where the
value varies, the subgame is solved together with what is around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.cells import CellBuilder
from standoff.solve.effort import Effort
from standoff.solve.fold import fold_tree
from standoff.solve.pieces import Piece, joined, pieces_of, value_range
from standoff.solve.small_tree import SmallTree
from standoff.solve.supports import support_systems

#: Values closer than this, relative to themselves, are the same.
SAME_VALUE = 1e-8
#: What rounding does to a value, as a share of the player's largest payoff.
ROUNDING = 1e-15
Bounds = tuple[float, float]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """Strategies and beliefs by position in the whole game.

    Parameters
    ----------
    strategy : mapping of information set to float array
    belief : mapping of node to float
        Left out where any belief will do that goes with the others.
    """

    strategy: Mapping[int, Floats]
    belief: Mapping[int, float]

    def with_others(self, other: Assessed) -> Assessed:
        """Return both, for different parts of the game."""
        return Assessed({**self.strategy, **other.strategy}, {**self.belief, **other.belief})


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Equilibria that hang together.

    Parameters
    ----------
    candidates : tuple of Assessed
        Points of the component, the simplest first.
    choices : mapping of (information set, action) to (least, most)
        Probabilities that vary.
    beliefs : mapping of node to (least, most)
        Beliefs that vary.
    value : float array, shape (n_players,)
        At the start of the tree, at the first candidate.
    is_value_fixed : bool
    """

    candidates: tuple[Assessed, ...]
    choices: Mapping[tuple[int, int], Bounds]
    beliefs: Mapping[int, Bounds]
    value: Floats
    is_value_fixed: bool

    def around(self, inner: Component) -> Component:
        """Return the component of a tree whose subgame is played as in another component."""
        n = max(len(self.candidates), len(inner.candidates))
        pairs = [
            self.candidates[min(k, len(self.candidates) - 1)].with_others(
                inner.candidates[min(k, len(inner.candidates) - 1)]
            )
            for k in range(n)
        ]
        return Component(
            tuple(pairs),
            {**self.choices, **inner.choices},
            {**self.beliefs, **inner.beliefs},
            self.value,
            self.is_value_fixed,
        )


class Search:
    """Lists the components of a tree, and remembers whether anything can have been missed.

    Parameters
    ----------
    pure_only : bool
        Look for equilibria without mixing, and list each one.
    most_systems : int
        Stop after work worth this many support systems.
    """

    def __init__(self, *, pure_only: bool = False, most_systems: int) -> None:
        self.pure_only = pure_only
        self.effort = Effort(most_systems)
        self.is_complete = True

    def components(self, tree: SmallTree) -> list[Component]:
        """List the components of equilibria of a tree."""
        rest, settled = fold_tree(tree)
        fixed = Assessed(
            {
                each.origin: np.eye(each.n_actions)[settled[each.origin]]
                for each in tree.sets
                if each.origin in settled
            },
            {},
        )
        if not rest.sets:
            return [Component((fixed,), {}, {}, fixed_value(rest), True)]
        found = self._by_subgames(rest)
        if found is None:
            found = self._directly(rest)
        settled_part = Component((fixed,), {}, {}, np.empty(0), True)
        return [component.around(settled_part) for component in found]

    def _by_subgames(self, tree: SmallTree) -> list[Component] | None:
        for root in tree.proper_roots():
            inner = self.components(tree.subtree(root))
            if not all(component.is_value_fixed for component in inner):
                continue
            return [
                outer.around(component)
                for component in inner
                for outer in self.components(tree.ended({root: component.value}))
            ]
        return None

    def _directly(self, tree: SmallTree) -> list[Component]:
        builder = CellBuilder(tree)
        pieces: list[Piece] = []
        for supports in support_systems(tree, pure_only=self.pure_only, effort=self.effort):
            found, complete = pieces_of(builder, supports, self.effort)
            pieces += found
            self.is_complete &= complete
        if self.pure_only:
            parts = [[piece] for piece in pieces]
        else:
            parts = joined(builder, pieces, self.effort)
        return [_component(builder, part) for part in parts]


def fixed_value(tree: SmallTree) -> Floats:
    """Return the value of a tree in which nobody has anything to decide."""
    return CellBuilder(tree).root_value([])


def _component(builder: CellBuilder, pieces: list[Piece]) -> Component:
    pieces = sorted(pieces, key=lambda piece: piece.n_chosen)
    tree = builder.tree
    choices: dict[tuple[int, int], list[float]] = {}
    beliefs: dict[int, list[float]] = {}
    candidates: list[Assessed] = []
    for piece in pieces:
        for k, values in enumerate(piece.values()):
            strategy = builder.strategy(piece.supports, values)
            belief = builder.belief(piece.supports, piece.beliefs, values, reduce=piece.reduce)
            for i, each in enumerate(tree.sets):
                for a, p in enumerate(strategy[i]):
                    choices.setdefault((each.origin, a), []).append(float(p))
                for node, p in zip(each.nodes, belief[i], strict=True):
                    beliefs.setdefault(tree.origin[node], []).append(float(p))
            if k == 0:
                candidates.append(_assessed(tree, strategy, belief))
    low, high = value_range(builder, pieces)
    first = builder.strategy(pieces[0].supports, next(pieces[0].values()))
    return Component(
        tuple(candidates),
        _varying(choices),
        _varying(beliefs),
        builder.root_value(first),
        bool((high - low <= _same_value(tree, low, high)).all()),
    )


def _same_value(tree: SmallTree, low: Floats, high: Floats) -> Floats:
    """Return by how much values may differ that are the same, by player."""
    rounding = ROUNDING * np.abs(tree.payoff).max(axis=0)
    return SAME_VALUE * np.maximum(np.abs(low), np.abs(high)) + rounding


def _assessed(tree: SmallTree, strategy: list[Floats], belief: list[Floats]) -> Assessed:
    return Assessed(
        {each.origin: p for each, p in zip(tree.sets, strategy, strict=True)},
        {
            tree.origin[node]: float(p)
            for each, shares in zip(tree.sets, belief, strict=True)
            for node, p in zip(each.nodes, shares, strict=True)
            if not np.isnan(p)
        },
    )


def _varying(listed: Mapping[Key, list[float]]) -> dict[Key, Bounds]:
    found: dict[Key, Bounds] = {}
    for key, values in listed.items():
        known = [x for x in values if not np.isnan(x)]
        if known and max(known) - min(known) > 1e-7:
            found[key] = (min(known), max(known))
    return found
