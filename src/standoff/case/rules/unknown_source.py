"""Claims whose source is not listed. The rule to copy for a new one."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownSource(AbstractRule):
    """A claim cites a source that the case does not list.

    What it does
    ------------
    Looks up `source:` of every claim among the ids under `sources:`.

    Why it matters
    --------------
    A claim without a source cannot be traced, graded or questioned, and every number that rests on
    it hangs in the air.

    Example
    -------
    ::

        claims:
          - {id: c1, source: gazete}

    Fix
    ---
    Correct the id, or list the source::

        claims:
          - {id: c1, source: gazette}
    """

    code = "SC014"
    name = "unknown-source"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        known = set(file.ids("sources"))
        for claim in file.case.claims:
            if claim.source not in known:
                yield self.at(
                    file.span(claim, "source"),
                    f"claim '{claim.id}' cites a source that this case does not list",
                    right=listed(known, claim.source),
                    suggestion="correct the id, or add it under 'sources:'.",
                )
