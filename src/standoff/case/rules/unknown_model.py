"""Models that do not exist, and cases that name two games."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownModel(AbstractRule):
    """The case names a model that does not exist, or a model and a game file.

    What it does
    ------------
    Looks up `model:` among the models of standoff.

    Why it matters
    --------------
    Nothing can be solved without a game, and with two nobody knows which one is meant.

    Example
    -------
    ::

        model: toi

    Fix
    ---
    Write one of the names that `standoff models` lists, or, for a game of your own, `game:` with
    the name of its file::

        model: toy
    """

    code = "SC015"
    name = "unknown-model"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        model = file.case.model
        if model is not None and file.case.game is not None:
            yield self.at(
                file.document.key_span("game"),
                "the case names both a model and a game file",
                suggestion="keep 'model:' or 'game:'",
            )
        if model is not None and file.models and model not in file.models:
            yield self.at(
                file.document.span("model"),
                f"there is no model '{model}'",
                right=listed(file.models, model),
                suggestion="write one of the names that 'standoff models' lists",
            )
