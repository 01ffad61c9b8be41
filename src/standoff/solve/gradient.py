"""How strategies, beliefs and outcomes move with every parameter: the implicit function theorem.

An agent logit equilibrium solves smooth equations, so its derivative by any parameter is one
linear solve with the matrix of those equations. At a fold of the branch the matrix is singular and
there is no derivative; the smallest singular value says how close that is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.errors import GameError
from standoff.game.lower import Floats, lower, numbers
from standoff.game.status import Status
from standoff.solve.evaluate import action_worth
from standoff.solve.quantal import log_chance, shape_of
from standoff.solve.solution import Solution
from standoff.text.expression import differentiate


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Derivatives of an agent logit equilibrium by the parameters of its game.

    Parameters
    ----------
    parameters : tuple of str
        Order of the last axis.
    strategy : float array, shape (n_draws, n_actions, n_parameters)
    belief : float array, shape (n_draws, n_nodes, n_parameters)
        nan where nobody moves.
    p_outcome : dict of outcome to float array, shape (n_draws, n_parameters)
    value : float array, shape (n_draws, n_players, n_parameters)
    smallest_singular : float array, shape (n_draws,)
        Of the equations' matrix; near 0 the branch folds and derivatives blow up.
    """

    parameters: tuple[str, ...]
    strategy: Floats
    belief: Floats
    p_outcome: dict[str, Floats]
    value: Floats
    smallest_singular: Floats


def gradients(solution: Solution) -> Gradients:
    """Differentiate an agent logit equilibrium by every parameter.

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
    d_payoff, d_chance = _directions(solution, names)
    with np.errstate(divide="ignore", invalid="ignore"):
        d_log_chance = d_chance / table.p_chance
    worth = action_worth(arrays, table, solution.strategy, solution.belief)
    x = solution.precision[:, arrays.infoset_player[arrays.action_infoset]] * worth
    answered = solution.status == Status.SOLVED
    rows = np.flatnonzero(answered)
    shape = (len(solution.draws), arrays.n_actions, len(names))
    d_log_p, singular = np.full(shape, np.nan), np.full(len(solution.draws), np.nan)
    d_log_p[rows], singular[rows] = gradient_many(
        shape_of(arrays, solution.errors),
        table.payoff[rows],
        log_chance(table)[rows],
        np.ascontiguousarray(d_payoff[:, rows]),
        np.ascontiguousarray(np.nan_to_num(d_log_chance[:, rows])),
        solution.precision[rows],
        x[rows],
    )
    return _outcomes(solution, names, d_log_p, d_payoff, np.nan_to_num(d_log_chance), singular)


def _directions(solution: Solution, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return derivatives of payoffs and chances, parameters first."""
    game, n_draws = solution.game, len(solution.draws)
    columns = solution.draws.complete(game.parameters).columns()
    paying = [node.pays for node in game.nodes if node.pays is not None]
    chances = [node.p for node in game.nodes if node.p is not None]
    d_payoff = np.zeros((len(names), n_draws, len(paying), len(game.players)))
    d_chance = np.zeros((len(names), n_draws, len(chances)))
    position = {name: m for m, name in enumerate(names)}
    for row, pays in enumerate(paying):
        for player, expression in enumerate(pays):
            for name in expression.names:
                d_payoff[position[name], :, row, player] = differentiate(expression, name, columns)
    for column, expression in enumerate(chances):
        for name in expression.names:
            d_chance[position[name], :, column] = differentiate(expression, name, columns)
    return d_payoff, d_chance


def _outcomes(
    solution: Solution,
    names: tuple[str, ...],
    d_log_p: Floats,
    d_payoff: Floats,
    d_log_chance: Floats,
    singular: Floats,
) -> Gradients:
    game, arrays = solution.game, lower(solution.game)
    table = numbers(game, solution.draws)
    d_edge = np.zeros((len(solution.draws), arrays.n_nodes, len(names)))
    acted, rolled = arrays.edge_action >= 0, arrays.edge_chance >= 0
    d_edge[:, acted] = d_log_p[:, arrays.edge_action[acted]]
    d_edge[:, rolled] = np.moveaxis(d_log_chance[:, :, arrays.edge_chance[rolled]], 0, -1)
    d_log_reach = d_edge.copy()
    for node in range(1, arrays.n_nodes):
        d_log_reach[:, node] += d_log_reach[:, arrays.parent[node]]
    d_reach = solution.p_node[:, :, None] * d_log_reach
    p_outcome = {name: np.zeros((len(solution.draws), len(names))) for name in game.outcomes}
    for node in game.ends:
        p_outcome[node.outcome] = p_outcome[node.outcome] + d_reach[:, node.index]
    value = np.zeros((len(solution.draws), arrays.n_players, len(names)))
    for node in np.flatnonzero(arrays.payoff_row >= 0):
        row = arrays.payoff_row[node]
        value += table.payoff[:, row, :, None] * d_reach[:, node, None, :]
        value += solution.p_node[:, node, None, None] * np.moveaxis(d_payoff[:, :, row], 0, -1)
    belief = np.full_like(d_log_reach, np.nan)
    for infoset in game.infosets:
        nodes = list(infoset.nodes)
        weight = solution.belief[:, nodes, None]
        mean = np.sum(weight * d_log_reach[:, nodes], axis=1, keepdims=True)
        belief[:, nodes] = weight * (d_log_reach[:, nodes] - mean)
    strategy = solution.strategy[:, :, None] * d_log_p
    return Gradients(names, strategy, belief, p_outcome, value, singular)
