"""Shares with their ranges, as bars: kinds of answer, or what goes with each parameter."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.study.given_data import GivenData
from standoff.study.shares import ShareFinding
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, Title, beside, rows, span, track
from standoff.view.chart import Chart, draw
from standoff.view.marks import Row
from standoff.view.numerals import Parametrized, meaning_of, percent
from standoff.view.theme import PLAYERS

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


def chart(found: ShareFinding) -> Chart:
    """Draw the rows of `data`."""
    return _bars(data(found), "Share, with nine chances in ten")


def given_chart(found: GivenData, about: Parametrized | None = None, n_most: int = 12) -> Chart:
    """Draw the rows of `given_data`."""
    title = "Share of the variance, with nine chances in ten"
    return _bars(given_data(found, about, n_most), title)


def _bars(shown: Sequence[Row], title: str) -> Chart:
    strips: list[Strip | Title] = []
    heading = ""
    for row in shown:
        if row["heading"] != heading:
            heading = row["heading"]
            strips.append(Title(heading))
        items = [
            *track(row["value"], PLAYERS[0].color),
            span(row["low"], row["high"]),
            beside(percent(row["value"]), 1),
        ]
        strips.append(Strip(row["name"].replace("_", " "), items))
    axis = percent_axis(title, right=60, grid=False)
    marks, height = rows(strips, axis.at, halo=False)
    return draw(marks, height=height, across=axis)
