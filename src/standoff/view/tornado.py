"""Which parameter moves the answer most: one bar from its low to its high end."""

from __future__ import annotations

import math

from standoff.study.findings import Findings
from standoff.view.axis import percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Align, Dot, Mark, Row, Words, fitted, flat, upright
from standoff.view.numerals import in_unit, meaning_of, percent, unit_of
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS

_TOP, _STEP = 37, 46
#: Pixels beside the chances, for words.
_LEFT, _RIGHT = 44, 110
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
    found = data(findings, n_most)
    average = findings.estimate(findings.headline).mean
    inner = WIDTH - _LEFT - _RIGHT
    axis = percent_axis(
        "Chance, averaged over the plausible ranges of all other numbers",
        -_LEFT / inner,
        1 + _RIGHT / inner,
    )
    height = _TOP + _STEP * len(found)
    marks: list[Mark] = [
        upright(axis.at(average), 28, height, MUTED, dash=(4, 3)),
        Words("share of the spread", WIDTH, 14, "right", MUTED),
        Words(f"as it is: {percent(average)}", axis.at(average), 14, _align(average), MUTED),
    ]
    for i, row in enumerate(found):
        y = _TOP + _STEP * i + 30
        low, high = row["at_low"], row["at_high"]
        ends = [axis.at(p) for p in (low, high) if not math.isnan(p)] or [axis.at(average)]
        spread = percent(max(row["variance_share"], 0.0))
        still = not abs(low - high) >= 0.005
        marks += [
            Words(fitted(row["meaning"]), 0, y - 19, halo=True),
            flat(min(ends), max(ends), y, INK, 3),
            *_end(axis.at(low), y, row["low"], low < high or still, PAPER, PLAYERS[1].color),
            *_end(axis.at(high), y, row["high"], high < low and not still, *_FILLED),
            Words(spread, WIDTH, y, "right", bold=True),
        ]
    return draw(marks, height=height, across=axis)


def _end(x: float, y: float, text: str, is_left: bool, fill: str, stroke: str) -> list[Mark]:
    """Draw what the chance is at one end of the parameter, with the parameter's value."""
    words = (
        Words(text, x - 10, y, "right", stroke)
        if is_left
        else Words(text, x + 10, y, "left", stroke)
    )
    return [Dot(x, y, fill, 95, stroke, 2), words]


def _align(p: float) -> Align:
    return "left" if p < 0.3 else "right" if p > 0.6 else "center"
