"""Events of the future in assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class EventAfterAsOf(AbstractRule):
    """An assumption rests on a claim about an event that is later than `as_of:`.

    What it does
    ------------
    Finds claims that report an event after `as_of:` and that an assumption cites. Forecasts may.

    Why it matters
    --------------
    Even a source that seems early enough cannot have known; hindsight has slipped in, or a date is
    wrong.

    Example
    -------
    ::

        events:
          - {id: seizure, date: 2031-05-20}

    Fix
    ---
    Leave the claim out of the assumption, mark it with `kind: forecast`, or correct the date::

        events:
          - {id: seizure, date: 2031-05-01}
    """

    code = "SC052"
    name = "event-after-as-of"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        as_of = file.case.as_of
        if as_of is None:
            return
        kinds = {each.id: each.kind for each in file.case.claims}
        used = {claim: a.parameter for a in file.case.assumptions for claim in a.claims}
        for event in file.case.events:
            if not as_of.is_before(event.earliest):
                continue
            for claim in event.claims:
                if claim in used and kinds.get(claim) != "forecast":
                    yield self.at(
                        file.span(event, "date"),
                        f"event '{event.id}' of {event.earliest} is later than the case, which is"
                        f" as of {as_of}, and the assumption about '{used[claim]}' rests on its"
                        f" claim '{claim}'",
                        suggestion="leave the claim out of the assumption, or correct the date",
                    )
