"""Climbing a likelihood by scoring: steps damped until they lead uphill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from standoff.estimate.likelihood import Floats

#: Gradient, and what to divide it by: the information, expected or observed.
Slopes = tuple[Floats, Floats]
#: Value at a parameter, and how to get the slopes there.
Evaluate = Callable[[Floats], tuple[float, Callable[[], Slopes]]]


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """Where a climb ended.

    Attributes
    ----------
    gain : float
        What the last step promised: squared length of the gradient in standard errors.
    """

    theta: Floats
    value: float
    gradient: Floats
    information: Floats
    gain: float
    n_evaluations: int


def ascend(
    evaluate: Evaluate, start: Floats, *, tolerance: float = 1e-11, max_evaluations: int = 200
) -> Climb:
    """Climb from a start until a step promises less than the tolerance, or none leads up.

    Levenberg's and Marquardt's damping in units of the diagonal of the information; directions of
    negative curvature are climbed by their size. A start at which the value is not finite is drawn
    toward zero first. Finds a local maximum.
    """
    theta = np.array(start, float)
    value, slopes = evaluate(theta)
    spent = 1
    while not value > -np.inf and spent < 12:
        theta = theta / 2
        value, slopes = evaluate(theta)
        spent += 1
    k = len(theta)
    if not value > -np.inf:
        return Climb(theta, -np.inf, np.full(k, np.nan), np.full((k, k), np.nan), np.inf, spent)
    gradient, information = slopes()
    damping, gain = 1e-4, np.inf
    while spent < max_evaluations:
        if not (np.isfinite(gradient).all() and np.isfinite(information).all()):
            break
        scale = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(information)), 1e-10))
        values, vectors = np.linalg.eigh(information * scale * scale[:, None])
        sizes = np.maximum(np.abs(values), 1e-13 * np.abs(values).max())
        along = vectors.T @ (scale * gradient)
        gain = float(along @ (along / sizes))
        done = gain < tolerance
        ahead = theta + scale * (vectors @ (along / (sizes + damping)))
        new, following = evaluate(ahead)
        spent += 1
        # The last step is too small for the value to judge.
        if new > value or (done and new >= value - 1e-13 * abs(value)):
            theta, value = ahead, new
            damping = max(damping / 6, 1e-12)
            gradient, information = following()
        else:
            damping = max(damping * 5, 1e-7)
        if done or damping > 1e9:
            break
    return Climb(theta, value, gradient, information, gain, spent)
