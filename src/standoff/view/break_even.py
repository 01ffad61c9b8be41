"""Where the answer flips along each parameter, beside its plausible range and today's value."""

from __future__ import annotations

import math
from dataclasses import replace

import altair as alt

from standoff.study.findings import BreakEvenFinding, Crossing, Findings
from standoff.view.chart_style import (
    WIDTH,
    Across,
    Row,
    fitted,
    layers,
    line,
    rows,
    words,
)
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


def chart(findings: Findings) -> alt.LayerChart:
    """Draw the rows of `data`: range as a bar, today's value as a dot, crossings as bold ticks."""
    found = data(findings)
    n = max(len(found), 1)
    across = Across(-_MARGIN, 1 + _MARGIN)
    heads: list[Row] = []
    bars: list[Row] = []
    dots: list[Row] = []
    ticks: list[Row] = []
    for i, row in enumerate(found):
        y, unit = i + 0.6, row["unit"]
        heads.append({"text": fitted(row["meaning"], WIDTH), "y": i + 0.22})
        bars.append(
            {
                "from": 0,
                "to": 1,
                "top": y - 0.09,
                "bottom": y + 0.09,
                "y": y,
                "low": in_unit(row["low"], unit),
                "high": in_unit(row["high"], unit),
            }
        )
        dots.append({"x": _at(row, row["value"]), "y": y, "text": in_unit(row["value"], unit)})
        ticks += [
            {
                "x": _at(row, c["value"]),
                "top": y - 0.2,
                "bottom": y + 0.2,
                "under": y + 0.32,
                "text": in_unit(c["value"], unit),
                "in_range": c["in_range"],
            }
            for c in row["crossings"]
            if -_MARGIN <= _at(row, c["value"]) <= 1 + _MARGIN
        ]
    blue, orange = PLAYERS[0].color, PLAYERS[1].color
    return layers(
        rows(bars)
        .mark_rect(color=tint(blue, 0.3))
        .encode(x=across("from"), x2="to:Q", y=line("top", n), y2="bottom:Q"),
        words(
            [{**bar, "text": bar["low"]} for bar in bars],
            across("from"),
            line("y", n),
            align="right",
            dx=-8,
            color=MUTED,
        ),
        words(
            [{**bar, "text": bar["high"]} for bar in bars],
            across("to"),
            line("y", n),
            dx=8,
            color=MUTED,
        ),
        rows([tick for tick in ticks if tick["in_range"]])
        .mark_rule(color=orange, strokeWidth=4)
        .encode(x=across("x"), y=line("top", n), y2="bottom:Q"),
        rows([tick for tick in ticks if not tick["in_range"]])
        .mark_rule(color=orange, strokeWidth=1.5, strokeDash=[3, 2])
        .encode(x=across("x"), y=line("top", n), y2="bottom:Q"),
        rows(dots)
        .mark_circle(size=110, fill=INK, stroke=PAPER, strokeWidth=1.5, opacity=1)
        .encode(x=across("x"), y=line("y", n)),
        words(ticks, across("x"), line("under", n), align="center", color=orange, bold=True),
        words(heads, alt.XValue(0), line("y", n), halo=True),
        height=_STEP * n,
    )


def _at(row: Row, value: float) -> float:
    """Return where a value lies on the row's range, 0 at its low and 1 at its high end."""
    return (value - row["low"]) / (row["high"] - row["low"])


def _part(names: str, position: int) -> str:
    parts = names.split(", ")
    return parts[position] if position < len(parts) else names


def _nearest(row: Row) -> float:
    return min((c["distance"] for c in row["crossings"] if c["in_range"]), default=math.inf)
