"""Disputed claims without a conflict."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnrecordedConflict(AbstractRule):
    """A claim disputes another, and no conflict keeps the two side by side.

    What it does
    ------------
    Looks for a conflict that has the two claims in different positions.

    Why it matters
    --------------
    Claims that cannot both be true belong next to each other, with the question that they answer
    differently. In a list of claims a reader meets one and may miss the other.

    Example
    -------
    ::

        claims:
          - {id: c3, disputes: [c2]}

    Fix
    ---
    Add a conflict, or a position to one::

        claims:
          - {id: c3, disputes: [c2]}
        conflicts:
          - id: why
            about: Why the ferries were to be turned away.
            positions:
              - {says: To have the boat released., claims: [c2]}
              - {says: For safety., claims: [c3]}
    """

    code = "SC043"
    name = "unrecorded-conflict"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        stands: dict[str, dict[str, set[int]]] = {}
        for conflict in file.case.conflicts:
            for number, position in enumerate(conflict.positions):
                for id in position.claims:
                    stands.setdefault(id, {}).setdefault(conflict.id, set()).add(number)
        for claim in file.case.claims:
            here = stands.get(claim.id, {})
            for n, disputed in enumerate(claim.disputes):
                there = stands.get(disputed, {})
                apart = any(len(here[each] | there[each]) > 1 for each in here.keys() & there)
                if not apart and claim.id != disputed:
                    yield self.at(
                        file.span(claim, "disputes", n),
                        f"claim '{claim.id}' disputes '{disputed}', and no conflict has them in"
                        " different positions",
                        suggestion="add them to a conflict under 'conflicts:'",
                    )
