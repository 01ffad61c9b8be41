"""Quantal responses, written a second time for the verifier: no kernel, other formulas."""

from __future__ import annotations

import numpy as np

from standoff.errors import one_of
from standoff.game.lower import Floats
from standoff.solve.solution import Errors


def quantal_response(scores: Floats, errors: Errors) -> Floats:
    """Return the probability that each score plus its error is the largest.

    Parameters
    ----------
    scores : float array, shape (n_draws, n_actions)
    errors : {"logit", "probit"}
        Probit with three or more actions integrates over the winner's error by Gauss-Legendre
        panels, so that it does not share the kernel's quadrature.
    """
    one_of("kind of errors", errors, Errors)
    if errors == "logit":
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)
    from scipy.special import ndtr

    n_actions = scores.shape[1]
    if n_actions == 1:
        return np.ones_like(scores)
    if n_actions == 2:
        z = (scores[:, 0] - scores[:, 1]) / np.sqrt(2.0)
        return np.column_stack([ndtr(z), ndtr(-z)])
    nodes, weights = np.polynomial.legendre.leggauss(24)
    edges = np.linspace(-9.0, 9.0, 25)
    half = np.diff(edges)[:, None] / 2.0
    t = ((edges[:-1, None] + edges[1:, None]) / 2.0 + half * nodes).ravel()
    density = (half * weights).ravel() * np.exp(-0.5 * t * t) / np.sqrt(2.0 * np.pi)
    p = np.empty_like(scores)
    for a in range(n_actions):
        wins = np.ones((len(scores), len(t)))
        for b in range(n_actions):
            if b != a:
                wins *= ndtr(t + (scores[:, a] - scores[:, b])[:, None])
        p[:, a] = wins @ density
    return p
