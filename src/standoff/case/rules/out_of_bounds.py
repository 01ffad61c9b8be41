"""Numbers that a parameter cannot take."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.distribution import read_range
from standoff.case.facts import ParameterFacts
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class OutOfBounds(AbstractRule):
    """A value or range lies outside what the parameter can be.

    What it does
    ------------
    Compares values, the ends of ranges and the numbers that questions set with the parameter's
    admissible bounds.

    Why it matters
    --------------
    The model means nothing there: a probability above 1, a cost below nothing.

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
            value, ends = guess.belief.value, _named_ends(guess.belief.range)
            if value is not None and not facts.low <= value <= facts.high:
                yield self.at(
                    file.span(guess.belief, "value"),
                    f"{guess.label} has the value {value:g}",
                    right=_bounds(facts),
                    suggestion="write a value within the bounds",
                )
            if ends and not facts.low <= ends[0] <= ends[1] <= facts.high:
                yield self.at(
                    file.span(guess.belief, "range"),
                    f"{guess.label} ranges from {ends[0]:g} to {ends[1]:g}",
                    right=_bounds(facts),
                    suggestion="end the range at the bounds",
                )
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


def _named_ends(text: str) -> tuple[float, float] | None:
    """Return the ends of a range that has ends; the others are cut off at the bounds."""
    kind, numbers = read_range(text)
    match kind:
        case "interval" | "uniform" | "triangular":
            return numbers[0], numbers[-1]
        case "normal":
            return numbers[0], numbers[0]
        case _:
            return None


def _bounds(facts: ParameterFacts) -> str:
    return f"'{facts.name}' lies between {facts.low:g} and {facts.high:g}."
