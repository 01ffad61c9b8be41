"""Agent quantal response equilibrium: the logit branch of a game, for one draw or a million."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName, one_of
from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.solution import Errors, Solution

if TYPE_CHECKING:
    from standoff.solve.kernels.equations import Shape

METHOD = {"logit": "agent logit equilibrium", "probit": "agent probit equilibrium"}
RULE = "principal branch: the one that starts at random play"

MAX_STEPS = 5_000
#: Precision times the largest payoff where a branch begins whose points are kept.
START = 1e-3


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
    n_folds : int
        How often the branch turned back in precision on the way.
    """

    strategy: Floats
    log_strategy: Floats
    belief: Floats
    precision: float
    converged: bool
    n_folds: int


def shape_of(arrays: GameArrays, errors: Errors = "logit") -> Shape:
    """Return what the kernels need to know about a game's shape."""
    one_of("kind of errors", errors, Errors)
    from standoff.solve.kernels.equations import Shape

    return Shape(
        arrays.parent,
        arrays.infoset,
        arrays.edge_action,
        arrays.edge_chance,
        arrays.payoff_row,
        arrays.owner,
        arrays.first_action,
        arrays.infoset_player,
        get_args(Errors).index(errors),
    )


def payoff_spread(table: GameNumbers) -> Floats:
    """Return the largest absolute payoff of every draw: the yardstick for precision."""
    spread = np.abs(table.payoff).max(axis=(1, 2), initial=0.0)
    return np.where(spread > 0.0, spread, 1.0)


def log_chance(table: GameNumbers) -> Floats:
    """Return log chances, floored so that branches of probability zero keep a limit."""
    from standoff.solve.kernels.equations import LOG_NEVER

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(np.log(table.p_chance), LOG_NEVER)


def branch_scores(
    arrays: GameArrays, table: GameNumbers, precision: Floats
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Return the log-odds of `branch_points`, which of them converged, and the folds passed."""
    return _solve(arrays, table, np.repeat(precision[:, None], arrays.n_players, axis=1))


def branch_points(arrays: GameArrays, table: GameNumbers, precision: Floats) -> list[BranchPoint]:
    """Return the point of the principal branch of agent logit equilibria for every draw.

    Parameters
    ----------
    arrays : GameArrays
    table : GameNumbers
        Feasible rows only.
    precision : float array, shape (n_draws,)
        Positive; in units of one over payoffs.
    """
    x, converged, n_folds = branch_scores(arrays, table, precision)
    points: list[BranchPoint] = []
    for draw in range(len(x)):
        log_p, belief = evaluate(arrays, table, draw, x[draw])
        points.append(
            BranchPoint(
                np.exp(log_p),
                log_p,
                belief,
                float(precision[draw]),
                bool(converged[draw]),
                int(n_folds[draw]),
            )
        )
    return points


def _solve(
    arrays: GameArrays, table: GameNumbers, rates: Floats, errors: Errors = "logit"
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Return log-odds, whether they converged, and the folds passed, for feasible rows."""
    x = np.zeros((len(rates), arrays.n_actions))
    start = np.full(len(rates), -np.inf)
    converged, counts = follow(arrays, table, rates, x, start, errors)
    return x, converged, counts[:, 2]


def follow(
    arrays: GameArrays,
    table: GameNumbers,
    rates: Floats,
    x: Floats,
    start: Floats,
    errors: Errors = "logit",
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Go on along the branch to a precision per player, for feasible rows; change x.

    Parameters
    ----------
    rates : float array, shape (n_draws, n_players)
    x : float array, shape (n_draws, n_actions)
        Log-odds at the start.
    start : float array, shape (n_draws,)
        Logarithm of the factor on `rates` at which x lies on the branch; -inf for random play.

    Returns
    -------
    converged : bool array, shape (n_draws,)
    counts : int array, shape (n_draws, 4)
        Steps, matrices factored, folds and crossings of branches on the way.
    """
    from standoff.solve.kernels import branch as kernel
    from standoff.solve.kernels.threads import threads_for

    n_draws = len(rates)
    outcome, reached = np.zeros(n_draws, dtype=np.int64), np.zeros(n_draws)
    counts = np.zeros((n_draws, 4), dtype=np.int64)
    with threads_for(n_draws, arrays.n_nodes):
        kernel.follow_many(
            shape_of(arrays, errors),
            table.payoff,
            log_chance(table),
            rates,
            payoff_spread(table),
            start,
            MAX_STEPS,
            x,
            outcome,
            reached,
            counts,
        )
    return outcome == kernel.CONVERGED, counts


def trace(
    arrays: GameArrays,
    table: GameNumbers,
    draw: int,
    precision: float | Floats,
    keep: int,
    errors: Errors = "logit",
) -> tuple[bool, Floats]:
    """Follow the branch of one draw and keep its points (see `kernels.branch.follow`).

    Returns
    -------
    converged : bool
    points : float array, shape (n_points, n_actions + 1)
        Log-odds, and the logarithm of the factor on precision.
    """
    from standoff.solve.kernels import branch as kernel
    from standoff.solve.kernels.equations import workspace
    from standoff.solve.kernels.step import Draw, new_path

    shape = shape_of(arrays, errors)
    scale = float(payoff_spread(table.rows(slice(draw, draw + 1)))[0])
    rate = np.broadcast_to(np.asarray(precision, dtype=np.float64), arrays.n_players).copy()
    points = np.empty((keep, arrays.n_actions + 1))
    work = workspace(shape, arrays.n_players)
    outcome, _, n_kept, *_ = kernel.follow(
        shape,
        Draw(table.payoff[draw], log_chance(table)[draw], rate, scale),
        np.zeros(arrays.n_actions),
        min(float(np.log(START / (scale * rate.max()))), 0.0),
        MAX_STEPS,
        work,
        new_path(shape, work),
        points,
    )
    return outcome == kernel.CONVERGED, points[:n_kept]


def evaluate(
    arrays: GameArrays, table: GameNumbers, draw: int, x: Floats, errors: Errors = "logit"
) -> tuple[Floats, Floats]:
    """Return log probabilities and beliefs for the scores of one draw."""
    from standoff.solve.kernels import equations as kernel

    shape = shape_of(arrays, errors)
    work = kernel.workspace(shape, arrays.n_players)
    kernel.expect(shape, table.payoff[draw], log_chance(table)[draw], x, work)
    return work.log_p.copy(), np.where(arrays.infoset >= 0, work.belief, np.nan)


def solve_quantal(
    game: Game,
    draws: Draws,
    *,
    precision: float | Sequence[float] | Floats = 1.0,
    errors: Errors = "logit",
) -> Solution:
    """Find the agent quantal response equilibrium on the principal branch, for every draw.

    Everybody means to choose the best action but sees payoffs with an error: at every information
    set, actions have the probability that their expected payoff times precision plus an error is
    the largest, given what everybody else and the same player later do.

    Parameters
    ----------
    game : Game
    draws : Draws
    precision : float, one per player, or array of shape (n_draws, n_players)
        In units of one over payoffs; 0 is random play.
    errors : {"logit", "probit"}
        Extreme value errors (probabilities proportional to ``exp(precision * payoff)``) or
        independent standard normal ones.

    Returns
    -------
    Solution
        Every information set is reached, so that all beliefs are Bayes'. Residual at most 1e-10
        where status is `SOLVED`, as long as precision times payoffs stays below some thousands.

    Notes
    -----
    Finds the branch that starts at random play; other equilibria may exist at high precision.
    Draws are solved in compiled code over threads, each alone, so that neither the number of
    threads nor other draws change a digit. Draws on which the branch folds are followed by
    arclength, one by one.

    References
    ----------
    McKelvey, R. and Palfrey, T. (1998). Quantal response equilibria for extensive form games.
    Experimental Economics 1.
    """
    from standoff.solve.kernels.equations import evaluate_many
    from standoff.solve.kernels.threads import threads_for

    if errors not in get_args(Errors):
        raise UnknownName.among("kind of errors", errors, get_args(Errors))
    arrays, table = lower(game), numbers(game, draws)
    rates = _rates(game, precision, len(draws))
    strategy = np.full((len(draws), arrays.n_actions), np.nan)
    belief = np.full((len(draws), arrays.n_nodes), np.nan)
    status = np.full(len(draws), Status.INFEASIBLE, dtype=np.uint8)
    rows = np.flatnonzero(table.feasible)
    usable = table.rows(rows)
    x, converged, n_folds = _solve(arrays, usable, rates[rows], errors)
    solved = np.where(n_folds > 0, Status.FOLD_CROSSED, Status.SOLVED)
    status[rows] = np.where(converged, solved, Status.NOT_CONVERGED)
    with threads_for(len(rows), arrays.n_nodes):
        strategy[rows], belief[rows] = evaluate_many(
            shape_of(arrays, errors), usable.payoff, log_chance(usable), x
        )
    belief[:, arrays.infoset < 0] = np.nan
    strategy[rows[~converged]], belief[rows[~converged]] = np.nan, np.nan
    return Solution(
        game, draws, strategy, belief, status, METHOD[errors], RULE, precision=rates, errors=errors
    )


def _rates(game: Game, precision: float | Sequence[float] | Floats, n_draws: int) -> Floats:
    rates = np.asarray(precision, dtype=np.float64)
    if not np.isfinite(rates).all() or (rates < 0).any():
        raise GameError("precision must be a finite number, zero or more")
    if rates.ndim == 2 and rates.shape != (n_draws, len(game.players)):
        raise GameError(
            f"precision per draw and player must have shape ({n_draws}, {len(game.players)}), "
            f"found {rates.shape}"
        )
    if rates.ndim == 1 and rates.shape != (len(game.players),):
        raise GameError(
            f"precision per player needs {len(game.players)} numbers, found {rates.shape[0]}"
        )
    return np.ascontiguousarray(np.broadcast_to(rates, (n_draws, len(game.players))))
