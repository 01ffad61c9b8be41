"""Where the answer changes along one parameter, in words."""

from __future__ import annotations

from standoff.report.asked.page import Columns, Page, exact, number
from standoff.study.along import Along, Step


def page(found: Along) -> Page:
    """Say every change along the parameter, and what holds between them."""
    low, high = found.searched
    steps = tuple(
        (exact(each.value), _changed(each), _headline(each), each.at) for each in found.steps
    )
    stretches = tuple(
        (exact(each.low), exact(each.high), each.answer, _from_to(each.headline))
        for each in found.stretches
    )
    sure = (
        "No change of the kind of answer is missed: the model names the numbers that decide, and "
        "their zeros are looked at. "
        if found.finest == 0.0
        else f"Two changes nearer to each other than {found.finest:.2g} may be missed. "
    ) + f"Levels and jumps are looked for in steps of {found.finest_level:.2g}."
    told: list[str | Columns] = [
        f"{found.parameter} from {exact(low)} to {exact(high)}; now {exact(found.value)}"
    ]
    if steps:
        told.append(Columns(("at", "changes", found.headline, "at the value itself"), steps))
    else:
        told.append("Nothing changes.")
    told += ["", Columns(("from", "to", "answer", found.headline), stretches), ""]
    return [*told, f"Rule: {found.rule}.", sure]


def _changed(step: Step) -> str:
    if not step.changed:
        return "a jump"
    return "; ".join(f"{name}: {below} → {above}" for name, below, above in step.changed)


def _headline(step: Step) -> str:
    return f"{number(step.headline_below)} → {number(step.headline_above)}"


def _from_to(headline: tuple[float, ...]) -> str:
    ends = headline[0], headline[len(headline) // 2], headline[-1]
    return " … ".join(map(number, ends))
