"""Words of likelihood for things that are no probabilities."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class WordWithoutProbability(AbstractRule):
    """A word of likelihood stands beside a number that is no probability.

    What it does
    ------------
    Finds `word:` in assumptions about costs, prizes and shares.

    Why it matters
    --------------
    The words say how likely something is. A cost of .35 is not unlikely.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, word: likely}

    Fix
    ---
    Leave the word out, and say in `because:` how sure you are of the range.
    """

    code = "SC028"
    name = "word-without-probability"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            if guess.belief.word and guess.facts and not guess.facts.is_probability:
                yield self.at(
                    file.span(guess.belief, "word"),
                    f"{guess.label} says '{guess.belief.word}', and '{guess.facts.name}'"
                    " is no probability",
                    suggestion="leave the word out",
                )
