"""Cases that name no game."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class MissingModel(AbstractRule):
    """The case names no game, so that there is nothing to solve.

    What it does
    ------------
    Looks for `model:` or `game:`.

    Why it matters
    --------------
    A case without a game is a ledger of claims, which is a good beginning. Its numbers are not
    checked and nothing can be computed: every question about it would be refused.

    Example
    -------
    ::

        model:

    Fix
    ---
    Name the model that the crisis is taken to be, or a game file beside the case::

        model: toy
    """

    code = "SC016"
    name = "missing-model"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file, unless nothing is known about models."""
        if file.case.model is None and file.case.game is None and file.models:
            keys = ("model", "assumptions", "questions", "id")
            data = file.document.data
            known = next(key for key in keys if isinstance(data, dict) and key in data)
            yield self.at(
                file.document.key_span(known),
                "the case names no model and no game file, so that there is nothing to solve",
                suggestion="add 'model:' with one of the names that 'standoff models' lists, or "
                "'game:' with a file beside the case",
            )
