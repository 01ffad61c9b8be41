"""Maximum likelihood by Newton's method with the exact Hessian, from several starts.

A start from which Newton's method does not arrive is tried again by gradients alone.

Finds a local maximum from each start and keeps the best; that it is the global one is not proved.
A point counts as converged only if the gradient is zero to rounding in units of the standard errors
and the Hessian is negative definite there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy import optimize

from standoff.estimate.likelihood import Floats, Likelihood

MAX_STEPS = 100
# Squared length of the Newton step in standard errors, about twice the log-likelihood to be gained.
# One more step is taken from there, which squares the length again.
_TOLERANCE = 1e-12
# Share of the rise that the slope promises, below which a step is too long.
_ENOUGH = 1e-4
_MAX_GRADIENT_STEPS = 300
# Above it the information is singular to rounding.
_WORST_CONDITION = 1e13


class Penalty(Protocol):
    """Something added to the log-likelihood."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def curved(self) -> bool:
        """Whether `hessian` is its own second derivative."""
        ...

    def value(self, likelihood: Likelihood, theta: Floats) -> float:
        """What is added."""
        ...

    def gradient(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its gradient, shape (k,)."""
        ...

    def hessian(self, likelihood: Likelihood, theta: Floats) -> Floats:
        """Its second derivatives, or what is good enough to step by, shape (k, k)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Inner:
    """Where a search ended, in the units in which it went on (see `units`).

    Parameters
    ----------
    likelihood : Likelihood
    theta : float array, shape (k,)
    hessian : float array, shape (k, k)
    outward : float array, shape (k, k)
        From these parameters to the user's.
    """

    likelihood: Likelihood
    theta: Floats
    hessian: Floats
    outward: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Where the search ended.

    Parameters
    ----------
    theta : float array, shape (k,)
    value : float
        Log-likelihood there, with the penalty if there is one.
    gradient : float array, shape (k,)
    hessian : float array, shape (k, k)
        With what the penalty adds to the steps.
    converged : bool
    reason : str
        Why it stopped, as a sentence.
    n_steps : int
        Newton steps from the start that led here.
    reached : tuple of float
        The value each start reached, in order; NaN where it did not converge.
    higher : float
        The highest value above this one that a search saw where it did not arrive; NaN if none did.
    inner : Inner or None
        The same in the units of the search, where they were not the user's.
    """

    theta: Floats
    value: float
    gradient: Floats
    hessian: Floats
    converged: bool
    reason: str
    n_steps: int
    reached: tuple[float, ...] = ()
    higher: float = float("nan")
    inner: Inner | None = None


def maximize(
    likelihood: Likelihood,
    *,
    n_starts: int = 1,
    seed: int = 0,
    start: Floats | None = None,
    penalty: Penalty | None = None,
    max_steps: int = MAX_STEPS,
    retry: bool = True,
) -> Maximum:
    """Find the parameters that make the data most likely.

    Parameters
    ----------
    likelihood : Likelihood
    n_starts : int
        The first is the model's best guess, the others are spread by Sobol's sequence.
    seed : int
        Of the sequence.
    start : float array, shape (k,), optional
        Start only here instead.
    penalty : Penalty, optional
    max_steps : int
        Per start.
    retry : bool
        Try a start again by gradients where Newton's method does not arrive.

    Returns
    -------
    Maximum
        The best that converged; if none did, the best point seen, with `converged` False.
    """
    starts = likelihood.starts(n_starts, seed) if start is None else np.atleast_2d(start)
    found: list[Maximum] = []
    known: Maximum | None = None
    for each in starts:
        found.append(_searched(likelihood, each, penalty, max_steps, retry, known))
        if found[-1].converged and (known is None or found[-1].value > known.value):
            known = found[-1]
    good = [each for each in found if each.converged] or found
    best = max(good, key=lambda each: each.value if np.isfinite(each.value) else -np.inf)
    reached = tuple(each.value if each.converged else float("nan") for each in found)
    seen = [each.value for each in found if np.isfinite(each.value) and best.converged]
    higher = max(seen, default=-np.inf)
    is_higher = higher > best.value + 1e-6 * max(1.0, abs(best.value))
    return replace(best, reached=reached, higher=higher if is_higher else float("nan"))


def _searched(
    likelihood: Likelihood,
    start: Floats,
    penalty: Penalty | None,
    max_steps: int,
    retry: bool,
    known: Maximum | None,
) -> Maximum:
    """Newton's method; where it is led astray, once more from where gradients alone lead."""
    found = _climb(likelihood, start, penalty, max_steps, known)
    if found.converged or not retry:
        return found
    near = _by_gradients(likelihood, start, penalty)
    again = _climb(likelihood, near, penalty, max_steps, known)
    if again.converged or again.value > found.value:
        return again
    return found


def _joins(theta: Floats, value: float, known: Maximum) -> bool:
    """Whether a search is so near to a maximum already found that it would end there."""
    away = theta - known.theta
    return known.value - value < 0.1 and float(-away @ known.hessian @ away) < 0.1


def _by_gradients(likelihood: Likelihood, start: Floats, penalty: Penalty | None) -> Floats:
    """Where a quasi-Newton search from the start ends; its short steps stay in the basin."""

    def downhill(theta: Floats) -> tuple[float, Floats]:
        value = _value(likelihood, theta, penalty)
        with np.errstate(all="ignore"):
            gradient = likelihood.scores(theta).sum(0)
            if penalty is not None:
                gradient = gradient + penalty.gradient(likelihood, theta)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            return 1e300, np.zeros(len(theta))
        return -value, -gradient

    options = {"maxiter": _MAX_GRADIENT_STEPS}
    found = optimize.minimize(downhill, start, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x, float)


def _climb(
    likelihood: Likelihood,
    start: Floats,
    penalty: Penalty | None,
    max_steps: int,
    known: Maximum | None,
) -> Maximum:
    theta = np.array(start, float)
    value = _value(likelihood, theta, penalty)
    if not np.isfinite(value):
        # Toward zero every utility becomes moderate, and with them the probabilities.
        for _ in range(30):
            theta = theta / 2
            value = _value(likelihood, theta, penalty)
            if np.isfinite(value):
                break
    radius = np.inf
    step = 0
    reason = f"still climbing after {max_steps} steps"
    converged = False
    gradient, hessian = _slopes(likelihood, theta, penalty)
    while step < max_steps:
        if not (np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            reason = "the log-likelihood is not finite there"
            break
        if known is not None and _joins(theta, value, known):
            return known
        direction, definite, gain = _direction(gradient, hessian, radius)
        if definite and gain < _TOLERANCE * max(1.0, abs(value) * 1e-3):
            converged, reason = True, "the gradient is zero"
            theta, value = _polished(likelihood, theta, value, direction, penalty)
            gradient, hessian = _slopes(likelihood, theta, penalty)
            break
        step += 1
        direction = direction * min(
            1.0, 1 / max(1e-300, float((np.abs(direction) / _farthest(theta)).max()))
        )
        # Nearly every full step is taken, so its slopes are computed along with its value.
        ahead = theta + direction
        slopes = _slopes(likelihood, ahead, penalty)
        size, new = 1.0, _value(likelihood, ahead, penalty)
        rise = float(gradient @ direction)
        if not new >= value + _ENOUGH * rise:
            size, new = _search(likelihood, theta, value, direction, rise, penalty)
            if size == 0.0:
                small = definite and gain < 1e-9 * max(1.0, abs(value))
                converged = small
                reason = (
                    "the gradient is zero to rounding"
                    if small
                    else "no step leads any higher from here"
                )
                break
            slopes = _slopes(likelihood, theta + size * direction, penalty)
        theta = theta + size * direction
        value = new
        radius = np.inf if size >= 1 else 2 * size * _length(direction, hessian)
        gradient, hessian = slopes
    return Maximum(theta, value, gradient, hessian, converged, reason, step)


def _value(likelihood: Likelihood, theta: Floats, penalty: Penalty | None) -> float:
    with np.errstate(all="ignore"):
        value = float(likelihood.log_likelihoods(theta).sum())
        if penalty is not None and np.isfinite(value):
            value += penalty.value(likelihood, theta)
    return value if np.isfinite(value) else -np.inf


def _slopes(
    likelihood: Likelihood, theta: Floats, penalty: Penalty | None
) -> tuple[Floats, Floats]:
    with np.errstate(all="ignore"):
        hessian = likelihood.hessian(theta)
        gradient = likelihood.scores(theta).sum(0)
        if penalty is not None:
            gradient = gradient + penalty.gradient(likelihood, theta)
            hessian = hessian + penalty.hessian(likelihood, theta)
    return gradient, hessian


def _length(direction: Floats, hessian: Floats) -> float:
    scale = np.sqrt(np.maximum(np.abs(np.diag(hessian)), 1e-300))
    return float(np.linalg.norm(scale * direction))


def _direction(gradient: Floats, hessian: Floats, radius: float) -> tuple[Floats, bool, float]:
    """Newton's step within the radius; whether the Hessian is definite; the squared step length.

    Where the function is not concave, the eigenvalues of the information are taken by their size,
    so that the step leads uphill and away from a saddle.
    """
    scale = np.sqrt(np.maximum(np.abs(np.diag(hessian)), 1e-12))
    information = -hessian / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(information)
    largest = max(float(np.abs(values).max()), 1e-300)
    definite = bool(values[0] > largest / _WORST_CONDITION)
    used = np.maximum(np.abs(values), largest * 1e-10)
    slopes = vectors.T @ (gradient / scale)
    step = slopes / used
    length = float(np.linalg.norm(step))
    if length > radius:
        # More damping until the step fits; the length falls in the damping.
        low, high = 0.0, largest
        while np.linalg.norm(slopes / (used + high)) > radius:
            high *= 4
        for _ in range(40):
            middle = (low + high) / 2
            if np.linalg.norm(slopes / (used + middle)) > radius:
                low = middle
            else:
                high = middle
        step = slopes / (used + high)
    return (vectors @ step) / scale, definite, float(slopes @ (slopes / used))


def _farthest(theta: Floats) -> Floats:
    """How far one step may move each parameter, where the curvature is no guide."""
    return 5 + 2 * np.abs(theta)


def _search(
    likelihood: Likelihood,
    theta: Floats,
    value: float,
    direction: Floats,
    rise: float,
    penalty: Penalty | None,
) -> tuple[float, float]:
    """A part of the step at which the value rises enough, and the value there; else 0."""
    size = 0.5
    while size > 1e-10:
        new = _value(likelihood, theta + size * direction, penalty)
        if new >= value + _ENOUGH * size * rise:
            return size, new
        size /= 2 if new > -np.inf else 8
    return 0.0, value


def _polished(
    likelihood: Likelihood,
    theta: Floats,
    value: float,
    direction: Floats,
    penalty: Penalty | None,
) -> tuple[Floats, float]:
    """One more Newton step, too small for the value to judge."""
    new = _value(likelihood, theta + direction, penalty)
    if new >= value - 1e-10 * max(1.0, abs(value)):
        return theta + direction, new
    return theta, value
