"""Grades without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnexplainedGrade(AbstractRule):
    """A claim is graded without a reason.

    What it does
    ------------
    Finds claims without `grade_because:`, unless they are graded F6.

    Why it matters
    --------------
    Grades change results. An editor or referee can question a reason, but not a letter.

    Example
    -------
    ::

        claims:
          - {id: c1, grade_because: ""}

    Fix
    ---
    One sentence is enough::

        claims:
          - {id: c1, grade_because: The coast guard reports its own act.}
    """

    code = "SC037"
    name = "unexplained-grade"
    severity = "note"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for claim in file.case.claims:
            if not claim.grade_because.strip() and claim.grade.weight is not None:
                yield self.at(
                    file.span(claim, "reliability"),
                    f"claim '{claim.id}' is graded {claim.grade} without a reason",
                    suggestion="add 'grade_because:' with one sentence",
                )
