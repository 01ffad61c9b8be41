"""Predicted chances of outcomes along one column of the data: a panel for each outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, Protocol

from standoff.errors import one_of
from standoff.view.chart import Chart, draw
from standoff.view.lettering import clean, cut
from standoff.view.marks import WIDTH, Area, Curve, Dot, Mark, Row, Words, fitted, upright
from standoff.view.numerals import percent
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import INK, MUTED, PLAYERS, TEXT_SIZE, tint

Scale = Literal["same", "own"]

_LEFT, _GAP, _HEAD, _HEIGHT, _BELOW = 46.0, 22.0, 30.0, 120.0, 30.0
_RUG = 5.0
#: If some outcome stays below this part of the largest, each panel has its own scale.
_RARE = 0.2
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Curves(Protocol):
    """Chances along a column, as `standoff.estimate.curves.Predicted` has them."""

    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Sequence[float | str]: ...  # noqa: D102
    @property
    def outcomes(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def chances(self) -> Sequence[Sequence[float]]: ...  # noqa: D102
    @property
    def lows(self) -> Sequence[Sequence[float]]: ...  # noqa: D102
    @property
    def highs(self) -> Sequence[Sequence[float]]: ...  # noqa: D102
    @property
    def level(self) -> float: ...  # noqa: D102
    @property
    def rug(self) -> Sequence[float]: ...  # noqa: D102
    @property
    def jumps(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def rule(self) -> str: ...  # noqa: D102


def data(found: Curves) -> list[Row]:
    """Return one row per outcome and value: `outcome`, `value`, `chance`, `low`, `high`."""
    return [
        {
            "outcome": outcome,
            "value": value,
            "chance": found.chances[j][i],
            "low": None if math.isnan(found.lows[j][i]) else found.lows[j][i],
            "high": None if math.isnan(found.highs[j][i]) else found.highs[j][i],
        }
        for j, outcome in enumerate(found.outcomes)
        for i, value in enumerate(found.values)
    ]


def chart(
    found: Curves, names: Mapping[str, str] = _NO_NAMES, *, scale: Scale | None = None
) -> Chart:
    """Draw the rows of `data`, with the values that occur in the data as ticks at the bottom.

    A column of words, or of 0 and 1, has dots with bars in place of lines with bands. Vertical
    dashed lines stand where the number of equilibria changes.

    Parameters
    ----------
    found : Predicted
    names : mapping of str to str
        Other names for the column and the outcomes.
    scale : "same" or "own", optional
        One scale of chances for all outcomes, or one for each; own ones without it if some outcome
        is rare beside the others.
    """
    if scale is not None:
        one_of("scale", scale, Scale)
    shown = data(found)
    tops = {
        outcome: max(row["high"] or row["chance"] for row in shown if row["outcome"] == outcome)
        for outcome in found.outcomes
    }
    largest = max(tops.values(), default=1.0)
    if scale is None:
        scale = "own" if min(tops.values(), default=1.0) < _RARE * largest else "same"
    numbers = _numbers(found)
    is_dots = _is_dots(found)
    margin = 0.5 * _step(numbers) if is_dots else (max(numbers) - min(numbers)) * 0.03
    across = (min(numbers) - margin, max(numbers) + margin)
    inner = (WIDTH - 2 * _LEFT - _GAP) / 2
    marks: list[Mark] = []
    bottom = 0.0
    for j, outcome in enumerate(found.outcomes):
        panel = Panel(
            _LEFT + (j % 2) * (inner + _GAP + _LEFT),
            _HEAD + (j // 2) * (_HEIGHT + _BELOW + _HEAD),
            inner,
            _HEIGHT,
            across,
            (0.0, min(1.0, 1.08 * (tops[outcome] if scale == "own" else largest) or 1.0)),
        )
        rows = [row for row in shown if row["outcome"] == outcome]
        own = [{**row, "px": panel.x(x)} for x, row in zip(numbers, rows, strict=True)]
        color = PLAYERS[j % len(PLAYERS)].color
        marks += _box(panel, found, names.get(outcome, outcome))
        marks += (_dots if is_dots else _lines)(own, panel, color)
        bottom = panel.bottom + _BELOW
    foot = [
        Words(fitted(text, WIDTH - _LEFT), _LEFT, bottom + 8 + 18 * i, color=MUTED)
        for i, text in enumerate(_foot(found, names, scale))
    ]
    return draw([*marks, *foot], height=bottom + 4 + 18 * len(foot))


def _numbers(found: Curves) -> list[float]:
    """Return places across: the values themselves, or words one after the other."""
    if _is_words(found):
        return [float(i) for i in range(len(found.values))]
    return [float(value) for value in found.values]


def _is_words(found: Curves) -> bool:
    return any(isinstance(value, str) for value in found.values)


def _is_dots(found: Curves) -> bool:
    return _is_words(found) or len(found.values) <= 2


def _step(numbers: Sequence[float]) -> float:
    return 1.0 if len(numbers) < 2 else abs(numbers[1] - numbers[0]) or 1.0


def _foot(found: Curves, names: Mapping[str, str], scale: Scale) -> list[str]:
    is_dots = _is_dots(found)
    told = [names.get(found.column, found.column), f"{100 * found.level:g} % band"]
    if found.rug and not is_dots:
        told.append("ticks: values in the data")
    more: list[str] = []
    if scale == "own":
        more.append("each panel has its own scale")
    if len(found.jumps) and not is_dots:
        more.append(f"dashed: number of equilibria changes (rule: {found.rule})")
    return ["; ".join(each) for each in (told, more) if each]


def _box(panel: Panel, found: Curves, title: str) -> list[Mark]:
    numbers = _numbers(found)
    room = panel.width / max(len(numbers), 1) - 4
    if _is_words(found):
        texts = [cut(clean(str(value)), TEXT_SIZE, room) for value in found.values]
        below = panel.numbers_across(numbers, texts)
    elif len(numbers) <= 2:
        below = panel.numbers_across(numbers)
    else:
        below = panel.numbers_across(round_steps(*panel.across, 6))
    ticks = round_steps(0.0, panel.upward[1], 5)
    decimals = max(0, -math.floor(math.log10(100 * (ticks[1] - ticks[0])))) if ticks[1:] else 0
    head = fitted(title, panel.width, bold=True)
    marks = [
        *panel.numbers_upward(ticks, [f"{100 * tick:.{decimals}f} %" for tick in ticks]),
        *below,
        Words(head, panel.left, panel.top - 13, bold=True),
    ]
    if not _is_dots(found):
        low, high = panel.across
        values = [panel.x(value) for value in found.rug if low <= value <= high]
        marks += [
            upright(x, panel.bottom - _RUG, panel.bottom, INK, 0.7, opacity=0.7) for x in values
        ]
        jumps = [panel.x((numbers[i] + numbers[i - 1]) / 2) for i in found.jumps if i > 0]
        marks += [upright(x, panel.top, panel.bottom, INK, dash=(4, 3)) for x in jumps]
    return marks


def _lines(own: Sequence[Row], panel: Panel, color: str) -> list[Mark]:
    banded = [row for row in own if _has_band(row)]
    lower = [(row["px"], panel.y(max(row["low"], 0.0))) for row in banded]
    upper = [(row["px"], panel.y(min(row["high"], panel.upward[1]))) for row in banded]
    line = [(row["px"], panel.y(row["chance"])) for row in own]
    return [Area([*lower, *reversed(upper)], tint(color, 0.35), 0.8), Curve(line, color)]


def _dots(own: Sequence[Row], panel: Panel, color: str) -> list[Mark]:
    marks: list[Mark] = []
    for row in own:
        x, y = row["px"], panel.y(row["chance"])
        marks.append(Dot(x, y, color, 70))
        if _has_band(row):
            low, high = max(row["low"], 0.0), min(row["high"], panel.upward[1])
            marks.append(upright(x, panel.y(low), panel.y(high), color, 2))
            marks.append(Words(percent(row["chance"]), x + 9, y, halo=True))
    return marks


def _has_band(row: Row) -> bool:
    return row["low"] is not None and row["high"] is not None
