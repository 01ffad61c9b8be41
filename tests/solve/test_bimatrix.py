"""Tables of two players: counts of other programs, brute force, textbook games and continua."""

from __future__ import annotations

import itertools
from fractions import Fraction
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import GameError
from standoff.game.exchange import write_nfg
from standoff.game.normal_form import NormalForm
from standoff.solve import verify
from standoff.solve.all_nash import all_nash
from standoff.solve.bimatrix import all_bimatrix, extreme_equilibria
from standoff.solve.listing import Completeness
from standoff.solve.vertices import vertices

Point = tuple[Fraction, ...]


def table(a: np.ndarray, b: np.ndarray) -> NormalForm:
    strategies = tuple(
        tuple(f"{side}{i}" for i in range(n)) for side, n in zip("rc", a.shape, strict=True)
    )
    return NormalForm("table", ("Row", "Column"), strategies, np.stack([a, b], axis=-1))


@st.composite
def small_tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Payoffs among few numbers, so that most tables are degenerate."""
    shape = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    n = shape[0] * shape[1]
    payoffs = st.lists(st.integers(0, 2), min_size=n, max_size=n)
    return tuple(np.array(draw(payoffs), dtype=float).reshape(shape) for _ in range(2))


def solve_plainly(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve a square system by elimination; the last column is the right-hand side."""
    rows, n = [row.copy() for row in rows], len(rows)
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(n):
            if i != k:
                share = rows[i][k]
                rows[i] = [x - share * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


def corners_plainly(payoff: np.ndarray) -> list[Point]:
    """Every corner of the other side's best-reply regions, one square system for each choice."""
    matrix = [[Fraction(float(x)) - Fraction(float(payoff.min())) + 1 for x in r] for r in payoff]
    n = payoff.shape[1]
    limits = [[*row, Fraction(1)] for row in matrix]
    limits += [[Fraction(-(i == k)) for i in range(n)] + [Fraction(0)] for k in range(n)]
    found: set[Point] = set()
    for chosen in itertools.combinations(limits, n):
        at = solve_plainly([list(row) for row in chosen])
        if at is None or not any(at):
            continue
        if all(sum(a * x for a, x in zip(r, at, strict=False)) <= r[-1] for r in limits):
            found.add(tuple(x / sum(at) for x in at))
    return sorted(found)


def is_nash(a: np.ndarray, b: np.ndarray, x: Point, y: Point) -> bool:
    own = [sum(Fraction(float(v)) * q for v, q in zip(row, y, strict=True)) for row in a]
    other = [sum(Fraction(float(v)) * p for v, p in zip(row, x, strict=True)) for row in b.T]
    return all(w == max(own) for w, p in zip(own, x, strict=True) if p) and all(
        w == max(other) for w, q in zip(other, y, strict=True) if q
    )


def named(strategies: np.ndarray) -> list[tuple[float, ...]]:
    return [tuple(row) for row in strategies.round(12).tolist()]


@settings(max_examples=150, deadline=None)
@given(small_tables())
def test_degenerate_tables_against_brute_force(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = pair
    found = extreme_equilibria(a, b)
    expected = {
        (tuple(map(float, x)), tuple(map(float, y)))
        for x in corners_plainly(b.T)
        for y in corners_plainly(a)
        if is_nash(a, b, x, y)
    }
    rows, columns = found.rows.tolist(), found.columns.tolist()
    assert {(tuple(rows[i]), tuple(columns[j])) for i, j in found.pairs} == expected
    assert found.is_complete
    covered = {(i, j) for s in found.subsets for i in s.rows for j in s.columns}
    assert covered == set(found.pairs)


@settings(max_examples=60, deadline=None)
@given(small_tables(), st.integers(0, 2**32 - 1))
def test_mixtures_within_a_subset_are_equilibria(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    a, b = pair
    rng = np.random.default_rng(seed)
    found = extreme_equilibria(a, b)
    for subset in found.subsets:
        x = rng.dirichlet(np.ones(len(subset.rows))) @ found.rows[list(subset.rows)]
        y = rng.dirichlet(np.ones(len(subset.columns))) @ found.columns[list(subset.columns)]
        assert x @ a @ y == pytest.approx((a @ y).max(), abs=1e-12)
        assert x @ b @ y == pytest.approx((x @ b).max(), abs=1e-12)
        for other in found.subsets:
            contains = set(subset.rows) <= set(other.rows) and set(subset.columns) <= set(
                other.columns
            )
            assert contains == (subset is other)


@pytest.mark.parametrize(("n", "n_tables", "count"), [(5, 10, 30), (7, 5, 37)])
def test_random_tables_have_as_many_as_other_programs_find(
    n: int, n_tables: int, count: int
) -> None:
    """quantecon and Gambit agree on these counts; nashpy's support enumeration misses some."""
    rng = np.random.default_rng(0)
    total = 0
    for _ in range(n_tables):
        a, b = rng.random((n, n)), rng.random((n, n))
        found = extreme_equilibria(a, b)
        assert found.is_complete
        assert len(found.components) == len(found.pairs)
        for i, j in found.pairs:
            x, y = found.rows[i], found.columns[j]
            assert (a @ y).max() - x @ a @ y < 1e-14
            assert (x @ b).max() - x @ b @ y < 1e-14
        total += len(found.pairs)
    assert total == count


def test_coordination_has_an_equilibrium_for_every_set_of_meeting_points() -> None:
    assert len(extreme_equilibria(np.eye(6), np.eye(6)).pairs) == 2**6 - 1


def test_shapley_has_one_equilibrium() -> None:
    a = np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]])
    b = np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    found = extreme_equilibria(a, b)
    assert named(found.rows) == [(round(1 / 3, 12),) * 3]
    assert named(found.columns) == [(round(1 / 3, 12),) * 3]


def test_battle_of_the_sexes() -> None:
    a, b = np.array([[2.0, 0], [0, 1]]), np.array([[1.0, 0], [0, 2]])
    listed = all_bimatrix(table(a, b))
    assert listed.completeness is Completeness.PROVEN
    first = sorted(float(e.solution.probability("Row", "r0")[0]) for e in listed.equilibria)
    assert first == pytest.approx([0.0, 2 / 3, 1.0])
    assert all(e.is_isolated and verify(e.solution).ok[0] for e in listed.equilibria)


def test_a_continuum_is_one_entry_with_its_bounds() -> None:
    """Column does not care; row 0 answers left, row 1 right; the segments meet at the middle."""
    a, b = np.array([[1.0, 0], [0, 1]]), np.zeros((2, 2))
    found = extreme_equilibria(a, b)
    assert len(found.subsets) == 3
    assert found.components == ((0, 1, 2),)
    (entry,) = all_bimatrix(table(a, b)).equilibria
    assert not entry.is_isolated
    assert verify(entry.solution).ok[0]
    assert "Row > r0: 0 to 1" in entry.note
    assert "3 maximal Nash subsets" in entry.note


@settings(max_examples=25, deadline=None)
@given(small_tables())
def test_the_search_over_supports_finds_as_many_components(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    listed, other = all_bimatrix(table(*pair)), all_nash(table(*pair))
    assert len(listed) == len(other)
    assert [e.is_isolated for e in listed.equilibria].count(True) == [
        e.is_isolated for e in other.equilibria
    ].count(True)


def test_a_search_that_is_stopped_says_so() -> None:
    rng = np.random.default_rng(1)
    listed = all_bimatrix(table(rng.random((6, 6)), rng.random((6, 6))), most_bases=10)
    assert listed.completeness is Completeness.CUT_OFF


def test_vertices_of_a_square() -> None:
    found, ended = vertices([[2, 1], [1, 2]], 100)
    assert ended
    assert sorted(v.weights for v in found) == [
        (Fraction(0), Fraction(1)),
        (Fraction(1, 2), Fraction(1, 2)),
        (Fraction(1), Fraction(0)),
    ]


def test_other_tables_are_refused() -> None:
    three = NormalForm("three", ("A", "B", "C"), (("x",),) * 3, np.zeros((1, 1, 1, 3)))
    with pytest.raises(GameError, match="needs two players"):
        all_bimatrix(three)
    with pytest.raises(GameError, match="finite"):
        all_bimatrix(table(np.array([[np.nan]]), np.zeros((1, 1))))


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(12))
def test_gambit_finds_the_same_in_degenerate_tables(seed: int) -> None:
    pygambit = pytest.importorskip("pygambit", reason="pygambit has no wheel for this platform")
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 4, (5, 4)).astype(float), rng.integers(0, 4, (5, 4)).astype(float)
    game = table(a, b)
    witness = pygambit.read_nfg(StringIO(write_nfg(game)))
    names = [
        (p, s)
        for p, strategies in zip(game.players, game.strategies, strict=True)
        for s in strategies
    ]
    # A set, for it lists some equilibria of degenerate tables twice.
    theirs = {
        tuple(float(Fraction(str(profile[p][s]))) for p, s in names)
        for profile in pygambit.nash.enummixed_solve(witness, rational=True).equilibria
    }
    found = extreme_equilibria(a, b)
    ours = {(*found.rows[i].tolist(), *found.columns[j].tolist()) for i, j in found.pairs}
    assert ours == theirs
