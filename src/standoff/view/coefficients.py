"""Estimates with their intervals, utility by utility, of one fit or of several."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from standoff.view.chart import Chart, draw
from standoff.view.lettering import amount, clean, cut, width
from standoff.view.marks import WIDTH, Align, Dot, Mark, Row, Shape, Words, fitted, flat
from standoff.view.panel import Panel, round_steps
from standoff.view.theme import MUTED, PAPER, PLAYERS, TEXT_SIZE

_ROW, _HEAD, _AXIS, _TOP = 20.0, 24.0, 46.0, 8.0
#: Between two fits in one row.
_APART = 12.0
_MOST_NAMED = 230.0
#: An interval that reaches further than so many times the third quartile is cut off with an arrow.
_FAR = 4.0
#: As dark hues look alike in grey, every fit has its own shape too.
_SHAPES: tuple[Shape, ...] = ("circle", "diamond", "triangle-down", "cross")
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Estimated(Protocol):
    """One estimate, as `standoff.estimate.reported.Coefficient` has it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def block(self) -> str: ...  # noqa: D102
    @property
    def regressor(self) -> str: ...  # noqa: D102
    @property
    def estimate(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102
    @property
    def is_fixed(self) -> bool: ...  # noqa: D102


class Reports(Protocol):
    """A fit as plain data, as `standoff.estimate.reported.Reported` has it."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def coefficients(self) -> Sequence[Estimated]: ...  # noqa: D102
    @property
    def level(self) -> float: ...  # noqa: D102
    @property
    def is_converged(self) -> bool: ...  # noqa: D102


def data(fits: Sequence[Reports], names: Mapping[str, str] = _NO_NAMES) -> list[Row]:
    """Return one row per fit and estimate, in the order of the utilities.

    A row has `fit` (its position), `label`, `block`, `regressor`, `estimate`, `low` and `high`
    (None without an interval, or where the number was held), and `is_fixed`.

    Parameters
    ----------
    fits : sequence of Reported
    names : mapping of str to str
        Other names for regressors, utilities or whole parameters.
    """
    blocks = dict.fromkeys(each.block for fit in fits for each in fit.coefficients)
    found: list[Row] = []
    for block in blocks:
        for i, fit in enumerate(fits):
            found += [
                {
                    "fit": i,
                    "label": _label(fit),
                    "block": names.get(block, block),
                    "regressor": names.get(
                        each.name, names.get(each.regressor, each.regressor or "value")
                    ),
                    "estimate": each.estimate,
                    "low": None if math.isnan(each.low) else each.low,
                    "high": None if math.isnan(each.high) else each.high,
                    "is_fixed": each.is_fixed,
                }
                for each in fit.coefficients
                if each.block == block
            ]
    return found


def chart(fits: Sequence[Reports], names: Mapping[str, str] = _NO_NAMES) -> Chart:
    """Draw the rows of `data`: a dot for each estimate and a bar for its interval.

    Held numbers are open squares. An interval that would squeeze all others is cut off and ends in
    an arrow with its number.
    """
    shown = data(fits, names)
    ends = [row[end] for row in shown for end in ("low", "high") if row[end] is not None]
    span = _span([*ends, *(row["estimate"] for row in shown)])
    longest = max([60.0, *(width(clean(row["regressor"]), TEXT_SIZE) for row in shown)])
    left = min(longest + 14, _MOST_NAMED)
    n_fits = max(len(fits), 1)
    start = _TOP + (n_fits > 1) * _HEAD
    marks, places, bottom = _names(shown, left, start, max(_ROW, _APART * n_fits + 6))
    panel = Panel(left, start, WIDTH - left - 8, bottom - start, span)
    marks += [*panel.numbers_across(round_steps(*span, 9)), *panel.zero()]
    for row in shown:
        y = places[row["block"], row["regressor"]] + (row["fit"] - (n_fits - 1) / 2) * _APART
        marks += _estimate(row, panel, y)
    if n_fits > 1:
        marks += _key(fits, left)
    level = fits[0].level if fits else 0.95
    title = f"Estimate, with its {100 * level:g} % interval"
    marks.append(Words(title, left, bottom + 32, color=MUTED))
    return draw(marks, height=bottom + _AXIS)


def _span(values: Sequence[float]) -> tuple[float, float]:
    sizes = sorted(abs(value) for value in values if math.isfinite(value))
    if not sizes:
        return -1.0, 1.0
    most = max(_FAR * sizes[(3 * len(sizes)) // 4], 1e-12)
    inside = [min(max(value, -most), most) for value in values if math.isfinite(value)]
    low, high = min([*inside, 0.0]), max([*inside, 0.0])
    margin = 0.04 * (high - low) or 1.0
    return low - margin, high + margin


def _names(
    shown: Sequence[Row], left: float, y: float, step: float
) -> tuple[list[Mark], dict[tuple[str, str], float], float]:
    """Write headings and names from `y` to the bottom, each once, and say where they stand."""
    marks: list[Mark] = []
    places: dict[tuple[str, str], float] = {}
    for block in dict.fromkeys(row["block"] for row in shown):
        marks.append(Words(fitted(block, bold=True), 0, y + _HEAD / 2, bold=True, halo=True))
        y += _HEAD
        for name in dict.fromkeys(row["regressor"] for row in shown if row["block"] == block):
            places[block, name] = y + step / 2
            text = cut(clean(name), TEXT_SIZE, left - 8)
            marks.append(Words(text, left - 8, y + step / 2, "right"))
            y += step
    return marks, places, y


def _estimate(row: Row, panel: Panel, y: float) -> list[Mark]:
    low, high = panel.across
    color, shape = _style(row["fit"])
    marks: list[Mark] = []
    if low <= row["estimate"] <= high:
        x = panel.x(row["estimate"])
        held = Dot(x, y, PAPER, 50, color, 1.5, "square")
        marks.append(held if row["is_fixed"] else Dot(x, y, color, 60, PAPER, 1, shape))
    if row["low"] is None or row["high"] is None or row["is_fixed"]:
        return marks
    left, right = panel.x(max(row["low"], low)), panel.x(min(row["high"], high))
    marks.append(flat(left, right, y, color, 2))
    if row["low"] < low:
        marks += _cut_off(left, y, row["low"], color, 270, 9, "left")
    if row["high"] > high:
        marks += _cut_off(right, y, row["high"], color, 90, -9, "right")
    return marks


def _cut_off(
    x: float, y: float, end: float, color: str, angle: float, dx: float, align: Align
) -> list[Mark]:
    """Draw an arrow at the edge, with the number that lies beyond it."""
    return [
        Dot(x, y, color, 60, color, 2, "triangle-up", angle=angle),
        Words(amount(end), x + dx, y - 10, align, color, halo=True),
    ]


def _style(fit: int) -> tuple[str, Shape]:
    return PLAYERS[fit % len(PLAYERS)].color, _SHAPES[fit % len(_SHAPES)]


def _key(fits: Sequence[Reports], left: float) -> list[Mark]:
    """Name the fits above the picture, side by side."""
    room = (WIDTH - left) / len(fits)
    marks: list[Mark] = []
    for i, fit in enumerate(fits):
        x, y = left + i * room + 6, _TOP + _HEAD / 2 - 4
        color, shape = _style(i)
        text = cut(clean(_label(fit)), TEXT_SIZE, room - 22)
        marks += [Dot(x, y, color, 60, color, 2, shape), Words(text, x + 9, y)]
    return marks


def _label(fit: Reports) -> str:
    return fit.label if fit.is_converged else f"{fit.label} (NOT CONVERGED)"
