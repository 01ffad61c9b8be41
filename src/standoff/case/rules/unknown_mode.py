"""Modes that a PLOVER category does not have."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.plover import categories, modes
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownMode(AbstractRule):
    """An event has a mode that is not known for its category.

    What it does
    ------------
    Looks up `mode:` among the modes that standoff's table has for the category.

    Why it matters
    --------------
    The event is then read by its category alone, which is coarser. PLOVER's manual has had other
    modes at other times, so this may be right.

    Example
    -------
    ::

        events:
          - {id: threat, code: {category: THREATEN, mode: restrictions}}

    Fix
    ---
    Write a mode that is listed, or leave it out::

        events:
          - {id: threat, code: {category: THREATEN, mode: restrict}}
    """

    code = "SC054"
    name = "unknown-mode"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for event in file.case.events:
            code = event.code
            if code is None or not code.mode or code.category not in categories():
                continue
            known = modes(code.category)
            if code.mode not in known:
                yield self.at(
                    file.span(event, "code", "mode"),
                    f"no mode '{code.mode}' is known for {code.category}",
                    right=listed(known, code.mode),
                    suggestion="write a mode that is listed, or leave it out",
                )
