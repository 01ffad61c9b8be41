"""Find trembles that support given beliefs, and the beliefs that they imply everywhere else.

Every action that is never chosen gets a tremble ``c * e**k``; as e goes to zero the least orders
win at each set. `consistency` asks whether such orders and sizes exist; here they are put to use.
"""

from __future__ import annotations

import numpy as np

from standoff.game.draws import Draws
from standoff.game.lower import Floats, lower, numbers
from standoff.game.tree import Game
from standoff.solve.evaluate import edge_probability

#: Orders and log odds that differ by less are the same.
SAME = 1e-6
#: Beliefs below this are taken for zero.
NEVER = 1e-12


def complete_beliefs(game: Game, draw: Draws, strategy: Floats, belief: Floats) -> Floats | None:
    """Fill in the beliefs that are left open, by trembles that support the given ones.

    Parameters
    ----------
    game : Game
    draw : Draws
        One draw.
    strategy : float array, shape (n_actions,)
    belief : float array, shape (n_nodes,)
        nan at the nodes of sets whose belief is open; ignored where nobody moves.

    Returns
    -------
    float array, shape (n_nodes,), or None
        None when no trembles support the given beliefs.
    """
    arrays = lower(game)
    p_edge = edge_probability(arrays, numbers(game, draw), strategy[None, :])[0]
    count, log_known = _trembles_on_the_way(game, p_edge)
    same: list[Floats] = []
    odds: list[float] = []
    rarer: list[Floats] = []
    for infoset in game.infosets:
        nodes = np.array(infoset.nodes)
        if len(nodes) < 2 or np.isnan(belief[nodes]).any():
            continue
        believed = nodes[belief[nodes] > NEVER]
        anchor = believed[0]
        for n in believed[1:]:
            same.append(count[n] - count[anchor])
            wanted = float(np.log(belief[n] / belief[anchor]))
            odds.append(wanted - float(log_known[n] - log_known[anchor]))
        rarer += [count[n] - count[anchor] for n in nodes[belief[nodes] <= NEVER]]
    orders = tremble_orders(np.array(same), np.array(rarer), count.shape[1])
    if orders is None:
        return None
    sizes = np.zeros(count.shape[1])
    if same:
        sizes = np.linalg.lstsq(np.array(same), np.array(odds), rcond=None)[0]
        if np.abs(np.array(same) @ sizes - np.array(odds)).max() > SAME:
            return None
    completed = np.full(len(belief), np.nan)
    for infoset in game.infosets:
        nodes = np.array(infoset.nodes)
        if not np.isnan(belief[nodes]).any():
            completed[nodes] = belief[nodes]
            continue
        order = count[nodes] @ orders
        weight = log_known[nodes] + count[nodes] @ sizes
        first = order <= order.min() + SAME
        completed[nodes] = 0.0
        share = np.exp(weight[first] - weight[first].max())
        completed[nodes[first]] = share / share.sum()
    return completed


def tremble_orders(same: Floats, rarer: Floats, n_trembles: int) -> Floats | None:
    """Find orders of magnitude k >= 1 with ``same @ k == 0`` and ``rarer @ k >= 1``, or None.

    Parameters
    ----------
    same, rarer : float array, shape (n_rows, n_trembles)
        Differences of how often each tremble occurs on the way to two nodes.
    n_trembles : int
    """
    from scipy.optimize import linprog

    rows_same = same.reshape(len(same), n_trembles)
    rows_rarer = rarer.reshape(len(rarer), n_trembles)
    rows_same = rows_same[rows_same.any(axis=1)]
    if not rows_rarer.any(axis=1).all():
        return None
    if not len(rows_same) and not len(rows_rarer):
        return np.ones(n_trembles)
    result = linprog(
        np.ones(n_trembles),
        A_ub=-rows_rarer if len(rows_rarer) else None,
        b_ub=-np.ones(len(rows_rarer)) if len(rows_rarer) else None,
        A_eq=rows_same if len(rows_same) else None,
        b_eq=np.zeros(len(rows_same)) if len(rows_same) else None,
        bounds=[(1.0, None)] * n_trembles,
        method="highs",
    )
    return np.asarray(result.x) if result.status == 0 else None


def _trembles_on_the_way(game: Game, p_edge: Floats) -> tuple[Floats, Floats]:
    """Return which branches of probability zero lead to each node, and the log of the others."""
    column: dict[tuple[int, int, str], int] = {}
    which: list[int] = []
    for node in game.nodes:
        if node.parent < 0 or p_edge[node.index] > 0.0:
            which.append(-1)
            continue
        parent = game.nodes[node.parent]
        # An action trembles as one all over its set, a chance branch on its own.
        key = (parent.infoset, -1 if parent.infoset >= 0 else parent.index, node.branch)
        which.append(column.setdefault(key, len(column)))
    count = np.zeros((len(game.nodes), len(column)))
    log_known = np.zeros(len(game.nodes))
    for node in game.nodes[1:]:
        i = node.index
        count[i] = count[node.parent]
        log_known[i] = log_known[node.parent]
        if which[i] >= 0:
            count[i, which[i]] += 1.0
        else:
            log_known[i] += float(np.log(p_edge[i]))
    return count, log_known
