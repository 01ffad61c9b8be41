"""Assumptions that rest on nothing."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnsupportedAssumption(AbstractRule):
    """An assumption rests on no claim, and on no fit to data with a source.

    What it does
    ------------
    Finds assumptions without `claims:` that are not taken from a fit whose source is listed.

    Why it matters
    --------------
    It may be a sensible guess, but it is the analyst's alone: no source can be questioned about it.
    Reports mark what rests on it.

    Example
    -------
    ::

        assumptions:
          - {parameter: cost, claims: []}

    Fix
    ---
    Cite what speaks for it; if nothing does, let the range be wide and say in `because:` that this
    is a guess.
    """

    code = "SC033"
    name = "unsupported-assumption"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        sourced = {fit.id for fit in file.case.estimates if fit.source is not None}
        for assumption in file.case.assumptions:
            taken = assumption.from_estimate
            if not assumption.claims and (taken is None or taken.of not in sourced):
                yield self.at(
                    file.span(assumption, "parameter"),
                    f"the assumption about '{assumption.parameter}' rests on no claim",
                    suggestion="cite claims, or let the range be wide and say that it is a guess",
                )
