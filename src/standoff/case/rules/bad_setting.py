"""Questions that set what cannot be set."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.errors import ExpressionError
from standoff.text.diagnostic import Diagnostic, listed
from standoff.text.expression import parse


class BadSetting(AbstractRule):
    """A question sets a parameter that the model does not have, or to something unreadable.

    What it does
    ------------
    Looks up the keys under `set:` among the model's parameters, reads the values as arithmetic, and
    looks up the names in it.

    Why it matters
    --------------
    A question about the wrong parameter compares the case with itself.

    Example
    -------
    ::

        questions:
          - {id: harder, set: {cost: 2 * costs}}

    Fix
    ---
    Correct the names. Expressions know numbers, parameters, `+ - * / **`, parentheses, and `min`,
    `max`, `abs`, `sqrt`, `exp` and `log`::

        questions:
          - {id: harder, set: {cost: 2 * cost}}
    """

    code = "SC021"
    name = "bad-setting"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        facts = file.facts
        for question in file.case.questions:
            for name, setting in question.set.items():
                if facts and facts.parameter(name) is None:
                    yield self.at(
                        file.key_span(question, "set", name),
                        f"question '{question.id}' sets '{name}', which the model does not have",
                        right=listed(facts.names, name),
                        suggestion="correct the name",
                    )
                span = file.span(question, "set", name)
                try:
                    used = parse(setting).names
                except ExpressionError as error:
                    yield self.at(
                        span,
                        f"question '{question.id}' sets '{name}' to something unreadable:"
                        f" {error.what}",
                        suggestion=error.right or "write a number or arithmetic of parameters",
                    )
                    continue
                for unknown in sorted(used):
                    if facts and facts.parameter(unknown) is None:
                        yield self.at(
                            span,
                            f"question '{question.id}' computes with '{unknown}',"
                            " which the model does not have",
                            right=listed(facts.names, unknown),
                            suggestion="correct the name",
                        )
