"""Whether a threat would be carried out, how strongly it is believed, and how strongly it must be.

Everything is read from a solved game at the information set where the other side answers. The
*belief held* there is the chance that the threat would be carried out if that side resisted. The
*belief needed* is the value of this chance at which its best concession and its best resistance are
equally good, with everything else it expects as it is: what a concession is worth, and what
resistance is worth if the threat is carried out and if it is not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.threat import Threat
from standoff.game.threat_sets import answering_sets, carrying_sets
from standoff.game.tree import Game, InfoSet
from standoff.solve.evaluate import edge_probability, reach
from standoff.solve.solution import Solution

#: Two payoffs are the same when they differ by less than this share of the larger one.
_ROUNDING = 1e-12

Bools = NDArray[np.bool_]
#: One number per draw, by node.
_Columns = dict[int, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Credible:
    """Whether carrying a threat out is at least as good as backing down, for one who made it.

    Parameters
    ----------
    who : str
        The private type, by the branches that the other side does not see; the player where there
        is no such doubt.
    carrying_out, backing_down : float array, shape (n_draws,)
        What the player expects from each; backing down is the best it can do otherwise.
    """

    who: str
    carrying_out: Floats
    backing_down: Floats

    @property
    def holds(self) -> Bools:
        """Mark the draws in which the threat would be carried out."""
        unit = np.maximum(np.abs(self.carrying_out), np.abs(self.backing_down))
        return self.carrying_out >= self.backing_down - _ROUNDING * unit


@dataclass(frozen=True, slots=True, eq=False)
class ThreatMet:
    """A threat as it is met at one information set of the other side; arrays over draws.

    Parameters
    ----------
    threat : Threat
    infoset : str
        Label of the set.
    target : str
        Who answers there.
    p_made : float array
        How likely play gets to the set.
    p_carried_out : float array
        The belief held. Where play does not get there, it is what the equilibrium assumes.
    p_uninformative : float array
        The same chance if everybody made the threat, so that it told nothing about its maker:
        types are then as likely as chance drew them.
    belief_needed : float array
        Above 1 where no belief is enough, at most 0 where any is; nan where the chance that the
        threat is carried out does not matter to the target, or makes resistance more attractive.
    credible : tuple of Credible
        One for every information set at which the threat can be carried out after resistance.
    """

    threat: Threat
    infoset: str
    target: str
    p_made: Floats
    p_carried_out: Floats
    p_uninformative: Floats
    belief_needed: Floats
    credible: tuple[Credible, ...]


def threats_met(solution: Solution, given: Collection[str] = ()) -> tuple[ThreatMet, ...]:
    """Judge every threat of a solved game, at every set where it may be answered.

    Parameters
    ----------
    solution : Solution
    given : sequence of str
        Moves known to have been made: sets that play cannot get to after them are left out.

    Returns
    -------
    tuple of ThreatMet
        In the order of the threats and of the sets. None for a set at which the other side can only
        give in, or only resist.
    """
    game = solution.game
    if not game.threats:
        return ()
    arrays, table = lower(game), numbers(game, solution.draws)
    p_edge = _after(game, given, edge_probability(arrays, table, solution.strategy))
    p_reach = reach(arrays, p_edge)
    by_chance = reach(arrays, np.where(arrays.edge_chance >= 0, p_edge, 1.0))
    found = (
        _met(solution, _Tree(game, threat, infoset, arrays, table, p_edge), p_reach, by_chance)
        for threat in game.threats
        for infoset in answering_sets(game, threat)
        if any(_is_possible(game, node, given) for node in infoset.nodes)
    )
    return tuple(each for each in found if each is not None)


class _Tree:
    """What is expected below the answer to a threat: as it is played, carried out, and not.

    Parameters
    ----------
    game : Game
    threat : Threat
    answer : InfoSet
        Where it is answered.
    arrays, table : GameArrays, GameNumbers
    p_edge : float array, shape (n_draws, n_nodes)
    """

    def __init__(
        self,
        game: Game,
        threat: Threat,
        answer: InfoSet,
        arrays: GameArrays,
        table: GameNumbers,
        p_edge: Floats,
    ) -> None:
        self.game, self.threat, self.answer = game, threat, answer
        self._row, self._table, self._n_draws = arrays.payoff_row, table, len(p_edge)
        self.below = _subtrees(game, answer.nodes)
        self.carrying = [
            each for each in carrying_sets(game, threat) if not self.below.isdisjoint(each.nodes)
        ]
        self.is_carrying = {
            game.nodes[node].children[each.actions.index(threat.carried_out_by)]
            for each in self.carrying
            for node in each.nodes
        }
        self._played = {node: p_edge[:, node] for node in self.below}
        self._order = sorted(self.below, reverse=True)

    def worth(self, player: int, played: Mapping[int, Floats] | None = None) -> _Columns:
        """Return what a player expects from every node on, with what is paid there."""
        p = self._played if played is None else played
        found = {node: self._paid(node, player) for node in self._order}
        for node in self._order:
            above = self.game.nodes[node].parent
            if above in found:
                found[above] = found[above] + p[node] * found[node]
        return found

    def carried_out(self, player: int, worth: _Columns) -> tuple[_Columns, _Columns]:
        """Return the chance that the threat is carried out, and that part of what is expected."""
        chance = {node: np.zeros(self._n_draws) for node in self._order}
        part = {node: np.zeros(self._n_draws) for node in self._order}
        for node in self._order:
            part[node] = part[node] + self._paid(node, player) * chance[node]
            above, p = self.game.nodes[node].parent, self._played[node]
            if above not in chance:
                continue
            is_now = node in self.is_carrying
            chance[above] = chance[above] + (p if is_now else p * chance[node])
            part[above] = part[above] + p * (worth[node] if is_now else part[node])
        return chance, part

    def forced(self, *, carried: bool) -> _Columns:
        """Return the chances of branches if the threat is always, or never, carried out."""
        p = dict(self._played)
        for infoset in self.carrying:
            # The same set may also lie below another answer to the threat.
            for node in self.below.intersection(infoset.nodes):
                children = self.game.nodes[node].children
                if carried:
                    p |= {c: np.full(self._n_draws, float(c in self.is_carrying)) for c in children}
                else:
                    p |= dict(zip(children, self._backing_down(infoset, children), strict=True))
        return p

    def _backing_down(self, infoset: InfoSet, children: Sequence[int]) -> list[Floats]:
        """Return how it is played where the threat is not carried out."""
        withdrawn = self.threat.withdrawn_by
        if withdrawn in infoset.actions:
            return [np.full(self._n_draws, float(a == withdrawn)) for a in infoset.actions]
        others = [float(action != self.threat.carried_out_by) for action in infoset.actions]
        left = [w * self._played[c] for w, c in zip(others, children, strict=True)]
        total = np.sum(left, axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return [
                np.where(total > 0.0, each / total, w / max(sum(others), 1.0))
                for w, each in zip(others, left, strict=True)
            ]

    def _paid(self, node: int, player: int) -> Floats:
        row = self._row[node]
        return np.zeros(self._n_draws) if row < 0 else self._table.payoff[:, row, player]


def _met(solution: Solution, tree: _Tree, p_reach: Floats, by_chance: Floats) -> ThreatMet | None:
    game, answer, nodes = solution.game, tree.answer, list(tree.answer.nodes)
    player = answer.player
    resists = np.array(
        [
            any(
                not tree.is_carrying.isdisjoint(
                    _subtrees(game, [game.nodes[node].children[action]])
                )
                for node in nodes
            )
            for action in range(len(answer.actions))
        ]
    )
    if resists.all() or not resists.any():
        return None
    belief = solution.belief[:, nodes]
    with np.errstate(invalid="ignore"):
        prior = by_chance[:, nodes] / by_chance[:, nodes].sum(axis=1, keepdims=True)

    def expected(columns: _Columns, weights: Floats = belief) -> Floats:
        """Return what every action leads to, shape (n_draws, n_actions)."""
        below = [[columns[child] for child in children] for children in _by_action(game, nodes)]
        return np.einsum("dn,and->da", weights, np.array(below))

    worth = tree.worth(player)
    chance, part = tree.carried_out(player, worth)
    of_action = expected(worth)
    best = np.where(resists, np.nan_to_num(of_action, nan=-np.inf), -np.inf).argmax(axis=1)
    rows = np.arange(len(best))
    p, carried_part = expected(chance)[rows, best], expected(part)[rows, best]
    resisting = of_action[rows, best]
    conceding = np.where(~resists, of_action, -np.inf).max(axis=1)
    always, never = (
        expected(tree.worth(player, tree.forced(carried=carried)))[rows, best]
        for carried in (True, False)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        carried = np.where(p > 0.0, carried_part / p, always)
        not_carried = np.where(p < 1.0, (resisting - carried_part) / (1.0 - p), never)
        loss = not_carried - carried
        needed = np.where(loss > 0.0, (not_carried - conceding) / loss, np.nan)
    return ThreatMet(
        tree.threat,
        answer.label,
        game.players[player],
        p_reach[:, nodes].sum(axis=1),
        p,
        expected(chance, prior)[rows, best],
        needed,
        _told_apart([_credible(solution, tree, each) for each in tree.carrying], tree.carrying),
    )


def _credible(solution: Solution, tree: _Tree, infoset: InfoSet) -> Credible:
    game, nodes = solution.game, [node for node in infoset.nodes if node in tree.below]
    belief = solution.belief[:, nodes] if len(nodes) > 1 else np.ones((len(solution.draws), 1))
    columns = tree.worth(infoset.player)
    below = [[columns[child] for child in children] for children in _by_action(game, nodes)]
    worth = np.einsum("dn,and->da", belief, np.array(below))
    at = infoset.actions.index(tree.threat.carried_out_by)
    others = np.delete(worth, at, axis=1)
    if tree.threat.withdrawn_by in infoset.actions:
        others = worth[:, [infoset.actions.index(tree.threat.withdrawn_by)]]
    back = others.max(axis=1) if others.shape[1] else np.full(len(worth), -np.inf)
    return Credible(_who(game, tree.answer, nodes, infoset.player), worth[:, at], back)


def _told_apart(found: list[Credible], sets: list[InfoSet]) -> tuple[Credible, ...]:
    """Name the sets as well where one type may carry the threat out at several."""
    names = [each.who for each in found]
    return tuple(
        each if names.count(each.who) == 1 else replace(each, who=f"{each.who} ({infoset.label})")
        for each, infoset in zip(found, sets, strict=True)
    )


def _by_action(game: Game, nodes: Sequence[int]) -> list[list[int]]:
    """Return the nodes that every action leads to."""
    return [list(each) for each in zip(*(game.nodes[n].children for n in nodes), strict=True)]


def _subtrees(game: Game, roots: Sequence[int]) -> set[int]:
    """Return nodes with everything below them."""
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        found.add(node)
        waiting.extend(game.nodes[node].children)
    return found


def _who(game: Game, answer: InfoSet, nodes: Sequence[int], player: int) -> str:
    """Name a type by the branches in which the histories at the answer differ."""
    histories = {node: game.history(node) for node in answer.nodes}
    length = min(map(len, histories.values()))
    differing = [i for i in range(length) if len({h[i] for h in histories.values()}) > 1]
    names: dict[str, None] = {}
    for node in nodes:
        for up in game.path(node):
            if up.index in histories:
                names[" ".join(histories[up.index][i] for i in differing)] = None
    known = " or ".join(name for name in names if name)
    return known or game.players[player]


def _after(game: Game, given: Collection[str], p_edge: Floats) -> Floats:
    """Put the moves known to have been made in the place of what would be played there."""
    p = p_edge.copy()
    for infoset in game.infosets:
        made = [i for i, action in enumerate(infoset.actions) if action in given]
        for node in infoset.nodes if made else ():
            children = game.nodes[node].children
            p[:, list(children)] = 0.0
            p[:, children[made[0]]] = 1.0
    return p


def _is_possible(game: Game, node: int, given: Collection[str]) -> bool:
    """Say whether play can get to a node after the moves known to have been made."""
    path = game.path(node)
    for above, here in pairwise(path):
        if above.kind == "move":
            offered = game.infosets[above.infoset].actions
            if here.branch not in given and any(action in given for action in offered):
                return False
    return True
