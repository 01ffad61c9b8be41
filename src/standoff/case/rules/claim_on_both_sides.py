"""Claims that speak for two positions of one conflict."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class ClaimOnBothSides(AbstractRule):
    """A claim stands in two positions of the same conflict.

    What it does
    ------------
    Compares the claims of a conflict's positions.

    Why it matters
    --------------
    Positions exclude each other. A claim that fits both decides nothing between them.

    Example
    -------
    ::

        conflicts:
          - id: was-it-said
            positions:
              - {says: It was., claims: [c2]}
              - {says: It was not., claims: [c4, c2]}

    Fix
    ---
    Leave it out of one position; or, if it says two things, make it two claims.
    """

    code = "SC044"
    name = "claim-on-both-sides"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for conflict in file.case.conflicts:
            first: dict[str, int] = {}
            for number, position in enumerate(conflict.positions):
                for n, claim in enumerate(position.claims):
                    if first.setdefault(claim, number) != number:
                        yield self.at(
                            file.span(position, "claims", n),
                            f"claim '{claim}' stands in positions {first[claim] + 1} and"
                            f" {number + 1} of conflict '{conflict.id}'",
                            suggestion="leave it out of one, or split it into two claims",
                        )
