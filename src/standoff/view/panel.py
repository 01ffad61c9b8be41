"""A box with numbers along its sides, placed in pixels: one of several in a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from standoff.view.chart_style import Mark, Row, rows, words
from standoff.view.lettering import amount
from standoff.view.theme import FAINT, MUTED

_GRID = "#d8d8d8"
#: Room for a number below or beside a side.
_BELOW, _BESIDE = 12, 6

Span = tuple[float, float]


def at(field: str) -> alt.X:
    """Place across by a field of pixels."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def down(field: str) -> alt.Y:
    """Place down by a field of pixels."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


@dataclass(frozen=True, slots=True)
class Panel:
    """A box in a picture.

    Parameters
    ----------
    left, top, width, height : float
        Pixels.
    across : (float, float)
        Numbers at its left and right side.
    upward : (float, float)
        Numbers at its bottom and top.
    """

    left: float
    top: float
    width: float
    height: float
    across: Span
    upward: Span = (0.0, 1.0)

    @property
    def bottom(self) -> float:
        """Pixels from the top of the picture to the bottom of the box."""
        return self.top + self.height

    def x(self, value: float) -> float:
        """Pixels from the left of the picture."""
        low, high = self.across
        return self.left + self.width * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Pixels from the top of the picture."""
        low, high = self.upward
        return self.bottom - self.height * (value - low) / (high - low)

    def numbers_across(self, values: Sequence[float], texts: Sequence[str] = ()) -> list[Mark]:
        """Draw grid lines and numbers along the bottom."""
        listed: list[Row] = [
            {
                "px": self.x(value),
                "top": self.top,
                "bottom": self.bottom,
                "text_y": self.bottom + _BELOW,
                "text": text,
            }
            for value, text in zip(values, texts or [amount(v) for v in values], strict=True)
        ]
        return [
            rows(listed)
            .mark_rule(color=_GRID, strokeWidth=1)
            .encode(x=at("px"), y=down("top"), y2="bottom:Q"),
            words(listed, at("px"), down("text_y"), align="center", color=MUTED),
        ]

    def numbers_upward(self, values: Sequence[float], texts: Sequence[str]) -> list[Mark]:
        """Draw grid lines and numbers along the left side."""
        listed: list[Row] = [
            {
                "py": self.y(value),
                "left": self.left,
                "right": self.left + self.width,
                "text_x": self.left - _BESIDE,
                "text": text,
            }
            for value, text in zip(values, texts, strict=True)
        ]
        return [
            rows(listed)
            .mark_rule(color=_GRID, strokeWidth=1)
            .encode(x=at("left"), x2="right:Q", y=down("py")),
            words(listed, at("text_x"), down("py"), align="right", color=MUTED),
        ]

    def zero(self) -> list[Mark]:
        """Draw a line at zero from top to bottom, if zero is inside."""
        if not self.across[0] <= 0 <= self.across[1]:
            return []
        line = [{"px": self.x(0.0), "top": self.top, "bottom": self.bottom}]
        return [
            rows(line)
            .mark_rule(color=FAINT, strokeWidth=1.5)
            .encode(x=at("px"), y=down("top"), y2="bottom:Q")
        ]


def round_steps(low: float, high: float, n_most: int = 6) -> list[float]:
    """Return at most `n_most` round numbers from low to high.

    Examples
    --------
    >>> round_steps(-0.37, 0.14)
    [-0.3, -0.2, -0.1, 0.0, 0.1]
    >>> round_steps(0, 950, 4)
    [0.0, 500.0]
    """
    if not high > low:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / n_most))
    for factor in (1, 2, 5, 10, 20, 50):
        step = power * factor
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= n_most:
            return [float(f"{k * step:.10g}") + 0.0 for k in range(first, last + 1)]
    return [low, high]
