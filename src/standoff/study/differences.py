"""What two versions of a case assume differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from standoff.game.tree import Game
from standoff.study.version import Version

#: What differs: a number, the moves known to have been made, those taken away, or the game itself.
DifferenceKind = Literal["parameter", "given", "removed", "game"]
#: Names of the differences that are no parameters.
OTHER_DIFFERENCES = ("given moves", "removed moves", "game")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions take differently.

    Parameters
    ----------
    name : str
        The parameter; "given moves", "removed moves" or "game" for the others.
    kind : {"parameter", "given", "removed", "game"}
    before, after : str
        As text, such as ".35 (.2 to .8)".
    claims_before, claims_after : tuple of str
        What a parameter rests on.
    """

    name: str
    kind: DifferenceKind
    before: str
    after: str
    claims_before: tuple[str, ...] = ()
    claims_after: tuple[str, ...] = ()


def are_comparable(one: Version, other: Version) -> str:
    """Say why two versions cannot be turned into each other step by step; empty if they can."""
    names = [each.name for each in one.subject.parameters]
    if names != [each.name for each in other.subject.parameters]:
        return (
            f"{one.name} is about {one.subject.name} and {other.name} about {other.subject.name}, "
            "which have other parameters: no number of one stands in the place of one of the other"
        )
    return ""


def differences(one: Version, other: Version) -> tuple[Difference, ...]:
    """List what makes two versions answer differently, parameters in the order of the model.

    A parameter counts when its base value or any of its draws differs; versions share their streams
    of random numbers, so that equal assumptions give equal draws.
    """
    found: list[Difference] = []
    for each in one.subject.parameters:
        name = each.name
        same = (one.draws[name] == other.draws[name]).all()
        if not (same and one.base[name][0] == other.base[name][0]):
            found.append(
                Difference(
                    name,
                    "parameter",
                    _told(one, name),
                    _told(other, name),
                    _claims(one, name),
                    _claims(other, name),
                )
            )
    if set(one.given) != set(other.given):
        found.append(Difference("given moves", "given", _moves(one.given), _moves(other.given)))
    if set(one.remove) != set(other.remove):
        found.append(
            Difference("removed moves", "removed", _moves(one.remove), _moves(other.remove))
        )
    if not _same_game(one, other):
        found.append(Difference("game", "game", one.subject.name, other.subject.name))
    return tuple(found)


def reworded(one: Version, other: Version) -> tuple[str, ...]:
    """List parameters with the same numbers that rest on other claims or other reasons."""
    moved = {each.name for each in differences(one, other)}
    found: list[str] = []
    for each in one.subject.parameters:
        old, new = (v.brief.assumptions.get(each.name) for v in (one, other))
        told = [(a.claims, a.because) if a else None for a in (old, new)]
        if each.name not in moved and told[0] != told[1]:
            found.append(each.name)
    return tuple(found)


def _told(version: Version, name: str) -> str:
    value = f"{version.base[name][0]:g}"
    belief = version.brief.distributions.get(name)
    asked = {q.id: q for q in version.brief.case.questions}.get(version.question)
    for set_name, setting in (asked.set if asked else {}).items():
        if version.subject.parameter(set_name).name == name:
            return value if isinstance(setting, float) else f"{value} ({setting})"
    if belief is None:
        return f"{value} (default)"
    assumption = version.brief.assumptions[name]
    depends = f", depends on {assumption.depends_on}" if assumption.depends_on else ""
    return value if belief.kind == "fixed" else f"{value} ({belief}{depends})"


def _claims(version: Version, name: str) -> tuple[str, ...]:
    assumption = version.brief.assumptions.get(name)
    return assumption.claims if assumption else ()


def _moves(moves: Sequence[str]) -> str:
    return ", ".join(moves) or "none"


def _same_game(one: Version, other: Version) -> bool:
    if one.brief.model is not None or other.brief.model is not None:
        return one.brief.model is other.brief.model
    return _shape(one.brief.game) == _shape(other.brief.game)


def _shape(game: Game | None) -> object:
    """Everything that decides how a game is played; expressions by their text."""
    if game is None:
        return None
    return (
        game.players,
        game.infosets,
        [
            (each.parent, each.branch, str(each.p), each.outcome, [str(p) for p in each.pays or ()])
            for each in game.nodes
        ],
    )
