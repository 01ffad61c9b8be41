"""Payoffs without a sum that is paid whatever happens."""

from __future__ import annotations

import numpy as np

from standoff.game.lower import END, GameArrays, GameNumbers

#: A sum that all ends share is taken off where what is left is smaller by this factor.
COMMON = 100.0


def centered(arrays: GameArrays, table: GameNumbers) -> GameNumbers:
    """Take off what all ends pay alike, where that is nearly everything.

    Play does not change, and differences are no longer lost beside the common sum.
    """
    ends = np.flatnonzero(arrays.owner == END)
    rows = arrays.payoff_row[ends]
    if (rows < 0).any() or not len(table.payoff):
        return table
    paid = table.payoff[:, rows]
    middle = np.sort(paid, axis=1)[:, len(rows) // 2]
    payoff = table.payoff.copy()
    payoff[:, rows] -= middle[:, None]
    before = np.abs(table.payoff).max(axis=(1, 2))
    after = np.abs(payoff).max(axis=(1, 2))
    less = after * COMMON < before
    return GameNumbers(
        np.where(less[:, None, None], payoff, table.payoff), table.p_chance, table.feasible
    )
