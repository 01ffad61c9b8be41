"""A solution as a table: one row per draw, outcomes and values in columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.game.status import Status
from standoff.solve.solution import Solution
from standoff.solve.verify import Verification
from standoff.text.names import apart

#: Columns that every table of solutions has.
OWN = ("status", "verified", "max_gain")


def solution_columns(solution: Solution, check: Verification) -> dict[str, NDArray[np.generic]]:
    """Return a solution as named columns, each of shape (n_draws,).

    Returns
    -------
    dict
        The parameters (one that is called like a column of ours as `parameter_...`); `status` and
        `verified`; ``p: outcome`` for every outcome; ``value: player`` for every player;
        ``max_gain``, the largest gain from deviating anywhere.
    """
    answered = solution.status <= Status.FOLD_CROSSED
    parameters, outcomes = solution.draws.columns(), solution.p_outcome
    players = solution.game.players
    names = apart(
        [
            *((name, "parameter") for name in parameters),
            *((f"p: {outcome}", "outcome") for outcome in outcomes),
            *((f"value: {name}", "player") for name in players),
        ],
        OWN,
    )
    status = np.array([Status(int(s)).name.lower() for s in solution.status])
    free = iter(names)
    columns: dict[str, NDArray[np.generic]] = {next(free): each for each in parameters.values()}
    columns |= {"status": status, "verified": check.ok}
    columns |= {next(free): np.where(answered, p, np.nan) for p in outcomes.values()}
    for player in range(len(players)):
        columns[next(free)] = np.where(answered, solution.value[:, player], np.nan)
    columns["max_gain"] = check.max_gain
    return columns
