"""Which parameter moves the answer most: one bar from its low to its high end."""

from __future__ import annotations

import math

from standoff.study.findings import Findings
from standoff.view.axis import percent_axis
from standoff.view.bars import Strip, beside, guide, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Align, Dot, Row, Words
from standoff.view.numerals import in_unit, meaning_of, percent, unit_of
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS

#: Pixels above the first row, and beside the chances, for words.
_TOP, _LEFT, _RIGHT = 34, 44, 110
_FILLED = (PLAYERS[0].color, PLAYERS[0].color)


def data(findings: Findings, n_most: int = 10) -> list[Row]:
    """Return one row per parameter that moves the answer, the strongest first.

    A row has `parameter`, `meaning`, the ends `low` and `high` of the parameter as text, the
    headline `at_low`, `at_high` and `average` (as drawn), and `variance_share`. Parameters that
    neither move the headline nor explain a hundredth of its spread are left out.
    """
    average = findings.estimate(findings.headline).mean
    found: list[Row] = []
    for swing in findings.swings:
        size = 0.0 if math.isnan(swing.size) else swing.size
        if size < 0.005 and not swing.variance_share >= 0.01:
            continue
        unit = unit_of(findings, swing.parameter)
        found.append(
            {
                "parameter": swing.parameter,
                "meaning": meaning_of(findings, swing.parameter),
                "low": in_unit(swing.low, unit),
                "high": in_unit(swing.high, unit),
                "at_low": swing.headline_low,
                "at_high": swing.headline_high,
                "average": average,
                "variance_share": swing.variance_share,
            }
        )
    return found[:n_most]


def chart(findings: Findings, n_most: int = 10) -> Chart:
    """Draw the rows of `data`; an open dot is the low end of a parameter, a filled one the high."""
    average = findings.estimate(findings.headline).mean
    title = "Chance, averaged over the plausible ranges of all other numbers"
    axis = percent_axis(title, _LEFT, _RIGHT)
    strips: list[Strip] = []
    for row in data(findings, n_most):
        low, high = row["at_low"], row["at_high"]
        ends = [p for p in (low, high) if not math.isnan(p)] or [average]
        still = not abs(low - high) >= 0.005
        spread = percent(max(row["variance_share"], 0.0))
        items = [
            span(min(ends), max(ends), INK, 3),
            *_end(low, row["low"], PAPER, PLAYERS[1].color, is_left=low < high or still),
            *_end(high, row["high"], *_FILLED, is_left=high < low and not still),
            Words(spread, axis.high, 0, "right", bold=True),
        ]
        strips.append(Strip(row["meaning"], items))
    marks, height = rows(strips, axis.at, _TOP)
    told, align = f"as it is: {percent(average)}", _align(average)
    marks += guide(axis.at(average), told, _TOP, height, align)
    marks.append(Words("share of the spread", WIDTH, _TOP - 19, "right", MUTED))
    return draw(marks, height=height, across=axis)


def _end(p: float, text: str, fill: str, stroke: str, *, is_left: bool) -> list[Dot | Words]:
    """Draw what the chance is at one end of the parameter, with the parameter's value."""
    return [Dot(p, 0, fill, 95, stroke, 2), beside(text, p, stroke, is_left=is_left)]


def _align(p: float) -> Align:
    return "left" if p < 0.3 else "right" if p > 0.6 else "center"
