"""What makes a tree a game: names that exist, chances that add up, players who remember."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from standoff.game.threat_sets import faults
from standoff.game.tree import Game, InfoSet
from standoff.text.characters import LINE_BREAKS, look, unreadable
from standoff.text.names import joined

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
    right : str
        What would be right.
    also : tuple
        Path of a second value that the sentence speaks of.
    """

    code: str
    sentence: str
    where: tuple[str | int, ...] = ()
    right: str = ""
    also: tuple[str | int, ...] = ()


def check(game: Game, where: Sequence[tuple[str | int, ...]] = ()) -> list[Problem]:
    """Return everything that keeps a tree from being a game; an empty list if nothing does.

    Parameters
    ----------
    game : Game
    where : sequence, one entry per node, optional
        Where each node stands in its file.
    """
    places = list(where) or [()] * len(game.nodes)
    problems = _names(game) + _unprintable(game, places) + _alike(game, places)
    problems += _shape(game, places)
    problems += _mentions(game, places)
    if not problems:
        problems += _chances(game, places) + _recall(game, places) + _threats(game)
    return problems


def _threats(game: Game) -> list[Problem]:
    found = [
        Problem("SG013", f"threat {i + 1}: {wrong}", ("threats", i, field), right)
        for i, threat in enumerate(game.threats)
        for field, wrong, right in faults(game, threat)
    ]
    twice = Counter((each.by, each.move) for each in game.threats)
    found += [
        Problem("SG013", f"the threat that {by} makes by {move!r} is declared twice", ("threats",))
        for (by, move), count in twice.items()
        if count > 1
    ]
    return found


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


def _unprintable(game: Game, where: Sequence[tuple[str | int, ...]]) -> list[Problem]:
    """Every name stands in one line of a page, a table and a chart."""
    named: list[tuple[str, tuple[str | int, ...]]] = [(game.name, ("name",))]
    named += [(name, ("players",)) for name in game.players]
    for node in game.nodes:
        label = game.infosets[node.infoset].label if node.infoset >= 0 else ""
        names = dict.fromkeys((node.branch, node.title, node.outcome, label))
        named += [(name, where[node.index]) for name in names if name]
    problems: list[Problem] = []
    for name, place in dict(reversed(named)).items():
        hidden = unreadable(name)
        if hidden:
            problems.append(Problem("SG001", f"a name holds the character {hidden}", place))
        elif LINE_BREAKS.search(name):
            problems.append(Problem("SG001", f"the name {name!r} has a line break or a tab", place))
        elif not name.strip():
            problems.append(Problem("SG001", "a name is blank", place))
    return problems


def _alike(game: Game, where: Sequence[tuple[str | int, ...]]) -> list[Problem]:
    """Names that look the same would be one in every table and picture."""
    labels: dict[str, list[tuple[str, tuple[str | int, ...]]]] = {
        "players": [(name, ("players",)) for name in game.players],
        "outcomes": [(node.outcome, where[node.index]) for node in game.ends],
        "branches": [(node.branch, where[node.index]) for node in game.nodes[1:]],
        "information sets": [(each.label, where[each.nodes[0]]) for each in game.infosets],
    }
    problems: list[Problem] = []
    for kind, names in labels.items():
        seen: dict[str, str] = {}
        told: set[str] = set()
        for name, place in names:
            other = seen.setdefault(look(name), name)
            if other != name and name not in told:
                told.add(name)
                sentence = f"two {kind} look the same, and are not: {other!r} and {name!r}"
                problems.append(Problem("SG009", sentence, place))
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
    """Perfect recall: all nodes of a set lie behind the same own sets and own actions.

    What is forgotten once is reported once: neither for every node of a set, nor for later sets of
    the player, which inherit it.
    """
    own = _memories(game)
    causes: set[tuple[int, Hashable]] = set()
    problems: list[Problem] = []
    for infoset in game.infosets:
        first = infoset.nodes[0]
        other = next((n for n in infoset.nodes[1:] if own[n] != own[first]), None)
        if other is None:
            continue
        forgotten = _forgotten(game, infoset, own[first], own[other])
        cause = (infoset.player, forgotten.cause)
        if cause not in causes:
            causes.add(cause)
            problems.append(
                Problem(
                    "SG006",
                    _forgets(game, infoset, (first, other), forgotten),
                    where[other],
                    right=_remembering(game, infoset, (first, other), forgotten),
                    also=where[first],
                )
            )
    return problems


#: What a player has done: at which of its sets, and which move.
_Memory = tuple[tuple[int, str], ...]


def _memories(game: Game) -> list[_Memory]:
    """Return for every move what its player has done on the way there."""
    own: list[_Memory] = []
    memories: list[tuple[_Memory, ...]] = []
    for node in game.nodes:
        if node.parent < 0:
            memory: tuple[_Memory, ...] = ((),) * len(game.players)
        else:
            memory = memories[node.parent]
            parent = game.nodes[node.parent]
            if parent.infoset >= 0:
                player = game.infosets[parent.infoset].player
                done = (*memory[player], (parent.infoset, node.branch))
                memory = (*memory[:player], done, *memory[player + 1 :])
        memories.append(memory)
        own.append(memory[game.infosets[node.infoset].player] if node.infoset >= 0 else ())
    return own


@dataclass(frozen=True, slots=True)
class _Forgotten:
    """What two memories differ in first: what was done at the two nodes, or nothing yet."""

    at: tuple[int, str] | None
    other: tuple[int, str] | None
    twice: bool

    @property
    def cause(self) -> Hashable:
        """What is the same for all sets at which it is forgotten."""
        places = (self.at and self.at[0], self.other and self.other[0])
        return frozenset(places), self.twice

    @property
    def is_move(self) -> bool:
        """Whether it is a move, and not what was known when moving."""
        return self.at is None or self.other is None or self.at[0] == self.other[0]


def _forgotten(game: Game, infoset: InfoSet, one: _Memory, other: _Memory) -> _Forgotten:
    k = next(
        (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = (memory[k] if k < len(memory) else None for memory in (one, other))
    twice = any(done is not None and done[0] == infoset.index for done in (a, b))
    return _Forgotten(a, b, twice)


def _forgets(game: Game, infoset: InfoSet, nodes: tuple[int, int], lost: _Forgotten) -> str:
    who, label = game.players[infoset.player], infoset.label
    first, second = (_place(game, node) for node in nodes)
    apart = f"at {label!r} it cannot tell the node {first} from the node {second}"
    if lost.twice:
        return f"{who} forgets that it has moved at {label!r} before (imperfect recall): {apart}"
    if not lost.is_move:
        known = [game.infosets[done[0]].label for done in (lost.at, lost.other) if done]
        return (
            f"{who} forgets what it knew (imperfect recall): {apart}, though it could tell them "
            f"apart before, at {known[0]!r} and at {known[1]!r}"
        )
    done = next(each for each in (lost.at, lost.other) if each)
    at = game.infosets[done[0]].label
    how = f"{who} forgets its own move (imperfect recall): {apart}, though"
    if lost.at and lost.other:
        return (
            f"{how} at {at!r} it chose {lost.at[1]!r} on the way to the first and "
            f"{lost.other[1]!r} on the way to the second"
        )
    which = "first" if lost.at else "second"
    return f"{how} it chose {done[1]!r} at {at!r} on the way to the {which} only"


def _remembering(game: Game, infoset: InfoSet, nodes: tuple[int, int], lost: _Forgotten) -> str:
    """Say how to write it so that it is remembered."""
    if lost.at and lost.other:
        same = lost.at[0] == lost.other[0]
        told = [d[1] if same else game.infosets[d[0]].label for d in (lost.at, lost.other)]
    else:
        done = lost.at or lost.other
        told = [f"{done[1] if done else ''}", f"no {done[1] if done else ''}"]
        told = told if lost.at else told[::-1]
    one, other = (f"{infoset.label}, after {each}" for each in told)
    return f"Write knows: {one!r} at the first and knows: {other!r} at the second."


def _place(game: Game, node: int) -> str:
    history = game.history(node)
    return f"after {joined(history, '>')!r}" if history else "at the start"
