"""How much of an answer's variance each source of doubt explains, alone and with all others."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.brief.draw import Sampling, draw_swapped
from standoff.brief.factors import Factor, factors
from standoff.errors import GameError
from standoff.models.answers import Answers, Floats
from standoff.study.ask import Progress, answer_all, silent
from standoff.study.subject import Subject, subject_of
from standoff.study.target import Target, parse_target

#: Two-sided 90 %.
_ENDS = (0.05, 0.95)
#: Fewer complete rows say nothing.
LEAST = 16


@dataclass(frozen=True, slots=True)
class Index:
    """A share of variance with its range.

    Parameters
    ----------
    value : float
        nan where it cannot be said. An estimate may lie a little below 0 or above 1.
    low, high : float
        The 5 and 95 % points over resampled rows.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """What one source of doubt explains.

    Parameters
    ----------
    name : str
    members : tuple of str
        Parameters and conflicts that were drawn anew together.
    first : Index
        The share of the variance that would go, on average, if this alone were known.
    total : Index
        The share that would stay, on average, if everything but this were known: with everything
        in which it acts together with others.
    n_rows : int
        Rows with all answers that these two need.
    """

    name: str
    members: tuple[str, ...]
    first: Index
    total: Index
    n_rows: int


@dataclass(frozen=True, slots=True)
class SobolFinding:
    """First-order and total shares of every source of doubt, the largest total first.

    Parameters
    ----------
    target : str
        What the shares are of.
    indices : tuple of SobolIndex
    mean, variance : float
        Of the target over the rows with an answer.
    n_rows : int
        Rows of the design; each was answered `n_factors + 2` times.
    n_answers, n_unanswered : int
        Answers asked for, and how many of them did not come. A row counts for a source of doubt if
        its three answers came; the shares are then about the part of the ranges in which they do,
        where the sources of doubt need no longer be independent.
    rule : str
        How one of several equilibria was picked.
    sampling : {"random", "sobol"}
    seed : int
    notes : tuple of str
        What limits the shares, in words.
    """

    target: str
    indices: tuple[SobolIndex, ...]
    mean: float
    variance: float
    n_rows: int
    n_answers: int
    n_unanswered: int
    rule: str
    sampling: Sampling
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def first_total(self) -> float:
        """Sum of the first-order shares; 1 minus it is left to what acts together."""
        return float(np.nansum([each.first.value for each in self.indices]))


def sobol_indices(
    brief: Brief,
    *,
    target: str | None = None,
    subject: Subject | None = None,
    given: Sequence[str] | None = None,
    remove: Collection[str] = (),
    groups: Mapping[str, Sequence[str]] | None = None,
    n_rows: int | None = None,
    seed: int = 0,
    sampling: Sampling = "sobol",
    n_resamples: int = 500,
    progress: Progress = silent,
) -> SobolFinding:
    r"""Estimate first-order and total shares of variance by drawing one source of doubt anew.

    Parameters
    ----------
    brief : Brief
    target : str, optional
        See `standoff.study.target.parse_target`; by default the headline. `answered` asks what
        decides whether there is an answer.
    subject : Subject, optional
        Who answers, for example under another rule of selection; by default the case's own.
    given, remove : sequences of str
        Moves known to have been made (by default the case's own), and moves taken away.
    groups : dict of str to sequence of str, optional
        Parameters and conflicts that are to count as one, by a name for each group.
    n_rows : int, optional
        Rows of the design, at best a power of two; by default the largest power of two of which
        all answers are within the subject's usual number of draws, and at least 64.
    seed : int
    sampling : {"sobol", "random"}
    n_resamples : int
        Times that the rows are resampled for the ranges.
    progress : callable

    Returns
    -------
    SobolFinding

    Raises
    ------
    GameError
        If there are fewer than 16 rows, or a group splits correlated parameters.
    UnknownName
        If the target or a member of a group is unknown.

    Notes
    -----
    The design of Saltelli: with two independent tables A and B, and for each source of doubt i the
    table A with i from B,

    .. math::

        S_i = mean(f_B (f_{A,i} - f_A)) / V, \quad T_i = mean((f_A - f_{A,i})^2) / (2 V),

    where V is the variance over A and B, and the mean was taken off f. The cost is `n_factors + 2`
    answers for each row.

    The shares are about independent sources of doubt. Correlated parameters count as one source
    (their shares cannot be told apart in this way; `standoff.study.given_data` gives each one's
    first-order share with what it says about the others), and a conflict on which parameters depend
    is a source of its own.

    Ranges come from resampling whole rows (bootstrap, 5 and 95 %). With evenly spread rows they are
    rather too wide, since they count the scatter of rows that are independent.

    References
    ----------
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Design and
    estimator for the total sensitivity index. Computer Physics Communications 181.
    Sobol', I. M. (2001). Global sensitivity indices for nonlinear mathematical models and their
    Monte Carlo estimates. Mathematics and Computers in Simulation 55.

    Examples
    --------
    >>> from standoff.brief import brief_case
    >>> found = sobol_indices(brief_case("cases/cienfuegos/case.yaml"), n_rows=256)
    >>> [each.name for each in found.indices][:2]
    ['case_value', 'p_resolved_secret']
    """
    subject = subject or subject_of(brief)
    known = brief.given if given is None else tuple(given)
    sources = factors(brief, groups)
    if not sources:
        raise GameError("nothing in this case varies", right="give an assumption a range")
    n = n_rows or _usual(subject, len(sources))
    if n < LEAST:
        raise GameError(f"the number of rows must be at least {LEAST}, found {n}")
    everything = tuple(stream for each in sources for stream in each.streams)
    parsed: Target | None = None
    status: list[int] = []

    def ask(swapped: Sequence[str], step: int) -> Floats:
        nonlocal parsed, rule
        progress("sources of doubt", step, len(sources) + 2)
        draws = draw_swapped(brief, n, seed, swapped, sampling=sampling)
        answers: Answers = answer_all(subject, draws, known, remove, chunk=subject.effort.chunk)
        parsed = parsed or parse_target(target, subject, answers)
        rule = answers.rule
        status.append(int((~answers.has_answer).sum()))
        return parsed.of(answers)

    rule = ""
    f_a, f_b = ask((), 0), ask(everything, 1)
    f_ab = np.array([ask(each.streams, i + 2) for i, each in enumerate(sources)])
    progress("sources of doubt", len(sources) + 2, len(sources) + 2)
    assert parsed is not None
    first, total, n_complete = shares(f_a, f_b, f_ab, n_resamples=n_resamples, seed=seed)
    both = np.concatenate([f_a, f_b])
    both = both[np.isfinite(both)]
    found = [
        SobolIndex(each.name, each.members, first[i], total[i], n_complete[i])
        for i, each in enumerate(sources)
    ]
    return SobolFinding(
        target=parsed.name,
        indices=tuple(sorted(found, key=lambda each: -np.nan_to_num(each.total.value))),
        mean=float(both.mean()) if len(both) else math.nan,
        variance=float(both.var()) if len(both) else math.nan,
        n_rows=n,
        n_answers=n * (len(sources) + 2),
        n_unanswered=sum(status),
        rule=rule,
        sampling=sampling,
        seed=seed,
        notes=_notes(sources, n, n_complete, both),
    )


def shares(
    f_a: Floats, f_b: Floats, f_ab: Floats, *, n_resamples: int = 500, seed: int = 0
) -> tuple[list[Index], list[Index], list[int]]:
    """Return first-order and total shares from the answers to a design.

    Parameters
    ----------
    f_a, f_b : float arrays, shape (n_rows,)
        Answers to two independent tables; nan where there is none.
    f_ab : float array, shape (n_factors, n_rows)
        Answers to the first table with one source of doubt from the second.
    n_resamples, seed : int

    Returns
    -------
    first, total : list of Index, one per source of doubt
    n_rows : list of int
        Complete rows. Fewer than 16 of them, or an answer that never varies, give nan.
    """
    n = len(f_a)
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, n, (n_resamples, n)) if n_resamples else np.empty((0, n), np.int64)
    weights = np.ones((n_resamples + 1, n))
    for row, rows in enumerate(chosen):
        weights[row + 1] = np.bincount(rows, minlength=n)
    first: list[Index] = []
    total: list[Index] = []
    complete: list[int] = []
    for mixed in f_ab:
        whole = np.isfinite(f_a) & np.isfinite(f_b) & np.isfinite(mixed)
        complete.append(int(whole.sum()))
        s, t = _ratios(f_a[whole], f_b[whole], mixed[whole], weights[:, whole])
        first.append(_index(s))
        total.append(_index(t))
    return first, total, complete


def _ratios(a: Floats, b: Floats, ab: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return both shares for every row of weights; the first row is the rows as they are."""
    if len(a) < LEAST:
        return np.full(len(weights), np.nan), np.full(len(weights), np.nan)
    middle = (a.mean() + b.mean()) / 2
    a, b, ab = a - middle, b - middle, ab - middle
    parts = np.column_stack([np.ones_like(a), a, b, a**2, b**2, b * (ab - a), (a - ab) ** 2, ab])
    sums = weights @ parts
    n = sums[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums[:, 1:] / n[:, None]
        center = (means[:, 0] + means[:, 1]) / 2
        variance = (means[:, 2] + means[:, 3]) / 2 - center**2
        # Each resample takes off its own mean, as the whole does.
        first = means[:, 4] - center * (means[:, 6] - means[:, 0])
        still = variance <= 1e-20 * max(1.0, middle**2)
        s = np.where(still, np.nan, first / variance)
        t = np.where(still, np.nan, means[:, 5] / (2 * variance))
    return s, t


def _index(values: NDArray[np.float64]) -> Index:
    resampled = values[1:][np.isfinite(values[1:])]
    if math.isnan(values[0]) or not len(resampled):
        return Index(float(values[0]), math.nan, math.nan)
    low, high = np.quantile(resampled, _ENDS).tolist()
    return Index(float(values[0]), low, high)


def _usual(subject: Subject, n_factors: int) -> int:
    room = max(subject.effort.n_draws // (n_factors + 2), 64)
    return 2 ** int(math.log2(room))


def _notes(
    sources: Sequence[Factor], n: int, n_complete: Sequence[int], both: Floats
) -> tuple[str, ...]:
    found: list[str] = []
    if len(both) and np.ptp(both) == 0.0:
        found.append("the answer is the same in every row, so there is no variance to share")
    joined = [each for each in sources if len(each.members) > 1]
    if joined:
        found.append(
            f"{'; '.join(', '.join(each.members) for each in joined)}: drawn anew together, so"
            " that their shares are those of the group"
        )
    if min(n_complete) < n:
        found.append(
            f"between {min(n_complete)} and {max(n_complete)} of {n} rows have all answers that a"
            " share needs; the others are left out"
        )
    return tuple(found)
