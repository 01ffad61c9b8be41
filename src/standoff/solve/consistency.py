"""Are beliefs the limit of trembles? Kreps and Wilson's consistency as two linear problems.

Give every action that is never chosen a tremble ``c * e**k`` with k >= 1, let e go to zero, and
look at the beliefs that result. Given strategies and beliefs are consistent when some orders k and
sizes c produce them: the nodes believed possible at a set must be equally likely in order, all
others rarer by a full order (a linear program in k), and the believed nodes' odds must be those of
the sizes (linear equations in log c).

References
----------
Kreps, D. and Wilson, R. (1982). Sequential equilibria. Econometrica 50, Lemma A1.
Streufert, P. (2015). An elementary proof that additive i-likelihood characterizes the supports of
consistent assessments. Journal of Mathematical Economics 59.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats, lower, numbers
from standoff.game.tree import Game
from standoff.solve.evaluate import edge_probability
from standoff.solve.solution import Solution

#: Beliefs below this are taken for zero when orders of trembles are looked for.
NEVER = 1e-12
#: Log odds may miss by this much when a supporting sequence is handed out.
TOLERANCE = 1e-6

Bools = NDArray[np.bool_]


def tremble_error(game: Game, p_edge: Floats, belief: Floats) -> Floats:
    """Return how far beliefs are from the limit of trembles, shape (n_draws,).

    Parameters
    ----------
    game : Game
    p_edge : float array, shape (n_draws, n_nodes)
        Probability of the branch into every node.
    belief : float array, shape (n_draws, n_nodes)
        Beliefs at moves; ignored elsewhere.

    Returns
    -------
    float array, shape (n_draws,)
        Largest error in the log odds of two nodes believed possible, or infinity when no orders
        of trembles support the beliefs.
    """
    error = np.zeros(len(p_edge))
    sets = [np.array(i.nodes) for i in game.infosets if len(i.nodes) > 1]
    if not sets:
        return error
    never = p_edge <= 0.0
    possible = belief > NEVER
    inside = np.concatenate(sets)
    patterns, member = np.unique(
        np.concatenate([never, possible[:, inside]], axis=1), axis=0, return_inverse=True
    )
    unknown_of = _unknowns(game)
    for index in range(len(patterns)):
        draws = np.flatnonzero(member.ravel() == index)
        first = draws[0]
        found = _conditions(
            game, sets, unknown_of, never[first], possible[first], p_edge[draws], belief[draws]
        )
        error[draws] = _pattern_error(found, len(draws))
    return error


def _unknowns(game: Game) -> NDArray[np.int64]:
    """Number the branches that tremble together: an action is one branch all over its set."""
    numbers: dict[tuple[int, int, str], int] = {}
    unknown = np.full(len(game.nodes), -1)
    for node in game.nodes[1:]:
        parent = game.nodes[node.parent]
        # A chance branch of probability zero trembles on its own.
        key = (parent.infoset, -1 if parent.infoset >= 0 else parent.index, node.branch)
        unknown[node.index] = numbers.setdefault(key, len(numbers))
    return unknown


@dataclass(frozen=True, slots=True, eq=False)
class _Conditions:
    """What orders and sizes of trembles have to do for a pattern of zeros.

    Parameters
    ----------
    same : float array, shape (n_same, n_trembling)
        Combinations of orders that must be 0, and of log sizes that must be `odds`.
    rarer : float array, shape (n_rarer, n_trembling)
        Combinations of orders that must be at least 1.
    odds : float array, shape (n_same, n_draws)
    trembling : int array, shape (n_trembling,)
        Numbers of the branches that tremble.
    """

    same: Floats
    rarer: Floats
    odds: Floats
    trembling: NDArray[np.intp]


def _conditions(
    game: Game,
    sets: list[NDArray[np.int64]],
    unknown_of: NDArray[np.int64],
    never: Bools,
    possible: Bools,
    p_edge: Floats,
    belief: Floats,
) -> _Conditions | None:
    """Return the conditions on trembles; None when a set has no node that is believed possible."""
    count = np.zeros((len(game.nodes), int(unknown_of.max()) + 1))
    log_known = np.zeros_like(p_edge)
    for node in game.nodes[1:]:
        i = node.index
        count[i] = count[node.parent]
        log_known[:, i] = log_known[:, node.parent]
        if never[i]:
            count[i, unknown_of[i]] += 1.0
        else:
            log_known[:, i] += np.log(p_edge[:, i])
    same: list[Floats] = []
    rarer: list[Floats] = []
    odds: list[Floats] = []
    for nodes in sets:
        believed = nodes[possible[nodes]]
        if not len(believed):
            return None
        anchor = believed[0]
        for n in believed[1:]:
            same.append(count[n] - count[anchor])
            with np.errstate(divide="ignore"):
                wanted = np.log(belief[:, n]) - np.log(belief[:, anchor])
            odds.append(wanted - (log_known[:, n] - log_known[:, anchor]))
        rarer += [count[n] - count[anchor] for n in nodes[~possible[nodes]]]
    trembling = np.flatnonzero(count.any(axis=0))
    n_all = count.shape[1]
    return _Conditions(
        np.array(same).reshape(-1, n_all)[:, trembling],
        np.array(rarer).reshape(-1, n_all)[:, trembling],
        np.array(odds).reshape(-1, len(p_edge)),
        trembling,
    )


def _pattern_error(conditions: _Conditions | None, n_draws: int) -> Floats:
    if conditions is None or _orders(conditions) is None:
        return np.full(n_draws, np.inf)
    if not len(conditions.odds):
        return np.zeros(n_draws)
    sizes = _log_sizes(conditions)
    return np.abs(conditions.same @ sizes - conditions.odds).max(axis=0)


def _log_sizes(conditions: _Conditions) -> Floats:
    """Return the log sizes of trembles that come nearest to the odds, one column per draw."""
    if not conditions.same.any():
        return np.zeros((len(conditions.trembling), conditions.odds.shape[1]))
    sizes: Floats = np.asarray(
        np.linalg.lstsq(conditions.same, conditions.odds, rcond=None)[0], dtype=np.float64
    )
    return sizes


def _orders(conditions: _Conditions) -> Floats | None:
    """Look for orders of at least 1 of the trembling branches by a linear program."""
    from scipy.optimize import linprog

    n = len(conditions.trembling)
    equal = conditions.same[conditions.same.any(axis=1)]
    above = conditions.rarer
    if not above.any(axis=1).all():
        return None
    if not len(equal) and not len(above):
        return np.ones(n)
    result = linprog(
        np.ones(n),
        A_ub=-above if len(above) else None,
        b_ub=-np.ones(len(above)) if len(above) else None,
        A_eq=equal if len(equal) else None,
        b_eq=np.zeros(len(equal)) if len(equal) else None,
        bounds=[(1.0, None)] * n,
        method="highs",
    )
    return np.asarray(result.x) if result.status == 0 else None


@dataclass(frozen=True, slots=True)
class Tremble:
    """An action that is never chosen, and how often it would be by mistake: ``size * e**order``.

    Parameters
    ----------
    infoset, action : str
    order : float
        At least 1; larger is infinitely rarer as e goes to zero.
    size : float
    """

    infoset: str
    action: str
    order: float
    size: float


def supporting_trembles(solution: Solution, draw: int = 0) -> tuple[Tremble, ...] | None:
    """Return trembles of the players whose beliefs converge to those of a solution.

    Let every listed action have probability ``size * e**order``, take it from the chosen ones, use
    Bayes' rule, and let e go to zero: that is the sequence behind a sequential equilibrium.

    Parameters
    ----------
    solution : Solution
    draw : int

    Returns
    -------
    tuple of Tremble, or None
        None when no trembles support the beliefs, to 1e-6 in the log odds.
    """
    game, one = solution.game, solution.at(draw)
    arrays = lower(game)
    table = numbers(game, one.draws)
    p_edge = edge_probability(arrays, table, one.strategy)
    belief = np.nan_to_num(one.belief)
    sets = [np.array(i.nodes) for i in game.infosets]
    unknown_of = _unknowns(game)
    found = _conditions(game, sets, unknown_of, p_edge[0] <= 0.0, belief[0] > NEVER, p_edge, belief)
    orders = None if found is None else _orders(found)
    if found is None or orders is None or _pattern_error(found, 1)[0] > TOLERANCE:
        return None
    sizes = np.exp(_log_sizes(found)[:, 0]) if len(found.odds) else np.ones(len(orders))
    by_number = dict(zip(found.trembling.tolist(), zip(orders, sizes, strict=True), strict=True))
    trembles: dict[int, Tremble] = {}
    for node in game.nodes[1:]:
        number = int(unknown_of[node.index])
        parent = game.nodes[node.parent]
        if number in by_number and parent.infoset >= 0 and number not in trembles:
            label = game.infosets[parent.infoset].label
            order, size = by_number[number]
            trembles[number] = Tremble(label, node.branch, float(order), float(size))
    return tuple(trembles.values())
