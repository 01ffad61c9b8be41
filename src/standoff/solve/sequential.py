"""A sequential equilibrium as the limit of the logit branch, polished to machine precision."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.common_sum import centered
from standoff.solve.dominance import settled
from standoff.solve.evaluate import action_worth
from standoff.solve.quantal import branch_scores, log_chance, payoff_spread, shape_of
from standoff.solve.solution import Solution
from standoff.solve.verify import TOLD, Verification, verify

METHOD = "logit path"
#: Where no path was followed because removing dominated choices left nothing to find.
BY_DOMINANCE = "elimination of dominated choices"
RULE = "limit of the logit branch that starts at random play"

#: Precision, times payoff spread, at which the branch is read. Further out, the odds of nodes
#: that are hardly ever reached drown in rounding.
LAST = 1e6
#: Where little is at stake beside the largest payoff, choices are settled only further out.
FURTHER = (1e9, 1e12)
#: An action counts as chosen when it keeps this probability there. The first reading that
#: verifies is taken: probabilities may be small in the limit, or fall only like one over precision.
CUTOFFS = (1e-4, 1e-6, 1e-2)
#: Further out the smallest of these is this over precision times payoff spread.
SMALLEST = 100.0
#: An equilibrium further from the point of the branch than this is not the one beside it.
BESIDE = 0.05
#: A player who mixes between choices that differ by more, as a share of what is at stake, does so
#: because the point is not far enough out on the branch.
SHARP = 1e-12
#: Precision times what is at stake where a player mixes, at least.
SHARPLY = 3.0
#: What rounding does to an expected payoff, as a share of it.
RELATIVE = 1e-15

NOT_FOLLOWED = "The logit branch could not be followed to its limit."
REFUSED = "An answer was found beside the logit branch, and did not pass the check by other code."
TOO_CLOSE = "Double precision cannot tell two choices apart"


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
        Its `reason` says why a draw has no answer.

    Notes
    -----
    Finds the limit of the principal branch, and no other equilibrium. Where the branch cannot be
    followed, dominated choices are removed in exact arithmetic; if that leaves only one limit that
    logit equilibria can have, it is the answer. Each draw is solved alone, so that answers do not
    depend on other draws. Cost: some 50 Newton steps per draw in compiled code over threads, some
    ten microseconds for the polish, and as much for `verify`.

    References
    ----------
    McKelvey, R. and Palfrey, T. (1998). Quantal response equilibria for extensive form games.
    Experimental Economics 1. Turocy, T. (2010). Computing sequential equilibria using agent
    quantal response equilibria. Economic Theory 42.
    """
    arrays, table = lower(game), numbers(game, draws)
    n_draws = len(draws)
    reason = np.full(n_draws, "", dtype=object)
    found = Solution(
        game,
        draws,
        np.full((n_draws, arrays.n_actions), np.nan),
        np.full((n_draws, arrays.n_nodes), np.nan),
        np.full(n_draws, Status.INFEASIBLE, dtype=np.uint8),
        METHOD,
        RULE,
        reason=reason,
    )
    left = np.flatnonzero(table.feasible)
    found.status[left] = Status.NOT_CONVERGED
    for last in (LAST, *FURTHER):
        left = _follow(found, reason, arrays, table, left, last, tolerance)
        if not len(left):
            break
    n_settled = _settle(found, reason, tolerance)
    if n_settled:
        is_all = n_settled == int((found.status == Status.SOLVED).sum())
        return replace(found, method=BY_DOMINANCE if is_all else f"{METHOD}, {BY_DOMINANCE}")
    return found


def _follow(
    found: Solution,
    reason: NDArray[np.object_],
    arrays: GameArrays,
    table: GameNumbers,
    rows: NDArray[np.int64],
    last: float,
    tolerance: float,
) -> NDArray[np.int64]:
    """Read the limit off the branch for some draws; return those that a longer branch may answer.

    Fills in strategies, beliefs and status where the answer passes, and the reason elsewhere.
    """
    usable = centered(arrays, table.rows(rows))
    precision = last / payoff_spread(usable)
    x, converged, _ = branch_scores(arrays, usable, precision)
    reason[rows[~converged]] = NOT_FOLLOWED
    pending = np.flatnonzero(converged)
    # Far out, an action that is played with a small probability stands out from those that vanish.
    for cutoff in CUTOFFS if last == LAST else (*CUTOFFS, SMALLEST / last):
        if not len(pending):
            break
        tried = rows[pending]
        strategy, belief = _polish(arrays, usable.rows(pending), x[pending], cutoff)
        candidate = Solution(
            found.game,
            found.draws.rows(tried),
            strategy,
            belief,
            np.full(len(tried), Status.SOLVED, dtype=np.uint8),
            METHOD,
            RULE,
        )
        check = verify(candidate, tolerance=tolerance, ties=False)
        sharp = _is_sharp(arrays, usable.rows(pending), strategy, belief, check)
        far = _is_far(arrays, precision[pending], strategy, check)
        ok = check.ok & sharp & far & (_distance(arrays, x[pending], strategy) <= BESIDE)
        found.status[tried[ok]] = Status.SOLVED
        found.strategy[tried[ok]], found.belief[tried[ok]] = strategy[ok], belief[ok]
        reason[tried[ok]] = ""
        for i in np.flatnonzero(~ok):
            reason[tried[i]] = _why(found.game, check, int(i))
        pending = pending[~ok]
    return rows[pending]


def _settle(found: Solution, reason: NDArray[np.object_], tolerance: float) -> int:
    """Answer what dominance alone answers among draws without an answer; return how many."""
    n_settled = 0
    for row in np.flatnonzero(found.status == Status.NOT_CONVERGED):
        one = slice(row, row + 1)
        answer = settled(found.game, found.draws.rows(one))
        if answer is None:
            continue
        status = np.full(1, Status.SOLVED, dtype=np.uint8)
        strategy, belief = answer[0][None], answer[1][None]
        candidate = Solution(
            found.game, found.draws.rows(one), strategy, belief, status, BY_DOMINANCE, RULE
        )
        if verify(candidate, tolerance=tolerance, ties=False).ok[0]:
            found.strategy[one], found.belief[one] = strategy, belief
            found.status[one], reason[row] = Status.SOLVED, ""
            n_settled += 1
    return n_settled


def _why(game: Game, check: Verification, row: int) -> str:
    """Say why an answer is refused."""
    hidden = np.flatnonzero(~(check.rounding[row] <= TOLD * check.stake[row]))
    if len(hidden):
        return f"{TOO_CLOSE} at {game.infosets[int(hidden[0])].label!r}."
    return REFUSED


def _is_sharp(
    arrays: GameArrays,
    table: GameNumbers,
    strategy: Floats,
    belief: Floats,
    check: Verification,
) -> NDArray[np.bool_]:
    """Return whether everybody mixes between choices that are exactly as good, per draw.

    Otherwise the point of the branch does not tell them apart yet.
    """
    if not arrays.n_infosets:
        return np.ones(len(strategy), dtype=bool)
    worth = action_worth(arrays, table, strategy, belief)
    first, infoset = arrays.first_action[:-1], arrays.action_infoset
    size = np.maximum.reduceat(np.abs(worth), first, axis=1)
    missed = np.maximum.reduceat(worth, first, axis=1)[:, infoset] - worth
    least = SHARP * check.stake + check.rounding + RELATIVE * size
    return np.all((strategy == 0.0) | (missed <= least[:, infoset]), axis=1)


def _is_far(
    arrays: GameArrays, precision: Floats, strategy: Floats, check: Verification
) -> NDArray[np.bool_]:
    """Return whether all who mix see what is at stake sharply: random play is no mixture.

    Where nothing at all is at stake, play is random at every precision, and so in the limit.
    """
    mixes = (strategy > 0.0) & (strategy < 1.0)
    stake = check.stake[:, arrays.action_infoset]
    is_sharp = (stake == 0.0) | (precision[:, None] * stake >= SHARPLY)
    return np.all(~mixes | is_sharp, axis=1)


def _distance(arrays: GameArrays, x: Floats, strategy: Floats) -> Floats:
    """Return how far strategies are from those of the points of the branch, shape (n_draws,)."""
    if not arrays.n_infosets:
        return np.zeros(len(x))
    first, infoset = arrays.first_action[:-1], arrays.action_infoset
    top = np.maximum.reduceat(x, first, axis=1)[:, infoset]
    p = np.exp(x - top)
    p /= np.add.reduceat(p, first, axis=1)[:, infoset]
    return np.abs(p - strategy).max(axis=1)


def _polish(
    arrays: GameArrays, table: GameNumbers, x: Floats, cutoff: float
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
        cutoff,
        strategy,
        belief,
    )
    return strategy, belief
