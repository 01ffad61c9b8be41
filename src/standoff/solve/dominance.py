"""Remove dominated choices, in fractions, until what is left decides everything or nothing.

An action goes if another one is better whatever others do later with the actions they have left,
at every node that may be believed in. Its probability in a logit equilibrium falls exponentially in
precision; so where each set is left with one action, or with actions that pay the mover exactly the
same whatever happens, all logit equilibria have one limit as precision grows: the actions that are
left, equally likely. That is then the limit of the principal branch too, and no path need be
followed to find it.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import Floats
from standoff.game.tree import Game, InfoSet
from standoff.solve.exact_check import exactly
from standoff.solve.trembles import complete_beliefs

#: Larger trees are left alone.
MOST_NODES = 200
Way = tuple[list[tuple[int, int]], Fraction]


def settled(game: Game, draw: Draws) -> tuple[Floats, Floats] | None:
    """Return the one limit of all logit equilibria where dominance gives it, else None.

    Parameters
    ----------
    game : Game
    draw : Draws
        One draw that makes a game.

    Returns
    -------
    strategy : float array, shape (n_actions,)
    belief : float array, shape (n_nodes,)
        Beliefs at sets that are not reached are those of some trembles.
    """
    if len(game.nodes) > MOST_NODES:
        return None
    left = _Left(game, draw)
    left.remove()
    if not all(left.is_settled(infoset) for infoset in game.infosets):
        return None
    strategy = np.concatenate(
        [
            [1.0 / len(allowed) if a in allowed else 0.0 for a in range(len(infoset.actions))]
            for infoset, allowed in zip(game.infosets, left.allowed, strict=True)
        ]
    )
    belief = complete_beliefs(game, draw, strategy, left.beliefs())
    return None if belief is None else (strategy, belief)


class _Left:
    """The actions that are left at every set."""

    def __init__(self, game: Game, draw: Draws) -> None:
        self.game = game
        columns = draw.complete(game.parameters).columns()
        numbers = {name: Fraction(float(column[0])) for name, column in columns.items()}
        self.allowed = [list(range(len(i.actions))) for i in game.infosets]
        self.p = [Fraction(1)] * len(game.nodes)
        players = range(len(game.players))
        nothing = [Fraction(0)] * len(game.players)
        self.paid: list[list[Fraction]] = []
        for node in game.nodes:
            before = nothing if node.parent < 0 else self.paid[node.parent]
            pays = node.pays
            here = nothing if pays is None else [exactly(e.term, numbers) for e in pays]
            self.paid.append([before[j] + here[j] for j in players])
            if node.p is not None:
                self.p[node.index] = exactly(node.p.term, numbers)
        for node in game.nodes:
            if node.kind == "chance":
                total = sum(self.p[c] for c in node.children)
                for c in node.children:
                    self.p[c] /= total
        self.ways = [[self._way(n, i.player) for n in i.nodes] for i in game.infosets]
        self._bounds: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}

    def _way(self, node: int, player: int) -> Way:
        """Return the others' actions on the way to a node, and the chance of the rest."""
        actions: list[tuple[int, int]] = []
        chance = Fraction(1)
        while node > 0:
            parent = self.game.nodes[self.game.nodes[node].parent]
            if parent.kind == "chance":
                chance *= self.p[node]
            elif self.game.infosets[parent.infoset].player != player:
                actions.append((parent.infoset, parent.children.index(node)))
            node = parent.index
        return actions, chance

    def remove(self) -> None:
        """Remove dominated actions until none is left to remove."""
        changed = True
        while changed:
            changed = False
            self._bounds.clear()
            for infoset in self.game.infosets:
                listed = self.allowed[infoset.index]
                gone = [a for a in listed if any(self._beats(infoset, b, a) for b in listed)]
                if gone:
                    self.allowed[infoset.index] = [a for a in listed if a not in gone]
                    changed = True
                    break

    def is_settled(self, infoset: InfoSet) -> bool:
        """Return whether what is left at a set pays the mover exactly the same."""
        first, *others = self.allowed[infoset.index]
        return all(
            least >= 0
            for a in others
            for pair in ((a, first), (first, a))
            for least in self._gaps(infoset, *pair)
        )

    def _beats(self, infoset: InfoSet, better: int, worse: int) -> bool:
        if better == worse:
            return False
        return all(least > 0 for least in self._gaps(infoset, better, worse))

    def _gaps(self, infoset: InfoSet, better: int, worse: int) -> list[Fraction]:
        """Return the least that one action gains over another: node by node, or on average.

        On average where the others' actions that are left reach the set for sure, so that beliefs
        follow from chance alone.
        """
        nodes, player = self.game.nodes, infoset.player
        listed = list(zip(infoset.nodes, self.ways[infoset.index], strict=True))
        possible = [
            (n, way) for n, way in listed if way[1] and all(a in self.allowed[i] for i, a in way[0])
        ]
        sure = [all(len(self.allowed[i]) == 1 for i, _ in way[0]) for _, way in possible]
        used = possible if any(sure) else listed
        least = [
            self._least(nodes[n].children[better], nodes[n].children[worse], player)
            for n, _ in used
        ]
        if used is possible and all(sure):
            return [sum((w[1] * x for (_, w), x in zip(used, least, strict=True)), Fraction(0))]
        return least

    def _least(self, x: int, y: int, player: int) -> Fraction:
        """Return the least that a player may get at one node beyond another.

        Others who cannot tell the two apart act alike at both.
        """
        one, other = self.game.nodes[x], self.game.nodes[y]
        if one.kind == other.kind == "move" and one.infoset == other.infoset:
            return min(
                self._least(one.children[a], other.children[a], player)
                for a in self.allowed[one.infoset]
            )
        if one.kind == other.kind == "chance":
            pairs = list(zip(one.children, other.children, strict=False))
            same = len(one.children) == len(other.children)
            if same and all(self.p[a] == self.p[b] for a, b in pairs):
                return sum((self.p[a] * self._least(a, b, player) for a, b in pairs), Fraction(0))
        return self._range(x, player)[0] - self._range(y, player)[1]

    def _range(self, node: int, player: int) -> tuple[Fraction, Fraction]:
        """Bound what a player can expect from a node on, all payments counted."""
        if (node, player) not in self._bounds:
            at = self.game.nodes[node]
            if not at.children:
                found = self.paid[node][player], self.paid[node][player]
            elif at.kind == "chance":
                each = [(self.p[c], *self._range(c, player)) for c in at.children]
                found = (
                    sum((p * low for p, low, _ in each), Fraction(0)),
                    sum((p * high for p, _, high in each), Fraction(0)),
                )
            else:
                ranges = [self._range(at.children[a], player) for a in self.allowed[at.infoset]]
                found = min(low for low, _ in ranges), max(high for _, high in ranges)
            self._bounds[node, player] = found
        return self._bounds[node, player]

    def beliefs(self) -> Floats:
        """Return beliefs by Bayes' rule, equal shares played; nan at sets that are not reached."""
        belief = np.full(len(self.game.nodes), np.nan)
        for infoset in self.game.infosets:
            at: list[Fraction] = []
            for node in infoset.nodes:
                p = Fraction(1)
                n = node
                while n > 0:
                    parent = self.game.nodes[self.game.nodes[n].parent]
                    if parent.kind == "chance":
                        p *= self.p[n]
                    else:
                        allowed = self.allowed[parent.infoset]
                        taken = parent.children.index(n) in allowed
                        p *= Fraction(1, len(allowed)) if taken else 0
                    n = parent.index
                at.append(p)
            if any(at):
                for node, p in zip(infoset.nodes, at, strict=True):
                    belief[node] = float(p / sum(at))
        return belief
