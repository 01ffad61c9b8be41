"""How sure a quantity is that follows from estimates: by draws, slopes, or resampling."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy import special

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.covariance_rank import covariance_problems
from standoff.estimate.game_likelihood import GameLikelihood
from standoff.estimate.likelihood import Floats, Ints
from standoff.estimate.result import Fit
from standoff.estimate.uncertainty import inner_covariance

Band = Literal["simulation", "delta", "bootstrap"]

#: Standard errors by which a parameter is moved to see a slope.
_STEP = 1e-4
#: With fewer draws than this share an interval would be that of the draws that happen to work.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Banded:
    """A quantity, how sure it is, and from how many draws that is known.

    Parameters
    ----------
    center, error, low, high : float array
        Of the quantity's shape.
    n_failed : int array
        Draws without an answer, which are left out; of slopes, the directions without one.
    n_draws : int
    problems : tuple of str
        What has to be said about it, as sentences.
    """

    center: Floats
    error: Floats
    low: Floats
    high: Floats
    n_failed: Ints
    n_draws: int
    problems: tuple[str, ...]


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
    root = covariance_root(fit)
    normal = np.random.default_rng(seed).standard_normal((n_draws, root.shape[1]))
    free = fit.maximum.theta + normal @ root.T
    return fit.free.held + free @ fit.free.spread.T


def covariance_root(fit: Fit) -> Floats:
    """A matrix whose square is the covariance of the free parameters, shape (k, k).

    It is taken in the units of the search, in which no variance drowns in the rounding of another.
    """
    outward = fit.inner.outward
    inward = np.linalg.inv(outward)
    covariance = inner_covariance(fit, fit.kind)
    if covariance is None:
        covariance = inward @ fit.free_covariance(fit.kind) @ inward.T
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    return outward @ (vectors * np.sqrt(np.maximum(values, 0.0)))


def band_of(
    fit: Fit,
    quantity: Callable[[Floats], Floats],
    *,
    band: Band,
    level: float,
    n_draws: int,
    seed: int,
    probability: bool = False,
) -> Banded:
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

    Raises
    ------
    EstimationError, UnknownName
        If the fit has nothing to make intervals from, or no draw has an answer.
    """
    if band not in get_args(Band):
        raise UnknownName.among("band", str(band), get_args(Band))
    if not 0 < level < 1:
        raise EstimationError("a level is between 0 and 1", found=f"{level:g}", right=".95")
    if band == "simulation" and n_draws < 2:
        raise EstimationError("an interval needs at least two draws", found=str(n_draws))
    with np.errstate(all="ignore"):
        center = quantity(fit.theta)
    problems: list[str] = []
    if not np.isfinite(center).all():
        problems.append("at the estimates themselves the model has no answer in some rows")
    if band != "bootstrap" and not np.isfinite(fit.free_covariance(fit.kind)).all():
        raise EstimationError(
            "this fit has no covariance to make intervals from",
            found="; ".join(fit.problems),
            right="a fit that converged, or a bootstrap",
        )
    if band != "bootstrap" and not fit.allows_tests():
        problems += [f"no intervals: {each}" for each in covariance_problems(fit, fit.kind)]
        nothing = np.full_like(center, np.nan)
        none = np.zeros(center.shape, np.int64)
        return Banded(center, nothing, nothing, nothing, none, 0, tuple(problems))
    if band == "delta":
        return _by_slopes(fit, quantity, center, level, probability, problems)
    theta = parameter_draws(fit, n_draws, seed, band)
    with np.errstate(all="ignore"):
        draws = np.array([quantity(each) for each in theta])
    n_failed = (~np.isfinite(draws)).sum(0)
    if n_failed.min() == len(draws):
        raise EstimationError(
            "the model has no answer at any draw around the estimates",
            found=f"{len(draws):,} draws",
            right='band="delta", or links= that keep parameters where the game has an answer',
        )
    if n_failed.any():
        most = int(n_failed.max())
        problems.append(
            f"{most:,} of {len(draws):,} draws have no answer and are left out: errors and "
            "intervals are those of the others"
        )
    if band == "bootstrap" and fit.replicates is not None and fit.replicates.n_failed:
        problems.append(
            f"{fit.replicates.n_failed:,} of {len(fit.replicates.draws):,} replicates did not "
            "converge and are left out"
        )
    problems += _outside(fit, theta)
    tail = (1 - level) / 2
    usable = np.where(np.isfinite(draws), draws, np.nan)
    with warnings.catch_warnings():
        # A quantity without any draw is NaN, and has been told.
        warnings.simplefilter("ignore", RuntimeWarning)
        low, high = np.nanquantile(usable, [tail, 1 - tail], axis=0)
        error = np.nanstd(usable, axis=0, ddof=1)
    few = len(draws) - n_failed < _ENOUGH * len(draws)
    for each in (error, low, high):
        each[few] = np.nan
    if few.any():
        problems.append("where most draws have no answer there is no interval")
    return Banded(center, error, low, high, n_failed, len(draws), tuple(problems))


def _by_slopes(
    fit: Fit,
    quantity: Callable[[Floats], Floats],
    center: Floats,
    level: float,
    probability: bool,
    problems: list[str],
) -> Banded:
    root = covariance_root(fit)
    free = fit.maximum.theta
    with np.errstate(all="ignore"):
        slopes = np.array(
            [
                quantity(fit.free.whole(free + _STEP * step))
                - quantity(fit.free.whole(free - _STEP * step))
                for step in root.T
            ]
        ) / (2 * _STEP)
    n_failed = (~np.isfinite(slopes)).sum(0)
    if n_failed.any():
        problems.append(
            "next to the estimates the model has no answer in some direction: no error and no "
            "interval there"
        )
    error = np.sqrt((slopes**2).sum(0))
    width = special.ndtri((1 + level) / 2) * error
    low, high = center - width, center + width
    if probability:
        with np.errstate(all="ignore"):
            scale = center * (1 - center)
            shift = np.where(scale > 0, width / scale, 0.0)
            middle = special.logit(center)
        low, high = special.expit(middle - shift), special.expit(middle + shift)
    return Banded(center, error, low, high, n_failed, len(root), tuple(problems))


def _outside(fit: Fit, theta: Floats) -> list[str]:
    """Say how many draws take a parameter of a game beyond its bounds."""
    likelihood = fit.likelihood
    if not isinstance(likelihood, GameLikelihood):
        return []
    found: dict[str, int] = {}
    for each in theta:
        for name in likelihood.outside(each):
            found[name] = found.get(name, 0) + 1
    return [
        f"in {n:,} of {len(theta):,} draws {name!r} lies outside its bounds in some row: "
        'links= "log" or "logit" keep it inside'
        for name, n in found.items()
    ]
