"""Few unknowns that fix all play: which choices depend on which, and where to cut the circles.

A choice depends on another when its payoffs do, through what follows or through beliefs. Given the
choices of a cut that meets every circle of this graph, all others follow one after the other, so
that the equations of a quantal response equilibrium are left with the unknowns of the cut. A threat
by many types that one target answers has a single unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from standoff.game.lower import GameArrays

Graph = dict[int, set[int]]
#: Branches of the search for the smallest cut before a good one has to do.
EFFORT = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """Choices that depend on each other in circles, or one that does not.

    Parameters
    ----------
    cut : tuple of int
        Information sets whose scores are unknowns.
    order : tuple of int
        The other sets, each after those it depends on.
    """

    cut: tuple[int, ...]
    order: tuple[int, ...]


def blocks(arrays: GameArrays) -> tuple[Block, ...]:
    """Return the information sets in blocks that can be solved one after the other."""
    needs = dependencies(arrays)
    weight = np.diff(arrays.first_action) - 1
    found: list[Block] = []
    for circle in _components(needs):
        inside = {i: needs[i] & circle for i in circle}
        cut = smallest_cut(inside, {i: int(weight[i]) for i in circle})
        rest = {i: inside[i] - cut for i in circle - cut}
        order = tuple(i for each in _components(rest) for i in each)
        if not cut and found and not found[-1].cut:
            found[-1] = Block((), found[-1].order + order)
        else:
            found.append(Block(tuple(sorted(cut)), order))
    return tuple(found)


def dependencies(arrays: GameArrays) -> Graph:
    """Return, for every information set, the sets on which its payoffs depend."""
    needs: Graph = {i: set() for i in range(arrays.n_infosets)}
    for node in range(arrays.n_nodes):
        i = int(arrays.infoset[node])
        if i >= 0:
            for above in _moves_above(arrays, node):
                needs[int(arrays.action_infoset[above])].add(i)
    for i in range(arrays.n_infosets):
        for one, other in pairwise(np.flatnonzero(arrays.infoset == i).tolist()):
            for action in moves_of(arrays, one).symmetric_difference(moves_of(arrays, other)):
                needs[i].add(int(arrays.action_infoset[action]))
    return needs


def moves_of(arrays: GameArrays, node: int) -> set[int]:
    """Return the actions on the way to a node."""
    return set(_moves_above(arrays, node))


def _moves_above(arrays: GameArrays, node: int) -> Iterable[int]:
    while node > 0:
        if arrays.edge_action[node] >= 0:
            yield int(arrays.edge_action[node])
        node = int(arrays.parent[node])


def _components(needs: Graph) -> list[set[int]]:
    """Return strongly connected components, each after those it needs (Tarjan 1972)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    on_path: set[int] = set()
    found: list[set[int]] = []
    for start in sorted(needs):
        if start in number:
            continue
        calls = [(start, iter(sorted(needs[start])))]
        number[start] = low[start] = len(number)
        path.append(start)
        on_path.add(start)
        while calls:
            i, rest = calls[-1]
            for j in rest:
                if j not in number:
                    number[j] = low[j] = len(number)
                    path.append(j)
                    on_path.add(j)
                    calls.append((j, iter(sorted(needs[j]))))
                    break
                if j in on_path:
                    low[i] = min(low[i], number[j])
            else:
                calls.pop()
                if calls:
                    low[calls[-1][0]] = min(low[calls[-1][0]], low[i])
                if low[i] == number[i]:
                    at = path.index(i)
                    found.append(set(path[at:]))
                    on_path -= found[-1]
                    del path[at:]
    return found


def smallest_cut(needs: Graph, weight: dict[int, int]) -> set[int]:
    """Return sets of least total weight that meet every circle.

    Exact unless the search takes more than `EFFORT` branches; then the lightest cut seen.
    """
    best = _greedy(needs, weight)
    least = sum(weight[i] for i in best)
    n_branches = 0
    waiting: list[tuple[int, frozenset[int], frozenset[int]]] = [(0, frozenset(), frozenset())]
    while waiting and n_branches < EFFORT:
        n_branches += 1
        spent, cut, kept = waiting.pop()
        if spent >= least:
            continue
        circle = _shortest_circle({i: needs[i] - cut for i in needs if i not in cut})
        if circle is None:
            best, least = set(cut), spent
            continue
        # Someone on this circle is cut; those tried before stay.
        for position, i in enumerate(circle):
            if i not in kept:
                stays = kept.union(circle[:position])
                waiting.append((spent + weight[i], cut | {i}, stays))
    return best


def _greedy(needs: Graph, weight: dict[int, int]) -> set[int]:
    left = {i: set(needs[i]) for i in needs}
    cut: set[int] = set()
    while True:
        left = _on_circles(left)
        if not left:
            return cut
        n_needed_by = {i: sum(i in needed for needed in left.values()) for i in left}
        worst = max(left, key=lambda i: (len(left[i]) * n_needed_by[i] / max(weight[i], 1e-3), -i))
        cut.add(worst)
        del left[worst]


def _on_circles(needs: Graph) -> Graph:
    """Take away, again and again, who needs nobody or is needed by nobody."""
    left = needs
    while True:
        needed = {j for i in left for j in left[i]}
        stay = {i for i in left if i in needed and left[i] & left.keys()}
        if len(stay) == len(left):
            return left
        left = {i: left[i] & stay for i in stay}


def _shortest_circle(needs: Graph) -> Sequence[int] | None:
    left = _on_circles(needs)
    best: list[int] | None = None
    for start in sorted(left):
        before: dict[int, int] = {}
        ring = [start]
        while ring and start not in before:
            following: list[int] = []
            for i in ring:
                for j in sorted(left[i]):
                    if j not in before:
                        before[j] = i
                        following.append(j)
            ring = following
        if start in before:
            circle = [start]
            while before[circle[-1]] != start:
                circle.append(before[circle[-1]])
            if best is None or len(circle) < len(best):
                best = circle
            if len(best) == 2:
                break
    return best
