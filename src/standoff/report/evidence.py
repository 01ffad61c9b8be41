"""Claims and sources the way a reader asks for them: who says what, where, and what rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from standoff.case.schema import OUTLET, Case, Claim, ClaimStatus, Conflict, Event, Source
from standoff.study.findings import Change, ClaimEffect, Findings
from standoff.view import timeline

STATUSES: Mapping[ClaimStatus, str] = {
    "official": "in an official statement or document",
    "named": "named, on record",
    "outlet": "the outlet's own voice",
    "anonymous": "unnamed",
    "silence": "no comment",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim with everything that hangs on it."""

    claim: Claim
    source: Source
    speakers: tuple[str, ...]
    sides: tuple[str, ...]
    statuses: tuple[str, ...]
    parameters: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    supports: tuple[str, ...]
    disputes: tuple[str, ...]
    effects: Mapping[Change, ClaimEffect]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the timeline with its number there."""

    number: int
    event: Event
    when: str
    side: str
    actor: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """Who speaks for one side, by how they speak: claim ids in the order of `STATUSES`."""

    side: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source with its paragraphs and the claims in each."""

    source: Source
    paragraphs: tuple[tuple[int, tuple[str, ...]], ...]
    without_paragraph: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was reported, in the order of the case."""

    claims: tuple[ClaimRow, ...]
    events: tuple[EventRow, ...]
    voices: tuple[VoiceRow, ...]
    sources: tuple[SourceRow, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all claims; only these can be linked to."""
        return frozenset(row.claim.id for row in self.claims)

    def row(self, claim: str) -> ClaimRow:
        """Return the row of a claim."""
        return next(row for row in self.claims if row.claim.id == claim)


def evidence(findings: Findings, case: Case) -> Evidence:
    """Gather what the case reports."""
    return Evidence(_claims(findings, case), _events(case), _voices(case), _sources(case))


def speaker_names(case: Case, claim: Claim) -> tuple[str, ...]:
    """Return who asserts a claim, by name."""
    names = {actor.id: actor.name for actor in case.actors}
    publishers = {source.id: source.publisher or source.title for source in case.sources}
    outlet = publishers.get(claim.source, "the outlet")
    return tuple(outlet if who == OUTLET else names.get(who, who) for who in claim.who)


def _claims(findings: Findings, case: Case) -> tuple[ClaimRow, ...]:
    effects: dict[str, dict[Change, ClaimEffect]] = defaultdict(dict)
    for effect in findings.claim_effects:
        effects[effect.claim][effect.change] = effect
    sources = {source.id: source for source in case.sources}
    supported = _backwards({claim.id: claim.supports for claim in case.claims})
    disputed = _backwards({claim.id: claim.disputes for claim in case.claims})
    return tuple(
        ClaimRow(
            claim=claim,
            source=sources[claim.source],
            speakers=speaker_names(case, claim),
            sides=_sides(case, claim),
            statuses=tuple(STATUSES[status] for status in claim.status),
            parameters=tuple(p.name for p in findings.parameters if claim.id in p.claims),
            conflicts=tuple(
                conflict
                for conflict in case.conflicts
                if any(claim.id in position.claims for position in conflict.positions)
            ),
            supports=_union(claim.supports, supported[claim.id]),
            disputes=_union(claim.disputes, disputed[claim.id]),
            effects=effects[claim.id],
        )
        for claim in case.claims
    )


def _events(case: Case) -> tuple[EventRow, ...]:
    events = {event.id: event for event in case.events}
    names = {actor.id: actor.name for actor in case.actors}
    names |= {side.id: side.name for side in case.sides}
    found: list[EventRow] = []
    for row in timeline.data(case):
        event = events[row["event"]]
        found.append(
            EventRow(
                number=row["number"],
                event=event,
                when=row["date"],
                side=row["side"],
                actor=names.get(event.actor or "", ""),
                claims=event.claims,
            )
        )
    return tuple(found)


def _voices(case: Case) -> tuple[VoiceRow, ...]:
    order = list(STATUSES)
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in case.claims:
        for side in _sides(case, claim):
            # Where two kinds of speaker share a claim, the outlet speaks only for itself.
            for status in claim.status:
                if len(claim.who) > 1 and (status == "outlet") != (side == "the outlet itself"):
                    continue
                cells[side][status].append(claim.id)
    return tuple(
        VoiceRow(side, tuple(tuple(by_status[status]) for status in order))
        for side, by_status in cells.items()
    )


def _sides(case: Case, claim: Claim) -> tuple[str, ...]:
    found = [
        "the outlet itself" if who == OUTLET else timeline.side_name(case, who) for who in claim.who
    ]
    return tuple(dict.fromkeys(found))


def _sources(case: Case) -> tuple[SourceRow, ...]:
    found: list[SourceRow] = []
    for source in case.sources:
        claims = [claim for claim in case.claims if claim.source == source.id]
        paragraphs: dict[int, list[str]] = defaultdict(list)
        for claim in claims:
            for paragraph in claim.paragraphs:
                paragraphs[paragraph].append(claim.id)
        found.append(
            SourceRow(
                source,
                tuple((number, tuple(paragraphs[number])) for number in sorted(paragraphs)),
                tuple(claim.id for claim in claims if not claim.paragraphs),
            )
        )
    return tuple(found)


def _backwards(points_at: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for start, ends in points_at.items():
        for end in ends:
            found[end].append(start)
    return found


def _union(first: tuple[str, ...], second: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
