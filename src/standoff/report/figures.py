"""The charts of a report, each as a picture with its title and what can be read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
from markupsafe import Markup

from standoff.case.schema import Case
from standoff.report.words import capital, count, listed
from standoff.study.findings import Findings
from standoff.view import (
    break_even,
    claims,
    outcomes,
    questions,
    regimes,
    settlement,
    threat,
    timeline,
    tornado,
)
from standoff.view.numerals import meaning_of, percent
from standoff.view.svg import to_svg


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that can stand in the page."""

    id: str
    svg: Markup
    title: str


def figures(
    findings: Findings, case: Case, meanings: Mapping[str, str]
) -> dict[str, Figure | dict[str, Figure]]:
    """Draw every chart for which there is something to draw.

    `threats` holds one figure per channel.
    """
    drawn: dict[str, Figure | dict[str, Figure]] = {
        "threats": {each.channel: _threat(findings, each.channel) for each in findings.threats}
    }
    if case.events:
        drawn["timeline"] = _timeline(case)
    if shares := outcomes.data(findings, "regime", meanings):
        said = [f"{row['name']} {row['percent']}" for row in shares]
        drawn["outcomes"] = _figure(
            "outcomes",
            outcomes.chart(findings, "regime", meanings),
            "How often each kind of play comes about",
            f"One bar each, in percent of the draws with an answer: {listed(said)}.",
        )
    if shares := settlement.data(findings, meanings):
        said = [f"{row['name']} {row['percent']}" for row in shares]
        drawn["settlement"] = _figure(
            "settlement",
            settlement.chart(findings, meanings),
            "What would be done with a returned suspect",
            f"One bar each, in percent of the draws with an answer: {listed(said)}.",
        )
    if findings.regime_map is not None:
        drawn["regimes"] = _regimes(findings)
    if moving := tornado.data(findings):
        said = [
            f"{row['meaning']}: {percent(row['at_low'])} at {row['low']}, "
            f"{percent(row['at_high'])} at {row['high']}"
            for row in moving
        ]
        drawn["tornado"] = _figure(
            "tornado",
            tornado.chart(findings),
            "How far each number moves the answer",
            "; ".join(said) + ".",
        )
    if flipping := break_even.data(findings):
        drawn["break_even"] = _figure(
            "break-even",
            break_even.chart(findings),
            "Where the answer flips inside a plausible range",
            f"{capital(count(len(flipping), 'strip'))}, one per number: a bar for the plausible "
            "range, a dot for the value used, ticks where the answer changes. The values stand in "
            "the table below.",
        )
    if findings.questions:
        said = [f"{row['ask']} {percent(row['after'])}" for row in questions.data(findings)]
        drawn["questions"] = _figure(
            "questions",
            questions.chart(findings),
            "The what-ifs beside the case as it is",
            " ".join(said),
        )
    if claims.data(findings):
        drawn["claims"] = _figure(
            "claims",
            claims.chart(findings, {claim.id: claim.says for claim in case.claims}),
            "How far each claim moves the answer",
            "For the claims that matter most: the chance if the claim is false, left out, or graded "
            "one step lower. The numbers stand in the table of claims.",
        )
    return drawn


def _figure(id: str, chart: alt.LayerChart, title: str, description: str) -> Figure:
    svg = to_svg(chart, title=title, description=description, id_prefix=f"figure-{id}")
    return Figure(id, Markup(svg), title)


def _timeline(case: Case) -> Figure:
    events = timeline.data(case)
    sides = listed(tuple(dict.fromkeys(row["side"] for row in events)))
    return _figure(
        "timeline",
        timeline.chart(case),
        "Who did what when",
        f"{capital(count(len(events), 'event'))} in one lane each for {sides}. They are told in "
        "the same order, with dates, in the list below.",
    )


def _threat(findings: Findings, channel: str) -> Figure:
    found = next(each for each in findings.threats if each.channel == channel)
    held, needed = found.belief_held, found.belief_needed
    return _figure(
        f"threat-{channel}",
        threat.chart(findings, channel),
        f"Belief in a {channel} threat: held and needed",
        f"Belief held: {percent(held.base)}, plausibly {percent(held.interval[0])} to "
        f"{percent(held.interval[2])}. Belief needed: {percent(needed.base)}, plausibly "
        f"{percent(needed.interval[0])} to {percent(needed.interval[2])}. It suffices in "
        f"{percent(found.share_enough)} of the draws.",
    )


def _regimes(findings: Findings) -> Figure:
    found = findings.regime_map
    assert found is not None
    said = [f"{row['name']} ({percent(row['share'])} of the map)" for row in regimes.regions(findings)]
    return _figure(
        "regimes",
        regimes.chart(findings),
        "Which kind of play, by two numbers",
        f"Across: {meaning_of(findings, found.x)}. Upwards: {meaning_of(findings, found.y)}. "
        f"Regions: {listed(said)}.",
    )
