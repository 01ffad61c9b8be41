"""Assumptions about what the model does not have."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownParameter(AbstractRule):
    """An assumption is about a parameter that the model does not have.

    What it does
    ------------
    Looks up `parameter:` among the names and symbols of the model's parameters.

    Why it matters
    --------------
    The assumption would change nothing, and the parameter that was meant would keep its default.

    Example
    -------
    ::

        assumptions:
          - {parameter: prise, range: .1 to .4, because: The boat is old., claims: [c1]}

    Fix
    ---
    Correct the name; `standoff models` with the model's name lists its parameters. A symbol from
    the paper is as good as the name.
    """

    code = "SC017"
    name = "unknown-parameter"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        facts = file.facts
        if facts is None:
            return
        for assumption in file.case.assumptions:
            if facts.parameter(assumption.parameter) is None:
                yield self.at(
                    file.span(assumption, "parameter"),
                    f"the model has no parameter '{assumption.parameter}'",
                    right=listed(facts.names, assumption.parameter),
                    suggestion="correct the name",
                )
