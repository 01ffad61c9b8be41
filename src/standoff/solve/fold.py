"""Fold in the choices that are settled whatever the mover believes and whatever others do.

A last mover who likes one action best at every node of the set will take it: the game can end
there, with what follows as payoff. Ties stay open, so that no equilibrium is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import Floats, lower
from standoff.game.status import Status
from standoff.game.tree import Game, InfoSet, Node
from standoff.solve.small_tree import SmallTree, read_tree
from standoff.solve.solution import Solution
from standoff.solve.trembles import complete_beliefs
from standoff.text.expression import parse

#: Payoffs closer than this, relative to the two, count as a tie.
TIE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A game with its settled choices taken out, and the way back.

    Parameters
    ----------
    whole : Game
    draw : Draws
        The one draw at which choices were settled.
    game : Game
        What is left to decide: numbers instead of expressions, expected payoffs at the new ends.
    settled : mapping of str to str
        Information set of the whole game to the action taken there.
    nodes : tuple of int
        Node of the whole game for every node of the reduced one.
    """

    whole: Game
    draw: Draws
    game: Game
    settled: Mapping[str, str]
    nodes: tuple[int, ...]

    def lift(self, solution: Solution) -> Solution:
        """Carry a solution of the reduced game over to the whole game.

        Beliefs at settled sets follow from the trembles that support the given beliefs; where
        no trembles support them they stay nan, and the status is `NOT_CONVERGED`.

        Parameters
        ----------
        solution : Solution
            Of the reduced game, one draw.
        """
        arrays, reduced = lower(self.whole), lower(self.game)
        strategy = np.zeros(arrays.n_actions)
        belief = np.full(arrays.n_nodes, np.nan)
        for infoset in self.game.infosets:
            origin = self.whole.nodes[self.nodes[infoset.nodes[0]]].infoset
            here = slice(*reduced.first_action[infoset.index : infoset.index + 2])
            there = slice(*arrays.first_action[origin : origin + 2])
            strategy[there] = solution.strategy[0, here]
            for node in infoset.nodes:
                belief[self.nodes[node]] = solution.belief[0, node]
        for label, action in self.settled.items():
            infoset = self.whole.infoset(label)
            first = int(arrays.first_action[infoset.index])
            strategy[first + infoset.actions.index(action)] = 1.0
        return whole_solution(
            self.whole,
            self.draw,
            strategy,
            belief,
            method=solution.method,
            rule=solution.rule,
            name=solution.name,
        )


def whole_solution(
    game: Game,
    draw: Draws,
    strategy: Floats,
    belief: Floats,
    *,
    method: str,
    rule: str,
    name: str = "",
) -> Solution:
    """Fill in the beliefs that were left open, and make a solution of one draw.

    Parameters
    ----------
    strategy : float array, shape (n_actions,)
    belief : float array, shape (n_nodes,)
        nan where any belief will do that goes with the others.
    """
    completed = complete_beliefs(game, draw, strategy, belief)
    status = Status.NOT_CONVERGED if completed is None else Status.SOLVED
    return Solution(
        game,
        draw,
        strategy[None, :],
        (belief if completed is None else completed)[None, :],
        np.array([status], dtype=np.uint8),
        method,
        rule,
        name,
    )


def fold(game: Game, draw: Draws) -> Folded:
    """Take out the choices that are strictly best at every node of their set.

    Parameters
    ----------
    game : Game
    draw : Draws
        One draw; what is settled depends on the numbers.

    Returns
    -------
    Folded

    Notes
    -----
    Loses no sequential equilibrium: the settled action is the only best reply to every belief,
    given later play that is itself settled.
    """
    tree, scale, common = read_tree(game, draw)
    rest, settled = fold_tree(tree)
    return Folded(
        game,
        draw,
        _as_game(game, rest, scale, common),
        {
            game.infosets[origin].label: game.infosets[origin].actions[action]
            for origin, action in settled.items()
        },
        rest.origin,
    )


def fold_tree(tree: SmallTree) -> tuple[SmallTree, dict[int, int]]:
    """Return what is left to decide, and the action settled at each other set by its origin."""
    value, settled = settle(tree)
    return tree.ended({n: v for n, v in value.items() if _is_top(tree, n, value)}), settled


def settle(tree: SmallTree) -> tuple[dict[int, Floats], dict[int, int]]:
    """Return the values of nodes after which all is settled, and the settled actions by origin."""
    value: dict[int, Floats] = {
        node: tree.payoff[node] for node in range(tree.n_nodes) if not tree.children[node]
    }
    settled: dict[int, int] = {}
    waiting = set(range(len(tree.sets)))
    progress = True
    while progress:
        progress = False
        for node in range(tree.n_nodes - 1, -1, -1):
            if node not in value and tree.infoset[node] < 0:
                _roll(tree, node, value)
        ready = [
            i
            for i in waiting
            if all(c in value for n in tree.sets[i].nodes for c in tree.children[n])
        ]
        waiting.difference_update(ready)
        for i in ready:
            action = _settled_action(tree, i, value)
            if action is not None:
                progress = True
                settled[tree.sets[i].origin] = action
                for node in tree.sets[i].nodes:
                    value[node] = value[tree.children[node][action]]
    return value, settled


def _is_top(tree: SmallTree, node: int, value: Mapping[int, Floats]) -> bool:
    return node == 0 or tree.parent[node] not in value


def _roll(tree: SmallTree, node: int, value: dict[int, Floats]) -> None:
    children = tree.children[node]
    if all(c in value for c in children):
        value[node] = np.sum([tree.p[c] * value[c] for c in children], axis=0)


def _settled_action(tree: SmallTree, i: int, value: Mapping[int, Floats]) -> int | None:
    each = tree.sets[i]
    worth = np.array([[value[c][each.player] for c in tree.children[n]] for n in each.nodes])
    action = int(worth[0].argmax())
    others = np.delete(worth, action, axis=1)
    best = worth[:, [action]]
    if (best - others > TIE * np.maximum(np.abs(best), np.abs(others))).all():
        return action
    return None


def _as_game(game: Game, tree: SmallTree, scale: float, common: Floats) -> Game:
    """Write a tree that was cut down as a game in numbers, with the labels of the whole game."""
    nodes: list[Node] = []
    for i, origin in enumerate(tree.origin):
        old = game.nodes[origin]
        is_end = not tree.children[i]
        parent_is_chance = i > 0 and tree.infoset[tree.parent[i]] < 0
        nodes.append(
            replace(
                old,
                index=i,
                parent=tree.parent[i],
                kind="end" if is_end else old.kind,
                p=parse(tree.p[i]) if parent_is_chance else None,
                infoset=tree.infoset[i],
                title="" if is_end else old.title,
                outcome=(old.outcome or " > ".join(game.history(origin))) if is_end else "",
                pays=tuple(
                    parse(float(x) * scale + float(c))
                    for x, c in zip(tree.payoff[i], common, strict=True)
                )
                if is_end
                else None,
                children=tree.children[i],
            )
        )
    sets = tuple(
        InfoSet(
            i, s.player, game.infosets[s.origin].label, game.infosets[s.origin].actions, s.nodes
        )
        for i, s in enumerate(tree.sets)
    )
    return Game(game.name, game.players, (), tuple(nodes), sets)
