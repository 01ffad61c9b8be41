"""What of a crisis was seen when, and by whom: the dated events of a case as moves of its game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from standoff.case.schema import Case, Event
from standoff.errors import GameError, UnknownName
from standoff.study.tree_paths import Paths

#: Everything that the case reports, at the time at which it happened.
ANALYST = "analyst"
#: What was in the open, and the rest when it was published.
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Observation:
    """One move that becomes known.

    Parameters
    ----------
    event : str
        The event of the case; the first one that tells of the move.
    move : str
        Name of the branch of the game.
    was_made : bool
        False where the event says that the move was not made.
    day : date or None
        When it becomes known to the observer: for a date that is not exact, the last day that is
        possible. None when nothing is known of the time.
    published : bool
        Whether the observer learns it from a source and did not see it.
    """

    event: str
    move: str
    was_made: bool
    day: date | None
    published: bool = False


def observations(case: Case, paths: Paths, observer: str = ANALYST) -> tuple[Observation, ...]:
    """Return the moves that an observer comes to know, in the order in which that happens.

    Events count that name a move of the game (`plays:`) and are not hypothetical. What is later
    than `as_of:` of the case is left out. Each move counts once, also when several events tell of
    it.

    Parameters
    ----------
    case : Case
    paths : Paths
        Of the game; earlier moves of its tree come first on the same day.
    observer : str
        "analyst" knows every event when it happens. "public" and the id of a side know what they
        saw (`seen_by:`; a side also sees what its own actors do and what is done to them), and the
        rest once a source that reports it is published.

    Raises
    ------
    UnknownName
        If there is no such observer, or an event plays a move that the game does not have.
    GameError
        If no play of the game has all the moves.
    """
    known = (ANALYST, PUBLIC, *(side.id for side in case.sides))
    if observer not in known:
        raise UnknownName.among("observer", observer, known)
    told = [event for event in case.events if event.plays and not _is_hypothetical(event)]
    for event in told:
        paths.check(event.plays or "", f"{case.path or case.id}: event '{event.id}'")
    happened = _happened(told, paths)
    found: list[Observation] = []
    for event in told:
        seen = _seen(case, event, happened[event.id], observer)
        if seen is not None and not _is_too_late(case, seen.day):
            found.append(seen)
    found.sort(key=lambda each: (each.day or date.max, paths.depth(each.move), not each.was_made))
    once: dict[tuple[str, bool], Observation] = {}
    for each in found:
        once.setdefault((each.move, each.was_made), each)
    _check(tuple(once.values()), paths)
    return tuple(once.values())


def _is_hypothetical(event: Event) -> bool:
    return event.code is not None and event.code.hypothetical


def _happened(events: Sequence[Event], paths: Paths) -> dict[str, date | None]:
    """Take the last possible day, and no move for later than one that follows it in the game."""
    days = {event.id: event.latest.last or event.earliest.first for event in events}
    for event in events:
        later = [
            days[other.id] or date.max
            for other in events
            if paths.precedes(event.plays or "", other.plays or "") and not _is_negated(other)
        ]
        own = days[event.id]
        if later and not _is_negated(event) and min(later) < (own or date.max):
            first = event.earliest.first
            # A case that contradicts itself about the order keeps its dates.
            if first is None or first <= min(later):
                days[event.id] = min(later)
    return days


def _is_negated(event: Event) -> bool:
    return event.code is not None and event.code.negated


def _seen(case: Case, event: Event, day: date | None, observer: str) -> Observation | None:
    seen = Observation(event.id, event.plays or "", not _is_negated(event), day)
    if observer == ANALYST or not event.seen_by or observer in event.seen_by:
        return seen
    sides = {actor.id: actor.side for actor in case.actors}
    if observer in (sides.get(who or "", who) for who in (event.actor, event.recipient)):
        return seen
    out = _published(case, event)
    return None if out is None else replace(seen, day=max(out, day or out), published=True)


def _published(case: Case, event: Event) -> date | None:
    """Return the last day on which the first source that reports an event can have appeared."""
    dates = {source.id: source.date.last for source in case.sources}
    days = [dates.get(case.claim(claim).source) for claim in event.claims]
    return min((day for day in days if day is not None), default=None)


def _is_too_late(case: Case, day: date | None) -> bool:
    last = None if case.as_of is None else case.as_of.last
    return day is not None and last is not None and day > last


def _check(found: Sequence[Observation], paths: Paths) -> None:
    """Refuse moves that no play of the game has together."""
    for n in range(1, len(found) + 1):
        if not paths.having(found[:n]).any():
            moves = [f"{'' if each.was_made else 'not '}{each.move}" for each in found[:n]]
            raise GameError(
                f"no play of the game has {', '.join(moves)} together",
                where=f"event '{found[n - 1].event}'",
                right="let events play only moves that can follow each other in the tree",
                more="docs: how to weigh the record",
            )
