"""Where the answer flips along each parameter, beside its plausible range and today's value."""

from __future__ import annotations

import math
from dataclasses import replace

from standoff.study.findings import BreakEvenFinding, Crossing, Findings
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Bar, Dot, Mark, Row, Words, fitted, upright
from standoff.view.numerals import in_unit, meaning_of, unit_of
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS, tint

_STEP = 58
#: How much of the parameter's range is shown beyond each end.
_MARGIN = 0.3
_KIND = "regime"
_JUMP = "chance"
_NO_ANSWER = "no answer"


def data(findings: Findings, *, only_flips: bool = True) -> list[Row]:
    """Return one row per parameter, those that flip the answer soonest first.

    A row has `parameter`, `meaning`, `unit`, `low`, `high`, `value`, and `crossings`, a list of
    rows with `value`, `below`, `above`, `in_range` and `distance`: how far the crossing is from
    today's value, in widths of the range.
    """
    found: list[Row] = []
    for each in findings.break_evens:
        width = each.high - each.low
        crossings = flips(each)
        if width <= 0 or (only_flips and not any(c.in_range for c in crossings)):
            continue
        found.append(
            {
                "parameter": each.parameter,
                "meaning": meaning_of(findings, each.parameter),
                "unit": unit_of(findings, each.parameter),
                "low": each.low,
                "high": each.high,
                "value": each.value,
                "crossings": [
                    {
                        "value": c.value,
                        "below": c.below,
                        "above": c.above,
                        "in_range": c.in_range,
                        "distance": abs(c.value - each.value) / width,
                    }
                    for c in crossings
                ],
            }
        )
    return sorted(found, key=_nearest)


def flips(finding: BreakEvenFinding) -> tuple[Crossing, ...]:
    """Return the crossings at which the kind of play changes or a chance jumps, named by these.

    Crossings that change only what is not asked here (the arrest, the settlement), and borders
    beyond which there is no answer, are left out.
    """
    found: list[Crossing] = []
    for each in finding.crossings:
        if each.category == _JUMP:
            found.append(each)
            continue
        changed = each.category.split(", ")
        if _KIND not in changed:
            continue
        position = changed.index(_KIND)
        below, above = (_part(name, position) for name in (each.below, each.above))
        if _NO_ANSWER not in (below, above):
            found.append(replace(each, below=below, above=above, category=_KIND))
    return tuple(found)


def nearest(finding: BreakEvenFinding) -> float:
    """Return how near the nearest flip is to today's value, in widths of the range."""
    width, crossings = finding.high - finding.low, flips(finding)
    if width <= 0 or not crossings:
        return math.inf
    return min(abs(c.value - finding.value) for c in crossings) / width


def chart(findings: Findings) -> Chart:
    """Draw the rows of `data`: range as a bar, today's value as a dot, crossings as bold ticks."""
    found = data(findings)
    marks: list[Mark] = []
    for i, row in enumerate(found):
        y, unit = _STEP * i + 35, row["unit"]
        left, right, here = (_at(row, row[key]) for key in ("low", "high", "value"))
        marks += [
            Words(fitted(row["meaning"]), 0, y - 22, halo=True),
            Bar(left, right, y - 5, y + 5, tint(PLAYERS[0].color, 0.3)),
            Words(in_unit(row["low"], unit), left - 8, y, "right", MUTED),
            Words(in_unit(row["high"], unit), right + 8, y, color=MUTED),
            Dot(here, y, INK, 110, PAPER, 1.5),
        ]
        for crossing in row["crossings"]:
            x = _at(row, crossing["value"])
            if 0 <= x <= WIDTH:
                marks += _tick(x, y, in_unit(crossing["value"], unit), crossing["in_range"])
    return draw(marks, height=_STEP * max(len(found), 1))


def _tick(x: float, y: float, text: str, in_range: bool) -> list[Mark]:
    orange = PLAYERS[1].color
    width, dash = (4, None) if in_range else (1.5, (3, 2))
    line = upright(x, y - 12, y + 12, orange, width, dash=dash)
    return [line, Words(text, x, y + 18, "center", orange, bold=True)]


def _at(row: Row, value: float) -> float:
    """Return where a value lies: its row's range stands in the middle, with a margin beside it."""
    share = (value - row["low"]) / (row["high"] - row["low"])
    return WIDTH * (share + _MARGIN) / (1 + 2 * _MARGIN)


def _part(names: str, position: int) -> str:
    parts = names.split(", ")
    return parts[position] if position < len(parts) else names


def _nearest(row: Row) -> float:
    return min((c["distance"] for c in row["crossings"] if c["in_range"]), default=math.inf)
