"""Correlations that cannot all hold at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from standoff.case.case_file import CaseFile
from standoff.case.correlation import Pair, can_hold, groups, matrix, possible_ranks
from standoff.case.rules.base import AbstractRule
from standoff.case.schema import Correlation
from standoff.text.diagnostic import Diagnostic


class ImpossibleCorrelations(AbstractRule):
    """No numbers can have the correlations that the case lists.

    What it does
    ------------
    Adds the correlations one by one, in the order of the file, as the matrix of a normal
    distribution, and reports the first one with which the matrix is no longer positive
    semidefinite. Pairs that are not listed count as 0. It looks at the case as it is, and at the
    case after each claim on which a correlation rests has fallen.

    Why it matters
    --------------
    If A goes with B and B with C, A cannot have nothing to do with C. Such a set would have to be
    bent before anything could be drawn, and nobody would know which number was bent.

    Example
    -------
    ::

        correlations:
          - {between: [prize, cost], rank: .9, because: Both grow with the season.}
          - {between: [cost, p_resolved], rank: .9, because: Who bears more shouts more.}

    Fix
    ---
    Weaken one, or add the pair that is missing::

        correlations:
          - {between: [prize, cost], rank: .9, because: Both grow with the season.}
          - {between: [cost, p_resolved], rank: .9, because: Who bears more shouts more.}
          - {between: [prize, p_resolved], rank: .8, because: They follow from the other two.}
    """

    code = "SC059"
    name = "impossible-correlations"

    def check(self, file: CaseFile) -> Iterator[Diagnostic]:
        """Yield every finding in the file."""
        listed = [
            (each, self._pair(file, each))
            for each in file.case.correlations
            if len({file.names_parameter(name) for name in each.between}) == 2
        ]
        found = self._first_impossible(file, [(each, pair, each.rank) for each, pair in listed], "")
        if found is not None:
            yield found
            return
        falls = {
            (claim, denied)
            for each, _ in listed
            for claim in each.claims
            for denied in (False, True)
        }
        for claim, denied in sorted(falls):
            ranks = [(each, pair, each.rank_without(claim, denied=denied)) for each, pair in listed]
            why = f" if claim '{claim}' is {'false' if denied else 'left out'}"
            found = self._first_impossible(file, ranks, why)
            if found is not None:
                yield found
                return

    @staticmethod
    def _pair(file: CaseFile, each: Correlation) -> Pair:
        first, second = (file.names_parameter(name) for name in each.between)
        return first, second

    def _first_impossible(
        self, file: CaseFile, ranks: Sequence[tuple[Correlation, Pair, float]], why: str
    ) -> Diagnostic | None:
        whole = {pair: rank for _, pair, rank in ranks}
        names = sorted({name for pair in whole for name in pair})
        if all(can_hold(matrix(group, whole)) for group in groups(whole, names)):
            return None
        # Zeros are taken as meant: a set that becomes possible with a later line is possible.
        so_far: dict[Pair, float] = {}
        last = ranks[-1]
        for each, pair, rank in ranks:
            so_far[pair] = rank
            group = next(g for g in groups(so_far, names) if pair[0] in g)
            if not can_hold(matrix(group, so_far)):
                last = (each, pair, rank)
                break
        each, pair, rank = last
        others = ", ".join(name for name in names if name in _linked(whole, pair))
        return self.at(
            file.span(each, "rank"),
            f"the correlations of {others} cannot all hold{why}",
            right=_advice(names, whole, pair, rank),
            suggestion="weaken one of them, or list the pairs that are missing",
        )


def _linked(ranks: Mapping[Pair, float], pair: Pair) -> set[str]:
    names = sorted({name for each in ranks for name in each})
    return next(set(group) for group in groups(ranks, names) if pair[0] in group)


def _advice(names: Sequence[str], ranks: Mapping[Pair, float], pair: Pair, rank: float) -> str:
    group = sorted(_linked(ranks, pair))
    possible = possible_ranks(group, ranks, pair)
    missing = [
        (a, b)
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if (a, b) not in ranks and (b, a) not in ranks
    ]
    parts: list[str] = []
    if possible is not None:
        parts.append(
            f"With the others as they are, {pair[0]} and {pair[1]} can have a rank correlation"
            f" from {possible[0]:g} to {possible[1]:g}, and not {rank:g}."
        )
    for each in missing:
        between = possible_ranks(group, ranks, each)
        if between is not None:
            parts.append(
                f"{each[0]} and {each[1]} are not listed, which means 0; it would have to be"
                f" from {between[0]:g} to {between[1]:g}."
            )
    return " ".join(parts)
