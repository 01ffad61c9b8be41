"""Under which circumstances something happens, in words."""

from __future__ import annotations

import math

from standoff.report.asked.page import Columns, Page, chance
from standoff.report.asked.shares import asked_for
from standoff.report.plain import amount, percent
from standoff.study.boxes import BoxFinding, Limit, ScenarioBox

#: Resampled searches that find a bound less often than this leave it to luck.
_OFTEN = 0.5


def page(found: BoxFinding) -> Page:
    """Tell every box with its bounds, and how much is inside."""
    told: list[str | Columns] = [
        f"Under which circumstances does it hold that {found.event}?",
        f"It holds in {percent(found.p_event)} of the draws with an answer.",
    ]
    for n, box in enumerate(found.boxes, 1):
        told += ["", f"{n}. {_rest(n)}{box.words}:", _judged(box), _bounds(box)]
    if len(found.boxes) > 1:
        coverage, density = found.together
        told += [
            "",
            f"All boxes together cover {chance(coverage)} of where it holds; inside it holds in "
            f"{chance(density)}.",
        ]
    told += [f"Note: {each}." for each in found.notes]
    if found.boxes:
        told += [
            "",
            "By luck: how likely so many hits would be without the bound. Found again: in so many "
            f"boxes from halves of the draws; a bound below {percent(_OFTEN)} is weak. In brackets "
            "nine chances in ten.",
        ]
    told.append(
        f"Found in {found.n_learned:,} draws, judged by {found.n_held_out:,} others"
        + (f"; {found.n_left_out:,} without an answer." if found.n_left_out else ".")
    )
    return [*told, *asked_for(found.drawn)]


def _rest(number: int) -> str:
    if number == 1:
        return ""
    return f"Outside {'the box' if number == 2 else 'the boxes'} before: "


def _judged(box: ScenarioBox) -> str:
    return (
        f"Inside it holds in {chance(box.density)}. The box covers {chance(box.coverage)} of "
        f"where it holds, and takes up {chance(box.mass)} of the draws."
    )


def _bounds(box: ScenarioBox) -> Columns:
    body = tuple(
        (each.parameter, *_between(each), _by_luck(each.quasi_p), _again(each.stability))
        for each in box.limits
    )
    return Columns(("bounded", "from", "to", "draws between", "by luck", "found again"), body)


def _between(limit: Limit) -> tuple[str, str, str]:
    low = amount(limit.low) if math.isfinite(limit.low) else ""
    high = amount(limit.high) if math.isfinite(limit.high) else ""
    return low, high, percent(limit.high_rank - limit.low_rank)


def _by_luck(quasi_p: float) -> str:
    return "–" if math.isnan(quasi_p) else f"{quasi_p:.2g}"


def _again(stability: float) -> str:
    return "–" if math.isnan(stability) else percent(stability)
