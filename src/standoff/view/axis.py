"""Axes that Vega draws: numbers along a side of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.view.marks import WIDTH, fitted
from standoff.view.theme import MUTED

_PERCENT = "round(datum.value * 100) + ' %'"
#: As `standoff.view.lettering.amount` writes them: without a zero before the stop.
_AMOUNTS = r"replace(format(datum.value, '.3~f'), /^([-\u2212]?)0\./, '$1.')"


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers from one edge of a picture to the other.

    Parameters
    ----------
    low, high : float
        Numbers at the left and the right edge, or at the bottom and the top.
    options : mapping
        As Vega-Lite knows them.
    """

    low: float
    high: float
    options: Mapping[str, Any]

    def at(self, value: float, width: float = WIDTH) -> float:
        """Return how many pixels from its beginning a number lies."""
        return width * (value - self.low) / (self.high - self.low)


def bare_axis(low: float, high: float, title: str, **options: Any) -> Axis:
    """Return an axis without a line and without ticks."""
    plain = {"domain": False, "tickSize": 0, "labelPadding": 6}
    return Axis(
        low,
        high,
        {"title": title, "labelColor": MUTED, "titleColor": MUTED, **plain, **options},
    )


def percent_axis(title: str, left: float = 0, right: float = 0, *, grid: bool = True) -> Axis:
    """Return an axis for chances, with pixels for words left of 0 and right of 100 %."""
    inner = WIDTH - left - right
    values = [0, 0.25, 0.5, 0.75, 1]
    options = {"values": values, "labelExpr": _PERCENT, "grid": grid}
    return bare_axis(-left / inner, 1 + right / inner, title, **options)


def amounts_axis(
    low: float, high: float, title: str, *, n: int, unit: str = "", width: float = WIDTH
) -> Axis:
    """Return an axis for about `n` amounts in the unit of a parameter."""
    written = _PERCENT if unit in ("probability", "share") else _AMOUNTS
    options = {"title": fitted(title, width), "labelExpr": written, "labelColor": MUTED}
    return Axis(low, high, {**options, "tickCount": n, "grid": False})
