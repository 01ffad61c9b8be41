"""How chances of outcomes change from one situation to another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from standoff.view.bars import STEP, Strip, beside, rows, span
from standoff.view.chart import Chart, draw
from standoff.view.marks import WIDTH, Dot, Mark, Row, Words, fitted
from standoff.view.numerals import percent, points
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import MUTED, PLAYERS

_TOP, _AXIS, _RIGHT = 6.0, 46.0, 150.0
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
    low, high = min(ends) - margin, max(ends) + margin
    panel = Panel(0, _TOP, WIDTH - _RIGHT, STEP * max(len(shown), 1), (low, high))
    ticks = round_steps(low, high, 8)
    size = abs(ticks[1] - ticks[0]) if ticks[1:] else 1.0
    decimals = max(0, -math.floor(math.log10(100 * size) + 1e-9))
    numbers = [_points(tick, decimals) for tick in ticks]
    marks: list[Mark] = [*panel.numbers_across(ticks, numbers), *panel.zero()]
    color = PLAYERS[0].color
    strips: list[Strip] = []
    for row in shown:
        told = f"{percent(row['before'])} \u2192 {percent(row['after'])}"
        interval = [] if row["low"] is None else [span(row["low"], row["high"], color, 2)]
        items = [
            *interval,
            Dot(row["difference"], 0, color, 75),
            Words(f"{points(row['difference'])} points", high, -17, bold=True, dx=10),
            beside(told, high),
        ]
        strips.append(Strip(row["outcome"], items, bold=True))
    marks += rows(strips, panel.x, _TOP, panel.width)[0]
    title = "Change of the chance, in percentage points"
    title += f", with its {100 * level:g} % interval" + (f"; {change}" if change else "")
    marks.append(Words(fitted(title), 0, panel.bottom + 32, color=MUTED))
    return draw(marks, height=panel.bottom + _AXIS)


def _points(value: float, decimals: int) -> str:
    text = f"{abs(100 * value):.{decimals}f}"
    return text if float(text) == 0 else ("+" if value > 0 else "\u2212") + text
