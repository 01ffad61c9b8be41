"""What explains the spread of an answer: for each source of doubt its share alone and in all."""

from __future__ import annotations

import math

from standoff.study.sobol_indices import SobolFinding
from standoff.study.variance_shares import Index
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, bar, beside, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.marks import Row, Words
from standoff.view.numerals import Parametrized, meaning_of, percent
from standoff.view.theme import MUTED, PLAYERS

#: Pixels above the first row, for what the bars are.
_TOP = 34
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


def chart(found: SobolFinding, about: Parametrized | None = None, n_most: int = 10) -> Chart:
    """Draw the rows of `data`: a dark bar for what is explained alone, a light one for all."""
    strips = [
        Strip(
            row["meaning"],
            [
                bar(0, row["total"], _IN_ALL),
                bar(0, row["first"], _ALONE),
                span(row["total_low"], row["total_high"], MUTED, down=3.5),
                span(row["first_low"], row["first_high"], down=-3.5),
                beside(f"{percent(row['first'])} alone, {percent(row['total'])} in all", 1),
            ],
        )
        for row in data(found, about, n_most)
    ]
    axis = percent_axis("Share of the variance, with nine chances in ten", right=130)
    marks, height = rows(strips, axis.at, _TOP)
    told = "dark: known alone; light: with all in which it takes part"
    return draw([*marks, Words(told, 0, 16, color=MUTED)], height=height, across=axis)


def _ends(name: str, index: Index) -> Row:
    def kept(value: float) -> float:
        return value if math.isnan(value) else min(max(value, 0.0), 1.0)

    return {
        name: kept(index.value),
        f"{name}_low": kept(index.low),
        f"{name}_high": kept(index.high),
    }
