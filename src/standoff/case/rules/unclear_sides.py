"""Crises without a challenger or a target."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnclearSides(AbstractRule):
    """The case does not have exactly one challenger and one target.

    What it does
    ------------
    Counts the roles of the sides in a case that names a model.

    Why it matters
    --------------
    The models are about one side that threatens and one that is threatened. Reports call them by
    the names of these sides.

    Example
    -------
    ::

        sides:
          - {id: N, role: challenger}

    Fix
    ---
    Make the side that threatens the challenger, the one that is threatened the target, and all
    others third::

        sides:
          - {id: N, role: target}
    """

    code = "SC055"
    name = "unclear-sides"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        if file.case.model is None:
            return
        for role in ("challenger", "target"):
            n_sides = sum(side.role == role for side in file.case.sides)
            if n_sides != 1:
                place = "sides" if "sides" in file.case.model_fields_set else "model"
                yield self.at(
                    file.document.key_span(place),
                    f"the case has {n_sides or 'no'} sides with the role '{role}'",
                    right=f"Exactly one {role}.",
                    suggestion="make other sides 'third'",
                )
