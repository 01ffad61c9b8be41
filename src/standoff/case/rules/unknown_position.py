"""Assumptions that depend on a conflict or a position that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Assumption
from standoff.text.diagnostic import Diagnostic, listed


class UnknownPosition(AbstractRule):
    """An assumption depends on a conflict or a position that the case does not list.

    What it does
    ------------
    Looks up `depends_on:` among the conflicts of the case, and every `position:` under `if_true:`
    among the positions of that conflict. A position can be named once, and `depends_on:` and
    `if_true:` go together.

    Why it matters
    --------------
    Nobody could say in which draws the number holds.

    Example
    -------
    ::

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
              - {position: not_said, value: .25, range: .2 to .3}

    Fix
    ---
    Correct the id::

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

    code = "SC061"
    name = "unknown-position"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for assumption in file.case.assumptions:
            yield from self._one(file, assumption)

    def _one(self, file: CaseFile, assumption: Assumption) -> Iterator[Diagnostic]:
        what = f"the assumption about '{assumption.parameter}'"
        if assumption.depends_on is None:
            if assumption.if_true:
                yield self.at(
                    file.key_span(assumption, "if_true"),
                    f"{what} has 'if_true:' and does not say on which conflict it depends",
                    suggestion="add 'depends_on:' with the id of a conflict",
                )
            return
        if not assumption.if_true:
            yield self.at(
                file.key_span(assumption, "depends_on"),
                f"{what} depends on a conflict, and no 'if_true:' says how",
                suggestion="add 'if_true:' with an entry for a position, or delete 'depends_on:'",
            )
        known = file.ids("conflicts")
        if assumption.depends_on not in known:
            yield self.at(
                file.span(assumption, "depends_on"),
                f"{what} depends on a conflict that this case does not list",
                right=listed(known, assumption.depends_on),
                suggestion="correct the id, or add it under 'conflicts:'",
            )
            return
        conflict = next((c for c in file.case.conflicts if c.id == assumption.depends_on), None)
        if conflict is None:
            return
        positions = [each.id for each in conflict.positions if each.id is not None]
        first: dict[str, int] = {}
        for entry in assumption.if_true:
            if entry.position not in positions:
                yield self.at(
                    file.span(entry, "position"),
                    f"the conflict '{conflict.id}' has no position '{entry.position}'",
                    right=listed(positions, entry.position),
                    suggestion="correct the id, or give the position an 'id:'",
                )
            elif entry.position in first:
                yield self.at(
                    file.span(entry, "position"),
                    f"what '{assumption.parameter}' is where '{entry.position}' is true is already"
                    f" said in line {first[entry.position]}",
                    suggestion="keep one of them",
                )
            first.setdefault(entry.position, entry.line)
