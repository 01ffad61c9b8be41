"""Conflicts on which numbers depend, without weights."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class MissingWeight(AbstractRule):
    """An assumption depends on a conflict, and a position of it has no weight.

    What it does
    ------------
    Looks for `weight:` at every position of the conflicts that assumptions name under
    `depends_on:`.

    Why it matters
    --------------
    The position is true in as many draws as its weight says. Without one the share of draws would
    be made up by the program.

    Example
    -------
    ::

        conflicts:
          - id: was-it-said
            because: An unnamed official against the minister.
            positions:
              - {id: said, says: It was., claims: [c2], weight: 2}
              - {id: not-said, says: It was not., claims: [c4]}
        assumptions:
          - parameter: p_resolved
            depends_on: was-it-said
            if_true:
              - {position: not-said, value: .25, range: .2 to .3}

    Fix
    ---
    Give every position a weight. Only their proportions count: 2 and 1 is two chances in three::

        conflicts:
          - id: was-it-said
            because: An unnamed official against the minister.
            positions:
              - {id: said, says: It was., claims: [c2], weight: 2}
              - {id: not-said, says: It was not., claims: [c4], weight: 1}
        assumptions:
          - parameter: p_resolved
            depends_on: was-it-said
            if_true:
              - {position: not-said, value: .25, range: .2 to .3}
    """

    code = "SC062"
    name = "missing-weight"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        wanted = {each.depends_on for each in file.case.assumptions}
        for conflict in file.case.conflicts:
            if conflict.id not in wanted:
                continue
            for position in conflict.positions:
                if position.weight is None:
                    yield self.at(
                        file.span(position),
                        f"an assumption depends on the conflict '{conflict.id}', and this position"
                        " has no weight",
                        suggestion="add 'weight:' to every position of the conflict",
                    )
