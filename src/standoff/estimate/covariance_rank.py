"""Whether there are rows, clusters or replicates enough for the errors that are taken from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from standoff.estimate.covariance import Kind, group_sums
from standoff.estimate.likelihood import Floats

if TYPE_CHECKING:
    from standoff.estimate.result import Fit

#: Fewer clusters than this make errors that are too small more often than not.
_FEW = 20
_ZERO = 1e-7


def covariance_rank(fit: Fit, kind: Kind) -> int:
    """In how many directions of the free parameters a covariance has any variance."""
    rows = _rows(fit, kind)
    if rows is None:
        return fit.n_parameters
    size = np.sqrt((rows**2).sum(0))
    scaled = rows / np.where(size > 0, size, 1.0)
    values = np.linalg.svd(scaled, compute_uv=False)
    return int((values > _ZERO * max(float(values.max(initial=0.0)), 1e-300)).sum())


def covariance_problems(fit: Fit, kind: Kind) -> tuple[str, ...]:
    """What keeps errors of a kind from holding, as sentences."""
    if not fit.converged or not np.isfinite(fit.maximum.hessian).all():
        return ()
    rank, k = covariance_rank(fit, kind), fit.n_parameters
    by = " and ".join(fit.cluster) or "groups"
    made_of = {
        "cluster": f"{count(fit, kind):,} clusters of {by}",
        "dyadic": f"{count(fit, kind):,} members in {by}",
        "bootstrap": f"{count(fit, kind):,} bootstrap replicates",
        "sandwich": f"{count(fit, kind):,} rows",
    }.get(kind, "")
    if rank < k:
        return (
            f"{made_of} for {k} parameters: the covariance has rank {rank}, so its errors and "
            "intervals are too small, and there are no tests",
        )
    if kind in ("cluster", "dyadic") and count(fit, kind) < _FEW:
        return (f"only {made_of}: errors from so few are usually too small",)
    return ()


def count(fit: Fit, kind: Kind) -> int:
    """How many rows, clusters, members or replicates a covariance is taken from."""
    if kind == "cluster" and fit.groups is not None:
        return int(fit.groups.max()) + 1
    if kind == "dyadic" and fit.members is not None:
        return int(fit.members.max()) + 1
    if kind == "bootstrap" and fit.replicates is not None:
        return len(fit.replicates.draws) - fit.replicates.n_failed
    return fit.likelihood.n_observations


def _rows(fit: Fit, kind: Kind) -> Floats | None:
    """What the covariance is a sum over, in units of the search; None if it is of full rank."""
    if kind == "bootstrap" and fit.replicates is not None:
        draws = fit.replicates.draws
        good = draws[np.isfinite(draws).all(1)]
        return np.linalg.solve(fit.inner.outward, (good - good.mean(0)).T).T
    if kind == "sandwich" or (kind == "cluster" and fit.groups is not None):
        scores = fit.inner.likelihood.scores(fit.inner.theta)
        if not np.isfinite(scores).all():
            return None
        return scores if kind == "sandwich" else group_sums(scores, fit.groups)  # pyright: ignore[reportArgumentType]
    return None
