"""How chances of outcomes change from one situation to another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import altair as alt

from standoff.view.chart_style import WIDTH, Mark, Row, fitted, layers, rows, words
from standoff.view.numerals import percent, points
from standoff.view.panel import Panel, at, down, round_steps
from standoff.view.theme import INK, MUTED, PLAYERS

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
) -> alt.LayerChart:
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
    ends = [
        row[key] for row in shown for key in ("difference", "low", "high") if row[key] is not None
    ]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    margin = 0.06 * (high - low) or 0.05
    panel = Panel(
        0, _TOP, WIDTH - _RIGHT, _STEP * max(len(shown), 1), (low - margin, high + margin)
    )
    ticks = round_steps(*panel.across, 8)
    size = abs(ticks[1] - ticks[0]) if ticks[1:] else 1.0
    decimals = max(0, -math.floor(math.log10(100 * size) + 1e-9))
    marks: list[Mark] = [
        *panel.numbers_across(ticks, [_points(tick, decimals) for tick in ticks]),
        *panel.zero(),
    ]
    placed: list[Row] = [
        {
            "head": _TOP + _STEP * i + 12,
            "py": _TOP + _STEP * i + 30,
            "left": 4,
            "right": WIDTH - _RIGHT + 10,
            "text": fitted(row["outcome"], panel.width, bold=True),
            "numbers": f"{percent(row['before'])} \u2192 {percent(row['after'])}",
            "px": panel.x(row["difference"]),
            "from": None if row["low"] is None else panel.x(row["low"]),
            "to": None if row["high"] is None else panel.x(row["high"]),
            "points": f"{points(row['difference'])} points",
        }
        for i, row in enumerate(shown)
    ]
    color = PLAYERS[0].color
    told = [{**row, "text": row["numbers"]} for row in placed]
    shifts = [{**row, "text": row["points"]} for row in placed]
    title = "Change of the chance, in percentage points"
    title += f", with its {100 * level:g} % interval" + (f"; {change}" if change else "")
    foot = [{"px": 0, "py": panel.bottom + 32, "text": fitted(title, WIDTH)}]
    marks += [
        rows([row for row in placed if row["from"] is not None])
        .mark_rule(color=color, strokeWidth=2)
        .encode(x=at("from"), x2="to:Q", y=down("py")),
        rows(placed).mark_circle(size=75, color=color, opacity=1).encode(x=at("px"), y=down("py")),
        words(placed, at("left"), down("head"), bold=True, halo=True),
        words(shifts, at("right"), down("head"), bold=True),
        words(told, at("right"), down("py"), color=INK),
        words(foot, at("px"), down("py"), color=MUTED),
    ]
    return layers(*marks, height=panel.bottom + _AXIS)


def _points(value: float, decimals: int) -> str:
    text = f"{abs(100 * value):.{decimals}f}"
    return text if float(text) == 0 else ("+" if value > 0 else "\u2212") + text
