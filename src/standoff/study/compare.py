"""Two or more versions of a case side by side, and which of their differences matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.study.ask import Progress, Summary, shares, silent, summarize
from standoff.study.asked import Asked
from standoff.study.break_even import break_evens
from standoff.study.coalitions import Coalitions, Effect, effect, measures
from standoff.study.differences import Difference, are_comparable, differences, reworded
from standoff.study.estimates import estimate
from standoff.study.findings import BreakEvenFinding, Estimate, Share
from standoff.study.shapley import Shared
from standoff.study.share_out import FAST_CHUNK, N_ORDERS, share_out
from standoff.study.version import Version

#: Draws, from the first, that every mixture of two versions is asked for.
N_COMPARED = 4_000


@dataclass(frozen=True, slots=True)
class VersionFinding:
    """What one version says.

    Parameters
    ----------
    name, title, about, case, question : str
        `about` is the model or game, `case` the id of the case, `question` the what-if.
    given, removed : tuple of str
    headline : Estimate
        At the analyst's values, on average over the draws, and in nine draws of ten.
    standard_error : float
        Of the average over the draws.
    base : tuple of (str, str)
        The kind of answer at the analyst's values, by category.
    shares : tuple of (str, tuple of Share)
        How often each kind of answer comes about.
    break_evens : tuple of BreakEvenFinding
        Only parameters with a value at which the answer flips within the plausible range.
    n_draws, n_answered : int
    note : str
        Why there are no break-even values, where they were wanted.
    """

    name: str
    title: str
    about: str
    case: str
    question: str
    given: tuple[str, ...]
    removed: tuple[str, ...]
    headline: Estimate
    standard_error: float
    base: tuple[tuple[str, str], ...]
    shares: tuple[tuple[str, tuple[Share, ...]], ...]
    break_evens: tuple[BreakEvenFinding, ...]
    n_draws: int
    n_answered: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceValue:
    """How far one difference moves the headline from the first version toward the other.

    Parameters
    ----------
    difference : Difference
    alone : Effect
        Switched in the first version, everything else as it is there.
    shared : Effect
        Its Shapley value; those of all differences add up to the whole distance.
    last : Effect
        Switched when everything else is as in the other version already.
    """

    difference: Difference
    alone: Effect
    shared: Effect
    last: Effect


@dataclass(frozen=True, slots=True)
class PairFinding:
    """What lies between the first version and another.

    Parameters
    ----------
    one, other : str
    distance : Effect or None
        Of the headline, each averaged over its own draws with an answer. None where the versions
        have other parameters.
    in_both : Effect or None
        The same over draws with an answer in both; what differs from `distance` comes from draws
        that only one of the two can answer. None without any.
    differences : tuple of DifferenceValue
        Largest Shapley value first.
    reworded : tuple of str
        Parameters with the same numbers that rest on other claims or reasons.
    n_same : int
        Parameters with the same numbers.
    n_draws, n_coalitions, n_orders : int
    note : str
        Why the distance is not taken apart, where it cannot be.
    """

    one: str
    other: str
    distance: Effect | None
    in_both: Effect | None
    differences: tuple[DifferenceValue, ...]
    reworded: tuple[str, ...]
    n_same: int
    n_draws: int
    n_coalitions: int
    n_orders: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Versions side by side; the first is what the others are compared with."""

    headline: str
    headline_meaning: str
    versions: tuple[VersionFinding, ...]
    pairs: tuple[PairFinding, ...]


def compare(
    versions: Sequence[Version],
    *,
    with_break_evens: bool = True,
    n_compared: int = N_COMPARED,
    n_orders: int = N_ORDERS,
    seed: int = 0,
    progress: Progress = silent,
) -> Comparison:
    """Lay versions side by side, and take the distance to the first one apart.

    Parameters
    ----------
    versions : sequence of Version
        Two or more, drawn with the same seed and number of draws (`version`).
    with_break_evens : bool
        Whether to look for the values at which each answer flips.
    n_compared : int
        At most so many draws, from the first, are asked for mixtures of two versions.
    n_orders : int
        How many orders of switching are looked at where there are too many mixtures.
    seed : int
        Of the orders.

    Raises
    ------
    GameError
        If there are fewer than two versions, they have different numbers of draws, or a version has
        no answer at all or does not know the first one's headline.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> from standoff.study.version import version
    >>> brief = brief_case("cases/cienfuegos/case.yaml")
    >>> case = version("as it is", brief, n_draws=400)
    >>> told = version("told", brief, "partner-told", n_draws=400)
    >>> found = compare([case, told], with_break_evens=False)
    >>> [each.difference.name for each in found.pairs[0].differences]
    ['given moves']
    """
    if len(versions) < 2:
        raise GameError(
            "there is nothing to compare with", right="two cases, or one case and a what-if"
        )
    if len({len(each.draws) for each in versions}) > 1:
        raise GameError("versions with different numbers of draws cannot be compared draw by draw")
    headline = versions[0].subject.headline
    aligned = [versions[0], *(each.about(headline) for each in versions[1:])]
    told: list[VersionFinding] = []
    for i, each in enumerate(aligned):
        progress("versions", i, len(aligned))
        told.append(_version(each, headline, with_break_evens))
    pairs = [
        _pair(aligned[0], other, headline, n_compared, n_orders, seed, progress)
        for other in aligned[1:]
    ]
    meaning = versions[0].subject.headline_meaning
    return Comparison(headline, meaning, tuple(told), tuple(pairs))


def _version(version: Version, headline: str, with_break_evens: bool) -> VersionFinding:
    subject = version.subject
    answers = version.answer()
    if headline not in answers.probabilities:
        known = ", ".join(answers.probabilities)
        raise GameError(
            f"{version.name} knows nothing of {headline!r}, by which versions are compared",
            found=f"its probabilities are {known}",
            right="versions of one model or game",
        )
    column = answers.probabilities[headline]
    known = column[np.isfinite(column)]
    if not len(known):
        raise GameError(f"no draw of {version.name} has an answer")
    at_base = subject.answer(version.base, version.given, version.remove)
    base = float(at_base.probabilities[headline][0])
    flips, note = _break_evens(version, with_break_evens)
    return VersionFinding(
        name=version.name,
        title=version.brief.case.title,
        about=subject.name,
        case=version.brief.case.id,
        question=version.question,
        given=version.given,
        removed=version.remove,
        headline=estimate(headline, base, column),
        standard_error=effect(known).standard_error,
        base=tuple((name, each[0]) for name, each in at_base.categories.items()),
        shares=tuple((name, shares(each)) for name, each in answers.categories.items()),
        break_evens=flips,
        n_draws=len(column),
        n_answered=len(known),
        note=note,
    )


def _break_evens(version: Version, wanted: bool) -> tuple[tuple[BreakEvenFinding, ...], str]:
    if not wanted:
        return (), ""
    if version.remove:
        return (), "break-even values are not looked for where moves are taken away"
    subject = version.subject
    base = subject.answer(version.base, version.given)
    asked = Asked(
        brief=replace(version.brief, given=version.given),
        subject=subject,
        base=version.base,
        base_answer=base,
        draws=version.base,
        answers=base,
        seed=0,
        chunk=subject.effort.chunk,
        progress=silent,
    )
    return tuple(
        each for each in break_evens(asked) if any(flip.in_range for flip in each.crossings)
    ), ""


def _pair(
    one: Version,
    other: Version,
    headline: str,
    n_compared: int,
    n_orders: int,
    seed: int,
    progress: Progress,
) -> PairFinding:
    note = are_comparable(one, other)
    if note:
        return PairFinding(one.name, other.name, None, None, (), (), 0, 0, 0, 0, note)
    listed = differences(one, other)
    effort = one.subject.effort
    n = min(len(one.draws), n_compared, effort.n_compared)
    draws, new = one.draws.rows(slice(0, n)), other.draws.rows(slice(0, n))

    def ask(parts: tuple[int, ...]) -> Summary:
        some = [listed[i] for i in parts]
        kinds = {each.kind for each in some}
        columns = {each.name: new[each.name] for each in some if each.kind == "parameter"}
        subject = (other if "game" in kinds else one).subject
        return summarize(
            subject,
            draws.replace(**columns) if columns else draws,
            (other if "given" in kinds else one).given,
            (other if "removed" in kinds else one).remove,
            chunk=effort.chunk,
        )

    ends = ask(()), ask(tuple(range(len(listed))))
    worth = Coalitions(ask, len(listed), measures(*ends))
    shared = share_out(
        worth,
        n_draws=n,
        is_fast=effort.chunk >= FAST_CHUNK,
        n_orders=n_orders,
        seed=seed,
        step=lambda done, total: progress(f"{one.name} to {other.name}", done, total),
    )
    values = [_value(i, each, worth, shared) for i, each in enumerate(listed)]
    moved = {each.name for each in listed if each.kind == "parameter"}
    whole = worth(2 ** len(listed) - 1)[:, 0] - worth(0)[:, 0]
    return PairFinding(
        one.name,
        other.name,
        effect(whole),
        _in_both(*ends),
        tuple(sorted(values, key=lambda each: -abs(np.nan_to_num(each.shared.shift)))),
        reworded(one, other),
        len(one.subject.parameters) - len(moved),
        n,
        shared.n_coalitions,
        shared.n_orders,
    )


def _in_both(one: Summary, other: Summary) -> Effect | None:
    moved = other.headline - one.headline
    known = np.isfinite(moved)
    return effect(moved[known]) if known.any() else None


def _value(part: int, difference: Difference, worth: Coalitions, shared: Shared) -> DifferenceValue:
    column: NDArray[np.float64] = shared.values[part][:, 0]
    return DifferenceValue(
        difference,
        effect(worth.alone(part)[:, 0]),
        effect(column, float(shared.order_variance[part, 0])),
        effect(worth.last(part)[:, 0]),
    )
