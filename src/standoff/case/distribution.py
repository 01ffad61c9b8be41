"""Ranges as an analyst writes them, such as `.2 to .8`, to quantiles."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.errors import StandoffError
from standoff.text.diagnostic import nearest, shown

DistributionKind = Literal[
    "interval", "uniform", "triangular", "beta", "normal", "lognormal", "fixed"
]

#: The 95 % point of the standard normal distribution.
_Z95 = 1.6448536269514722

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_INTERVAL = re.compile(rf"({_NUMBER})\s+to\s+({_NUMBER})")
_CALL = re.compile(r"([A-Za-z_]+)\s*\(([^()]*)\)")
#: What each function is called with.
_ARGUMENTS: dict[str, str] = {
    "uniform": "uniform(low, high)",
    "triangular": "triangular(low, peak, high)",
    "beta": "beta(a, b)",
    "normal": "normal(mean, deviation)",
    "lognormal": "lognormal(mean of the logarithm, its deviation)",
}
_FORMS = (
    "a to b, uniform(a, b), triangular(a, peak, b), beta(a, b), normal(mean, deviation), "
    "lognormal(mu, sigma) or fixed"
)
#: Beyond this, products of two numbers of a range stop being finite.
_LARGEST = 1e100

Array = NDArray[np.float64]


class RangeError(StandoffError):
    """A range cannot be read, or contradicts itself or its value."""


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
    numbers: tuple[float, ...] = ()
    value: float | None = None

    def __post_init__(self) -> None:
        _check_numbers(self.kind, self.numbers)
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

    def excludes(self, value: float) -> bool:
        """Say whether `value` lies outside the range."""
        if self.kind == "fixed":
            return False
        least, most = self.ends
        return not least <= value <= most

    def point(self, low: float = -math.inf, high: float = math.inf) -> float:
        """Return the one number that stands for the range: its value, or else its median."""
        return self.value if self.value is not None else float(self.quantile(0.5, low, high))

    def quantile(self, u: ArrayLike, low: float = -math.inf, high: float = math.inf) -> Array:
        """Return the values below which the shares `u` of the belief lie.

        Parameters
        ----------
        u : array, any shape
            Shares strictly between 0 and 1.
        low, high : float
            The admissible values. An interval holds its 5, 50 and 95 % points and folds only the
            tails beyond them into the admissible values; the other kinds are cut off there.

        Returns
        -------
        array, shape of `u`
        """
        share = np.asarray(u, dtype=np.float64)
        if self.kind == "fixed":
            return np.full_like(share, cast(float, self.value))
        if self.kind == "interval":
            return _interval_quantile(share, self.numbers, self.value, low, high)
        below, above = _cumulative(self, low), _cumulative(self, high)
        return np.clip(_inverse(self, below + share * (above - below)), low, high)

    def __str__(self) -> str:
        if self.kind == "interval":
            return f"{self.numbers[0]:g} to {self.numbers[1]:g}"
        if self.kind == "fixed":
            return "fixed"
        return f"{self.kind}({', '.join(f'{each:g}' for each in self.numbers)})"


def read_range(text: str) -> tuple[DistributionKind, tuple[float, ...]]:
    """Read the text of a range without its value.

    Raises
    ------
    RangeError
        If it is not a range, or its numbers contradict each other.
    """
    written = text.strip()
    if written == "fixed":
        return "fixed", ()
    interval = _INTERVAL.fullmatch(written)
    if interval:
        kind: DistributionKind = "interval"
        numbers = tuple(_number(each, written) for each in interval.groups())
    else:
        kind, numbers = _read_call(written)
    _check_numbers(kind, numbers)
    return kind, numbers


def _read_call(written: str) -> tuple[DistributionKind, tuple[float, ...]]:
    call = _CALL.fullmatch(written)
    if not call:
        hint = "write .2 instead of 20 %" if "%" in written else f"write {_FORMS}"
        raise RangeError(f"{shown(written)} is not a range", right=hint)
    name = call[1]
    if name not in _ARGUMENTS:
        near = nearest(name, _ARGUMENTS)
        hint = f"did you mean {near!r}?" if near else f"write {_FORMS}"
        raise RangeError(f"there is no range called {shown(name)}", right=hint)
    kind = next(each for each in get_args(DistributionKind) if each == name)
    numbers = tuple(_number(each.strip(), written) for each in call[2].split(","))
    if len(numbers) != _ARGUMENTS[name].count(",") + 1:
        raise RangeError(
            f"{shown(written)} has {len(numbers)} numbers", right=f"write {_ARGUMENTS[name]}"
        )
    return kind, numbers


def _number(written: str, text: str) -> float:
    if not re.fullmatch(_NUMBER, written) or not math.isfinite(float(written)):
        raise RangeError(
            f"{shown(written)} in {shown(text)} is not a finite number",
            right="write numbers such as .35 or 1e3, separated by commas",
        )
    return float(written)


def _check_numbers(kind: DistributionKind, numbers: tuple[float, ...]) -> None:
    if not all(abs(each) <= _LARGEST for each in numbers):
        raise RangeError(f"the numbers of a range lie between -{_LARGEST:g} and {_LARGEST:g}")
    match kind:
        case "interval" | "uniform" if not numbers[0] < numbers[1]:
            raise RangeError(
                f"the range runs from {numbers[0]:g} to {numbers[1]:g}",
                right="write the smaller number first; for no range at all write 'fixed'",
            )
        case "triangular" if not (
            numbers[0] <= numbers[1] <= numbers[2] and numbers[0] < numbers[2]
        ):
            raise RangeError(
                f"triangular({', '.join(f'{each:g}' for each in numbers)}) is out of order",
                right="write triangular(low, peak, high) in ascending order",
            )
        case "beta" if min(numbers) <= 0:
            raise RangeError("both numbers of beta(a, b) must be above 0")
        case "normal" | "lognormal" if numbers[1] <= 0:
            raise RangeError(f"the deviation in {kind}(...) must be above 0")
        case _:
            pass


def _interval_quantile(
    share: Array, numbers: tuple[float, ...], value: float | None, low: float, high: float
) -> Array:
    """Half a normal on each side of the median; each tail folded into what is admissible.

    The inverse of the normal is most of the cost of drawing, so both sides share one call of it.
    """
    from scipy.special import ndtri

    least, most = numbers
    median = (least + most) / 2 if value is None else value
    below = share < 0.5
    down = _side(median - least, median - low)
    up = _side(most - median, high - median)
    scale, outside, room = (
        np.where(below, one, other) if one != other else one
        for one, other in zip(down, up, strict=True)
    )
    q = np.minimum(share, 1 - share)
    kept = np.where(q < 0.05, outside + q * (0.05 - outside) / 0.05, q)
    distance = np.minimum(-scale * cast(Array, ndtri(kept)), room)
    return np.clip(np.where(below, median - distance, median + distance), low, high)


def _side(spread: float, room: float) -> tuple[float, float, float]:
    """Return the scale of one side, the share that would lie outside, and the room there is.

    `spread` is the distance of the 5 % point from the median. Of the tail beyond it, the part that
    would lie further out than `room` is spread over the rest in proportion, so no mass heaps up at
    the bound; unless the 5 % point is the bound itself, where all of the tail then lies.
    """
    from scipy.special import ndtr

    scale = spread / _Z95
    # Without a spread the share is of no account, as long as its place is finite.
    outside = min(float(ndtr(-room / scale)), 0.05) if spread else 0.05
    return scale, outside, max(room, 0.0)


def _cumulative(belief: Distribution, at: float) -> float:
    """Return the share of the belief at or below `at`."""
    if math.isinf(at):
        return 0.0 if at < 0 else 1.0
    first, second = belief.numbers[0], belief.numbers[1]
    match belief.kind:
        case "uniform":
            return min(max((at - first) / (second - first), 0.0), 1.0)
        case "triangular":
            return _triangular_cumulative(at, *belief.numbers)
        case "beta":
            from scipy.special import betainc

            return float(betainc(first, second, min(max(at, 0.0), 1.0)))
        case "lognormal" if at <= 0:
            return 0.0
        case _:
            from scipy.special import ndtr

            height = math.log(at) if belief.kind == "lognormal" else at
            return float(ndtr((height - first) / second))


def _triangular_cumulative(at: float, low: float, peak: float, high: float) -> float:
    if at <= low:
        return 0.0
    if at >= high:
        return 1.0
    if at <= peak:
        return (at - low) ** 2 / ((high - low) * (peak - low))
    return 1 - (high - at) ** 2 / ((high - low) * (high - peak))


def _inverse(belief: Distribution, share: Array) -> Array:
    """Return where the belief reaches each share, without regard to what is admissible."""
    first, second = belief.numbers[0], belief.numbers[1]
    match belief.kind:
        case "uniform":
            return first + share * (second - first)
        case "triangular":
            high = belief.numbers[2]
            left = np.sqrt(share * (high - first) * (second - first))
            right = np.sqrt((1 - share) * (high - first) * (high - second))
            at_peak = (second - first) / (high - first)
            return np.where(share < at_peak, first + left, high - right)
        case "beta":
            from scipy.special import betaincinv

            return np.asarray(betaincinv(first, second, share), dtype=np.float64)
        case _:
            from scipy.special import ndtri

            height = first + second * np.asarray(ndtri(share), dtype=np.float64)
            if belief.kind == "normal":
                return height
            with np.errstate(over="ignore"):
                return np.exp(height)
