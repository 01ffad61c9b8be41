"""For which values of a parameter something holds, in words."""

from __future__ import annotations

from standoff.report.asked.page import (
    Columns,
    Page,
    chance,
    estimated,
    evenly,
    exact,
    n_drawn,
)
from standoff.study.inverse import End, HowMuch


def page(found: HowMuch) -> Page:
    """Say the set of values at the analyst's values of everything else, and over the draws."""
    low, high = found.searched
    now = "holds" if found.holds_now else "does not hold"
    told: list[str | Columns] = [
        f"{found.condition}: for which {found.parameter} from {exact(low)} to {exact(high)}?",
        f"At today's {exact(found.value)} it {now}.",
    ]
    if found.spans:
        ends = tuple(
            (str(span), *(f"{_held(end)}: {end.at}" for end in (span.low, span.high)))
            for span in found.spans
        )
        told.append(Columns(("it holds on", "at the low end it", "at the high end it"), ends))
        if any(end.cut for span in found.spans for end in (span.low, span.high)):
            told.append("Where an interval ends with the search, it may go on; try --between.")
    else:
        told.append("No searched value suffices.")
    if found.finest:
        told.append(f"An interval narrower than {found.finest:.2g} may be missed.")
    if found.n_draws:
        told += _over_draws(found)
    return [*told, f"Rule: {found.rule}."]


def _held(end: End) -> str:
    return "holds" if end.closed else "fails"


def _over_draws(found: HowMuch) -> list[str | Columns]:
    low = found.searched[0]
    shares = (
        ("as drawn", chance(found.share_now)),
        (f"for some {found.parameter}", chance(found.share_some)),
        (f"for every {found.parameter} in between", chance(found.share_always)),
        ("on more than one interval", chance(found.share_apart)),
        ("at the low end, if at all", chance(found.share_at_low)),
    )
    if found.share_above_low.value > 0:
        shares += (("just above it and not at it", chance(found.share_above_low)),)
    told: list[str | Columns] = [
        "",
        f"Over {n_drawn(found.n_draws, found.sampling)} of everything else, with 90 % ranges of "
        "the sampling:",
        Columns(("it holds", "share of the draws"), shares),
    ]
    if found.share_some.value > 0:
        least = tuple((f"{100 * q:g} %", estimated(each)) for q, each in found.least)
        told += [
            "Where it begins to hold, among draws in which some value suffices:",
            Columns(("of those draws", "at most"), least),
        ]
    if found.share_above_low.value > 0:
        told.append(
            f"Where it begins just above {exact(low)}, that is a limit: {exact(low)} itself fails."
        )
    return [*told, *evenly(found.sampling, "Ranges")]
