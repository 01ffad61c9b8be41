"""How much estimates move when the data are drawn again, row by row or cluster by cluster."""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.likelihood import Floats, Ints, Likelihood, Separable, weighted
from standoff.estimate.maximize import Penalty, maximize
from standoff.estimate.restrict import Restricted
from standoff.estimate.units import maximize_scaled
from standoff.system import deaf

if TYPE_CHECKING:
    from standoff.estimate.result import Fit

_MOST_FAILED = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """Estimates of resampled data.

    Parameters
    ----------
    draws : float array, shape (n_replicates, n_free)
        NaN in replicates whose fit did not converge, or has no finite maximum.
    n_failed : int
        How many those are.
    seed : int
    by : str
        "row" or "cluster".
    """

    draws: Floats
    n_failed: int
    seed: int
    by: str

    def covariance(self) -> Floats:
        """Covariance of the replicates that converged, shape (n_free, n_free)."""
        good = self.draws[np.isfinite(self.draws).all(1)]
        return np.atleast_2d(np.cov(good, rowvar=False))

    def quantiles(self, level: float = 0.95) -> Floats:
        """Percentile intervals, shape (n_free, 2)."""
        good = self.draws[np.isfinite(self.draws).all(1)]
        tail = (1 - level) / 2
        return np.quantile(good, [tail, 1 - tail], axis=0).T


def bootstrap(
    fit: Fit,
    n_replicates: int = 200,
    *,
    seed: int = 0,
    by_cluster: bool | None = None,
    workers: int = 1,
) -> Fit:
    """Fit again to data drawn with replacement, each time from the estimates.

    Parameters
    ----------
    fit : Fit
    n_replicates : int
    seed : int
        Replicate b depends on (seed, b) alone: the same digits with any number of workers, and the
        first of more replicates are the same.
    by_cluster : bool, optional
        Draw whole clusters; without it, when the fit has clusters.
    workers : int
        Processes. Worth it from some seconds of work; a script that asks for more than one needs
        the usual ``if __name__ == "__main__"``.

    Returns
    -------
    Fit
        The same with `replicates`, and with "bootstrap" as its covariance.

    Raises
    ------
    EstimationError
        If the fit itself did not converge, or more than half of the replicates did not; or if it
        maximized something else than its likelihood.
    """
    fit.check_own_likelihood()
    if not fit.converged:
        raise EstimationError("a fit that did not converge cannot be resampled")
    if n_replicates < 2:
        raise EstimationError("a bootstrap needs at least two replicates", found=str(n_replicates))
    groups = fit.groups if by_cluster or by_cluster is None else None
    if by_cluster and groups is None:
        raise EstimationError("this fit has no clusters", right="fit with cluster=")
    weights = fit.prepared.weights
    one = partial(
        replicate,
        fit.free,
        fit.maximum.theta,
        groups=groups,
        frequencies=None if weights is None else weights.frequencies,
        seed=seed,
        penalty=fit.penalizer,
    )
    if workers <= 1:
        draws = [one(b) for b in range(n_replicates)]
    else:
        # A fork would copy locks held by other threads (numba's, JAX's).
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            size = math.ceil(n_replicates / (4 * workers))
            with deaf():
                # They inherit it, so that Ctrl-C is a matter of this process alone.
                found_in_turn = pool.map(one, range(n_replicates), chunksize=size)
            draws = list(found_in_turn)
    table = np.array(draws)
    n_failed = int((~np.isfinite(table).all(1)).sum())
    if n_failed > _MOST_FAILED * n_replicates or n_replicates - n_failed < 2:
        raise EstimationError(
            "most resampled data could not be fitted",
            found=f"{n_failed} of {n_replicates} did not converge",
            right="fewer parameters, a penalty, or a covariance from the curvature",
        )
    by = "row" if groups is None else "cluster"
    found = Bootstrap(table, n_failed, seed, by)
    return replace(fit, replicates=found, kind="bootstrap", _cache={})


def replicate(
    likelihood: Likelihood,
    theta: Floats,
    b: int,
    *,
    groups: Ints | None = None,
    frequencies: Floats | None = None,
    seed: int = 0,
    penalty: Penalty | None = None,
) -> Floats:
    """Estimates from the data drawn for the `b`-th time; NaN if they did not converge."""
    weights = resample(likelihood.n_observations, groups, seed, b, frequencies)
    drawn = weighted(likelihood, weights)
    search = maximize_scaled if isinstance(drawn, Restricted) else maximize
    found = search(drawn, start=theta, penalty=penalty, max_steps=60, retry=False)  # pyright: ignore[reportArgumentType]
    good = found.converged
    if good and penalty is None and isinstance(drawn, Restricted):
        base = drawn.base
        if isinstance(base, Separable):
            good = not base.separations(drawn.whole(found.theta), drawn.spread)
    return found.theta if good else np.full(len(theta), np.nan)


def resample(
    n: int, groups: Ints | None, seed: int, b: int, frequencies: Floats | None = None
) -> Floats:
    """How often each row is drawn the `b`-th time, shape (n,).

    Of rows that stand for several, each of those is drawn by itself, and the share of them is given
    by which the row then counts.
    """
    stream = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(b,)))
    if groups is None and frequencies is not None:
        total = float(frequencies.sum())
        drawn = stream.multinomial(max(round(total), 1), frequencies / total)
        return drawn / frequencies
    if groups is None:
        return np.bincount(stream.integers(0, n, n), minlength=n).astype(float)
    n_groups = int(groups.max()) + 1
    drawn = np.bincount(stream.integers(0, n_groups, n_groups), minlength=n_groups)
    return drawn[groups].astype(float)
