"""Correlations that hold only as long as nobody knows which position of a conflict is true."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.distribution import Distribution
from standoff.case.overall_rank import overall_rank
from standoff.case.range_text import RangeError
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Belief, Correlation
from standoff.text.diagnostic import Diagnostic

#: A smaller difference is within what anybody means by a rank.
_TOLD = 0.05


class RankWithinPositions(AbstractRule):
    """A rank correlation holds within each position of a conflict, and is another one overall.

    What it does
    ------------
    Works out the rank correlation over all draws where one of the two parameters depends on a
    conflict, and reports it where it is more than .05 away from the one that the case lists.

    Why it matters
    --------------
    Which position is true moves a number from one range to another, whatever the number that goes
    with it. So the two go together within a position as the case says, and less overall; or more,
    if both depend on the same conflict.

    Example
    -------
    ::

        conflicts:
          - id: was-it-said
            because: An unnamed official against the minister.
            positions:
              - {id: said, says: It was., claims: [c2], weight: 2}
              - {id: not-said, says: It was not., claims: [c4], weight: 1}
        assumptions:
          - parameter: prize
            value: .6
            range: .5 to .7
            depends_on: was-it-said
            if_true:
              - {position: not-said, value: 1.1, range: 1 to 1.2}
        correlations:
          - {between: [prize, cost], rank: .9, because: Both grow with the season.}

    Fix
    ---
    Nothing, if the rank is meant within a position. If it is meant overall, list a higher one, or
    let both parameters depend on the conflict.
    """

    code = "SC064"
    name = "rank-within-positions"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        named = {
            each.parameter: file.names_parameter(each.parameter) for each in file.case.assumptions
        } | {name: file.names_parameter(name) for c in file.case.correlations for name in c.between}
        facts = () if file.facts is None else file.facts.parameters
        bounds = {each.name: (each.low, each.high) for each in facts}
        for each in file.case.correlations:
            if not _can_be_drawn(file, each):
                continue
            found = overall_rank(file.case, each, named, bounds)
            if found is None or abs(found - each.rank) <= _TOLD:
                continue
            one, other = each.between
            yield self.at(
                file.span(each, "rank"),
                f"the rank correlation of '{one}' and '{other}' is {each.rank:g} within each"
                f" position of the conflict, and about {found:.2f} over all of them",
                suggestion="keep it if it is meant within a position; or let both depend on the"
                " conflict",
            )


def _can_be_drawn(file: CaseFile, correlation: Correlation) -> bool:
    """Say whether the ranges of both parameters are what other rules want them to be."""
    if abs(correlation.rank) > 1.0:
        return False
    names = {file.names_parameter(name) for name in correlation.between}
    for each in file.case.assumptions:
        if file.names_parameter(each.parameter) not in names:
            continue
        facts = file.facts.parameter(each.parameter) if file.facts else None
        beliefs: tuple[Belief, ...] = (each, *each.if_true)
        for belief in beliefs:
            try:
                named = Distribution.parse(belief.range, belief.value).named
            except RangeError:
                return False
            if facts is not None and not all(facts.low <= x <= facts.high for x in named):
                return False
    return True
