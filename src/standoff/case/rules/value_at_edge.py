"""Values at the very end of their range."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.distribution import read_range
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class ValueAtEdge(AbstractRule):
    """The value of a range `a to b` is one of its ends.

    What it does
    ------------
    Finds intervals whose value equals their lower or upper end.

    Why it matters
    --------------
    In `a to b` the value is the median: half of the belief lies on each side of it. With the value
    at an end, half of the draws are that very number.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, value: .3, range: .3 to 1.2}

    Fix
    ---
    Move the value inward, leave it out (then it is the middle), or write `uniform(.3, 1.2)`::

        assumptions:
          - {parameter: prize, value: .3, range: "uniform(.3, 1.2)"}
    """

    code = "SC026"
    name = "value-at-edge"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            kind, numbers = read_range(guess.belief.range)
            value = guess.belief.value
            if kind == "interval" and value in numbers:
                yield self.at(
                    file.span(guess.belief, "value"),
                    f"{guess.label} has its value {value:g} at the end of its range,"
                    " so half of the draws are that number",
                    suggestion="move the value inward, leave it out, or write"
                    f" uniform({numbers[0]:g}, {numbers[1]:g})",
                )
