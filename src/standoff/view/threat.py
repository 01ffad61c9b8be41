"""How strongly a threat is believed, against how strongly it must be believed to work."""

from __future__ import annotations

import math

from standoff.study.findings import Distributions, Findings
from standoff.view.axis import Axis, percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Mark, Row, Words, flat, upright
from standoff.view.numerals import percent
from standoff.view.theme import INK, MUTED, PLAYERS, tint

_HEIGHT = 200
#: Where the two beliefs meet, and how high the tallest step is.
_ZERO, _STEP = 100.0, 80.0
#: Pixels right of 100 %, for what no belief is enough for.
_RIGHT = 128
#: How much taller than the third-tallest step a step is drawn at most.
_TALLEST = 1.4
_CUT = 1.02


def data(findings: Findings, name: str) -> list[Row]:
    """Return the two beliefs of a threat as rows, one per step of a histogram.

    A row has `what` ("held" or "needed"), `from`, `to` and `share`; the belief held is that in a
    threat which everybody makes. A belief without a histogram gives no rows. Values above 1 (no
    belief is enough) are gathered in one step above 1.
    """
    found: list[Row] = []
    for what, belief in (("held", "uninformative"), ("needed", "needed")):
        histogram = _histogram(findings, f"belief_{belief}_{name}")
        if histogram is None:
            continue
        above = 0.0
        for left, right, share in zip(
            histogram.edges, histogram.edges[1:], histogram.shares, strict=False
        ):
            if left >= 1.0 - 1e-9 and right > 1.0 + 1e-9:
                above += share
            elif share > 0:
                found.append({"what": what, "from": left, "to": right, "share": share})
        if above > 0:
            found.append({"what": what, "from": 1.05, "to": 1.2, "share": above})
    return found


def chart(findings: Findings, name: str) -> Chart:
    """Draw belief held above the line and belief needed below it, with today's values."""
    threat = next(each for each in findings.threats if each.name == name)
    found = data(findings, name)
    inside = sorted(row["share"] for row in found if row["from"] <= 1)
    # One step may hold half of the draws (no credibility at all); it must not flatten the others.
    tallest = (
        min(inside[-1], _TALLEST * inside[-3]) if len(inside) > 2 else max(inside, default=1.0)
    )
    axis = percent_axis("Belief that the threat would be carried out", right=_RIGHT)
    marks: list[Mark] = [flat(0, WIDTH, _ZERO, INK)]
    for row in found:
        is_held = row["what"] == "held"
        color = tint(PLAYERS[0].color, 0.5) if is_held else tint(PLAYERS[1].color, 0.28)
        height = _STEP * min(row["share"] / tallest, _CUT)
        y = _ZERO - height if is_held else _ZERO + height
        left, right, text = axis.at(row["from"]), axis.at(row["to"]), percent(row["share"])
        marks.append(Bar(left, right, min(y, _ZERO), max(y, _ZERO), color))
        if row["from"] > 1:
            told = f"no belief is enough: {text}"
            marks.append(Words(told, WIDTH, y + 12, "right", MUTED))
        elif row["share"] > tallest and left + right < axis.at(1.0):
            marks.append(Words(text, right + 5, y, "left", MUTED))
        elif row["share"] > tallest:
            marks.append(Words(text, left - 5, y, "right", MUTED))
    held = "if everybody made it" if math.isnan(threat.belief_held.base) else "held"
    marks += _today(held, threat.believed.base, axis, -1, PLAYERS[0].color)
    marks += _today("needed", threat.belief_needed.base, axis, 1, PLAYERS[1].color)
    return draw(marks, height=_HEIGHT, across=axis)


def _today(what: str, belief: float, axis: Axis, down: int, color: str) -> list[Mark]:
    """Mark a belief at the analyst's values, with its words at the outer end."""
    if math.isnan(belief):
        return []
    x, y = axis.at(min(belief, 1.12)), _ZERO + down * 1.1 * _STEP
    text = f"belief {what}: {percent(belief)}"
    if belief > 1:
        text = "belief needed: more than 100 %"
    is_right = belief < 0.6
    return [
        upright(x, _ZERO, y, color, 2.5),
        Words(
            text, x + 7 if is_right else x - 7, y, "left" if is_right else "right", color, bold=True
        ),
    ]


def _histogram(findings: Findings, name: str) -> Distributions | None:
    return next((each for each in findings.histograms if each.name == name), None)
