"""Claims that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnusedClaim(AbstractRule):
    """Nothing refers to a claim.

    What it does
    ------------
    Finds claims that no event, assumption, correlation, conflict or other claim names and that name
    no other claim themselves.

    Why it matters
    --------------
    Either it matters and something forgot to cite it, or it only lengthens the list.

    Example
    -------
    ::

        claims:
          - id: c7
            says: The harbor was dredged last year.
            who: [outlet]
            status: [outlet]
            source: gazette
            reliability: B
            credibility: 2
            grade_because: Routine reporting.

    Fix
    ---
    Cite it where it bears on something, or delete it.
    """

    code = "SC038"
    name = "unused-claim"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        case = file.case
        used = {claim for event in case.events for claim in event.reporting}
        used |= {claim for each in case.assumptions for claim in each.claims}
        used |= {claim for each in case.correlations for claim in each.claims}
        used |= {claim for each in case.conflicts for p in each.positions for claim in p.claims}
        used |= {claim for each in case.claims for claim in (*each.supports, *each.disputes)}
        for claim in case.claims:
            if claim.id not in used and not claim.supports and not claim.disputes:
                yield self.at(
                    file.span(claim, "id"),
                    f"nothing refers to claim '{claim.id}'",
                    suggestion="cite it where it bears on something, or delete it",
                )
