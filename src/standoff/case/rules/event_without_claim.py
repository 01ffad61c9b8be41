"""Events that nobody reports."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class EventWithoutClaim(AbstractRule):
    """An event rests on no claim.

    What it does
    ------------
    Finds events without `claims:`. Claims about its cause, its justification or its denial do not
    count: they take for granted that it happened.

    Why it matters
    --------------
    That it happened is itself something that somebody reports, and may be wrong about.

    Example
    -------
    ::

        events:
          - {id: seizure, claims: []}

    Fix
    ---
    Write down who reports it, and cite the claim.
    """

    code = "SC040"
    name = "event-without-claim"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for event in file.case.events:
            if not event.claims:
                yield self.at(
                    file.span(event, "id"),
                    f"event '{event.id}' rests on no claim",
                    suggestion="add 'claims:' with who reports it",
                )
