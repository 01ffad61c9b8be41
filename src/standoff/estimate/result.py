"""A fitted model: its estimates, how sure they are, and what it predicts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

import numpy as np
from scipy import special

from standoff.errors import EstimationError
from standoff.estimate.covariance import Kind
from standoff.estimate.data import read_data
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats, Ints, Likelihood, Separable, Sized
from standoff.estimate.maximize import Inner, Maximum, Penalty
from standoff.estimate.prepared import Prepared
from standoff.estimate.restrict import Restricted
from standoff.estimate.weakness import flat_directions, weak_directions
from standoff.result import Columns, Picture, Pictured, counted

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.resampling import Bootstrap
    from standoff.estimate.signaling.choose import Rule
    from standoff.estimate.tables import Table, TableOptions


@dataclass(frozen=True, eq=False, repr=False)
class Fit(Pictured):
    """What was estimated, and from what.

    Parameters
    ----------
    model : str
        Such as "egame12".
    prepared : Prepared
        The likelihood in all parameters, and how it came out of the data.
    free : Restricted
        The likelihood in the parameters that were estimated.
    maximum : Maximum
        Where the search ended, in the free parameters.
    kind : str
        The covariance that is used where none is named.
    groups : int array or None, shape (n,)
        Clusters of the rows.
    members : int array or None, shape (n, 2)
        The two members of each row's dyad.
    replicates : Bootstrap or None
    penalizer : Penalty or None
    cluster : tuple of str
        The columns that say which rows belong together.
    """

    model: str
    prepared: Prepared
    free: Restricted
    maximum: Maximum
    kind: Kind = "observed"
    groups: Ints | None = None
    members: Ints | None = None
    replicates: Bootstrap | None = None
    penalizer: Penalty | None = None
    cluster: tuple[str, ...] = ()
    _cache: dict[str, Floats] = field(default_factory=dict[str, Floats], repr=False)

    drawing: ClassVar[str] = "standoff.view.coefficients:chart"

    @property
    def sentence(self) -> str:
        """What was fitted, to how much, and how well."""
        said = f"{self.described}, {counted(self.n_rows, 'row')}, log-likelihood {self.llf:.4f}"
        return said if self.converged else f"NOT CONVERGED: {said}"

    def table(self) -> Columns:
        """Return `tidy()` as columns."""
        return self._tidied(0.95)

    def plot(self, **options: Any) -> Picture:
        """Draw the estimates and their intervals.

        Parameters
        ----------
        **options
            Those of `standoff.view.coefficients.chart`.
        """
        from standoff.estimate.reported import report

        return self._picture([report(self, self.model)], **options)

    @property
    def likelihood(self) -> Likelihood:
        """The likelihood in all parameters."""
        return self.prepared.likelihood

    @property
    def names(self) -> tuple[str, ...]:
        """All parameters, the fixed ones included."""
        return self.likelihood.names

    @property
    def theta(self) -> Floats:
        """All estimates in the order of `names`, shape (k,)."""
        return self.free.whole(self.maximum.theta)

    @property
    def penalty(self) -> str:
        """The penalty's name; empty without one."""
        return self.penalizer.name if self.penalizer else ""

    @property
    def converged(self) -> bool:
        """Whether the search ended at a maximum, and at a finite one."""
        return self.maximum.converged and not self.separation

    @cached_property
    def separation(self) -> tuple[str, ...]:
        """Choices that regressors predict perfectly, so that no finite estimate exists."""
        if self.penalizer is not None or not isinstance(self.likelihood, Separable):
            return ()
        return self.likelihood.separations(self.theta, self.free.spread)

    @property
    def n(self) -> int | float:
        """Observations: plays, however they are written (rows, counts of endings, frequencies).

        A signaling crisis is one observation for each row, since each plays one equilibrium.
        """
        from standoff.estimate.seen import plays

        weights = self.prepared.weights
        counted = plays(self.likelihood)
        if counted is None:
            return self.likelihood.n_observations if weights is None else weights.n
        if weights is not None and weights.kind == "sampling":
            counted = counted / weights.values
        total = float(counted.sum())
        return round(total) if abs(total - round(total)) < 1e-9 * total else total

    @property
    def n_rows(self) -> int:
        """Rows used."""
        return self.likelihood.n_observations

    @property
    def inner(self) -> Inner:
        """Where the search ended, in the units in which it went on."""
        found = self.maximum
        return found.inner or Inner(
            self.free, found.theta, found.hessian, np.eye(self.n_parameters)
        )

    @property
    def n_parameters(self) -> int:
        """Parameters that were estimated."""
        return len(self.maximum.theta)

    @property
    def params(self) -> pd.Series:
        """All estimates by name; a fixed one is its value."""
        return self._series(self.theta)

    @property
    def bse(self) -> pd.Series:
        """Standard errors by name; NaN for fixed parameters, and where the fit did not converge."""
        return self._series(self.standard_errors())

    @property
    def tvalues(self) -> pd.Series:
        """Estimates over standard errors."""
        return self._series(self.statistics())

    @property
    def pvalues(self) -> pd.Series:
        """Two-sided, from the normal distribution."""
        return self._series(2 * special.ndtr(-np.abs(self.statistics())))

    @property
    def llf(self) -> float:
        """Log-likelihood at the estimates, without a penalty."""
        if not self.penalty:
            return self.maximum.value
        return float(self.log_likelihoods().sum())

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2k - 2 log L: smaller is better."""
        return 2 * self.n_parameters - 2 * self.llf

    @property
    def bic(self) -> float:
        """Schwarz's criterion, k log n - 2 log L: smaller is better."""
        return self.n_parameters * math.log(self.n) - 2 * self.llf

    @property
    def described(self) -> str:
        """What was fitted, in a few words."""
        return self.prepared.described

    def answers(
        self, designs: Sequence[object], *, rule: Rule | None = None, own: bool = False
    ) -> Callable[[Floats], list[Floats]]:
        """How parameters answer for rows: from theta to the outcomes' probabilities at each design.

        Parameters
        ----------
        designs : sequence of designs
            From `prepared.remake`.
        rule : str, optional
            Which of several equilibria, of a signaling crisis.
        own : bool
            Whether they are the rows of the fit with some columns changed.

        Raises
        ------
        EstimationError
            If the model has no rules, or the rows have several equilibria and no rule is named.
        """
        if rule is not None:
            raise EstimationError(
                f"{self.model} has one prediction, and no rule that chooses",
                found=repr(rule),
                right="leave it out",
            )
        return lambda theta: [self.likelihood.probabilities(theta, each) for each in designs]

    @property
    def probabilities(self) -> Floats:
        """Probability of each outcome at the rows used, shape (n, n_outcomes)."""
        return self.likelihood.probabilities(self.theta)

    def log_likelihoods(self) -> Floats:
        """Each row's contribution at the estimates, shape (n,)."""
        return self.likelihood.log_likelihoods(self.theta)

    def check_own_likelihood(self) -> None:
        """Refuse a fit that did not maximize `likelihood`, where that would be maximized again."""

    def observed_outcomes(self) -> Ints | None:
        """Position of the outcome of each row, shape (n,); None if some row is not one outcome."""
        counts = getattr(self.likelihood, "counts", None)
        if counts is None or not ((counts > 0).sum(1) == 1).all():
            return None
        return np.argmax(counts, axis=1)

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with this fit, as sentences; empty if nothing was found."""
        return self.problems_with(self.kind)

    def problems_with(self, kind: Kind) -> tuple[str, ...]:
        """What is wrong with this fit if its errors are of a kind."""
        from standoff.estimate.covariance_rank import covariance_problems

        return (*self._wrong, *covariance_problems(self, kind))

    @cached_property
    def _wrong(self) -> tuple[str, ...]:
        """What is wrong whatever the covariance."""
        found: list[str] = []
        inner = self.inner
        if not self.maximum.converged:
            flat = flat_directions(self.free.names, inner.hessian, inner.outward)[1]
            found.append(
                f"did not converge: {self.maximum.reason}; flattest there in {', '.join(flat)}"
            )
        found += self.separation
        if not found:
            is_sized = isinstance(self.likelihood, Sized)
            found += weak_directions(
                self.free.names, inner.hessian, inner.outward, in_shocks=is_sized
            )
        if self.converged and np.isfinite(self.maximum.higher):
            found.append(
                f"a search saw a log-likelihood of {self.maximum.higher:.3f}, which is higher, but "
                "arrived at no maximum there: try more n_starts"
            )
        if self.converged and np.isnan(self.free_covariance("observed")).any():
            advice = ' (covariance="penalized" has some)' if self.penalizer else ""
            found.append(f"the information is not definite: no standard errors{advice}")
        found += self.free.problems(self.maximum.theta)
        return tuple(found)

    def cov_params(self, kind: Kind | None = None) -> pd.DataFrame:
        """Covariance of the estimates, by name.

        Parameters
        ----------
        kind : "observed", "penalized", "sandwich", "cluster", "dyadic" or "bootstrap", optional
            Without it the kind that was asked for in `fit`.

        Raises
        ------
        EstimationError
            If the fit has no clusters, dyads or replicates to compute it from.
        """
        with needs_extra():
            import pandas as pd
        return pd.DataFrame(self.covariance(kind), index=self.names, columns=self.names)

    def covariance(self, kind: Kind | None = None) -> Floats:
        """`cov_params` as an array, shape (k, k)."""
        spread = self.free.spread
        return spread @ self.free_covariance(kind or self.kind) @ spread.T

    def standard_errors(self, kind: Kind | None = None) -> Floats:
        """Standard errors in the order of `names`, shape (k,); NaN for fixed parameters."""
        variance = np.diag(self.covariance(kind)).copy()
        variance[~self.free.spread.any(1)] = np.nan
        with np.errstate(invalid="ignore"):
            return np.sqrt(variance)

    def statistics(self, kind: Kind | None = None) -> Floats:
        """Estimates over standard errors, shape (k,); NaN where the covariance allows no tests."""
        errors = self.standard_errors(kind)
        if not self.allows_tests(kind):
            errors = np.full_like(errors, np.nan)
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.theta / errors

    def allows_tests(self, kind: Kind | None = None) -> bool:
        """Whether there are clusters, rows or replicates enough for the covariance to be whole."""
        from standoff.estimate.covariance_rank import covariance_rank

        if not self.converged:
            return False
        return covariance_rank(self, kind or self.kind) == self.n_parameters

    def conf_int(self, level: float = 0.95, kind: Kind | None = None) -> pd.DataFrame:
        """Intervals around the estimates, estimate plus and minus a multiple of the error.

        Where the likelihood is skewed, `likelihood_intervals` is better. NaN where there are fewer
        clusters (or rows, or replicates) than parameters.
        """
        with needs_extra():
            import pandas as pd
        bounds = self._intervals(level, kind)
        return pd.DataFrame(bounds, index=self.names, columns=["low", "high"])

    def _intervals(self, level: float, kind: Kind | None = None) -> Floats:
        """`conf_int` as an array, shape (k, 2)."""
        if not 0 < level < 1:
            raise EstimationError("a level is between 0 and 1", found=f"{level:g}", right=".95")
        width = special.ndtri((1 + level) / 2) * self.standard_errors(kind)
        if not self.allows_tests(kind):
            width = np.full_like(width, np.nan)
        return np.stack([self.theta - width, self.theta + width], 1)

    def predict(self, data: object | None = None, *, kind: str = "outcome") -> pd.DataFrame:
        """Probabilities of outcomes, or of actions once their move is reached.

        Parameters
        ----------
        data : anything `read_data` takes, optional
            Other rows; without it the rows used.
        kind : "outcome" or "action"

        Returns
        -------
        pandas data frame, one row per row
            Its index is that of the data frame given, or the row's place counted from 0, so that
            ``data.join(fit.predict())`` puts every chance beside its row.
        """
        with needs_extra():
            import pandas as pd
        if kind not in ("outcome", "action"):
            raise EstimationError(
                "there is no such prediction", found=repr(kind), right='"outcome" or "action"'
            )
        designs, index = None, self.prepared.data.labels
        if data is not None:
            table = read_data(data)
            designs, index = self.prepared.remake.designs(table), table.labels
        if kind == "outcome":
            names = [f"Pr({name})" for name in self.likelihood.outcomes]
            values = self.likelihood.probabilities(self.theta, designs)
        else:
            names, values = self.prepared.remake.actions(self.likelihood, self.theta, designs)
        return pd.DataFrame(values, columns=list(names), index=index)

    def tidy(self, level: float = 0.95) -> pd.DataFrame:
        """One row per parameter: block, regressor, estimate, error, z, p, interval, fixed."""
        with needs_extra():
            import pandas as pd
        return pd.DataFrame(dict(self._tidied(level)))

    def _tidied(self, level: float) -> Columns:
        bounds = self._intervals(level)
        split = [self.prepared.parts(name) for name in self.names]
        statistics = self.statistics()
        return {
            "parameter": self.names,
            "block": [block for block, _ in split],
            "regressor": [regressor for _, regressor in split],
            "estimate": self.theta,
            "std_error": self.standard_errors(),
            "statistic": statistics,
            "p_value": 2 * special.ndtr(-np.abs(statistics)),
            "low": bounds[:, 0],
            "high": bounds[:, 1],
            "fixed": np.asarray(~self.free.spread.any(1)),
        }

    def summary(self) -> str:
        """The fit as a table of text, what is wrong with it first."""
        from standoff.estimate.summary import summary_of

        return summary_of(self)

    def __str__(self) -> str:
        return self.summary()

    def save(self, path: Path | str, *, kind: Kind | None = None) -> None:
        """Write estimates, covariance and counts of outcomes to a file that cases can use.

        See `standoff.brief.estimate_file`; a case names it under `estimates:`.

        Parameters
        ----------
        path : path
        kind : str, optional
            A covariance other than that of the fit.

        Raises
        ------
        EstimationError
            If the fit has no covariance.
        FileProblem
            If the file cannot be written.
        """
        from standoff.estimate.reported import as_estimates

        as_estimates(self, kind=kind).save(path)

    def to_text(self, **options: Unpack[TableOptions]) -> str:
        """The fit as a table of plain text; the options are those of `table`."""
        return self._table(options).to_text()

    def to_html(self, **options: Unpack[TableOptions]) -> str:
        """The fit as a table in HTML; the options are those of `table`."""
        return self._table(options).to_html()

    def to_latex(self, **options: Unpack[TableOptions]) -> str:
        """The fit as a table in LaTeX (booktabs); the options are those of `table`."""
        return self._table(options).to_latex()

    def to_csv(self, **options: Unpack[TableOptions]) -> str:
        """The fit as a table in CSV; the options are those of `table`."""
        return self._table(options).to_csv()

    def _table(self, options: TableOptions) -> Table:
        from standoff.estimate.tables import table

        return table(self, **options)

    def _series(self, values: Floats) -> pd.Series:
        with needs_extra():
            import pandas as pd
        return pd.Series(values, index=list(self.names))

    def free_covariance(self, kind: Kind) -> Floats:
        """Covariance of the free parameters, shape (k_free, k_free); NaN without convergence."""
        k = self.n_parameters
        if not self.converged:
            return np.full((k, k), np.nan)
        if kind not in self._cache:
            self._cache[kind] = self._computed(kind)
        return self._cache[kind]

    def _computed(self, kind: Kind) -> Floats:
        """Covariance of the free parameters; a model with a covariance of its own overrides it."""
        from standoff.estimate.uncertainty import computed_covariance

        return computed_covariance(self, kind)
