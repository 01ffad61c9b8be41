"""The same pivoting as the kernel's in whole numbers: slow, and never wrong by rounding.

Payoffs times chances are doubles, and so whole numbers times a power of two, however far apart
they are. Everything after that is exact: the tableau is kept over one common denominator (Edmonds'
integer pivoting), so that ratios are compared as whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import NotConverged
from standoff.game.lower import Floats, GameNumbers
from standoff.solve.sequence_form import SequenceForm

MAX_PIVOTS = 20_000

Integers = NDArray[Any]


def solve_exactly(form: SequenceForm, table: GameNumbers, draw: int, n_powers: int) -> Floats:
    """Find the plans of one draw by pivoting in whole numbers.

    Returns
    -------
    float array, shape (n_actions, n_powers)
        Plan of every action above its tremble, as a polynomial in the tremble.

    Raises
    ------
    NotConverged
        If the number of pivots exceeds a limit that only contrived games can reach.
    """
    tableau = _start(form, table, draw, n_powers)
    tableau.run()
    n = form.arrays.n_actions
    plan = np.zeros((n, n_powers))
    for row, variable in enumerate(tableau.basic):
        if variable < n:
            plan[variable] = [
                float(Fraction(int(entry), tableau.denominator))
                for entry in tableau.entries[row, n + 1 :]
            ]
    return plan


@dataclass(slots=True)
class _Tableau:
    """Entries over a common denominator; the layout of columns and variables is the kernel's."""

    entries: Integers
    basic: list[int]
    nonbasic: list[int]
    denominator: int = 1
    started: list[int] = field(default_factory=list[int])

    def run(self) -> None:
        n = len(self.basic)
        self.started = list(self.basic)
        if all(self.order(i, range(n + 1, self.entries.shape[1])) >= 0 for i in range(n)):
            return
        row, column = self.first_row(), n
        for _ in range(MAX_PIVOTS):
            leaving = self.basic[row]
            self.pivot(row, column)
            if leaving == 2 * n:
                return
            column = self.nonbasic.index((leaving + n) % (2 * n))
            row = self.blocking_row([i for i in range(n) if self.entries[i, column] > 0], column)
        raise NotConverged(f"exact pivoting did not end within {MAX_PIVOTS:,} pivots")

    def order(self, row: int, columns: range) -> int:
        """Return the sign of the first entry that is not zero."""
        return next((1 if e > 0 else -1 for e in self.entries[row, columns] if e), 0)

    def first_row(self) -> int:
        """Return the row that is negative down to the largest weight of the prior."""
        column = len(self.basic)
        self.entries[:, column] *= -1
        row = self.blocking_row([i for i in range(column) if self.entries[i, column] > 0], column)
        self.entries[:, column] *= -1
        return row

    def blocking_row(self, rows: list[int], column: int) -> int:
        n = len(self.basic)
        for power in range(n + 1, self.entries.shape[1]):
            rows = self.smallest(rows, column, lambda i, p=power: self.entries[i, p])
        if len(rows) > 1 and 2 * n in (self.basic[i] for i in rows):
            return self.basic.index(2 * n)
        for variable in self.started:
            if len(rows) == 1:
                break
            if variable in self.basic:
                home = self.basic.index(variable)
                rows = self.smallest(rows, column, lambda i, h=home: int(i == h))
            else:
                place = self.nonbasic.index(variable)
                rows = self.smallest(rows, column, lambda i, p=place: self.entries[i, p])
        return rows[0]

    def smallest(self, rows: list[int], column: int, top: Callable[[int], int]) -> list[int]:
        best = rows[:1]
        for i in rows[1:]:
            left = top(i) * self.entries[best[0], column]
            right = top(best[0]) * self.entries[i, column]
            if left < right:
                best = [i]
            elif left == right:
                best.append(i)
        return best

    def pivot(self, row: int, column: int) -> None:
        """Exchange two variables; all entries stay whole over the new denominator."""
        entries, middle = self.entries, int(self.entries[row, column])
        old_row, old_column = entries[row].copy(), entries[:, column].copy()
        moved = (entries * middle - np.outer(old_column, old_row)) // self.denominator
        moved[row] = old_row
        moved[:, column] = -old_column
        moved[row, column] = self.denominator
        if middle < 0:
            moved, middle = -moved, -middle
        self.entries, self.denominator = moved, middle
        self.basic[row], self.nonbasic[column] = self.nonbasic[column], self.basic[row]


def _start(form: SequenceForm, table: GameNumbers, draw: int, n_powers: int) -> _Tableau:
    """Write both players' equations, solved for the pure plans that reply to the prior."""
    arrays = form.arrays
    n = arrays.n_actions
    entries: Integers = np.zeros((n, n + 1 + n_powers), dtype=object)
    own = [_whole(matrix) for matrix in form.payoffs(table, draw)]
    own[1] = own[1].T
    pure: list[int] = [0] * arrays.n_infosets
    regret: list[int] = [0] * n
    for player in range(2):
        _reply(form, player, own[player], pure, regret)
    is_pure = [pure[arrays.action_infoset[a]] == a for a in range(n)]
    change = [_changes(form, player, pure) for player in range(2)]
    for player in range(2):
        actions, other = form.actions(player), form.actions(1 - player)
        gain = change[player] @ own[player] @ change[1 - player].T
        for s, a in enumerate(actions, start=1):
            if is_pure[a]:
                entries[a, n + 1] = change[player][0, s]
                continue
            entries[a, n], entries[a, n + 1] = -regret[a], -gain[s, 0]
            for t, c in enumerate(other, start=1):
                if not is_pure[c]:
                    entries[a, c] = gain[s, t]
            for t, c in enumerate(actions, start=1):
                if is_pure[c]:
                    entries[a, c] = change[player][s, t]
                    entries[c, a] = -change[player][s, t]
    for a in range(n):
        k = int(form.n_choices[a])
        if k and n_powers > 1:
            if is_pure[a]:
                entries[a, n + 1 + k] -= 1
            else:
                entries[:, n + 1 + k] -= entries[:, a]
    basic = [a if is_pure[a] else n + a for a in range(n)]
    return _Tableau(entries, basic, [(v + n) % (2 * n) for v in basic] + [2 * n])


def _whole(matrix: Any) -> Integers:
    """Return a matrix of doubles times the power of two that makes all of them whole."""
    dense = matrix.toarray()
    ratios = [[float(x).as_integer_ratio() for x in row] for row in dense]
    most = max((below for row in ratios for _, below in row), default=1)
    scaled = [[above * (most // below) for above, below in row] for row in ratios]
    return np.array(scaled, dtype=object).reshape(dense.shape)


def _changes(form: SequenceForm, player: int, pure: list[int]) -> Integers:
    """Return plan changes: row 0 is the pure plan, row s moves from it towards sequence s."""
    n = int(form.n_sequences[player])
    change: Integers = np.eye(n, dtype=object).astype(object)
    change[:] = [[int(x) for x in row] for row in np.eye(n, dtype=int)]
    infosets = form.infosets(player)
    for i in infosets[::-1]:
        change[form.parent_sequence[i]] += change[form.action_sequence[pure[i]]]
    for i in infosets:
        for a in range(form.arrays.first_action[i], form.arrays.first_action[i + 1]):
            if a != pure[i]:
                change[form.action_sequence[a]] -= change[form.action_sequence[pure[i]]]
    return change


def _reply(
    form: SequenceForm, player: int, own: Integers, pure: list[int], regret: list[int]
) -> None:
    """Find the reply to random play, and the regret of every other action there."""
    arrays = form.arrays
    other = 1 - player
    prior = [Fraction(1)] * int(form.n_sequences[other])
    for i in form.infosets(other):
        first, last = arrays.first_action[i : i + 2]
        for a in range(first, last):
            prior[form.action_sequence[a]] = prior[form.parent_sequence[i]] / int(last - first)
    worth = [sum((int(x) * p for x, p in zip(row, prior, strict=True)), Fraction(0)) for row in own]
    # Where nothing is lost, a weight of the size of the payoffs keeps numbers short.
    some = max((abs(int(x)) for x in own.ravel()), default=0) or 1
    for i in form.infosets(player)[::-1]:
        actions = range(arrays.first_action[i], arrays.first_action[i + 1])
        pure[i] = max(actions, key=lambda a: worth[form.action_sequence[a]])
        top = worth[form.action_sequence[pure[i]]]
        for a in actions:
            # Any weights do that are larger than zero, so these may be rounded.
            regret[a] = max(int(top - worth[form.action_sequence[a]]), 0) or some
        worth[form.parent_sequence[i]] += top
