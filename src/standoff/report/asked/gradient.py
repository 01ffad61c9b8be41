"""How a number moves with every parameter, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page, number
from standoff.study.local import Local, Slope


def page(found: Local) -> Page:
    """List slopes, the steepest elasticity first, and say where there is none."""
    moving = [each for each in found.slopes if each.state != "smooth" or _is_told(each)]
    is_checked = any(each.check is not None for each in found.slopes)
    still = sorted({each.parameter for each in found.slopes} - {each.parameter for each in moving})
    moving.sort(key=lambda each: (each.of, -_size(each), -abs(each.slope)))
    body = tuple(
        (
            each.of,
            each.parameter,
            _slope(each),
            _error(each),
            number(each.elasticity),
            _state(each),
        )
        for each in moving
    )
    told: list[str | Columns] = [f"Slopes at the analyst's values: {found.answer}"]
    if body:
        # Of a slope by formula, what is known of the error is how far differences are from it.
        error = "from differences" if is_checked else "error"
        head = ("of", "by", "slope", error, "% per %", "")
        told.append(Columns(head, body))
    if any(math.isnan(each.elasticity) and math.isfinite(each.slope) for each in moving):
        told.append("Without % per %, and last for it: the parameter or the number is 0.")
    if any(each.state == "smooth" and _side(each) for each in moving):
        told.append("Upward or downward only: the other way the parameter, or an answer, ends.")
    if still:
        told.append(f"Without effect here: {', '.join(still)}.")
    told += [f"{name}: at a border between {a} and {b}." for name, a, b in found.borders]
    told += _checked(found)
    return [*told, f"By {found.method}. Rule: {found.rule}."]


def _checked(found: Local) -> list[str]:
    """Say how many slopes differences bear out, and which they do not."""
    checks = [(each, each.check) for each in found.slopes if each.check is not None]
    if not checks:
        return []
    of = [check.verdict for _, check in checks]
    n = of.count("agrees")
    told = [
        f"Checked by differences: {f'all {n:,}' if n == len(of) else f'{n:,} of {len(of):,}'} "
        "slopes agree with them, within their errors."
    ]
    if "differs" in of:
        told.append(
            f"{of.count('differs'):,} DISAGREE: the formula holds for the equations at the point, "
            "and not for what is found beside it."
        )
    for each, check in checks:
        if check.reason:
            told.append(f"{each.of} by {each.parameter}: {check.reason}.")
    return told


def _is_told(each: Slope) -> bool:
    """Whether a slope is more than its error."""
    error = each.error if each.check is None else 0.0
    return abs(each.slope) > error


def _error(each: Slope) -> str:
    error = each.error if each.check is None else abs(each.slope - each.check.difference)
    return "" if math.isnan(error) else f"{error:.1g}"


def _size(each: Slope) -> float:
    """What rows are ranked by: those without a slope first, those of a parameter at 0 last."""
    if math.isnan(each.slope):
        return math.inf
    return -1.0 if math.isnan(each.elasticity) else abs(each.elasticity)


def _slope(each: Slope) -> str:
    if each.state in ("kink", "at a border"):
        return f"{_digits(each.below)} | {_digits(each.above)}"
    return _digits(each.slope)


def _digits(slope: float) -> str:
    return f"{slope:.6g}" if math.isfinite(slope) else "–"


def _state(each: Slope) -> str:
    if each.state == "jump":
        return f"at a jump of {each.jump:+.4g}"
    if each.state == "smooth":
        return _side(each)
    return each.state.replace("disputed", "DISAGREES")


def _side(each: Slope) -> str:
    """Say where a slope holds on one side only, the other being out of bounds or without answer."""
    if math.isnan(each.below) == math.isnan(each.above):
        return ""
    return "upward only" if math.isnan(each.below) else "downward only"
