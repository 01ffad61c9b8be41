"""Correlations of what the model does not have."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownCorrelate(AbstractRule):
    """A correlation is about a parameter that the model does not have.

    What it does
    ------------
    Looks up both names under `between:` among the names and symbols of the model's parameters.

    Why it matters
    --------------
    The correlation would change nothing, and the two parameters that were meant would be drawn as
    if they had nothing to do with each other.

    Example
    -------
    ::

        correlations:
          - {between: [prise, cost], rank: .5, because: Both grow with the season.}

    Fix
    ---
    Correct the name::

        correlations:
          - {between: [prize, cost], rank: .5, because: Both grow with the season.}
    """

    code = "SC056"
    name = "unknown-correlate"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        facts = file.facts
        if facts is None:
            return
        for each in file.case.correlations:
            for n, name in enumerate(each.between):
                if facts.parameter(name) is None:
                    yield self.at(
                        file.span(each, "between", n),
                        f"the model has no parameter '{name}'",
                        right=listed(facts.names, name),
                        suggestion="correct the name",
                    )
