"""Under which circumstances something happens: one bar per bounded parameter, box by box."""

from __future__ import annotations

import math

from standoff.study.boxes import BoxFinding, Limit, ScenarioBox
from standoff.view.axis import percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Mark, Row, Words, fitted
from standoff.view.numerals import Parametrized, meaning_of, percent, rough, unit_of
from standoff.view.theme import MUTED, PLAYERS, SHADE

_STEP = 46
#: Height of the words above a box, and of the gap below it.
_HEAD, _GAP = 39, 11.5
#: Where bars end; how often a bound comes again stands right of them.
_FULL = WIDTH - 130


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
    marks: list[Mark] = []
    y = 0.0
    for number, box in enumerate(found.boxes):
        headline = _headline(number + 1, found.event, box)
        marks.append(Words(fitted(headline), 0, y + 14, bold=True))
        told = fitted(_rest_words(number) + _share_words(box))
        marks.append(Words(told, 0, y + 30, color=MUTED))
        y += _HEAD
        for row in (each for each in shown if each["box"] == number + 1):
            marks += [
                Words(fitted(f"{row['meaning']}: {_between(row)}"), 0, y + 16),
                Bar(0, _FULL, y + 25, y + 36, SHADE),
                Bar(_FULL * row["from"], _FULL * row["to"], y + 25, y + 36, PLAYERS[0].color),
                Words(_again(row["stability"]), _FULL + 8, y + 31, color=MUTED),
            ]
            y += _STEP
        y += _GAP
    title = "Draws, from the least to the largest value of the parameter"
    axis = percent_axis(title, 0, WIDTH / _FULL, grid=False)
    return draw(marks, height=max(y, _STEP), across=axis)


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
