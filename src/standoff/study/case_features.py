"""What a case file shows of a crisis, feature by feature, and the line where it shows it.

Each rule reads what is written in the file: the codes of events, who acts against whom, the kinds
and words of claims, the roles of actors. A feature that nobody wrote down is not found, which does
not mean that the crisis has it not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from standoff.case.plover import find
from standoff.case.schema import Case, Claim, Event
from standoff.models.features import Feature


@dataclass(frozen=True, slots=True)
class Trace:
    """One element of a case that shows a feature.

    Parameters
    ----------
    element : str
        What sort of element, and its id: "event arrest".
    line : int
        Where it begins in the file.
    because : str
        What about it shows the feature.
    """

    element: str
    line: int
    because: str


Rule = Callable[["Reading"], Iterator[Trace]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A case with what the rules ask of it again and again."""

    case: Case

    def side(self, id: str | None) -> str:
        """Return the side of an actor or side by its id; empty if it is unknown."""
        if id is None:
            return ""
        sides = {each.id: each.id for each in self.case.sides}
        return sides.get(id) or {each.id: each.side for each in self.case.actors}.get(id, "")

    def role(self, id: str | None) -> str:
        """Return the role of the side of an actor or side: challenger, target, third or none."""
        side = self.side(id)
        return next((each.role for each in self.case.sides if each.id == side), "")

    def events(self, *moves: str, by: str = "") -> Iterator[Event]:
        """Give the events that did happen and are one of these moves."""
        for event in self.case.events:
            code = event.code
            if code is None or code.negated or code.hypothetical:
                continue
            if _move(event) in moves and (not by or self.role(event.actor) == by):
                yield event

    def claims(self, event: Event) -> tuple[Claim, ...]:
        """Return the claims that report an event."""
        known = {each.id: each for each in self.case.claims}
        return tuple(known[name] for name in event.claims if name in known)

    def speaks_openly(self, event: Event) -> bool:
        """Whether somebody of the actor's own side told of the event under a name or office."""
        side = self.side(event.actor)
        return any(
            {"named", "official"} & set(claim.status) and side in map(self.side, claim.who)
            for claim in self.claims(event)
        )


def case_features(case: Case) -> dict[Feature, tuple[Trace, ...]]:
    """Return what a case shows, each with the elements that show it, in the order of the file."""
    reading = Reading(case)
    found: dict[Feature, tuple[Trace, ...]] = {}
    for feature, rule in RULES.items():
        traces = tuple(sorted(rule(reading), key=_line))
        if traces:
            found[feature] = traces
    return found


def _line(trace: Trace) -> int:
    return trace.line


def _move(event: Event) -> str:
    assert event.code is not None, "asked only of coded events"
    if event.code.move is not None:
        return event.code.move
    row = find(event.code.category, event.code.mode)
    return row.move if row else ""


def _code(event: Event) -> str:
    assert event.code is not None, "asked only of coded events"
    return "/".join(part for part in (event.code.category, event.code.mode) if part)


def _event(event: Event, because: str) -> Trace:
    return Trace(f"event {event.id}", event.line, because)


def _threat(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        yield _event(event, f"is coded {_code(event)}, a threat")


def _public_threat(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if r.speaks_openly(event):
            yield _event(event, "is a threat of which its own side speaks openly")


def _private_threat(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if r.claims(event) and not r.speaks_openly(event):
            yield _event(event, "is a threat of which nobody on its own side speaks openly")


def _instruments(r: Reading) -> Iterator[Trace]:
    threats = list(r.events("threaten"))
    if len({_code(event) for event in threats}) > 1:
        for event in threats:
            yield _event(event, f"threatens in one of several ways ({_code(event)})")


def _sanctions(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if event.code and event.code.mode in ("restrict", "relations"):
            yield _event(event, f"threatens to interrupt something ({_code(event)})")
    for event in r.events("carry_out"):
        if event.code and event.code.category == "SANCTION":
            yield _event(event, f"interrupts something ({_code(event)})")


def _doubt(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if event.denial:
            yield _event(event, "is a threat that somebody denies")
        for claim in r.claims(event):
            if claim.kind == "assessment":
                yield Trace(f"claim {claim.id}", claim.line, f"weighs the threat of {event.id}")


def _backing_down(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten", "pressure", "demand", by="challenger"):
        if r.speaks_openly(event):
            yield _event(event, "commits its own side in the open")


def _critic(r: Reading) -> Iterator[Trace]:
    for event in r.events("pressure", "resist"):
        side = r.side(event.actor)
        if side and side == r.side(event.recipient) and _is_state(r, event.recipient):
            yield _event(event, "is criticism of a side from within")


def _is_state(r: Reading, id: str | None) -> bool:
    """Whether an actor stands for its side, and is not somebody who is accused by it."""
    kinds = {each.id: each.kind for each in r.case.actors}
    return kinds.get(id or "", "organization") in ("organization", "office")


def _talks(r: Reading) -> Iterator[Trace]:
    for event in r.events("talk", "mediate"):
        if r.side(event.actor) != r.side(event.recipient):
            yield _event(event, f"is coded {_code(event)}, talk between the sides")


def _divisible(r: Reading) -> Iterator[Trace]:
    for event in r.events("demand"):
        yield _event(event, f"is coded {_code(event)}, a demand that can be more or less")


def _linked(r: Reading) -> Iterator[Trace]:
    for event in r.events("threaten"):
        if not event.code or event.code.mode not in ("expel", "relations", "restrict"):
            continue
        for act in r.events("carry_out", "pressure"):
            by, against = r.side(act.actor), r.side(act.recipient)
            is_answered = by == r.side(event.recipient) and against == r.side(event.actor) != by
            if is_answered and act.code and act.code.category in ("COERCE", "ACCUSE", "ASSAULT"):
                yield _event(event, f"answers {act.id} ({_code(act)}) in another field")


_VETO = re.compile(
    r"\b(veto|judge|parliament|congress|senate|ratif\w+|legislat\w+|referendum|cabinet)\b",
    re.IGNORECASE,
)
_INSPECTS = re.compile(r"\b(inspect\w*|monitor\w*|audit\w*|verif\w+)\b", re.IGNORECASE)
_AGAIN = re.compile(r"\b(again|precedent|next time|others will|same pressure)\b", re.IGNORECASE)


def _in_role(pattern: re.Pattern[str]) -> Rule:
    def rule(r: Reading) -> Iterator[Trace]:
        for actor in r.case.actors:
            word = pattern.search(actor.role)
            if word:
                yield Trace(
                    f"actor {actor.id}", actor.line, f"has the word '{word[0]}' in its role"
                )

    return rule


def _promise(r: Reading) -> Iterator[Trace]:
    if any(r.events("concede")):
        for event in r.events("offer", by="challenger"):
            yield _event(event, "is a promise by the side that gets its way")


def _later(r: Reading) -> Iterator[Trace]:
    for claim in r.case.claims:
        word = _AGAIN.search(claim.says)
        if claim.kind in ("forecast", "assessment") and word:
            yield Trace(f"claim {claim.id}", claim.line, f"looks ahead ('{word[0]}')")


def _honesty(r: Reading) -> Iterator[Trace]:
    if any(r.events("concede")):
        return
    for event in r.case.events:
        if event.code and event.code.negated and _move(event) == "carry_out":
            yield _event(event, "is a threat that was resisted and not carried out")


def _cooperation(r: Reading) -> Iterator[Trace]:
    for event in r.events("cooperate"):
        if r.side(event.actor) != r.side(event.recipient):
            yield _event(event, f"is coded {_code(event)}, cooperation between the sides")


def _waiting(r: Reading) -> Iterator[Trace]:
    if any(r.events("threaten", "pressure")) and not any(r.events("concede")):
        for event in r.events("resist"):
            yield _event(event, "is a refusal, and nobody has given in")


def _growing(r: Reading) -> Iterator[Trace]:
    shown = [*r.events("costly_signal"), *(e for e in r.events("threaten") if r.speaks_openly(e))]
    if len(shown) > 1:
        for event in shown:
            yield _event(event, "is one of several public steps")


def _culprit(r: Reading) -> Iterator[Trace]:
    kinds = {each.id: each.kind for each in r.case.actors}
    for event in r.case.events:
        code, side = event.code, r.side(event.actor)
        if code is None or code.negated or code.category not in ("ACCUSE", "COERCE"):
            continue
        if (
            side
            and side == r.side(event.recipient)
            and kinds.get(event.recipient or "") == "person"
        ):
            yield _event(event, "turns a side against one of its own")


def _arrest(r: Reading) -> Iterator[Trace]:
    kinds = {each.id: each.kind for each in r.case.actors}
    for event in r.events("carry_out"):
        if (
            event.code
            and event.code.mode == "seize"
            and kinds.get(event.recipient or "") == "person"
        ):
            yield _event(event, f"is coded {_code(event)}, of a person")


def _data(r: Reading) -> Iterator[Trace]:
    for source in r.case.sources:
        if source.kind == "dataset":
            yield Trace(f"source {source.id}", source.line, "is a dataset")


#: Two features are missing here: no element of a case tells whether power shifts, or whether the
#: target's own limits are unknown too.
RULES: Mapping[Feature, Rule] = {
    "threat": _threat,
    "public threat": _public_threat,
    "private threat": _private_threat,
    "several instruments": _instruments,
    "sanctions": _sanctions,
    "doubt about resolve": _doubt,
    "cost of backing down": _backing_down,
    "inside critic": _critic,
    "talks": _talks,
    "divisible stake": _divisible,
    "linked issues": _linked,
    "ratification": _in_role(_VETO),
    "promise afterwards": _promise,
    "later challengers": _later,
    "honesty over time": _honesty,
    "ongoing cooperation": _cooperation,
    "waiting contest": _waiting,
    "growing stakes": _growing,
    "culprit at home": _culprit,
    "inspection": _in_role(_INSPECTS),
    "arrest of a person": _arrest,
    "many observed crises": _data,
}
