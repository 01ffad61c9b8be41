"""Whether a slope agrees with differences: the same number solved again on both sides of a point.

A slope by the implicit function theorem is right where its assumptions hold: the equations are
smooth, and the equilibrium is followed without a break. At a kink of a payoff, next to a fold of
the branch, or where the equilibrium that is found jumps, the formula gives a number all the same.
Differences know nothing of the formula.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standoff.models.answers import Floats
from standoff.study.extrapolation import extrapolated

Verdict = Literal["agrees", "differs", "unclear"]

#: The largest step, in sizes of the parameter, and how often it is halved.
LARGEST, N_STEPS = 2.0**-10, 4
#: Rounding of a solved number, relative to 1 or to its size.
_ROUNDING = 1e-13
#: Differences less sure than this, relative to the slope, or to the number, settle nothing.
_SURE, _LEAST_SLOPE = 1e-2, 1e-6
#: One-sided slopes farther apart than this, relative to their size, are two slopes.
_ONE_SLOPE = 1e-3
#: A change that shrinks by less while the steps shrink eightfold is a jump; a root's is .35.
_JUMP, _LEAST_JUMP = 0.6, 1e-7


@dataclass(frozen=True, slots=True)
class SlopeCheck:
    """A slope beside the differences that it should agree with.

    Parameters
    ----------
    difference : float
        From both sides, or from the one where the parameter can go; nan if nothing was found.
    error : float
        Of the difference, estimated: how far it moved as the steps were halved, and rounding.
    below, above : float
        The differences on each side; nan where the parameter cannot go, or there is a jump.
    verdict : {"agrees", "differs", "unclear"}
        "unclear": the differences do not settle, so that they say nothing against the slope and
        nothing for it.
    reason : str
        Why it does not agree; or that there was an answer on one side only.
    """

    difference: float
    error: float
    below: float
    above: float
    verdict: Verdict
    reason: str = ""


def check_slope(
    slope: float, value: float, below: Floats, above: Floats, steps: tuple[Floats, Floats]
) -> SlopeCheck:
    """Compare a slope with differences.

    Parameters
    ----------
    slope, value : float
        Of the number, at the point.
    below, above : float array
        The number at ever smaller steps on either side; empty where the parameter cannot go, nan
        where there was no answer.
    steps : (float array, float array)
        Below and above; each half the one before.

    Returns
    -------
    SlopeCheck

    Notes
    -----
    The slope agrees if it lies within the estimated errors of the central difference and of both
    one-sided ones. A kink or jump farther away than the largest step is not seen; one between the
    smallest step and the point mostly is not either.
    """
    size = max(1.0, abs(value))
    sides = {"below": below, "above": above}
    gone = [side for side, column in sides.items() if not np.isfinite(column).all()]
    jumps = [side for side, column in sides.items() if side not in gone and _jumps(column, value)]
    left, left_error = _one_sided(below, value, steps[0], -1.0)
    right, right_error = _one_sided(above, value, steps[1], 1.0)
    if math.isfinite(left) and math.isfinite(right) and np.allclose(*steps, rtol=1e-6):
        difference, error = extrapolated((above - below) / (steps[0] + steps[1]), 4.0)
        error = _with_rounding(error, size, float(steps[0][-1]))
    elif math.isfinite(left):
        difference, error = left, left_error
    else:
        difference, error = right, right_error
    if "below" in jumps:
        left = math.nan
    if "above" in jumps:
        right = math.nan
    absent = f"no answer was found just {' and just '.join(gone)} it" if gone else ""

    def finding(verdict: Verdict, reason: str) -> SlopeCheck:
        told = "; ".join(each for each in (reason, absent) if each)
        return SlopeCheck(difference, error, left, right, verdict, told)

    if jumps:
        return finding("differs", f"the number jumps just {' and just '.join(jumps)} it")
    if not math.isfinite(difference):
        return finding("unclear", "")
    near = 1e-6 * max(abs(slope), abs(difference))
    apart = abs(left - right)
    if apart > _ONE_SLOPE * (abs(left) + abs(right)) + 10 * (left_error + right_error):
        return finding("differs", f"the slopes on the two sides are {left:.6g} and {right:.6g}")
    if abs(slope - difference) > error + near:
        return finding("differs", f"differences give {difference:.6g} ± {error:.1g}")
    least = max(_SURE * max(abs(slope), abs(difference)), _LEAST_SLOPE * size)
    if error > least:
        return finding("unclear", f"differences do not settle: {difference:.4g} ± {error:.1g}")
    return finding("agrees", "")


def _one_sided(column: Floats, value: float, steps: Floats, sign: float) -> tuple[float, float]:
    if not len(column) or not np.isfinite(column).all():
        return math.nan, math.nan
    slope, error = extrapolated(sign * (column - value) / steps, 2.0)
    return slope, _with_rounding(error, max(1.0, abs(value)), float(steps[-1]))


def _with_rounding(error: float, size: float, step: float) -> float:
    return error + _ROUNDING * size / step


def _jumps(column: Floats, value: float) -> bool:
    moved = np.abs(column - value)
    least = _LEAST_JUMP * max(1.0, abs(value))
    return len(moved) > 0 and bool(moved[-1] > least and moved[-1] > _JUMP * moved[0])
