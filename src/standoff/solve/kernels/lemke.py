"""Complementary pivoting on the sequence form, with trembles as powers of a vanishing number.

Unknowns are, for every action a, the plan above its tremble ``x[a]`` and the regret ``w[a]``, one
of which is zero. Each player's equations are solved beforehand for a pure plan that replies best to
the prior, which leaves as many rows as there are actions: row a holds ``x[a]`` when a is in that
pure plan and ``w[a]`` when it is not. The right-hand side is a polynomial in the tremble e, and
polynomials are compared from the lowest power on (symbolic e: nothing is ever rounded to zero).

Column a of `table` belongs to the variable of action a that is not in a row at the start, column n
to the weight z of the prior, the rest to the powers 0, 1, ... of e. A variable has the number a
(plan), n + a (regret) or 2 n (z). A row reads ``basic + sum(table * nonbasic) = right-hand side``.

References
----------
Lemke, C. (1965). Bimatrix equilibrium points and mathematical programming. Management Science 11.
Koller, D., Megiddo, N. and von Stengel, B. (1996). Efficient computation of equilibria for
extensive two-person games. Games and Economic Behavior 14. von Stengel, B., van den Elzen, A. and
Talman, D. (2002). Computing normal form perfect equilibria for extensive two-person games.
Econometrica 70. Miltersen, P. and Sorensen, T. (2010). Computing a quasi-perfect equilibrium of a
two-player game. Economic Theory 42.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from standoff.solve.kernels.linear import back_substitute, factor

SOLVED = 0
TOO_MANY_PIVOTS = 1
#: No row blocks the entering variable; rounding has broken the tableau, for it cannot happen.
RAY = 2

#: Differences that lose this share of their size to cancellation are exact zeros.
CANCELLED = 1e-12
#: Pivots after which the right-hand sides are computed anew.
REFRESH = 100
#: Right-hand sides below this are zeros that rounding has moved; plans and payoffs are at most 1.
NOISE = 1e-11
#: Ratios this close are equal, relative to their size.
EQUAL = 1e-10
#: Entries below this are no pivots.
SMALLEST_PIVOT = 1e-10
#: A regret at the prior below this counts as none.
SMALLEST_COVER = 1e-7
#: Bonus of the pure plan where the prior makes actions equally good; payoffs are at most 1.
BONUS = 1.0 / 1024.0

Ints = NDArray[np.int32]


class Form(NamedTuple):
    """The integer arrays of a `SequenceForm` and its game that the pivoting needs."""

    parent: Ints
    infoset: Ints
    edge_action: Ints
    edge_chance: Ints
    payoff_row: Ints
    first_action: Ints
    infoset_player: Ints
    action_infoset: Ints
    n_sequences: Ints
    sequence: Ints
    action_sequence: Ints
    parent_sequence: Ints
    n_choices: Ints


@njit(cache=True)
def payoff_matrices(form, payoff, p_chance):
    """Return both players' payoffs by sequences, own sequences in rows, scaled to at most 1."""
    n_nodes = len(form.parent)
    first = np.zeros((form.n_sequences[0], form.n_sequences[1]))
    second = np.zeros((form.n_sequences[1], form.n_sequences[0]))
    chance = np.ones(n_nodes)
    largest = np.zeros(2)
    for node in range(n_nodes):
        if node > 0:
            chance[node] = chance[form.parent[node]]
            if form.edge_chance[node] >= 0:
                chance[node] *= p_chance[form.edge_chance[node]]
        row = form.payoff_row[node]
        if row >= 0:
            s, t = form.sequence[node, 0], form.sequence[node, 1]
            first[s, t] += chance[node] * payoff[row, 0]
            second[t, s] += chance[node] * payoff[row, 1]
            for player in range(2):
                largest[player] = max(largest[player], abs(payoff[row, player]))
    for s in range(first.shape[0]):
        for t in range(first.shape[1]):
            if largest[0] > 0.0:
                first[s, t] /= largest[0]
            if largest[1] > 0.0:
                second[t, s] /= largest[1]
    return first, second


@njit(cache=True)
def add_row(matrix, source, target, factor):
    """Add a multiple of one row to another."""
    for j in range(matrix.shape[1]):
        matrix[target, j] += factor * matrix[source, j]


@njit(cache=True)
def weigh(matrix, plan):
    """Return what every sequence adds when the other player follows a plan."""
    worth = np.zeros(matrix.shape[0])
    for s in range(matrix.shape[0]):
        for t in range(matrix.shape[1]):
            worth[s] += matrix[s, t] * plan[t]
    return worth


@njit(cache=True)
def random_plan(form, player):
    """Return the plan that chooses every action of a set with the same probability: the prior."""
    plan = np.ones(form.n_sequences[player])
    for i in range(len(form.infoset_player)):
        if form.infoset_player[i] == player:
            first, last = form.first_action[i], form.first_action[i + 1]
            for a in range(first, last):
                plan[form.action_sequence[a]] = plan[form.parent_sequence[i]] / (last - first)
    return plan


@njit(cache=True)
def reply_to_prior(form, player, matrix, pure, cover):
    """Choose the pure plan and fill `cover`, the regret that each other action has at the prior."""
    worth = weigh(matrix, random_plan(form, 1 - player))
    for i in range(len(form.infoset_player) - 1, -1, -1):
        if form.infoset_player[i] != player:
            continue
        first, last = form.first_action[i], form.first_action[i + 1]
        best = first
        for a in range(first + 1, last):
            gain = worth[form.action_sequence[a]] - worth[form.action_sequence[best]]
            if gain > EQUAL:
                best = a
        pure[i] = best
        top = worth[form.action_sequence[best]]
        for a in range(first, last):
            regret = top - worth[form.action_sequence[a]]
            cover[a] = regret if regret > SMALLEST_COVER else BONUS
        worth[form.parent_sequence[i]] += top


@njit(cache=True)
def close_rows(form, player, pure, matrix):
    """Replace rows by what they add once the pure plan is followed after them.

    Row s becomes the sum over s and all sequences that the pure plan chooses behind s; then rows of
    actions outside the pure plan become differences to the pure action of their set.
    """
    for i in range(len(form.infoset_player) - 1, -1, -1):
        if form.infoset_player[i] == player:
            add_row(matrix, form.action_sequence[pure[i]], form.parent_sequence[i], 1.0)
    for i in range(len(form.infoset_player)):
        if form.infoset_player[i] == player:
            chosen = form.action_sequence[pure[i]]
            for a in range(form.first_action[i], form.first_action[i + 1]):
                if a != pure[i]:
                    add_row(matrix, chosen, form.action_sequence[a], -1.0)


@njit(cache=True)
def start(form, payoff, p_chance, n_powers):
    """Return the first tableau."""
    n = len(form.action_infoset)
    table = np.zeros((n, n + 1 + n_powers))
    pure = np.empty(len(form.infoset_player), dtype=np.int64)
    cover = np.zeros(n)
    matrices = payoff_matrices(form, payoff, p_chance)
    for player in range(2):
        reply_to_prior(form, player, matrices[player], pure, cover)
    for player in range(2):
        matrix = matrices[player]
        close_rows(form, player, pure, matrix)
        turned = np.empty((matrix.shape[1], matrix.shape[0]))
        for s in range(matrix.shape[0]):
            for t in range(matrix.shape[1]):
                turned[t, s] = matrix[s, t]
        close_rows(form, 1 - player, pure, turned)
        after = np.zeros((matrix.shape[0], matrix.shape[0]))
        for s in range(matrix.shape[0]):
            after[s, s] = 1.0
        close_rows(form, player, pure, after)
        for a in range(n):
            i = form.action_infoset[a]
            if form.infoset_player[i] != player:
                continue
            s = form.action_sequence[a]
            if a == pure[i]:
                # On the path of the pure plan unless an action outside it comes before.
                table[a, n + 1] = 1.0
                before = form.parent_sequence[i]
                for c in range(n):
                    j = form.action_infoset[c]
                    if form.infoset_player[j] == player and form.action_sequence[c] == before:
                        table[a, n + 1] = table[c, n + 1] if c == pure[j] else 0.0
                continue
            table[a, n] = -cover[a]
            table[a, n + 1] -= turned[0, s]
            for c in range(n):
                j = form.action_infoset[c]
                t = form.action_sequence[c]
                if form.infoset_player[j] != player:
                    if c != pure[j]:
                        table[a, c] = turned[t, s]
                elif c == pure[j]:
                    # The pure plan gains c, and loses what a would gain behind itself.
                    table[a, c] = after[s, t]
                    table[c, a] = -after[s, t]
    if n_powers > 1:
        for a in range(n):
            i = form.action_infoset[a]
            if a == pure[i] and form.n_choices[a] > 0:
                table[a, n + 1 + form.n_choices[a]] -= 1.0
        for c in range(n):
            if c != pure[form.action_infoset[c]]:
                for a in range(n):
                    if table[a, c] != 0.0:
                        table[a, n + 1 + form.n_choices[c]] -= table[a, c]
    return table, pure


@njit(cache=True)
def pivot(table, row, column, live):
    """Exchange the variable of a row with that of a column, in place."""
    width = table.shape[1]
    inverse = 1.0 / table[row, column]
    n_live = 0
    for j in range(width):
        if table[row, j] != 0.0 and j != column:
            table[row, j] *= inverse
            live[n_live] = j
            n_live += 1
    table[row, column] = inverse
    n = table.shape[0]
    for i in range(n):
        share = table[i, column]
        if i == row or share == 0.0:
            continue
        if 3 * n_live < width:
            for k in range(n_live):
                j = live[k]
                moved = share * table[row, j]
                left = table[i, j] - moved
                table[i, j] = left if abs(left) > CANCELLED * abs(moved) else 0.0
        else:
            for j in range(width):
                moved = share * table[row, j]
                left = table[i, j] - moved
                table[i, j] = left if abs(left) > CANCELLED * abs(moved) else 0.0
        table[i, column] = -share * inverse
        for j in range(n + 1, width):
            if abs(table[i, j]) < NOISE:
                table[i, j] = 0.0


@njit(cache=True)
def keep_smallest(table, column, numerator, tied, n_tied):
    """Keep the rows of `tied` with the smallest ratio of two columns; return how many."""
    smallest = np.inf
    for k in range(n_tied):
        ratio = table[tied[k], numerator] / table[tied[k], column]
        smallest = min(smallest, ratio)
    limit = smallest + EQUAL * abs(smallest)
    n_kept = 0
    for k in range(n_tied):
        if table[tied[k], numerator] / table[tied[k], column] <= limit:
            tied[n_kept] = tied[k]
            n_kept += 1
    return n_kept


@njit(cache=True)
def blocking_row(table, column, basic, home, is_start, tied):
    """Return the row that blocks the entering column first in the lexicographic order, or -1.

    Behind the powers of e come, one by one, the variables that were in rows at the start: each
    such row is thought to be moved by a yet smaller power of its own.
    """
    n = table.shape[0]
    sign = -1.0 if is_start else 1.0
    n_tied = 0
    for i in range(n):
        if sign * table[i, column] > SMALLEST_PIVOT:
            tied[n_tied] = i
            n_tied += 1
    if n_tied == 0:
        return -1
    if is_start:  # all ratios change their sign, and so does their order
        for i in range(n):
            table[i, column] = -table[i, column]
    for power in range(n + 1, table.shape[1]):
        n_tied = keep_smallest(table, column, power, tied, n_tied)
        if n_tied == 1:
            break
    row = tied[0]
    if n_tied > 1 and not is_start:
        for k in range(n_tied):
            if basic[tied[k]] == 2 * n:
                return tied[k]
    for v in range(n):
        if n_tied <= 1:
            break
        if home[v] >= 0:
            n_tied = keep_smallest(table, column, home[v], tied, n_tied)
        else:
            # The variable is in row -1 - home: its column is zero but for a one there.
            n_kept = 0
            for k in range(n_tied):
                if tied[k] != -1 - home[v]:
                    tied[n_kept] = tied[k]
                    n_kept += 1
            n_tied = n_kept
        row = tied[0]
    if is_start:
        for i in range(n):
            table[i, column] = -table[i, column]
    return row


@njit(cache=True)
def refresh(first, table, basic, nonbasic, started):
    """Compute the right-hand sides anew from the first tableau: rounding has no time to add up."""
    n, n_powers = table.shape[0], table.shape[1] - table.shape[0] - 1
    # Equations whose first variable has left its row determine the variables that have come in.
    lost, come, place = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    n_lost = n_come = 0
    for j in range(n + 1):
        v = nonbasic[j]
        if v < 2 * n and v == started[v % n]:
            lost[n_lost] = v % n
            n_lost += 1
    for i in range(n):
        v = basic[i]
        if v == 2 * n or v != started[v % n]:
            come[n_come] = n if v == 2 * n else v % n
            place[n_come] = i
            n_come += 1
    matrix, pivots = np.empty((n_come, n_come)), np.empty(n_come, np.int64)
    for k in range(n_lost):
        for c in range(n_come):
            matrix[k, c] = first[lost[k], come[c]]
    if factor(matrix, pivots, n_come) == 0.0:
        return
    right = np.empty(n_come)
    for power in range(n + 1, n + 1 + n_powers):
        for k in range(n_lost):
            right[k] = first[lost[k], power]
        back_substitute(matrix, pivots, right, n_come)
        for i in range(n):
            v = basic[i]
            if v < 2 * n and v == started[v % n]:
                left = first[v % n, power]
                for c in range(n_come):
                    left -= first[v % n, come[c]] * right[c]
                table[i, power] = left if abs(left) >= NOISE else 0.0
        for c in range(n_come):
            table[place[c], power] = right[c] if abs(right[c]) >= NOISE else 0.0


@njit(cache=True)
def run(table, pure, action_infoset, max_pivots):
    """Pivot from the prior to an equilibrium; return the variables in rows, outcome and pivots."""
    n = table.shape[0]
    basic = np.empty(n, dtype=np.int64)
    nonbasic = np.empty(n + 1, dtype=np.int64)
    home = np.empty(n, dtype=np.int64)  # of the variable that started in row v: column or -1 - row
    tied = np.empty(n, dtype=np.int64)
    live = np.empty(table.shape[1], dtype=np.int64)
    for a in range(n):
        is_pure = pure[action_infoset[a]] == a
        basic[a] = a if is_pure else n + a
        nonbasic[a] = n + a if is_pure else a
        home[a] = -1 - a
    nonbasic[n] = 2 * n
    started, first = basic.copy(), table.copy()
    if not below_zero(table):
        return basic, SOLVED, 0
    column = n
    for count in range(1, max_pivots + 1):
        row = blocking_row(table, column, basic, home, count == 1, tied)
        if row < 0:
            return basic, RAY, count
        leaving, entering = basic[row], nonbasic[column]
        pivot(table, row, column, live)
        basic[row], nonbasic[column] = entering, leaving
        if leaving == 2 * n or count % REFRESH == 0:
            refresh(first, table, basic, nonbasic, started)
        if leaving == 2 * n:
            return basic, SOLVED, count
        if leaving == started[leaving % n]:
            home[leaving % n] = column
        if entering < 2 * n and entering == started[entering % n]:
            home[entering % n] = -1 - row
        wanted = leaving + n if leaving < n else leaving - n
        for j in range(n + 1):
            if nonbasic[j] == wanted:
                column = j
                break
    return basic, TOO_MANY_PIVOTS, max_pivots


@njit(cache=True)
def below_zero(table):
    """Return whether some row is negative: whether the pure plan is no equilibrium yet."""
    n = table.shape[0]
    for i in range(n):
        for power in range(n + 1, table.shape[1]):
            if abs(table[i, power]) > EQUAL:
                if table[i, power] < 0.0:
                    return True
                break
    return False


@njit(cache=True)
def solve_plans(form, payoff, p_chance, max_pivots, plan):
    """Find an equilibrium and return the outcome and the number of pivots.

    Fills `plan` (action, power of e): the plan of every action above its tremble.
    """
    n_powers = plan.shape[1]
    table, pure = start(form, payoff, p_chance, n_powers)
    basic, outcome, n_pivots = run(table, pure, form.action_infoset, max_pivots)
    n = len(basic)
    for row in range(n):
        if basic[row] < n:
            for power in range(n_powers):
                plan[basic[row], power] = table[row, n + 1 + power]
    return outcome, n_pivots
