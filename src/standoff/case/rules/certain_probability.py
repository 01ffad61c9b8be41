"""Probabilities of 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.case_file import CaseFile
from standoff.case.rules.base import AbstractRule
from standoff.text.diagnostic import Diagnostic


class CertainProbability(AbstractRule):
    """An assumption calls something impossible or certain.

    What it does
    ------------
    Finds probabilities with the value 0 or 1.

    Why it matters
    --------------
    No report makes anything certain, and no later evidence could move such a belief. What follows
    if it *were* certain is a question, where 0 and 1 are allowed.

    Example
    -------
    ::

        assumptions:
          - {parameter: p_resolved, value: 0, range: fixed}

    Fix
    ---
    Stay between .01 and .99, and ask the question apart::

        assumptions:
          - {parameter: p_resolved, value: .02, range: .01 to .1}
        questions:
          - {id: never, ask: What if nobody were resolved?, set: {p_resolved: 0}}
    """

    code = "SC030"
    name = "certain-probability"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        for guess in file.guesses():
            if guess.facts and guess.facts.is_probability and guess.belief.value in (0, 1):
                certain = "certain" if guess.belief.value else "impossible"
                yield self.at(
                    file.span(guess.belief, "value"),
                    f"{guess.label} says that it is {certain}",
                    right="A probability from .01 to .99.",
                    suggestion="stay within it, and ask under 'questions:' what if it were"
                    f" {certain}",
                )
