"""Which actions might be chosen together: a search that drops what cannot be a best reply.

A support system names, for every information set, the actions that have positive probability. The
search decides one set after another. After each decision it bounds what every action can be worth,
given what is decided, and drops actions that are worse than another one under all beliefs that are
still possible; this goes on until nothing more is dropped.

References
----------
Porter, R., Nudelman, E. and Shoham, Y. (2008). Simple search methods for finding a Nash
equilibrium. Games and Economic Behavior 63 (conditional dominance on supports).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from standoff.solve.effort import Effort
from standoff.solve.small_tree import SmallTree

Support = tuple[int, ...]
SupportSystem = tuple[Support, ...]

#: An action must be worse by this share of the payoffs compared to be dropped.
WORSE = 1e-9
#: What deciding one set costs.
PER_DECISION = 0.2


def support_systems(
    tree: SmallTree, *, pure_only: bool = False, effort: Effort | None = None
) -> Iterator[SupportSystem]:
    """Yield every support system that survives the bounds.

    Parameters
    ----------
    tree : SmallTree
    pure_only : bool
        Yield single actions only.
    effort : Effort, optional
        The search ends early when it is spent.

    Yields
    ------
    tuple of tuple of int
        Positions of the actions of each set that have positive probability.
    """
    search = _Search(tree, pure_only, effort)
    yield from search.below(
        [tuple(range(s.n_actions)) for s in tree.sets], [False] * len(tree.sets)
    )


class _Search:
    def __init__(self, tree: SmallTree, pure_only: bool, effort: Effort | None) -> None:
        self.tree = tree
        self.effort = effort
        self.pure_only = pure_only
        self.payoff = tree.payoff.tolist()
        self.players = range(tree.n_players)
        self.inner = [n for n in range(tree.n_nodes - 1, -1, -1) if tree.children[n]]
        # For each node of a set: others' actions on the way there, and the chance of the way.
        self.ways = [[_way(tree, node, s.player) for node in s.nodes] for s in tree.sets]

    def below(self, allowed: list[Support], decided: list[bool]) -> Iterator[SupportSystem]:
        if self.effort is not None:
            if self.effort.is_spent:
                return
            self.effort.spend(PER_DECISION)
        tightened = self.tighten(allowed, decided)
        if tightened is None:
            return
        decided = [d or len(a) == 1 for d, a in zip(decided, tightened, strict=True)]
        if all(decided):
            yield tuple(tightened)
            return
        open_sets = [i for i, d in enumerate(decided) if not d]
        i = min(open_sets, key=lambda j: len(tightened[j]))
        after = [d or j == i for j, d in enumerate(decided)]
        largest = 1 if self.pure_only else len(tightened[i])
        for size in range(1, largest + 1):
            for support in combinations(tightened[i], size):
                tried = list(tightened)
                tried[i] = support
                yield from self.below(tried, after)

    def tighten(self, allowed: list[Support], decided: list[bool]) -> list[Support] | None:
        """Drop what cannot be a best reply; None when a decided support holds such an action."""
        allowed = list(allowed)
        while True:
            low, high = self.bounds(allowed)
            changed = False
            for i, each in enumerate(self.tree.sets):
                weights = self.weights(i, allowed, decided)
                worst, best = self.worth(i, weights, low[each.player], high[each.player])
                kept = tuple(a for a in allowed[i] if not self.is_worse(a, worst, best))
                if len(kept) < len(allowed[i]):
                    if decided[i] or not kept:
                        return None
                    allowed[i] = kept
                    changed = True
            if not changed:
                return allowed

    def bounds(self, allowed: list[Support]) -> tuple[list[list[float]], list[list[float]]]:
        """Bound what each player can expect from each node on, by player and node."""
        tree = self.tree
        low = [[row[p] for row in self.payoff] for p in self.players]
        high = [list(column) for column in low]
        for node in self.inner:
            children, i = tree.children[node], tree.infoset[node]
            for p in self.players:
                if i < 0:
                    low[p][node] = sum(tree.p[c] * low[p][c] for c in children)
                    high[p][node] = sum(tree.p[c] * high[p][c] for c in children)
                else:
                    low[p][node] = min(low[p][children[a]] for a in allowed[i])
                    high[p][node] = max(high[p][children[a]] for a in allowed[i])
        return low, high

    def weights(
        self, i: int, allowed: list[Support], decided: list[bool]
    ) -> tuple[list[int], list[float] | None]:
        """Return the nodes that may be believed in, and their odds where these are known."""
        sure: list[float] = []
        possible: list[int] = []
        is_sure = False
        for position, (actions, chance) in enumerate(self.ways[i]):
            if chance <= 0.0 or any(a not in allowed[j] for j, a in actions):
                continue
            possible.append(position)
            if all(len(allowed[j]) == 1 for j, _ in actions):
                sure.append(chance)
                is_sure = True
            elif all(decided[j] for j, _ in actions):
                is_sure = True  # reached with positive though unknown probability
        if not is_sure:
            return list(range(len(self.ways[i]))), None
        return possible, sure if len(sure) == len(possible) else None

    def worth(
        self,
        i: int,
        weights: tuple[list[int], list[float] | None],
        low: list[float],
        high: list[float],
    ) -> tuple[list[list[float]], list[list[float]]]:
        """Bound each action's worth: a row per believed node, or one row where odds are known."""
        possible, odds = weights
        each, children = self.tree.sets[i], self.tree.children
        nodes = [each.nodes[k] for k in possible]
        worst = [[low[c] for c in children[n]] for n in nodes]
        best = [[high[c] for c in children[n]] for n in nodes]
        if odds is None:
            return worst, best
        total = sum(odds)
        shares = [x / total for x in odds]
        actions = range(each.n_actions)
        return (
            [[sum(s * row[a] for s, row in zip(shares, worst, strict=True)) for a in actions]],
            [[sum(s * row[a] for s, row in zip(shares, best, strict=True)) for a in actions]],
        )

    def is_worse(self, action: int, worst: list[list[float]], best: list[list[float]]) -> bool:
        return any(
            all(_is_less(b[action], w[other]) for w, b in zip(worst, best, strict=True))
            for other in range(len(worst[0]))
            if other != action
        )


def _is_less(one: float, other: float) -> bool:
    return other - one > WORSE * max(abs(one), abs(other))


def _way(tree: SmallTree, node: int, player: int) -> tuple[list[tuple[int, int]], float]:
    actions: list[tuple[int, int]] = []
    chance = 1.0
    while tree.parent[node] >= 0:
        parent = tree.parent[node]
        i = tree.infoset[parent]
        if i < 0:
            chance *= tree.p[node]
        elif tree.sets[i].player != player:
            actions.append((i, tree.children[parent].index(node)))
        node = parent
    return actions, chance
