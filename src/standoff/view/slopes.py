"""How a number moves with every parameter: bars beside zero, the steepest first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from standoff.study.local import Local, Slope
from standoff.view.bars import STEP, Strip, bar, beside, rows
from standoff.view.chart import Chart, draw
from standoff.view.lettering import amount
from standoff.view.marks import WIDTH, Mark, Row, notes
from standoff.view.numerals import Described
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import PLAYERS

Measure = Literal["elasticity", "slope"]

_TOP, _RIGHT, _AXIS = 6.0, 150.0, 36.0
_TITLES = {
    "elasticity": "Percent by which {} changes per percent of the parameter.",
    "slope": "How much {} changes per unit of the parameter.",
}


def measure(found: Local) -> Measure:
    """Return what bars show: elasticities, which compare parameters of any unit, where they exist.

    A number that is 0 has none, and then its slopes are shown.
    """
    is_there = any(math.isfinite(each.elasticity) and each.elasticity for each in found.slopes)
    return "elasticity" if is_there else "slope"


def data(found: Local, n_most: int = 12) -> list[Row]:
    """Return one row per number and parameter that has an effect, what jumps first.

    A row has `of`, `parameter`, `is_smooth`, `value` (nan where there is no number to draw) and
    `text`: the number with its sign, or what is there instead of a slope.
    """
    shown = measure(found)
    told = [
        {
            "of": each.of,
            "parameter": each.parameter,
            "value": getattr(each, shown),
            "text": _text(each, getattr(each, shown)),
            "is_smooth": each.state == "smooth",
        }
        for each in found.slopes
        if _has_effect(each)
    ]
    return sorted(told, key=_place)[:n_most]


def chart(found: Local, parameters: Sequence[Described] = (), n_most: int = 12) -> Chart:
    """Draw the rows of `data`, and say below what has no effect.

    Parameters
    ----------
    found : Local
    parameters : sequence of Parameter
        For what they mean, in words.
    n_most : int
    """
    shown = data(found, n_most)
    meanings = {each.name: each.meaning for each in parameters}
    several = len({each.of for each in found.slopes}) > 1
    sizes = [row["value"] for row in shown if math.isfinite(row["value"])]
    low, high = min([0.0, *sizes]), max([0.0, *sizes])
    room = 0.06 * (high - low) or 1.0
    panel = Panel(0, _TOP, WIDTH - _RIGHT, STEP * max(len(shown), 1), (low - room, high + room))
    marks: list[Mark] = []
    if sizes:
        marks += [*panel.numbers_across(round_steps(*panel.across, 7)), *panel.zero()]
    strips: list[Strip] = []
    for row in shown:
        meaning = meanings.get(row["parameter"]) or row["parameter"].replace("_", " ")
        name = f"{row['of']} by {row['parameter']}: {meaning}" if several else meaning
        color = PLAYERS[0 if row["value"] > 0 else 1].color
        strips.append(
            Strip(
                name, [bar(0, row["value"], color), beside(row["text"], panel.across[1], bold=True)]
            )
        )
    marks += rows(strips, panel.x, _TOP)[0]
    about = "each" if several else found.slopes[0].of if found.slopes else "it"
    title = _TITLES[measure(found)].format(about) if sizes else ""
    below = panel.bottom + _AXIS
    marks += notes([title, *_left_out(found, n_most)], below)
    return draw(marks, height=below)


def _place(row: Row) -> float:
    """Order rows: what has no slope, then the steepest, then slopes that have no elasticity."""
    if math.isfinite(row["value"]):
        return -abs(row["value"])
    return math.inf if row["is_smooth"] else -math.inf


def _left_out(found: Local, n_most: int) -> list[str]:
    effects = [each for each in found.slopes if _has_effect(each)]
    still = sorted({e.parameter for e in found.slopes} - {e.parameter for e in effects})
    left = len(effects) - n_most
    told = [f"Not drawn: {left} smaller {'one' if left == 1 else 'ones'}."] if left > 0 else []
    return told + ([f"Without effect here: {', '.join(still)}."] if still else [])


def _has_effect(each: Slope) -> bool:
    if each.state != "smooth":
        return True
    return abs(each.slope) > (each.error if each.check is None else 1e-9)


def _text(each: Slope, value: float) -> str:
    if each.state == "jump":
        return f"a jump of {_signed(each.jump)}"
    if math.isfinite(value):
        return _signed(value)
    if each.state in ("kink", "at a border"):
        return f"{_signed(each.below)} below, {_signed(each.above)} above"
    return each.state if each.state != "smooth" else f"slope {_signed(each.slope)}"


def _signed(value: float) -> str:
    return f"+{amount(value)}" if value > 0 else amount(value)
