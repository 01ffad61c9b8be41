"""Under which circumstances something happens: one bar per bounded parameter, box by box."""

from __future__ import annotations

import math

import altair as alt

from standoff.study.boxes import BoxFinding, Limit, ScenarioBox
from standoff.view.chart_style import (
    WIDTH,
    Across,
    Mark,
    Row,
    fitted,
    layers,
    line,
    percent_axis,
    rows,
    words,
)
from standoff.view.numerals import Parametrized, meaning_of, percent, rough, unit_of
from standoff.view.theme import MUTED, PLAYERS, SHADE

_STEP = 46
#: Pixels to the right of the bars, for how often a bound comes again.
_RIGHT = 130
#: Lines that the words above a box take.
_HEAD = 0.85


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


def chart(found: BoxFinding, about: Parametrized | None = None) -> alt.LayerChart:
    """Draw the rows of `data`; a bar spans the draws, its dark part those inside the box."""
    shown = data(found, about)
    inner = WIDTH - _RIGHT
    across = Across(
        0,
        1 + _RIGHT / inner,
        percent_axis("Draws, from the least to the largest value of the parameter", grid=False),
    )
    placed: list[Row] = []
    heads: list[Row] = []
    y = 0.0
    for number, box in enumerate(found.boxes):
        heads += [
            {"y": y + 0.3, "text": fitted(_headline(number + 1, found.event, box), WIDTH)},
            {"y": y + 0.66, "text": fitted(_rest_words(number) + _share_words(box), WIDTH)},
        ]
        y += _HEAD
        for row in shown:
            if row["box"] == number + 1:
                placed.append(
                    {
                        **row,
                        "text": fitted(f"{row['meaning']}: {_between(row)}", WIDTH),
                        "again": _again(row["stability"]),
                        "head": y + 0.35,
                        "top": y + 0.55,
                        "middle": y + 0.67,
                        "bottom": y + 0.79,
                        "zero": 0,
                        "one": 1,
                    }
                )
                y += 1
        y += 0.25
    n = max(y, 1.0)
    marks: list[Mark] = [
        words(heads[::2], alt.XValue(0), line("y", n), bold=True),
        words(heads[1::2], alt.XValue(0), line("y", n), color=MUTED),
        rows(placed)
        .mark_rect(color=SHADE)
        .encode(x=across("zero"), x2="one:Q", y=line("top", n), y2="bottom:Q"),
        rows(placed)
        .mark_rect(color=PLAYERS[0].color)
        .encode(x=across("from"), x2="to:Q", y=line("top", n), y2="bottom:Q"),
        words(placed, alt.XValue(0), line("head", n)),
        words(
            [{**row, "text": row["again"]} for row in placed],
            across("one"),
            line("middle", n),
            dx=8,
            color=MUTED,
        ),
    ]
    return layers(*marks, height=_STEP * n)


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
