"""The text of a range, such as `.2 to .8` or `beta(2, 5)`, as a kind and its numbers."""

from __future__ import annotations

import math
import re
from typing import Literal, get_args

from standoff.errors import StandoffError
from standoff.text.diagnostic import nearest, shown

DistributionKind = Literal[
    "interval", "uniform", "triangular", "beta", "normal", "lognormal", "fixed"
]
Numbers = tuple[float, ...]

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
#: No draw is farther from the mean than this many deviations (the chances are multiples of 2**-53).
_FARTHEST = 8.3
#: Outside these, a beta distribution is two heaps at 0 and 1, or one number.
_BETA = 0.1, 1e6


class RangeError(StandoffError):
    """A range cannot be read, or contradicts itself, its value or the bounds of its parameter."""


def read_range(text: str) -> tuple[DistributionKind, Numbers]:
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
    check_numbers(kind, numbers)
    return kind, numbers


def _read_call(written: str) -> tuple[DistributionKind, Numbers]:
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


def check_numbers(kind: DistributionKind, numbers: Numbers) -> None:
    """Raise `RangeError` if the numbers of a range contradict each other or draws overflow."""
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
        case "beta" if min(numbers) < _BETA[0]:
            raise RangeError(
                f"beta({numbers[0]:g}, {numbers[1]:g}) is nearly always 0 or 1",
                right=f"write numbers of at least {_BETA[0]:g}, or a conflict with two positions",
            )
        case "beta" if max(numbers) > _BETA[1]:
            raise RangeError(
                f"beta({numbers[0]:g}, {numbers[1]:g}) is too narrow to be drawn from",
                right=f"write numbers of at most {_BETA[1]:g}, or a value with the range 'fixed'",
            )
        case "normal" | "lognormal" if numbers[1] <= 0:
            raise RangeError(f"the deviation in {kind}(...) must be above 0")
        case "lognormal":
            _check_lognormal(*numbers)
        case _:
            pass


def _check_lognormal(mean: float, deviation: float) -> None:
    reach = math.log(_LARGEST)
    least, most = (mean + sign * _FARTHEST * deviation for sign in (-1.0, 1.0))
    if not -reach <= least <= most <= reach:
        raise RangeError(
            f"lognormal({mean:g}, {deviation:g}) reaches numbers"
            f" {'above 1e100' if most > reach else 'below 1e-100'}",
            right="both numbers are on the scale of natural logarithms: lognormal(3, .5) is"
            " around 20, the 5 and 95 % points are 9 and 46",
        )
