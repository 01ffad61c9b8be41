"""How much of an answer's variance each source of doubt explains, alone and with all others."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from standoff.brief.brief import Brief
from standoff.brief.draw import Sampling, draw_swapped
from standoff.brief.factor import Factor, factors
from standoff.errors import GameError
from standoff.models.answers import Answers, Floats
from standoff.result import Columns, Pictured, by_column
from standoff.study.evaluate import Progress, answer_all, silent
from standoff.study.numbers import Numbers
from standoff.study.subject import Subject, subject_of
from standoff.study.target import Target, parse_target
from standoff.study.variance_shares import LEAST, Index, shares


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


@dataclass(frozen=True, slots=True, repr=False)
class SobolFinding(Pictured):
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
        What is missing and why, and what limits the shares, in words.
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

    drawing: ClassVar[str] = "standoff.view.sobol:chart"

    @property
    def sentence(self) -> str:
        """What the shares are of, and the source of doubt that counts most."""
        largest = self.numbers()["largest"]
        return f"Shares of the variance of {self.target}; the largest in all is that of {largest}"

    def table(self) -> Columns:
        """Return one row per source of doubt."""
        return by_column(
            (
                *("name", "first", "first_low", "first_high"),
                *("total", "total_low", "total_high", "n_rows"),
            ),
            (
                (
                    *(each.name, each.first.value, each.first.low, each.first.high),
                    *(each.total.value, each.total.low, each.total.high, each.n_rows),
                )
                for each in self.indices
            ),
        )

    def numbers(self) -> Numbers:
        """Give mean, variance and total indices, to be compared with those under another rule."""
        known = [each for each in self.indices if np.isfinite(each.total.value)]
        found: dict[str, float | str] = {"largest": known[0].name if known else "none"}
        found |= {"mean": self.mean, "variance": self.variance}
        return found | {f"total of {each.name}": each.total.value for each in self.indices}

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
        all answers are within the subject's usual number of draws, and at least 64; 256 if that
        number is some thousands.
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
    n = _usual(subject, len(sources)) if n_rows is None else n_rows
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
        notes=_notes(sources, n, n_complete, both, sampling),
    )


def _usual(subject: Subject, n_factors: int) -> int:
    n = subject.effort.n_draws
    least = min(max(n // 6, 64), 256)
    return 2 ** int(math.log2(max(n // (n_factors + 2), least)))


def _notes(
    sources: Sequence[Factor],
    n: int,
    n_complete: Sequence[int],
    both: Floats,
    sampling: Sampling,
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
        least, most = min(n_complete), max(n_complete)
        few = f"{least:,}" if least == most else f"between {least:,} and {most:,}"
        found.append(
            f"{few} of {n:,} rows have all answers that a share needs; the others are left out"
        )
    found += [*_too_few(sources, n, n_complete), *_uneven(n, sampling)]
    return tuple(found)


def _too_few(sources: Sequence[Factor], n: int, n_complete: Sequence[int]) -> list[str]:
    """Say which sources have no share for want of rows, and how many rows would do."""
    short = [name.name for name, own in zip(sources, n_complete, strict=True) if own < LEAST]
    if not short:
        return []
    whose = "no source has a share" if len(short) == len(sources) else f"no share of {_list(short)}"
    told = f"{whose}: it takes {LEAST} rows with all answers"
    least = min(n_complete)
    if least == 0:
        return [f"{told}; what decides whether there is an answer is another target: answered"]
    # A little more than in proportion, since the next rows may have fewer answers.
    wanted = 2 ** math.ceil(math.log2(1.2 * LEAST * n / least))
    return [f"{told}; {wanted:,} rows would probably do"]


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _uneven(n: int, sampling: Sampling) -> list[str]:
    below = 2 ** int(math.log2(n))
    if sampling == "random" or below == n:
        return []
    return [
        f"{n:,} is not a power of two, and was not rounded: evenly spread rows are most even at "
        f"{below:,} or {2 * below:,}"
    ]
