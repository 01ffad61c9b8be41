"""Versions of a case side by side: their answers, and what each difference between them moves."""

from __future__ import annotations

import math
from collections.abc import Sequence

from standoff.study.comparison import Comparison
from standoff.study.distance import PairFinding
from standoff.study.sampling_error import NINE_IN_TEN
from standoff.view.bars import STEP, Strip, bar, beside, ring, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.lettering import clean
from standoff.view.marks import LINE, WIDTH, Dot, Mark, Row, Words, fitted, notes
from standoff.view.numerals import percent, percent_span, points
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import GREY, INK, PLAYERS

_TOP, _RIGHT, _AXIS = 6.0, 150.0, 34.0


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
    panel = Panel(0, top, WIDTH - _RIGHT, STEP * len(shown), (-0.02, 1.02))
    blue = PLAYERS[0].color
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    marks = panel.numbers_across(ticks, [percent(each) for each in ticks])
    strips: list[Strip] = []
    for row in shown:
        told = f"{percent(row['mean'])} ({percent_span((row['low'], 0.0, row['high']))})"
        items = [
            span(row["low"], row["high"], blue, 2),
            Dot(row["mean"], 0, blue, 90),
            ring(row["base"], INK),
            beside(told, panel.across[1], bold=True),
        ]
        strips.append(Strip(row["name"], items))
    marks += rows(strips, panel.x, top)[0]
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
    low, high = min(known) - room, max(known) + room
    panel = Panel(0, top + 14, WIDTH - _RIGHT, STEP * len(shown), (low, high))
    ticks = round_steps(low, high, 8)
    marks += [*panel.numbers_across(ticks, [_tick(each) for each in ticks]), *panel.zero()]
    strips: list[Strip] = []
    for row in shown:
        told = f"{points(row['shared'])}, alone {points(row['alone'])}"
        items = [
            bar(0, row["shared"], GREY),
            span(row["low"], row["high"]),
            ring(row["alone"], PLAYERS[0].color),
            beside(told, panel.across[1], bold=True),
        ]
        strips.append(Strip(row["words"], items))
    marks += rows(strips, panel.x, panel.top)[0]
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
