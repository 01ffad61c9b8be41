"""Pairs of parameters that are correlated twice, or with themselves."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class DuplicateCorrelation(AbstractRule):
    """Two correlations are about the same pair, or one is about a parameter and itself.

    What it does
    ------------
    Compares the pairs of all correlations in either order, a symbol counting as its name.

    Why it matters
    --------------
    Only one of the two could be used; and a parameter always goes with itself.

    Example
    -------
    ::

        correlations:
          - {between: [prize, cost], rank: .5, because: Both grow with the season.}
          - {between: [cost, V], rank: .3, because: Both grow with the season.}

    Fix
    ---
    Keep one::

        correlations:
          - {between: [prize, cost], rank: .5, because: Both grow with the season.}
    """

    code = "SC057"
    name = "duplicate-correlation"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        first: dict[frozenset[str], int] = {}
        for each in file.case.correlations:
            pair = frozenset(file.names_parameter(name) for name in each.between)
            written = " and ".join(f"'{name}'" for name in each.between)
            if len(pair) == 1:
                yield self.at(
                    file.span(each, "between"),
                    f"{written} are the same parameter",
                    suggestion="name two different parameters",
                )
            elif pair in first:
                yield self.at(
                    file.span(each, "between"),
                    f"the correlation of {written} is already given in line {first[pair]}",
                    suggestion="keep one of them",
                )
            first.setdefault(pair, each.line)
