"""How often each kind of answer comes about, with the error that the number of draws leaves."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from standoff.brief.brief import Brief
from standoff.brief.draw import Sampling, draw_parameters
from standoff.errors import GameError
from standoff.game.infeasible import Cause
from standoff.game.status import Status
from standoff.models.answers import Answers, Bools, Category, Floats
from standoff.result import Columns, Pictured, by_column, counted
from standoff.study.evaluate import Progress, answer_all, silent
from standoff.study.no_answer import infeasible
from standoff.study.numbers import SHARE, Numbers
from standoff.study.sampling_error import Estimated, share_of
from standoff.study.subject import Subject, subject_of

#: The share of draws without an answer goes by this name.
NO_ANSWER = "no answer"
#: The share of exact ties among the answers goes by this name.
TIED = "exact tie"
#: Two-sided 90 % of the normal distribution.
_Z = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class NamedShare:
    """One share or chance with its error.

    Parameters
    ----------
    name : str
    estimate : Estimated
        Its range holds what infinitely many draws would give in about nine of ten runs. It says
        nothing about the doubt that the ranges of the case express.
    """

    name: str
    estimate: Estimated


@dataclass(frozen=True, slots=True, repr=False)
class ShareFinding(Pictured):
    """Shares of the draws, and chances averaged over the draws.

    Parameters
    ----------
    categories : tuple of (str, tuple of NamedShare)
        For each category (regime, outcome ...) the share of every name among the draws with an
        answer, the most frequent first.
    chances : tuple of NamedShare
        Probabilities averaged over the draws with an answer; the headline first.
    no_answer : Estimated
        Share of all draws.
    infeasible : tuple of Cause
        Why there is no game to solve in some draws: payoffs and chances that are no numbers.
    tied : Estimated
        Share of the draws with an answer in which somebody is exactly indifferent, so that a rule
        for ties decides.
    rule : str
        How one of several equilibria was picked.
    n_draws, n_answered : int
    method : {"independent", "replicates"}
        Wilson's interval, or Student's over scramblings of evenly spread draws.
    n_replicates : int
        1 for independent draws.
    sampling : {"random", "sobol"}
    seed : int
    """

    categories: tuple[tuple[str, tuple[NamedShare, ...]], ...]
    chances: tuple[NamedShare, ...]
    no_answer: Estimated
    infeasible: tuple[Cause, ...]
    tied: Estimated
    rule: str
    n_draws: int
    n_answered: int
    method: Literal["independent", "replicates"]
    n_replicates: int
    sampling: Sampling
    seed: int

    drawing: ClassVar[str] = "standoff.view.shares:chart"

    @property
    def sentence(self) -> str:
        """How many draws were answered."""
        draws = counted(self.n_draws, "draw")
        return f"How often each answer comes about in {draws}, {self.n_answered:,} with an answer"

    def table(self) -> Columns:
        """Return one row per chance and share.

        `no answer` is a share of all draws, `exact tie` of the answers.
        """
        listed = [("chance", each) for each in self.chances]
        listed += [(category, each) for category, shares in self.categories for each in shares]
        listed.append(("draws", NamedShare(TIED, self.tied)))
        listed.append(("draws", NamedShare(NO_ANSWER, self.no_answer)))
        return by_column(
            ("what", "name", "value", "low", "high", "n"),
            (
                (what, each.name, *(each.estimate.value, each.estimate.low, each.estimate.high),
                 each.estimate.n)
                for what, each in listed
            ),
        )  # fmt: skip

    def numbers(self) -> Numbers:
        """Give every chance and share, to be compared with those under another rule."""
        chances = {f"{each.name}, mean": each.estimate.value for each in self.chances}
        return chances | {
            f"{SHARE}{each.name}": each.estimate.value
            for _, named in self.categories
            for each in named
            if each.estimate.value > 0.0
        }

    def share(self, category: str, name: str) -> Estimated:
        """Return one share; `KeyError` when there is none."""
        return {each.name: each.estimate for each in dict(self.categories)[category]}[name]


def answer_shares(
    brief: Brief,
    *,
    subject: Subject | None = None,
    given: Sequence[str] | None = None,
    remove: Collection[str] = (),
    n_draws: int | None = None,
    seed: int = 0,
    sampling: Sampling = "random",
    n_replicates: int = 16,
    progress: Progress = silent,
) -> ShareFinding:
    """Count how often each kind of answer comes about, and how far off the counts may be.

    Parameters
    ----------
    brief : Brief
    subject : Subject, optional
        Who answers, for example under another rule of selection (`standoff.study.rules.under`); by
        default the case's own.
    given, remove : sequences of str
        Moves known to have been made (by default the case's own), and moves taken away.
    n_draws : int, optional
        In all; by default what the subject answers in a short time.
    seed : int
    sampling : {"random", "sobol"}
        Independent draws, with Wilson's interval for shares and a normal one for averages; or
        evenly spread draws, scrambled `n_replicates` times with as many draws each (a power of two
        is best), with Student's interval over the scramblings. The latter is much narrower where
        few parameters decide; it is never narrower than what scramblings that all agree leave
        open, which is Wilson's interval around 0 or 1.
    n_replicates : int
        Scramblings of evenly spread draws.
    progress : callable

    Returns
    -------
    ShareFinding

    Raises
    ------
    GameError
        If there are fewer than 3 replicates, or fewer draws than replicates.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22.
    L'Ecuyer, P., Nakayama, M. K., Owen, A. B. and Tuffin, B. (2023). Confidence intervals for
    randomized quasi-Monte Carlo estimators. Winter Simulation Conference.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> found = answer_shares(brief_case("cases/cienfuegos/case.yaml"), n_draws=2000)
    >>> found.chances[0].name
    'drop'
    >>> found.chances[0].estimate.low < found.chances[0].estimate.high
    True
    """
    subject = subject or subject_of(brief)
    known = brief.given if given is None else tuple(given)
    n = subject.effort.n_draws if n_draws is None else n_draws
    n_runs = n_replicates if sampling == "sobol" else 1
    if sampling == "sobol" and n_replicates < 3:
        raise GameError(f"the number of replicates must be at least 3, found {n_replicates}")
    if sampling == "sobol" and n < n_runs:
        raise GameError(f"{n} draws cannot be shared among {n_runs} replicates")
    runs: list[Answers] = []
    why: dict[str, int] = {}
    for run in range(n_runs):
        progress("draws", run, n_runs)
        draws = draw_parameters(brief, n // n_runs, seed + run, sampling=sampling)
        runs.append(answer_all(subject, draws, known, remove, chunk=subject.effort.chunk))
        for each in infeasible(subject, draws, runs[-1], remove):
            why[each.text] = why.get(each.text, 0) + each.n_draws
    progress("draws", n_runs, n_runs)
    causes = tuple(Cause(text, n) for text, n in why.items())
    return _finding(subject, runs, causes, sampling, seed)


def _finding(
    subject: Subject,
    runs: Sequence[Answers],
    why: tuple[Cause, ...],
    sampling: Sampling,
    seed: int,
) -> ShareFinding:
    # Under another rule later runs may know more names.
    first, last = runs[0], runs[-1]
    categories = tuple(
        (category, _category(category, each.names, runs))
        for category, each in last.categories.items()
    )
    names = sorted(first.probabilities, key=lambda name: name != subject.headline)
    return ShareFinding(
        categories=categories,
        chances=tuple(
            NamedShare(name, _average([run.probabilities[name] for run in runs])) for name in names
        ),
        no_answer=_share([~run.has_answer for run in runs]),
        tied=_share([(run.status == Status.KNIFE_EDGE)[run.has_answer] for run in runs]),
        infeasible=why,
        rule=first.rule,
        n_draws=sum(len(run) for run in runs),
        n_answered=sum(int(run.has_answer.sum()) for run in runs),
        method="independent" if len(runs) == 1 else "replicates",
        n_replicates=len(runs),
        sampling=sampling,
        seed=seed,
    )


def _category(
    category: str, names: Sequence[str], runs: Sequence[Answers]
) -> tuple[NamedShare, ...]:
    found: Mapping[str, Estimated] = {
        name: _share([_marked(run.categories[category], name) for run in runs]) for name in names
    }
    ranked = sorted(found, key=lambda name: -np.nan_to_num(found[name].value))
    return tuple(NamedShare(name, found[name]) for name in ranked)


def _marked(category: Category, name: str) -> Bools:
    """Mark the draws of one name, among those with an answer."""
    marks = (
        category.is_(name) if name in category.names else np.zeros(len(category.codes), np.bool_)
    )
    return marks[category.codes >= 0]


def _share(marks: Sequence[Bools]) -> Estimated:
    """Estimate a share from one run of independent draws, or from several scramblings."""
    pooled = share_of(np.concatenate(marks))
    if len(marks) == 1 or pooled.n == 0:
        return pooled
    parts = [float(each.mean()) for each in marks if len(each)]
    if len(parts) < 3 or np.ptp(parts) == 0.0:
        # Replicates that all agree know no error; independent draws would leave this one.
        return pooled
    half = _student(len(parts) - 1) * float(np.std(parts, ddof=1)) / math.sqrt(len(parts))
    value = pooled.value
    return Estimated(value, max(value - half, 0.0), min(value + half, 1.0), pooled.n)


def _average(columns: Sequence[Floats]) -> Estimated:
    """Estimate the average of a chance."""
    known = [each[np.isfinite(each)] for each in columns]
    pooled = np.concatenate(known)
    n = len(pooled)
    if n == 0:
        return Estimated(math.nan, math.nan, math.nan, 0)
    value = float(pooled.mean())
    parts = [float(each.mean()) for each in known if len(each)]
    if n == 1:
        half = math.inf
    elif len(parts) < 3:
        half = _Z * float(np.std(pooled, ddof=1)) / math.sqrt(n)
    else:
        half = _student(len(parts) - 1) * float(np.std(parts, ddof=1)) / math.sqrt(len(parts))
    return Estimated(value, max(value - half, 0.0), min(value + half, 1.0), n)


def _student(freedom: int) -> float:
    """Return the 95 % point of Student's distribution."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.95))
