"""Predictive checks: outcomes as often as priors or posterior let expect, beside those seen.

Gelman, Meng and Stern (1996), Posterior predictive assessment of model fitness via realized
discrepancies. Statistica Sinica 6, 733-807.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.bayes.posterior import whole_rows
from standoff.estimate.covariance import written
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats
from standoff.estimate.seen import seen

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.bayes.posterior import Posterior


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """How often outcomes were seen, and would be seen in data sets that are drawn.

    Attributes
    ----------
    of : "prior" or "posterior"
    by : str
        The column by whose values the rows are told apart; empty if they are not.
    groups, outcomes : tuple of str
    n_rows : tuple of int
        Rows of each group.
    observed : float array, shape (n_groups, n_outcomes)
        Shares that were seen.
    drawn : float array, shape (n_data_sets, n_groups, n_outcomes)
        Shares in data sets that were drawn; NaN where a draw has no answer.
    level : float
    n_left_out : int
        Rows in which it is not known which outcome came about.
    """

    of: Literal["prior", "posterior"]
    by: str
    groups: tuple[str, ...]
    outcomes: tuple[str, ...]
    n_rows: tuple[int, ...]
    observed: Floats
    drawn: Floats
    level: float
    n_left_out: int

    @property
    def answered(self) -> Bools:
        """Draws for which the model has an answer in every row, shape (n_data_sets,)."""
        return np.asarray(np.isfinite(self.drawn).all(axis=(1, 2)))

    @property
    def problems(self) -> tuple[str, ...]:
        """What the model does not reproduce, as sentences; empty if nothing was found."""
        found: list[str] = []
        n_silent = int((~self.answered).sum())
        if n_silent:
            found.append(
                f"in {n_silent} of {len(self.drawn)} draws some row has no answer; they are left "
                "out"
            )
        rows = self.table().to_dict("records")
        bad = [row for row in rows if not row["low"] <= row["observed"] <= row["high"]]
        if bad and self.answered.any():
            worst = [
                f"{row['outcome']}{self._where(row['group'])} "
                f"({row['observed']:.3f}, expected {row['low']:.3f} to {row['high']:.3f})"
                for row in bad[:4]
            ]
            more = f" and {len(bad) - 4} more" if len(bad) > 4 else ""
            found.append(
                f"{len(bad)} of {len(rows)} shares lie outside the {self.of}'s "
                f"{100 * self.level:g} %: {', '.join(worst)}{more}"
            )
        return tuple(found)

    def _where(self, group: str) -> str:
        return f" where {self.by} is {group}" if self.by else ""

    def table(self) -> pd.DataFrame:
        """Per group and outcome: rows, observed and expected share, band, and p.

        `p` is the share of data sets in which the outcome is at least as frequent as it was; where
        it is near 0 or 1 the model does not reproduce it.
        """
        with needs_extra():
            import pandas as pd
        good = self.drawn[self.answered]
        shape = self.observed.shape
        mean = low = high = at_least = np.full(shape, np.nan)
        if len(good):
            tail = (1 - self.level) / 2
            mean = good.mean(0)
            low, high = np.quantile(good, [tail, 1 - tail], axis=0)
            at_least = ((good > self.observed) + 0.5 * (good == self.observed)).mean(0)
        return pd.DataFrame(
            {
                "group": np.repeat(self.groups, shape[1]),
                "outcome": list(self.outcomes) * shape[0],
                "n": np.repeat(self.n_rows, shape[1]),
                "observed": self.observed.ravel(),
                "expected": mean.ravel(),
                "low": low.ravel(),
                "high": high.ravel(),
                "p": at_least.ravel(),
            }
        )

    def __str__(self) -> str:
        lines = [f"! {problem}" for problem in self.problems]
        kept = f"; {self.n_left_out} rows with an unknown outcome left out" * bool(self.n_left_out)
        lines.append(
            f"{self.of} predictive check of outcomes{f' by {self.by}' if self.by else ''}, "
            f"{int(self.answered.sum())} data sets{kept}"
        )
        return "\n".join([*lines, self.table().to_string(index=False, float_format="%.3f")])


def check(
    posterior: Posterior,
    of: Literal["prior", "posterior"],
    by: str | None,
    *,
    n_bins: int,
    n_draws: int,
    level: float,
) -> Check:
    """See `Posterior.posterior_predictive`."""
    counts = seen(posterior.likelihood)
    if counts is None:
        raise EstimationError(
            "this model does not see outcomes that could be checked",
            right="data in which it is known what came about",
        )
    known = counts.sum(1) > 0
    if not known.any():
        raise EstimationError("in no row is it known which outcome came about")
    labels, member = _groups(posterior, by, n_bins)
    draws = _draws(posterior, of, n_draws)
    rng = np.random.default_rng([posterior.seed, 3 if of == "prior" else 4])
    matrix = np.array([(member == j) & known for j in range(len(labels))], float)
    rows = [_data_set(posterior, theta, counts, rng) for theta in draws]
    total = matrix @ counts.sum(1)
    kept = total > 0
    divisor = total[kept][:, None]
    return Check(
        of,
        by or "",
        tuple(label for label, used in zip(labels, kept, strict=True) if used),
        posterior.likelihood.outcomes,
        tuple(int(n) for n in matrix.sum(1)[kept]),
        (matrix @ counts)[kept] / divisor,
        np.array([(matrix @ each)[kept] / divisor for each in rows]),
        level,
        int((~known).sum()),
    )


def _draws(posterior: Posterior, of: str, n_draws: int) -> Floats:
    if of == "posterior":
        return posterior.whole(n_draws)
    target = posterior.target
    theta, _, effects = target.prior_draws(n_draws, posterior.seed)
    return whole_rows(target.free, target.free_parameters(theta, effects))


def _data_set(
    posterior: Posterior, theta: Floats, counts: Floats, rng: np.random.Generator
) -> Floats:
    """Counts of outcomes that a draw brings about, as many in each row as were seen."""
    with np.errstate(all="ignore"):
        p = posterior.likelihood.probabilities(theta)
    n = counts.sum(1)
    if not np.isfinite(p[n > 0]).all():
        return np.full_like(counts, np.nan)
    p = np.where(n[:, None] > 0, np.clip(np.nan_to_num(p), 0.0, 1.0), 1.0 / p.shape[1])
    p = p / p.sum(1, keepdims=True)
    whole = np.rint(n)
    if np.allclose(n, whole):
        return rng.multinomial(whole.astype(np.int64), p).astype(float)
    # Weighted rows: each is one play that counts for its weight.
    return rng.multinomial((n > 0).astype(np.int64), p) * n[:, None]


def _groups(posterior: Posterior, by: str | None, n_bins: int) -> tuple[Sequence[str], np.ndarray]:
    """Names of groups of rows, and the group of each row (-1 without a value)."""
    data = posterior.prepared.data
    if by is None:
        return ("all",), np.zeros(data.n_rows, np.int64)
    data.require([by], "the predictive check")
    values, gone = data[by], data.missing(by)
    member = np.full(data.n_rows, -1, np.int64)
    if by in data.levels:
        words = values.astype(str)
        labels = [level for level in data.levels[by] if (words[~gone] == level).any()]
        for j, label in enumerate(labels):
            member[~gone & (words == label)] = j
        return labels, member
    distinct = np.unique(values[~gone])
    if len(distinct) <= max(n_bins, 2):
        member[~gone] = np.searchsorted(distinct, values[~gone])
        return written(distinct), member
    if n_bins < 1:
        raise EstimationError("there must be bins", found=f"n_bins={n_bins}", right="1 or more")
    edges = np.unique(np.quantile(values[~gone], np.linspace(0, 1, n_bins + 1)))
    member[~gone] = np.clip(np.searchsorted(edges, values[~gone], "right") - 1, 0, len(edges) - 2)
    return [f"{low:.4g} to {high:.4g}" for low, high in pairwise(edges)], member
