"""What explains the spread of an answer: for each source of doubt its share alone and in all."""

from __future__ import annotations

import math

from standoff.study.sobol_indices import SobolFinding
from standoff.study.variance_shares import Index
from standoff.view.axis import percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Mark, Row, Words, fitted, flat
from standoff.view.numerals import Parametrized, meaning_of, percent
from standoff.view.theme import INK, MUTED, PLAYERS

_TOP, _STEP = 39, 52
#: Where 100 % is; the numbers stand right of it.
_FULL = WIDTH - 130
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
    shown = data(found, about, n_most)
    told = "dark: known alone; light: with all in which it takes part"
    marks: list[Mark] = [Words(told, 0, 16, color=MUTED)]
    for i, row in enumerate(shown):
        y = _TOP + _STEP * i
        number = f"{percent(row['first'])} alone, {percent(row['total'])} in all"
        first, total = (
            {key: _FULL * row[f"{name}{key}"] for key in ("", "_low", "_high")}
            for name in ("first", "total")
        )
        marks += [
            Words(fitted(row["meaning"]), 0, y + 10, halo=True),
            Bar(0, total[""], y + 20, y + 40, _IN_ALL),
            Bar(0, first[""], y + 20, y + 40, _ALONE),
            flat(total["_low"], total["_high"], y + 34, MUTED, 1.5),
            flat(first["_low"], first["_high"], y + 26, INK, 1.5),
            Words(number, _FULL + 8, y + 29),
        ]
    axis = percent_axis("Share of the variance, with nine chances in ten", 0, WIDTH / _FULL)
    return draw(marks, height=_TOP + _STEP * len(shown), across=axis)


def _ends(name: str, index: Index) -> Row:
    def kept(value: float) -> float:
        return value if math.isnan(value) else min(max(value, 0.0), 1.0)

    return {
        name: kept(index.value),
        f"{name}_low": kept(index.low),
        f"{name}_high": kept(index.high),
    }
