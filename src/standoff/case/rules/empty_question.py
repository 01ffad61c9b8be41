"""Questions that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class EmptyQuestion(AbstractRule):
    """A question changes nothing.

    What it does
    ------------
    Finds questions without `set:`, `remove:`, `given:` and changes of the game's structure.

    Why it matters
    --------------
    A question is answered by changing the case and comparing. Without a change the answer is the
    case itself.

    Example
    -------
    ::

        questions:
          - {id: what-next, ask: What happens next?}

    Fix
    ---
    Say what is different, or leave the question out::

        questions:
          - {id: what-next, ask: What if the boat mattered less?, set: {prize: prize / 2}}
    """

    code = "SC023"
    name = "empty-question"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for question in file.case.questions:
            changed = question.set or question.remove or question.changes_structure
            if not changed and question.given is None:
                yield self.at(
                    file.span(question, "id"),
                    f"question '{question.id}' changes nothing",
                    suggestion="add 'set:', 'remove:' or 'given:'",
                )
