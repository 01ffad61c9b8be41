"""All vertices of the polytope of plans against which no reply gets more than one, exactly.

``{x >= 0 : matrix @ x <= 1}`` with a positive matrix of whole numbers. Bases are walked from
neighbor to neighbor. The right-hand side is thought to be moved by powers of a vanishing number
(the lexicographic rule), which makes the polytope simple: every edge of a basis leads to exactly
one neighbor, all bases hang together, and each vertex has at least one, however degenerate.

References
----------
Avis, D., Rosenberg, G., Savani, R. and von Stengel, B. (2010). Enumeration of Nash equilibria for
two-player games. Economic Theory 42.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Row = list[int]


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex other than zero.

    Parameters
    ----------
    weights : tuple of Fraction
        Its coordinates, scaled to add up to one.
    tight : int
        Bit k is set where coordinate k is zero, bit ``n_coordinates + i`` where inequality i holds
        as an equation.
    """

    weights: tuple[Fraction, ...]
    tight: int


@dataclass(frozen=True, slots=True)
class _Basis:
    """Rows ``basic + sum(entries * nonbasic) = last entry``, all over one denominator.

    Variables below the number of coordinates are coordinates, the others slacks.
    """

    rows: list[Row]
    basic: list[int]
    nonbasic: list[int]
    denominator: int

    @property
    def mask(self) -> int:
        return sum(1 << v for v in self.basic)


def vertices(matrix: list[Row], most_bases: int) -> tuple[list[Vertex], bool]:
    """List the vertices but zero, and say whether the walk came to its end.

    Parameters
    ----------
    matrix : list of list of int
        Positive; one row per inequality.
    most_bases : int
        Stop after as many.
    """
    n, n_rows = len(matrix[0]), len(matrix)
    start = _Basis([[*row, 1] for row in matrix], list(range(n, n + n_rows)), list(range(n)), 1)
    seen = {start.mask}
    waiting = [start]
    found: dict[int, Vertex] = {}
    while waiting:
        basis = waiting.pop()
        vertex = _vertex(basis, n, n_rows)
        if vertex is not None:
            found.setdefault(vertex.tight, vertex)
        mask = basis.mask
        for column, entering in enumerate(basis.nonbasic):
            row = _blocking_row(basis, column, n)
            moved = mask ^ (1 << entering) ^ (1 << basis.basic[row])
            if moved in seen:
                continue
            if len(seen) >= most_bases:
                return list(found.values()), False
            seen.add(moved)
            waiting.append(_pivot(basis, row, column))
    return list(found.values()), True


def _vertex(basis: _Basis, n: int, n_rows: int) -> Vertex | None:
    weights = [0] * n
    tight = (1 << (n + n_rows)) - 1
    for v, row in zip(basis.basic, basis.rows, strict=True):
        if row[-1]:
            tight ^= 1 << v
            if v < n:
                weights[v] = row[-1]
    total = sum(weights)
    return Vertex(tuple(Fraction(w, total) for w in weights), tight) if total else None


def _blocking_row(basis: _Basis, column: int, n: int) -> int:
    """Return the one row that leaves when a column enters; there is one, for there is no ray."""
    rows = [i for i, row in enumerate(basis.rows) if row[column] > 0]
    rows = _smallest(basis, rows, column, len(basis.nonbasic))
    slack = n
    while len(rows) > 1:
        if slack in basis.nonbasic:
            rows = _smallest(basis, rows, column, basis.nonbasic.index(slack))
        else:
            # A slack that is in a row has a one there and zeros elsewhere: not smallest.
            rows = [i for i in rows if basis.basic[i] != slack]
        slack += 1
    return rows[0]


def _smallest(basis: _Basis, rows: list[int], column: int, numerator: int) -> list[int]:
    best: list[int] = []
    for i in rows:
        if best:
            here, there = basis.rows[i], basis.rows[best[0]]
            gap = here[numerator] * there[column] - there[numerator] * here[column]
            if gap > 0:
                continue
            if gap < 0:
                best = []
        best.append(i)
    return best


def _pivot(basis: _Basis, row: int, column: int) -> _Basis:
    """Exchange two variables; entries stay whole over the new denominator (Edmonds)."""
    old, denominator = basis.rows[row], basis.denominator
    middle = old[column]
    rows: list[Row] = []
    for i, other in enumerate(basis.rows):
        if i == row:
            moved = old.copy()
            moved[column] = denominator
        else:
            share = other[column]
            if share:
                moved = [
                    (x * middle - share * y) // denominator for x, y in zip(other, old, strict=True)
                ]
            else:
                moved = [x * middle // denominator for x in other]
            moved[column] = -share
        rows.append(moved)
    basic, nonbasic = basis.basic.copy(), basis.nonbasic.copy()
    basic[row], nonbasic[column] = nonbasic[column], basic[row]
    return _Basis(rows, basic, nonbasic, middle)
