"""How strategies, beliefs and outcomes move with every parameter: the implicit function theorem.

An agent logit equilibrium solves smooth equations, so its derivative by any parameter is one
linear solve with the matrix of those equations. At a fold of the branch the matrix is singular and
there is no derivative; the smallest singular value says how close that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from standoff.errors import GameError
from standoff.game.lower import Floats, lower, numbers
from standoff.game.status import Status
from standoff.solve.evaluate import action_worth
from standoff.solve.quantal import log_chance, shape_of
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
        belief = np.full_like(self._log_reach, np.nan)
        for infoset in self.solution.game.infosets:
            nodes = list(infoset.nodes)
            weight = self.solution.belief[:, nodes, None]
            mean = np.sum(weight * self._log_reach[:, nodes], axis=1, keepdims=True)
            belief[:, nodes] = weight * (self._log_reach[:, nodes] - mean)
        return belief

    @cached_property
    def p_outcome(self) -> dict[str, Floats]:
        """Derivatives of outcome probabilities, each of shape (n_draws, n_parameters)."""
        game = self.solution.game
        shape = (len(self.solution.draws), len(self.parameters))
        found = {name: np.zeros(shape) for name in game.outcomes}
        for node in game.ends:
            p = self.solution.p_node[:, node.index, None]
            found[node.outcome] = found[node.outcome] + p * self._log_reach[:, node.index]
        return found

    @cached_property
    def value(self) -> Floats:
        """Derivatives of expected payoffs, shape (n_draws, n_players, n_parameters)."""
        arrays = lower(self.solution.game)
        table = numbers(self.solution.game, self.solution.draws)
        d_payoff = self._directions[0]
        value = np.zeros((len(self.solution.draws), arrays.n_players, len(self.parameters)))
        for node in np.flatnonzero(arrays.payoff_row >= 0):
            row = arrays.payoff_row[node]
            p = self.solution.p_node[:, node, None, None]
            value += p * table.payoff[:, row, :, None] * self._log_reach[:, node, None, :]
            value += p * np.moveaxis(d_payoff[:, :, row], 0, -1)
        return value

    @cached_property
    def _directions(self) -> tuple[Floats, Floats]:
        return directions(self.solution, self.parameters)

    @cached_property
    def _log_reach(self) -> Floats:
        arrays = lower(self.solution.game)
        shape = (len(self.solution.draws), arrays.n_nodes, len(self.parameters))
        d_log_reach = np.zeros(shape)
        acted, rolled = arrays.edge_action >= 0, arrays.edge_chance >= 0
        d_log_reach[:, acted] = self.log_strategy[:, arrays.edge_action[acted]]
        d_log_chance = self._directions[1][:, :, arrays.edge_chance[rolled]]
        d_log_reach[:, rolled] = np.moveaxis(d_log_chance, 0, -1)
        for node in range(1, arrays.n_nodes):
            d_log_reach[:, node] += d_log_reach[:, arrays.parent[node]]
        return d_log_reach


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

    if solution.precision is None:
        raise GameError(
            "gradients need an agent logit equilibrium",
            found=f"a solution by {solution.method}",
            right="solve_quantal(game, draws, precision=...)",
        )
    game, arrays = solution.game, lower(solution.game)
    table = numbers(game, solution.draws)
    names = tuple(parameter.name for parameter in game.parameters)
    d_payoff, d_log_chance = directions(solution, names)
    worth = action_worth(arrays, table, solution.strategy, solution.belief)
    x = solution.precision[:, arrays.infoset_player[arrays.action_infoset]] * worth
    rows = np.flatnonzero(solution.status == Status.SOLVED)
    shape = (len(solution.draws), arrays.n_actions, len(names))
    d_log_p, singular = np.full(shape, np.nan), np.full(len(solution.draws), np.nan)
    d_log_p[rows], singular[rows] = gradient_many(
        shape_of(arrays, solution.errors),
        table.payoff[rows],
        log_chance(table)[rows],
        np.ascontiguousarray(d_payoff[:, rows]),
        np.ascontiguousarray(d_log_chance[:, rows]),
        solution.precision[rows],
        x[rows],
    )
    return Gradients(solution, names, d_log_p, singular)


def directions(solution: Solution, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return derivatives of payoffs and of log chances by the parameters.

    Returns
    -------
    d_payoff : float array, shape (n_parameters, n_draws, n_payoff_rows, n_players)
    d_log_chance : float array, shape (n_parameters, n_draws, n_chance_branches)
        0 at branches of probability zero, which nothing reaches.
    """
    game, n_draws = solution.game, len(solution.draws)
    columns = solution.draws.complete(game.parameters).columns()
    paying = [node.pays for node in game.nodes if node.pays is not None]
    chances = [node.p for node in game.nodes if node.p is not None]
    d_payoff = np.zeros((len(names), n_draws, len(paying), len(game.players)))
    d_log_chance = np.zeros((len(names), n_draws, len(chances)))
    position = {name: m for m, name in enumerate(names)}
    for row, pays in enumerate(paying):
        for player, expression in enumerate(pays):
            for name in expression.names:
                d_payoff[position[name], :, row, player] = differentiate(expression, name, columns)
    for column, expression in enumerate(chances):
        p = expression.evaluate(columns)
        for name in expression.names:
            slope = differentiate(expression, name, columns)
            d_log_chance[position[name], :, column] = np.divide(
                slope, p, out=np.zeros(n_draws), where=p > 0.0
            )
    return d_payoff, d_log_chance
