"""How much of an answer's variance one input accounts for by itself, from draws that exist."""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Floats


def first_order(x: Floats, y: Floats) -> float:
    r"""Estimate the first-order share of variance, $Var(E[y|x]) / Var(y)$.

    Parameters
    ----------
    x, y : float arrays, shape (n_draws,)
        Draws in which `y` is not finite are left out.

    Returns
    -------
    float
        Between 0 and 1; 0 where `x` or `y` does not vary, nan with fewer than 40 draws.

    Notes
    -----
    Draws are sorted by `x` into classes of equal size, and the variance of the class means is
    compared with the variance in all. Class means vary by chance as well, which is taken off; the
    estimate is otherwise too high where the input does not matter.

    References
    ----------
    Plischke, E., Borgonovo, E. and Smith, C. (2013). Global sensitivity measures from given data.
    European Journal of Operational Research 226.
    """
    known = np.isfinite(y)
    x, y = x[known], y[known]
    if len(y) < 40:
        return float("nan")
    total = float(np.sum((y - y.mean()) ** 2))
    if np.ptp(x) == 0.0 or total <= 1e-24 * len(y):
        return 0.0
    n_classes = int(np.clip(np.sqrt(len(y)) / 3, 4, 100))
    order = np.argsort(x, kind="stable")
    edges = np.linspace(0, len(y), n_classes + 1).astype(np.int64)
    sizes = np.diff(edges)
    means = np.add.reduceat(y[order], edges[:-1]) / sizes
    between = float(np.sum(sizes * (means - y.mean()) ** 2))
    noise = (total - between) / (len(y) - n_classes)
    return float(np.clip((between - (n_classes - 1) * noise) / total, 0.0, 1.0))
