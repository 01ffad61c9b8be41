"""The value of a two-player zero-sum game, by one linear program on the sequence form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.lemke import MOST_EXACT, left_with_gains_of_plans, read_plan
from standoff.solve.lemke_exact import solve_exactly
from standoff.solve.sequence_form import SequenceForm, sequence_form
from standoff.solve.solution import Solution

#: Payoffs of all ends must add up to the same, up to this share of the largest.
CONSTANT = 1e-9
#: A set counts as one that a plan gets to from this probability on.
REACHED = 1e-9
#: What may be gained at a set, as a share of what is at stake there: as much as the linear program
#: may be off.
GAIN = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class ZeroSum:
    """Best play of both sides, and what it is worth.

    Parameters
    ----------
    game : Game
    value : float array, shape (n_draws, 2)
        What each player can secure; nan without an answer.
    strategy : float array, shape (n_draws, n_actions)
        nan at sets that the player's own plan never gets to: a linear program says nothing there.
    exploitability : float array, shape (n_draws,)
        How much the two players together could gain by best replies, recomputed on the tree.
    status : uint8 array, shape (n_draws,)
    """

    game: Game
    value: Floats
    strategy: Floats
    exploitability: Floats
    status: NDArray[np.uint8]


def solve_zero_sum(game: Game, draws: Draws) -> ZeroSum:
    """Find the value and a pair of optimal plans of a zero-sum game, for every draw.

    Parameters
    ----------
    game : Game
        Two players whose payoffs add up to the same at every end.
    draws : Draws

    Returns
    -------
    ZeroSum
        Draws in which the payoffs do not add up to a constant have status
        `OUTSIDE_ASSUMPTIONS`.

    Raises
    ------
    GameError
        If the game does not have two players, or is constant-sum in no draw.

    Notes
    -----
    Finds a Nash equilibrium. Nobody gains more than 1e-7 (usually far less) of what is at stake at
    any set that the other side and chance let a player get to; plans of the linear program that do
    not pass are replaced by those of exact pivoting where the game is small, and else the draw is
    `NOT_CONVERGED`. `exploitability` says how good they are in all. Says nothing about sets that
    are never reached: use `solve_lemke` where that matters. Cost: one sparse linear program of the
    size of the tree per draw.

    References
    ----------
    Koller, D., Megiddo, N. and von Stengel, B. (1996). Efficient computation of equilibria for
    extensive two-person games. Games and Economic Behavior 14.
    """
    form, table, arrays = sequence_form(game), numbers(game, draws), lower(game)
    constant, scale = _sums(arrays, game, table)
    value = np.full((len(draws), 2), np.nan)
    strategy = np.full((len(draws), arrays.n_actions), np.nan)
    exploitability = np.full(len(draws), np.nan)
    status = np.full(len(draws), Status.INFEASIBLE, dtype=np.uint8)
    fits = table.feasible & (np.ptp(constant, axis=1) <= CONSTANT * scale)
    status[table.feasible & ~fits] = Status.OUTSIDE_ASSUMPTIONS
    if table.feasible.any() and not fits.any():
        raise GameError(
            f"game {game.name!r} is not zero-sum: payoffs of its ends add up to between "
            f"{constant[table.feasible].min():g} and {constant[table.feasible].max():g}",
            right="method 'lemke' or 'sequential'",
        )
    for draw in np.flatnonzero(fits):
        payoffs = form.payoffs(table, int(draw))
        plans = _accepted(game, form, table, draws, int(draw), payoffs[0])
        if plans is None:
            status[draw] = Status.NOT_CONVERGED
            continue
        status[draw] = Status.SOLVED
        value[draw] = [plans[0] @ a @ plans[1] for a in payoffs]
        gains = [
            form.best_value(0, payoffs[0] @ plans[1]) - value[draw, 0],
            form.best_value(1, plans[0] @ payoffs[1]) - value[draw, 1],
        ]
        exploitability[draw] = sum(gains)
        strategy[draw] = _behavior(form, plans)
    return ZeroSum(game, value, strategy, exploitability, status)


def _sums(arrays: GameArrays, game: Game, table: GameNumbers) -> tuple[Floats, Floats]:
    """Return what both players get together at every end, and the largest absolute payoff."""
    total = np.zeros((len(table.payoff), arrays.n_nodes))
    paid = arrays.payoff_row >= 0
    total[:, paid] = table.payoff[:, arrays.payoff_row[paid]].sum(axis=2)
    for node in range(1, arrays.n_nodes):
        total[:, node] += total[:, arrays.parent[node]]
    scale = np.abs(table.payoff).max(axis=(1, 2), initial=0.0)
    return total[:, [node.index for node in game.ends]], np.where(scale > 0.0, scale, 1.0)


def _accepted(
    game: Game, form: SequenceForm, table: GameNumbers, draws: Draws, draw: int, payoff: Any
) -> tuple[Floats, Floats] | None:
    """Return plans that leave no gain beside what is at stake: of the program, else exact ones."""
    plans = _plans(form, payoff)
    if plans is not None and _is_best(game, form, table, draws, draw, plans):
        return plans
    if form.arrays.n_actions > MOST_EXACT:
        return None
    exact = solve_exactly(form, table, draw, 1)[:, 0]
    first, second = (np.concatenate(([1.0], exact[form.actions(player)])) for player in range(2))
    return (first, second) if _is_best(game, form, table, draws, draw, (first, second)) else None


def _is_best(
    game: Game,
    form: SequenceForm,
    table: GameNumbers,
    draws: Draws,
    draw: int,
    plans: tuple[Floats, Floats],
) -> bool:
    """Say whether no plan gains beside what is at stake at a set."""
    arrays, one = form.arrays, slice(draw, draw + 1)
    plan = np.zeros((arrays.n_actions, 1))
    for player in range(2):
        actions = form.actions(player)
        plan[actions, 0] = plans[player][form.action_sequence[actions]]
    strategy = np.full((1, arrays.n_actions), np.nan)
    belief = np.full((1, arrays.n_nodes), np.nan)
    read_plan(form, table.rows(np.array([draw])), 0, plan, strategy, belief)
    status = np.full(1, Status.SOLVED, dtype=np.uint8)
    claimed = Solution(game, draws.rows(one), strategy, belief, status, "", "")
    return not len(left_with_gains_of_plans(claimed, np.ones(1, np.bool_), tolerance=GAIN))


def _plans(form: SequenceForm, payoff: Any) -> tuple[Floats, Floats] | None:
    """Maximize what the first player's plan secures; the second's plan is the dual solution."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack

    own, own_start = form.constraints(0)
    other, other_start = form.constraints(1)
    n_own, n_prices = int(form.n_sequences[0]), len(other_start)
    result = linprog(
        np.concatenate([np.zeros(n_own), -other_start]),
        A_ub=hstack([-payoff.T, other.T]).tocsr(),
        b_ub=np.zeros(int(form.n_sequences[1])),
        A_eq=hstack([own, csr_array((own.shape[0], n_prices))]).tocsr(),
        b_eq=own_start,
        bounds=[(0.0, None)] * n_own + [(None, None)] * n_prices,
        method="highs",
    )
    if result.status != 0:
        return None
    return np.maximum(result.x[:n_own], 0.0), np.maximum(-result.ineqlin.marginals, 0.0)


def _behavior(form: SequenceForm, plans: tuple[Floats, Floats]) -> Floats:
    arrays = form.arrays
    strategy = np.full(arrays.n_actions, np.nan)
    for player, plan in enumerate(plans):
        for infoset in form.infosets(player):
            first, last = arrays.first_action[infoset : infoset + 2]
            weight = plan[form.action_sequence[first:last]]
            if weight.sum() > REACHED:
                strategy[first:last] = weight / weight.sum()
    return strategy
