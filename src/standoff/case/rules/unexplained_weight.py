"""Weights of positions without reasons."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnexplainedWeight(AbstractRule):
    """Positions of a conflict have weights, and nothing says why.

    What it does
    ------------
    Looks for `because:` at every conflict whose positions have weights.

    Why it matters
    --------------
    Which of two stories is true is often what an answer depends on most. A weight without a reason
    cannot be argued with.

    Example
    -------
    ::

        conflicts:
          - id: was-it-said
            positions:
              - {says: It was., claims: [c2], weight: 2}
              - {says: It was not., claims: [c4], weight: 1}

    Fix
    ---
    Say why::

        conflicts:
          - id: was-it-said
            because: An unnamed official against a minister who contradicts himself.
            positions:
              - {says: It was., claims: [c2], weight: 2}
              - {says: It was not., claims: [c4], weight: 1}
    """

    code = "SC063"
    name = "unexplained-weight"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for conflict in file.case.conflicts:
            weighed = any(each.weight is not None for each in conflict.positions)
            if weighed and not conflict.because.strip():
                yield self.at(
                    file.key_span(conflict, "positions"),
                    f"the positions of the conflict '{conflict.id}' have weights without reasons",
                    suggestion="add 'because:' to the conflict",
                )
