"""Claims of which the case does not say what would hold if they were false."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnsaidDenial(AbstractRule):
    """An assumption says nothing of what holds if one of its claims is false.

    What it does
    ------------
    Finds claims cited by an assumption or a correlation, and by no entry `denied: true` under
    `without:`; claims that stand in a position of a conflict are left out, since the other
    positions are what holds then.

    Why it matters
    --------------
    To leave a claim out is not to deny it: without a report of a threat there may have been one
    all the same; if the report is false there was none. Only where the case says what holds then
    is the claim's being false worked out; elsewhere the analysis only leaves it out.

    Example
    -------
    ::

        assumptions:
          - parameter: cost
            range: .1 to .9
            because: Guests who come by ferry would stay away.
            claims: [c6]
            without:
              - {claim: c6, range: .1 to .6}

    Fix
    ---
    Say it, if it is worth saying::

        assumptions:
          - parameter: cost
            range: .1 to .9
            because: Guests who come by ferry would stay away.
            claims: [c6]
            without:
              - {claim: c6, range: .1 to .6}
              - {claim: c6, denied: true, range: 0 to .2}
    """

    code = "SC075"
    name = "unsaid-denial"
    severity = "note"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        case = file.case
        resting = (*case.assumptions, *case.correlations)
        cited = {claim for each in resting for claim in each.claims}
        for claim in case.claims:
            if claim.id in cited and not case.says_if_false(claim.id):
                yield self.at(
                    file.span(claim, "id"),
                    f"the case does not say what holds if claim '{claim.id}' is false",
                    suggestion="add an entry with 'denied: true' under 'without:', if it matters",
                )
