"""What a change to one claim does to the assumptions that rest on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from standoff.brief.beliefs import Beliefs, beliefs_of, roots
from standoff.brief.brief import Brief
from standoff.case.correlation import Pair
from standoff.case.distribution import Distribution
from standoff.case.schema import Assumption
from standoff.errors import one_of
from standoff.game.parameter import Parameter

Change = Literal["deny", "downgrade", "drop"]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim taken to be false, graded one step lower, or left out.

    Parameters
    ----------
    claim : str
        Id of the claim.
    change : {"deny", "downgrade", "drop"}
    """

    claim: str
    change: Change

    def __post_init__(self) -> None:
        one_of("change of a claim", self.change, Change)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a parameter's assumption becomes.

    Parameters
    ----------
    distribution : Distribution or None
        Its new range; None where the range stays, and only what it depends on changes.
    share : float
        Share of the draws that use it; the others keep the assumption as it is.
    is_fallback : bool
        Whether it is the widest plausible range, because no claim is left.
    notes : tuple of str
        What else changes: positions of a conflict that nobody takes any more, correlations.
    """

    distribution: Distribution | None
    share: float
    is_fallback: bool = False
    notes: tuple[str, ...] = ()


def replacements(brief: Brief, change: ClaimChange) -> Mapping[str, Replacement]:
    """Return the parameters whose assumption a change touches, with what it becomes.

    A claim with a `without` entry is replaced by that entry (a denied claim by the entry marked
    `denied` first), whatever is true in the conflict on which the assumption depends. A claim
    without one matters only when it is the last: then the parameter falls back to its widest
    plausible range, if it has one; a rank correlation becomes 0; and a position in a conflict is no
    longer possible, its weight going to the others in proportion.

    Raises
    ------
    UnknownName
        If the case has no such claim.
    """
    return _changed(brief, change)[0]


def changed_beliefs(brief: Brief, change: ClaimChange) -> Beliefs:
    """Return what is believed where the claim has fallen.

    Raises
    ------
    UnknownName
        If the case has no such claim.
    """
    return _changed(brief, change)[1]


def fall_share(brief: Brief, change: ClaimChange) -> float:
    """Return the share of the draws in which a change lets its claim fall.

    Raises
    ------
    UnknownName
        If the case has no such claim.
    """
    # Looked up for every kind of change: a claim that is not there must not count as one that
    # nothing rests on. Its grade, which takes longer, is asked for only where it matters.
    claim = brief.case.claim(change.claim)
    return claim.grade.downgrade_share if change.change == "downgrade" else 1.0


def _changed(brief: Brief, change: ClaimChange) -> tuple[dict[str, Replacement], Beliefs]:
    share = fall_share(brief, change)
    before = beliefs_of(brief)
    if share == 0.0:
        return {}, before
    ranges, disputes = dict(before.ranges), dict(before.disputes)
    weights = dict(before.weights)
    new_ranges: dict[str, Replacement] = {}
    notes: dict[str, list[str]] = {}
    for id, chances in before.weights.items():
        left = _weights_left(brief, id, chances, change.claim)
        if left == chances:
            continue
        weights[id] = left
        positions = brief.case.conflict(id).positions
        gone = next(str(p.id or n + 1) for n, p in enumerate(positions) if left[n] == 0.0)
        for name, dispute in before.disputes.items():
            if dispute.conflict == id:
                notes.setdefault(name, []).append(f"{id}: {gone} ruled out")
    for parameter in brief.parameters:
        assumption = brief.assumptions.get(parameter.name)
        if assumption is None:
            continue
        replacement = _replacement(parameter, assumption, change, share)
        if replacement is not None and replacement.distribution is not None:
            new_ranges[parameter.name] = replacement
            ranges[parameter.name] = replacement.distribution
            disputes.pop(parameter.name, None)
            notes.pop(parameter.name, None)
    ranks = {
        pair: each.rank_without(change.claim, denied=change.change == "deny")
        if change.claim in each.claims
        else each.rank
        for pair, each in brief.correlations.items()
    }
    after = Beliefs(ranges, disputes, weights, ranks)
    for name in _moved_by_ranks(brief, before, after):
        notes.setdefault(name, []).append(_ranks_in_words(name, before.ranks, ranks))
    found = {
        each.name: replace(
            new_ranges.get(each.name, Replacement(None, share)),
            notes=tuple(notes.get(each.name, ())),
        )
        for each in brief.parameters
        if each.name in new_ranges or each.name in notes
    }
    return found, after


def _weights_left(
    brief: Brief, conflict: str, weights: tuple[float, ...], claim: str
) -> tuple[float, ...]:
    positions = brief.case.conflict(conflict).positions
    left = [
        0.0 if set(position.claims) == {claim} else weight
        for position, weight in zip(positions, weights, strict=True)
    ]
    if left == list(weights):
        return weights
    # A claim stands in one position of a conflict at most, so that another is always left.
    whole = sum(left)
    return tuple(each / whole for each in left)


def _moved_by_ranks(brief: Brief, before: Beliefs, after: Beliefs) -> list[str]:
    """Return the parameters that are drawn otherwise because a correlation changes."""
    order = [each.name for each in brief.parameters]
    old, new = roots(before, order), roots(after, order)
    return [
        name
        for group, lower in old.items()
        for row, name in enumerate(group)
        if (lower[row] != new[group][row]).any()
    ]


def _ranks_in_words(name: str, old: Mapping[Pair, float], new: Mapping[Pair, float]) -> str:
    """Say how the correlations of a parameter change."""
    parts = [
        f"rank correlation with {pair[0] if pair[1] == name else pair[1]} {new[pair]:g}"
        f" instead of {rank:g}"
        for pair, rank in old.items()
        if name in pair and new[pair] != rank
    ]
    return ", ".join(parts) or "correlated anew, through others"


def _replacement(
    parameter: Parameter, assumption: Assumption, change: ClaimChange, share: float
) -> Replacement | None:
    entries = {each.denied: each for each in assumption.without if each.claim == change.claim}
    wanted = (True, False) if change.change == "deny" else (False,)
    for denied in wanted:
        if denied in entries:
            return Replacement(entries[denied].distribution, share)
    if set(assumption.claims) == {change.claim}:
        fallback = widest(parameter)
        return None if fallback is None else Replacement(fallback, share, is_fallback=True)
    return None


def widest(parameter: Parameter) -> Distribution | None:
    """Return what a parameter falls back to when nothing supports a value; None if unbounded."""
    low, high = parameter.wide or (parameter.low, parameter.high)
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    if low == high:
        return Distribution("fixed", (), low)
    return Distribution("uniform", (low, high))


def in_words(replacement: Replacement, parameter: Parameter) -> str:
    """Say what an assumption becomes, such as ".5 (.2 to 1.2)".

    Examples
    --------
    >>> about = Parameter("prize", "", 1.0)
    >>> in_words(Replacement(Distribution.parse("0 to 2", 1.0), 0.25), about)
    '1 (0 to 2), in 25 % of the draws'
    """
    belief = replacement.distribution
    parts: list[str] = []
    if belief is not None:
        text = f"{belief.point(parameter.low, parameter.high):g}"
        if replacement.is_fallback and belief.kind == "uniform":
            low, high = belief.ends
            text = f"anything plausible, {low:g} to {high:g}"
        elif belief.kind != "fixed":
            text += f" ({belief})"
        parts.append(text)
    text = "; ".join((*parts, *replacement.notes))
    if replacement.share < 1.0:
        text += f", in {replacement.share * 100:.0f} % of the draws"
    return text
