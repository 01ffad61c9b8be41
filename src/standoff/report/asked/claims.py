"""What claims and sources are worth, in words."""

from __future__ import annotations

from standoff.report.asked.page import Columns, Page, evenly, n_drawn
from standoff.report.plain import percent, plus_or_minus, points
from standoff.report.words import count
from standoff.study.claim_value import ClaimValues, GroupValue
from standoff.study.coalitions import Effect

_CHANGED = {"deny": "false", "downgrade": "graded one step lower", "drop": "left out"}
_MOST_PAIRS = 5


def page(found: ClaimValues) -> Page:
    """Put the groups side by side, then the pairs that do more or less together than apart."""
    moving = [each for each in found.groups if not each.note]
    told: list[str | Columns] = [
        f"What is each {found.by if found.by != 'chosen' else 'group'} worth? Points by which the "
        f"chance{_of(found)} moves when its claims are {_CHANGED[found.change]}",
        f"As it is {percent(found.before)} on average; all together {_effect(found.together)}.",
        _groups(moving),
    ]
    pairs = [
        (
            each.one,
            each.other,
            _effect(each.beyond),
            "" if each.index is None else _effect(each.index),
        )
        for each in found.interactions[:_MOST_PAIRS]
        if abs(each.beyond.shift) >= 0.005
    ]
    if pairs:
        told += ["", "Together beyond what each does alone (index: averaged over the others):"]
        told.append(Columns(("one", "other", "beyond", "index"), tuple(pairs)))
    still: dict[str, list[str]] = {}
    for each in found.groups:
        if each.note:
            still.setdefault(each.note, []).append(each.name)
    told += ["", *(f"{', '.join(names)}: {note}." for note, names in still.items())]
    method = (
        f"{count(found.n_orders, 'random order')} of changing them"
        if found.n_orders
        else f"all {found.n_coalitions:,} ways to change some of them"
    )
    told.append(
        f"Share: the Shapley value, from {method}; "
        f"{n_drawn(found.n_draws, found.sampling)} each"
        + ("; ± is the 90 % range of the average over draws." if found.n_draws > 1 else ".")
    )
    return [*told, *evenly(found.sampling)]


def _of(found: ClaimValues) -> str:
    return f" of {found.headline}" if found.headline else ""


def _groups(groups: list[GroupValue]) -> Columns:
    body = tuple(
        (
            each.name,
            str(len(each.claims)),
            _effect(each.shared),
            points(each.alone.shift),
            points(each.last.shift),
            dict(each.base).get("regime", "") or "no answer",
        )
        for each in groups
    )
    head = ("", "claims", "share", "alone", "last", "without it, at the analyst's values")
    return Columns(head, body)


def _effect(effect: Effect) -> str:
    return f"{points(effect.shift)}{plus_or_minus(effect.standard_error)}"
