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
from standoff.solve.sequence_form import SequenceForm, sequence_form

#: Payoffs of all ends must add up to the same, up to this share of the largest.
CONSTANT = 1e-9
#: A set counts as one that a plan gets to from this probability on.
REACHED = 1e-9


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
    Finds a Nash equilibrium, exact up to the tolerance of the linear program (1e-7, usually far
    less); `exploitability` says how good it is. Says nothing about sets that are never reached:
    use `solve_lemke` where that matters. Cost: one sparse linear program of the size of the tree
    per draw.

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
        plans = _plans(form, payoffs[0])
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
