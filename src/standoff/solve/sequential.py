"""A sequential equilibrium as the limit of the logit branch, polished to machine precision."""

from __future__ import annotations

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.quantal import branch_scores, log_chance, payoff_spread, shape_of
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
    code over threads, some ten microseconds for the polish, and as much for `verify`.

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
    usable = table.rows(rows)
    precision = LAST / payoff_spread(usable)
    x, converged, _ = branch_scores(arrays, usable, precision)
    pending = np.flatnonzero(converged)
    for cutoff in CUTOFFS:
        if not len(pending):
            break
        tried = rows[pending]
        strategy[tried], belief[tried] = _polish(
            arrays, usable.rows(pending), x[pending], precision[pending], cutoff
        )
        solved = np.full(len(tried), Status.SOLVED, dtype=np.uint8)
        candidate = Solution(
            game, draws.rows(tried), strategy[tried], belief[tried], solved, METHOD, RULE
        )
        ok = verify(candidate, tolerance=tolerance).ok
        status[tried[ok]] = Status.SOLVED
        pending = pending[~ok]
    failed = status == Status.NOT_CONVERGED
    strategy[failed], belief[failed] = np.nan, np.nan
    return Solution(game, draws, strategy, belief, status, METHOD, RULE)


def _polish(
    arrays: GameArrays, table: GameNumbers, x: Floats, precision: Floats, cutoff: float
) -> tuple[Floats, Floats]:
    """Return the strategies and beliefs beside points of the branch, for feasible rows."""
    from standoff.solve.kernels.polish import polish_many

    strategy = np.empty((len(x), arrays.n_actions))
    belief = np.empty((len(x), arrays.n_nodes))
    polish_many(
        shape_of(arrays),
        table.payoff,
        table.p_chance,
        log_chance(table),
        x,
        precision,
        cutoff,
        payoff_spread(table),
        strategy,
        belief,
    )
    return strategy, belief
