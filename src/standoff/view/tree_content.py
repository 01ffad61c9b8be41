"""What a picture of a game says: which nodes it shows, with which words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standoff.errors import GameError, UnknownName, one_of
from standoff.game.draws import Draws
from standoff.game.lower import lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game, Node
from standoff.solve.evaluate import edge_probability
from standoff.solve.solution import Solution
from standoff.view.lettering import share
from standoff.view.tree_payoffs import Payoffs, formula, paid

Collapse = Literal["nothing", "off path"]
State = Literal["plain", "path", "chosen", "unchosen"]
Mark = Literal["move", "chance", "end", "stub"]


@dataclass(frozen=True, slots=True)
class Item:
    """A node that is shown, with the branch that leads to it.

    Parameters
    ----------
    node : int
        Position in `Game.nodes`.
    parent : int
        Position among the items; -1 at the top.
    mark : {"move", "chance", "end", "stub"}
        A stub stands for everything below a node that is folded away.
    player : int
        Who moves; -1 elsewhere.
    level : int
        How many branches lead from the top of the picture to here.
    name : str
        The player, what chance decides, the outcome, or how much a stub hides.
    action, p : str
        The branch and its probability; empty where there is nothing to say.
    state : {"plain", "path", "chosen", "unchosen"}
        Reached with positive probability; chosen but not reached; never chosen. Plain without
        a solution.
    reach : float
        Probability that play gets here from the top of the picture; nan without a solution.
    payoffs : tuple of str
        Everything that each player gets on the way to an end.
    infoset : int
        Information set that the player cannot look into (several nodes); -1 elsewhere.
    belief : str
    n_ends : int
        Ends below a stub; 1 at an end.
    """

    node: int
    parent: int
    mark: Mark
    player: int
    level: int
    name: str
    action: str
    p: str
    state: State
    reach: float
    payoffs: tuple[str, ...]
    infoset: int
    belief: str
    n_ends: int


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a picture says; nothing about where it stands."""

    game: Game
    items: tuple[Item, ...]
    title: str
    description: str
    note: str
    has_solution: bool


def content(
    game: Game,
    solution: Solution | None,
    *,
    draw: int,
    payoffs: Payoffs,
    collapse: Collapse,
    focus: str | Sequence[str],
) -> Content:
    """Choose the nodes to show and write their labels."""
    one_of("way to show payoffs", payoffs, Payoffs)
    one_of("way to fold a tree", collapse, Collapse)
    top = _find(game, focus)
    one = _row(game, solution, draw)
    answered = one is not None and Status(int(one.status[0])).has_answer
    if collapse == "off path" and not answered:
        raise GameError(
            "only a tree with a solution can be collapsed: without one no branch is off the path",
            right="give a solved draw, or collapse='nothing'",
        )
    draws = Draws.point({}) if one is None else one.draws
    facts = _Facts(
        game,
        _branch_probabilities(game, draws, one if answered else None),
        one.belief[0].tolist() if one is not None and answered else None,
        paid(game, draws, payoffs),
        _n_ends(game),
        answered,
        payoffs == "expressions",
    )
    items = _items(facts, top, collapse)
    after = " > ".join(game.history(top))
    title = f"Game tree: {game.name}" + (f", after {after}" if after else "")
    note = "" if one is None or answered else Status(int(one.status[0])).message
    return Content(game, items, title, _sentence(items, answered), note, answered)


def _row(game: Game, solution: Solution | None, draw: int) -> Solution | None:
    if solution is None:
        return None
    if solution.game is not game and solution.game != game:
        raise GameError(
            f"the solution belongs to the game {solution.game.name!r}, not to {game.name!r}"
        )
    if not 0 <= draw < len(solution.draws):
        raise GameError(
            f"there is no draw {draw}", right=f"a draw from 0 to {len(solution.draws) - 1}"
        )
    return solution.at(draw)


def _find(game: Game, focus: str | Sequence[str]) -> int:
    """Return the node that a label or a whole history leads to."""
    if not focus:
        return 0
    if isinstance(focus, str):
        lengths = [0] * len(game.nodes)
        found: list[int] = []
        for node in game.nodes[1:]:
            lengths[node.index] = lengths[node.parent] + 1
            if node.branch == focus:
                found.append(node.index)
        if not found:
            raise UnknownName.among("branch", focus, (n.branch for n in game.nodes[1:]))
        nearest = min(lengths[n] for n in found)
        first = [n for n in found if lengths[n] == nearest]
        if len(first) > 1:
            shown = "; ".join(repr(game.history(n)) for n in first[:4])
            raise GameError(
                f"{len(first)} branches called {focus!r} are equally near the start",
                right=f"give the whole history, for example {shown}",
            )
        return first[0]
    at = 0
    for label in focus:
        below = {game.nodes[child].branch: child for child in game.nodes[at].children}
        if label not in below:
            raise UnknownName.among("branch", label, below)
        at = below[label]
    return at


def _branch_probabilities(game: Game, draws: Draws, one: Solution | None) -> list[float]:
    arrays = lower(game)
    unknown = np.full((1, arrays.n_actions), np.nan)
    strategy = unknown if one is None else one.strategy
    return edge_probability(arrays, numbers(game, draws), strategy)[0].tolist()


def _n_ends(game: Game) -> list[int]:
    n_ends = [int(node.kind == "end") for node in game.nodes]
    for node in reversed(game.nodes[1:]):
        n_ends[node.parent] += n_ends[node.index]
    return n_ends


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known about every node of the game, shown or not."""

    game: Game
    p_edge: list[float]
    belief: list[float] | None
    payoffs: list[tuple[str, ...]]
    n_ends: list[int]
    answered: bool
    by_name: bool


def _items(facts: _Facts, top: int, collapse: Collapse) -> tuple[Item, ...]:
    items: list[Item] = []
    place: dict[int, int] = {}
    for node in facts.game.nodes[top:]:
        above = place.get(node.parent, -1)
        if node.index != top and node.parent < top:
            break  # in preorder the subtree is over
        if node.index != top and (above < 0 or items[above].mark == "stub"):
            continue
        place[node.index] = len(items)
        items.append(_item(facts, node, above, items[above] if above >= 0 else None, collapse))
    return tuple(items)


def _item(facts: _Facts, node: Node, above: int, parent: Item | None, collapse: Collapse) -> Item:
    p = facts.p_edge[node.index] if parent else 1.0
    reach = p * (parent.reach if parent else 1.0) if facts.answered else float("nan")
    folded = collapse == "off path" and node.kind != "end" and reach == 0
    mark: Mark = "stub" if folded else node.kind
    infoset = facts.game.infosets[node.infoset] if mark == "move" else None
    hidden = infoset is not None and len(infoset.nodes) > 1
    n_ends = facts.n_ends[node.index]
    return Item(
        node=node.index,
        parent=above,
        mark=mark,
        player=infoset.player if infoset else -1,
        level=parent.level + 1 if parent else 0,
        name=facts.game.players[infoset.player]
        if infoset
        else f"+{n_ends:,} {'end' if n_ends == 1 else 'ends'} off the path"
        if folded
        else node.title or node.outcome,
        action=node.branch if parent else _entry(facts.game, node.index),
        p=_p(facts, node, p) if parent else "",
        state=_state(facts.answered, reach, p),
        reach=reach,
        payoffs=facts.payoffs[node.index] if mark == "end" else (),
        infoset=node.infoset if hidden else -1,
        belief=share(facts.belief[node.index]) if facts.belief and hidden else "",
        n_ends=n_ends,
    )


def _entry(game: Game, top: int) -> str:
    return f"after {' › '.join(game.history(top))}" if top else ""


def _p(facts: _Facts, node: Node, p: float) -> str:
    if node.p is None:
        return share(p) if facts.answered and p > 0 else ""
    return formula(node.p) if facts.by_name else share(p)


def _state(answered: bool, reach: float, p: float) -> State:
    if not answered:
        return "plain"
    return "path" if reach > 0 else "chosen" if p > 0 else "unchosen"


def _sentence(items: Sequence[Item], answered: bool) -> str:
    n_ends = sum(item.n_ends for item in items if item.mark in ("end", "stub"))
    text = f"A game tree with {n_ends:,} {'end' if n_ends == 1 else 'ends'}"
    if not answered:
        return text + "."
    shares: dict[str, float] = {}
    for item in items:
        if item.mark == "end" and item.reach > 0:
            shares[item.name] = shares.get(item.name, 0.0) + item.reach
    likeliest = max(shares, key=shares.__getitem__)
    return (
        f"{text}; in the equilibrium shown the likeliest outcome is {likeliest!r}, "
        f"with probability {share(shares[likeliest])}."
    )
