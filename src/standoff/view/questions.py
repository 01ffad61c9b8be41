"""What-ifs beside the case as it is: one line each from the answer before to the answer after."""

from __future__ import annotations

import math

import altair as alt

from standoff.study.findings import Findings
from standoff.view.chart_style import (
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
from standoff.view.numerals import percent
from standoff.view.theme import FAINT, MUTED, PLAYERS

_STEP = 42


def data(findings: Findings) -> list[Row]:
    """Return one row per question in the order of the case.

    A row has `question`, `ask`, `before` and `after`, the average chances over the draws; `after`
    is nan where the question has no answer.
    """
    return [
        {
            "question": each.question,
            "ask": each.ask,
            "before": each.headline_before,
            "after": each.headline,
        }
        for each in findings.questions
    ]


def chart(findings: Findings) -> alt.LayerChart:
    """Draw the rows of `data`."""
    found = data(findings)
    n = len(found) + 0.7
    across = Across(-0.09, 1.09, percent_axis("Chance, averaged over the plausible ranges"))
    lines = [
        {
            "head": i + 0.95,
            "y": i + 1.35,
            "before": row["before"],
            "after": row["after"],
            "ask": fitted(row["ask"]),
            "text": percent(row["after"]),
            "is_left": row["after"] < row["before"],
            "answered": not math.isnan(row["after"]),
        }
        for i, row in enumerate(found)
    ]
    answered = [row for row in lines if row["answered"]]
    silent = [
        {**row, "text": "no answer: outside what the model assumes"}
        for row in lines
        if not row["answered"]
    ]
    before = [
        {"x": row["before"], "top": 0.5, "bottom": n, "text": f"as it is: {percent(row['before'])}"}
        for row in found[:1]
    ]
    blue = PLAYERS[0].color
    marks: list[Mark] = [
        rows(before)
        .mark_rule(color=MUTED, strokeDash=[4, 3])
        .encode(x=across("x"), y=line("top", n), y2="bottom:Q"),
        words(before, across("x"), line("top", n), align="center", dy=-10, color=MUTED),
        rows(answered)
        .mark_rule(color=blue, strokeWidth=3)
        .encode(x=across("before"), x2="after:Q", y=line("y", n)),
        rows(answered)
        .mark_circle(size=110, color=blue, opacity=1)
        .encode(x=across("after"), y=line("y", n)),
        words(
            [{**row, "text": row["ask"]} for row in lines],
            alt.XValue(0),
            line("head", n),
            halo=True,
        ),
        words(silent, across("before"), line("y", n), dx=8, color=FAINT),
    ]
    for is_left in (True, False):
        marks.append(
            words(
                [row for row in answered if row["is_left"] is is_left],
                across("after"),
                line("y", n),
                align="right" if is_left else "left",
                dx=-10 if is_left else 10,
                bold=True,
                color=blue,
            )
        )
    return layers(*marks, height=_STEP * n)
