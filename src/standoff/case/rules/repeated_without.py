"""Two alternatives for the same claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Without, WithoutRank
from standoff.text.diagnostic import Diagnostic


class RepeatedWithout(AbstractRule):
    """An assumption or correlation says twice what it becomes without the same claim.

    What it does
    ------------
    Finds two entries under `without:` with the same `claim:` and the same `denied:`.

    Why it matters
    --------------
    Only one of them could be used.

    Example
    -------
    ::

        assumptions:
          - parameter: prize
            without:
              - {claim: c1, range: .1 to .9}
              - {claim: c1, range: .2 to .7}

    Fix
    ---
    Keep one; or mark with `denied: true` the one that holds if the claim is false and not merely
    left out::

        assumptions:
          - parameter: prize
            without:
              - {claim: c1, range: .1 to .9}
              - {claim: c1, denied: true, range: .2 to .7}
    """

    code = "SC042"
    name = "repeated-without"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        listed: list[tuple[str, Iterable[Without | WithoutRank]]] = []
        for each in file.case.assumptions:
            listed.append((f"'{each.parameter}'", each.without))
        for each in file.case.correlations:
            listed.append((f"the correlation of {' and '.join(each.between)}", each.without))
        for what, entries in listed:
            first: dict[tuple[str, bool], int] = {}
            for without in entries:
                key = without.claim, without.denied
                if key in first:
                    yield self.at(
                        file.span(without, "claim"),
                        f"what {what} is without claim '{without.claim}' is"
                        f" already said in line {first[key]}",
                        suggestion="keep one, or mark one with 'denied: true'",
                    )
                first.setdefault(key, without.line)
