"""Questions that take away a move that they say was made."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class ContradictoryMoves(AbstractRule):
    """A question takes away a move that is given.

    What it does
    ------------
    Compares `remove:` of a question with its `given:`, or with the case's where it has none.

    Why it matters
    --------------
    What was made cannot be impossible; there is no such crisis to solve.

    Example
    -------
    ::

        questions:
          - {id: never-held, ask: What if no boat could be held?, remove: [seize]}

    Fix
    ---
    Say in the question what is given instead::

        questions:
          - {id: never-held, ask: What if no boat could be held?, remove: [seize], given: []}
    """

    code = "SC022"
    name = "contradictory-moves"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for question in file.case.questions:
            given = set(file.case.given if question.given is None else question.given)
            for n, move in enumerate(question.remove):
                if move in given:
                    yield self.at(
                        file.span(question, "remove", n),
                        f"question '{question.id}' takes away '{move}', which is given",
                        suggestion="add 'given:' to the question with what is given instead",
                    )
