"""A fit as plain data: what tables, pictures and files say about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from standoff.brief.estimate_file import Estimates
from standoff.errors import EstimationError
from standoff.estimate.covariance import Kind
from standoff.estimate.covariance_rank import count
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit
from standoff.estimate.seen import predicted_shares, seen_in_sum

#: Of signaling crises, where it is not maximum likelihood.
_METHODS = {"pl": "pseudo-likelihood", "npl": "nested pseudo-likelihood"}


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One estimate.

    Parameters
    ----------
    name, block, regressor : str
        The name is "<block>:<regressor>"; the regressor is empty where a block is one number.
    estimate, std_error, low, high, p_value : float
        NaN where there is no standard error.
    is_fixed : bool
        It was held, not estimated.
    """

    name: str
    block: str
    regressor: str
    estimate: float
    std_error: float
    low: float
    high: float
    p_value: float
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """A fit as plain data.

    Parameters
    ----------
    label, described : str
        What it is called beside others, and what was fitted.
    coefficients : tuple of Coefficient
    level : float
        Of the intervals.
    errors : str
        The kind of standard errors in words, with the clusters.
    n : float
        Observations: rows used, or the sum of their frequencies.
    n_seen : float
        How often outcomes were seen, counts and weights included; NaN where that has no sense.
    log_likelihood, aic, bic : float
    p_right, p_modal : float
        Share of what was seen that the model calls likeliest in its row, and that of the commonest
        outcome; NaN where outcomes were not seen.
    is_converged : bool
    problems : tuple of str
    remark : str
        What has to be said about its log-likelihood, as a sentence.
    weights : str
        Which kind of weights the rows have, and from where; empty without weights.
    """

    label: str
    described: str
    coefficients: tuple[Coefficient, ...]
    level: float
    errors: str
    n: int | float
    n_seen: float
    log_likelihood: float
    aic: float
    bic: float
    p_right: float
    p_modal: float
    is_converged: bool
    problems: tuple[str, ...]
    remark: str = ""
    weights: str = ""

    @property
    def error_reduction(self) -> float:
        """Proportional reduction in error: of the mistakes of always betting on the commonest."""
        if math.isnan(self.p_right) or self.p_modal >= 1:
            return math.nan
        return (self.p_right - self.p_modal) / (1 - self.p_modal)


def report(fit: Fit, label: str = "", *, level: float = 0.95, kind: Kind | None = None) -> Reported:
    """Say in plain data what a fit found.

    Parameters
    ----------
    fit : Fit
    label : str
    level : float
        Of the intervals, estimate plus and minus a multiple of the error.
    kind : str, optional
        Standard errors other than those of the fit.
    """
    if not 0 < level < 1:
        raise EstimationError("a level is between 0 and 1", found=f"{level:g}", right=".95")
    errors = fit.standard_errors(kind)
    width = float(special.ndtri((1 + level) / 2))
    p_values = 2 * special.ndtr(-np.abs(fit.statistics(kind)))
    is_whole = fit.allows_tests(kind)
    coefficients: list[Coefficient] = []
    rows = zip(fit.names, fit.theta, errors, p_values, fit.free.spread, strict=True)
    for name, estimate, error, p, spread in rows:
        block, regressor = fit.prepared.parts(name)
        reach = width * error if is_whole else math.nan
        low, high = estimate - reach, estimate + reach
        numbers = (float(number) for number in (estimate, error, low, high, p))
        coefficients.append(
            Coefficient(name, block, regressor, *numbers, is_fixed=not spread.any())
        )
    shares = predicted_shares(fit.likelihood, fit.probabilities)
    counts = seen_in_sum(fit.likelihood)
    return Reported(
        label or fit.model,
        described(fit),
        tuple(coefficients),
        level,
        errors_in_words(fit, kind),
        fit.n,
        sum(counts.values()) if counts else math.nan,
        fit.llf,
        fit.aic,
        fit.bic,
        *(shares or (math.nan, math.nan)),
        fit.converged,
        fit.problems_with(kind or fit.kind),
        _remark(fit),
        str(fit.prepared.weights or ""),
    )


def described(fit: Fit) -> str:
    """Say in a few words what was fitted, and how if not by maximum likelihood."""
    method = _METHODS.get(getattr(fit, "method", ""), "")
    parts = [fit.prepared.described, method, f"{fit.penalty} penalty" if fit.penalty else ""]
    return ", ".join(part for part in parts if part)


def _remark(fit: Fit) -> str:
    weights = fit.prepared.weights
    if weights is not None and weights.kind == "sampling":
        return "under sampling weights the log-likelihood and what follows from it are no tests"
    if getattr(fit, "method", "ml") == "ml":
        return ""
    full = float(fit.log_likelihoods().sum())
    return f"the log-likelihood takes beliefs as given; at solved equilibria it is {full:.3f}"


def errors_in_words(fit: Fit, kind: Kind | None = None) -> str:
    """Say what standard errors rest on, with the clusters' columns."""
    chosen = kind or fit.kind
    if getattr(fit, "two_step", None) is not None:
        return f"of two steps, for {_METHODS[getattr(fit, 'method', '')]}"
    by = " and ".join(fit.cluster) or "groups"
    if chosen == "cluster":
        return f"clustered by {by} ({count(fit, 'cluster'):,} clusters)"
    if chosen == "dyadic":
        shared = " or ".join(fit.cluster) or "a member"
        return f"robust to rows that share {shared} ({count(fit, 'dyadic'):,} members)"
    if chosen == "bootstrap":
        again = fit.replicates
        if again is None:
            return "from a bootstrap"
        n_good = len(again.draws) - again.n_failed
        return f"from {n_good:,} bootstrap replicates by {again.by}"
    return {
        "observed": "from the observed information",
        "penalized": "from the information with the penalty",
        "sandwich": "robust (sandwich)",
    }[chosen]


def as_estimates(fit: Fit, *, kind: Kind | None = None) -> Estimates:
    """Return a fit as the file of estimates that a case can take its assumptions from.

    Raises
    ------
    EstimationError
        If the fit has no covariance, or one with a negative variance in some direction.
    """
    covariance: Floats = fit.covariance(kind)
    if not np.isfinite(covariance).all():
        raise EstimationError(
            "a fit without standard errors is nothing to build on",
            found="; ".join(fit.problems) or "a covariance that is not a number",
            right="a fit that converged, or another covariance=",
        )
    if not fit.allows_tests(kind):
        raise EstimationError(
            "a covariance without variance in some direction is nothing to build on",
            found="; ".join(fit.problems_with(kind or fit.kind)),
            right='errors from more clusters, or covariance="observed"',
        )
    covariance = (covariance + covariance.T) / 2
    if np.linalg.eigvalsh(covariance)[0] < -1e-8 * float(np.abs(covariance).max()):
        raise EstimationError(
            "the covariance has a negative variance in some direction",
            right='another covariance= than "dyadic", such as "cluster"',
        )
    about = (
        f"{fit.prepared.data.source}: {fit.n_rows:,} rows; {described(fit)}; "
        + (f"{fit.prepared.weights}; " if fit.prepared.weights else "")
        + f"standard errors {errors_in_words(fit, kind)}"
    )
    outcomes = seen_in_sum(fit.likelihood)
    return Estimates(fit.model, fit.names, fit.theta, covariance, about, outcomes)
