"""Middle grades that mean "cannot be judged"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic

_NOT_JUDGED = re.compile(
    r"(cannot|can not|can't|could not|couldn't|impossible to|no (way|basis|means) to|unable to"
    r"|not possible to)\s+(\w+\s+)?(be\s+)?(judged?|assess(ed)?|tell|know(n)?|evaluated?|gauged?)"
    r"|nothing is known|unknown (reliability|credibility|track record)|no track record",
    re.IGNORECASE,
)


class MiddleForUnknown(AbstractRule):
    """A claim has a middle grade for a reason that says it cannot be judged.

    What it does
    ------------
    Finds claims with reliability C or credibility 3 whose `grade_because:` says that it cannot be
    judged, told or known, and whose other judgement is not F or 6 already.

    Why it matters
    --------------
    C and 3 say that something is known: fairly reliable, possibly true. "I cannot tell" is F or 6,
    which is not the middle of the scale. Putting it there invents a track record.

    Example
    -------
    ::

        claims:
          - {id: c2, reliability: C, credibility: 3, grade_because: The source cannot be judged.}

    Fix
    ---
    Write F for a source that cannot be judged, 6 for a content that cannot::

        claims:
          - {id: c2, reliability: F, credibility: 3, grade_because: The source cannot be judged.}
    """

    code = "SC035"
    name = "middle-for-unknown"
    severity = "warning"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for claim in file.case.claims:
            reason = _NOT_JUDGED.search(claim.grade_because)
            if reason is None or claim.reliability == "F" or claim.credibility == 6:
                continue
            if claim.reliability == "C" or claim.credibility == 3:
                key = "reliability" if claim.reliability == "C" else "credibility"
                yield self.at(
                    file.span(claim, key),
                    f"claim '{claim.id}' is graded {claim.grade} for the reason '{reason[0]}'",
                    right="F: the source cannot be judged. 6: the content cannot be judged.",
                    suggestion="grade it F or 6, or say what the middle grade rests on",
                )
