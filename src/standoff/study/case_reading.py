"""A case as the rules that look for features read it: sides, events in time, claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from standoff.case.plover import find
from standoff.case.schema import Actor, Case, Claim, Event


@dataclass(frozen=True, slots=True)
class Trace:
    """One element of a case that speaks for a feature, or against it.

    Parameters
    ----------
    element : str
        What sort of element, and its id: "event arrest".
    line : int
        Where it begins in the file.
    because : str
        What about it speaks for the feature or against it.
    """

    element: str
    line: int
    because: str


@dataclass(frozen=True)
class Reading:
    """A case with the questions that several rules ask of it."""

    case: Case

    @cached_property
    def _sides(self) -> dict[str, str]:
        sides = {actor.id: actor.side for actor in self.case.actors}
        return sides | {side.id: side.id for side in self.case.sides}

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {side.id: side.role for side in self.case.sides}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """The actors by their ids."""
        return {actor.id: actor for actor in self.case.actors}

    def side(self, id: str | None) -> str:
        """Return the side of an actor or side by its id; empty if it is unknown."""
        return self._sides.get(id or "", "")

    def role(self, id: str | None) -> str:
        """Return the role of the side of an actor or side: challenger, target, third or none."""
        return self._roles.get(self.side(id), "")

    def kind(self, id: str | None) -> str:
        """Return the kind of an actor; empty for a side."""
        actor = self.actors.get(id or "")
        return actor.kind if actor else ""

    def crosses(self, event: Event) -> bool:
        """Whether an event goes from one side to another."""
        by, to = self.side(event.actor), self.side(event.recipient)
        return bool(by and to) and by != to

    def events(self, *moves: str, by: str = "") -> Iterator[Event]:
        """Give the events that did happen and are one of these moves."""
        for event in self.case.events:
            code = event.code
            if code is None or code.negated or code.hypothetical:
                continue
            if move_of(event) in moves and (not by or self.role(event.actor) == by):
                yield event

    def not_done(self, *moves: str) -> Iterator[Event]:
        """Give the moves of which the case says that they did not happen."""
        for event in self.case.events:
            code = event.code
            if code and code.negated and not code.hypothetical and move_of(event) in moves:
                yield event

    def claims(self, event: Event) -> tuple[Claim, ...]:
        """Return the claims that report an event."""
        known = {claim.id: claim for claim in self.case.claims}
        return tuple(known[name] for name in event.claims if name in known)

    def speaks_openly(self, event: Event) -> bool:
        """Whether somebody of the actor's own side told of the event under a name or office."""
        side = self.side(event.actor)
        return any(
            {"named", "official"} & set(claim.status) and side in map(self.side, claim.who)
            for claim in self.claims(event)
        )


#: A rule looks for one feature.
Rule = Callable[[Reading], Iterator[Trace]]


def move_of(event: Event) -> str:
    """Return the move in the crisis that a coded event is."""
    assert event.code is not None, "asked only of coded events"
    if event.code.move is not None:
        return event.code.move
    row = find(event.code.category, event.code.mode)
    return row.move if row else ""


def code_of(event: Event) -> str:
    """Return an event's code, as in COERCE/seize."""
    assert event.code is not None, "asked only of coded events"
    return "/".join(part for part in (event.code.category, event.code.mode) if part)


def mode_of(event: Event) -> str:
    """Return the mode of an event's code; empty if it has none."""
    return event.code.mode if event.code else ""


def is_before(first: Event, second: Event) -> bool:
    """Whether one event surely lies before another."""
    return first.latest.is_before(second.earliest)


def days_between(first: Event, second: Event) -> int:
    """Return how many days surely lie between two events; 0 if their dates do not tell."""
    start, end = first.latest.last, second.earliest.first
    return max(0, (end - start).days) if start and end else 0


def by_event(event: Event, because: str) -> Trace:
    """Make the trace of an event."""
    return Trace(f"event {event.id}", event.line, because)


def by_claim(claim: Claim, because: str) -> Trace:
    """Make the trace of a claim."""
    return Trace(f"claim {claim.id}", claim.line, because)
