"""From second derivatives in the inputs of each row to second derivatives in the parameters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.estimate.likelihood import Floats


def scattered(curvature: Floats, matrices: Sequence[Floats]) -> Floats:
    """Sum over rows of the inputs' curvature times the regressors on both sides.

    Parameters
    ----------
    curvature : float array, shape (n_inputs, n_inputs, n)
    matrices : sequence of float array, each shape (n, k_j)
        The regressors of each input.

    Returns
    -------
    float array, shape (k, k)
        With k the sum of the k_j.
    """
    edges = np.concatenate([[0], np.cumsum([matrix.shape[1] for matrix in matrices])])
    total = np.zeros((edges[-1], edges[-1]))
    for i, left in enumerate(matrices):
        for j in range(i, len(matrices)):
            piece = left.T @ (curvature[i, j][:, None] * matrices[j])
            total[edges[i] : edges[i + 1], edges[j] : edges[j + 1]] = piece
            if i != j:
                total[edges[j] : edges[j + 1], edges[i] : edges[i + 1]] = piece.T
    return total
