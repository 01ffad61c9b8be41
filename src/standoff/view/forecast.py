"""What could be expected when: chances of outcomes, and beliefs, after each dated move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import altair as alt

from standoff.case.date import CaseDate
from standoff.study.timeline import Timeline
from standoff.study.updating import TimelineStep
from standoff.study.weighted import Forecast
from standoff.view.chart_style import (
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
from standoff.view.lettering import clean, wrapped
from standoff.view.lettering import width as width_of
from standoff.view.numerals import percent
from standoff.view.theme import FAINT, INK, MUTED, PAPER, PLAYERS, TEXT_SIZE, tint
from standoff.view.timeline import day_text

Series = Literal["outcome", "headline", "belief"]

_STEP = 22.0
#: Lines that each of the two panels is high, and the gap above the second.
_FAN, _LINES, _GAP = 8.0, 6.0, 2.0
_LEFT = 44.0
#: Height of a line of text below the panels.
_LINE = 0.75
#: Outcomes that never reach this chance share one band.
_SMALL = 0.03
_OTHERS = "all others"
#: Beliefs told by lines: one possibility of each thing that is not seen, of at most so many things.
_MOST_BELIEFS = 2
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


def data(timeline: Timeline) -> list[Row]:
    """Return one row per step and series.

    A row has `step` (from 0), `day`, `event`, `move`, `series` ("outcome", "headline" or "belief"),
    `name`, `mean`, and `low` and `high` (the 5 and 95 % points over the draws). Outcomes that never
    reach three chances in a hundred are one, "all others", without ends. A belief is named after
    the first possibility of what is not seen, as "type: resolved".
    """
    large = {each.name for s in timeline.steps for each in s.outcomes if each.mean >= _SMALL}
    found: list[Row] = []
    for i, step in enumerate(timeline.steps):
        where = {"step": i, "day": step.day, "event": step.event, "move": step.move}
        found += [
            _row(where, "outcome", each.name, each) for each in step.outcomes if each.name in large
        ]
        if len(large) < len(step.outcomes):
            rest = sum(each.mean for each in step.outcomes if each.name not in large)
            found.append(
                {**where, "series": "outcome", "name": _OTHERS, "mean": rest}
                | {"low": None, "high": None}
            )
        if step.headline is not None:
            found.append(_row(where, "headline", step.headline.name, step.headline))
        found += [
            _row(where, "belief", f"{each.title}: {each.branches[0].name}", each.branches[0])
            for each in step.beliefs[:_MOST_BELIEFS]
        ]
    return found


def _row(where: Row, series: Series, name: str, told: Forecast) -> Row:
    low, _, high = told.interval
    return {**where, "series": series, "name": name, "mean": told.mean, "low": low, "high": high}


def chart(
    timeline: Timeline, says: Mapping[str, str] = _NO_WORDS, *, width: float = WIDTH
) -> alt.LayerChart:
    """Draw the rows of `data`: outcomes above, the headline and beliefs below, steps by number.

    Parameters
    ----------
    timeline : Timeline
    says : mapping of str to str
        What happened, by event.
    width : float
        In pixels.
    """
    found = data(timeline)
    n_steps = len(timeline.steps)
    names = list(dict.fromkeys(row["name"] for row in found if row["series"] == "outcome"))
    right = _right(found, names)
    slot = (width - _LEFT - right) / n_steps
    top, below = 1.2, _FAN + _GAP + _LINES
    listed = told(timeline, says, width)
    n = top + below + 2.1 + _LINE * len(listed)
    across = Across(0, width)
    title = [{"x": 0, "y": 0.5, "text": f"How it would end, as known to: {timeline.observer}"}]
    marks: list[Mark] = [words(title, across("x"), line("y", n), bold=True)]
    marks += _fan(found, names, across, n, top, slot, width - right)
    second = top + _FAN + _GAP
    marks += _curves(found, across, n, second, slot, width - right)
    numbers = [
        {"x": _LEFT + (i + 0.5) * slot, "y": second + _LINES + 0.6, "text": str(i)}
        for i in range(1, n_steps)
    ]
    numbers.append(
        {
            "x": _LEFT + 0.5 * slot,
            "y": second + _LINES + 0.6,
            "text": "before" if slot >= 48 else "0",
        }
    )
    marks.append(words(numbers, across("x"), line("y", n), align="center", color=MUTED))
    below_numbers = second + _LINES + 2.1
    below_rows = [
        {**row, "x": 0, "after": 20, "y": below_numbers + _LINE * i} for i, row in enumerate(listed)
    ]
    numbered = [{**row, "text": row["number"]} for row in below_rows if row["number"]]
    marks.append(words(numbered, across("x"), line("y", n), color=MUTED))
    marks.append(words(below_rows, across("after"), line("y", n)))
    return layers(*marks, height=_STEP * n, width=width)


def told(
    timeline: Timeline, says: Mapping[str, str] = _NO_WORDS, width: float = WIDTH
) -> list[Row]:
    """Return the lines below the picture: what happened at each step, in as many as it needs.

    A row has `text`, and `number`: the step, empty where a line goes on with the one before.
    """
    return [
        {"number": str(i) if k == 0 else "", "text": text}
        for i, step in enumerate(timeline.steps)
        if i
        for k, text in enumerate(
            wrapped(clean(_told(step, timeline.given, says)), TEXT_SIZE, width - 24)
        )
    ]


def _right(found: list[Row], names: list[str]) -> float:
    """Return the room for the names of series, at the right."""
    lines = {_short(row["name"]) for row in found if row["series"] != "outcome"}
    longest = max(width_of(f"{name} over 99 %", TEXT_SIZE) for name in (*names, *lines))
    return min(longest + 14.0, 190.0)


def _short(name: str) -> str:
    """Name a belief by the possibility alone: what it is about stands in the data and the words."""
    return name.rsplit(": ", 1)[-1]


def _told(step: TimelineStep, given: Sequence[str], says: Mapping[str, str]) -> str:
    when = day_text(CaseDate.parse(step.day)) if step.day else "day unknown"
    move = step.move if step.was_made else f"not {step.move}"
    known = ", as published" if step.published else ""
    what = f": {says[step.event]}" if says.get(step.event) else ""
    held = "given" if step.move in given else f"held {percent(step.p_move)} likely"
    return f"{when}{known}, {move} ({held}){what}"


def _fan(
    found: list[Row],
    names: list[str],
    across: Across,
    n: float,
    top: float,
    slot: float,
    right: float,
) -> list[Mark]:
    """Draw outcomes as stacked columns, one per step, named at the right."""
    marks: list[Mark] = _scale(across, n, top, _FAN, right)
    bands: list[Row] = []
    ends: list[Row] = []
    filled: dict[int, float] = {}
    last = max(row["step"] for row in found)
    for k, name in enumerate(names):
        for row in (r for r in found if r["series"] == "outcome" and r["name"] == name):
            start = filled.get(row["step"], 0.0)
            filled[row["step"]] = start + row["mean"]
            x = _LEFT + row["step"] * slot
            bands.append(
                {
                    "x1": x + 1.5,
                    "x2": x + slot - 1.5,
                    "y1": top + start * _FAN,
                    "y2": top + (start + row["mean"]) * _FAN,
                    "middle": x + slot / 2,
                    "y": top + (start + row["mean"] / 2) * _FAN,
                    "text": percent(row["mean"]),
                    "k": k,
                    "is_tall": row["mean"] * _FAN >= 0.8 and slot >= 40,
                }
            )
            if row["step"] == last:
                text = fitted(f"{name} {percent(row['mean'])}", 182.0)
                ends.append({"y": bands[-1]["y"], "text": text, "x": right + 8, "k": k})
    for k in range(len(names)):
        some = [row for row in bands if row["k"] == k]
        marks.append(
            rows(some)
            .mark_rect(color=_color(k), stroke=PAPER, strokeWidth=1)
            .encode(x=across("x1"), x2="x2:Q", y=line("y1", n), y2="y2:Q")
        )
        tall = [row for row in some if row["is_tall"]]
        ink = PAPER if _is_dark(k) else INK
        marks.append(words(tall, across("middle"), line("y", n), align="center", color=ink))
    _spread(ends, top, top + _FAN)
    for each in ends:
        key = [{"x1": right + 1, "x2": right + 6, "y1": each["y"] - 0.25, "y2": each["y"] + 0.25}]
        marks.append(
            rows(key)
            .mark_rect(color=_color(each["k"]))
            .encode(x=across("x1"), x2="x2:Q", y=line("y1", n), y2="y2:Q")
        )
    marks.append(words(ends, across("x"), line("y", n)))
    return marks


def _curves(
    found: list[Row], across: Across, n: float, top: float, slot: float, right: float
) -> list[Mark]:
    """Draw the headline and the beliefs as lines with nine draws in ten around each step."""
    head = [{"x": 0, "y": top - 0.7, "text": "The answer, and what is believed"}]
    marks: list[Mark] = [words(head, across("x"), line("y", n), bold=True)]
    marks += _scale(across, n, top, _LINES, right)
    lines = list(dict.fromkeys(row["name"] for row in found if row["series"] != "outcome"))
    last = max(row["step"] for row in found)
    ends: list[Row] = []
    for k, name in enumerate(lines):
        style = PLAYERS[k % len(PLAYERS)]
        some = [
            {
                "x": _LEFT + (row["step"] + 0.5 + (k - (len(lines) - 1) / 2) * 0.14) * slot,
                "y": top + (1 - row["mean"]) * _LINES,
                "low": top + (1 - row["low"]) * _LINES,
                "high": top + (1 - row["high"]) * _LINES,
                "order": row["step"],
                "mean": row["mean"],
                "step": row["step"],
            }
            for row in found
            if row["series"] != "outcome" and row["name"] == name
        ]
        marks += [
            rows(some)
            .mark_rule(color=tint(style.color, 0.45), strokeWidth=4)
            .encode(x=across("x"), y=line("low", n), y2="high:Q"),
            rows(some)
            .mark_line(color=style.color, strokeWidth=1.5, strokeDash=[1, 0] if k == 0 else [5, 3])
            .encode(x=across("x"), y=line("y", n), order="order:O"),
            rows(some)
            .mark_circle(
                size=70,
                fill=style.color if style.is_filled else PAPER,
                stroke=style.color,
                strokeWidth=2,
                opacity=1,
            )
            .encode(x=across("x"), y=line("y", n)),
        ]
        end = next((row for row in some if row["step"] == last), None)
        if end is not None:
            text = fitted(f"{_short(name)} {percent(end['mean'])}", 182.0)
            ends.append({"x": right + 8, "y": end["y"], "text": text, "color": style.color})
    _spread(ends, top, top + _LINES)
    for each in ends:
        marks.append(words([each], across("x"), line("y", n), color=each["color"]))
    return marks


def _scale(across: Across, n: float, top: float, height: float, right: float) -> list[Mark]:
    ticks = [
        {"y": top + (1 - p) * height, "x1": _LEFT, "x2": right, "text": percent(p), "x": _LEFT - 6}
        for p in (0.0, 0.5, 1.0)
    ]
    return [
        rows(ticks)
        .mark_rule(color=tint(FAINT, 0.4))
        .encode(x=across("x1"), x2="x2:Q", y=line("y", n)),
        words(ticks, across("x"), line("y", n), align="right", color=MUTED),
    ]


def _spread(ends: list[Row], top: float, bottom: float) -> None:
    """Move names apart that would stand on each other, within their panel."""
    ends.sort(key=lambda row: row["y"])
    least = 0.72
    for i, row in enumerate(ends):
        floor = ends[i - 1]["y"] + least if i else top + 0.2
        row["y"] = max(row["y"], floor)
    for i in range(len(ends) - 1, -1, -1):
        ceiling = ends[i + 1]["y"] - least if i + 1 < len(ends) else bottom - 0.1
        ends[i]["y"] = min(ends[i]["y"], ceiling)


def _color(k: int) -> str:
    """Return a fill: dark and light in turn, so that neighbors differ without color too."""
    color = PLAYERS[k % len(PLAYERS)].color
    return color if _is_dark(k) else tint(color, 0.3)


def _is_dark(k: int) -> bool:
    # Another round of the same hues begins the other way, so that twelve fills differ.
    return (k + k // len(PLAYERS)) % 2 == 0
