"""Which of two models of the same rows is nearer to the truth.

Neither model need be right, and neither need contain the other. Vuong (1989, *Econometrica* 57:307)
compares the sums of the log-likelihoods, Clarke (2007, *Political Analysis* 15:347) counts the rows
that each explains better. They can disagree: a few rows can carry a sum. Look at both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit

Correction = Literal["bic", "aic", "none"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test between two models.

    Parameters
    ----------
    test : str
    statistic : float
        Vuong: standard normal if the models are equally near. Clarke: rows the first explains
        better. Likelihood ratio: chi-squared.
    p_value : float
    n : int
        Rows compared.
    better : str
        "first", "second", or "neither" at the 5 percent level.
    """

    test: str
    statistic: float
    p_value: float
    n: int
    better: Literal["first", "second", "neither"]

    def __str__(self) -> str:
        return f"{self.test}: {self.statistic:.5g}, p = {self.p_value:.4g}; better: {self.better}"


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
        If the rows differ, or the models predict every row alike.
    """
    gain, handicap = _gains(first, second, outcome, n_parameters, correction)
    n = len(gain)
    spread = float(gain.std())
    if spread < 1e-12:
        raise EstimationError("the two models predict every row alike: there is nothing to compare")
    statistic = (float(gain.sum()) - handicap) / (math.sqrt(n) * spread)
    p = 2 * float(special.ndtr(-abs(statistic)))
    return Comparison("Vuong", statistic, p, n, _better(statistic, p))


def clarke(
    first: Fit | ArrayLike,
    second: Fit | ArrayLike,
    *,
    outcome: str | None = None,
    n_parameters: tuple[int, int] | None = None,
    correction: Correction = "bic",
) -> Comparison:
    """Count the rows that the first explains better; the parameters are those of `vuong`."""
    gain, handicap = _gains(first, second, outcome, n_parameters, correction)
    n = len(gain)
    wins = int((gain > handicap / n).sum())
    # Twice the lower tail of a fair coin.
    p = min(1.0, 2 * float(special.bdtr(min(wins, n - wins), n, 0.5)))
    return Comparison("Clarke", float(wins), p, n, _better(wins - n / 2, p))


def likelihood_ratio(smaller: Fit, larger: Fit) -> Comparison:
    """Test a model against one that contains it, on the same rows; "first" is the smaller.

    Raises
    ------
    EstimationError
        If the second has no more parameters, a lower likelihood, other rows, or a penalty.
    """
    more = larger.n_parameters - smaller.n_parameters
    statistic = 2 * (larger.llf - smaller.llf)
    if not _same_rows(smaller, larger):
        raise EstimationError("the two fits use different rows", found=f"{smaller.n}, {larger.n}")
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
) -> tuple[Floats, float]:
    """What the first gains over the second in each row, and what it must gain in all."""
    rows = [_rows(model, outcome) for model in (first, second)]
    alike = len(rows[0]) == len(rows[1])
    if alike and isinstance(first, Fit) and isinstance(second, Fit):
        alike = _same_rows(first, second)
    if not alike:
        raise EstimationError(
            "the two models do not explain the same rows",
            found=f"{len(rows[0])} and {len(rows[1])} rows",
            right="fit both to the rows that both can use",
        )
    sizes = [model.n_parameters if isinstance(model, Fit) else None for model in (first, second)]
    if n_parameters is not None:
        sizes = list(n_parameters)
    if correction == "none":
        return rows[0] - rows[1], 0.0
    if sizes[0] is None or sizes[1] is None:
        raise EstimationError(
            "the number of parameters of a foreign model is not known", right="give n_parameters="
        )
    price = math.log(len(rows[0])) / 2 if correction == "bic" else 1.0
    return rows[0] - rows[1], (sizes[0] - sizes[1]) * price


def _same_rows(first: Fit, second: Fit) -> bool:
    return bool(np.array_equal(first.prepared.data.rows, second.prepared.data.rows))


def _rows(model: Fit | ArrayLike, outcome: str | None) -> Floats:
    """Log-likelihood of each row."""
    if not isinstance(model, Fit):
        return np.asarray(model, float).ravel()
    if outcome is None:
        return model.log_likelihoods()
    names = model.likelihood.outcomes
    if outcome not in names:
        raise UnknownName.among("outcome", outcome, names)
    seen = model.observed_outcomes()
    if seen is None:
        raise EstimationError("the outcome of a row is not known, so it cannot be compared")
    chance = model.probabilities[:, names.index(outcome)]
    with np.errstate(divide="ignore"):
        return np.where(seen == names.index(outcome), np.log(chance), np.log1p(-chance))
