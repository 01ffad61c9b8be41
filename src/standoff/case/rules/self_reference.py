"""Claims that speak for or against themselves."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class SelfReference(AbstractRule):
    """A claim supports or disputes itself, or does both to another.

    What it does
    ------------
    Looks at `supports:` and `disputes:` of every claim.

    Why it matters
    --------------
    A claim that confirms itself is worth no more than before, and one that both confirms and denies
    another is a slip.

    Example
    -------
    ::

        claims:
          - {id: c1, supports: [c1]}

    Fix
    ---
    Correct the id.
    """

    code = "SC045"
    name = "self-reference"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for claim in file.case.claims:
            for key, others in (("supports", claim.supports), ("disputes", claim.disputes)):
                for n, other in enumerate(others):
                    if other == claim.id:
                        yield self.at(
                            file.span(claim, key, n),
                            f"claim '{claim.id}' {key} itself",
                            suggestion="correct the id",
                        )
                    elif key == "disputes" and other in claim.supports:
                        yield self.at(
                            file.span(claim, key, n),
                            f"claim '{claim.id}' both supports and disputes '{other}'",
                            suggestion="keep one of the two",
                        )
