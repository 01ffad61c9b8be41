"""A solution as a table that says of every row whether it was checked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.solve.solution import Solution
from standoff.solve.verify import Verification


def solution_columns(solution: Solution, check: Verification) -> dict[str, NDArray[np.generic]]:
    """Return a solution as named columns, each of shape (n_draws,).

    Returns
    -------
    dict
        Those of `Solution.table`, with `verified` after the status, and ``max_gain``, the largest
        gain from deviating anywhere, at the end.
    """
    columns: dict[str, NDArray[np.generic]] = {}
    for name, column in solution.table().items():
        columns[name] = column
        if name == "status":
            columns["verified"] = check.ok
    return columns | {"max_gain": check.max_gain}
