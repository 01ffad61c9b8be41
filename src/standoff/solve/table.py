"""A solution as a table: one row per draw, outcomes and values in columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.game.status import Status
from standoff.solve.solution import Solution
from standoff.solve.verify import Verification


def solution_columns(solution: Solution, check: Verification) -> dict[str, NDArray[np.generic]]:
    """Return a solution as named columns, each of shape (n_draws,).

    Returns
    -------
    dict
        The parameters; `status` and `verified`; ``p: outcome`` for every outcome;
        ``value: player`` for every player; ``max_gain``, the largest gain from deviating anywhere.
    """
    answered = solution.status <= Status.FOLD_CROSSED
    columns: dict[str, NDArray[np.generic]] = dict(solution.draws.columns())
    columns["status"] = np.array([Status(int(s)).name.lower() for s in solution.status])
    columns["verified"] = check.ok
    for outcome, p in solution.p_outcome.items():
        columns[f"p: {outcome}"] = np.where(answered, p, np.nan)
    for player, name in enumerate(solution.game.players):
        columns[f"value: {name}"] = np.where(answered, solution.value[:, player], np.nan)
    columns["max_gain"] = check.max_gain
    return columns
