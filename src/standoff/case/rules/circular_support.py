"""Claims that confirm each other."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class CircularSupport(AbstractRule):
    """Two claims from the same source support each other.

    What it does
    ------------
    Finds pairs of claims with one source, of which each names the other under `supports:`.

    Why it matters
    --------------
    One source that says a thing twice has said it once.

    Example
    -------
    ::

        claims:
          - {id: c1, supports: [c2]}
          - {id: c2, supports: [c1]}

    Fix
    ---
    Keep the direction in which one really makes the other more credible.
    """

    code = "SC046"
    name = "circular-support"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        claims = {each.id: each for each in file.case.claims}
        order = {id: n for n, id in enumerate(claims)}
        for claim in file.case.claims:
            for n, other in enumerate(claim.supports):
                back = claims.get(other)
                if (
                    back is not None
                    and claim.id in back.supports
                    and claim.source == back.source
                    and order[other] < order[claim.id]
                ):
                    yield self.at(
                        file.span(claim, "supports", n),
                        f"claims '{other}' and '{claim.id}' support each other, and both come from"
                        f" '{claim.source}'",
                        suggestion="keep one direction",
                    )
