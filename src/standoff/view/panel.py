"""A box with numbers along its sides: one of several in a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from standoff.view.lettering import amount
from standoff.view.marks import Mark, Words, flat, upright
from standoff.view.theme import FAINT, GRID, MUTED

#: Room for a number below or beside a side.
_BELOW, _BESIDE = 12, 6

Span = tuple[float, float]


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

    @property
    def right(self) -> float:
        """Pixels from the left of the picture to the right of the box."""
        return self.left + self.width

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
        texts = texts or [amount(value) for value in values]
        below = self.bottom + _BELOW
        lines = (upright(self.x(v), self.top, self.bottom, GRID, behind=True) for v in values)
        numbers = (
            Words(text, self.x(value), below, "center", MUTED)
            for value, text in zip(values, texts, strict=True)
        )
        return [*lines, *numbers]

    def numbers_upward(self, values: Sequence[float], texts: Sequence[str]) -> list[Mark]:
        """Draw grid lines and numbers along the left side."""
        beside = self.left - _BESIDE
        lines = (flat(self.left, self.right, self.y(v), GRID, behind=True) for v in values)
        numbers = (
            Words(text, beside, self.y(value), "right", MUTED)
            for value, text in zip(values, texts, strict=True)
        )
        return [*lines, *numbers]

    def zero(self) -> list[Mark]:
        """Draw a line at zero from top to bottom, if zero is inside."""
        if not self.across[0] <= 0 <= self.across[1]:
            return []
        return [upright(self.x(0.0), self.top, self.bottom, FAINT, 1.5, behind=True)]


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
