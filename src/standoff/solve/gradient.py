"""How strategies, beliefs and outcomes move with every parameter: the implicit function theorem.

An agent logit equilibrium solves smooth equations, so its derivative by any parameter is one
linear solve with the matrix of those equations. At a fold of the branch the matrix is singular and
there is no derivative; the smallest singular value says how close that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.lower import Floats, lower, numbers
from standoff.game.status import Status
from standoff.solve.evaluate import action_worth
from standoff.solve.quantal import log_chance, shape_of
from standoff.solve.reduced import LOG_NEVER
from standoff.solve.solution import Solution
from standoff.text.expression import differentiate


@dataclass(frozen=True, eq=False)
class Gradients:
    """Derivatives of an agent logit equilibrium by the parameters of its game.

    Beliefs, outcomes and values are derived from the strategies when they are asked for.

    Parameters
    ----------
    solution : Solution
        What was differentiated.
    parameters : tuple of str
        Order of the last axis.
    log_strategy : float array, shape (n_draws, n_actions, n_parameters)
        Derivatives of the logarithms of the choice probabilities.
    smallest_singular : float array, shape (n_draws,)
        Of the equations' matrix, to some percent; near 0 the branch folds and derivatives blow up.
    """

    solution: Solution
    parameters: tuple[str, ...]
    log_strategy: Floats
    smallest_singular: Floats

    @property
    def strategy(self) -> Floats:
        """Derivatives of choice probabilities, shape (n_draws, n_actions, n_parameters)."""
        return self.solution.strategy[:, :, None] * self.log_strategy

    @cached_property
    def belief(self) -> Floats:
        """Derivatives of beliefs, shape (n_draws, n_nodes, n_parameters); nan at no move."""
        belief = np.full_like(self.reach, np.nan)
        for infoset in self.solution.game.infosets:
            nodes = list(infoset.nodes)
            weight = self.solution.belief[:, nodes, None]
            total = self.solution.p_node[:, nodes, None].sum(axis=1, keepdims=True)
            moved = self.reach[:, nodes]
            off_path = weight * (
                self.log_reach[:, nodes]
                - np.sum(weight * self.log_reach[:, nodes], axis=1, keepdims=True)
            )
            on_path = moved - weight * moved.sum(axis=1, keepdims=True)
            np.divide(on_path, total, out=off_path, where=total > 0.0)
            belief[:, nodes] = off_path
        return belief

    @cached_property
    def p_outcome(self) -> dict[str, Floats]:
        """Derivatives of outcome probabilities, each of shape (n_draws, n_parameters)."""
        game = self.solution.game
        shape = (len(self.solution.draws), len(self.parameters))
        found = {name: np.zeros(shape) for name in game.outcomes}
        for node in game.ends:
            found[node.outcome] = found[node.outcome] + self.reach[:, node.index]
        return found

    @cached_property
    def value(self) -> Floats:
        """Derivatives of expected payoffs, shape (n_draws, n_players, n_parameters)."""
        arrays = lower(self.solution.game)
        table = numbers(self.solution.game, self.solution.draws)
        value = np.zeros((len(self.solution.draws), arrays.n_players, len(self.parameters)))
        for node in np.flatnonzero(arrays.payoff_row >= 0):
            row = arrays.payoff_row[node]
            value += table.payoff[:, row, :, None] * self.reach[:, node, None, :]
        row_node = {int(r): n for n, r in enumerate(arrays.payoff_row) if r >= 0}
        slopes = self._slopes
        for (m, row, player), slope in zip(slopes.paid_at.tolist(), slopes.paid.T, strict=True):
            value[:, player, m] += self.solution.p_node[:, row_node[row]] * slope
        return value

    @cached_property
    def _slopes(self) -> Slopes:
        return directions(self.solution, self.parameters)

    @cached_property
    def reach(self) -> Floats:
        """Derivatives of the chance to reach each node, (n_draws, n_nodes, n_parameters)."""
        arrays = lower(self.solution.game)
        p_edge = np.ones((len(self.solution.draws), arrays.n_nodes))
        acted, chance = arrays.edge_action >= 0, arrays.edge_chance >= 0
        p_edge[:, acted] = self.solution.strategy[:, arrays.edge_action[acted]]
        table = numbers(self.solution.game, self.solution.draws)
        p_edge[:, chance] = table.p_chance[:, arrays.edge_chance[chance]]
        # A branch without a chance has one beside it, which the derivative of its log speaks of.
        least = np.where(chance, np.exp(LOG_NEVER), 0.0)
        d_edge = self._log_edge * np.maximum(p_edge, least)[:, :, None]
        d_reach = np.zeros_like(d_edge)
        for node in range(1, arrays.n_nodes):
            above = arrays.parent[node]
            d_reach[:, node] = (
                d_reach[:, above] * p_edge[:, node, None]
                + self.solution.p_node[:, above, None] * d_edge[:, node]
            )
        return d_reach

    @cached_property
    def log_reach(self) -> Floats:
        """Derivatives of the log chance to reach each node, (n_draws, n_nodes, n_parameters)."""
        arrays = lower(self.solution.game)
        d_log_reach = self._log_edge.copy()
        for node in range(1, arrays.n_nodes):
            d_log_reach[:, node] += d_log_reach[:, arrays.parent[node]]
        return d_log_reach

    @cached_property
    def _log_edge(self) -> Floats:
        arrays = lower(self.solution.game)
        shape = (len(self.solution.draws), arrays.n_nodes, len(self.parameters))
        d_log_edge = np.zeros(shape)
        acted = arrays.edge_action >= 0
        d_log_edge[:, acted] = self.log_strategy[:, arrays.edge_action[acted]]
        column_node = {int(c): n for n, c in enumerate(arrays.edge_chance) if c >= 0}
        slopes = self._slopes
        for (m, column), slope in zip(slopes.chance_at.tolist(), slopes.log_chance.T, strict=True):
            d_log_edge[:, column_node[column], m] += slope
        return d_log_edge


def gradients(solution: Solution) -> Gradients:
    """Differentiate an agent quantal response equilibrium by every parameter.

    Parameters
    ----------
    solution : Solution
        From `solve_quantal`.

    Returns
    -------
    Gradients
        nan in draws without an answer and exactly at folds.

    Raises
    ------
    GameError
        If the solution has no precision: sequential equilibria jump where regimes change, and
        inside a regime their derivatives follow from the closed form or from a high precision.
    """
    from standoff.solve.kernels.gradient import gradient_many
    from standoff.solve.kernels.threads import threads_for

    if solution.precision is None:
        raise GameError(
            "gradients need an agent logit equilibrium",
            found=f"a solution by {solution.method}",
            right="solve_quantal(game, draws, precision=...)",
        )
    game, arrays = solution.game, lower(solution.game)
    table = numbers(game, solution.draws)
    names = tuple(parameter.name for parameter in game.parameters)
    slopes = directions(solution, names)
    worth = action_worth(arrays, table, solution.strategy, solution.belief)
    x = solution.precision[:, arrays.infoset_player[arrays.action_infoset]] * worth
    rows = np.flatnonzero(solution.status <= Status.FOLD_CROSSED)
    shape = (len(solution.draws), arrays.n_actions, len(names))
    d_log_p, singular = np.full(shape, np.nan), np.full(len(solution.draws), np.nan)
    with threads_for(len(rows), arrays.n_nodes):
        d_log_p[rows], singular[rows] = gradient_many(
            shape_of(arrays, solution.errors),
            table.payoff[rows],
            log_chance(table)[rows],
            slopes.paid_at,
            slopes.paid[rows],
            slopes.chance_at,
            slopes.log_chance[rows],
            solution.precision[rows],
            x[rows],
            len(names),
        )
    return Gradients(solution, names, d_log_p, singular)


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Derivatives of payoffs and of log chances by parameters, where they are not zero.

    Parameters
    ----------
    paid_at : int array, shape (n_paid, 3)
        Parameter, payoff row and player.
    paid : float array, shape (n_draws, n_paid)
    chance_at : int array, shape (n_moved, 2)
        Parameter and chance column.
    log_chance : float array, shape (n_draws, n_moved)
        Huge at branches of probability zero, which nothing reaches.
    """

    paid_at: NDArray[np.int64]
    paid: Floats
    chance_at: NDArray[np.int64]
    log_chance: Floats


def directions(solution: Solution, names: tuple[str, ...]) -> Slopes:
    """Differentiate the payoffs and chances of a solution's game by its parameters."""
    game, n_draws = solution.game, len(solution.draws)
    columns = solution.draws.complete(game.parameters).columns()
    position = {name: m for m, name in enumerate(names)}
    paid_at: list[tuple[int, int, int]] = []
    paid: list[Floats] = []
    paying = [node.pays for node in game.nodes if node.pays is not None]
    for row, pays in enumerate(paying):
        for player, expression in enumerate(pays):
            for name in sorted(expression.names):
                paid_at.append((position[name], row, player))
                paid.append(differentiate(expression, name, columns))
    chance_at: list[tuple[int, int]] = []
    moved: list[Floats] = []
    chances = [node.p for node in game.nodes if node.p is not None]
    for column, expression in enumerate(chances):
        p = np.broadcast_to(expression.evaluate(columns), n_draws)
        for name in sorted(expression.names):
            chance_at.append((position[name], column))
            slope = differentiate(expression, name, columns)
            # As in the equations, a chance of zero is a very small one.
            moved.append(slope / np.maximum(p, np.exp(LOG_NEVER)))
    return Slopes(
        np.array(paid_at, dtype=np.int64).reshape(-1, 3),
        _table(paid, n_draws),
        np.array(chance_at, dtype=np.int64).reshape(-1, 2),
        _table(moved, n_draws),
    )


def _table(columns: list[Floats], n_draws: int) -> Floats:
    table = np.empty((n_draws, len(columns)))
    for i, column in enumerate(columns):
        table[:, i] = column
    return table
