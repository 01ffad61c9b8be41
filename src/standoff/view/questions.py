"""What-ifs beside the case as it is: one line each from the answer before to the answer after."""

from __future__ import annotations

import math

from standoff.study.findings import Findings
from standoff.view.axis import percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import Dot, Mark, Row, Words, fitted, flat, upright
from standoff.view.numerals import percent
from standoff.view.theme import FAINT, MUTED, PLAYERS

_TOP, _STEP = 29.5, 42


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


def chart(findings: Findings) -> Chart:
    """Draw the rows of `data`."""
    found = data(findings)
    axis = percent_axis("Chance, averaged over the plausible ranges", -0.09, 1.09)
    height = _TOP + _STEP * len(found)
    blue = PLAYERS[0].color
    marks: list[Mark] = []
    for row in found[:1]:
        x, text = axis.at(row["before"]), f"as it is: {percent(row['before'])}"
        marks.append(upright(x, 21, height, MUTED, dash=(4, 3)))
        marks.append(Words(text, x, 11, "center", MUTED))
    for i, row in enumerate(found):
        y = _TOP + _STEP * i + 27
        before, after = axis.at(row["before"]), axis.at(row["after"])
        marks.append(Words(fitted(row["ask"]), 0, y - 17, halo=True))
        if math.isnan(after):
            told = "no answer: outside what the model assumes"
            marks.append(Words(told, before + 8, y, color=FAINT))
            continue
        is_left = after < before
        number = Words(
            percent(row["after"]),
            after - 10 if is_left else after + 10,
            y,
            "right" if is_left else "left",
            blue,
            bold=True,
        )
        marks += [flat(before, after, y, blue, 3), Dot(after, y, blue, 110), number]
    return draw(marks, height=height, across=axis)
