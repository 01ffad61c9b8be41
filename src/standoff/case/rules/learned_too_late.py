"""Hindsight in assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Assumption, Correlation
from standoff.text.diagnostic import Diagnostic


class LearnedTooLate(AbstractRule):
    """An assumption rests on a source that is later than `as_of:`.

    What it does
    ------------
    Compares the date of the source of every claim that an assumption cites with `as_of:` of the
    case.

    Why it matters
    --------------
    A forecast that knows the outcome is none. With `as_of:` the case promises not to use what was
    learned later, so that its answers can be scored.

    Example
    -------
    ::

        as_of: 2031-05-05

    Fix
    ---
    Leave later claims out of assumptions (events and conflicts may cite them), or move `as_of:`::

        as_of: 2031-05-06
    """

    code = "SC051"
    name = "learned-too-late"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        as_of = file.case.as_of
        if as_of is None:
            return
        dates = {each.id: each.date for each in file.case.sources}
        sources = {each.id: each.source for each in file.case.claims}
        resting: list[tuple[str, Assumption | Correlation]] = []
        for each in file.case.assumptions:
            resting.append((f"the assumption about '{each.parameter}'", each))
        for each in file.case.correlations:
            resting.append((f"the correlation of {' and '.join(each.between)}", each))
        for owner, each in resting:
            for n, claim in enumerate(each.claims):
                published = dates.get(sources.get(claim, ""))
                if published and as_of.is_before(published):
                    yield self.at(
                        file.span(each, "claims", n),
                        f"{owner} rests on claim '{claim}' of {published},"
                        f" and the case is as of {as_of}",
                        suggestion="leave the claim out there, or move 'as_of:'",
                    )
