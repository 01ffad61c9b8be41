"""How chances of outcomes change from one situation to another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Dot, Mark, Row, Words, fitted, flat
from standoff.view.numerals import percent, points
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import MUTED, PLAYERS

_STEP, _TOP, _AXIS, _RIGHT = 44.0, 6.0, 46.0, 150.0
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Changed(Protocol):
    """A change, as `standoff.estimate.curves.Difference` has it."""

    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> float: ...  # noqa: D102
    @property
    def after(self) -> float: ...  # noqa: D102
    @property
    def difference(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102


def data(found: Sequence[Changed], names: Mapping[str, str] = _NO_NAMES) -> list[Row]:
    """Return one row per outcome: `outcome`, `before`, `after`, `difference`, `low`, `high`."""
    return [
        {
            "outcome": names.get(each.outcome, each.outcome),
            "before": each.before,
            "after": each.after,
            "difference": each.difference,
            "low": None if math.isnan(each.low) else each.low,
            "high": None if math.isnan(each.high) else each.high,
        }
        for each in found
    ]


def chart(
    found: Sequence[Changed],
    change: str = "",
    names: Mapping[str, str] = _NO_NAMES,
    *,
    level: float = 0.95,
) -> Chart:
    """Draw the rows of `data`: a dot for each difference, a bar for its interval.

    Parameters
    ----------
    found : sequence of Difference
    change : str
        What changes, in words, for the title of the axis.
    names : mapping of str to str
        Other names for the outcomes.
    level : float
        Of the intervals.
    """
    shown = data(found, names)
    keys = ("difference", "low", "high")
    ends = [0.0, *(row[key] for row in shown for key in keys if row[key] is not None)]
    margin = 0.06 * (max(ends) - min(ends)) or 0.05
    span = (min(ends) - margin, max(ends) + margin)
    panel = Panel(0, _TOP, WIDTH - _RIGHT, _STEP * max(len(shown), 1), span)
    ticks = round_steps(*span, 8)
    size = abs(ticks[1] - ticks[0]) if ticks[1:] else 1.0
    decimals = max(0, -math.floor(math.log10(100 * size) + 1e-9))
    numbers = [_points(tick, decimals) for tick in ticks]
    marks: list[Mark] = [*panel.numbers_across(ticks, numbers), *panel.zero()]
    color = PLAYERS[0].color
    for i, row in enumerate(shown):
        y, beside = _TOP + _STEP * i + 30, panel.right + 10
        told = f"{percent(row['before'])} \u2192 {percent(row['after'])}"
        if row["low"] is not None:
            marks.append(flat(panel.x(row["low"]), panel.x(row["high"]), y, color, 2))
        marks += [
            Dot(panel.x(row["difference"]), y, color, 75),
            Words(fitted(row["outcome"], panel.width, bold=True), 4, y - 18, bold=True, halo=True),
            Words(f"{points(row['difference'])} points", beside, y - 18, bold=True),
            Words(told, beside, y),
        ]
    title = "Change of the chance, in percentage points"
    title += f", with its {100 * level:g} % interval" + (f"; {change}" if change else "")
    marks.append(Words(fitted(title), 0, panel.bottom + 32, color=MUTED))
    return draw(marks, height=panel.bottom + _AXIS)


def _points(value: float, decimals: int) -> str:
    text = f"{abs(100 * value):.{decimals}f}"
    return text if float(text) == 0 else ("+" if value > 0 else "\u2212") + text
