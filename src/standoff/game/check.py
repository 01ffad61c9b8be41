"""What makes a tree a game: names that exist, chances that add up, players who remember."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.tree import Game, InfoSet

MAX_NODES = 100_000
MAX_DEPTH = 500

#: Chances may miss a sum of one by this much (rounding in decimals such as .33).
CHANCE_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a game.

    Parameters
    ----------
    code : str
        Its page: `standoff explain SG006`.
    sentence : str
    where : tuple
        Path of the offending value in the game file; empty for games built in Python.
    """

    code: str
    sentence: str
    where: tuple[str | int, ...] = ()


def check(game: Game, where: Sequence[tuple[str | int, ...]] = ()) -> list[Problem]:
    """Return everything that keeps a tree from being a game; an empty list if nothing does.

    Parameters
    ----------
    game : Game
    where : sequence, one entry per node, optional
        Where each node stands in its file.
    """
    places = list(where) or [()] * len(game.nodes)
    problems = _names(game)
    problems += _shape(game, places)
    problems += _mentions(game, places)
    if not problems:
        problems += _chances(game, places) + _recall(game, places)
    return problems


def _names(game: Game) -> list[Problem]:
    problems: list[Problem] = []
    if not game.players:
        problems.append(Problem("SG002", "the game names no player", ("players",)))
    for label in _repeated(infoset.label for infoset in game.infosets):
        holders = [game.players[i.player] for i in game.infosets if i.label == label]
        problems.append(
            Problem("SG009", f"{' and '.join(holders)} both know {label!r}: name the sets apart")
        )
    for kind, names in (
        ("player", game.players),
        ("parameter", [p.name for p in game.parameters]),
        ("parameter symbol", [p.symbol for p in game.parameters if p.symbol]),
    ):
        problems += [
            Problem("SG009", f"{kind} {name!r} is declared twice", (kind + "s",))
            for name in _repeated(names)
        ]
    return problems


def _repeated(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def _shape(game: Game, where: Sequence[tuple[str | int, ...]]) -> list[Problem]:
    problems: list[Problem] = []
    for node in game.nodes:
        place = where[node.index]
        if node.kind == "end":
            if not node.outcome:
                problems.append(Problem("SG001", "an end has no outcome name", place))
            continue
        labels = [game.nodes[child].branch for child in node.children]
        if not labels:
            problems.append(Problem("SG001", "a move or chance node has no branch", place))
        if "" in labels:
            problems.append(Problem("SG001", "a branch has no label", place))
        for label in _repeated(labels):
            problems.append(Problem("SG009", f"two branches are called {label!r}", place))
        if node.kind == "chance":
            bare = [game.nodes[c].branch for c in node.children if game.nodes[c].p is None]
            problems += [
                Problem("SG007", f"chance branch {label!r} has no probability", place)
                for label in bare
            ]
    return problems


def _mentions(game: Game, where: Sequence[tuple[str | int, ...]]) -> list[Problem]:
    known = [p.name for p in game.parameters]
    problems: list[Problem] = []
    for node in game.nodes:
        for expression in ((node.p,) if node.p else ()) + (node.pays or ()):
            for name in sorted(expression.names - set(known)):
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                problems.append(
                    Problem(
                        "SG004", f"{name!r} is not a declared parameter{hint}", where[node.index]
                    )
                )
    return list(dict.fromkeys(problems))


def _chances(game: Game, where: Sequence[tuple[str | int, ...]]) -> list[Problem]:
    """Chances are judged at the default values; each draw is judged again when it is solved."""
    defaults = {p.name: p.default for p in game.parameters}
    problems: list[Problem] = []
    for node in game.nodes:
        if node.kind != "chance":
            continue
        p = np.array(
            [e.evaluate(defaults) for c in node.children if (e := game.nodes[c].p) is not None]
        )
        shown = ", ".join(f"{x:g}" for x in p)
        if not np.all((p >= 0) & (p <= 1)):
            problems.append(
                Problem(
                    "SG007",
                    f"chances at {node.title!r} must lie between 0 and 1; at the defaults they "
                    f"are {shown}",
                    where[node.index],
                )
            )
        elif abs(p.sum() - 1.0) > CHANCE_TOLERANCE:
            problems.append(
                Problem(
                    "SG007",
                    f"chances at {node.title!r} must add up to 1; at the defaults they are "
                    f"{shown}, together {p.sum():g}",
                    where[node.index],
                )
            )
    return problems


def _recall(game: Game, where: Sequence[tuple[str | int, ...]]) -> list[Problem]:
    """Perfect recall: all nodes of a set lie behind the same own sets and own actions."""
    own: list[tuple[tuple[int, str], ...]] = []
    memories: dict[tuple[int, int], tuple[tuple[int, str], ...]] = {}
    for node in game.nodes:
        if node.parent < 0:
            memory = {i: () for i in range(len(game.players))}
        else:
            memory = {i: memories[node.parent, i] for i in range(len(game.players))}
            parent = game.nodes[node.parent]
            if parent.infoset >= 0:
                player = game.infosets[parent.infoset].player
                memory[player] = (*memory[player], (parent.infoset, node.branch))
        memories |= {(node.index, i): m for i, m in memory.items()}
        own.append(memory[game.infosets[node.infoset].player] if node.infoset >= 0 else ())
    return [
        Problem("SG006", _forgets(game, infoset, first, other), where[other])
        for infoset in game.infosets
        for first, other in [(infoset.nodes[0], n) for n in infoset.nodes[1:]]
        if own[first] != own[other]
    ]


def _forgets(game: Game, infoset: InfoSet, first: int, other: int) -> str:
    told = [" > ".join(game.history(n)) or "the start" for n in (first, other)]
    return (
        f"{game.players[infoset.player]} would forget an own move or what was known before it "
        f"(imperfect recall): {infoset.label!r} joins {told[0]!r} and {told[1]!r}"
    )
