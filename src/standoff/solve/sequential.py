"""A sequential equilibrium as the limit of the logit branch, polished to machine precision."""

from __future__ import annotations

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.polish import polish
from standoff.solve.quantal import branch_points, payoff_spread
from standoff.solve.solution import Solution
from standoff.solve.verify import verify

METHOD = "logit path"
RULE = "limit of the logit branch that starts at random play"

#: Precision, times payoff spread, at which the branch is read. Further out, the odds of nodes
#: that are hardly ever reached drown in rounding.
LAST = 1e6
#: An action counts as chosen when it keeps this probability there. The first reading that
#: verifies is taken: probabilities may be small in the limit, or fall only like one over precision.
CUTOFFS = (1e-4, 1e-6, 1e-2)


def solve_sequential(game: Game, draws: Draws, *, tolerance: float = 1e-9) -> Solution:
    """Find one sequential equilibrium for every draw, as the limit of logit equilibria.

    Parameters
    ----------
    game : Game
    draws : Draws
    tolerance : float
        A draw whose answer fails `verify` at this tolerance has status `NOT_CONVERGED`.

    Returns
    -------
    Solution
        Beliefs at unreached sets are those of the limit: one supporting belief, not the only one.

    Notes
    -----
    Finds the limit of the principal branch, and no other equilibrium. Each draw is solved alone,
    so that answers do not depend on other draws. Cost: some 50 Newton steps per draw in compiled
    code, and a few milliseconds for the polish.

    References
    ----------
    McKelvey, R. and Palfrey, T. (1998). Quantal response equilibria for extensive form games.
    Experimental Economics 1. Turocy, T. (2010). Computing sequential equilibria using agent
    quantal response equilibria. Economic Theory 42.
    """
    arrays, table = lower(game), numbers(game, draws)
    strategy = np.full((len(draws), arrays.n_actions), np.nan)
    belief = np.full((len(draws), arrays.n_nodes), np.nan)
    status = np.full(len(draws), Status.INFEASIBLE, dtype=np.uint8)
    rows = np.flatnonzero(table.feasible)
    status[rows] = Status.NOT_CONVERGED
    spread = payoff_spread(table)
    points = branch_points(arrays, table.rows(rows), LAST / spread[rows])
    for cutoff in CUTOFFS:
        pending = [
            (int(row), point)
            for row, point in zip(rows, points, strict=True)
            if point.converged and status[row] == Status.NOT_CONVERGED
        ]
        for row, point in pending:
            strategy[row], belief[row] = polish(
                arrays,
                table.rows(slice(row, row + 1)),
                point,
                cutoff=cutoff,
                spread=float(spread[row]),
            )
        tried = np.array([row for row, _ in pending], dtype=np.int64)
        solved = np.full(len(tried), Status.SOLVED, dtype=np.uint8)
        candidate = Solution(
            game, draws.rows(tried), strategy[tried], belief[tried], solved, METHOD, RULE
        )
        status[tried[verify(candidate, tolerance=tolerance).ok]] = Status.SOLVED
    failed = status == Status.NOT_CONVERGED
    strategy[failed], belief[failed] = np.nan, np.nan
    return Solution(game, draws, strategy, belief, status, METHOD, RULE)
