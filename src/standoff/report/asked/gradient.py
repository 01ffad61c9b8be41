"""How a number moves with every parameter, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page, Rows, number
from standoff.study.local import Local, Slope


def page(found: Local) -> Page:
    """List slopes, the steepest elasticity first, and say where there is none."""
    moving = [each for each in found.slopes if each.state != "smooth" or _is_told(each)]
    still = sorted({each.parameter for each in found.slopes} - {each.parameter for each in moving})
    moving.sort(key=lambda each: (each.of, -abs(_size(each))))
    body = tuple(
        (
            each.of,
            each.parameter,
            _slope(each),
            "" if math.isnan(each.error) else f"{each.error:.1g}",
            number(each.elasticity),
            _state(each),
        )
        for each in moving
    )
    told: list[str | Columns] = [f"Slopes at the analyst's values: {found.answer}"]
    if body:
        head = ("of", "by", "slope", "error", "% per %", "")
        told.append(Columns(head, body))
    if still:
        told.append(f"Without effect here: {', '.join(still)}.")
    told += [f"{name}: at a border between {a} and {b}." for name, a, b in found.borders]
    return [*told, f"By {found.method}. Rule: {found.rule}."]


def rows(found: Local) -> Rows:
    """Return one row per slope."""
    head = (
        "of", "parameter", "value", "slope", "error", "elasticity", "below", "above", "state",
        "jump",
    )  # fmt: skip
    return [
        head,
        *(
            (
                each.of, each.parameter, each.value, each.slope, each.error, each.elasticity,
                each.below, each.above, each.state, each.jump,
            )
            for each in found.slopes
        ),
    ]  # fmt: skip


def _is_told(each: Slope) -> bool:
    """Whether a slope is more than its error."""
    return abs(each.slope) > each.error


def _size(each: Slope) -> float:
    return math.inf if math.isnan(each.elasticity) else each.elasticity


def _slope(each: Slope) -> str:
    if each.state in ("kink", "at a border"):
        return f"{_digits(each.below)} | {_digits(each.above)}"
    return _digits(each.slope)


def _digits(slope: float) -> str:
    return f"{slope:.6g}" if math.isfinite(slope) else "–"


def _state(each: Slope) -> str:
    if each.state == "jump":
        return f"at a jump of {each.jump:+.4g}"
    return "" if each.state == "smooth" else each.state
