"""Claims taken together: all of a source, of a speaker, of a status, of a grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from standoff.case.grade import Grade
from standoff.case.schema import Case, Claim
from standoff.errors import UnknownName

#: What claims are grouped by.
GroupBy = Literal["claim", "source", "speaker", "status", "kind", "grade"]

#: From worst to best; what cannot be judged is no better than the worst.
_KEYS: Mapping[GroupBy, Callable[[Claim], tuple[str, ...]]] = {
    "claim": lambda claim: (claim.id,),
    "source": lambda claim: (claim.source,),
    "speaker": lambda claim: claim.who,
    "status": lambda claim: claim.status,
    "kind": lambda claim: (claim.kind,),
    "grade": lambda claim: (str(claim.grade),),
}


def claim_groups(case: Case, by: GroupBy) -> dict[str, tuple[str, ...]]:
    """Return the ids of the claims in each group, in the order of the case.

    A claim with two speakers, or spoken in two ways, is in both of those groups.

    Raises
    ------
    UnknownName
        If claims cannot be grouped by that.
    """
    if by not in _KEYS:
        raise UnknownName.among("way to group claims", by, get_args(GroupBy))
    found: dict[str, list[str]] = {}
    for claim in case.claims:
        for name in dict.fromkeys(_KEYS[by](claim)):
            found.setdefault(name, []).append(claim.id)
    if by == "grade":
        found = dict(sorted(found.items()))
    return {name: tuple(claims) for name, claims in found.items()}


def below(case: Case, grade: str) -> tuple[str, ...]:
    """Return the claims that weigh less than a grade, such as "B2".

    Weight is what the Admiralty grades are turned into here (`Grade.weight`); a claim that cannot
    be judged (F6) has none and counts as below every grade.

    Raises
    ------
    UnknownName
        If the grade is not a letter from A to F and a digit from 1 to 6.
    """
    least = _read(grade).weight
    return tuple(
        claim.id
        for claim in case.claims
        if claim.grade.weight is None or (least is not None and claim.grade.weight < least)
    )


def _read(written: str) -> Grade:
    known = [f"{letter}{digit}" for letter in "ABCDEF" for digit in range(1, 7)]
    if written not in known:
        raise UnknownName.among("grade", written, known)
    letter, digit = written
    return Grade(letter, int(digit))  # type: ignore[arg-type]


def anonymous(case: Case) -> tuple[str, ...]:
    """Return the claims of which nobody is named: anonymous ones, alone or beside the outlet."""
    return tuple(
        claim.id
        for claim in case.claims
        if "anonymous" in claim.status and not {"named", "official"}.intersection(claim.status)
    )
