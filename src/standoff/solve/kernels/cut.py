"""The equations of a quantal response equilibrium over a box of the cut's scores.

A program (from `solve.reduced`) lists what is computed in which order: values of nodes, scores of
sets. Each is an interval that holds whatever the box allows, with intervals for the derivatives by
the block's unknowns. Averages use that probabilities add up to one, and derivatives of averages are
sums over pairs, ``p[b] p[c] (V[b] - V[c]) (dx[b] - dx[c])``, in which constants cancel.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from standoff.solve.kernels.interval import (
    TINY,
    down,
    mixture,
    share,
    spread_of_two,
    times,
    up,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOAD = 0
VALUE = 1
SCORE = 2
EQUATION = 3

SCORE_TERM = 0
LOG_TERM = 1


class Program(NamedTuple):
    """What to compute, in order; and the shape of the game, as lists within lists."""

    op: Ints
    at: Ints
    first_action: Ints
    player: Ints
    owner: Ints
    infoset: Ints
    first_child: Ints
    child: Ints
    first_node: Ints
    node: Ints
    needed: NDArray[np.bool_]
    #: Pairs of nodes of every set, and how their log reach differs.
    first_pair: Ints
    first_term: Ints
    term_kind: Ints
    term_action: Ints
    term_sign: Ints
    #: Number of each unknown within its block; -1 for actions that are not in the cut.
    slot: Ints


class Numbers(NamedTuple):
    """The numbers of one draw."""

    payoff: Floats
    chance_low: Floats
    chance_high: Floats
    pair_low: Floats
    pair_high: Floats
    rate: Floats


class Registers(NamedTuple):
    """Bounds of everything that was computed, and scratch space."""

    x_low: Floats
    x_high: Floats
    dx_low: Floats
    dx_high: Floats
    p_low: Floats
    p_high: Floats
    log_low: Floats
    log_high: Floats
    dlog_low: Floats
    dlog_high: Floats
    v_low: Floats
    v_high: Floats
    dv_low: Floats
    dv_high: Floats
    g_low: Floats
    g_high: Floats
    dg_low: Floats
    dg_high: Floats
    w_low: Floats
    w_high: Floats
    gap_low: Floats
    gap_high: Floats
    dgap_low: Floats
    dgap_high: Floats
    one: Floats
    two: Floats
    turned: Floats
    order: Ints


@njit(cache=True, error_model="numpy")
def registers(program, numbers, n_unknowns):
    """Allocate registers, with what ends pay."""
    n_nodes, n_players = numbers.payoff.shape
    n_actions, n_sets = len(program.slot), len(program.player)
    wide = 2
    for i in range(n_sets):
        wide = max(wide, program.first_node[i + 1] - program.first_node[i])
        wide = max(wide, program.first_action[i + 1] - program.first_action[i])
    pairs = max(1, wide * (wide - 1) // 2)
    k = max(1, n_unknowns)
    return Registers(
        np.zeros(n_actions),
        np.zeros(n_actions),
        np.zeros((n_actions, k)),
        np.zeros((n_actions, k)),
        np.ones(n_actions),
        np.ones(n_actions),
        np.zeros(n_actions),
        np.zeros(n_actions),
        np.zeros((n_actions, k)),
        np.zeros((n_actions, k)),
        numbers.payoff.copy(),
        numbers.payoff.copy(),
        np.zeros((n_nodes, n_players, k)),
        np.zeros((n_nodes, n_players, k)),
        np.empty(wide),
        np.empty(wide),
        np.empty((wide, k)),
        np.empty((wide, k)),
        np.ones(wide),
        np.ones(wide),
        np.empty(pairs),
        np.empty(pairs),
        np.empty((pairs, k)),
        np.empty((pairs, k)),
        np.empty(wide),
        np.empty(wide),
        np.empty(wide),
        np.empty(wide, dtype=np.int64),
    )


@njit(cache=True, error_model="numpy")
def forget_slopes(reg):
    """Treat everything computed so far as given."""
    reg.dx_low[:], reg.dx_high[:] = 0.0, 0.0
    reg.dlog_low[:], reg.dlog_high[:] = 0.0, 0.0
    reg.dv_low[:], reg.dv_high[:] = 0.0, 0.0


@njit(cache=True, error_model="numpy")
def run(program, numbers, reg, start, stop, low, high, n, out_low, out_high, slope_low, slope_high):
    """Compute a block over a box.

    Parameters
    ----------
    start, stop : int
        The block's part of the program.
    low, high : float arrays
        Bounds of the block's unknowns.
    n : int
        Number of unknowns by which to differentiate: all, or 0.
    out_low, out_high : float arrays, filled
        What the scores of the cut have to be, given the box.
    slope_low, slope_high : float arrays, filled
        Derivatives of that: row by equation, column by unknown.
    """
    for step in range(start, stop):
        op, at = program.op[step], program.at[step]
        if op == VALUE:
            _value(program, numbers, reg, at, n)
        elif op == LOAD:
            first = program.first_action[at]
            for a in range(first + 1, program.first_action[at + 1]):
                k = program.slot[a]
                reg.x_low[a], reg.x_high[a] = low[k], high[k]
                if n > 0:
                    reg.dx_low[a, :n], reg.dx_high[a, :n] = 0.0, 0.0
                    reg.dx_low[a, k], reg.dx_high[a, k] = 1.0, 1.0
            _choose(program, reg, at, n)
        else:
            _weigh(program, numbers, reg, at, n)
            first = program.first_action[at]
            for a in range(first + 1, program.first_action[at + 1]):
                if op == SCORE:
                    x_low, x_high = _gap(
                        program, numbers, reg, at, a, n, reg.dx_low[a], reg.dx_high[a]
                    )
                    reg.x_low[a], reg.x_high[a] = x_low, x_high
                else:
                    k = program.slot[a]
                    out_low[k], out_high[k] = _gap(
                        program, numbers, reg, at, a, n, slope_low[k], slope_high[k]
                    )
            if op == SCORE:
                _choose(program, reg, at, n)


@njit(cache=True, error_model="numpy")
def _choose(program, reg, i, n):
    """Turn the scores of a set into probabilities, their logarithms and derivatives."""
    first, last = program.first_action[i], program.first_action[i + 1]
    for a in range(first, last):
        for b in range(first, last):
            reg.one[b - first] = down(reg.x_low[b] - reg.x_high[a])
            reg.two[b - first] = up(reg.x_high[b] - reg.x_low[a])
        reg.p_low[a], reg.p_high[a], reg.log_low[a], reg.log_high[a] = share(
            reg.one, reg.two, a - first, last - first
        )
    if n == 0:
        return
    for a in range(first, last):
        reg.dlog_low[a, :n], reg.dlog_high[a, :n] = 0.0, 0.0
        for b in range(first, last):
            if b == a:
                continue
            for k in range(n):
                d_low = down(reg.dx_low[a, k] - reg.dx_high[b, k])
                d_high = up(reg.dx_high[a, k] - reg.dx_low[b, k])
                if d_low == 0.0 and d_high == 0.0:
                    continue
                e_low, e_high = times(reg.p_low[b], reg.p_high[b], d_low, d_high)
                reg.dlog_low[a, k] = down(reg.dlog_low[a, k] + e_low)
                reg.dlog_high[a, k] = up(reg.dlog_high[a, k] + e_high)


@njit(cache=True, error_model="numpy")
def _value(program, numbers, reg, node, n):
    """Average what follows a node."""
    first, last = program.first_child[node], program.first_child[node + 1]
    m = last - first
    i = program.infoset[node]
    for j in range(numbers.payoff.shape[1]):
        if not program.needed[node, j]:
            continue
        low, high = numbers.payoff[node, j], numbers.payoff[node, j]
        if i < 0:
            for k in range(n):
                reg.dv_low[node, j, k], reg.dv_high[node, j, k] = 0.0, 0.0
            for c in range(first, last):
                child = program.child[c]
                p_low, p_high = numbers.chance_low[child], numbers.chance_high[child]
                e_low, e_high = times(p_low, p_high, reg.v_low[child, j], reg.v_high[child, j])
                low, high = down(low + e_low), up(high + e_high)
                for k in range(n):
                    d_low, d_high = reg.dv_low[child, j, k], reg.dv_high[child, j, k]
                    if d_low != 0.0 or d_high != 0.0:
                        e_low, e_high = times(p_low, p_high, d_low, d_high)
                        reg.dv_low[node, j, k] = down(reg.dv_low[node, j, k] + e_low)
                        reg.dv_high[node, j, k] = up(reg.dv_high[node, j, k] + e_high)
            reg.v_low[node, j], reg.v_high[node, j] = low, high
            continue
        a = program.first_action[i]
        p_low, p_high = reg.p_low[a : a + m], reg.p_high[a : a + m]
        for c in range(m):
            child = program.child[first + c]
            reg.g_low[c], reg.g_high[c] = reg.v_low[child, j], reg.v_high[child, j]
        e_low, e_high = mixture(p_low, p_high, reg.g_low, reg.g_high, m, reg.order, reg.turned)
        reg.v_low[node, j], reg.v_high[node, j] = down(low + e_low), up(high + e_high)
        for k in range(n):
            some = False
            for c in range(m):
                child = program.child[first + c]
                reg.one[c], reg.two[c] = reg.dv_low[child, j, k], reg.dv_high[child, j, k]
                some = some or reg.one[c] != 0.0 or reg.two[c] != 0.0
            d_low, d_high = 0.0, 0.0
            if some:
                d_low, d_high = mixture(p_low, p_high, reg.one, reg.two, m, reg.order, reg.turned)
            reg.dv_low[node, j, k], reg.dv_high[node, j, k] = d_low, d_high
        if n == 0:
            continue
        for b in range(m):
            for c in range(b):
                if m == 2:
                    s_low, s_high = spread_of_two(
                        down(reg.x_low[a + b] - reg.x_high[a + c]),
                        up(reg.x_high[a + b] - reg.x_low[a + c]),
                    )
                else:
                    s_low, s_high = _both(p_low[b], p_high[b], p_low[c], p_high[c])
                f_low, f_high = times(
                    s_low,
                    s_high,
                    down(reg.g_low[b] - reg.g_high[c]),
                    up(reg.g_high[b] - reg.g_low[c]),
                )
                for k in range(n):
                    x_low = down(reg.dx_low[a + b, k] - reg.dx_high[a + c, k])
                    x_high = up(reg.dx_high[a + b, k] - reg.dx_low[a + c, k])
                    d_low, d_high = times(f_low, f_high, x_low, x_high)
                    reg.dv_low[node, j, k] = down(reg.dv_low[node, j, k] + d_low)
                    reg.dv_high[node, j, k] = up(reg.dv_high[node, j, k] + d_high)


@njit(cache=True, error_model="numpy")
def _both(a_low, a_high, b_low, b_high):
    """Bound the product of two of several shares, which is 1/4 at most."""
    return max(0.0, down(a_low * b_low) - TINY), min(0.25, up(a_high * b_high) + TINY)


@njit(cache=True, error_model="numpy")
def _weigh(program, numbers, reg, i, n):
    """Fill beliefs at a set, and how the log odds of its nodes move."""
    start = program.first_node[i]
    m = program.first_node[i + 1] - start
    if m == 1:
        reg.w_low[0], reg.w_high[0] = 1.0, 1.0
        return
    pair = program.first_pair[i]
    at = 0
    for b in range(m):
        for _c in range(b):
            low, high = numbers.pair_low[pair + at], numbers.pair_high[pair + at]
            for k in range(n):
                reg.dgap_low[at, k], reg.dgap_high[at, k] = 0.0, 0.0
            for term in range(program.first_term[pair + at], program.first_term[pair + at + 1]):
                a, sign = program.term_action[term], program.term_sign[term]
                if program.term_kind[term] == SCORE_TERM:
                    t_low, t_high = reg.x_low[a], reg.x_high[a]
                    d_low, d_high = reg.dx_low[a], reg.dx_high[a]
                else:
                    t_low, t_high = reg.log_low[a], reg.log_high[a]
                    d_low, d_high = reg.dlog_low[a], reg.dlog_high[a]
                if sign > 0:
                    low, high = down(low + t_low), up(high + t_high)
                    for k in range(n):
                        reg.dgap_low[at, k] = down(reg.dgap_low[at, k] + d_low[k])
                        reg.dgap_high[at, k] = up(reg.dgap_high[at, k] + d_high[k])
                else:
                    low, high = down(low - t_high), up(high - t_low)
                    for k in range(n):
                        reg.dgap_low[at, k] = down(reg.dgap_low[at, k] - d_high[k])
                        reg.dgap_high[at, k] = up(reg.dgap_high[at, k] - d_low[k])
            reg.gap_low[at], reg.gap_high[at] = low, high
            at += 1
    # Each node's share, from its own log odds against the others.
    for b in range(m):
        for c in range(m):
            if c == b:
                reg.one[c], reg.two[c] = 0.0, 0.0
            elif c < b:
                at = b * (b - 1) // 2 + c
                reg.one[c], reg.two[c] = -reg.gap_high[at], -reg.gap_low[at]
            else:
                at = c * (c - 1) // 2 + b
                reg.one[c], reg.two[c] = reg.gap_low[at], reg.gap_high[at]
        reg.w_low[b], reg.w_high[b], _, _ = share(reg.one, reg.two, b, m)


@njit(cache=True, error_model="numpy")
def _gap(program, numbers, reg, i, a, n, slope_low, slope_high):
    """Return precision times what action a is worth beyond the set's first, with derivatives."""
    start = program.first_node[i]
    m = program.first_node[i + 1] - start
    j = program.player[i]
    rate = numbers.rate[i]
    position = a - program.first_action[i]
    for b in range(m):
        node = program.node[start + b]
        first = program.first_child[node]
        here, other = program.child[first + position], program.child[first]
        reg.g_low[b] = down(reg.v_low[here, j] - reg.v_high[other, j])
        reg.g_high[b] = up(reg.v_high[here, j] - reg.v_low[other, j])
        for k in range(n):
            reg.dg_low[b, k] = down(reg.dv_low[here, j, k] - reg.dv_high[other, j, k])
            reg.dg_high[b, k] = up(reg.dv_high[here, j, k] - reg.dv_low[other, j, k])
    low, high = mixture(reg.w_low, reg.w_high, reg.g_low, reg.g_high, m, reg.order, reg.turned)
    for k in range(n):
        some = False
        for b in range(m):
            reg.one[b], reg.two[b] = reg.dg_low[b, k], reg.dg_high[b, k]
            some = some or reg.one[b] != 0.0 or reg.two[b] != 0.0
        slope_low[k], slope_high[k] = 0.0, 0.0
        if some:
            slope_low[k], slope_high[k] = mixture(
                reg.w_low, reg.w_high, reg.one, reg.two, m, reg.order, reg.turned
            )
    if n > 0:
        at = 0
        for b in range(m):
            for c in range(b):
                if m == 2:
                    s_low, s_high = spread_of_two(reg.gap_low[at], reg.gap_high[at])
                else:
                    s_low, s_high = _both(reg.w_low[b], reg.w_high[b], reg.w_low[c], reg.w_high[c])
                f_low, f_high = times(
                    s_low,
                    s_high,
                    down(reg.g_low[b] - reg.g_high[c]),
                    up(reg.g_high[b] - reg.g_low[c]),
                )
                for k in range(n):
                    d_low, d_high = times(f_low, f_high, reg.dgap_low[at, k], reg.dgap_high[at, k])
                    slope_low[k] = down(slope_low[k] + d_low)
                    slope_high[k] = up(slope_high[k] + d_high)
                at += 1
    for k in range(n):
        slope_low[k], slope_high[k] = times(rate, rate, slope_low[k], slope_high[k])
    return times(rate, rate, low, high)
