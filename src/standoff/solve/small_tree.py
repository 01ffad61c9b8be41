"""One game at one draw as a plain tree of numbers, to be cut down and searched.

Payments on the way are moved to the ends, where choices look the same, and payoffs are divided by
the largest one. A sum that all ends share, where it is nearly everything, is taken off first; the
payoffs at the ends then differ in their leading digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import Floats, lower, numbers
from standoff.game.tree import Game


@dataclass(frozen=True, slots=True)
class TreeSet:
    """An information set of a small tree.

    Parameters
    ----------
    player : int
    nodes : tuple of int
        In preorder.
    n_actions : int
    origin : int
        Position of the set in the game that the tree was read from.
    """

    player: int
    nodes: tuple[int, ...]
    n_actions: int
    origin: int


@dataclass(frozen=True, eq=False)
class SmallTree:
    """A tree with numbers in it; nodes in preorder, sets in the order of their first node.

    Parameters
    ----------
    parent : tuple of int
    children : tuple of tuple of int
    infoset : tuple of int
        Position in `sets`; -1 at chance nodes and ends.
    p : tuple of float
        Chance of the branch into a node; nan below moves and at the root.
    payoff : float array, shape (n_nodes, n_players)
        Total payoff at ends, in units of the game's largest; meaningless elsewhere.
    origin : tuple of int
        Position of the node in the game that the tree was read from.
    sets : tuple of TreeSet
    """

    parent: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    infoset: tuple[int, ...]
    p: tuple[float, ...]
    payoff: Floats
    origin: tuple[int, ...]
    sets: tuple[TreeSet, ...]

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    @property
    def n_players(self) -> int:
        """Number of players."""
        return int(self.payoff.shape[1])

    @cached_property
    def stop(self) -> tuple[int, ...]:
        """One past the last node below each node; the nodes below are the ones in between."""
        stop = list(range(1, self.n_nodes + 1))
        for node in range(self.n_nodes - 1, 0, -1):
            stop[self.parent[node]] = max(stop[self.parent[node]], stop[node])
        return tuple(stop)

    @cached_property
    def first_action(self) -> tuple[int, ...]:
        """Flat number of the first action of every set, and the number of all actions."""
        first = [0]
        for each in self.sets:
            first.append(first[-1] + each.n_actions)
        return tuple(first)

    @cached_property
    def branch(self) -> tuple[int, ...]:
        """Flat number of the action that leads to each node; -1 below chance and at the root."""
        action = [-1] * self.n_nodes
        for i, each in enumerate(self.sets):
            for node in each.nodes:
                for position, child in enumerate(self.children[node]):
                    action[child] = self.first_action[i] + position
        return tuple(action)

    def proper_roots(self) -> tuple[int, ...]:
        """Return the nodes where a proper subgame with a move starts, innermost first."""
        found: list[int] = []
        for node in range(1, self.n_nodes):
            if not self.children[node]:
                continue
            inside = {self.infoset[n] for n in range(node, self.stop[node])} - {-1}
            spans = [self.sets[i].nodes for i in inside]
            if spans and all(s[0] >= node and s[-1] < self.stop[node] for s in spans):
                found.append(node)
        return tuple(sorted(found, key=lambda n: self.stop[n] - n))

    def subtree(self, root: int) -> SmallTree:
        """Return the proper subgame that starts at a node."""
        return self._rebuilt(range(root, self.stop[root]), {})

    def ended(self, ends: Mapping[int, Floats]) -> SmallTree:
        """Return the tree in which play ends at some nodes, with payoffs there."""
        kept: list[int] = []
        node = 0
        while node < self.n_nodes:
            kept.append(node)
            node = self.stop[node] if node in ends else node + 1
        return self._rebuilt(kept, ends)

    def _rebuilt(self, kept: range | list[int], ends: Mapping[int, Floats]) -> SmallTree:
        new = {old: i for i, old in enumerate(kept)}
        sets = [
            (i, tuple(new[n] for n in each.nodes if n in new and n not in ends))
            for i, each in enumerate(self.sets)
        ]
        listed = sorted(((nodes, i) for i, nodes in sets if nodes), key=lambda pair: pair[0][0])
        position = {i: k for k, (_, i) in enumerate(listed)} | {-1: -1}
        payoff = self.payoff[list(kept)].copy()
        for old, value in ends.items():
            payoff[new[old]] = value
        return SmallTree(
            tuple(new.get(self.parent[old], -1) for old in kept),
            tuple(() if old in ends else tuple(new[c] for c in self.children[old]) for old in kept),
            tuple(-1 if old in ends else position[self.infoset[old]] for old in kept),
            tuple(self.p[old] if i else float("nan") for i, old in enumerate(kept)),
            payoff,
            tuple(self.origin[old] for old in kept),
            tuple(
                TreeSet(self.sets[i].player, nodes, self.sets[i].n_actions, self.sets[i].origin)
                for nodes, i in listed
            ),
        )


#: A common sum is taken off where what is left is smaller by this factor.
COMMON = 100.0


def read_tree(game: Game, draw: Draws) -> tuple[SmallTree, float, Floats]:
    """Put the numbers of one draw into a small tree.

    Returns
    -------
    tree : SmallTree
    scale : float
        What its payoffs were divided by.
    common : float array, shape (n_players,)
        What was taken off before.

    Raises
    ------
    GameError
        If there is more than one draw, or the numbers of the draw make no game.
    """
    if len(draw) != 1:
        raise GameError(
            f"all equilibria are listed for one draw at a time, found {len(draw):,} draws",
            right="one row of the draws, such as draws.rows(slice(0, 1))",
        )
    arrays, table = lower(game), numbers(game, draw)
    if not table.feasible[0]:
        raise GameError(
            f"game {game.name!r} cannot be played at this draw: a chance lies outside 0 to 1, "
            "chances do not add up to 1, or a payoff is not finite"
        )
    payoff = np.zeros((arrays.n_nodes, arrays.n_players))
    for node in range(arrays.n_nodes):
        if node:
            payoff[node] = payoff[arrays.parent[node]]
        if arrays.payoff_row[node] >= 0:
            payoff[node] += table.payoff[0, arrays.payoff_row[node]]
    ends = [node.index for node in game.ends]
    common = _common(payoff[ends])
    payoff -= common
    scale = float(np.abs(payoff[ends]).max(initial=0.0)) or 1.0
    chance = [
        float(table.p_chance[0, column]) if column >= 0 else float("nan")
        for column in arrays.edge_chance
    ]
    tree = SmallTree(
        tuple(int(n) for n in arrays.parent),
        tuple(node.children for node in game.nodes),
        tuple(int(i) for i in arrays.infoset),
        tuple(chance),
        payoff / scale,
        tuple(range(arrays.n_nodes)),
        tuple(TreeSet(i.player, i.nodes, len(i.actions), i.index) for i in game.infosets),
    )
    return tree, scale, common


def _common(paid: Floats) -> Floats:
    """Return the sum that all ends share for each player, where it is nearly everything."""
    middle = np.sort(paid, axis=0)[len(paid) // 2]
    rest = np.abs(paid - middle).max(axis=0)
    return np.where(rest * COMMON < np.abs(paid).max(axis=0), middle, 0.0)
