"""What the findings would be if one claim were false, graded lower, or left out."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import numpy as np

from standoff.brief.claim_change import Change, ClaimChange, in_words, replacements
from standoff.brief.joint_change import JointChange
from standoff.study.asked import Asked
from standoff.study.evaluate import summarize
from standoff.study.findings import ClaimEffect, Share
from standoff.study.shift import Shifts

#: Shares that move by less than a point are not told.
LEAST = 0.01

Shares = tuple[tuple[str, tuple[Share, ...]], ...]


def claim_effects(asked: Asked) -> tuple[ClaimEffect, ...]:
    """Change every claim in every way; the largest shift of the headline comes first.

    That a claim is false is worked out only where the case says what holds then
    (`Case.says_if_false`): to leave a claim out is not to deny it.

    Every change is asked with the same random numbers as the case itself, so that draws differ
    only in the parameters that rest on the claim.
    """
    changes = [
        ClaimChange(claim.id, change)
        for claim in asked.brief.case.claims
        for change in get_args(Change)
        if change != "deny" or asked.brief.case.says_if_false(claim.id)
    ]
    shifts = Shifts(asked, asked.n_shifted)
    joint = JointChange(asked.brief, shifts.n, asked.seed, asked.sampling)
    found: list[ClaimEffect] = []
    for i, change in enumerate(changes):
        asked.progress("claims", i, len(changes))
        found.append(_effect(asked, change, shifts, joint))
    asked.progress("claims", len(changes), len(changes))
    return tuple(sorted(found, key=lambda each: -abs(np.nan_to_num(each.shift))))


def _effect(asked: Asked, change: ClaimChange, shifts: Shifts, joint: JointChange) -> ClaimEffect:
    brief = asked.brief
    replaced = replacements(brief, change)
    headline, error = shifts.mean, 0.0
    told: tuple[tuple[str, float, float], ...] = ()
    if replaced:
        draws = asked.draws.rows(slice(0, shifts.n)).replace(**joint.columns([change]))
        after = summarize(asked.subject, draws, asked.given, chunk=asked.chunk)
        headline, error = shifts.headline(after), shifts.effect(after).standard_error
        told = moved(shifts.shares(), shifts.shares_after(after))
    return ClaimEffect(
        claim=change.claim,
        change=change.change,
        parameters=tuple(
            (name, in_words(each, brief.parameter(name))) for name, each in replaced.items()
        ),
        headline=headline,
        headline_before=shifts.mean,
        moved=told,
        note="" if replaced else _note(asked, change),
        n_draws=shifts.n,
        standard_error=error,
    )


def moved(before: Shares, after: Shares) -> tuple[tuple[str, float, float], ...]:
    """Return the kinds of answer whose share moves by more than a point, with both shares."""
    old, new = dict(before), dict(after)
    counts = Counter(share.name for shares in old.values() for share in shares)
    found: list[tuple[str, float, float]] = []
    for category, shares in old.items():
        then = {share.name: share.share for share in new[category]}
        for share in shares:
            if abs(then[share.name] - share.share) > LEAST:
                name = share.name if counts[share.name] == 1 else f"{category}: {share.name}"
                found.append((name, share.share, then[share.name]))
    return tuple(found)


def _note(asked: Asked, change: ClaimChange) -> str:
    """Say why a change to a claim changes no number."""
    resting = [
        name for name, each in asked.brief.assumptions.items() if change.claim in each.claims
    ]
    resting += [
        f"the correlation of {' and '.join(pair)}"
        for pair, each in asked.brief.correlations.items()
        if change.claim in each.claims
    ]
    wanted = {each.depends_on for each in asked.brief.assumptions.values()}
    resting += [
        f"a position in {conflict.id}"
        for conflict in asked.brief.case.conflicts
        if conflict.id in wanted
        and any(change.claim in position.claims for position in conflict.positions)
    ]
    if not resting:
        return "no number rests on this claim"
    grade = asked.brief.case.claim(change.claim).grade
    if change.change == "downgrade" and grade.downgrade_share == 0.0:
        return f"graded {grade}, below which there is no step"
    listed = ", ".join(resting)
    return f"other claims still support {listed}, and the case says nothing without this one"
