"""Dates that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class DatesOutOfOrder(AbstractRule):
    """The dates of an event or a source contradict each other.

    What it does
    ------------
    Finds events that lie after their `before:` or before their `after:`, and sources that were read
    before they were published.

    Why it matters
    --------------
    A timeline is drawn from these dates, and what was known when is read off it.

    Example
    -------
    ::

        events:
          - {id: seizure, date: unknown, after: 2031-05-03, before: 2031-05-01}

    Fix
    ---
    Swap or correct them. A known date needs neither `after:` nor `before:`::

        events:
          - {id: seizure, date: unknown, after: 2031-05-01, before: 2031-05-03}
    """

    code = "SC049"
    name = "dates-out-of-order"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for event in file.case.events:
            for earlier, later, key in (
                (event.after, event.before, "before"),
                (event.after, event.date, "date"),
                (event.date, event.before, "date"),
            ):
                if earlier and later and later.is_before(earlier):
                    yield self.at(
                        file.span(event, key),
                        f"event '{event.id}' happens not before {earlier} and not after {later}",
                        suggestion="swap or correct the dates",
                    )
        for source in file.case.sources:
            if source.accessed and source.accessed.is_before(source.date):
                yield self.at(
                    file.span(source, "accessed"),
                    f"source '{source.id}' was read ({source.accessed}) before it was published"
                    f" ({source.date})",
                    suggestion="correct one of the dates",
                )
