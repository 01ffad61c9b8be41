"""What a case shows of pressure in time: threats, harm that is being done, waiting, linkage."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.schema import Event
from standoff.study.case_reading import (
    Reading,
    Trace,
    by_event,
    code_of,
    days_between,
    is_before,
    mode_of,
    move_of,
)

#: A refusal or harm that stood for so many days is waiting, whatever came of it.
LONG = 90
#: Modes of a threat that lie in another field than an arrest or a charge; or none is named.
_OTHER_FIELDS = ("", "expel", "relations", "restrict")


def threat(r: Reading) -> Iterator[Trace]:
    """Find threats, and harm that is done to go on unless the other side gives in."""
    for event in r.events("threaten"):
        yield by_event(event, f"is coded {code_of(event)}, a threat")
    harm = harm_events(r)
    for event in r.events("demand"):
        behind = [act for act in harm if r.side(act.actor) == r.side(event.actor)]
        if behind:
            yield by_event(event, f"is a demand with harm behind it ({behind[0].id})")
    for act in harm:
        answer = next((event for event in _goes_on(r, act) if _is_answer(r, event, act)), None)
        if answer:
            yield by_event(act, f"is harm over which the sides bargain ({answer.id})")


def _is_answer(r: Reading, event: Event, act: Event) -> bool:
    """Whether the side that is harmed refuses or gives in, so that something is wanted of it."""
    return r.side(event.actor) == r.side(act.recipient)


def harm_events(r: Reading) -> list[Event]:
    """Find what the challenger does to the other side while the crisis is still open.

    It came without an earlier threat of its side, or its side went on pressing, or the other side
    still refused or gave in afterwards. Harm that only ends a crisis is not meant.
    """
    return [
        act
        for act in r.events("carry_out", by="challenger")
        if r.crosses(act) and (not _warned(r, act) or any(_goes_on(r, act)))
    ]


def _warned(r: Reading, act: Event) -> bool:
    """Whether a threat of the same side may lie before an act; an undated one may."""
    return any(
        r.side(event.actor) == r.side(act.actor) and not is_before(act, event)
        for event in r.events("threaten")
    )


def _goes_on(r: Reading, act: Event) -> Iterator[Event]:
    """Give what shows that an act did not end the crisis."""
    for event in r.events("demand", "threaten", by="challenger"):
        if is_before(act, event):
            yield event
    for event in r.events("resist", "concede"):
        if r.role(event.actor) != "challenger" and is_before(act, event):
            yield event


def harm(r: Reading) -> Iterator[Trace]:
    """Find harm that is being done already."""
    for act in harm_events(r):
        then = next(_goes_on(r, act), None)
        how = f"before {then.id}" if then else "without an earlier threat"
        yield by_event(act, f"is coded {code_of(act)}, harm done {how}")


def no_harm(r: Reading) -> Iterator[Trace]:
    """Find threats of which the case says that they were not carried out."""
    for event in r.not_done("carry_out"):
        if r.role(event.actor) == "challenger":
            yield by_event(event, f"says that {code_of(event)} did not happen")


def waiting(r: Reading) -> Iterator[Trace]:
    """Find refusals that stand or stood for long, and harm that is borne for long."""
    pressure = [*r.events("threaten", "pressure", "demand"), *harm_events(r)]
    for refusal in r.events("resist"):
        pressed = any(r.side(event.actor) != r.side(refusal.actor) for event in pressure)
        because = _stands(r, refusal) if pressed else ""
        if because:
            yield by_event(refusal, f"is a refusal {because}")
    for act in harm_events(r):
        end = _end_of_harm(r, act)
        if end and days_between(act, end) >= LONG:
            yield by_event(act, f"is harm borne for at least {days_between(act, end)} days")


def _stands(r: Reading, refusal: Event) -> str:
    """Say how a refusal stood; empty if its side soon gave in for good."""
    side = r.side(refusal.actor)
    given = [
        event
        for event in r.events("concede")
        if r.side(event.actor) == side and not is_before(event, refusal)
    ]
    if not given:
        return "after which its side does not give in"
    days = min(days_between(refusal, event) for event in given)
    if days >= LONG:
        return f"that stood for at least {days} days"
    for event in r.events("resist", "demand", "threaten", "carry_out"):
        same = r.side(event.actor) == side
        if same == (move_of(event) == "resist") and any(is_before(g, event) for g in given):
            return f"and {event.id} comes after what its side conceded"
    return ""


def _end_of_harm(r: Reading, act: Event) -> Event | None:
    """Return the release that ended some harm, or else the last event of the case."""
    side = r.side(act.actor)
    released = [
        event
        for event in r.events("concede")
        if r.side(event.actor) == side and not is_before(event, act)
    ]
    if released:
        return min(released, key=lambda event: days_between(act, event))
    return max(r.case.events, key=lambda event: days_between(act, event), default=None)


def settles(r: Reading, given: Event) -> bool:
    """Whether a concession ended the contest: nobody presses, refuses or decides after it."""
    later = (
        *r.events("demand", "threaten", "resist", "carry_out"),
        *r.events("concede", by="third"),
    )
    return not any(is_before(given, event) for event in later)


def no_waiting(r: Reading) -> Iterator[Trace]:
    """Find a target that gave in without having refused."""
    if any(r.events("resist")):
        return
    start = next(r.events("threaten", "pressure", "demand", "carry_out", by="challenger"), None)
    for event in r.events("concede", by="target"):
        if settles(r, event) and (start is None or days_between(start, event) < LONG):
            yield by_event(event, "gives in, and no refusal came before")
            return


def linked(r: Reading) -> Iterator[Trace]:
    """Find threats and harm that answer an act against one's own side in another field."""
    threats = [t for t in r.events("threaten") if mode_of(t) in _OTHER_FIELDS]
    for event in (*threats, *harm_events(r)):
        for act in _answered(r, event):
            yield by_event(event, f"answers {act.id} ({code_of(act)}) {_field(event)}")


def _answered(r: Reading, event: Event) -> Iterator[Event]:
    """Give acts of another side against one's own that an event may answer."""
    own = r.side(event.actor)
    for act in r.events("carry_out", "pressure"):
        by = r.side(act.actor)
        against = by != own and r.side(act.recipient) == own
        addressed = by == r.side(event.recipient) or r.role(act.actor) == "third"
        grave = act.code is not None and act.code.category in ("COERCE", "ACCUSE", "ASSAULT")
        if grave and against and addressed and not is_before(event, act):
            yield act


def _field(event: Event) -> str:
    if move_of(event) != "threaten":
        return f"with harm of its own ({code_of(event)})"
    return "in another field" if mode_of(event) else "with a threat that names no field"
