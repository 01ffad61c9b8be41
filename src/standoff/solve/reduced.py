"""The equations of a game on its cut: what to compute in which order, and over which numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import CHANCE, Floats, GameArrays
from standoff.solve.cut_set import blocks, moves_of

if TYPE_CHECKING:
    from standoff.solve.kernels.cut import Numbers, Program

Ints = NDArray[np.int64]

#: An impossible branch is one that is taken with probability exp(-690), so that beliefs behind it
#: have a limit.
LOG_NEVER = -690.0


@dataclass(frozen=True, slots=True, eq=False)
class BlockRange:
    """Where a block stands in the program.

    Parameters
    ----------
    start, stop : int
    unknowns : int array
        Actions whose scores are the unknowns, in order.
    """

    start: int
    stop: int
    unknowns: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A game's equations on its cut.

    Parameters
    ----------
    arrays : GameArrays
    program : Program
    ranges : tuple of BlockRange
        Blocks in the order in which they are solved.
    pairs : tuple of (node, node)
        Nodes whose odds make beliefs, in the program's order.
    """

    arrays: GameArrays
    program: Program
    ranges: tuple[BlockRange, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def n_unknowns(self) -> int:
        """Unknowns of the largest block."""
        return max((len(each.unknowns) for each in self.ranges), default=0)


def reduce_game(arrays: GameArrays) -> Reduced:
    """Write the equations of a game's quantal response equilibria on a small cut."""
    from standoff.solve.kernels import cut as kernel

    listed = blocks(arrays)
    slot = np.full(arrays.n_actions, -1, dtype=np.int64)
    ranges: list[BlockRange] = []
    steps: list[tuple[int, int]] = []
    children: list[list[int]] = [[] for _ in range(arrays.n_nodes)]
    for node in range(1, arrays.n_nodes):
        children[arrays.parent[node]].append(node)
    nodes = [np.flatnonzero(arrays.infoset == i).tolist() for i in range(arrays.n_infosets)]
    known: set[int] = set()
    for block in listed:
        start = len(steps)
        unknowns = [a for i in block.cut for a in _free(arrays, i)]
        slot[unknowns] = np.arange(len(unknowns))
        steps += [(kernel.LOAD, i) for i in block.cut]
        for i in block.order:
            steps += _values_below(nodes[i], children, known)
            steps.append((kernel.SCORE, i))
        for i in block.cut:
            steps += _values_below(nodes[i], children, known)
            steps.append((kernel.EQUATION, i))
        ranges.append(BlockRange(start, len(steps), np.array(unknowns, dtype=np.int64)))
    pairs, first_pair, terms, first_term = _pairs(arrays, nodes)
    at = np.array(steps, dtype=np.int64).reshape(-1, 2)
    term_kind, term_action, term_sign = (np.ascontiguousarray(column) for column in terms.T)
    program = kernel.Program(
        np.ascontiguousarray(at[:, 0]),
        np.ascontiguousarray(at[:, 1]),
        arrays.first_action.astype(np.int64),
        arrays.infoset_player.astype(np.int64),
        arrays.owner.astype(np.int64),
        arrays.infoset.astype(np.int64),
        *_flat(children),
        *_flat(nodes),
        _needed(arrays),
        first_pair,
        first_term,
        term_kind,
        term_action,
        term_sign,
        slot,
    )
    return Reduced(arrays, program, tuple(ranges), pairs)


def _free(arrays: GameArrays, i: int) -> range:
    return range(int(arrays.first_action[i]) + 1, int(arrays.first_action[i + 1]))


def _values_below(
    nodes: list[int], children: list[list[int]], known: set[int]
) -> list[tuple[int, int]]:
    """List the nodes below some others whose values are not known yet, deepest first."""
    from standoff.solve.kernels.cut import VALUE

    waiting = [child for node in nodes for child in children[node]]
    found: list[int] = []
    while waiting:
        node = waiting.pop()
        if children[node] and node not in known:
            known.add(node)
            found.append(node)
            waiting += children[node]
    # Preorder: children have larger numbers than their parents.
    return [(VALUE, node) for node in sorted(found, reverse=True)]


def _flat(lists: list[list[int]]) -> tuple[Ints, Ints]:
    first = np.concatenate(([0], np.cumsum([len(each) for each in lists]))).astype(np.int64)
    return first, np.array([x for each in lists for x in each], dtype=np.int64)


def _needed(arrays: GameArrays) -> NDArray[np.bool_]:
    """Mark whose payoffs matter at which nodes: those of players who moved on the way."""
    needed = np.zeros((arrays.n_nodes, arrays.n_players), dtype=np.bool_)
    for node in range(1, arrays.n_nodes):
        up = arrays.parent[node]
        needed[node] = needed[up]
        if arrays.owner[up] > CHANCE:
            needed[node, arrays.owner[up]] = True
    return needed


def _pairs(
    arrays: GameArrays, nodes: list[list[int]]
) -> tuple[tuple[tuple[int, int], ...], Ints, Ints, Ints]:
    """Return, for all pairs of nodes of a set, which moves make one likelier than the other."""
    from standoff.solve.kernels.cut import LOG_TERM, SCORE_TERM

    pairs: list[tuple[int, int]] = []
    first_pair, first_term = [0], [0]
    terms: list[tuple[int, int, int]] = []
    for each in nodes:
        moves = [moves_of(arrays, node) for node in each]
        for b in range(len(each)):
            for c in range(b):
                ahead, behind = moves[b] - moves[c], moves[c] - moves[b]
                sets = {int(arrays.action_infoset[a]) for a in ahead} & {
                    int(arrays.action_infoset[a]) for a in behind
                }
                for actions, sign in ((ahead, 1), (behind, -1)):
                    for a in sorted(actions):
                        # Two actions of one set: the odds are the difference of their scores.
                        kind = SCORE_TERM if int(arrays.action_infoset[a]) in sets else LOG_TERM
                        terms.append((kind, a, sign))
                pairs.append((each[b], each[c]))
                first_term.append(len(terms))
        first_pair.append(len(pairs))
    return (
        tuple(pairs),
        np.array(first_pair, dtype=np.int64),
        np.array(terms, dtype=np.int64).reshape(-1, 3),
        np.array(first_term, dtype=np.int64),
    )


def numbers_of(reduced: Reduced, payoff: Floats, p_chance: Floats, precision: Floats) -> Numbers:
    """Put the numbers of one draw into the form that the program reads.

    Parameters
    ----------
    payoff : float array, shape (n_rows, n_players)
    p_chance : float array, shape (n_chances,)
    precision : float array, shape (n_players,)
    """
    from standoff.solve.kernels.cut import Numbers
    from standoff.solve.kernels.interval import LOOSER, TINY

    arrays = reduced.arrays
    paid = np.zeros((arrays.n_nodes, arrays.n_players))
    paying = arrays.payoff_row >= 0
    paid[paying] = payoff[arrays.payoff_row[paying]]
    p_low, p_high = np.ones(arrays.n_nodes), np.ones(arrays.n_nodes)
    log_p = np.zeros(arrays.n_nodes)
    by_chance = arrays.edge_chance >= 0
    p = p_chance[arrays.edge_chance[by_chance]]
    p_low[by_chance], p_high[by_chance] = p, np.where(p > 0.0, p, 1e-299)
    with np.errstate(divide="ignore"):
        log_p[by_chance] = np.maximum(np.log(p), LOG_NEVER)
    size = np.abs(log_p)
    for node in range(1, arrays.n_nodes):
        log_p[node] += log_p[arrays.parent[node]]
        size[node] += size[arrays.parent[node]]
    b = np.array([one for one, _ in reduced.pairs], dtype=np.int64)
    c = np.array([other for _, other in reduced.pairs], dtype=np.int64)
    gap = log_p[b] - log_p[c]
    slack = (size[b] + size[c]) * arrays.n_nodes * LOOSER + TINY
    # Nodes behind the same chances have odds of exactly one.
    same = np.array([_chances(arrays, x) == _chances(arrays, y) for x, y in reduced.pairs], bool)
    slack[same], gap[same] = 0.0, 0.0
    rate = precision[arrays.infoset_player].astype(np.float64)
    return Numbers(paid, p_low, p_high, gap - slack, gap + slack, rate)


def _chances(arrays: GameArrays, node: int) -> set[int]:
    found: set[int] = set()
    while node > 0:
        if arrays.edge_chance[node] >= 0:
            found.add(int(arrays.edge_chance[node]))
        node = int(arrays.parent[node])
    return found
