"""How every number moves with a small change of every parameter, at one point.

Inside a regime the answer is smooth and has a slope; at a border between regimes it has one on each
side, or jumps. Slopes come from differences that are extrapolated to a step of zero, with the error
that this leaves; for players who err they come from the implicit function theorem
(`logit_slopes`), and are checked against differences.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from standoff.game.draws import Draws
from standoff.game.parameter import Parameter
from standoff.models.answers import Answers, Floats
from standoff.result import Columns, Pictured, by_column, counted
from standoff.study.extrapolation import extrapolated
from standoff.study.labels import Labels
from standoff.study.numbers import Numbers
from standoff.study.slope_check import SlopeCheck
from standoff.study.subject import Subject

State = Literal["smooth", "kink", "jump", "at a border", "no answer", "disputed", "unclear"]

#: The largest step, in sizes of the parameter, and how often it is halved for the extrapolation.
_STEP, _N_HALVINGS = 2.0**-9, 6
#: A border nearer than this, in sizes of the parameter, is one that the point lies on.
_NEAREST = 1e-11
#: One-sided slopes that differ by less, relative to their size, are one slope.
_SAME_SLOPE = 1e-4
_JUMP = 1e-7


@dataclass(frozen=True, slots=True)
class Slope:
    """How one number moves with one parameter.

    Parameters
    ----------
    of, parameter : str
    value : float
        The number at the point.
    slope : float
        Change of the number per unit of the parameter; nan at a border, kink or jump.
    error : float
        Of the slope, estimated.
    elasticity : float
        Percent by which the number changes per percent of the parameter; nan where either is 0.
    below, above : float
        The slopes on the two sides; nan where the parameter cannot go, or nothing is known.
    state : {"smooth", "kink", "jump", "at a border", "no answer", "disputed", "unclear"}
        "jump": the number itself differs on the two sides; "at a border": another kind of answer
        begins here, and the number goes on without a jump or a kink. "smooth" is a slope at a bound
        too, where only one side exists (the other is nan). "disputed": differences give
        another slope than the formula; "unclear": they neither support nor contradict it.
    jump : float
        How much higher the number is just above than just below; 0 unless it jumps.
    check : SlopeCheck or None
        The differences that a slope by formula was compared with; None of slopes that are
        differences themselves.
    """

    of: str
    parameter: str
    value: float
    slope: float
    error: float
    elasticity: float
    below: float
    above: float
    state: State
    jump: float = 0.0
    check: SlopeCheck | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Local(Pictured):
    """Slopes of every number by every parameter.

    Parameters
    ----------
    rule, method : str
    answer : str
        The kind of answer at the point.
    slopes : tuple of Slope
        By parameter, then by number.
    borders : tuple of (parameter, answer below, answer above)
        Parameters whose smallest change brings another kind of answer.
    """

    rule: str
    method: str
    answer: str
    slopes: tuple[Slope, ...]
    borders: tuple[tuple[str, str, str], ...]

    drawing: ClassVar[str] = "standoff.view.slopes:chart"

    @property
    def sentence(self) -> str:
        """How many slopes there are, and the answer where they hold."""
        return f"{counted(len(self.slopes), 'slope')} at the analyst's values ({self.answer})"

    def table(self) -> Columns:
        """Return one row per slope."""
        head = (
            "of", "parameter", "value", "slope", "error", "elasticity", "below", "above", "state",
            "jump", "difference", "difference_error", "check",
        )  # fmt: skip
        return by_column(
            head,
            (
                (
                    each.of, each.parameter, each.value, each.slope, each.error, each.elasticity,
                    each.below, each.above, each.state, each.jump, *_checked(each.check),
                )
                for each in self.slopes
            ),
        )  # fmt: skip

    def numbers(self) -> Numbers:
        """Give every slope, to be compared with those under another rule."""
        return {f"{each.of} by {each.parameter}": each.slope for each in self.slopes}

    def slope(self, of: str, parameter: str) -> Slope:
        """Return the slope of one number by one parameter; `KeyError` if there is none."""
        for each in self.slopes:
            if (each.of, each.parameter) == (of, parameter):
                return each
        raise KeyError(of, parameter)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """What lies on one side of the point: the numbers at ever smaller steps, of one answer."""

    steps: Floats
    numbers: Mapping[str, Floats]
    code: int


def local(
    subject: Subject,
    base: Draws,
    *,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
    parameters: Sequence[str] = (),
    of: Sequence[str] = (),
) -> Local:
    """Differentiate the answer at one point by every parameter.

    Each side is asked at six steps, halved from 1/512 of the parameter's size; where the kind of
    answer changes within them, they shrink until it does not. The differences are extrapolated to
    a step of zero (Richardson). A kink within the smallest step cannot be seen.

    Parameters
    ----------
    subject : Subject
    base : Draws
        One row.
    given, remove
        As in `Subject.answer`.
    parameters : sequence of str, optional
        By default all.
    of : sequence of str, optional
        Names of probabilities, quantities or values; by default all probabilities and values.
    """
    labels = Labels(subject, given, remove)
    answers = labels.answer(base)
    code = int(labels.codes(answers)[0])
    names = tuple(of) or (*answers.probabilities, *answers.values)
    middle = _numbers(answers, names)
    slopes: list[Slope] = []
    borders: list[tuple[str, str, str]] = []
    wanted = tuple(parameters) or tuple(each.name for each in subject.parameters)
    for parameter in (subject.parameter(name) for name in wanted):
        below = _side(labels, base, parameter, names, -1.0, code)
        above = _side(labels, base, parameter, names, 1.0, code)
        slopes += [_slope(name, parameter, base, middle, below, above, code) for name in names]
        under, over = (code if side is None else side.code for side in (below, above))
        if (under, over) != (code, code):
            borders.append((parameter.name, labels.words(under), labels.words(over)))
    return Local(subject.rule, "differences", labels.words(code), tuple(slopes), tuple(borders))


def size_of(parameter: Parameter, value: float) -> float:
    """Return what a step of a parameter is measured in."""
    size = max(abs(value), 1e-2)
    if parameter.wide is not None:
        size = max(size, 0.1 * (parameter.wide[1] - parameter.wide[0]))
    return size


def _side(
    labels: Labels, base: Draws, parameter: Parameter, names: Sequence[str], sign: float, code: int
) -> _Side | None:
    """Ask at ever smaller steps on one side; None where the parameter cannot go there."""
    value = float(base[parameter.name][0])
    size = size_of(parameter, value)
    room = (parameter.high - value) if sign > 0 else (value - parameter.low)
    if room <= 0.0:
        return None
    step = min(_STEP * size, room)
    while True:
        steps = step * 0.5 ** np.arange(_N_HALVINGS)
        # The step that is made in floating-point numbers, not the one that was wanted.
        values = value + sign * steps
        steps = np.abs(values - value)
        answers = labels.answer(base.replace(**{parameter.name: values}))
        codes = labels.codes(answers)
        inner = int(codes[-1])
        if (codes == inner).all() and (inner == code or step <= _NEAREST * size * 64):
            return _Side(steps, _numbers(answers, names), inner)
        if step <= _NEAREST * size * 64:
            # Answers that change over and over next to the point: nothing can be said.
            return _Side(steps, _numbers(answers, names), 0)
        step /= 16.0


def _slope(
    name: str,
    parameter: Parameter,
    base: Draws,
    middle: Mapping[str, Floats],
    below: _Side | None,
    above: _Side | None,
    code: int,
) -> Slope:
    x, value = float(base[parameter.name][0]), float(middle[name][0])
    ends = [_one_sided(side, name, value, s) for side, s in ((below, -1.0), (above, 1.0))]
    (left, left_error, at_left), (right, right_error, at_right) = ends

    def found(state: State, slope: float, error: float, jump: float = 0.0) -> Slope:
        elasticity = slope * x / value if x and value else math.nan
        # Rounding of the numbers themselves, over the smallest step.
        steps = [side.steps[-1] for side in (below, above) if side is not None]
        error = max(error, 4e-16 * max(1.0, abs(value)) / min(steps, default=1.0))
        return Slope(
            name, parameter.name, value, slope, error, elasticity, left, right, state, jump
        )

    if code == 0 or not math.isfinite(value):
        return found("no answer", math.nan, math.nan)
    borders = [side for side in (below, above) if side is not None and side.code != code]
    if borders:
        # The point itself belongs to one side or is a tie: the numbers beside it are compared.
        over = at_right if above in borders else value
        jump = over - (at_left if below in borders else value)
        if math.isnan(jump) or abs(jump) > _JUMP * max(1.0, abs(value)):
            return found("jump", math.nan, math.nan, jump)
        return found("at a border", math.nan, math.nan)
    if below is None or above is None:
        slope, error = (right, right_error) if below is None else (left, left_error)
        return found("smooth", slope, error)
    apart = abs(left - right)
    if apart > _SAME_SLOPE * (abs(left) + abs(right)) + 10 * (left_error + right_error) + 1e-9:
        return found("kink", math.nan, math.nan)
    return found("smooth", *_central(below, above, name))


def _one_sided(side: _Side | None, name: str, value: float, sign: float) -> tuple[float, ...]:
    """Return slope, its error, and the number just beside the point, all on one side."""
    if side is None:
        return math.nan, math.nan, math.nan
    numbers, steps = side.numbers[name], side.steps
    beside = float(numbers[-1])
    if not np.isfinite(numbers).all() or side.code == 0:
        return math.nan, math.nan, math.nan
    if abs(beside - value) > _JUMP * max(1.0, abs(value)) and side.steps[-1] < 1e-9:
        # Beyond a jump the slope is taken from the numbers beyond alone.
        return float((numbers[0] - beside) / (steps[0] - steps[-1])) * sign, math.nan, beside
    return *extrapolated(sign * (numbers - value) / steps, 2.0), beside


def _central(below: _Side, above: _Side, name: str) -> tuple[float, float]:
    n = min(len(below.steps), len(above.steps))
    low, high = below.steps[-n:], above.steps[-n:]
    if not np.allclose(low, high, rtol=1e-6):
        # The two sides had to shrink differently.
        smaller = below if low[0] < high[0] else above
        sign = -1.0 if smaller is below else 1.0
        value = 2.0 * smaller.numbers[name][-1] - smaller.numbers[name][-2]
        slopes = sign * (smaller.numbers[name] - value) / smaller.steps
        return extrapolated(slopes[:-2], 2.0)
    slopes = (above.numbers[name][-n:] - below.numbers[name][-n:]) / (low + high)
    return extrapolated(slopes, 4.0)


def _numbers(answers: Answers, names: Sequence[str]) -> dict[str, Floats]:
    return {name: answers.number(name) for name in names}


def _checked(check: SlopeCheck | None) -> tuple[float, float, str]:
    return (math.nan, math.nan, "") if check is None else (
        check.difference, check.error, check.verdict
    )  # fmt: skip
