"""Ranges that leave out their own value."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.distribution import Distribution
from standoff.case.range_text import RangeError
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class ExcludedValue(AbstractRule):
    """A range excludes the value that it is around.

    What it does
    ------------
    Compares `value:` with `range:`.

    Why it matters
    --------------
    The best guess cannot lie outside what is held possible; one of the two is a slip.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, value: 6, range: .3 to 1.2}

    Fix
    ---
    Correct the value or widen the range::

        assumptions:
          - {parameter: prize, value: .6, range: .3 to 1.2}
    """

    code = "SC025"
    name = "excluded-value"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            try:
                Distribution.parse(guess.belief.range, guess.belief.value)
            except RangeError as error:
                yield self.at(
                    file.span(guess.belief, "value"),
                    f"{guess.label}: {error.what}",
                    suggestion=f"write {error.right}",
                )
