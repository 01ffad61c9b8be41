"""References to claims that are not listed."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Correlation, Names
from standoff.text.diagnostic import Diagnostic, Span, listed


class UnknownClaim(AbstractRule):
    """Something refers to a claim that the case does not list.

    What it does
    ------------
    Looks up every claim that an event, another claim, a position in a conflict, an assumption or a
    correlation names.

    Why it matters
    --------------
    The chain from a number back to who said what breaks at a claim that is not there.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, claims: [c01]}

    Fix
    ---
    Correct the id, or write the claim down::

        assumptions:
          - {parameter: prize, claims: [c1]}
    """

    code = "SC013"
    name = "unknown-claim"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        known = set(file.ids("claims"))
        for owner, span, claim in _references(file):
            if claim not in known:
                yield self.at(
                    span,
                    f"{owner} names a claim that this case does not list",
                    right=listed(known, claim),
                    suggestion="correct the id, or add it under 'claims:'",
                )


def _references(file: CaseFile) -> Iterator[tuple[str, Span, str]]:
    """Yield who refers, where, and to which claim."""
    case = file.case
    lists: list[tuple[str, tuple[str | int, ...], Names]] = []
    for event in case.events:
        for key in ("claims", "cause", "justification", "denial"):
            lists.append((f"event '{event.id}'", (*event.at, key), getattr(event, key)))
    for claim in case.claims:
        lists.append((f"claim '{claim.id}'", (*claim.at, "supports"), claim.supports))
        lists.append((f"claim '{claim.id}'", (*claim.at, "disputes"), claim.disputes))
    for conflict in case.conflicts:
        for position in conflict.positions:
            at = (*position.at, "claims")
            lists.append((f"conflict '{conflict.id}'", at, position.claims))
    for assumption in case.assumptions:
        owner = f"the assumption about '{assumption.parameter}'"
        lists.append((owner, (*assumption.at, "claims"), assumption.claims))
    for correlation in case.correlations:
        lists.append((_called(correlation), (*correlation.at, "claims"), correlation.claims))
    for owner, at, claims in lists:
        for n, claim in enumerate(claims):
            yield owner, file.document.span(*at, n), claim
    for assumption in case.assumptions:
        for without in assumption.without:
            owner = f"the assumption about '{assumption.parameter}'"
            yield owner, file.span(without, "claim"), without.claim
    for correlation in case.correlations:
        for without in correlation.without:
            yield _called(correlation), file.span(without, "claim"), without.claim


def _called(correlation: Correlation) -> str:
    return f"the correlation of {' and '.join(correlation.between)}"
