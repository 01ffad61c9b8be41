"""Assumptions that are taken from a fit which the case does not list."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic, listed


class UnknownEstimate(AbstractRule):
    """An assumption is taken from a fit that the case does not list, or a fit from no source.

    What it does
    ------------
    Looks up `of:` of every `from_estimate` among the ids under `estimates:`, and `source:` of every
    fit among the ids under `sources:`.

    Why it matters
    --------------
    A number that is said to come from data has to lead back to them.

    Example
    -------
    ::

        assumptions:
          - parameter: audience_cost
            from_estimate: {of: sanction, add: {"a:(Intercept)": -1}}
            because: As in past threats of sanctions.

    Fix
    ---
    Correct the id, or list the fit::

        estimates:
          - {id: sanctions, file: sanctions.json}
        assumptions:
          - parameter: audience_cost
            from_estimate: {of: sanctions, add: {"a:(Intercept)": -1}}
            because: As in past threats of sanctions.
    """

    code = "SC071"
    name = "unknown-estimate"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        known, sources = set(file.ids("estimates")), set(file.ids("sources"))
        for assumption in file.case.assumptions:
            taken = assumption.from_estimate
            if taken is not None and taken.of not in known:
                yield self.at(
                    file.span(taken, "of"),
                    f"the assumption about '{assumption.parameter}' is taken from a fit that this"
                    " case does not list",
                    right=listed(known, taken.of),
                    suggestion="correct the id, or add it under 'estimates:'",
                )
        for each in file.case.estimates:
            if each.source is not None and each.source not in sources:
                yield self.at(
                    file.span(each, "source"),
                    f"the fit '{each.id}' names a source that this case does not list",
                    right=listed(sources, each.source),
                    suggestion="correct the id, or add it under 'sources:'",
                )
