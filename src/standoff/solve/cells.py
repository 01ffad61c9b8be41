"""The conditions that make one support system, with one way to form beliefs, an equilibrium.

Unknowns are the probabilities of actions chosen together (their flat numbers) and the weights of
classes of nodes at unreached sets (negative numbers). Chosen actions must be equally good, others
no better. A player's own earlier moves do not change the player's beliefs, and own later moves are
best replies among which the first stands for all; so the mover's own probabilities never occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.belief_systems import BeliefClass, BeliefFinder, BeliefSystem
from standoff.solve.polynomials import Monomial, Polynomial, add, cleaned, constant
from standoff.solve.small_tree import SmallTree
from standoff.solve.supports import SupportSystem

#: Coefficients of conditions below this share of what they were summed from are rounding.
ROUNDING = 1e-14


@dataclass(frozen=True, slots=True)
class Conditions:
    """Polynomials that must vanish, and others that must not be negative.

    Parameters
    ----------
    groups : tuple of tuple of int
        Unknowns that are probabilities and add up to one.
    positive : frozenset of int
        Unknowns that must not be zero.
    zero, not_negative : tuple of Polynomial
    """

    groups: tuple[tuple[int, ...], ...]
    positive: frozenset[int]
    zero: tuple[Polynomial, ...]
    not_negative: tuple[Polynomial, ...]

    def without_last(self) -> Conditions:
        """Return the same, with the last probability of every mix as one less the others.

        Products that matter to nobody cancel in this form.
        """
        rest = {g[-1]: g[:-1] for g in self.groups if g[0] >= 0}
        return Conditions(
            self.groups,
            self.positive,
            tuple(q for p in self.zero if (q := _replaced(p, rest))),
            tuple(q for p in self.not_negative if (q := _replaced(p, rest))),
        )


def _replaced(polynomial: Polynomial, rest: Mapping[int, Monomial]) -> Polynomial:
    result = polynomial
    for last in {v for m in polynomial for v in m if v in rest}:
        expanded: Polynomial = {}
        for m, c in result.items():
            if last in m:
                others = tuple(v for v in m if v != last)
                add(expanded, {others: c})
                for v in rest[last]:
                    add(expanded, {(v,): -c}, by=others)
            else:
                add(expanded, {m: c})
        result = expanded
    return cleaned(result, ROUNDING)


@dataclass(frozen=True, slots=True)
class NodeWeight:
    """How likely a node is relative to others of its set: a product of unknowns and a number."""

    node: int
    unknowns: Monomial
    factor: float


class CellBuilder:
    """Writes the conditions of one cell of a tree after another."""

    def __init__(self, tree: SmallTree) -> None:
        self.tree = tree
        self.finder = BeliefFinder(tree)
        self._values: dict[tuple[object, ...], Polynomial] = {}
        self._sets_below = [
            tuple(sorted({tree.infoset[n] for n in range(top, tree.stop[top])} - {-1}))
            for top in range(tree.n_nodes)
        ]
        self._way_of = {
            node: way
            for each, ways in zip(tree.sets, self.finder.ways, strict=True)
            for node, way in zip(each.nodes, ways, strict=True)
        }
        self._set_of_action = [i for i, s in enumerate(tree.sets) for _ in range(s.n_actions)]

    def conditions(
        self,
        supports: SupportSystem,
        beliefs: BeliefSystem,
        *,
        best: SupportSystem | None = None,
        reduce: bool = True,
    ) -> Conditions:
        """Return what the unknowns of a cell must fulfill.

        Parameters
        ----------
        supports : tuple of tuple of int
        beliefs : BeliefSystem
        best : tuple of tuple of int, optional
            Actions that must be best replies; by default those of `supports`.
        reduce : bool
            Divide by factors that all nodes of a class have in common.
        """
        tree = self.tree
        mixing = [
            tuple(tree.first_action[i] + a for a in support)
            for i, support in enumerate(supports)
            if len(support) > 1
        ]
        positive = {v for group in mixing for v in group}
        if beliefs.is_open:
            positive.update(v for group in beliefs.groups for v in group)
        zero: list[Polynomial] = []
        not_negative: list[Polynomial] = []
        for i, each in enumerate(tree.sets):
            weights = self.weights(i, supports, beliefs, reduce=reduce)
            anchor = supports[i][0]
            indifferent = supports[i] if best is None else best[i]
            for action in range(each.n_actions):
                if action == anchor:
                    continue
                gap: Polynomial = {}
                size = 0.0
                for weight in weights:
                    children = tree.children[weight.node]
                    chosen = self.value(children[anchor], each.player, supports)
                    other = self.value(children[action], each.player, supports)
                    add(gap, chosen, weight.factor, weight.unknowns)
                    add(gap, other, -weight.factor, weight.unknowns)
                    for term in (*chosen.values(), *other.values()):
                        size = max(size, abs(term * weight.factor))
                gap = _in_own_units(cleaned(gap, ROUNDING * size))
                if action in indifferent:
                    if gap:
                        zero.append(gap)
                elif gap:
                    not_negative.append(gap)
        return Conditions(
            (*beliefs.groups, *mixing), frozenset(positive), tuple(zero), tuple(not_negative)
        )

    def weights(
        self, i: int, supports: SupportSystem, beliefs: BeliefSystem, *, reduce: bool
    ) -> list[NodeWeight]:
        """Return how likely the nodes of a set are, relative to each other."""
        listed: list[NodeWeight] = []
        for each in beliefs.classes[i]:
            own = [self._node_weight(n, supports) for n in each.nodes]
            if reduce and each.weight not in beliefs.shared:
                own = _without_common_factor(own)
            listed += [
                NodeWeight(w.node, (each.weight, *w.unknowns), w.factor) if each.weight else w
                for w in own
            ]
        return listed

    def _node_weight(self, node: int, supports: SupportSystem) -> NodeWeight:
        way = self._way_of[node]
        unknowns: list[int] = []
        for action in way.actions:
            i = self._set_of_action[action]
            support = supports[i]
            if len(support) > 1 and action - self.tree.first_action[i] in support:
                unknowns.append(action)
        return NodeWeight(node, tuple(sorted(unknowns)), way.chance)

    def value(self, node: int, player: int, supports: SupportSystem) -> Polynomial:
        """Return what a player expects from a node on, in others' probabilities."""
        key = (node, player, *(supports[i] for i in self._sets_below[node]))
        found = self._values.get(key)
        if found is not None:
            return found
        tree = self.tree
        children, i = tree.children[node], tree.infoset[node]
        result: Polynomial = {}
        if not children:
            result = constant(float(tree.payoff[node, player]))
        elif i < 0:
            for child in children:
                add(result, self.value(child, player, supports), tree.p[child])
        elif tree.sets[i].player == player or len(supports[i]) == 1:
            result = self.value(children[supports[i][0]], player, supports)
        else:
            first = tree.first_action[i]
            for a in supports[i]:
                add(result, self.value(children[a], player, supports), 1.0, (first + a,))
        self._values[key] = result
        return result

    def strategy(self, supports: SupportSystem, values: Mapping[int, float]) -> list[Floats]:
        """Return the probabilities of the actions, per set."""
        listed: list[Floats] = []
        for i, each in enumerate(self.tree.sets):
            p = np.zeros(each.n_actions)
            first = self.tree.first_action[i]
            for a in supports[i]:
                p[a] = values[first + a] if len(supports[i]) > 1 else 1.0
            listed.append(p / p.sum())
        return listed

    def belief(
        self,
        supports: SupportSystem,
        beliefs: BeliefSystem,
        values: Mapping[int, float],
        *,
        reduce: bool,
    ) -> list[Floats]:
        """Return the probabilities of the nodes of every set; nan where weights leave it open."""
        listed: list[Floats] = []
        for i, each in enumerate(self.tree.sets):
            p = np.zeros(len(each.nodes))
            for weight in self.weights(i, supports, beliefs, reduce=reduce):
                share = weight.factor * float(np.prod([values[v] for v in weight.unknowns]))
                p[each.nodes.index(weight.node)] = share
            total = p.sum()
            listed.append(p / total if total > 1e-300 else np.full(len(p), np.nan))
        return listed

    def root_value(self, strategy: list[Floats]) -> Floats:
        """Return what every player expects at the start."""
        tree = self.tree
        value = tree.payoff.copy()
        for node in range(tree.n_nodes - 1, -1, -1):
            children, i = tree.children[node], tree.infoset[node]
            if children:
                below = value[list(children)]
                p = np.array([tree.p[c] for c in children]) if i < 0 else strategy[i]
                value[node] = p @ below
        return value[0]


def _in_own_units(gap: Polynomial) -> Polynomial:
    """Divide by the largest coefficient: what a set decides about is measured by that alone."""
    size = max((abs(c) for c in gap.values()), default=0.0)
    return {m: c / size for m, c in gap.items()}


def _without_common_factor(weights: list[NodeWeight]) -> list[NodeWeight]:
    common = set(weights[0].unknowns).intersection(*(w.unknowns for w in weights))
    total = sum(w.factor for w in weights)
    return [
        NodeWeight(w.node, tuple(u for u in w.unknowns if u not in common), w.factor / total)
        for w in weights
    ]


def is_free(each: tuple[BeliefClass, ...]) -> bool:
    """Return whether the belief at a set is more than Bayes' rule."""
    return any(c.weight for c in each)
