"""Correlations of parameters that do not vary."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class FixedCorrelate(AbstractRule):
    """A correlation is about a parameter that is fixed, or about which nothing is assumed.

    What it does
    ------------
    Looks for an assumption with a range about both parameters of a correlation.

    Why it matters
    --------------
    A number that is the same in every draw goes with nothing; the correlation would have no
    effect, and whoever reads it would think otherwise.

    Example
    -------
    ::

        assumptions:
          - {parameter: prize, value: .6, range: fixed}
        correlations:
          - {between: [prize, cost], rank: .5, because: Both grow with the season.}

    Fix
    ---
    Give the parameter a range, or delete the correlation::

        assumptions:
          - {parameter: prize, value: .6, range: .3 to 1.2}
        correlations:
          - {between: [prize, cost], rank: .5, because: Both grow with the season.}
    """

    code = "SC058"
    name = "fixed-correlate"
    severity = "warning"
    needs_whole_case = True

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        ranges = {
            file.names_parameter(each.parameter): {
                belief.range for belief in (each, *each.if_true, *each.without)
            }
            for each in file.case.assumptions
        }
        for each in file.case.correlations:
            for n, written in enumerate(each.between):
                name = file.names_parameter(written)
                if file.facts is not None and file.facts.parameter(written) is None:
                    continue
                if ranges.get(name, {"fixed"}) == {"fixed"}:
                    why = "is fixed" if name in ranges else "has no assumption"
                    yield self.at(
                        file.span(each, "between", n),
                        f"'{written}' {why}, and goes with nothing",
                        suggestion="give it a range, or delete the correlation",
                    )
