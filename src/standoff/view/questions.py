"""What-ifs beside the case as it is: one line each from the answer before to the answer after."""

from __future__ import annotations

import math

from standoff.study.findings import Findings
from standoff.view.axis import percent_axis
from standoff.view.bars import Placed, Strip, beside, guide, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.marks import Dot, Row
from standoff.view.numerals import percent
from standoff.view.theme import FAINT, PLAYERS

#: Pixels above the first row, and beside the chances.
_TOP, _SIDE = 30, 49


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
    axis = percent_axis("Chance, averaged over the plausible ranges", _SIDE, _SIDE)
    strips = [Strip(row["ask"], _change(row["before"], row["after"])) for row in found]
    marks, height = rows(strips, axis.at, _TOP)
    for row in found[:1]:
        told = f"as it is: {percent(row['before'])}"
        marks += guide(axis.at(row["before"]), told, _TOP, height)
    return draw(marks, height=height, across=axis)


def _change(before: float, after: float) -> list[Placed]:
    if math.isnan(after):
        return [beside("no answer: outside what the model assumes", before, FAINT)]
    blue = PLAYERS[0].color
    number = beside(percent(after), after, blue, is_left=after < before, bold=True)
    return [span(before, after, blue, 3), Dot(after, 0, blue, 110), number]
