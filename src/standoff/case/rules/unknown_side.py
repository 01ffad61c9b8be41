"""Actors whose side is not listed."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownSide(AbstractRule):
    """An actor belongs to a side, or an event was seen by one, that the case does not list.

    What it does
    ------------
    Looks up `side:` of every actor and `seen_by:` of every event among the ids under `sides:`.

    Why it matters
    --------------
    Without a side nobody knows whether an act is a threat, an answer, or a third party's word.

    Example
    -------
    ::

        actors:
          - {id: minister, side: Sudmark}

    Fix
    ---
    Write the side's id, not its name::

        actors:
          - {id: minister, side: S}
    """

    code = "SC011"
    name = "unknown-side"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        known = set(file.ids("sides"))
        for actor in file.case.actors:
            if actor.side not in known:
                yield self.at(
                    file.span(actor, "side"),
                    f"actor '{actor.id}' belongs to a side that this case does not list",
                    right=listed(known, actor.side),
                    suggestion="correct the id, or add it under 'sides:'",
                )
        for event in file.case.events:
            for n, side in enumerate(event.seen_by):
                if side not in known:
                    yield self.at(
                        file.span(event, "seen_by", n),
                        f"event '{event.id}' was seen by a side that this case does not list",
                        right=listed(known, side),
                        suggestion="correct the id, or add it under 'sides:'",
                    )
