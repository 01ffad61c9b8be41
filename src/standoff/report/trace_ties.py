"""Follow what ties parameters to each other: correlations and conflicts, with their claims."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.schema import Case, Conflict, Position, WithoutRank
from standoff.report.plain import amount, percent
from standoff.report.ties import Ties, Together, chances, dependent, implied_by


def conflict_facts(case: Case, conflict: Conflict) -> tuple[str, ...]:
    """Say why the positions are weighed as they are, and what depends on them."""
    facts = [f"Weighed so because: {conflict.because}"] if conflict.because else []
    names = ", ".join(each.parameter for each in dependent(case, conflict))
    facts += [f"It decides about: {names}."] if names else []
    return (*facts, conflict.note) if conflict.note else tuple(facts)


def position_facts(conflict: Conflict) -> Iterator[tuple[Position, str]]:
    """Yield every position with how likely it is to be the true one, in words."""
    known = chances(conflict)
    for i, position in enumerate(conflict.positions):
        if known is None:
            yield position, "" if position.weight is None else f"Weight {position.weight:g}."
        else:
            yield (
                position,
                f"Weight {position.weight:g}: true with a chance of {percent(known[i])}.",
            )


def dependence_facts(ties: Ties) -> tuple[str, ...]:
    """Say what a parameter is under each position of the conflict on which it depends."""
    if ties.conflict is None:
        return ()
    told = [f"Depends on the conflict {ties.conflict.id}."]
    for each in ties.places:
        told.append(f"{each.words}." + (f" {each.because}" if each.because else ""))
    return tuple(told)


def correlation_facts(case: Case, together: Together) -> tuple[str, ...]:
    """Say why two parameters go together, and how that changes when a claim falls."""
    listed = together.listed
    told = [f"Because: {listed.because}"]
    if not listed.claims and implied_by(case, listed) is None:
        told.append("It cites no claim.")
    return (*told, *(_without_rank(each) for each in listed.without))


def ties_of_claim(case: Case, claim: str) -> Iterator[tuple[int, str]]:
    """Yield the correlations and positions that a claim carries, each with its line."""
    for each in case.correlations:
        if claim in each.claims:
            one, other = each.between
            yield each.line, f"Supports the correlation of {one} and {other} ({amount(each.rank)})"
            for without in each.without:
                if without.claim == claim:
                    yield 0, _without_rank(without)
    for conflict in case.conflicts:
        for position, chance in position_facts(conflict):
            if claim not in position.claims:
                continue
            named = f"the position {position.id}" if position.id else "a position"
            yield position.line, f"Takes {named} in the conflict {conflict.id}"
            names = ", ".join(each.parameter for each in dependent(case, conflict))
            if names:
                only = " Without this claim it is not possible." * (len(position.claims) == 1)
                yield 0, f"{chance} It decides about {names}.{only}"


def _without_rank(without: WithoutRank) -> str:
    falls = f"If {without.claim} is false" if without.denied else f"Without {without.claim}"
    because = f" {without.because}" if without.because else ""
    return f"{falls}: rank correlation {amount(without.rank)}.{because}"
