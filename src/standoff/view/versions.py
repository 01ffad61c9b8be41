"""Versions of a case side by side: their answers, and what each difference between them moves."""

from __future__ import annotations

import math

from standoff.study.compare import Comparison
from standoff.study.distance import PairFinding
from standoff.study.sampling_error import NINE_IN_TEN
from standoff.view.chart_style import WIDTH, Mark, Row, fitted, layers, rows, words
from standoff.view.lettering import clean, wrapped
from standoff.view.numerals import percent, percent_span, points
from standoff.view.panel import Panel, at, down, round_steps
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS, TEXT_SIZE

_STEP, _TOP, _RIGHT, _AXIS, _LINE = 40.0, 6.0, 150.0, 56.0, 18.0


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


def chart(found: Comparison) -> Mark:
    """Draw the rows of `data`, and below them those of `differences` for each pair."""
    marks, y = _answers(found, _TOP)
    for pair in found.pairs:
        more, y = _pair(pair, y)
        marks += more
    return layers(*marks, height=y)


def _answers(found: Comparison, top: float) -> tuple[list[Mark], float]:
    shown = data(found)
    panel = Panel(0, top, WIDTH - _RIGHT, _STEP * len(shown), (-0.02, 1.02))
    placed: list[Row] = [
        {
            "name": fitted(row["name"], panel.width, bold=True),
            "left": 2,
            "right": WIDTH - _RIGHT + 10,
            "py": top + _STEP * i + 28,
            "head": top + _STEP * i + 12,
            "mean": panel.x(row["mean"]),
            "from": panel.x(row["low"]),
            "to": panel.x(row["high"]),
            "base": panel.x(row["base"]) if math.isfinite(row["base"]) else None,
            "text": f"{percent(row['mean'])} ({percent_span((row['low'], 0.0, row['high']))})",
        }
        for i, row in enumerate(shown)
    ]
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    blue = PLAYERS[0].color
    note = (
        f"Chance of {found.headline}: filled, averaged over the draws; bars, nine draws in ten; "
        "ring, at the analyst's values."
    )
    below = _lines([note], panel.bottom + 34)
    return [
        *panel.numbers_across(ticks, [percent(each) for each in ticks]),
        rows(placed)
        .mark_rule(color=blue, strokeWidth=2)
        .encode(x=at("from"), x2="to:Q", y=down("py")),
        rows(placed).mark_circle(size=90, color=blue, opacity=1).encode(x=at("mean"), y=down("py")),
        rows([row for row in placed if row["base"] is not None])
        .mark_point(size=70, stroke=INK, fill=PAPER, strokeWidth=2, opacity=1)
        .encode(x=at("base"), y=down("py")),
        words([{**r, "text": r["name"]} for r in placed], at("left"), down("head"), halo=True),
        words(placed, at("right"), down("py"), bold=True),
        words(below, at("px"), down("py"), color=MUTED),
    ], panel.bottom + _AXIS + _LINE * len(below)


def _pair(pair: PairFinding, top: float) -> tuple[list[Mark], float]:
    title = f"From {pair.one} to {pair.other}"
    shown = differences(pair)
    if pair.distance is not None:
        title += f": {points(pair.distance.shift)} points"
    head = [{"px": 0, "py": top, "text": fitted(title, WIDTH, bold=True)}]
    marks: list[Mark] = [words(head, at("px"), down("py"), bold=True)]
    if not shown:
        note = pair.note or "No number, move or rule differs."
        below = _lines([note], top + 20)
        return [*marks, words(below, at("px"), down("py"), color=MUTED)], below[-1]["py"] + 34
    ends = [row[key] for row in shown for key in ("low", "high", "alone", "shared")]
    known = [0.0, *(each for each in ends if math.isfinite(each))]
    room = 0.05 * (max(known) - min(known)) or 0.01
    panel = Panel(
        0, top + 14, WIDTH - _RIGHT, _STEP * len(shown), (min(known) - room, max(known) + room)
    )
    placed: list[Row] = [
        {
            "name": fitted(row["words"], WIDTH),
            "left": 2,
            "right": WIDTH - _RIGHT + 10,
            "head": panel.top + _STEP * i + 11,
            "py": panel.top + _STEP * i + 28,
            "top": panel.top + _STEP * i + 21,
            "bottom": panel.top + _STEP * i + 35,
            "zero": panel.x(0.0),
            "end": panel.x(row["shared"]),
            "alone": panel.x(row["alone"]),
            "from": panel.x(row["low"]) if math.isfinite(row["low"]) else None,
            "to": panel.x(row["high"]) if math.isfinite(row["high"]) else None,
            "text": f"{points(row['shared'])}, alone {points(row['alone'])}",
        }
        for i, row in enumerate(shown)
    ]
    ticks = round_steps(*panel.across, 8)
    notes = ["Points that each difference moves it by: its share of the distance, with the 90 % "]
    notes[0] += "range of the average over draws; ring, if it is the only one."
    if len(pair.differences) > len(shown):
        notes.append(f"Not drawn: {len(pair.differences) - len(shown)} smaller differences.")
    below = _lines(notes, panel.bottom + 34)
    return [
        *marks,
        *panel.numbers_across(ticks, [_tick(each) for each in ticks]),
        *panel.zero(),
        rows(placed)
        .mark_rect(color="#9a9a9a")
        .encode(x=at("zero"), x2="end:Q", y=down("top"), y2="bottom:Q"),
        rows([row for row in placed if row["from"] is not None])
        .mark_rule(color=INK, strokeWidth=1.5)
        .encode(x=at("from"), x2="to:Q", y=down("py")),
        rows(placed)
        .mark_point(size=70, stroke=PLAYERS[0].color, fill=PAPER, strokeWidth=2, opacity=1)
        .encode(x=at("alone"), y=down("py")),
        words([{**r, "text": r["name"]} for r in placed], at("left"), down("head"), halo=True),
        words(placed, at("right"), down("py"), bold=True),
        words(below, at("px"), down("py"), color=MUTED),
    ], panel.bottom + _AXIS + _LINE * len(below)


def _tick(shift: float) -> str:
    text = f"{abs(100 * shift):g}"
    return text if shift == 0 else ("+" if shift > 0 else "\u2212") + text


def _lines(notes: list[str], top: float) -> list[Row]:
    told = [part for note in notes for part in wrapped(clean(note), TEXT_SIZE, WIDTH)]
    return [{"px": 0, "py": top + _LINE * i, "text": text} for i, text in enumerate(told)]
