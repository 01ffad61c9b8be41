"""Where chains start, and how they are scaled: around modes of the posterior.

Each chain starts at a mode, moved away from it by more than the posterior is wide, so that chains
which agree have found each other. Where maximum likelihood saw several modes, chains start at
different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from standoff.errors import EstimationError
from standoff.estimate.bayes.density import on_the_line
from standoff.estimate.bayes.target import Target
from standoff.estimate.likelihood import Floats

#: How far starts lie from the mode, in standard deviations of the posterior.
_AWAY = 1.5
#: A mode this much lower than the best, in log density, has no weight worth a chain.
_LOWER = 10.0
_STEP = np.finfo(float).eps ** (1 / 3)
_SAME = 1e-3

Slopes = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """Where to start and how wide the posterior is there.

    Attributes
    ----------
    points : float array, shape (n_chains, k)
        On the line, parameters only.
    covariance : float array, shape (k, k)
        Around the highest mode, on the line.
    n_modes : int
        Modes that were found and are high enough to matter.
    """

    points: Floats
    covariance: Floats
    n_modes: int


def find_starts(
    target: Target, slopes: Slopes, candidates: Sequence[Floats], n_chains: int, seed: int
) -> Starts:
    """Climb from each candidate to a mode of the posterior, effects of groups at zero.

    Parameters
    ----------
    target : Target
    slopes : callable
        From parameters on the line to minus the log density and its gradient.
    candidates : sequence of float arrays, each shape (k,)
        Parameters, the most trusted first.
    n_chains, seed : int

    Raises
    ------
    EstimationError
        If the likelihood is not defined at any candidate.
    """
    modes: list[tuple[float, Floats]] = []
    for candidate in candidates:
        line = on_the_line(target.theta_priors, candidate)
        if not np.isfinite(line).all() or not np.isfinite(slopes(line)[0]):
            continue
        value, mode = _climb(slopes, line)
        if all(np.abs(mode - other).max() > _SAME * (1 + np.abs(mode).max()) for _, other in modes):
            modes.append((value, mode))
    if not modes:
        raise EstimationError(
            "the likelihood is not defined at any point that was tried",
            right="other formulas, or start= a point at which every row has an answer",
        )
    modes.sort(key=lambda pair: pair[0])
    high = [mode for value, mode in modes if value < modes[0][0] + _LOWER]
    covariances = [_covariance(slopes, mode) for mode in high]
    roots = [np.asarray(np.linalg.cholesky(each), np.float64) for each in covariances]
    points: list[Floats] = []
    for chain in range(n_chains):
        at = chain % len(high)
        rng = np.random.default_rng([seed, chain])
        points.append(_beside(slopes, high[at], roots[at], rng))
    return Starts(np.array(points), covariances[0], len(high))


def _climb(slopes: Slopes, start: Floats) -> tuple[float, Floats]:
    """Climb in units of the posterior's own width, so that no step leaps over to another hill."""
    best = (slopes(start)[0], start)
    root = np.asarray(np.linalg.cholesky(_covariance(slopes, start)), np.float64)

    def kept(steps: Floats) -> tuple[float, Floats]:
        nonlocal best
        line = start + root @ steps
        value, gradient = slopes(line)
        if not np.isfinite(value):
            # Large enough to turn the search back, small enough not to spoil its arithmetic.
            return best[0] + 1e6, np.zeros_like(line)
        if value < best[0]:
            best = (value, line)
        return value, gradient @ root

    at = np.zeros_like(start)
    optimize.minimize(kept, at, jac=True, method="BFGS", options={"maxiter": 300})
    return best


def _covariance(slopes: Slopes, mode: Floats) -> Floats:
    """Inverse of the curvature, by differences of the gradient; wide where it is not curved."""
    k = len(mode)
    curvature = np.empty((k, k))
    for j in range(k):
        step = np.zeros(k)
        step[j] = _STEP * max(1.0, abs(float(mode[j])))
        rise = slopes(mode + step)[1] - slopes(mode - step)[1]
        curvature[j] = rise / (2 * step[j])
    curvature = (curvature + curvature.T) / 2
    if not np.isfinite(curvature).all():
        return np.eye(k)
    values, vectors = np.linalg.eigh(curvature)
    values = np.maximum(values, max(1e-8 * float(values.max()), 1e-6))
    return (vectors / values) @ vectors.T


def _beside(slopes: Slopes, mode: Floats, root: Floats, rng: np.random.Generator) -> Floats:
    """A point away from the mode; nearer where the likelihood is not defined or hopeless."""
    limit = slopes(mode)[0] + 5.0 * len(mode) + 25.0
    step = _AWAY * root @ rng.standard_normal(len(mode))
    for _ in range(20):
        if slopes(mode + step)[0] < limit:
            return mode + step
        step = step / 2
    return mode
