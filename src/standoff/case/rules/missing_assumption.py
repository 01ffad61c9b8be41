"""Parameters without an assumption."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class MissingAssumption(AbstractRule):
    """The model has parameters about which the case assumes nothing.

    What it does
    ------------
    Lists the parameters of the model that no assumption is about.

    Why it matters
    --------------
    They are taken from the model, which knows nothing about this crisis, and every answer depends
    on them.

    Example
    -------
    ::

        assumptions: []

    Fix
    ---
    Assume something about each of them, with a range as wide as the ignorance and a reason.
    """

    code = "SC019"
    name = "missing-assumption"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        facts = file.facts
        if facts is None:
            return
        assumed = {file.names_parameter(each.parameter) for each in file.case.assumptions}
        missing = [name for name in facts.names if name not in assumed]
        if missing:
            place = "assumptions" if "assumptions" in file.case.model_fields_set else "model"
            yield self.at(
                file.document.key_span(place),
                f"nothing is assumed about {len(missing)} of the model's"
                f" {len(facts.names)} parameters",
                right=f"Missing: {', '.join(missing)}.",
                suggestion="add an assumption for each, with a range as wide as the ignorance",
            )
