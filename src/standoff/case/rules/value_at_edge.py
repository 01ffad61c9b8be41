"""Values at the very end of their range."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.range_text import read_range
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class ValueAtEdge(AbstractRule):
    """The value of a range `a to b` is one of its ends.

    What it does
    ------------
    Finds intervals whose value equals their lower or upper end, unless this is where the parameter
    itself ends.

    Why it matters
    --------------
    In `a to b` the value is the median: half of the belief lies on each side of it. A value at an
    end leaves no room on one side, so that it is taken to be the most likely number and the end of
    what is possible. Such a range has fewer numbers near the value than one would think: the median
    is about a third of the way to the other end.

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
            value, facts = guess.belief.value, guess.facts
            if kind != "interval" or value not in numbers:
                continue
            if facts is not None and value in (facts.low, facts.high):
                continue
            less = "less" if value == numbers[0] else "more"
            yield self.at(
                file.span(guess.belief, "value"),
                f"{guess.label} has its value {value:g} at the end of its range,"
                f" which is read as: {value:g} is most likely, and {less} is impossible",
                suggestion="move the value inward, leave it out, or write"
                f" uniform({numbers[0]:g}, {numbers[1]:g})",
            )
