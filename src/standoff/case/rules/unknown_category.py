"""Event codes that PLOVER does not have."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.plover import categories
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownCategory(AbstractRule):
    """An event has a category that PLOVER does not have.

    What it does
    ------------
    Looks up `category:` among PLOVER's sixteen categories.

    Why it matters
    --------------
    The category decides what move an event is, and is what other data sets can be compared by.

    Example
    -------
    ::

        events:
          - {id: threat, code: {category: THREAT}}

    Fix
    ---
    Write one of the sixteen, in capitals: ACCUSE, AGREE, AID, ASSAULT, COERCE, CONCEDE, CONSULT,
    COOPERATE, MOBILIZE, PROTEST, REJECT, REQUEST, RETREAT, SANCTION, SUPPORT, THREATEN::

        events:
          - {id: threat, code: {category: THREATEN}}
    """

    code = "SC053"
    name = "unknown-category"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        known = categories()
        for event in file.case.events:
            if event.code and event.code.category not in known:
                yield self.at(
                    file.span(event, "code", "category"),
                    f"PLOVER has no category '{event.code.category}'",
                    right=listed(known, event.code.category),
                    suggestion="write one of PLOVER's sixteen categories",
                )
