"""What could be expected when: chances of outcomes, and beliefs, after each dated move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from standoff.case.date import CaseDate
from standoff.study.timeline import Timeline
from standoff.study.updating import TimelineStep
from standoff.study.weighted import Forecast
from standoff.view.chart import Chart, draw
from standoff.view.lettering import clean, wrapped
from standoff.view.lettering import width as width_of
from standoff.view.marks import WIDTH, Bar, Curve, Dot, Mark, Row, Words, fitted, flat, upright
from standoff.view.numerals import percent
from standoff.view.theme import FAINT, INK, MUTED, PAPER, PLAYERS, TEXT_SIZE, tint
from standoff.view.timeline import day_text

Series = Literal["outcome", "headline", "belief"]

#: Where the first of two panels begins, how high they are, and the gap above the second.
_TOP, _FAN, _GAP, _LINES = 26.0, 176.0, 44.0, 132.0
_LEFT = 44.0
#: Height of a line of text below the panels.
_LINE = 16.5
#: The least distance of two names at the right, and their largest width.
_APART, _NAME = 15.8, 182.0
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
) -> Chart:
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
    names = list(dict.fromkeys(row["name"] for row in found if row["series"] == "outcome"))
    n_steps = len(timeline.steps)
    right = width - _right(found, names)
    slot = (right - _LEFT) / n_steps
    second = _TOP + _FAN + _GAP
    title = f"How it would end, as known to: {timeline.observer}"
    marks: list[Mark] = [
        Words(title, 0, 11, bold=True),
        *_fan(found, names, slot, right),
        Words("The answer, and what is believed", 0, second - 15, bold=True),
        *_curves(found, second, slot, right),
    ]
    for i in range(n_steps):
        text = str(i) if i or slot < 48 else "before"
        marks.append(Words(text, _LEFT + (i + 0.5) * slot, second + _LINES + 13, "center", MUTED))
    y = second + _LINES + 46
    for row in told(timeline, says, width):
        marks += [Words(row["number"], 0, y, color=MUTED), Words(row["text"], 20, y)]
        y += _LINE
    return draw(marks, height=y, width=width)


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


def _fan(found: list[Row], names: list[str], slot: float, right: float) -> list[Mark]:
    """Draw outcomes as stacked columns, one per step, named at the right."""
    marks = _scale(_TOP, _FAN, right)
    filled: dict[int, float] = {}
    last = max(row["step"] for row in found)
    ends: list[Words] = []
    for k, name in enumerate(names):
        for row in (r for r in found if r["series"] == "outcome" and r["name"] == name):
            height, text = _FAN * row["mean"], percent(row["mean"])
            top = filled.get(row["step"], _TOP)
            filled[row["step"]] = top + height
            x, y = _LEFT + row["step"] * slot, top + height / 2
            marks.append(Bar(x + 1.5, x + slot - 1.5, top, top + height, _color(k), PAPER))
            if height >= 17.6 and slot >= 40:
                ink = PAPER if _is_dark(k) else INK
                marks.append(Words(text, x + slot / 2, y, "center", ink))
            if row["step"] == last:
                ends.append(Words(fitted(f"{name} {text}", _NAME), right + 8, y))
    for k, each in _spread(ends, _TOP, _TOP + _FAN):
        marks += [Bar(right + 1, right + 6, each.y - 5.5, each.y + 5.5, _color(k)), each]
    return marks


def _curves(found: list[Row], top: float, slot: float, right: float) -> list[Mark]:
    """Draw the headline and the beliefs as lines with nine draws in ten around each step."""
    marks = _scale(top, _LINES, right)
    lines = list(dict.fromkeys(row["name"] for row in found if row["series"] != "outcome"))
    last = max(row["step"] for row in found)
    ends: list[Words] = []
    for k, name in enumerate(lines):
        style = PLAYERS[k % len(PLAYERS)]
        beside = (k - (len(lines) - 1) / 2) * 0.14
        points: list[tuple[float, float]] = []
        for row in (r for r in found if r["series"] != "outcome" and r["name"] == name):
            x = _LEFT + (row["step"] + 0.5 + beside) * slot
            y, low, high = (top + (1 - row[key]) * _LINES for key in ("mean", "low", "high"))
            fill = style.color if style.is_filled else PAPER
            marks.append(upright(x, low, high, tint(style.color, 0.45), 4))
            marks.append(Dot(x, y, fill, 70, style.color, 2))
            points.append((x, y))
            if row["step"] == last:
                text = fitted(f"{_short(name)} {percent(row['mean'])}", _NAME)
                ends.append(Words(text, right + 8, y, color=style.color))
        marks.append(Curve(points, style.color, 1.5, None if k == 0 else (5, 3)))
    return [*marks, *(each for _, each in _spread(ends, top, top + _LINES))]


def _scale(top: float, height: float, right: float) -> list[Mark]:
    marks: list[Mark] = []
    for p in (0.0, 0.5, 1.0):
        y = top + (1 - p) * height
        marks.append(flat(_LEFT, right, y, tint(FAINT, 0.4), behind=True))
        marks.append(Words(percent(p), _LEFT - 6, y, "right", MUTED))
    return marks


def _spread(ends: Sequence[Words], top: float, bottom: float) -> list[tuple[int, Words]]:
    """Move names apart that would stand on each other, within their panel; with their numbers."""
    order = sorted(range(len(ends)), key=lambda k: ends[k].y)
    places: list[float] = []
    for k in order:
        floor = places[-1] + _APART if places else top + 4.4
        places.append(max(ends[k].y, floor))
    ceiling = bottom - 2.2
    for i in reversed(range(len(places))):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - _APART
    return [(k, replace(ends[k], y=y)) for k, y in zip(order, places, strict=True)]


def _color(k: int) -> str:
    """Return a fill: dark and light in turn, so that neighbors differ without color too."""
    color = PLAYERS[k % len(PLAYERS)].color
    return color if _is_dark(k) else tint(color, 0.3)


def _is_dark(k: int) -> bool:
    # Another round of the same hues begins the other way, so that twelve fills differ.
    return (k + k // len(PLAYERS)) % 2 == 0
