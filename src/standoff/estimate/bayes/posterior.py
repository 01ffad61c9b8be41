"""What is known of a model's parameters after the data were seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.bayes.blocks import read_blocks
from standoff.estimate.bayes.diagnostics import Mixing, mixing, sampling_problems
from standoff.estimate.bayes.priors import Prior
from standoff.estimate.bayes.sampling import Sampled
from standoff.estimate.bayes.target import Target
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.prepared import Prepared
from standoff.estimate.restrict import Restricted
from standoff.estimate.result import Fit
from standoff.result import Columns, Result, counted

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.bayes.checks import Check
    from standoff.estimate.bayes.leave_out import LeftOut

Interval = Literal["central", "hdi"]


@dataclass(frozen=True, eq=False, repr=False)
class Posterior(Result):
    """Draws of all parameters from the posterior, and what they say.

    Attributes
    ----------
    model : str
    prepared : Prepared
        The likelihood without effects of groups, and how it came out of the data.
    maximum : Fit
        The maximum of the likelihood, without priors and effects of groups.
    target : Target
        What was sampled: likelihood, priors, groups.
    sampled : Sampled
        The chains, in the free parameters.
    seed : int
    max_tree_depth : int
    """

    model: str
    prepared: Prepared
    maximum: Fit
    target: Target
    sampled: Sampled
    seed: int
    max_tree_depth: int = 10

    @property
    def sentence(self) -> str:
        """What was sampled, and how much."""
        n_chains, n_draws = self.chains.shape[:2]
        said = f"{self.model}, {counted(n_chains, 'chain')} of {counted(n_draws, 'draw')}"
        return said if self.converged else f"CHAINS DO NOT AGREE: {said}"

    def table(self) -> Columns:
        """Return `tidy()` as columns."""
        return self._tidied(0.95, "central")

    @property
    def likelihood(self) -> Likelihood:
        """The likelihood in all parameters, effects of groups among them."""
        return self.target.free.base

    @property
    def names(self) -> tuple[str, ...]:
        """All parameters, fixed ones included, then the standard deviations of groups."""
        return (*self.prepared.likelihood.names, *self.target.sd_names)

    @property
    def n(self) -> int:
        """Rows used."""
        return self.likelihood.n_observations

    @property
    def priors(self) -> Mapping[str, Prior]:
        """The prior of each free parameter."""
        return self.target.priors

    @cached_property
    def chains(self) -> Floats:
        """Draws of `names`, shape (n_chains, n_draws, k)."""
        return np.concatenate(
            [whole_rows(self.maximum.free, self.sampled.theta), self.sampled.sd], axis=-1
        )

    @cached_property
    def draws(self) -> Floats:
        """Draws of `names`, the chains one after the other, shape (n_chains * n_draws, k)."""
        return self.chains.reshape(-1, len(self.names))

    @property
    def params(self) -> pd.Series:
        """Means by name; a fixed parameter is its value."""
        return self._series(self.draws.mean(0))

    @property
    def sd(self) -> pd.Series:
        """Standard deviations by name; 0 for fixed parameters."""
        return self._series(self.draws.std(0, ddof=1))

    @cached_property
    def mixed(self) -> Mixing:
        """R-hat and effective draws of the free parameters in the order of `free_names`."""
        return mixing(np.concatenate([self.sampled.theta, self.sampled.sd], axis=-1))

    @property
    def free_names(self) -> tuple[str, ...]:
        """The parameters that were sampled, effects of groups left out."""
        return (*self.target.names, *self.target.sd_names)

    @property
    def converged(self) -> bool:
        """Whether the chains agree (R-hat at most 1.01), and no draw diverged."""
        return not self.sampled.diverging.any() and not (self.mixed.r_hat > 1.01).any()

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the chains or with the model at the means; empty if nothing is."""
        others = [e for e in getattr(self.maximum, "others", ()) if e.log_likelihood > -np.inf]
        found = sampling_problems(
            self.free_names, self.mixed, self.sampled, 1 + len(others), self.max_tree_depth
        )
        if others and self.target.uses_data:
            with np.errstate(all="ignore"):
                values = [self.likelihood.log_likelihoods(t).sum() for t in self.whole(200)]
            top = max(others, key=lambda end: end.log_likelihood)
            if top.log_likelihood > max(values):
                found.append(
                    "the likelihood is higher where the chains did not go, "
                    f"{top.log_likelihood:.1f} against at most {max(values):.1f}; how the "
                    f"search for the maximum ended there: {top.reason}"
                )
        if self.target.groupings:
            worst = self.effects_mixed.r_hat
            if (worst > 1.01).any():
                j = int(np.nanargmax(worst))
                found.append(
                    f"effects of groups do not agree among chains: R-hat {worst[j]:.3f} of "
                    f"{self.target.effects[j]}"
                )
        if self.target.uses_data:
            found += self.likelihood.problems(self.whole().mean(0))
        return tuple(found)

    @cached_property
    def effects_mixed(self) -> Mixing:
        """R-hat and effective draws of the effects of groups."""
        return mixing(self.sampled.effects)

    def whole(self, n_draws: int | None = None) -> Floats:
        """Draws of all parameters of `likelihood`, evenly picked, shape (n, k).

        Parameters
        ----------
        n_draws : int, optional
            All without it.
        """
        theta = self.sampled.theta.reshape(-1, self.sampled.theta.shape[-1])
        effects = self.sampled.effects.reshape(len(theta), -1)
        picked = picks(len(theta), n_draws)
        free = self.target.free_parameters(theta[picked], effects[picked])
        return whole_rows(self.target.free, free)

    def quantiles(self, levels: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> pd.DataFrame:
        """Quantiles of each parameter, a column per level."""
        with needs_extra():
            import pandas as pd
        values = np.quantile(self.draws, list(levels), axis=0).T
        return pd.DataFrame(values, index=list(self.names), columns=[f"{v:g}" for v in levels])

    def conf_int(self, level: float = 0.95, kind: Interval = "central") -> pd.DataFrame:
        """Intervals that hold a share `level` of the posterior.

        Parameters
        ----------
        level : float
        kind : "central" or "hdi"
            Equal tails, or the shortest interval.
        """
        with needs_extra():
            import pandas as pd
        if not 0 < level < 1:
            raise EstimationError(
                "the level of an interval lies between 0 and 1", found=f"{level:g}", right="0.95"
            )
        bounds = intervals(self.draws, level, kind)
        return pd.DataFrame(bounds, index=list(self.names), columns=["low", "high"])

    def cov_params(self) -> pd.DataFrame:
        """Covariance of the posterior, by name; 0 for fixed parameters."""
        with needs_extra():
            import pandas as pd
        covariance = np.atleast_2d(np.cov(self.draws, rowvar=False))
        return pd.DataFrame(covariance, index=list(self.names), columns=list(self.names))

    def tidy(self, level: float = 0.95, kind: Interval = "central") -> pd.DataFrame:
        """One row per parameter: mean, sd, interval, R-hat, effective draws, prior, fixed."""
        with needs_extra():
            import pandas as pd
        return pd.DataFrame(dict(self._tidied(level, kind)))

    def _tidied(self, level: float, kind: Interval) -> Columns:
        place = {name: j for j, name in enumerate(self.free_names)}
        at = np.array([place.get(name, -1) for name in self.names])

        def of(values: Floats) -> Floats:
            return np.where(at >= 0, values[at], np.nan)

        bounds = intervals(self.draws, level, kind)
        split = [self.prepared.parts(name) for name in self.names]
        return {
            "parameter": self.names,
            "block": [block for block, _ in split],
            "regressor": [regressor for _, regressor in split],
            "mean": self.draws.mean(0),
            "sd": self.draws.std(0, ddof=1),
            "low": bounds[:, 0],
            "high": bounds[:, 1],
            "r_hat": of(self.mixed.r_hat),
            "ess_bulk": of(self.mixed.bulk),
            "ess_tail": of(self.mixed.tail),
            "mcse_mean": of(self.mixed.error),
            "prior": [str(self.priors.get(name, "")) for name in self.names],
            "fixed": ~self._is_free(),
        }

    def effects(self, level: float = 0.95, kind: Interval = "central") -> pd.DataFrame:
        """One row per group with an effect: utility, column, level, mean, sd, interval, R-hat."""
        with needs_extra():
            import pandas as pd
        values = self.sampled.effects.reshape(-1, len(self.target.effects))
        bounds = intervals(values, level, kind)
        groupings = self.target.groupings
        return pd.DataFrame(
            {
                "block": [each.block for each in groupings for _ in each.levels],
                "group": ["+".join(each.columns) for each in groupings for _ in each.levels],
                "level": [label for each in groupings for label in each.levels],
                "mean": values.mean(0),
                "sd": values.std(0, ddof=1),
                "low": bounds[:, 0],
                "high": bounds[:, 1],
                "r_hat": self.effects_mixed.r_hat,
                "ess_bulk": self.effects_mixed.bulk,
            }
        )

    def predict(
        self,
        data: object | None = None,
        *,
        kind: str = "outcome",
        level: float = 0.95,
        n_draws: int = 500,
    ) -> pd.DataFrame:
        """Probabilities of outcomes with bands, or of actions once their move is reached.

        Parameters
        ----------
        data : anything `read_data` takes, optional
            Other rows; without it the rows used. A group that was not among those fitted has an
            effect drawn from their distribution.
        kind : "outcome" or "action"
        level : float
            Share of the posterior between `low` and `high`.
        n_draws : int
            Draws that are used, evenly picked.

        Returns
        -------
        pandas data frame
            Per row and outcome: row (what the data frame calls it, else its place from 0),
            outcome, probability (the posterior's mean), low, high. Of signaling crises other rows
            play the equilibrium with the least resistance.
        """
        from standoff.estimate.bayes.predicting import predict

        return predict(self, data, kind=kind, level=level, n_draws=n_draws)

    def loo(self, n_draws: int | None = None) -> LeftOut:
        """Expected log density of rows left out one at a time (PSIS-LOO), by ArviZ.

        Parameters
        ----------
        n_draws : int, optional
            Draws per chain that are used; without it as many as 20 million numbers hold.
        """
        from standoff.estimate.bayes.leave_out import leave_one_out

        return leave_one_out(self, n_draws)

    def prior_predictive(
        self, by: str | None = None, *, n_bins: int = 4, n_draws: int = 500, level: float = 0.95
    ) -> Check:
        """How often each outcome would come about if only the priors were known.

        See `posterior_predictive`.
        """
        from standoff.estimate.bayes.checks import check

        return check(self, "prior", by, n_bins=n_bins, n_draws=n_draws, level=level)

    def posterior_predictive(
        self, by: str | None = None, *, n_bins: int = 4, n_draws: int = 500, level: float = 0.95
    ) -> Check:
        """How often each outcome should have come about, beside how often it did.

        Parameters
        ----------
        by : str, optional
            A column whose values, or bins of them, are checked apart.
        n_bins : int
            Of a column of numbers with more than so many values; bins hold equally many rows.
        n_draws : int
            Data sets that are drawn.
        level : float
            Share of them between `low` and `high`.
        """
        from standoff.estimate.bayes.checks import check

        return check(self, "posterior", by, n_bins=n_bins, n_draws=n_draws, level=level)

    def to_arviz(self, *, log_likelihood: bool = True) -> Any:
        """Everything as ArviZ's `DataTree`: posterior, sample_stats, log_likelihood."""
        from standoff.estimate.bayes.leave_out import to_arviz

        return to_arviz(self, log_likelihood=log_likelihood)

    def summary(self, level: float = 0.95) -> str:
        """The posterior as a table of text, what is wrong with it first."""
        from standoff.estimate.bayes.summary import summary

        return summary(self, level)

    def __str__(self) -> str:
        return self.summary()

    def shock_sizes(self) -> tuple[tuple[str, float], ...]:
        """What each utility competes with, in its own unit: the scale that priors are made of."""
        blocks = read_blocks(self.prepared.likelihood)
        return tuple((b.label, b.size) for b in blocks if b.parameters and b.kind == "utility")

    def _is_free(self) -> np.ndarray:
        return np.concatenate(
            [self.maximum.free.spread.any(1), np.ones(len(self.target.sd_names), bool)]
        )

    def _series(self, values: Floats) -> pd.Series:
        with needs_extra():
            import pandas as pd
        return pd.Series(values, index=list(self.names))


def whole_rows(free: Restricted, rows: Floats) -> Floats:
    """All parameters from rows of the free ones, shape (..., k)."""
    return free.held + rows @ free.spread.T


def picks(n_all: int, n_wanted: int | None) -> np.ndarray:
    """Positions that are evenly picked among all draws."""
    if n_wanted is None or n_wanted >= n_all:
        return np.arange(n_all)
    if n_wanted < 1:
        raise EstimationError("no draws are wanted", found=str(n_wanted), right="1 or more")
    return np.linspace(0, n_all - 1, n_wanted).round().astype(np.int64)


def intervals(draws: Floats, level: float, kind: Interval = "central") -> Floats:
    """The interval of each column, shape (k, 2)."""
    if kind == "central":
        return np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0).T
    if kind != "hdi":
        raise EstimationError(
            "there is no such interval", found=repr(kind), right='"central" or "hdi"'
        )
    values = np.sort(draws, axis=0)
    n_inside = max(int(np.ceil(level * len(values))), 1)
    widths = values[n_inside - 1 :] - values[: len(values) - n_inside + 1]
    first = np.argmin(widths, axis=0)
    columns = np.arange(values.shape[1])
    return np.stack([values[first, columns], values[first + n_inside - 1, columns]], axis=1)
