"""Follow anything in a case back to what it rests on: parameter, assumption, claims, sources.

A trace is a tree of steps, plain data; each step knows the line of the case it comes from.
`trace_finding` puts findings on top, `trace_page` shows a trace in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.case.schema import (
    OUTLET,
    Actor,
    Assumption,
    Case,
    Claim,
    Conflict,
    Element,
    Estimate,
    Event,
    FromEstimate,
    Question,
    Source,
    Without,
)
from standoff.errors import UnknownName
from standoff.game.parameter import Parameter
from standoff.report.plain import amount, in_unit
from standoff.report.ties import Ties, Together, implied_by, own_names, ties
from standoff.report.trace_ties import (
    conflict_facts,
    correlation_facts,
    dependence_facts,
    position_facts,
    ties_of_claim,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain.

    Parameters
    ----------
    kind, name
        What it is, such as claim c13.
    text
        What it says.
    facts
        Further lines.
    where
        File and line; empty for what does not stand in the case.
    below
        What it rests on.
    """

    kind: str
    name: str
    text: str
    facts: tuple[str, ...] = ()
    where: str = ""
    below: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """A case with the parameters of its model or game: what can be followed."""

    case: Case
    parameters: tuple[Parameter, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return every name that `follow` knows."""
        listed = [each.name for each in self.parameters]
        listed += [each.symbol for each in self.parameters if each.symbol]
        return tuple(listed) + tuple(_by_id(self.case))

    def follow(self, name: str) -> Step:
        """Follow a parameter, or anything in the case that has an id.

        Raises
        ------
        UnknownName
            If the case has nothing of that name.
        """
        for parameter in self.parameters:
            if name in (parameter.name, parameter.symbol):
                return self.parameter(parameter)
        match _by_id(self.case).get(name):
            case Claim() as claim:
                return self.claim(claim, is_top=True)
            case Source() as source:
                told = [c for c in self.case.claims if c.source == name]
                return self._source(source, tuple(self.claim(c, with_source=False) for c in told))
            case Actor() as actor:
                return self._actor(actor)
            case Event() as event:
                return self._event(event)
            case Conflict() as conflict:
                return self._conflict(conflict)
            case Question() as question:
                return self._question(question)
            case Estimate() as fit:
                return self._estimate(fit, None)
            case _:
                raise UnknownName.among("name", name, self.names())

    def parameter(self, parameter: Parameter) -> Step:
        """Follow a parameter to its assumption, to what goes with it, to claims and sources."""
        found = [a for a in self.case.assumptions if parameter.name == self.parameter_name(a)]
        default = in_unit(parameter.default, parameter.unit)
        facts = (
            () if found else (f"The case says nothing about it: the model's {default} is used.",)
        )
        symbol = f" ({parameter.symbol})" if parameter.symbol else ""
        tied = ties(self.case, self.parameters).get(parameter.name, Ties())
        below = tuple(self._assumption(a, parameter, tied) for a in found)
        below += tuple(self._correlation(each) for each in tied.together)
        return Step("parameter", parameter.name + symbol, parameter.meaning, facts, "", below)

    def claim(self, claim: Claim, *, is_top: bool = False, with_source: bool = True) -> Step:
        """Follow a claim to its source; with `is_top` also to what rests on it."""
        who = ", ".join(self._speaker(each) for each in claim.who)
        where = f", {_paragraphs(claim.paragraphs)}" if claim.paragraphs else ""
        facts = [
            f"Said by {who} ({', '.join(claim.status)}), {claim.kind}{where}.",
            f"Graded {claim.grade}: {claim.grade.words}.",
        ]
        if is_top:
            facts += [f"Because: {claim.grade_because}"] if claim.grade_because else []
            facts += list(self._uses(claim.id))
        sources = [each for each in self.case.sources if each.id == claim.source]
        below = tuple(self._source(each) for each in sources) if with_source else ()
        return Step("claim", claim.id, claim.says, tuple(facts), self._where(claim), below)

    def _uses(self, claim: str) -> Iterator[str]:
        """Say what rests on a claim."""
        for each in self.case.assumptions:
            if claim in each.claims:
                about = f"{each.parameter} ({amount(each.center)}, {each.range})"
                yield f"Supports the assumption about {about}: {self._where(each)}"
                yield from (_without(w) for w in each.without if w.claim == claim)
        for event in self.case.events:
            if claim in event.reporting:
                yield f"Reports the event {event.id}: {self._where(event)}"
        for other in self.case.claims:
            if claim in (*other.supports, *other.disputes):
                verb = "Supported" if claim in other.supports else "Disputed"
                yield f"{verb} by claim {other.id}: {self._where(other)}"
        for line, fact in ties_of_claim(self.case, claim):
            yield f"{fact}: {self.case.path}:{line}" if line else fact

    def _correlation(self, tied: Together) -> Step:
        listed, pair = tied.listed, " and ".join(tied.pair)
        facts, below = correlation_facts(self.case, tied), self._cited(listed.claims)
        fit = implied_by(self.case, listed)
        if fit is not None:
            return Step("correlation", pair, tied.words, facts, "", (self._estimate(fit, None),))
        return Step("correlation", pair, tied.words, facts, self._where(listed), below)

    def _cited(self, ids: Sequence[str]) -> tuple[Step, ...]:
        known = {each.id: each for each in self.case.claims}
        return tuple(self.claim(known[name]) for name in ids if name in known)

    def _assumption(self, assumption: Assumption, parameter: Parameter, tied: Ties) -> Step:
        word = f", {assumption.word}" if assumption.word else ""
        text = f"{in_unit(assumption.center, parameter.unit)}, range {assumption.range}{word}"
        cited = {c.id: c for c in self.case.claims}
        below: list[Step] = []
        for id in assumption.claims:
            if id in cited:
                step = self.claim(cited[id])
                falls = tuple(_without(w) for w in assumption.without if w.claim == id)
                below.append(
                    Step(step.kind, id, step.text, (*step.facts, *falls), step.where, step.below)
                )
        facts = (f"Because: {assumption.because}", *dependence_facts(tied))
        below += [] if tied.conflict is None else [self._conflict(tied.conflict)]
        below += [
            self._estimate(each, assumption.from_estimate)
            for each in self.case.estimates
            if assumption.from_estimate is not None and each.id == assumption.from_estimate.of
        ]
        return Step("assumption", "", text, facts, self._where(assumption), tuple(below))

    def _estimate(self, fit: Estimate, taken: FromEstimate | None) -> Step:
        """Follow an assumption to the fit that it is taken from, and to the data."""
        facts = [fit.note] if fit.note else []
        if taken is not None:
            parts = [f"{weight:g} times {name}" for name, weight in taken.add.items()]
            parts += [f"{taken.constant:g}"] if taken.constant else []
            facts.insert(0, f"Taken as {' plus '.join(parts)}.")
        sources = [each for each in self.case.sources if each.id == fit.source]
        below = tuple(self._source(each) for each in sources)
        return Step(
            "fit", fit.id, f"estimates in {fit.file}", tuple(facts), self._where(fit), below
        )

    def _source(self, source: Source, below: tuple[Step, ...] = ()) -> Step:
        by = ", ".join(part for part in (source.author, source.publisher) if part)
        facts = [f"{source.kind}, {source.date}" + (f", {by}" if by else "")]
        facts += [source.note] if source.note and below else []
        return Step("source", source.id, source.title, tuple(facts), self._where(source), below)

    def _actor(self, actor: Actor) -> Step:
        role = f": {actor.role}" if actor.role else ""
        said = [self.claim(c) for c in self.case.claims if actor.id in c.who]
        did = [self._event(e) for e in self.case.events if actor.id in (e.actor, e.recipient)]
        facts = (f"{actor.kind} of {actor.side}{role}",)
        return Step("actor", actor.id, actor.name, facts, self._where(actor), (*said, *did))

    def _event(self, event: Event) -> Step:
        facts = [
            f"{event.date}: {event.actor or 'somebody'} to {event.recipient or 'nobody named'}"
        ]
        if event.code:
            kind = f"{event.code.category} {event.code.mode}".strip()
            facts.append(f"Coded {kind}" + (" (hypothetical)" if event.code.hypothetical else ""))
        below: list[Step] = []
        cited = {c.id: c for c in self.case.claims}
        parts = (event.claims, event.cause, event.justification, event.denial)
        for part, ids in zip(("reported", "cause", "justification", "denial"), parts, strict=True):
            for id in ids:
                if id in cited:
                    step = self.claim(cited[id])
                    kind = f"{part}: claim"
                    below.append(Step(kind, id, step.text, step.facts, step.where, step.below))
        return Step("event", event.id, event.what, tuple(facts), self._where(event), tuple(below))

    def _conflict(self, conflict: Conflict) -> Step:
        below = tuple(
            # Positions of two conflicts may have one id, and each is told.
            Step(
                f"position {position.id or ''}".strip(),
                "",
                position.says,
                (chance,) if chance else (),
                self._where(position),
                self._cited(position.claims),
            )
            for position, chance in position_facts(conflict)
        )
        facts = conflict_facts(self.case, conflict)
        return Step("conflict", conflict.id, conflict.about, facts, self._where(conflict), below)

    def _question(self, question: Question) -> Step:
        facts = [f"Sets {name} to {value}" for name, value in question.set.items()]
        facts += [f"Takes away: {', '.join(question.remove)}"] if question.remove else []
        facts += [f"Given: {', '.join(question.given)}"] if question.given else []
        facts += [f"Because: {question.because}"] if question.because else []
        known = {each.name: each for each in self.parameters}
        known |= {each.symbol: each for each in self.parameters if each.symbol}
        below = tuple(self.parameter(known[name]) for name in question.set if name in known)
        where = self._where(question)
        return Step("question", question.id, question.ask, tuple(facts), where, below)

    def parameter_name(self, assumption: Assumption) -> str:
        """Return the parameter that an assumption is about; the case may use its symbol."""
        return own_names(self.parameters).get(assumption.parameter, assumption.parameter)

    def _speaker(self, id: str) -> str:
        if id == OUTLET:
            return "the outlet itself"
        return next((each.name for each in self.case.actors if each.id == id), id)

    def _where(self, element: Element) -> str:
        return f"{self.case.path}:{element.line}"


def _by_id(case: Case) -> Mapping[str, Element]:
    groups: Sequence[Sequence[Element]] = (
        case.claims,
        case.sources,
        case.actors,
        case.events,
        case.conflicts,
        case.estimates,
        case.questions,
    )
    found: dict[str, Element] = {}
    for group in groups:
        for each in group:
            found.setdefault(str(getattr(each, "id", "")), each)
    return found


def _without(without: Without) -> str:
    falls = "If it is false" if without.denied else "Without it"
    because = f" {without.because}" if without.because else ""
    return f"{falls}: {amount(without.center)}, range {without.range}.{because}"


def _paragraphs(numbers: Sequence[int]) -> str:
    word = "paragraph" if len(numbers) == 1 else "paragraphs"
    return f"{word} {', '.join(map(str, numbers))}"
