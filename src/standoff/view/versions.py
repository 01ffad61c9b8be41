"""Versions of a case side by side: their answers, and what each difference between them moves."""

from __future__ import annotations

import math
from collections.abc import Sequence

from standoff.study.compare import Comparison
from standoff.study.distance import PairFinding
from standoff.study.sampling_error import NINE_IN_TEN
from standoff.view.chart import Chart, draw
from standoff.view.lettering import clean
from standoff.view.marks import LINE, WIDTH, Bar, Dot, Mark, Row, Words, fitted, flat, notes
from standoff.view.numerals import percent, percent_span, points
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import GREY, INK, PAPER, PLAYERS

_STEP, _TOP, _RIGHT, _AXIS = 40.0, 6.0, 150.0, 34.0


def data(found: Comparison) -> list[Row]:
    """Return one row per version.

    A row has `name`, `mean` with `low` and `high` (nine draws in ten lie between them) and `error`
    (the average is that near with nine chances in ten), and `base`: the analyst's values.
    """
    return [
        {
            "name": each.name,
            "mean": each.headline.mean,
            "low": each.headline.interval[0],
            "high": each.headline.interval[2],
            "error": NINE_IN_TEN * each.standard_error,
            "base": each.headline.base,
        }
        for each in found.versions
    ]


def differences(pair: PairFinding, n_most: int = 8) -> list[Row]:
    """Return one row per difference between two versions, the largest share first.

    A row has `name`, `words`, its `shared` part of the distance, with `low` and `high` (nine
    chances in ten), and `alone`.
    """
    told: list[Row] = []
    for each in pair.differences[:n_most]:
        room = NINE_IN_TEN * each.shared.standard_error
        told.append(
            {
                "name": each.name,
                "words": "; ".join(f"{d.name}: {d.before} → {d.after}" for d in each.differences),
                "shared": each.shared.shift,
                "low": each.shared.shift - room,
                "high": each.shared.shift + room,
                "alone": each.alone.shift,
            }
        )
    return told


def chart(found: Comparison) -> Chart:
    """Draw the rows of `data`, and below them those of `differences` for each pair."""
    marks, y = _answers(found, _TOP)
    for pair in found.pairs:
        more, y = _pair(pair, y)
        marks += more
    return draw(marks, height=y)


def _answers(found: Comparison, top: float) -> tuple[list[Mark], float]:
    shown = data(found)
    panel = Panel(0, top, WIDTH - _RIGHT, _STEP * len(shown), (-0.02, 1.02))
    blue = PLAYERS[0].color
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    marks = panel.numbers_across(ticks, [percent(each) for each in ticks])
    for i, row in enumerate(shown):
        y = top + _STEP * i + 28
        low, high, mean, base = (panel.x(row[key]) for key in ("low", "high", "mean", "base"))
        told = f"{percent(row['mean'])} ({percent_span((row['low'], 0.0, row['high']))})"
        marks += [
            Words(fitted(row["name"], panel.width, bold=True), 2, y - 16, halo=True),
            flat(low, high, y, blue, 2),
            Dot(mean, y, blue, 90),
            Dot(base, y, PAPER, 70, INK, 2),
            Words(told, panel.right + 10, y, bold=True),
        ]
    note = (
        f"Chance of {found.headline}: filled, averaged over the draws; bars, nine draws in ten; "
        "ring, at the analyst's values."
    )
    below = notes([clean(note)], panel.bottom + _AXIS)
    return [*marks, *below], _end(panel, below)


def _pair(pair: PairFinding, top: float) -> tuple[list[Mark], float]:
    title = f"From {pair.one} to {pair.other}"
    shown = differences(pair)
    if pair.distance is not None:
        title += f": {points(pair.distance.shift)} points"
    marks: list[Mark] = [Words(fitted(title, bold=True), 0, top, bold=True)]
    if not shown:
        below = notes([clean(pair.note) or "No number, move or rule differs."], top + 20)
        return [*marks, *below], below[-1].y + _AXIS
    ends = [row[key] for row in shown for key in ("low", "high", "alone", "shared")]
    known = [0.0, *(each for each in ends if math.isfinite(each))]
    room = 0.05 * (max(known) - min(known)) or 0.01
    span = (min(known) - room, max(known) + room)
    panel = Panel(0, top + 14, WIDTH - _RIGHT, _STEP * len(shown), span)
    ticks = round_steps(*span, 8)
    marks += [*panel.numbers_across(ticks, [_tick(each) for each in ticks]), *panel.zero()]
    for i, row in enumerate(shown):
        y = panel.top + _STEP * i + 28
        low, high, alone = (panel.x(row[key]) for key in ("low", "high", "alone"))
        marks += [
            Words(fitted(row["words"]), 2, y - 17, halo=True),
            Bar(panel.x(0.0), panel.x(row["shared"]), y - 7, y + 7, GREY),
            flat(low, high, y, INK, 1.5),
            Dot(alone, y, PAPER, 70, PLAYERS[0].color, 2),
            Words(
                f"{points(row['shared'])}, alone {points(row['alone'])}",
                panel.right + 10,
                y,
                bold=True,
            ),
        ]
    said = [
        "Points that each difference moves it by: its share of the distance, with the 90 % "
        "range of the average over draws; ring, if it is the only one."
    ]
    if len(pair.differences) > len(shown):
        said.append(f"Not drawn: {len(pair.differences) - len(shown)} smaller differences.")
    below = notes(said, panel.bottom + _AXIS)
    return [*marks, *below], _end(panel, below)


def _end(panel: Panel, below: Sequence[Words]) -> float:
    return panel.bottom + 56 + LINE * len(below)


def _tick(shift: float) -> str:
    text = f"{abs(100 * shift):g}"
    return text if shift == 0 else ("+" if shift > 0 else "\u2212") + text
