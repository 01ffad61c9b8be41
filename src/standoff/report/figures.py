"""The charts of a report, each as a picture with its title and what can be read from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from standoff.case.schema import Case
from standoff.models.base import Promise
from standoff.report.words import capital, count, listed
from standoff.study.findings import Findings, ThreatFinding
from standoff.view import (
    boundaries,
    boxes,
    break_even,
    claim_value,
    claims,
    equilibria,
    forecast,
    outcomes,
    questions,
    sobol,
    threat,
    timeline,
    tornado,
)
from standoff.view.chart import Chart
from standoff.view.numerals import meaning_of, percent, percent_span, points
from standoff.view.svg import to_svg


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that can stand in the page."""

    id: str
    svg: Markup
    title: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Every chart for which there is something to draw, and None for the rest."""

    timeline: Figure | None
    threats: Mapping[str, Figure]
    regimes: Figure | None
    outcomes: Figure | None
    tornado: Figure | None
    break_even: Figure | None
    promise: Figure | None
    questions: Figure | None
    claims: Figure | None
    forecast: Figure | None
    rules: Figure | None
    shares_of_doubt: Figure | None
    boxes: Figure | None
    record: Figure | None


def figures(
    findings: Findings, case: Case, meanings: Mapping[str, str], promise: Promise | None
) -> Figures:
    """Draw the charts; `meanings` gives words for the names of kinds of play."""
    return Figures(
        timeline=_timeline(case),
        threats={
            each.name: _threat(findings, each, number)
            for number, each in enumerate(findings.threats, start=1)
        },
        regimes=_regimes(findings),
        outcomes=_bars(findings, "regime", "How often each kind of play comes about", meanings),
        tornado=_tornado(findings),
        break_even=_break_even(findings),
        promise=_bars(findings, promise.category, promise.title, meanings) if promise else None,
        questions=_questions(findings),
        claims=_claims(findings, case),
        forecast=_forecast(findings, case),
        rules=_rules(findings),
        shares_of_doubt=_shares_of_doubt(findings),
        boxes=_boxes(findings),
        record=_record(findings, case),
    )


def _figure(id: str, chart: Chart, title: str, description: str) -> Figure:
    svg = to_svg(chart, title=title, description=description, id_prefix=f"figure-{id}")
    return Figure(id, Markup(svg), title)


def _timeline(case: Case) -> Figure | None:
    events = timeline.data(case)
    if not events:
        return None
    sides = listed(tuple(dict.fromkeys(row["side"] for row in events)))
    return _figure(
        "timeline",
        timeline.chart(case),
        "Who did what when",
        f"{capital(count(len(events), 'event'))} in one lane each for {sides}. They are told in "
        "the same order, with dates, in the list below.",
    )


def _threat(findings: Findings, found: ThreatFinding, number: int) -> Figure:
    held, always, needed = found.belief_held, found.belief_uninformative, found.belief_needed
    known = "The threat is not made" if math.isnan(held.base) else f"Held: {percent(held.base)}"
    return _figure(
        f"threat-{number}",
        threat.chart(findings, found.name),
        f"Belief in the threat ({found.name}): held and needed",
        f"{known} at the analyst's values. If everybody made it, the belief would be "
        f"{percent(always.base)}, plausibly {percent_span(always.interval)}. "
        f"Belief needed: {percent(needed.base)}, plausibly {percent_span(needed.interval)}. "
        f"A threat that everybody makes suffices in {percent(found.share_enough)} of the draws.",
    )


def _regimes(findings: Findings) -> Figure | None:
    found = findings.further.boundaries if findings.further else None
    if found is None:
        return None
    said = [f"{row['name']} ({percent(row['share'])} of the map)" for row in boundaries.key(found)]
    return _figure(
        "regimes",
        boundaries.chart(found, findings.parameters),
        "Which kind of play, by two numbers",
        f"Across: {meaning_of(findings, found.x)}. Upwards: {meaning_of(findings, found.y)}. "
        f"Regions, with their borders as they were traced: {listed(said)}.",
    )


def _bars(
    findings: Findings, category: str, title: str, meanings: Mapping[str, str]
) -> Figure | None:
    found = outcomes.data(findings, category, meanings)
    if not found:
        return None
    said = [f"{row['name']} {row['percent']}" for row in found]
    return _figure(
        f"shares-{category}",
        outcomes.bars(found),
        title,
        f"One bar each, in percent of the draws with an answer: {listed(said)}.",
    )


def _tornado(findings: Findings) -> Figure | None:
    found = tornado.data(findings)
    if not found:
        return None
    said = [
        f"{row['meaning']}: {percent(row['at_low'])} at {row['low']}, "
        f"{percent(row['at_high'])} at {row['high']}"
        for row in found
    ]
    title = "How far each number moves the answer"
    return _figure("tornado", tornado.chart(findings), title, "; ".join(said) + ".")


def _break_even(findings: Findings) -> Figure | None:
    found = break_even.data(findings)
    if not found:
        return None
    return _figure(
        "break-even",
        break_even.chart(findings),
        "Where the answer flips inside a plausible range",
        f"{capital(count(len(found), 'strip'))}, one per number: a bar for the plausible range, a "
        "dot for the value used, ticks where the answer changes. The values stand in the table "
        "below.",
    )


def _questions(findings: Findings) -> Figure | None:
    found = questions.data(findings)
    if not found:
        return None
    said = [f"{row['ask']} {percent(row['after'])}" for row in found]
    title = "The what-ifs beside the case as it is"
    return _figure("questions", questions.chart(findings), title, " ".join(said))


def _claims(findings: Findings, case: Case) -> Figure | None:
    if not claims.data(findings):
        return None
    return _figure(
        "claims",
        claims.chart(findings, {claim.id: claim.says for claim in case.claims}),
        "How far each claim moves the answer",
        "For the claims that matter most: the chance if the claim is false, left out, or graded "
        "one step lower. The numbers stand in the table of claims.",
    )


def _forecast(findings: Findings, case: Case) -> Figure | None:
    found = findings.further.forecast if findings.further else None
    if found is None:
        return None
    says = {event.id: event.what for event in case.events}
    said = [
        f"{step.day or 'before'}: {percent(step.headline.mean)}"
        for step in found.steps
        if step.headline is not None
    ]
    return _figure(
        "forecast",
        forecast.chart(found, says),
        "Forecasts and beliefs, move by move",
        f"Chance that {findings.headline_meaning}, after each dated move: {'; '.join(said)}."
        if said
        else "Chances of the outcomes after each dated move.",
    )


def _rules(findings: Findings) -> Figure | None:
    found = findings.further.rules if findings.further else None
    if found is None or not found.depends:
        return None
    return _figure(
        "rules",
        equilibria.chart(found, "chance"),
        "What would be played under other rules",
        "One bar per rule: " + "; ".join(str(each) for each in found.numbers[:3]) + ".",
    )


def _shares_of_doubt(findings: Findings) -> Figure | None:
    found = findings.further.sobol if findings.further else None
    if found is None or not sobol.data(found, findings):
        return None
    said = [
        f"{row['meaning']}: {percent(row['first'])} alone, {percent(row['total'])} in all"
        for row in sobol.data(found, findings)
    ]
    title = "How much of the doubt each number carries, alone and with others"
    return _figure("sobol", sobol.chart(found, findings), title, "; ".join(said) + ".")


def _boxes(findings: Findings) -> Figure | None:
    found = findings.further.boxes if findings.further else None
    if found is None or not found.boxes:
        return None
    said = [
        f"Box {i}: {box.words}; {percent(box.coverage.value)} of the cases, "
        f"{percent(box.density.value)} pure."
        for i, box in enumerate(found.boxes, start=1)
    ]
    title = "Under which circumstances it is more likely than not"
    return _figure("boxes", boxes.chart(found, findings), title, " ".join(said))


def _record(findings: Findings, case: Case) -> Figure | None:
    found = findings.further.record if findings.further else None
    if found is None or not claim_value.data(found):
        return None
    says = {source.id: source.title for source in case.sources}
    said = [f"{row['group']}: {points(row['shared'])}" for row in claim_value.data(found)]
    return _figure(
        "record",
        claim_value.chart(found, says),
        "Points that each part of the record carries",
        f"Points by which the chance moves if it is left out, in fair shares: {'; '.join(said)}.",
    )
