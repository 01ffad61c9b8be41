"""The answer along one parameter: what holds where, and the chance of the headline there."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from standoff.game.parameter import Parameter
from standoff.study.along import Along
from standoff.view.chart_style import (
    AMOUNTS,
    WIDTH,
    Across,
    Mark,
    Row,
    fitted,
    layers,
    line,
    rows,
    words,
)
from standoff.view.key import key
from standoff.view.lettering import amount
from standoff.view.lettering import width as written
from standoff.view.theme import FILLS, INK, MUTED, PAPER, PLAYERS, TEXT_SIZE

_HEIGHT = 190
#: Height of the axis with its title.
_AXIS = 46
_NO_ANSWER = "no answer"
#: Lines from the top, of ten: the strip, then the chance.
_STRIP, _TOP, _BOTTOM, _N = (0.9, 2.3), 3.6, 9.6, 10.0


def data(found: Along) -> list[Row]:
    """Return the stretches in order, with `from`, `to`, `name`, `fill`, and the headline there.

    The headline is given as chances at equal steps from end to end.
    """
    names = list(
        dict.fromkeys(each.answer for each in found.stretches if each.answer != _NO_ANSWER)
    )
    return [
        {
            "from": each.low,
            "to": each.high,
            "name": each.answer,
            "fill": PAPER
            if each.answer == _NO_ANSWER
            else FILLS[names.index(each.answer) % len(FILLS)],
            "headline": list(each.headline),
        }
        for each in found.stretches
    ]


def chart(found: Along, parameters: Sequence[Parameter] = ()) -> alt.LayerChart:
    """Draw the stretches as a strip with their names, and the headline's chance below it.

    Parameters
    ----------
    found : Along
    parameters : sequence of Parameter
        For the words at the axis.
    """
    known = {each.name: each for each in parameters}
    about = known.get(found.parameter)
    low, high = found.searched
    title = found.parameter if about is None else about.meaning or found.parameter
    axis = alt.Axis(
        title=fitted(title), labelExpr=AMOUNTS, tickCount=8, grid=False, labelColor=MUTED
    )
    across = Across(low, high, axis)
    stretches = data(found)
    bars = [{**row, "top": _STRIP[0], "bottom": _STRIP[1]} for row in stretches]
    room = WIDTH / (high - low)
    named = [
        {
            "x": (row["from"] + row["to"]) / 2,
            "y": sum(_STRIP) / 2,
            "text": row["name"],
        }
        for row in stretches
        if (row["to"] - row["from"]) * room > written(row["name"], TEXT_SIZE, bold=True) + 8
    ]
    orange = PLAYERS[1].color
    steps = [
        {"x": step.value, "top": 0.4, "bottom": _BOTTOM, "text": amount(step.value)}
        for step in found.steps
    ]
    ticks = [
        {"y": _level(p), "text": f"{100 * p:.0f} %", "left": low, "right": high}
        for p in (0.0, 0.5, 1.0)
    ]
    # Below the strip, so that the names on it stay whole.
    here = [{"x": found.value, "y": _BOTTOM, "top": _STRIP[1], "bottom": _BOTTOM}]
    marks: list[Mark] = [
        rows(bars)
        .mark_rect(stroke=INK, strokeWidth=0.6)
        .encode(
            x=across("from"),
            x2="to:Q",
            y=line("top", _N),
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None),
        ),
        rows(ticks)
        .mark_rule(color=MUTED, strokeWidth=0.5, strokeDash=[2, 3])
        .encode(x=across("left"), x2="right:Q", y=line("y", _N)),
        words(ticks, alt.XValue(-6), line("y", _N), align="right", color=MUTED),
        rows(_curve(stretches))
        .mark_line(color=INK, strokeWidth=2)
        .encode(x=across("x"), y=line("y", _N), detail="piece:N", order="x:Q"),
        rows(steps)
        .mark_rule(color=orange, strokeWidth=1.5)
        .encode(x=across("x"), y=line("top", _N), y2="bottom:Q"),
        words(
            _apart(steps, room), across("x"), line("top", _N), align="center", color=orange, dy=-6
        ),
        words(named, across("x"), line("y", _N), align="center", bold=True, halo=True),
        rows(here)
        .mark_rule(color=INK, strokeWidth=1, strokeDash=[4, 3])
        .encode(x=across("x"), y=line("top", _N), y2="bottom:Q"),
        rows(here)
        .mark_circle(size=110, fill=INK, stroke=PAPER, strokeWidth=1.5, opacity=1)
        .encode(x=across("x"), y=line("y", _N)),
        words(
            [{"y": _TOP - 0.6, "text": f"chance of {fitted(found.headline, 300)}"}],
            alt.XValue(0),
            line("y", _N),
            color=MUTED,
            halo=True,
        ),
    ]
    told = {row["text"] for row in named}
    entries = dict.fromkeys((r["name"], r["fill"]) for r in stretches if r["name"] not in told)
    return layers(*marks, *key(list(entries), _HEIGHT + _AXIS), height=_HEIGHT)


def _curve(stretches: Sequence[Row]) -> list[Row]:
    """Return the headline at equal steps of every stretch; without an answer there is no line."""
    found: list[Row] = []
    for i, row in enumerate(stretches):
        n = len(row["headline"]) - 1
        for k, p in enumerate(row["headline"]):
            if p == p:
                x = row["from"] + (row["to"] - row["from"]) * k / n
                found.append({"piece": i, "x": x, "y": _level(p)})
    return found


def _level(p: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * p


def _apart(steps: Sequence[Row], room: float) -> list[Row]:
    """Leave out numbers that would be written over the one before."""
    kept: list[Row] = []
    free = -1e300
    for step in steps:
        half = written(step["text"], TEXT_SIZE) / 2 / room
        if step["x"] - half >= free:
            kept.append(step)
            free = step["x"] + half + 6 / room
    return kept
