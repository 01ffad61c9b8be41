"""Parameters with two assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class DuplicateAssumption(AbstractRule):
    """Two assumptions are about the same parameter.

    What it does
    ------------
    Compares the parameters of all assumptions, a symbol counting as its name.

    Why it matters
    --------------
    Only one of the two could be used.

    Example
    -------
    ::

        assumptions:
          - {parameter: V, range: .1 to .4, because: The boat is old., claims: [c1]}

    Fix
    ---
    Keep one. A second opinion is a question (`set: {prize: .25}`), or a wider range.
    """

    code = "SC018"
    name = "duplicate-assumption"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        first: dict[str, int] = {}
        for assumption in file.case.assumptions:
            name = file.names_parameter(assumption.parameter)
            if name in first:
                also = "" if name == assumption.parameter else f" ({name})"
                yield self.at(
                    file.span(assumption, "parameter"),
                    f"'{assumption.parameter}'{also} already has an assumption"
                    f" in line {first[name]}",
                    suggestion="keep one of them",
                )
            first.setdefault(name, assumption.line)
