"""Sources that no claim cites."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnusedSource(AbstractRule):
    """No claim cites a source, and no fit to data is from it.

    What it does
    ------------
    Finds sources that are listed and not used.

    Why it matters
    --------------
    A list of sources that were not used makes a case look better founded than it is.

    Example
    -------
    ::

        sources:
          - {id: almanac, title: Almanac of the northern ports}

    Fix
    ---
    Write down what it says as a claim, or delete it.
    """

    code = "SC039"
    name = "unused-source"
    severity = "note"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        cited = {claim.source for claim in file.case.claims}
        cited |= {fit.source for fit in file.case.estimates if fit.source is not None}
        for source in file.case.sources:
            if source.id not in cited:
                yield self.at(
                    file.span(source, "id"),
                    f"no claim cites source '{source.id}'",
                    suggestion="write down what it says as a claim, or delete it",
                )
