"""Assumptions that rest on what nobody could judge."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class UnjudgedSupport(AbstractRule):
    """Every claim that an assumption rests on is graded F6.

    What it does
    ------------
    Finds assumptions whose claims all have a source that cannot be judged and a content that
    cannot be judged.

    Why it matters
    --------------
    F and 6 say that nothing is known about a claim's worth. They are not the middle of the scale,
    and a claim with both has no weight. An assumption on such claims only is an assumption on
    nothing, and downgrading them shows no effect.

    Example
    -------
    ::

        claims:
          - {id: c1, reliability: F, credibility: 6}

    Fix
    ---
    Judge at least one of the two, from the source's record or from what else is known; or cite a
    claim that can be judged; or let the range be as wide as if there were no claim.
    """

    code = "SC034"
    name = "unjudged-support"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        weights = {each.id: each.grade.weight for each in file.case.claims}
        for assumption in file.case.assumptions:
            # A claim that is not there, or is misshapen, is told about elsewhere.
            cited = [weights.get(claim, 0.0) for claim in assumption.claims]
            if cited and all(weight is None for weight in cited):
                yield self.at(
                    file.span(assumption, "claims"),
                    f"the assumption about '{assumption.parameter}' rests only on claims graded"
                    " F6, which have no weight",
                    suggestion="judge the source or the claim, or let the range be as wide as if"
                    " there were no claim",
                )
