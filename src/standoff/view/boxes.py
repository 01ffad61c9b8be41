"""Under which circumstances something happens: one bar per bounded parameter, box by box."""

from __future__ import annotations

import math

from standoff.study.boxes import BoxFinding, Limit, ScenarioBox
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, Title, bar, beside, rows
from standoff.view.chart import Chart, draw
from standoff.view.marks import Row
from standoff.view.numerals import Parametrized, meaning_of, percent, rough, unit_of
from standoff.view.theme import MUTED, PLAYERS, SHADE


def data(found: BoxFinding, about: Parametrized | None = None) -> list[Row]:
    """Return one row per bounded parameter, box by box, what counts most first.

    A row has `box` (from 1), `parameter`, `meaning`, the bounds `low` and `high` as text (empty
    where there is none), `from` and `to` (shares of the draws below each bound), `stability` and
    `quasi_p`, and of its box `coverage`, `density` and `mass` with their ends (`coverage_low` ...).

    Parameters
    ----------
    found : BoxFinding
    about : Findings, optional
        Knows meanings and units of parameters; without it their names stand for them.
    """
    return [
        {
            "box": number + 1,
            "parameter": limit.parameter,
            "meaning": _meaning(about, limit.parameter),
            "low": _bound(about, limit, limit.low),
            "high": _bound(about, limit, limit.high),
            "from": limit.low_rank,
            "to": limit.high_rank,
            "stability": limit.stability,
            "quasi_p": limit.quasi_p,
            **_judged(box),
        }
        for number, box in enumerate(found.boxes)
        for limit in box.limits
    ]


def chart(found: BoxFinding, about: Parametrized | None = None) -> Chart:
    """Draw the rows of `data`; a bar spans the draws, its dark part those inside the box."""
    shown = data(found, about)
    strips: list[Strip | Title] = []
    for i, box in enumerate(found.boxes):
        headline = _headline(i + 1, found.event, box)
        strips.append(Title(headline, _rest_words(i) + _share_words(box)))
        for row in (each for each in shown if each["box"] == i + 1):
            items = [
                bar(0, 1, SHADE),
                bar(row["from"], row["to"], PLAYERS[0].color),
                beside(_again(row["stability"]), 1, MUTED),
            ]
            strips.append(Strip(f"{row['meaning']}: {_between(row)}", items))
    title = "Draws, from the least to the largest value of the parameter"
    axis = percent_axis(title, right=130, grid=False)
    marks, height = rows(strips, axis.at, halo=False)
    return draw(marks, height=height, across=axis)


def _headline(number: int, event: str, box: ScenarioBox) -> str:
    return (
        f"{number}. Covers {percent(box.coverage.value)} of “{event}”,"
        f" {percent(box.density.value)} pure"
    )


def _rest_words(n_before: int) -> str:
    return ("", "Outside box 1: ")[n_before] if n_before < 2 else f"Outside boxes 1 to {n_before}: "


def _share_words(box: ScenarioBox) -> str:
    return (
        f"{percent(box.coverage.low)} to {percent(box.coverage.high)} covered,"
        f" {percent(box.density.low)} to {percent(box.density.high)} pure, in draws held out;"
        f" {percent(box.mass.value)} of all draws lie inside"
    )


def _between(row: Row) -> str:
    if row["low"] and row["high"]:
        return f"{row['low']} to {row['high']}"
    return f"above {row['low']}" if row["low"] else f"below {row['high']}"


def _again(stability: float) -> str:
    return "" if math.isnan(stability) else f"found again: {percent(stability)}"


def _judged(box: ScenarioBox) -> Row:
    found: Row = {}
    for name, each in (("coverage", box.coverage), ("density", box.density), ("mass", box.mass)):
        found |= {name: each.value, f"{name}_low": each.low, f"{name}_high": each.high}
    return found


def _bound(about: Parametrized | None, limit: Limit, value: float) -> str:
    unit = "" if about is None else unit_of(about, limit.parameter)
    return rough(value, unit) if math.isfinite(value) else ""


def _meaning(about: Parametrized | None, name: str) -> str:
    return name.replace("_", " ") if about is None else meaning_of(about, name)
