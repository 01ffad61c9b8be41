"""Which of two models of the same rows is nearer to the truth.

Neither model need be right, and neither need contain the other. Vuong (1989, *Econometrica* 57:307)
compares the sums of the log-likelihoods, Clarke (2007, *Political Analysis* 15:347) counts the rows
that each explains better. They can disagree: a few rows can carry a sum. Look at both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit
from standoff.estimate.same_rows import paired
from standoff.result import Columns, Result, by_column

Correction = Literal["bic", "aic", "none"]
#: What two searches for the same maximum may differ by in a row.
_ROUNDING = 1e-7


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Result):
    """A test between two models.

    Parameters
    ----------
    test : str
    statistic : float
        Vuong: standard normal if the models are equally near. Clarke: rows the first explains
        better. Likelihood ratio: chi-squared.
    p_value : float
    n : float
        Observations compared; frequencies count.
    better : str
        "first", "second", or "neither" at the 5 percent level.
    n_ties : float
        Observations that both models explain alike, up to rounding. Clarke's test sets them aside.
    """

    test: str
    statistic: float
    p_value: float
    n: int | float
    better: Literal["first", "second", "neither"]
    n_ties: int | float = 0

    @property
    def sentence(self) -> str:
        """The test, and which model it finds better."""
        return str(self)

    def table(self) -> Columns:
        """Return the test as one row."""
        return by_column(
            ("test", "statistic", "p_value", "n", "better", "n_ties"),
            [(self.test, self.statistic, self.p_value, self.n, self.better, self.n_ties)],
        )

    def __str__(self) -> str:
        ties = f" ({self.n_ties:g} of {self.n:g} rows explained alike)" if self.n_ties else ""
        found = f"{self.test}: {self.statistic:.5g}, p = {self.p_value:.4g}"
        return f"{found}; better: {self.better}{ties}"


def vuong(
    first: Fit | ArrayLike,
    second: Fit | ArrayLike,
    *,
    outcome: str | None = None,
    n_parameters: tuple[int, int] | None = None,
    correction: Correction = "bic",
) -> Comparison:
    """Compare sums of log-likelihoods.

    Parameters
    ----------
    first, second : Fit, or float array, shape (n,)
        Another library's model comes as the log-likelihood of each row; the rows must be the same.
    outcome : str, optional
        Compare only how well fits predict whether this outcome happened.
    n_parameters : pair of int, optional
        Needed for arrays.
    correction : "bic", "aic" or "none"
        For the number of parameters.

    Raises
    ------
    EstimationError, UnknownName
        If the rows or their weights differ, or the models predict every row alike.
    """
    gain, times, handicap = _gains(first, second, outcome, n_parameters, correction)
    n = float(times.sum())
    mean = float(times @ gain) / n
    spread = math.sqrt(float(times @ (gain - mean) ** 2) / n)
    statistic = (float(times @ gain) - handicap) / (math.sqrt(n) * spread) if spread else math.nan
    if not math.isfinite(statistic):
        raise EstimationError(
            "the first model gains the same in every row, so nothing says how sure that is",
            found=f"{mean:g} in each of {n:g} rows",
        )
    p = 2 * float(special.ndtr(-abs(statistic)))
    ties = float(times[gain == 0].sum())
    return Comparison("Vuong", statistic, p, _whole(n), _better(statistic, p), _whole(ties))


def clarke(
    first: Fit | ArrayLike,
    second: Fit | ArrayLike,
    *,
    outcome: str | None = None,
    n_parameters: tuple[int, int] | None = None,
    correction: Correction = "bic",
) -> Comparison:
    """Count the rows that the first explains better; the parameters are those of `vuong`.

    Rows that both explain alike up to rounding are set aside and counted.
    """
    gain, times, handicap = _gains(first, second, outcome, n_parameters, correction)
    total = float(times.sum())
    lead = gain - handicap / total
    # Where both models say the same, the sign of the difference is that of rounding alone.
    told = (gain != 0) & (lead != 0)
    n = float(times[told].sum())
    wins = float(times[told & (lead > 0)].sum())
    # Twice the lower tail of a fair coin.
    p = min(1.0, 2 * float(special.bdtr(min(wins, n - wins), round(n), 0.5)))
    better = _better(wins - n / 2, p)
    return Comparison("Clarke", wins, p, _whole(total), better, _whole(total - n))


def likelihood_ratio(smaller: Fit, larger: Fit) -> Comparison:
    """Test a model against one that contains it, on the same rows; "first" is the smaller.

    Raises
    ------
    EstimationError
        If the second has no more parameters, a lower likelihood, other rows or weights, or a
        penalty.
    """
    more = larger.n_parameters - smaller.n_parameters
    statistic = 2 * (larger.llf - smaller.llf)
    paired(smaller, larger)
    if more <= 0 or statistic < -1e-6 or smaller.penalty or larger.penalty:
        raise EstimationError(
            "the second model does not contain the first",
            found=f"{more} more parameters, log-likelihood {statistic / 2:+.4f}",
            right="two fits without penalty, the larger one second; else vuong and clarke",
        )
    p = float(special.chdtrc(more, max(statistic, 0.0)))
    return Comparison(
        f"likelihood ratio ({more})",
        statistic,
        p,
        smaller.n,
        "second" if p < 0.05 else "neither",
    )


def _better(lead: float, p: float) -> Literal["first", "second", "neither"]:
    if p >= 0.05:
        return "neither"
    return "first" if lead > 0 else "second"


def _gains(
    first: Fit | ArrayLike,
    second: Fit | ArrayLike,
    outcome: str | None,
    n_parameters: tuple[int, int] | None,
    correction: Correction,
) -> tuple[Floats, Floats, float]:
    """What the first gains over the second in each row, how often a row counts, and the price.

    A gain that is no more than rounding is 0.
    """
    if correction not in get_args(Correction):
        raise UnknownName.among("correction", str(correction), get_args(Correction))
    mine, yours = (_rows(model, outcome) for model in (first, second))
    times = np.ones(len(mine))
    if isinstance(first, Fit) and isinstance(second, Fit):
        order = paired(first, second)
        weights = first.prepared.weights
        yours = yours[order]
        if weights is not None:
            times = weights.values
            # The contribution of a row that stands for several is the sum over them.
            mine, yours = (mine, yours) if outcome else (mine / times, yours / times)
    elif len(mine) != len(yours):
        raise EstimationError(
            "the two models do not explain the same rows",
            found=f"{len(mine)} and {len(yours)} rows",
            right="fit both to the rows that both can use",
        )
    elif any(isinstance(m, Fit) and m.prepared.weights is not None for m in (first, second)):
        raise EstimationError(
            "nothing says whether the foreign model has the weights of this fit",
            right="compare fits without weights, or the log-likelihoods of both as arrays",
        )
    if not (np.isfinite(mine).all() and np.isfinite(yours).all()):
        raise EstimationError("a row has no finite log-likelihood, so it cannot be compared")
    gain = mine - yours
    gain[np.abs(gain) <= _ROUNDING * (1.0 + np.maximum(np.abs(mine), np.abs(yours)))] = 0.0
    if not gain.any():
        raise EstimationError("the two models predict every row alike: there is nothing to compare")
    sizes = [model.n_parameters if isinstance(model, Fit) else None for model in (first, second)]
    if n_parameters is not None:
        sizes = list(n_parameters)
    if correction == "none":
        return gain, times, 0.0
    if sizes[0] is None or sizes[1] is None:
        raise EstimationError(
            "the number of parameters of a foreign model is not known", right="give n_parameters="
        )
    price = math.log(float(times.sum())) / 2 if correction == "bic" else 1.0
    return gain, times, (sizes[0] - sizes[1]) * price


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


def _rows(model: Fit | ArrayLike, outcome: str | None) -> Floats:
    """Log-likelihood of each row."""
    if not isinstance(model, Fit):
        return np.array(model, float).ravel()
    if outcome is None:
        return np.array(model.log_likelihoods())
    names = model.likelihood.outcomes
    if outcome not in names:
        raise UnknownName.among("outcome", outcome, names)
    seen = model.observed_outcomes()
    if seen is None:
        raise EstimationError("the outcome of a row is not known, so it cannot be compared")
    chance = model.probabilities[:, names.index(outcome)]
    with np.errstate(divide="ignore"):
        return np.where(seen == names.index(outcome), np.log(chance), np.log1p(-chance))
