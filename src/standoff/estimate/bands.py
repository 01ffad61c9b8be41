"""How sure a quantity is that follows from estimates: by draws, slopes, or resampling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy import special

from standoff.errors import EstimationError
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit

Band = Literal["simulation", "delta", "bootstrap"]

_STEP = np.finfo(float).eps ** (1 / 3)


def parameter_draws(fit: Fit, n_draws: int, seed: int, band: Band = "simulation") -> Floats:
    """Draw all parameters around the estimates, shape (n_draws, k).

    "simulation" draws from the normal distribution with the fit's covariance (King, Tomz and
    Wittenberg 2000); "bootstrap" gives the replicates that the fit has, whatever `n_draws`.

    Raises
    ------
    EstimationError
        If the fit has no covariance, or no replicates.
    """
    if band == "bootstrap":
        if fit.replicates is None:
            raise EstimationError("this fit has no bootstrap replicates", right="bootstrap(fit)")
        good = fit.replicates.draws[np.isfinite(fit.replicates.draws).all(1)]
        return fit.free.held + good @ fit.free.spread.T
    covariance = fit.free_covariance(fit.kind)
    if not np.isfinite(covariance).all():
        raise EstimationError(
            "this fit has no covariance to draw from",
            found="; ".join(fit.problems),
            right="a fit that converged, or a bootstrap",
        )
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    normal = np.random.default_rng(seed).standard_normal((n_draws, len(values)))
    free = fit.maximum.theta + normal @ root.T
    return fit.free.held + free @ fit.free.spread.T


def band_of(
    fit: Fit,
    quantity: Callable[[Floats], Floats],
    *,
    band: Band,
    level: float,
    n_draws: int,
    seed: int,
    probability: bool = False,
) -> tuple[Floats, Floats, Floats, Floats]:
    """A quantity at the estimates, its standard error, and the ends of its interval.

    Parameters
    ----------
    fit : Fit
    quantity : callable
        From all parameters, shape (k,), to a float array of any one shape.
    band : "simulation", "delta" or "bootstrap"
    level : float
    n_draws, seed : int
        Of the simulation.
    probability : bool
        Keep the interval of the slopes inside 0 to 1, by taking it on the logit scale.
    """
    center = quantity(fit.theta)
    if band != "delta":
        draws = np.array([quantity(theta) for theta in parameter_draws(fit, n_draws, seed, band)])
        tail = (1 - level) / 2
        low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
        return center, draws.std(0, ddof=1), low, high
    free = fit.maximum.theta
    slopes = np.empty((len(free), *center.shape))
    for j in range(len(free)):
        step = np.zeros(len(free))
        step[j] = _STEP * max(1.0, abs(float(free[j])))
        ahead = quantity(fit.free.whole(free + step))
        slopes[j] = (ahead - quantity(fit.free.whole(free - step))) / (2 * step[j])
    covariance = fit.free_covariance(fit.kind)
    variance = np.einsum("i...,ij,j...->...", slopes, covariance, slopes)
    error = np.sqrt(np.maximum(variance, 0.0))
    width = special.ndtri((1 + level) / 2) * error
    if not probability:
        return center, error, center - width, center + width
    with np.errstate(all="ignore"):
        scale = center * (1 - center)
        shift = np.where(scale > 0, width / scale, 0.0)
        middle = special.logit(center)
    return center, error, special.expit(middle - shift), special.expit(middle + shift)
