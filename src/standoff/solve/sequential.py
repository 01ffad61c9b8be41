"""A sequential equilibrium as the limit of the logit branch, polished to machine precision."""

from __future__ import annotations

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.polish import polish
from standoff.solve.quantal import follow_branch, payoff_spread
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
    Finds the limit of the principal branch, and no other equilibrium. Each draw takes some 80 to
    300 steps on the branch and is solved alone, so that answers do not depend on other draws.

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
    for draw in np.flatnonzero(table.feasible):
        row = slice(int(draw), int(draw) + 1)
        answer = _solve_one(game, draws.rows(row), arrays, table.rows(row), tolerance)
        status[draw] = Status.NOT_CONVERGED if answer is None else Status.SOLVED
        if answer is not None:
            strategy[draw], belief[draw] = answer
    return Solution(game, draws, strategy, belief, status, METHOD, RULE)


def _solve_one(
    game: Game, draw: Draws, arrays: GameArrays, table: GameNumbers, tolerance: float
) -> tuple[Floats, Floats] | None:
    spread = payoff_spread(table)
    point = follow_branch(arrays, table, LAST / spread)
    if not point.converged:
        return None
    solved = np.array([Status.SOLVED], dtype=np.uint8)
    for cutoff in CUTOFFS:
        strategy, belief = polish(arrays, table, point, cutoff=cutoff, spread=spread)
        candidate = Solution(game, draw, strategy[None, :], belief[None, :], solved, METHOD, RULE)
        if verify(candidate, tolerance=tolerance).ok[0]:
            return strategy, belief
    return None
