"""What a change to one claim does to the assumptions that rest on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from standoff.brief.brief import Brief
from standoff.case.distribution import Distribution
from standoff.case.schema import Assumption
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


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a parameter's assumption becomes.

    Parameters
    ----------
    distribution : Distribution
    share : float
        Share of the draws that use it; the others keep the assumption as it is.
    is_fallback : bool
        Whether it is the widest plausible range, because no claim is left.
    """

    distribution: Distribution
    share: float
    is_fallback: bool = False


def replacements(brief: Brief, change: ClaimChange) -> Mapping[str, Replacement]:
    """Return the parameters whose assumption a change touches, with what it becomes.

    A claim with a `without` entry is replaced by that entry (a denied claim by the entry marked
    `denied` first). A claim without one matters only when it is the last: then the parameter falls
    back to its widest plausible range, if it has one.

    Raises
    ------
    UnknownName
        If the case has no such claim.
    """
    claim = brief.case.claim(change.claim)
    share = claim.grade.downgrade_share if change.change == "downgrade" else 1.0
    found: dict[str, Replacement] = {}
    for parameter in brief.parameters:
        assumption = brief.assumptions.get(parameter.name)
        if assumption is None or share == 0.0:
            continue
        replacement = _replacement(parameter, assumption, change, share)
        if replacement is not None:
            found[parameter.name] = replacement
    return found


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
    text = f"{belief.point(parameter.low, parameter.high):g}"
    if replacement.is_fallback and belief.kind == "uniform":
        low, high = belief.ends
        text = f"anything plausible, {low:g} to {high:g}"
    elif belief.kind != "fixed":
        text += f" ({belief})"
    if replacement.share < 1.0:
        text += f", in {replacement.share * 100:.0f} % of the draws"
    return text
