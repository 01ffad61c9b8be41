"""The answer along one parameter: what holds where, and the chance of the headline there."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.game.parameter import Parameter
from standoff.study.along import Along
from standoff.view.axis import Axis, amounts_axis
from standoff.view.chart import Chart, draw
from standoff.view.key import key
from standoff.view.lettering import amount
from standoff.view.lettering import width as written
from standoff.view.marks import WIDTH, Bar, Curve, Dot, Mark, Row, Words, fitted, flat, upright
from standoff.view.theme import FILLS, INK, MUTED, PAPER, PLAYERS, TEXT_SIZE

_HEIGHT = 190
#: Height of the axis with its title.
_AXIS = 46
_NO_ANSWER = "no answer"
#: Pixels from the top: the strip, then the chance.
_STRIP, _TOP, _BOTTOM = (17, 44), 68.4, 182.4


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


def chart(found: Along, parameters: Sequence[Parameter] = ()) -> Chart:
    """Draw the stretches as a strip with their names, and the headline's chance below it.

    Parameters
    ----------
    found : Along
    parameters : sequence of Parameter
        For the words at the axis.
    """
    meaning = next((each.meaning for each in parameters if each.name == found.parameter), "")
    axis = amounts_axis(*found.searched, meaning or found.parameter, n=8)
    stretches = data(found)
    here, (top, bottom) = axis.at(found.value), _STRIP
    marks: list[Mark] = []
    named: set[str] = set()
    for row in stretches:
        left, right = axis.at(row["from"]), axis.at(row["to"])
        marks.append(Bar(left, right, top, bottom, row["fill"], INK, 0.6))
        if right - left > written(row["name"], TEXT_SIZE, bold=True) + 8:
            middle, y = (left + right) / 2, (top + bottom) / 2
            marks.append(Words(row["name"], middle, y, "center", bold=True, halo=True))
            named.add(row["name"])
    for p in (0.0, 0.5, 1.0):
        marks.append(flat(0, WIDTH, _level(p), MUTED, 0.5, dash=(2, 3)))
        marks.append(Words(f"{100 * p:.0f} %", -6, _level(p), "right", MUTED))
    steps = [(axis.at(step.value), amount(step.value)) for step in found.steps]
    marks += _curves(stretches, axis)
    marks += [upright(x, 8, _BOTTOM, PLAYERS[1].color, 1.5) for x, _ in steps]
    marks += _apart(steps)
    marks += [
        # Below the strip, so that the names on it stay whole.
        upright(here, bottom, _BOTTOM, INK, dash=(4, 3)),
        Dot(here, _BOTTOM, INK, 110, PAPER, 1.5),
        Words(f"chance of {fitted(found.headline, 300)}", 0, 57, color=MUTED, halo=True),
    ]
    rest = dict.fromkeys((r["name"], r["fill"]) for r in stretches if r["name"] not in named)
    marks += key(list(rest), _HEIGHT + _AXIS)
    return draw(marks, height=_HEIGHT, across=axis)


def _curves(stretches: Sequence[Row], axis: Axis) -> list[Mark]:
    """Draw the headline at equal steps of every stretch; without an answer there is no line."""
    marks: list[Mark] = []
    for row in stretches:
        left, right = axis.at(row["from"]), axis.at(row["to"])
        n = len(row["headline"]) - 1
        points = [(left + (right - left) * k / n, _level(p)) for k, p in enumerate(row["headline"])]
        marks.append(Curve(points, INK))
    return marks


def _level(p: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * p


def _apart(steps: Sequence[tuple[float, str]]) -> list[Mark]:
    """Leave out numbers that would be written over the one before."""
    kept: list[Mark] = []
    free = -1e300
    for x, text in steps:
        half = written(text, TEXT_SIZE) / 2
        if x - half >= free:
            kept.append(Words(text, x, 1.5, "center", PLAYERS[1].color))
            free = x + half + 6
    return kept
