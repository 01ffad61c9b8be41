"""Reports that are older than what they report."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class SourceBeforeEvent(AbstractRule):
    """A claim reports an event that happened after its source was published.

    What it does
    ------------
    Compares the date of every event with those of the sources of its claims. Forecasts may be older
    than what they foresee.

    Why it matters
    --------------
    One of the dates is wrong, or the claim is about something else, or it is a forecast.

    Example
    -------
    ::

        events:
          - {id: seizure, date: 2031-05-05}

    Fix
    ---
    Correct the date, or mark the claim with `kind: forecast`::

        claims:
          - {id: c1, kind: forecast}
        events:
          - {id: seizure, date: 2031-05-05}
    """

    code = "SC050"
    name = "source-before-event"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        claims = {each.id: each for each in file.case.claims}
        dates = {each.id: each.date for each in file.case.sources}
        for event in file.case.events:
            for n, id in enumerate(event.claims):
                claim = claims.get(id)
                published = dates.get(claim.source) if claim else None
                if claim is None or published is None or claim.kind == "forecast":
                    continue
                if published.is_before(event.earliest):
                    yield self.at(
                        file.span(event, "claims", n),
                        f"claim '{id}' is from a source of {published} and reports event"
                        f" '{event.id}' of {event.earliest}",
                        suggestion="correct a date, or mark the claim with 'kind: forecast'",
                    )
