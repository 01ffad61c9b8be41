"""Words from both rows of ICD 203."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.grade import words
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class MixedWords(AbstractRule):
    """The case uses words from both rows of the ICD 203 scale.

    What it does
    ------------
    Finds a `word:` from the other row than the first one that is used: "unlikely" and "likely" are
    of one row, "improbable" and "probable" of the other.

    Why it matters
    --------------
    A reader who meets "unlikely" and "improbable" looks for a difference that is not meant.

    Example
    -------
    ::

        assumptions:
          - parameter: p_resolved
            without:
              - {claim: c2, value: .3, range: .05 to .5, word: improbable}

    Fix
    ---
    Keep to one row::

        assumptions:
          - parameter: p_resolved
            without:
              - {claim: c2, value: .3, range: .05 to .5, word: unlikely}
    """

    code = "SC029"
    name = "mixed-words"
    severity = "note"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        rows = ({each.label: each.alternative for each in words()}, _second_row())
        used: dict[str, str] | None = None
        for guess in file.guesses():
            written = guess.belief.word
            if written is None:
                continue
            if used is None:
                used = rows[0] if written in rows[0] else rows[1]
            elif written not in used:
                yield self.at(
                    file.span(guess.belief, "word"),
                    f"'{written}' is from the other row of the scale than the words above it",
                    suggestion=f"write '{(rows[0] | rows[1])[written]}'",
                )


def _second_row() -> dict[str, str]:
    return {each.alternative: each.label for each in words()}
