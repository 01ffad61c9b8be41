"""Predicted chances of outcomes along one column of the data: a panel for each outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, Protocol

import altair as alt

from standoff.errors import one_of
from standoff.view.chart_style import WIDTH, Mark, Row, fitted, layers, rows, words
from standoff.view.lettering import clean, cut
from standoff.view.numerals import percent
from standoff.view.panel import Panel, at, down, round_steps
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
) -> alt.LayerChart:
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
    is_words = any(isinstance(value, str) for value in found.values)
    numbers = (
        [float(i) for i in range(len(found.values))]
        if is_words
        else [float(value) for value in found.values]
    )
    is_dots = is_words or len(numbers) <= 2
    margin = (max(numbers) - min(numbers)) * 0.03 if not is_dots else 0.5 * _step(numbers)
    across = (min(numbers) - margin, max(numbers) + margin)
    place = dict(zip(found.values, numbers, strict=True))
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
        own = [{**row, "x": place[row["value"]]} for row in shown if row["outcome"] == outcome]
        color = PLAYERS[j % len(PLAYERS)].color
        marks += _box(panel, found, numbers, names.get(outcome, outcome), is_words)
        marks += _dots(own, panel, color) if is_dots else _lines(own, panel, color)
        if not is_dots:
            marks += _jumps(found, panel, numbers)
        bottom = panel.bottom + _BELOW
    told = [names.get(found.column, found.column), f"{100 * found.level:g} % band"]
    if found.rug and not is_dots:
        told.append("ticks: values in the data")
    more: list[str] = []
    if scale == "own":
        more.append("each panel has its own scale")
    if len(found.jumps) and not is_dots:
        more.append(f"dashed: number of equilibria changes (rule: {found.rule})")
    lines = ["; ".join(told), *(["; ".join(more)] if more else [])]
    foot = [
        {"px": _LEFT, "py": bottom + 8 + 18 * i, "text": fitted(text, WIDTH - _LEFT)}
        for i, text in enumerate(lines)
    ]
    marks.append(words(foot, at("px"), down("py"), color=MUTED))
    return layers(*marks, height=bottom + 4 + 18 * len(lines))


def _step(numbers: Sequence[float]) -> float:
    return 1.0 if len(numbers) < 2 else abs(numbers[1] - numbers[0]) or 1.0


def _box(
    panel: Panel, found: Curves, numbers: Sequence[float], title: str, is_words: bool
) -> list[Mark]:
    room = panel.width / max(len(numbers), 1) - 4
    if is_words:
        texts = [cut(clean(str(value)), TEXT_SIZE, room) for value in found.values]
        below = panel.numbers_across(numbers, texts)
    elif len(numbers) <= 2:
        below = panel.numbers_across(numbers)
    else:
        below = panel.numbers_across(round_steps(*panel.across, 6))
    ticks = round_steps(0.0, panel.upward[1], 5)
    decimals = max(0, -math.floor(math.log10(100 * (ticks[1] - ticks[0])))) if ticks[1:] else 0
    head = [{"px": panel.left, "py": panel.top - 13, "text": fitted(title, panel.width, bold=True)}]
    rug = [
        {"px": panel.x(value), "top": panel.bottom - _RUG, "bottom": panel.bottom}
        for value in found.rug
        if panel.across[0] <= value <= panel.across[1]
    ]
    marks = [
        *panel.numbers_upward(ticks, [f"{100 * tick:.{decimals}f} %" for tick in ticks]),
        *below,
        words(head, at("px"), down("py"), bold=True),
    ]
    if len(numbers) > 2 and not is_words:
        marks.append(
            rows(rug)
            .mark_rule(color=INK, strokeWidth=0.7, opacity=0.7)
            .encode(x=at("px"), y=down("top"), y2="bottom:Q")
        )
    return marks


def _placed(own: Sequence[Row], panel: Panel) -> list[Row]:
    return [
        {
            "px": panel.x(row["x"]),
            "py": panel.y(row["chance"]),
            "low": panel.y(max(row["low"], 0.0)),
            "high": panel.y(min(row["high"], panel.upward[1])),
            "text": percent(row["chance"]),
        }
        if row["low"] is not None and row["high"] is not None
        else {"px": panel.x(row["x"]), "py": panel.y(row["chance"]), "low": None, "high": None}
        for row in own
    ]


def _lines(own: Sequence[Row], panel: Panel, color: str) -> list[Mark]:
    placed = _placed(own, panel)
    banded = [row for row in placed if row["low"] is not None]
    return [
        rows(banded)
        .mark_area(color=tint(color, 0.35), opacity=0.8)
        .encode(x=at("px"), y=down("low"), y2="high:Q"),
        rows(placed)
        .mark_line(color=color, strokeWidth=2)
        .encode(x=at("px"), y=down("py"), order="px:Q"),
    ]


def _dots(own: Sequence[Row], panel: Panel, color: str) -> list[Mark]:
    placed = _placed(own, panel)
    barred = [row for row in placed if row["low"] is not None]
    return [
        rows(barred)
        .mark_rule(color=color, strokeWidth=2)
        .encode(x=at("px"), y=down("low"), y2="high:Q"),
        rows(placed).mark_circle(size=70, color=color, opacity=1).encode(x=at("px"), y=down("py")),
        words([row for row in barred if row["text"]], at("px"), down("py"), dx=9, halo=True),
    ]


def _jumps(found: Curves, panel: Panel, numbers: Sequence[float]) -> list[Mark]:
    listed = [
        {
            "px": panel.x((numbers[i] + numbers[i - 1]) / 2),
            "top": panel.top,
            "bottom": panel.bottom,
        }
        for i in found.jumps
        if i > 0
    ]
    return [
        rows(listed)
        .mark_rule(color=INK, strokeWidth=1, strokeDash=[4, 3])
        .encode(x=at("px"), y=down("top"), y2="bottom:Q")
    ]
