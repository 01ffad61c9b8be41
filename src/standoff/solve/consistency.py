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

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats
from standoff.game.tree import Game

#: Beliefs below this are taken for zero when orders of trembles are looked for.
NEVER = 1e-12

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
        error[draws] = _pattern_error(
            game, sets, unknown_of, never[first], possible[first], p_edge[draws], belief[draws]
        )
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


def _pattern_error(
    game: Game,
    sets: list[NDArray[np.int64]],
    unknown_of: NDArray[np.int64],
    never: Bools,
    possible: Bools,
    p_edge: Floats,
    belief: Floats,
) -> Floats:
    n_unknowns = int(unknown_of.max()) + 1
    count = np.zeros((len(game.nodes), n_unknowns))
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
            return np.full(len(p_edge), np.inf)
        anchor = believed[0]
        for n in believed[1:]:
            same.append(count[n] - count[anchor])
            with np.errstate(divide="ignore"):
                wanted = np.log(belief[:, n]) - np.log(belief[:, anchor])
            odds.append(wanted - (log_known[:, n] - log_known[:, anchor]))
        rarer += [count[n] - count[anchor] for n in nodes[~possible[nodes]]]
    trembling: Bools = np.asarray(count.any(axis=0))
    if not _orders_exist(same, rarer, trembling):
        return np.full(len(p_edge), np.inf)
    if not odds:
        return np.zeros(len(p_edge))
    matrix, right = np.array(same)[:, trembling], np.array(odds)
    if not matrix.any():
        return np.abs(right).max(axis=0)
    sizes = np.linalg.lstsq(matrix, right, rcond=None)[0]
    return np.abs(matrix @ sizes - right).max(axis=0)


def _orders_exist(same: list[Floats], rarer: list[Floats], trembling: Bools) -> bool:
    """Look for orders k >= 1 of the trembling actions by a linear program."""
    from scipy.optimize import linprog

    n = int(trembling.sum())
    equal = [row[trembling] for row in same if row.any()]
    above = [row[trembling] for row in rarer]
    if any(not row.any() for row in above):
        return False
    if not equal and not above:
        return True
    result = linprog(
        np.ones(n),
        A_ub=-np.array(above) if above else None,
        b_ub=-np.ones(len(above)) if above else None,
        A_eq=np.array(equal) if equal else None,
        b_eq=np.zeros(len(equal)) if equal else None,
        bounds=[(1.0, None)] * n,
        method="highs",
    )
    return bool(result.status == 0)
