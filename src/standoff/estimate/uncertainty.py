"""The covariance that a fit was asked for."""

from __future__ import annotations

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.covariance import Kind, clustered, dyadic, observed_covariance, sandwich
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit


def computed_covariance(fit: Fit, kind: Kind) -> Floats:
    """Covariance of the free parameters, shape (k_free, k_free).

    Raises
    ------
    EstimationError
        If the fit has nothing to compute it from.
    """
    if kind == "bootstrap":
        if fit.replicates is None:
            raise EstimationError(
                "this fit has no bootstrap replicates",
                right='fit with covariance="bootstrap", or call bootstrap(fit)',
            )
        return fit.replicates.covariance()
    outward = fit.inner.outward
    return outward @ _in_units_of_search(fit, kind) @ outward.T


def inner_covariance(fit: Fit, kind: Kind) -> Floats | None:
    """Covariance in the units of the search, shape (k_free, k_free); None of two steps."""
    if getattr(fit, "two_step", None) is not None:
        return None
    if kind == "bootstrap" and fit.replicates is not None:
        draws = fit.replicates.draws
        good = np.linalg.solve(fit.inner.outward, draws[np.isfinite(draws).all(1)].T)
        return np.asarray(np.atleast_2d(np.cov(good)), float)
    return _in_units_of_search(fit, kind)


def _in_units_of_search(fit: Fit, kind: Kind) -> Floats:
    inner = fit.inner
    hessian = inner.hessian
    if fit.penalizer is not None:
        hessian = inner.likelihood.hessian(inner.theta)
    if kind == "penalized":
        if fit.penalizer is None or not fit.penalizer.curved:
            raise EstimationError(
                "this fit has no penalty with a curvature of its own",
                right="a cauchy or log-f penalty, or another covariance",
            )
        return observed_covariance(inner.hessian)
    if kind == "observed":
        return observed_covariance(hessian)
    scores = inner.likelihood.scores(inner.theta)
    if kind == "sandwich":
        weights = fit.prepared.weights
        return sandwich(scores, hessian, None if weights is None else weights.frequencies)
    if kind == "cluster":
        if fit.groups is None:
            raise EstimationError("this fit has no clusters", right="fit with cluster=")
        return clustered(scores, hessian, fit.groups)
    if kind == "dyadic":
        if fit.members is None:
            raise EstimationError(
                "this fit has no dyads", right="fit with cluster= two columns, the members"
            )
        return dyadic(scores, hessian, fit.members)
    raise EstimationError(
        "there is no such covariance",
        found=repr(kind),
        right="observed, penalized, sandwich, cluster, dyadic or bootstrap",
    )
