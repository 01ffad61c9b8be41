"""The plain twin of the polish: from a point of the logit branch to the equilibrium beside it.

Steps come from differences and LAPACK's least squares, where the kernel differentiates and turns.
The point tells which actions are chosen, which others are exact replies all the same, and how
trembles shape the beliefs at sets that are not reached. What remains is a small system: chosen and
exactly replying actions must be equally good, in the unknown probabilities of chosen actions and
the unknown sizes of trembles. Gauss-Newton steps of least length solve it from the point. Beliefs
always follow from probabilities and trembles, so that they stay the limit of a sequence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats, GameArrays, GameNumbers
from standoff.solve.evaluate import action_worth, bayes, edge_probability, reach
from standoff.solve.quantal import BranchPoint

#: An action is an exact reply when its log-odds against the likeliest are less than this.
REPLY = 20.0
#: Beliefs below this are the trace of a finite precision and vanish in the limit.
VANISHING = 1e-9
NEVER = 1e-300

Bools = NDArray[np.bool_]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _System:
    """The unknowns and equations read off the branch."""

    arrays: GameArrays
    table: GameNumbers  # one row
    strategy: Floats  # start: chosen actions only
    log_strategy: Floats  # on the branch
    chosen: Bools
    actions: Positions  # chosen actions whose probability is unknown ...
    anchors: Positions  # ... and the chosen action of the same set that takes up the rest
    trembles: Positions  # actions never chosen whose size of tremble is unknown
    replies: Positions  # actions that must be exactly as good as ...
    best: Positions  # ... this chosen action of the same set
    loose: Positions  # nodes of sets that are not reached
    log_loose: Floats  # log reach of those on the branch, largest of each set 0
    paths: Floats  # which actions lead to them, shape (n_loose, n_actions)

    @property
    def start(self) -> Floats:
        return np.concatenate([self.strategy[self.actions], np.zeros(len(self.trembles))])


def polish(
    arrays: GameArrays, table: GameNumbers, point: BranchPoint, *, cutoff: float
) -> tuple[Floats, Floats]:
    """Return the strategies and beliefs of the equilibrium beside a point of the branch.

    The table has one row.
    """
    if not arrays.n_infosets:
        return point.strategy, point.belief
    system = _read(arrays, table, point, cutoff)
    values = system.start
    for _ in range(20):
        if not len(values) or not len(system.replies):
            break
        residual = _gaps(system, values[None, :])[0]
        slope = _slope(system, values)
        if not (np.isfinite(residual).all() and np.isfinite(slope).all()):
            break  # a wrong reading of the point; `verify` refuses what comes out
        step = np.linalg.lstsq(slope, -residual, rcond=1e-9)[0]
        values = values + step
        if np.abs(step).max() <= 1e-15:
            break
    strategies, beliefs = _assess(system, values[None, :])
    belief = beliefs[0].copy()
    belief[system.loose] = np.where(belief[system.loose] < VANISHING, 0.0, belief[system.loose])
    total = np.zeros(arrays.n_infosets)
    moves = arrays.infoset >= 0
    np.add.at(total, arrays.infoset[moves], belief[moves])
    belief[moves] /= total[arrays.infoset[moves]]
    return strategies[0], belief


def _read(arrays: GameArrays, table: GameNumbers, point: BranchPoint, cutoff: float) -> _System:
    chosen = point.strategy >= cutoff
    strategy = np.where(chosen, point.strategy, 0.0)
    strategy /= np.add.reduceat(strategy, arrays.first_action[:-1])[arrays.action_infoset]
    actions: list[tuple[int, int]] = []
    replies: list[tuple[int, int]] = []
    for i in range(arrays.n_infosets):
        listed = range(arrays.first_action[i], arrays.first_action[i + 1])
        anchor = max(listed, key=lambda a: point.log_strategy[a])
        for a in listed:
            gap = point.log_strategy[anchor] - point.log_strategy[a]
            if a != anchor and chosen[a]:
                actions.append((a, anchor))
            if a != anchor and (chosen[a] or gap <= REPLY):
                replies.append((a, anchor))
    paths = _paths(arrays)
    reached = reach(arrays, edge_probability(arrays, table, strategy[None, :]))[0] > 0.0
    set_reached = np.zeros(arrays.n_infosets, dtype=bool)
    set_reached[arrays.infoset[reached & (arrays.infoset >= 0)]] = True
    loose = np.flatnonzero((arrays.infoset >= 0) & ~set_reached[arrays.infoset])
    log_loose, shares = _log_beliefs(point.belief[loose])
    # Only trembles that move a belief between several possible nodes are worth an unknown.
    believed = loose[shares]
    several = np.bincount(arrays.infoset[believed], minlength=arrays.n_infosets) > 1
    mixed = believed[several[arrays.infoset[believed]]]
    trembles = np.flatnonzero(paths[mixed].any(axis=0) & ~chosen)
    pairs = [np.array(p, dtype=np.int64).reshape(-1, 2).T for p in (actions, replies)]
    return _System(
        arrays,
        table,
        strategy,
        point.log_strategy,
        chosen,
        pairs[0][0],
        pairs[0][1],
        trembles,
        pairs[1][0],
        pairs[1][1],
        loose,
        log_loose,
        paths[loose],
    )


def _log_beliefs(belief: Floats) -> tuple[Floats, Bools]:
    with np.errstate(divide="ignore"):
        return np.log(belief), belief >= VANISHING


def _paths(arrays: GameArrays) -> Floats:
    """Return which actions lead to every node, shape (n_nodes, n_actions)."""
    paths = np.zeros((arrays.n_nodes, arrays.n_actions))
    for node in range(1, arrays.n_nodes):
        paths[node] = paths[arrays.parent[node]]
        if arrays.edge_action[node] >= 0:
            paths[node, arrays.edge_action[node]] += 1.0
    return paths


def _assess(system: _System, values: Floats) -> tuple[Floats, Floats]:
    """Return strategies and beliefs for candidate values, shape (n_candidates, n_values)."""
    n = len(values)
    strategies = np.tile(system.strategy, (n, 1))
    for column, (a, anchor) in enumerate(zip(system.actions, system.anchors, strict=True)):
        strategies[:, anchor] += strategies[:, a] - values[:, column]
        strategies[:, a] = values[:, column]
    strategies = np.clip(strategies, 0.0, 1.0)
    beliefs = bayes(
        system.arrays,
        reach(system.arrays, edge_probability(system.arrays, _repeat(system.table, n), strategies)),
    )
    change = np.zeros((n, system.arrays.n_actions))
    # A candidate may push a chosen action to zero; its logarithm must stay a number.
    log_chosen = np.log(np.maximum(strategies[:, system.chosen], NEVER))
    change[:, system.chosen] = log_chosen - system.log_strategy[system.chosen]
    change[:, system.trembles] = values[:, len(system.actions) :]
    log_belief = system.log_loose + change @ system.paths.T
    sets = system.arrays.infoset[system.loose]
    for i in np.unique(sets):
        inside = log_belief[:, sets == i]
        with np.errstate(under="ignore"):
            odds = np.exp(inside - inside.max(axis=1, keepdims=True))
        beliefs[:, system.loose[sets == i]] = odds / odds.sum(axis=1, keepdims=True)
    return strategies, beliefs


def _repeat(table: GameNumbers, n: int) -> GameNumbers:
    return GameNumbers(
        np.broadcast_to(table.payoff, (n, *table.payoff.shape[1:])),
        np.broadcast_to(table.p_chance, (n, table.p_chance.shape[1])),
        np.broadcast_to(table.feasible, n),
    )


def _gaps(system: _System, values: Floats) -> Floats:
    """Return the payoff gaps that must vanish, shape (n_candidates, n_replies)."""
    strategies, beliefs = _assess(system, values)
    worth = action_worth(system.arrays, _repeat(system.table, len(values)), strategies, beliefs)
    return worth[:, system.replies] - worth[:, system.best]


def _slope(system: _System, values: Floats) -> Floats:
    """Return the derivative of the gaps by central differences, all candidates at once."""
    h = 1e-6
    steps = h * np.eye(len(values))
    gaps = _gaps(system, np.concatenate([values + steps, values - steps]))
    return (gaps[: len(values)] - gaps[len(values) :]).T / (2 * h)
