"""Numbers that a parameter cannot take."""

from __future__ import annotations

import math
from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.distribution import Distribution
from standoff.case.facts import ParameterFacts
from standoff.case.range_text import read_range
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class OutOfBounds(AbstractRule):
    """A value or range lies outside what the parameter can be.

    What it does
    ------------
    Compares values, ranges and the numbers that questions set with the parameter's admissible
    bounds. Of a range that has ends both must be within them, of any other its middle.

    Why it matters
    --------------
    The model means nothing there: a probability above 1, a cost below nothing. A range whose middle
    is out of bounds would be cut down to one of its tails.

    Example
    -------
    ::

        assumptions:
          - {parameter: p_resolved, value: 1.2, range: .9 to 1.4}

    Fix
    ---
    Write a number within the bounds. Percentages are written as fractions: .35, not 35.
    """

    code = "SC024"
    name = "out-of-bounds"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            facts = guess.facts
            if facts is None:
                continue
            value, named = guess.belief.value, _named(guess.belief.range)
            if value is not None and not facts.low <= value <= facts.high:
                yield self.at(
                    file.span(guess.belief, "value"),
                    f"{guess.label} has the value {value:g}",
                    right=_bounds(facts),
                    suggestion="write a value within the bounds",
                )
            if all(facts.low <= each <= facts.high for each in named):
                continue
            span, right = file.span(guess.belief, "range"), _bounds(facts)
            match named:
                case (middle,):
                    yield self.at(
                        span,
                        f"{guess.label} has its middle at {middle:g}",
                        right=right,
                        suggestion=f"write a range with its middle within, or {_instead(facts)}",
                    )
                case (least, *_, most):
                    yield self.at(
                        span,
                        f"{guess.label} ranges from {least:g} to {most:g}",
                        right=right,
                        suggestion="end the range at the bounds",
                    )
                case _:
                    pass
        yield from self._settings(file)

    def _settings(self, file: CaseFile) -> Iterator[Diagnostic]:
        for question in file.case.questions:
            for name, setting in question.set.items():
                facts = file.facts.parameter(name) if file.facts else None
                if facts is None or isinstance(setting, str):
                    continue
                if not facts.low <= setting <= facts.high:
                    yield self.at(
                        file.span(question, "set", name),
                        f"question '{question.id}' sets '{name}' to {setting:g}",
                        right=_bounds(facts),
                        suggestion="write a number within the bounds",
                    )


def _named(text: str) -> tuple[float, ...]:
    """Return what must be within the bounds; a fixed value is looked at as a value."""
    kind, numbers = read_range(text)
    return () if kind == "fixed" else Distribution(kind, numbers).named


def _instead(facts: ParameterFacts) -> str:
    if math.isfinite(facts.low) and math.isfinite(facts.high):
        return f"uniform({facts.low:g}, {facts.high:g}) if nothing is known"
    return "a to b, which may end at a bound"


def _bounds(facts: ParameterFacts) -> str:
    return f"'{facts.name}' lies between {facts.low:g} and {facts.high:g}."
