"""Claims that are graded as confirmed, without a confirmation."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class ConfirmedByNobody(AbstractRule):
    """A claim is graded 1, "confirmed by other sources", and no other source confirms it.

    What it does
    ------------
    Looks for a claim from another source that supports a claim of credibility 1, or that it
    supports in turn.

    Why it matters
    --------------
    The digit judges the content by what others say, apart from who says it. A good source alone
    makes a claim A2 at best; otherwise the source is counted twice.

    Example
    -------
    ::

        claims:
          - {id: c1, credibility: 1}

    Fix
    ---
    Write down the confirming claim with `supports:`, or grade the claim 2::

        claims:
          - {id: c1, credibility: 2}
    """

    code = "SC036"
    name = "confirmed-by-nobody"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        sources = {each.id: each.source for each in file.case.claims}
        confirming: dict[str, set[str]] = {}
        for claim in file.case.claims:
            for other in claim.supports:
                confirming.setdefault(other, set()).add(claim.source)
                confirming.setdefault(claim.id, set()).add(sources.get(other, claim.source))
        for claim in file.case.claims:
            if claim.credibility == 1 and not confirming.get(claim.id, set()) - {claim.source}:
                yield self.at(
                    file.span(claim, "credibility"),
                    f"claim '{claim.id}' is graded as confirmed by other sources, and no claim"
                    " from another source supports it",
                    suggestion="write down the confirming claim with 'supports:', or grade it 2",
                )
