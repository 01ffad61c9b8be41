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

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

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

#: Patterns of zeros that are remembered of a game.
MOST_KNOWN = 512

Bools = NDArray[np.bool_]
Positions = NDArray[np.int64]


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
    log_known = _log_known(game, p_edge)
    # Where play gets to, an unlikely node is unlikely and not impossible.
    possible = (belief > NEVER) | ((belief > 0.0) & _is_reached(game, never))
    inside = np.concatenate(sets)
    member = _alike(np.concatenate([never, possible[:, inside]], axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        log_belief = np.log(belief)
    known = _known(game)
    for index in range(int(member.max(initial=-1)) + 1):
        draws = np.flatnonzero(member == index)
        first = draws[0]
        found = known.conditions(never[first], possible[first])
        if found is None or found.orders is None:
            error[draws] = np.inf
        elif len(found.same):
            odds = found.odds(log_belief[draws], log_known[draws])
            error[draws] = np.abs(found.same @ _log_sizes(found, odds) - odds).max(axis=0)
    return error


def _alike(patterns: Bools) -> Positions:
    """Number the rows, equal ones alike.

    Sorting whole rows takes many times as long as sorting a number for every 64 of their columns.
    """
    n_rows, n_columns = patterns.shape
    bits = np.zeros((n_rows, -(-n_columns // 64) * 64), dtype=np.bool_)
    bits[:, :n_columns] = patterns
    member = np.zeros(n_rows, dtype=np.int64)
    for word in np.packbits(bits, axis=1).view(np.uint64).T:
        _, code = np.unique(word, return_inverse=True)
        both = member * (int(code.max(initial=0)) + 1) + code
        member = np.unique(both, return_inverse=True)[1]
    return member


def _log_known(game: Game, p_edge: Floats) -> Floats:
    """Return the log probability of the way to every node, as far as it is no tremble."""
    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.where(p_edge <= 0.0, 0.0, np.log(p_edge))
    known[:, 0] = 0.0
    for node in game.nodes[1:]:
        known[:, node.index] += known[:, node.parent]
    return known


def _is_reached(game: Game, never: Bools) -> Bools:
    """Return whether play gets to every node, shape (n_draws, n_nodes)."""
    reached = ~never
    reached[:, 0] = True
    for node in game.nodes[1:]:
        reached[:, node.index] &= reached[:, node.parent]
    return reached


@lru_cache(maxsize=64)
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
        Combinations of orders that must be 0, and of log sizes that must be the odds.
    pairs : int array, shape (n_same, 2)
        The two nodes, both believed possible, that each of them compares.
    trembling : int array, shape (n_trembling,)
        Numbers of the branches that tremble.
    orders : float array, shape (n_trembling,), or None
        Some that do; None when there are none.
    """

    same: Floats
    pairs: Positions
    trembling: Positions
    orders: Floats | None

    def odds(self, log_belief: Floats, log_known: Floats) -> Floats:
        """Return the log odds that are left to the sizes, shape (n_same, n_draws)."""
        left = log_belief - log_known
        return (left[:, self.pairs[:, 0]] - left[:, self.pairs[:, 1]]).T


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The conditions of a game that were looked for before.

    They depend on the pattern alone, of branches never taken and of nodes believed possible, and
    the draws of a study share few patterns.
    """

    game: Game
    found: dict[tuple[bytes, bytes], _Conditions | None]

    def conditions(self, never: Bools, possible: Bools) -> _Conditions | None:
        """Return the conditions of a pattern, or None as `_conditions`."""
        key = never.tobytes(), possible.tobytes()
        if key in self.found:
            with suppress(KeyError):  # another thread may just have forgotten everything
                return self.found[key]
        if len(self.found) >= MOST_KNOWN:
            self.found.clear()
        found = self.found[key] = _conditions(self.game, never, possible)
        return found


@lru_cache(maxsize=16)
def _known(game: Game) -> _Known:
    return _Known(game, {})


def _conditions(game: Game, never: Bools, possible: Bools) -> _Conditions | None:
    """Return the conditions on trembles; None when a set has no node that is believed possible."""
    unknown_of = _unknowns(game)
    count = np.zeros((len(game.nodes), int(unknown_of.max()) + 1))
    for node in game.nodes[1:]:
        i = node.index
        count[i] = count[node.parent]
        if never[i]:
            count[i, unknown_of[i]] += 1.0
    pairs: list[tuple[int, int]] = []
    behind: list[tuple[int, int]] = []
    for infoset in game.infosets:
        nodes = np.array(infoset.nodes)
        here = nodes[possible[nodes]]
        if len(nodes) < 2:
            continue
        if not len(here):
            return None
        pairs += [(int(n), int(here[0])) for n in here[1:]]
        behind += [(int(n), int(here[0])) for n in nodes[~possible[nodes]]]
    compared, rare = (np.array(p, dtype=np.int64).reshape(-1, 2) for p in (pairs, behind))
    trembling = np.flatnonzero(count.any(axis=0))
    count = count[:, trembling]
    same = count[compared[:, 0]] - count[compared[:, 1]]
    rarer = count[rare[:, 0]] - count[rare[:, 1]]
    return _Conditions(same, compared, trembling, _orders(same, rarer))


def _log_sizes(conditions: _Conditions, odds: Floats) -> Floats:
    """Return the log sizes of trembles that come nearest to the odds, one column per draw."""
    if not conditions.same.any():
        return np.zeros((len(conditions.trembling), odds.shape[1]))
    sizes: Floats = np.asarray(
        np.linalg.lstsq(conditions.same, odds, rcond=None)[0], dtype=np.float64
    )
    return sizes


def _orders(same: Floats, rarer: Floats) -> Floats | None:
    """Look for the least orders of at least 1 of the trembling branches, by a linear program."""
    n = same.shape[1]
    equal = same[same.any(axis=1)]
    if not rarer.any(axis=1).all():
        return None
    if (equal.sum(axis=1) == 0.0).all() and (rarer.sum(axis=1) >= 1.0).all():
        return np.ones(n)  # none can be less
    from scipy.optimize import linprog

    result = linprog(
        np.ones(n),
        A_ub=-rarer if len(rarer) else None,
        b_ub=-np.ones(len(rarer)) if len(rarer) else None,
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
    never = p_edge[0] <= 0.0
    possible = (belief[0] > NEVER) | ((belief[0] > 0.0) & _is_reached(game, never[None])[0])
    found = _known(game).conditions(never, possible)
    if found is None or found.orders is None:
        return None
    with np.errstate(divide="ignore"):
        odds = found.odds(np.log(np.nan_to_num(one.belief)), _log_known(game, p_edge))
    log_sizes = _log_sizes(found, odds)[:, 0]
    if len(odds) and np.abs(found.same @ log_sizes - odds[:, 0]).max() > TOLERANCE:
        return None
    sizes = np.exp(log_sizes)
    by_number = dict(
        zip(found.trembling.tolist(), zip(found.orders, sizes, strict=True), strict=True)
    )
    unknown_of = _unknowns(game)
    trembles: dict[int, Tremble] = {}
    for node in game.nodes[1:]:
        number = int(unknown_of[node.index])
        parent = game.nodes[node.parent]
        if number in by_number and parent.infoset >= 0 and number not in trembles:
            label = game.infosets[parent.infoset].label
            order, size = by_number[number]
            trembles[number] = Tremble(label, node.branch, float(order), float(size))
    return tuple(trembles.values())
