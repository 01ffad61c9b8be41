"""What somebody believes about a number, as quantiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.case.cut import cut_beta, cut_lognormal, cut_normal, cut_triangular, cut_uniform
from standoff.case.interval import interval_points, interval_quantile
from standoff.case.range_text import (
    DistributionKind,
    Numbers,
    RangeError,
    check_numbers,
    read_range,
)

Array = NDArray[np.float64]

#: The least number above 0 with all of its digits.
_LEAST = 2.0**-1022


@dataclass(frozen=True, slots=True)
class Distribution:
    """What somebody believes about a number.

    Parameters
    ----------
    kind
        "interval" is the plain ``a to b``.
    numbers
        The numbers of the range as written.
    value
        The value that the range is around, if one is given.

    Raises
    ------
    RangeError
        If the numbers contradict each other or exclude the value.

    Examples
    --------
    >>> belief = Distribution.parse(".2 to .8", value=0.35)
    >>> belief.quantile([0.05, 0.5, 0.95]).round(6).tolist()
    [0.2, 0.35, 0.8]
    """

    kind: DistributionKind
    numbers: Numbers = ()
    value: float | None = None

    def __post_init__(self) -> None:
        check_numbers(self.kind, self.numbers)
        if self.value is None:
            if self.kind == "fixed":
                raise RangeError("a range 'fixed' needs a value", right="give the value")
        elif self.excludes(self.value):
            least, most = self.ends
            raise RangeError(
                f"the range {self} excludes its value {self.value:g}",
                right=f"a value from {least:g} to {most:g}, or a wider range",
            )

    @classmethod
    def parse(cls, text: str, value: float | None = None) -> Distribution:
        """Read a range.

        Parameters
        ----------
        text
            ``a to b`` (a 90 % interval), ``uniform(a, b)``, ``triangular(a, peak, b)``,
            ``beta(a, b)``, ``normal(mean, deviation)``, ``lognormal(mu, sigma)`` or ``fixed``.
        value
            The value that the range is around.

        Raises
        ------
        RangeError
            With what is wrong and what would be right.
        """
        kind, numbers = read_range(text)
        return cls(kind, numbers, value)

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and largest value that the range names, infinite where it names none."""
        match self.kind:
            case "interval" | "uniform" | "triangular":
                return self.numbers[0], self.numbers[-1]
            case "beta":
                return 0.0, 1.0
            case "lognormal":
                return 0.0, math.inf
            case "normal":
                return -math.inf, math.inf
            case "fixed":
                at = cast(float, self.value)
                return at, at

    @property
    def named(self) -> tuple[float, ...]:
        """The numbers that must be admissible: both ends as written, or else the middle.

        A parameter whose bounds leave one of them out is not the parameter that the range is about.
        """
        match self.kind:
            case "interval" | "uniform" | "triangular":
                return self.ends
            case "normal":
                return (self.numbers[0],)
            case "lognormal" | "beta":
                return (float(Distribution(self.kind, self.numbers).quantile(0.5)),)
            case "fixed":
                return (cast(float, self.value),)
            case _:
                assert_never(self.kind)

    def excludes(self, value: float) -> bool:
        """Say whether `value` lies outside the range."""
        if self.kind == "fixed":
            return False
        least, most = self.ends
        return not least <= value <= most

    def point(self, low: float = -math.inf, high: float = math.inf) -> float:
        """Return the one number that stands for the range: its value, or else its median."""
        return self.value if self.value is not None else float(self.quantile(0.5, low, high))

    def central(self, low: float = -math.inf, high: float = math.inf) -> tuple[float, float, float]:
        """Return the 5, 50 and 95 % points: as written where they are, without rounding."""
        found: list[float] = self.quantile([0.05, 0.5, 0.95], low, high).tolist()
        if self.kind == "interval":
            least, most = self.numbers
            middle = (least + most) / 2 if self.value is None else self.value
            is_written = interval_points(least, most, self.value, low, high)
            written = zip(is_written, (least, middle, most), found, strict=True)
            found = [point if is_it else quantile for is_it, point, quantile in written]
        return found[0], found[1], found[2]

    def quantile(self, u: ArrayLike, low: float = -math.inf, high: float = math.inf) -> Array:
        """Return the values below which the shares `u` of the belief lie.

        Parameters
        ----------
        u : array, any shape
            Shares strictly between 0 and 1.
        low, high : float
            The admissible values. In an interval, an end that is a bound is where the belief ends,
            and any other is its 5 or 95 % point, with the tail beyond it folded into the admissible
            values. The other kinds are cut off at the bounds.

        Returns
        -------
        array, shape of `u`
            Strictly between the bounds, except where a value is fixed at one.

        Raises
        ------
        RangeError
            If no admissible value is within the range.
        """
        share = np.asarray(u, dtype=np.float64)
        least, most = self.ends
        if self.kind == "fixed":
            return np.full_like(share, least)
        if least > high or most < low:
            raise RangeError(f"the range {self} is outside {low:g} to {high:g}")
        if self.kind != "interval":
            low, high = max(low, least), min(high, most)
        if low == high:
            return np.full_like(share, low)
        return _inside(self._quantile(share, low, high), low, high)

    def _quantile(self, share: Array, low: float, high: float) -> Array:
        match self.kind:
            case "interval":
                return interval_quantile(share, *self.ends, self.value, low, high)
            case "uniform":
                return cut_uniform(share, low, high)
            case "triangular":
                first, peak, last = self.numbers
                return cut_triangular(share, first, peak, last, low, high)
            case "normal":
                mean, deviation = self.numbers
                return cut_normal(share, mean, deviation, low, high)
            case "lognormal":
                mean, deviation = self.numbers
                return cut_lognormal(share, mean, deviation, low, high)
            case "beta":
                a, b = self.numbers
                return cut_beta(share, a, b, low, high)
            case "fixed":
                return np.full_like(share, cast(float, self.value))
            case _:
                assert_never(self.kind)

    def __str__(self) -> str:
        if self.kind == "interval":
            return f"{self.numbers[0]:g} to {self.numbers[1]:g}"
        if self.kind == "fixed":
            return "fixed"
        return f"{self.kind}({', '.join(f'{each:g}' for each in self.numbers)})"


def _inside(found: Array, low: float, high: float) -> Array:
    """Keep what was rounded to a bound, or past it, strictly between the bounds."""
    above, below = math.nextafter(low, math.inf), math.nextafter(high, -math.inf)
    if low == 0:
        above = _LEAST
    if high == 0:
        below = -_LEAST
    return np.clip(found, above, below)
