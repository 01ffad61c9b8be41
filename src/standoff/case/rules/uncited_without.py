"""Alternatives for claims that the assumption does not cite."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UncitedWithout(AbstractRule):
    """`without:` names a claim on which the assumption or correlation does not rest.

    What it does
    ------------
    Compares the claims under `without:` with the own `claims:` of the assumption or correlation.

    Why it matters
    --------------
    If an assumption changes when a claim falls, it rests on that claim. Otherwise the alternative
    would be used for a number that the claim never touched.

    Example
    -------
    ::

        assumptions:
          - parameter: prize
            without:
              - {claim: c2, range: .1 to .9}

    Fix
    ---
    Cite the claim, or correct the id::

        assumptions:
          - parameter: prize
            claims: [c1, c2]
            without:
              - {claim: c2, range: .1 to .9}
    """

    code = "SC041"
    name = "uncited-without"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for assumption in file.case.assumptions:
            cited = set(assumption.claims)
            for without in assumption.without:
                if without.claim not in cited:
                    yield self.at(
                        file.span(without, "claim"),
                        f"the assumption about '{assumption.parameter}' says what it becomes"
                        f" without claim '{without.claim}', and does not rest on it",
                        right=listed(cited, without.claim),
                        suggestion="cite the claim, or correct the id",
                    )
        for correlation in file.case.correlations:
            cited = set(correlation.claims)
            for without in correlation.without:
                if without.claim not in cited:
                    yield self.at(
                        file.span(without, "claim"),
                        f"the correlation of {' and '.join(correlation.between)} says what it"
                        f" becomes without claim '{without.claim}', and does not rest on it",
                        right=listed(cited, without.claim),
                        suggestion="cite the claim, or correct the id",
                    )
