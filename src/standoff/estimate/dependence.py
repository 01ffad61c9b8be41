"""Regressors that determine each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.likelihood import Bools, Floats

_MOST_NAMES = 12
# Of columns that determine each other, rounding leaves less than this.
_OWN = 1e-13


def check_independent(matrix: Floats, names: Sequence[str], label: str) -> None:
    """Refuse regressors that determine each other, and name them."""
    n, k = matrix.shape
    if n < k:
        raise EstimationError(
            f"{'one observation is' if n == 1 else f'{n} observations are'} not enough for the "
            f"{k} regressors of {label}",
            found=", ".join(names[:_MOST_NAMES])
            + (f" and {k - _MOST_NAMES} more" if k > _MOST_NAMES else ""),
            right="as many rows with a value in every column, or fewer regressors (a column of "
            "words or dates becomes one regressor per value)",
        )
    found = dependence(matrix)
    if found is not None:
        involved = [name for name, is_in in zip(names, found, strict=True) if is_in]
        raise EstimationError(
            f"the regressors of {label} are perfectly collinear",
            found=", ".join(involved),
            right="leave one of them out"
            if len(involved) > 1
            else f"{involved[0]!r} is zero in every row that is used: leave it out",
        )


def dependence(matrix: Floats) -> Bools | None:
    """Which columns take part in a linear dependence, or None if there is none."""
    size = np.sqrt((matrix**2).sum(0))
    if (size == 0).any():
        return size == 0
    if matrix.shape[1] == 0:
        return None
    scaled = matrix / size
    # The small triangle has the same singular values. With fewer rows than columns it is not square
    # and the missing directions appear only in the full decomposition.
    triangle = np.linalg.qr(scaled, mode="r")
    _, values, right = np.linalg.svd(triangle, full_matrices=True)
    smallest = values[-1] if len(values) == matrix.shape[1] else 0.0
    if smallest > _OWN * values[0]:
        return None
    return np.abs(right[-1]) > 1e-6
