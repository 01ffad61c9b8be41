"""Two or more versions of a case side by side, and which of their differences matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from standoff.brief.draw import Sampling
from standoff.errors import GameError
from standoff.result import Columns, Pictured, by_column, short
from standoff.study.asked import Asked
from standoff.study.break_even import break_evens
from standoff.study.coalitions import effect
from standoff.study.distance import ALONE, N_COMPARED, PairFinding, check_groups, take_apart
from standoff.study.estimates import estimate
from standoff.study.evaluate import Progress, shares, silent
from standoff.study.findings import BreakEvenFinding, Estimate, Share
from standoff.study.share_out import N_ORDERS
from standoff.study.version import Version


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
    share_error : float
        The largest standard error of a share.
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
    share_error: float
    break_evens: tuple[BreakEvenFinding, ...]
    n_draws: int
    n_answered: int
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Pictured):
    """Versions side by side; the first is what the others are compared with.

    Parameters
    ----------
    headline, headline_meaning : str
    versions : tuple of VersionFinding
    pairs : tuple of PairFinding
    sampling : {"random", "sobol"}
        How the draws were drawn. Standard errors are those of independent draws, which evenly
        spread ones mostly undercut.
    rule : str
        Which of several equilibria is played in the first version.
    """

    headline: str
    headline_meaning: str
    versions: tuple[VersionFinding, ...]
    pairs: tuple[PairFinding, ...]
    sampling: Sampling = "random"
    rule: str = ""

    drawing: ClassVar[str] = "standoff.view.versions:chart"

    @property
    def sentence(self) -> str:
        """The headline of every version."""
        means = ", ".join(f"{each.name} {short(each.headline.mean)}" for each in self.versions)
        return f"{self.headline_meaning or self.headline}: {means}"

    def table(self) -> Columns:
        """Return one row per version."""
        return by_column(
            (
                *("version", "about", "mean", "standard_error", "base", "low", "median", "high"),
                *("n_draws", "n_answered"),
            ),
            (
                (
                    *(each.name, each.about, each.headline.mean, each.standard_error),
                    *(each.headline.base, *each.headline.interval, each.n_draws, each.n_answered),
                )
                for each in self.versions
            ),
        )


def compare(
    versions: Sequence[Version],
    *,
    groups: Mapping[str, Sequence[str]] = ALONE,
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
    groups : mapping of str to sequence of str
        Differences that are switched together, by a name for the group: names of parameters, "given
        moves", "removed moves" or "game". Those in no group are switched one by one; those that do
        not differ do nothing.
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
    UnknownName
        If a group names something that no version can have differently.
    GameError
        If something is in two groups, there are fewer than two versions, they are drawn in
        different numbers or ways, or a version has no answer at all or does not know the headline
        of the first one.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> from standoff.study.version import version
    >>> brief = brief_case("cases/cienfuegos/case.yaml")
    >>> case = version("as it is", brief, n_draws=400)
    >>> told = version("told", brief, "partner-told", n_draws=400)
    >>> found = compare([case, told], with_break_evens=False)
    >>> [each.name for each in found.pairs[0].differences]
    ['given moves']
    """
    if len(versions) < 2:
        raise GameError(
            "there is nothing to compare with", right="two cases, or one case and a what-if"
        )
    if len({len(each.draws) for each in versions}) > 1:
        raise GameError("versions with different numbers of draws cannot be compared draw by draw")
    if len({each.sampling for each in versions}) > 1:
        raise GameError("versions that are drawn in different ways cannot be compared draw by draw")
    check_groups(versions, groups)
    headline = versions[0].subject.headline
    aligned = [versions[0], *(each.about(headline) for each in versions[1:])]
    told: list[VersionFinding] = []
    for i, each in enumerate(aligned):
        progress("versions", i, len(aligned))
        told.append(_version(each, headline, with_break_evens))
    pairs = [
        take_apart(
            aligned[0],
            other,
            groups=groups,
            n_compared=n_compared,
            n_orders=n_orders,
            seed=seed,
            progress=progress,
        )
        for other in aligned[1:]
    ]
    meaning = versions[0].subject.headline_meaning
    sampling = versions[0].sampling
    first = versions[0]
    rule = first.subject.answer(first.base, first.given, first.remove).rule
    return Comparison(headline, meaning, tuple(told), tuple(pairs), sampling, rule)


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
    told = tuple((name, shares(each)) for name, each in answers.categories.items())
    every = [each.share for _, some in told for each in some]
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
        shares=told,
        # Of a single draw nothing tells how far another would be from it.
        share_error=max(((p * (1.0 - p) / len(known)) ** 0.5 for p in every), default=0.0)
        if len(known) > 1
        else float("nan"),
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
