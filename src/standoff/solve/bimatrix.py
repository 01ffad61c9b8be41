"""All equilibria of a table of two players, exactly: extreme ones, and the sets that they span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import Floats
from standoff.game.normal_form import NormalForm
from standoff.game.tree import Game
from standoff.solve.all_nash import tree_of
from standoff.solve.enumerate_sequential import ListedComponent, Range
from standoff.solve.listing import Completeness, EquilibriumList
from standoff.solve.solution import Solution, from_named
from standoff.solve.vertices import Vertex, vertices

METHOD = "vertices of best replies"
RULE = "all are listed"

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NashSubset:
    """Equilibria that can be exchanged: any mixture of the rows with any of the columns is one.

    Parameters
    ----------
    rows, columns : tuple of int
        Positions in `ExtremeEquilibria.rows` and `.columns`.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExtremeEquilibria:
    """The equilibria of two payoff matrices from which all others are mixed.

    Parameters
    ----------
    rows : float array, shape (n_row_vertices, n_rows)
        Strategies of the row player that occur in them.
    columns : float array, shape (n_column_vertices, n_columns)
    pairs : tuple of (int, int)
        Which go together: the extreme equilibria.
    subsets : tuple of NashSubset
        The maximal sets of rows and columns that all go together. Every equilibrium lies in one.
    components : tuple of tuple of int
        Positions in `subsets` that hang together, each a component of the set of equilibria.
    is_complete : bool
        False when the search was stopped.
    """

    rows: Floats
    columns: Floats
    pairs: tuple[Pair, ...]
    subsets: tuple[NashSubset, ...]
    components: tuple[tuple[int, ...], ...]
    is_complete: bool


def extreme_equilibria(
    row_payoffs: Floats, column_payoffs: Floats, *, most_bases: int = 100_000
) -> ExtremeEquilibria:
    """Find all extreme Nash equilibria of two payoff matrices, and how they hang together.

    Parameters
    ----------
    row_payoffs, column_payoffs : float array, shape (n_rows, n_columns)
    most_bases : int
        Stop after as many bases of one player's polytope.

    Notes
    -----
    Exact: payoffs are taken for the fractions that they are in binary, so that ties count when
    they are exact (payoffs such as 0.1 + 0.2 and 0.3 differ). Every vertex of both best-reply
    polytopes is visited, and pairs are equilibria when each pure strategy is unused or a best
    reply. Maximal Nash subsets are the maximal cliques of the graph of pairs; components are its
    connected parts. Cost: the number of vertices, exponential in the worst case; some hundred per
    side at seven strategies, some thousand at ten.

    References
    ----------
    Winkels, H. (1979). An algorithm to determine all equilibrium points of a bimatrix game. Avis,
    D., Rosenberg, G., Savani, R. and von Stengel, B. (2010). Enumeration of Nash equilibria for
    two-player games. Economic Theory 42.
    """
    n_rows, n_columns = row_payoffs.shape
    own, own_ended = vertices(_whole(column_payoffs.T), most_bases)
    other, other_ended = vertices(_whole(row_payoffs), most_bases)
    everything = (1 << (n_rows + n_columns)) - 1
    below = (1 << n_columns) - 1
    # Columns say first which columns are unused, then which rows are best replies: the other way.
    turned = [(v.tight & below) << n_rows | v.tight >> n_columns for v in other]
    found = [
        (i, j) for i, v in enumerate(own) for j, t in enumerate(turned) if v.tight | t == everything
    ]
    rows, columns = sorted({i for i, _ in found}), sorted({j for _, j in found})
    pairs = tuple((rows.index(i), columns.index(j)) for i, j in found)
    parts = _connected(pairs)
    subsets: list[NashSubset] = []
    components: list[tuple[int, ...]] = []
    for part in parts:
        spanned = sorted(_subsets(part), key=lambda s: (s.rows, s.columns))
        components.append(tuple(range(len(subsets), len(subsets) + len(spanned))))
        subsets += spanned
    return ExtremeEquilibria(
        _weights([own[i] for i in rows], n_rows),
        _weights([other[j] for j in columns], n_columns),
        pairs,
        tuple(subsets),
        tuple(components),
        own_ended and other_ended,
    )


def all_bimatrix(table: NormalForm, *, most_bases: int = 100_000) -> EquilibriumList:
    """List all Nash equilibria of a table of two players, continua as components.

    Parameters
    ----------
    table : NormalForm
    most_bases : int
        Stop after as many bases of one player's polytope.

    Returns
    -------
    EquilibriumList
        Its solutions are those of `tree_of(table)`. Each component is shown by the extreme
        equilibrium that mixes least; its note counts the others, and the maximal Nash subsets.

    Raises
    ------
    GameError
        If the table does not have two players, or a payoff is not finite.
    """
    if len(table.players) != 2:
        raise GameError(
            f"this method needs two players, and {table.name!r} has {len(table.players)}",
            right="all_nash takes any number of players",
        )
    if not np.isfinite(table.payoff).all():
        raise GameError(f"table {table.name!r}: every payoff must be a finite number")
    found = extreme_equilibria(table.payoff[..., 0], table.payoff[..., 1], most_bases=most_bases)
    game = tree_of(table)
    return EquilibriumList(
        tuple(_listed(game, found, [found.subsets[k] for k in part]) for part in found.components),
        Completeness.PROVEN if found.is_complete else Completeness.CUT_OFF,
        "Nash equilibria",
        METHOD,
    )


def _whole(payoffs: Floats) -> list[list[int]]:
    """Return positive whole numbers in the same proportions of differences."""
    exact = [[Fraction(float(x)) for x in row] for row in payoffs]
    unit = max((x.denominator for row in exact for x in row), default=1)  # all are powers of two
    least = min(x for row in exact for x in row)
    return [[int((x - least) * unit) + 1 for x in row] for row in exact]


def _weights(found: list[Vertex], n: int) -> Floats:
    return np.array([[float(w) for w in v.weights] for v in found]).reshape(len(found), n)


def _connected(pairs: tuple[Pair, ...]) -> list[list[Pair]]:
    """Group pairs that share a row or a column strategy, directly or through others.

    The replies that make one strategy part of an equilibrium are a convex set, so that sharing one
    side is enough to be connected.
    """
    of_end: dict[Pair, list[Pair]] = {}
    for pair in pairs:
        for end in ((0, pair[0]), (1, pair[1])):
            of_end.setdefault(end, []).append(pair)
    groups: list[list[Pair]] = []
    grouped: set[Pair] = set()
    for first in pairs:
        if first in grouped:
            continue
        grouped.add(first)
        group = [first]
        for pair in group:  # grows on the way
            for near in (*of_end[0, pair[0]], *of_end[1, pair[1]]):
                if near not in grouped:
                    grouped.add(near)
                    group.append(near)
        groups.append(sorted(group))
    return groups


def _subsets(pairs: list[Pair]) -> Iterator[NashSubset]:
    """Yield the maximal cliques of rows and columns (Bron and Kerbosch 1973, with pivots).

    Rows count as neighbors of all rows and columns of all columns, so that a clique is a set of
    rows and a set of columns that all go together.
    """
    rows, columns = {(0, i) for i, _ in pairs}, {(1, j) for _, j in pairs}
    near = {v: rows - {v} for v in rows} | {v: columns - {v} for v in columns}
    for i, j in pairs:
        near[0, i].add((1, j))
        near[1, j].add((0, i))
    waiting: list[tuple[set[Pair], set[Pair], set[Pair]]] = [(set(), rows | columns, set())]
    while waiting:
        clique, candidates, barred = waiting.pop()
        if not candidates and not barred:
            own = tuple(sorted(i for side, i in clique if side == 0))
            other = tuple(sorted(j for side, j in clique if side == 1))
            if own and other:
                yield NashSubset(own, other)
        if not candidates:
            continue
        hub = max(candidates | barred, key=lambda v: (len(near[v] & candidates), v))
        for v in sorted(candidates - near[hub]):
            waiting.append((clique | {v}, candidates & near[v], barred & near[v]))
            candidates = candidates - {v}
            barred = barred | {v}


def _listed(game: Game, found: ExtremeEquilibria, subsets: list[NashSubset]) -> ListedComponent:
    rows = sorted({i for s in subsets for i in s.rows})
    columns = sorted({j for s in subsets for j in s.columns})
    pairs = [(i, j) for i, j in found.pairs if i in rows]
    mixing = np.count_nonzero(found.rows, axis=1), np.count_nonzero(found.columns, axis=1)
    row, column = min(pairs, key=lambda pair: mixing[0][pair[0]] + mixing[1][pair[1]])
    solution = _solution(game, found.rows[row], found.columns[column])
    if len(pairs) == 1:
        return ListedComponent(solution)
    choices = tuple(
        Range(infoset.label, action, float(low), float(high))
        for infoset, strategies in zip(
            game.infosets, (found.rows[rows], found.columns[columns]), strict=True
        )
        for action, low, high in zip(
            infoset.actions, strategies.min(axis=0), strategies.max(axis=0), strict=True
        )
        if low < high
    )
    return ListedComponent(
        solution,
        is_isolated=False,
        note=(
            f"Mixtures of {len(pairs)} extreme equilibria, in {len(subsets)} maximal Nash "
            f"subset{'s' if len(subsets) > 1 else ''}. Choices: {'; '.join(map(str, choices))}."
        ),
        choices=choices,
        is_path_fixed=False,
    )


def _solution(game: Game, *strategies: Floats) -> Solution:
    chosen = {
        (infoset.label, action): float(p)
        for infoset, strategy in zip(game.infosets, strategies, strict=True)
        for action, p in zip(infoset.actions, strategy, strict=True)
    }
    point = Draws.from_columns({}, 1)
    return from_named(game, point, chosen, method=METHOD, rule=RULE)
