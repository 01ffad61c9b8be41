"""The logit branch of a game at a given precision, one draw at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.game.lower import Floats, GameArrays, GameNumbers

#: The branch starts where play is all but random: precision times payoff spread.
START = 1e-3
MAX_STEPS = 5_000


@dataclass(frozen=True, slots=True)
class BranchPoint:
    """One point of the logit branch, reached from precision zero.

    Parameters
    ----------
    strategy : float array, shape (n_actions,)
    log_strategy : float array, shape (n_actions,)
    belief : float array, shape (n_nodes,)
        nan where nobody moves.
    precision : float
        In units of one over payoffs.
    converged : bool
    n_steps, n_folds : int
        Steps taken, and how often the branch turned back in precision.
    """

    strategy: Floats
    log_strategy: Floats
    belief: Floats
    precision: float
    converged: bool
    n_steps: int
    n_folds: int


def payoff_spread(table: GameNumbers) -> float:
    """Return the largest absolute payoff: the yardstick for precision and tolerances."""
    spread = float(np.abs(table.payoff).max(initial=0.0))
    return spread if spread > 0.0 else 1.0


def follow_branch(arrays: GameArrays, table: GameNumbers, precision: float) -> BranchPoint:
    """Follow the principal branch of agent logit equilibria up to a precision.

    Parameters
    ----------
    arrays : GameArrays
    table : GameNumbers
        One row.
    precision : float
        Positive; in units of one over payoffs.

    Notes
    -----
    Finds the branch that starts at random play, and no other. Cost per step: the Jacobian,
    O(nodes x actions x players), and a solve of the size of the number of free actions. The
    point is converged to 1e-11 relative in the log-odds, or to rounding of the payoffs where
    precision blows that up.
    """
    from standoff.solve.kernels import quantal as kernel

    log_chance = np.zeros(arrays.n_nodes)
    rolled = arrays.edge_chance >= 0
    with np.errstate(divide="ignore"):
        log_chance[rolled] = np.log(table.p_chance[0, arrays.edge_chance[rolled]])
    log_chance = np.maximum(log_chance, kernel.LOG_NEVER)
    paid = np.zeros((arrays.n_nodes, arrays.n_players))
    pays = arrays.payoff_row >= 0
    paid[pays] = table.payoff[0, arrays.payoff_row[pays]]
    shape = (arrays.parent, arrays.infoset, arrays.edge_action, arrays.first_action, arrays.owner)
    scale = payoff_spread(table)
    start = np.log(min(START / scale, precision))
    try:
        x, log_precision, outcome, n_steps, n_folds = kernel.trace(
            *shape, log_chance, paid, scale, start, np.log(precision), MAX_STEPS
        )
    except np.linalg.LinAlgError:  # an exactly singular Jacobian: no answer for this draw
        x, log_precision, outcome, n_steps, n_folds = np.zeros(arrays.n_actions), start, -1, 0, 0
    log_p = kernel.log_strategy(arrays.first_action, x)
    belief = kernel.expectations(shape, log_chance, paid, log_p)[0]
    belief[arrays.infoset < 0] = np.nan
    return BranchPoint(
        np.exp(log_p),
        log_p,
        belief,
        float(np.exp(log_precision)),
        outcome == kernel.CONVERGED,
        int(n_steps),
        int(n_folds),
    )
