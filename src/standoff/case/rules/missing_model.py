"""Cases that name no game."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class MissingModel(AbstractRule):
    """The case has assumptions or questions and names no game to put them to.

    What it does
    ------------
    Looks for `model:` or `game:` once there is an assumption or a question.

    Why it matters
    --------------
    A case without a game is a ledger of claims, which is a good beginning. Its numbers are not
    checked and nothing can be computed.

    Example
    -------
    ::

        model:

    Fix
    ---
    Name the model that the crisis is taken to be::

        model: toy
    """

    code = "SC016"
    name = "missing-model"
    severity = "note"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        case = file.case
        if case.model is None and case.game is None and (case.assumptions or case.questions):
            key = "assumptions" if case.assumptions else "questions"
            yield self.at(
                file.document.key_span(key),
                f"the case has {key} and names no model and no game file",
                suggestion="add 'model:' with one of the names that 'standoff models' lists",
            )
