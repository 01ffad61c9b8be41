"""Claims that are cause, justification and denial at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class OverlappingReasons(AbstractRule):
    """An event cites the same claim as cause, justification or denial twice over.

    What it does
    ------------
    Compares `claims:`, `cause:`, `justification:` and `denial:` of every event. Only a claim that
    reports the event may also give its cause or justification.

    Why it matters
    --------------
    Why something happened, what is said in public about why, and that it happened at all are three
    different things. Keeping them apart is half of reading a crisis.

    Example
    -------
    ::

        events:
          - {id: threat, cause: [c3], justification: [c3]}

    Fix
    ---
    Decide what the claim is. If it says two things, make it two claims::

        events:
          - {id: threat, cause: [], justification: [c3]}
    """

    code = "SC047"
    name = "overlapping-reasons"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for event in file.case.events:
            parts = {
                "cause": event.cause,
                "justification": event.justification,
                "denial": event.denial,
                "claims": event.claims,
            }
            for one, other in combinations(parts, 2):
                if other == "claims" and one != "denial":
                    continue
                cited = set(parts[one])
                for n, claim in enumerate(parts[other]):
                    if claim in cited:
                        yield self.at(
                            file.span(event, other, n),
                            f"event '{event.id}' cites claim '{claim}' under '{one}:' and"
                            f" '{other}:'",
                            suggestion="keep one, or split the claim into two",
                        )
