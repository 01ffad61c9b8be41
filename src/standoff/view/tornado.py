"""Which parameter moves the answer most: one bar from its low to its high end."""

from __future__ import annotations

import math

import altair as alt

from standoff.study.findings import Findings
from standoff.view.chart_style import (
    WIDTH,
    Across,
    Align,
    Mark,
    Row,
    fitted,
    layers,
    line,
    percent_axis,
    rows,
    words,
)
from standoff.view.numerals import in_unit, meaning_of, percent, unit_of
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS

_STEP = 46
#: Pixels beside the chances, for words.
_LEFT, _RIGHT = 44, 110


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


def chart(findings: Findings, n_most: int = 10) -> alt.LayerChart:
    """Draw the rows of `data`; an open dot is the low end of a parameter, a filled one the high."""
    found = data(findings, n_most)
    n = len(found) + 0.8
    average = findings.estimate(findings.headline).mean
    inner = WIDTH - _LEFT - _RIGHT
    across = Across(
        -_LEFT / inner,
        1 + _RIGHT / inner,
        percent_axis("Chance, averaged over the plausible ranges of all other numbers"),
    )
    shown: list[Row] = []
    dots: list[Row] = []
    for i, row in enumerate(found):
        y = i + 1.45
        ends = [p for p in (row["at_low"], row["at_high"]) if not math.isnan(p)]
        shown.append(
            {
                "text": fitted(row["meaning"], WIDTH),
                "head": i + 1.05,
                "y": y,
                "from": min(ends, default=average),
                "to": max(ends, default=average),
                "spread": percent(max(row["variance_share"], 0.0)),
                "end": 1 + _RIGHT / inner,
            }
        )
        low, high = row["at_low"], row["at_high"]
        still = not abs(low - high) >= 0.005
        dots += [
            {"x": p, "y": y, "text": text, "end": end, "is_left": is_left}
            for p, text, end, is_left in (
                (low, row["low"], "low", low < high or still),
                (high, row["high"], "high", high < low and not still),
            )
            if not math.isnan(p)
        ]
    marks: list[Mark] = [
        rows([{"x": average, "top": 0.6, "bottom": n}])
        .mark_rule(color=MUTED, strokeDash=[4, 3])
        .encode(x=across("x"), y=line("top", n), y2="bottom:Q"),
        rows(shown)
        .mark_rule(color=INK, strokeWidth=3)
        .encode(x=across("from"), x2="to:Q", y=line("y", n)),
    ]
    for end, fill, stroke in (
        ("low", PAPER, PLAYERS[1].color),
        ("high",) + (PLAYERS[0].color,) * 2,
    ):
        some = [dot for dot in dots if dot["end"] == end]
        marks.append(
            rows(some)
            .mark_circle(size=95, fill=fill, stroke=stroke, strokeWidth=2, opacity=1)
            .encode(x=across("x"), y=line("y", n))
        )
        for is_left in (True, False):
            marks.append(
                words(
                    [dot for dot in some if dot["is_left"] is is_left],
                    across("x"),
                    line("y", n),
                    align="right" if is_left else "left",
                    dx=-10 if is_left else 10,
                    color=stroke,
                )
            )
    spread = [{**row, "text": row["spread"]} for row in shown]
    head = [{"text": "share of the spread", "end": 1 + _RIGHT / inner, "y": 0.3}]
    today = [{"text": f"as it is: {percent(average)}", "x": average, "y": 0.3}]
    marks += [
        words(shown, alt.XValue(0), line("head", n), halo=True),
        words(spread, across("end"), line("y", n), align="right", bold=True),
        words(head, across("end"), line("y", n), align="right", color=MUTED),
        words(today, across("x"), line("y", n), align=_align(average), color=MUTED),
    ]
    return layers(*marks, height=_STEP * n)


def _align(p: float) -> Align:
    return "left" if p < 0.3 else "right" if p > 0.6 else "center"
