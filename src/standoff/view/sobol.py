"""What explains the spread of an answer: for each source of doubt its share alone and in all."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from standoff.study.sobol_indices import SobolFinding
from standoff.study.variance_shares import Index
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
from standoff.view.theme import INK, MUTED, PLAYERS

_STEP = 52
#: Pixels to the right of 100 %, for the numbers in words.
_RIGHT = 130
_ALONE, _IN_ALL = PLAYERS[0].color, "#a9c8dc"
#: Shares below this are left out.
_LEAST = 0.01


def data(found: SobolFinding, about: Parametrized | None = None, n_most: int = 10) -> list[Row]:
    """Return one row per source of doubt, the largest total first.

    A row has `name`, `meaning`, the shares `first` and `total` (kept between 0 and 1), and the
    ends of their ranges `first_low`, `first_high`, `total_low`, `total_high`. Sources that explain
    less than a hundredth in all are left out, and so are those without a share.

    Parameters
    ----------
    found : SobolFinding
    about : Findings, optional
        Knows what parameters mean; without it their names stand for them.
    n_most : int
    """
    rows_found: list[Row] = []
    for each in found.indices:
        if math.isnan(each.total.value) or each.total.value < _LEAST:
            continue
        meanings = [
            meaning_of(about, name) if about is not None else name.replace("_", " ")
            for name in each.members
        ]
        rows_found.append(
            {
                "name": each.name,
                "meaning": each.name if each.name not in each.members else " + ".join(meanings),
                **_ends("first", each.first),
                **_ends("total", each.total),
            }
        )
    return rows_found[:n_most]


def chart(
    found: SobolFinding, about: Parametrized | None = None, n_most: int = 10
) -> alt.LayerChart:
    """Draw the rows of `data`: a dark bar for what is explained alone, a light one for all."""
    shown = data(found, about, n_most)
    n = len(shown) + 0.75
    inner = WIDTH - _RIGHT
    across = Across(
        0, 1 + _RIGHT / inner, percent_axis("Share of the variance, with nine chances in ten")
    )
    placed: list[Row] = [
        {
            **row,
            "text": fitted(row["meaning"], WIDTH),
            "numbers": f"{percent(row['first'])} alone, {percent(row['total'])} in all",
            "head": i + 0.95,
            "top": i + 1.13,
            "bottom": i + 1.51,
            "upper": i + 1.24,
            "lower": i + 1.4,
            "zero": 0,
            "one": 1,
        }
        for i, row in enumerate(shown)
    ]
    marks: list[Mark] = [
        *_bars(placed, across, n, "total", _IN_ALL),
        *_bars(placed, across, n, "first", _ALONE),
        *_whiskers(placed, across, n, "total", "lower", MUTED),
        *_whiskers(placed, across, n, "first", "upper", INK),
        words(placed, alt.XValue(0), line("head", n), halo=True),
        words(
            [{**row, "text": row["numbers"]} for row in placed],
            across("one"),
            line("upper", n),
            dx=8,
            dy=3,
        ),
        words(
            [{"text": "dark: known alone; light: with all in which it takes part", "y": 0.3}],
            alt.XValue(0),
            line("y", n),
            color=MUTED,
        ),
    ]
    return layers(*marks, height=_STEP * n)


def _bars(placed: Sequence[Row], across: Across, n: float, field: str, fill: str) -> list[Mark]:
    return [
        rows(placed)
        .mark_rect(color=fill)
        .encode(x=across("zero"), x2=f"{field}:Q", y=line("top", n), y2="bottom:Q")
    ]


def _whiskers(
    placed: Sequence[Row], across: Across, n: float, field: str, at: str, color: str
) -> list[Mark]:
    return [
        rows([row for row in placed if not math.isnan(row[f"{field}_low"])])
        .mark_rule(color=color, strokeWidth=1.5)
        .encode(x=across(f"{field}_low"), x2=f"{field}_high:Q", y=line(at, n))
    ]


def _ends(name: str, index: Index) -> Row:
    def kept(value: float) -> float:
        return value if math.isnan(value) else min(max(value, 0.0), 1.0)

    return {
        name: kept(index.value),
        f"{name}_low": kept(index.low),
        f"{name}_high": kept(index.high),
    }
