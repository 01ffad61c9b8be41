"""Probabilities below 1 % and above 99 %."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.range_text import read_range
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, Span


class Beyond99Percent(AbstractRule):
    """A probability or its range reaches below 1 % or above 99 %.

    What it does
    ------------
    Finds values and ends of ranges of probabilities that are outside .01 to .99. A value of exactly
    0 or 1 is SC030.

    Why it matters
    --------------
    ICD 203 has no word for them, and judgement from reports is not that fine.

    Example
    -------
    ::

        assumptions:
          - {parameter: p_resolved, value: .35, range: 0 to .8}

    Fix
    ---
    Let the range end at .01 and .99::

        assumptions:
          - {parameter: p_resolved, value: .35, range: .01 to .8}
    """

    code = "SC031"
    name = "beyond-99-percent"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            facts = guess.facts
            if facts is None or not facts.is_probability:
                continue
            kind, numbers = read_range(guess.belief.range)
            value = guess.belief.value
            if value is not None and _is_beyond(value) and 0 < value < 1:
                yield self._finding(guess.label, value, file.span(guess.belief, "value"))
            if kind in ("interval", "uniform", "triangular"):
                for end in (numbers[0], numbers[-1]):
                    # What is outside the bounds is told by SC024.
                    if _is_beyond(end) and facts.low <= end <= facts.high:
                        span = file.span(guess.belief, "range")
                        yield self._finding(guess.label, end, span)

    def _finding(self, label: str, p: float, span: Span) -> Diagnostic:
        return self.at(
            span,
            f"{label} goes as far as {p:g}",
            right="A probability from .01 to .99.",
            suggestion=f"write {0.01 if p < 0.5 else 0.99}",
        )


def _is_beyond(p: float) -> bool:
    return not 0.01 <= p <= 0.99
