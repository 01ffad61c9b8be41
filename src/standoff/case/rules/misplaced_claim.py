"""Claims of one kind in the place of another."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic

#: What an event must not cite under each key.
_MISPLACED = {
    "claims": ("denial",),
    "cause": ("justification", "denial"),
    "justification": ("cause", "denial"),
    "denial": ("cause", "justification"),
}


class MisplacedClaim(AbstractRule):
    """An event cites a claim as something else than its `kind:` says.

    What it does
    ------------
    Compares the kind of every claim with where events cite it: a justification listed as a cause, a
    cause listed as a justification, a denial listed as a report.

    Why it matters
    --------------
    A public justification is what somebody wants believed. Listed as the cause, it becomes what the
    case believes.

    Example
    -------
    ::

        events:
          - {id: threat, cause: [c3], justification: []}

    Fix
    ---
    Move the claim to its own key, or correct its kind::

        events:
          - {id: threat, cause: [], justification: [c3]}
    """

    code = "SC048"
    name = "misplaced-claim"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        kinds = {each.id: each.kind for each in file.case.claims}
        for event in file.case.events:
            for key, wrong in _MISPLACED.items():
                for n, claim in enumerate(getattr(event, key)):
                    kind = kinds.get(claim, "")
                    if kind in wrong:
                        yield self.at(
                            file.span(event, key, n),
                            f"event '{event.id}' cites claim '{claim}', a {kind}, under '{key}:'",
                            suggestion=f"move it to '{kind}:', or correct the kind of the claim",
                        )
