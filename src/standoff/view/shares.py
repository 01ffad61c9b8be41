"""Shares with their ranges, as bars: kinds of answer, or what goes with each parameter."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from standoff.study.given_data import GivenData
from standoff.study.shares import ShareFinding
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
from standoff.view.numerals import Parametrized, meaning_of, percent
from standoff.view.theme import INK, PLAYERS, SHADE

_STEP = 42
#: Pixels to the right of 100 %, for the numbers in words.
_RIGHT = 60
#: Steps that a heading takes.
_HEAD = 0.8
#: Shares of a variance below this are left out.
_LEAST = 0.01


def data(found: ShareFinding) -> list[Row]:
    """Return one row per chance and per share that comes about, category by category.

    A row has `heading`, `name`, `value`, `low` and `high`. A category with one name only says
    nothing and is left out.
    """
    groups = [("chance, averaged over the draws", found.chances)]
    groups += [(category, shares) for category, shares in found.categories if len(shares) > 1]
    return [
        {
            "heading": heading,
            "name": each.name,
            "value": each.estimate.value,
            "low": each.estimate.low,
            "high": each.estimate.high,
        }
        for heading, shares in groups
        for each in shares
        if each.estimate.value > 0.0
    ]


def given_data(found: GivenData, about: Parametrized | None = None, n_most: int = 12) -> list[Row]:
    """Return one row per parameter that accounts for a hundredth or more, the largest first.

    Parameters
    ----------
    found : GivenData
    about : Findings, optional
        Knows what parameters mean; without it their names stand for them.
    n_most : int
    """
    return [
        {
            "heading": "",
            "name": meaning_of(about, each.parameter) if about is not None else each.parameter,
            "value": each.share,
            "low": each.low,
            "high": each.high,
        }
        for each in found.shares
        if each.share >= _LEAST
    ][:n_most]


def chart(found: ShareFinding) -> alt.LayerChart:
    """Draw the rows of `data`."""
    return _bars(data(found), "Share, with nine chances in ten")


def given_chart(
    found: GivenData, about: Parametrized | None = None, n_most: int = 12
) -> alt.LayerChart:
    """Draw the rows of `given_data`."""
    title = "Share of the variance, with nine chances in ten"
    return _bars(given_data(found, about, n_most), title)


def _bars(shown: Sequence[Row], title: str) -> alt.LayerChart:
    across = Across(0, WIDTH / (WIDTH - _RIGHT), percent_axis(title, grid=False))
    placed: list[Row] = []
    heads: list[Row] = []
    y, heading = 0.0, ""
    for row in shown:
        if row["heading"] != heading:
            heading = row["heading"]
            heads.append({"text": fitted(heading, WIDTH), "y": y + 0.5})
            y += _HEAD
        placed.append(
            {
                **row,
                "text": fitted(row["name"].replace("_", " "), WIDTH),
                "number": percent(row["value"]),
                "head": y + 0.22,
                "top": y + 0.45,
                "middle": y + 0.62,
                "bottom": y + 0.79,
                "zero": 0,
                "one": 1,
            }
        )
        y += 1.0
    n = max(y, 1.0)
    marks: list[Mark] = [
        rows(placed)
        .mark_rect(color=SHADE)
        .encode(x=across("zero"), x2="one:Q", y=line("top", n), y2="bottom:Q"),
        rows(placed)
        .mark_rect(color=PLAYERS[0].color)
        .encode(x=across("zero"), x2="value:Q", y=line("top", n), y2="bottom:Q"),
        rows([row for row in placed if not math.isnan(row["low"])])
        .mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=across("low"), x2="high:Q", y=line("middle", n)),
        words(heads, alt.XValue(0), line("y", n), bold=True),
        words(placed, alt.XValue(0), line("head", n)),
        words(
            [{**row, "text": row["number"]} for row in placed],
            across("one"),
            line("middle", n),
            dx=8,
        ),
    ]
    return layers(*marks, height=_STEP * n)
