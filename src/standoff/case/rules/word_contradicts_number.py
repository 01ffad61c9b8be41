"""Words that say something else than the number beside them."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.grade import word, word_for
from standoff.case.range_text import RangeError
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Belief
from standoff.text.diagnostic import Diagnostic


class WordContradictsNumber(AbstractRule):
    """The word for a probability does not fit its number.

    What it does
    ------------
    Compares `word:` with the value, or with the middle of the range where there is none. The seven
    words and their bands are those of Intelligence Community Directive 203.

    Why it matters
    --------------
    Readers who see "likely" and readers who see .35 would come away with opposite beliefs.

    Example
    -------
    ::

        assumptions:
          - {parameter: p_resolved, value: .35, word: likely}

    Fix
    ---
    Take the word for the number, or correct the number::

        assumptions:
          - {parameter: p_resolved, value: .35, word: unlikely}
    """

    code = "SC027"
    name = "word-contradicts-number"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            written, value = guess.belief.word, _center(guess.belief)
            if written is None or value is None or (guess.facts and not guess.facts.is_probability):
                continue
            meant = word(written)
            if not meant.covers(value):
                yield self.at(
                    file.span(guess.belief, "word"),
                    f"{guess.label} says '{written}' ({meant.band}) and {value:g}",
                    right=_right(value),
                    suggestion="correct the word or the number",
                )


def _center(belief: Belief) -> float | None:
    try:
        return belief.center
    except RangeError:
        return None


def _right(value: float) -> str:
    if not 0.01 <= value <= 0.99:
        return "There are words for probabilities from 1 to 99 % only."
    fitting = word_for(value)
    return f"For {value:g}: '{fitting.label}' or '{fitting.alternative}' ({fitting.band})."
