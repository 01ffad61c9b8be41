"""How strongly a threat is believed, against how strongly it must be believed to work."""

from __future__ import annotations

import math

import altair as alt

from standoff.study.findings import Distributions, Findings, ThreatFinding
from standoff.view.chart_style import (
    WIDTH,
    Across,
    Mark,
    Row,
    layers,
    percent_axis,
    rows,
    words,
)
from standoff.view.numerals import percent
from standoff.view.theme import INK, MUTED, PLAYERS, tint

_HEIGHT = 200
_TOP = 1.25
#: How much taller than the third-tallest step a step is drawn at most.
_TALLEST = 1.4
_CUT = 1.02
_HELD = ("belief_held_{}", "belief_held", "p_resolved")
_NEEDED = ("belief_needed_{}", "belief_needed")


def data(findings: Findings, channel: str) -> list[Row]:
    """Return the two beliefs of a threat as rows, one per step of a histogram.

    A row has `what` ("held" or "needed"), `from`, `to` and `share`; a belief without a histogram
    gives no rows. Values above 1 (no belief is enough) are gathered in one step above 1.
    """
    found: list[Row] = []
    for what, names in (("held", _HELD), ("needed", _NEEDED)):
        histogram = _histogram(findings, names, channel)
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


def chart(findings: Findings, channel: str) -> alt.LayerChart:
    """Draw belief held above the line and belief needed below it, with today's values."""
    threat = next(each for each in findings.threats if each.channel == channel)
    found = data(findings, channel)
    inside = sorted(row["share"] for row in found if row["from"] <= 1)
    # One step may hold half of the draws (no credibility at all); it must not flatten the others.
    tallest = (
        min(inside[-1], _TALLEST * inside[-3]) if len(inside) > 2 else max(inside, default=1.0)
    )
    shown: list[Row] = [
        {
            **row,
            "height": min(row["share"] / tallest, _CUT) * (1 if row["what"] == "held" else -1),
            "zero": 0,
            "middle": (row["from"] + row["to"]) / 2,
            "is_cut": row["share"] > tallest,
            "text": percent(row["share"]),
        }
        for row in found
    ]
    blue, orange = PLAYERS[0].color, PLAYERS[1].color
    across = Across(0.0, _TOP, percent_axis("Belief that the threat would be carried out"))
    y = alt.Y("height:Q", scale=alt.Scale(domain=[-1.25, 1.25], nice=False), axis=None)
    marks: list[Mark] = []
    for what, color in (("held", blue), ("needed", orange)):
        marks.append(
            rows([row for row in shown if row["what"] == what])
            .mark_rect(color=tint(color, 0.5 if what == "held" else 0.28))
            .encode(x=across("from"), x2="to:Q", y=y, y2="zero:Q")
        )
    marks += _today(threat, across, y)
    marks.append(rows([{"height": 0}]).mark_rule(color=INK).encode(y=y))
    for is_left in (True, False):
        cut = [
            r for r in shown if r["is_cut"] and r["from"] <= 1 and (r["middle"] < 0.5) is is_left
        ]
        side = across("to") if is_left else across("from")
        gap = 5 if is_left else -5
        marks.append(words(cut, side, y, align="left" if is_left else "right", dx=gap, color=MUTED))
    above = next((row for row in shown if row["from"] > 1), None)
    if above:
        edge = [{**above, "text": f"no belief is enough: {above['text']}", "end": _TOP}]
        marks.append(words(edge, across("end"), y, align="right", dy=12, color=MUTED))
    return layers(*marks, height=_HEIGHT, width=WIDTH)


def _today(threat: ThreatFinding, across: Across, y: alt.Y) -> list[Mark]:
    """Mark both beliefs at the analyst's values, with their words at the outer ends."""
    marks: list[Mark] = []
    for what, estimate, up, color in (
        ("held", threat.belief_held, 1, PLAYERS[0].color),
        ("needed", threat.belief_needed, -1, PLAYERS[1].color),
    ):
        if math.isnan(estimate.base):
            continue
        x = min(estimate.base, 1.12)
        right = x < 0.6
        text = f"belief {what}: {percent(estimate.base)}"
        if estimate.base > 1:
            text = "belief needed: more than 100 %"
        marks.append(
            rows([{"x": x, "height": 0, "end": 1.1 * up}])
            .mark_rule(color=color, strokeWidth=2.5)
            .encode(x=across("x"), y=y, y2="end:Q")
        )
        marks.append(
            words(
                [{"x": x, "height": 1.1 * up, "text": text}],
                across("x"),
                y,
                align="left" if right else "right",
                dx=7 if right else -7,
                color=color,
                bold=True,
            )
        )
    return marks


def _histogram(findings: Findings, names: tuple[str, ...], channel: str) -> Distributions | None:
    by_name = {each.name: each for each in findings.histograms}
    wanted = (name.format(channel) for name in names)
    return next((by_name[name] for name in wanted if name in by_name), None)
