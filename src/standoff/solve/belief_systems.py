"""What can be believed at sets that are not reached, for a given support system.

The nodes of a set fall into classes by the trembles, of players other than the mover, that lead
there. A class whose trembles include those of another class is infinitely less likely. Where one
class remains, beliefs follow from Bayes' rule. Where several remain, their weights are unknowns:
free if each class has a tremble of its own, else limited to the patterns of orders that exist, and
tied to each other where the same trembles decide at several sets.

References
----------
Kreps, D. and Wilson, R. (1982). Sequential equilibria. Econometrica 50, Lemmas A1 and A2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from standoff.game.lower import Floats
from standoff.solve.small_tree import SmallTree
from standoff.solve.supports import SupportSystem
from standoff.solve.trembles import tremble_orders

Trembles = frozenset[int]
#: More patterns of beliefs than this are not looked through for one support system.
MOST_PATTERNS = 2_000


@dataclass(frozen=True, slots=True)
class Way:
    """How others and chance lead to a node.

    Parameters
    ----------
    actions : tuple of int
        Flat numbers of the actions of players other than the mover.
    impossible : tuple of int
        Chance branches of probability zero, as negative numbers.
    chance : float
        Probability of the other chance branches.
    """

    actions: tuple[int, ...]
    impossible: tuple[int, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class BeliefClass:
    """Nodes of one set that are about equally likely.

    Parameters
    ----------
    nodes : tuple of int
    weight : int
        The unknown weight of the class, a negative number; 0 where Bayes' rule decides.
    """

    nodes: tuple[int, ...]
    weight: int = 0


@dataclass(frozen=True, slots=True)
class BeliefSystem:
    """One way to form beliefs, at every set.

    Parameters
    ----------
    classes : tuple of tuple of BeliefClass
        Per set, the classes that may be believed in.
    groups : tuple of tuple of int
        Unknown weights that add up to one.
    shared : frozenset of int
        Weights that matter at several sets.
    is_open : bool
        Whether every weight has to be positive.
    is_exact : bool
        False where weights are tied in a way that is not spelled out here.
    """

    classes: tuple[tuple[BeliefClass, ...], ...]
    groups: tuple[tuple[int, ...], ...]
    shared: frozenset[int]
    is_open: bool
    is_exact: bool


class BeliefFinder:
    """Finds the belief systems of a tree for one support system after another."""

    def __init__(self, tree: SmallTree) -> None:
        self.tree = tree
        self.ways = [[_way(tree, n, s.player) for n in s.nodes] for s in tree.sets]
        self.several = [i for i, s in enumerate(tree.sets) if len(s.nodes) > 1]
        self.n_patterns_skipped = 0

    def classes(self, supports: SupportSystem) -> list[list[tuple[Trembles, tuple[int, ...]]]]:
        """Return, per set, the classes that trembles do not rule out, by their trembles."""
        first = self.tree.first_action
        chosen = {first[i] + a for i, support in enumerate(supports) for a in support}
        found: list[list[tuple[Trembles, tuple[int, ...]]]] = []
        for each, ways in zip(self.tree.sets, self.ways, strict=True):
            by_trembles: dict[Trembles, list[int]] = {}
            for node, way in zip(each.nodes, ways, strict=True):
                key = frozenset([a for a in way.actions if a not in chosen]).union(way.impossible)
                by_trembles.setdefault(key, []).append(node)
            found.append(
                [
                    (key, tuple(nodes))
                    for key, nodes in by_trembles.items()
                    if not any(other < key for other in by_trembles)
                ]
            )
        return found

    def systems(
        self, supports: SupportSystem, within: SupportSystem | None = None
    ) -> Iterator[BeliefSystem]:
        """Yield the ways to form beliefs.

        Parameters
        ----------
        supports : tuple of tuple of int
        within : tuple of tuple of int, optional
            A larger support system: keep to beliefs that may be limits of beliefs there.
        """
        classes = self.classes(supports)
        if within is not None:
            believable = [{n for _, ns in listed for n in ns} for listed in self.classes(within)]
            classes = [
                [
                    (key, kept)
                    for key, nodes in listed
                    if (kept := tuple(n for n in nodes if n in among))
                ]
                for listed, among in zip(classes, believable, strict=True)
            ]
        families: dict[frozenset[Trembles], None] = {}
        reduced: list[list[tuple[Trembles, tuple[int, ...]]]] = []
        for listed in classes:
            common = frozenset[int].intersection(*(key for key, _ in listed))
            reduced.append([(key - common, nodes) for key, nodes in listed])
            if len(listed) > 1:
                families[frozenset(key for key, _ in reduced[-1])] = None
        ordered = [tuple(sorted(family, key=sorted)) for family in families]
        if all(_have_own_tremble(family, ordered) for family in ordered):
            yield _system(reduced, ordered, [tuple(family) for family in ordered], is_open=False)
            return
        yield from self._patterns(reduced, ordered)

    def _patterns(
        self,
        reduced: list[list[tuple[Trembles, tuple[int, ...]]]],
        families: list[tuple[Trembles, ...]],
    ) -> Iterator[BeliefSystem]:
        trembles = sorted({t for family in families for key in family for t in key})
        column = {t: k for k, t in enumerate(trembles)}
        rows = [{key: _row(key, column) for key in family} for family in families]
        n_seen = 0
        waiting: list[list[tuple[Trembles, ...]]] = [[]]
        while waiting:
            chosen = waiting.pop()
            if chosen and not _has_orders(rows, families, chosen, len(trembles)):
                continue
            if len(chosen) == len(families):
                n_seen += 1
                if n_seen > MOST_PATTERNS:
                    self.n_patterns_skipped += 1
                    return
                yield _system(reduced, families, chosen, is_open=True)
                continue
            family = families[len(chosen)]
            for size in range(1, len(family) + 1):
                waiting.extend([*chosen, pattern] for pattern in combinations(family, size))


def _way(tree: SmallTree, node: int, player: int) -> Way:
    actions: list[int] = []
    impossible: list[int] = []
    chance = 1.0
    while tree.parent[node] >= 0:
        i = tree.infoset[tree.parent[node]]
        if i < 0 and tree.p[node] > 0.0:
            chance *= tree.p[node]
        elif i < 0:
            impossible.append(-node)
        elif tree.sets[i].player != player:
            actions.append(tree.branch[node])
        node = tree.parent[node]
    return Way(tuple(reversed(actions)), tuple(impossible), chance)


def _have_own_tremble(family: Sequence[Trembles], families: Sequence[Sequence[Trembles]]) -> bool:
    """Return whether every class has a tremble that no other class has anywhere."""
    for key in family:
        others = frozenset[int]().union(
            *(o for f in families for o in f if not (f is family and o == key))
        )
        if key <= others:
            return False
    return True


def _row(key: Trembles, column: dict[int, int]) -> Floats:
    row = np.zeros(len(column))
    row[[column[t] for t in key]] = 1.0
    return row


def _has_orders(
    rows: list[dict[Trembles, Floats]],
    families: list[tuple[Trembles, ...]],
    chosen: list[tuple[Trembles, ...]],
    n_trembles: int,
) -> bool:
    same: list[Floats] = []
    rarer: list[Floats] = []
    for row, family, pattern in zip(rows, families, chosen, strict=False):
        anchor = row[pattern[0]]
        same += [row[key] - anchor for key in pattern[1:]]
        rarer += [row[key] - anchor for key in family if key not in pattern]
    return tremble_orders(np.array(same), np.array(rarer), n_trembles) is not None


def _system(
    reduced: list[list[tuple[Trembles, tuple[int, ...]]]],
    families: list[tuple[Trembles, ...]],
    patterns: list[tuple[Trembles, ...]],
    *,
    is_open: bool,
) -> BeliefSystem:
    """Give every class of every pattern its weight; the same weight where odds are the same."""
    pattern_of = {frozenset(f): p for f, p in zip(families, patterns, strict=True)}
    free = [p for p in patterns if len(p) > 1]
    free.sort(key=len, reverse=True)
    weights: dict[tuple[Trembles, ...], dict[Trembles, int]] = {}
    groups: list[tuple[int, ...]] = []
    shared: set[int] = set()
    n_weights = 0
    for pattern in free:
        image = next((i for w in weights.values() if (i := _image(pattern, w))), None)
        if image is not None:
            weights[pattern] = image
            shared.update(image.values())
            continue
        weights[pattern] = {key: -(n_weights + k + 1) for k, key in enumerate(pattern)}
        groups.append(tuple(weights[pattern].values()))
        n_weights += len(pattern)
    users: dict[int, int] = {}
    classes: list[tuple[BeliefClass, ...]] = []
    for listed in reduced:
        if len(listed) == 1:
            classes.append((BeliefClass(listed[0][1]),))
            continue
        pattern = pattern_of[frozenset(key for key, _ in listed)]
        if len(pattern) == 1:
            classes.append(tuple(BeliefClass(ns) for key, ns in listed if key == pattern[0]))
            continue
        here = weights[pattern]
        classes.append(tuple(BeliefClass(ns, here[key]) for key, ns in listed if key in here))
        for key in pattern:
            users[here[key]] = users.get(here[key], 0) + 1
    shared.update(w for w, n in users.items() if n > 1)
    return BeliefSystem(
        tuple(classes), tuple(groups), frozenset(shared), is_open, _are_free(weights, groups)
    )


def _image(pattern: tuple[Trembles, ...], known: dict[Trembles, int]) -> dict[Trembles, int] | None:
    """Return weights already given to classes with the same odds between them."""
    for start in known:
        image: dict[Trembles, int] = {}
        for key in pattern:
            # key - pattern[0] == other - start, as differences of counts
            plus, minus = key - pattern[0], pattern[0] - key
            other = (start | plus) - minus
            if not (minus <= start) or (plus & start) or other not in known:
                break
            image[key] = known[other]
        else:
            return image
    return None


def _are_free(
    weights: dict[tuple[Trembles, ...], dict[Trembles, int]], groups: list[tuple[int, ...]]
) -> bool:
    """Return whether every positive choice of the weights comes from some sizes of trembles."""
    trembles = sorted({t for pattern in weights for key in pattern for t in key})
    if not trembles:
        return True
    column = {t: k for k, t in enumerate(trembles)}
    owner = {w: g for g, group in enumerate(groups) for w in group}
    rows: list[Floats] = []
    seen: set[int] = set()
    for pattern, here in weights.items():
        group = owner[here[pattern[0]]]
        if group in seen:
            continue
        seen.add(group)
        anchor = _row(pattern[0], column)
        rows += [_row(key, column) - anchor for key in pattern[1:]]
    return bool(np.linalg.matrix_rank(np.array(rows)) == len(rows))
