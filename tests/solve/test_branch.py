"""The branch that is claimed is the branch that is followed: an independent tracer, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.plain import with_random_payoffs
from tests.solve.small_steps import trace
from tests.solve.tables import (
    CHICKEN,
    LAST,
    PAIRS,
    TABLES,
    bimatrix,
    bimatrix_draws,
    near,
    table_draws,
    table_game,
)
from tests.solve.two_by_two import limits
from tests.strategies import games

from standoff.game import Draws, Game, GameBuilder, Status, end, lower, move, numbers
from standoff.game.build import Sketch
from standoff.solve import verify
from standoff.solve.kernels.linear import (
    back_substitute,
    back_substitute_rows,
    factor,
    factor_linked,
    factor_sparse,
    list_links,
    solve_linked,
    solve_linked_rows,
)
from standoff.solve.quantal import follow, payoff_spread, solve_quantal
from standoff.solve.retrace import System, retrace
from standoff.solve.sequential import solve_sequential
from standoff.solve.verify_branch import verify_branch

NEAR_BY = ((1e-5, False), (1e-3, True), (0.05, True))


@pytest.mark.parametrize("name", TABLES)
def test_near_symmetric_draws_end_where_an_independent_tracer_ends(name: str) -> None:
    table = TABLES[name]
    n_draws = 15 if table.ndim == 3 else 3
    payoff = np.concatenate([near(table, share, n_draws, 7, war=war) for share, war in NEAR_BY])
    solution = solve_sequential(table_game(payoff.shape[-1]), table_draws(payoff))
    p, _, done = trace(payoff, last=LAST)
    assert done.all()
    assert (solution.status == Status.SOLVED).all()
    assert solution.strategy[:, ::2] == pytest.approx(p, abs=0.02)


@pytest.mark.parametrize("name", PAIRS)
def test_near_symmetric_draws_end_where_no_step_is_taken(name: str) -> None:
    near_by = (*NEAR_BY, (1e-8, False), (1e-10, False))
    payoff = np.concatenate([near(TABLES[name], s, 300, 8, war=war) for s, war in near_by])
    solution = solve_sequential(table_game(2), table_draws(payoff))
    assert (solution.status == Status.SOLVED).all()
    assert np.abs(solution.strategy[:, ::2] - limits(payoff)).max() < 0.02


def test_random_tables_end_where_no_step_is_taken() -> None:
    payoff = np.random.default_rng(1).standard_cauchy(size=(3_000, 2, 2, 2))
    solution = solve_sequential(table_game(2), table_draws(payoff))
    assert (solution.status == Status.SOLVED).all()
    assert np.abs(solution.strategy[:, ::2] - limits(payoff)).max() < 0.02
    assert ((solution.strategy > 0.0) & (solution.strategy < 1.0)).any(axis=1).sum() > 200


def test_a_turn_between_the_ends_of_a_step() -> None:
    """Both ends had small angles, corrections and the same sign; the curves between were two.

    The tracer in small steps sees six turns and ends at equal play.
    """
    payoff = near(TABLES["volunteers"], 1e-4, 1_000, 101, war=True)[[948]]
    solution = solve_sequential(table_game(3), table_draws(payoff))
    assert solution.strategy[0, ::2] == pytest.approx(0.6074, abs=1e-3)


def test_the_chicken_that_jumped() -> None:
    payoff = np.array([[[[0, 0], [-1, 1]], [[1, -1.001], [-5, -5]]]])
    game, draws = table_game(2), table_draws(payoff)
    assert solve_sequential(game, draws).strategy[0].round(9).tolist() == [1, 0, 0, 1]
    for precision in (2.0, 5.0, 20.0, 200.0):
        point = solve_quantal(game, draws, precision=precision)
        assert point.strategy[0, 0] > 0.5 > point.strategy[0, 2]


def test_no_mixed_equilibrium_of_index_minus_one() -> None:
    """Where two pure equilibria exist, the mixed one between them has index -1."""
    payoff = np.random.default_rng(3).normal(size=(2_000, 2, 2, 2))
    rows, columns = payoff[:, 0, :, 0] - payoff[:, 1, :, 0], payoff[:, :, 0, 1] - payoff[:, :, 1, 1]
    coordinate = (rows[:, 0] > 0) & (rows[:, 1] < 0) & (columns[:, 0] > 0) & (columns[:, 1] < 0)
    differ = (rows[:, 0] < 0) & (rows[:, 1] > 0) & (columns[:, 0] < 0) & (columns[:, 1] > 0)
    two = payoff[coordinate | differ]
    assert len(two) > 200
    solution = solve_sequential(table_game(2), table_draws(two))
    assert (solution.status == Status.SOLVED).all()
    assert np.isin(solution.strategy, (0.0, 1.0)).all()


@pytest.mark.parametrize(("name", "p"), [("chicken", 0.8), ("chicken of three", None)])
def test_an_exactly_symmetric_branch_is_stayed_on(name: str, p: float | None) -> None:
    payoff = TABLES[name][None]
    n = payoff.shape[-1]
    game, draws = table_game(n), table_draws(payoff)
    solution = solve_sequential(game, draws)
    assert solution.status[0] == Status.SOLVED
    first = solution.strategy[0, ::2]
    assert np.ptp(first) < 1e-9
    if p is not None:
        assert first[0] == pytest.approx(p)
    way = retrace(game, draws, np.full((1, n), 50.0))
    assert way.done[0]
    assert len(way.crossings[0]) == 1


def test_turns_are_found_by_both_ways() -> None:
    payoff = near(TABLES["chicken of three"], 1e-3, 1, 1)
    game, draws = table_game(3), table_draws(payoff)
    way = retrace(game, draws, np.full((1, 3), 10.0))
    found = solve_quantal(game, draws, precision=10.0)
    assert len(way.turns[0]) == 2
    assert found.status[0] == Status.FOLD_CROSSED
    assert way.strategy[0] == pytest.approx(found.strategy[0], abs=1e-8)


@pytest.mark.parametrize("share", [1e-4, 1e-2])
def test_several_branches_that_all_but_cross_at_once(share: float) -> None:
    """Three ways not to meet: the determinant keeps its sign where the branch does not turn."""
    rng = np.random.default_rng(3)
    payoff = (2 - np.eye(3))[:, :, None] * (1 + rng.uniform(-share, share, (6, 3, 3, 2)))
    game = bimatrix(3)
    draws = bimatrix_draws(payoff)
    rate = np.full((6, 2), 400.0)
    found = solve_quantal(game, draws, precision=rate)
    way = retrace(game, draws, rate)
    assert way.done.all()
    assert np.abs(way.strategy - found.strategy).max() < 1e-6


@settings(max_examples=25, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1))
def test_both_ways_agree_on_random_trees(game: Game, seed: int) -> None:
    if not game.infosets:
        return
    game = with_random_payoffs(game, np.random.default_rng(seed))
    draws = Draws.from_columns({"p_luck": [0.3]})
    rate = np.full((1, len(game.players)), 6.0)
    way = retrace(game, draws, rate)
    found = solve_quantal(game, draws, precision=rate)
    assert way.done[0]
    assert way.strategy[0] == pytest.approx(found.strategy[0], abs=1e-7)


def test_play_that_stays_random_is_followed() -> None:
    payoff = np.array([[[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]]])
    for precision in (1.0, 40.0, 1e4):
        found = solve_quantal(table_game(2), table_draws(payoff), precision=precision)
        assert found.status[0] == Status.SOLVED
        assert found.strategy[0] == pytest.approx(0.5)


def test_odds_between_what_is_hardly_ever_played_are_followed() -> None:
    """What B believes hangs on the difference of two log-odds that grow with precision."""

    def doubted(name: str, first: tuple[float, float], second: tuple[float, float]) -> Sketch:
        ends = {"a": end(f"{name} a", *first), "b": end(f"{name} b", *second)}
        return move("B", ends, knows="B")

    early = doubted("early", (-0.7, -0.7), (0.35, -1.0))
    late = doubted("late", (-0.27, -0.63), (-0.14, -0.42))
    later = move("A", {"take": end("taken", 0.46, 0.0), "leave": late}, knows="A again")
    first = move("A", {"early": early, "later": later}, knows="A")
    game = GameBuilder("odds").players("A", "B").tree(first)
    found = solve_sequential(game, Draws.point({}))
    assert found.status[0] == Status.SOLVED
    assert found.p_outcome["taken"][0] == 1.0
    # B believes what makes it mix; it mixes so that A is as badly off early as late, which is a
    # matter of the limit alone, and is read off the branch.
    assert found.probability("B", "a")[0] == pytest.approx(0.49 / 0.92, abs=1e-5)
    assert found.belief[0, game.infoset("B").nodes[0]] == pytest.approx(0.21 / 0.51, abs=1e-9)


def test_limit_and_rising_precision_agree() -> None:
    payoff = near(CHICKEN, 0.02, 50, 11)
    game, draws = table_game(2), table_draws(payoff)
    limit = solve_sequential(game, draws).strategy
    for precision, apart in ((50.0, 0.1), (2_000.0, 1e-3)):
        point = solve_quantal(game, draws, precision=precision)
        assert np.abs(point.strategy - limit).max() < apart


@pytest.mark.parametrize(("factor_", "apart"), [(2.0**30, 0.0), (3.7e-9, 1e-9)])
def test_a_common_factor_changes_nothing(factor_: float, apart: float) -> None:
    payoff = near(CHICKEN, 0.01, 40, 2)
    game = table_game(2)
    one = solve_quantal(game, table_draws(payoff), precision=8.0)
    other = solve_quantal(game, table_draws(payoff * factor_), precision=8.0 / factor_)
    assert np.abs(one.strategy - other.strategy).max() <= apart
    limit = solve_sequential(game, table_draws(payoff)).strategy
    scaled = solve_sequential(game, table_draws(payoff * factor_)).strategy
    assert np.abs(limit - scaled).max() <= 1e-9


def test_a_branch_can_be_left_and_taken_up_again() -> None:
    payoff = near(CHICKEN, 0.01, 30, 5)
    game = table_game(2)
    arrays, table = lower(game), numbers(game, table_draws(payoff))
    rates = np.repeat((200.0 / payoff_spread(table))[:, None], 2, axis=1)
    whole, part = np.zeros((30, 4)), np.zeros((30, 4))
    nowhere = np.full(30, -np.inf)
    assert follow(arrays, table, rates, whole, nowhere)[0].all()
    assert follow(arrays, table, 0.01 * rates, part, nowhere)[0].all()
    assert follow(arrays, table, rates, part, np.full(30, np.log(0.01)))[0].all()
    odds = [x[:, ::2] - x[:, 1::2] for x in (whole, part)]
    assert odds[0] == pytest.approx(odds[1], rel=1e-7, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.floats(0, 1), st.integers(0, 2**32 - 1), st.booleans())
def test_linear_systems_beside_lapack(n: int, zeros: float, seed: int, sparse: bool) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n + 1, n + 1)) * (rng.random((n + 1, n + 1)) >= 0.7 * zeros)
    block = matrix[:n, :n].copy()
    if np.linalg.cond(block) > 1e8:
        return
    pivot, right = np.empty(n + 1, dtype=np.int64), rng.normal(size=(n, 3))
    sign = factor_sparse(matrix, pivot, pivot.copy(), 0, n) if sparse else factor(matrix, pivot, n)
    assert sign == np.linalg.slogdet(block)[0]
    one = right[:, 0].copy()
    back_substitute(matrix, pivot, one, n)
    expected = np.linalg.solve(block, right)
    back_substitute_rows(matrix, pivot, right, n)
    size = np.abs(expected).max()
    assert np.abs(right - expected).max() <= 1e-6 * size
    assert np.abs(one - expected[:, 0]).max() <= 1e-6 * size


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 16), st.floats(0, 1), st.integers(0, 2**32 - 1), st.booleans())
def test_linked_systems_beside_lapack(n: int, share: float, seed: int, ordered: bool) -> None:
    """Where diagonals are small, rows are exchanged half way."""
    rng = np.random.default_rng(seed)
    links = rng.random((n, n)) < 0.5 * share
    links = links | links.T | np.eye(n, dtype=bool)
    links[-1] = links[:, -1] = True
    matrix = np.where(links, rng.normal(size=(n, n)), 0.0)
    matrix[np.diag_indices(n)] += n if ordered else 0.0
    held = matrix.copy()
    if np.linalg.cond(held) > 1e8:
        return
    linked, first = list_links(links)
    pivot, right = np.empty(n, dtype=np.int64), rng.normal(size=(n, 4))
    assert factor_linked(matrix, pivot, pivot.copy(), linked, first, n) == pytest.approx(
        np.linalg.slogdet(held)[0]
    )
    one, expected = right[:, 0].copy(), np.linalg.solve(held, right)
    solve_linked(matrix, pivot, linked, first, one, n)
    solve_linked_rows(matrix, pivot, linked, first, right, n)
    size = np.abs(expected).max()
    assert np.abs(right - expected).max() <= 1e-6 * size
    assert np.abs(one - expected[:, 0]).max() <= 1e-6 * size


@settings(max_examples=25, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1))
def test_equations_beside_their_twin(game: Game, seed: int) -> None:
    """Worths and derivatives as the second way computes them: sums over payments, in logarithms."""
    from standoff.solve.kernels import equations as kernel
    from standoff.solve.quantal import log_chance, shape_of

    if not game.infosets:
        return
    rng = np.random.default_rng(seed)
    game = with_random_payoffs(game, rng)
    draws = Draws.from_columns({"p_luck": [0.3]})
    arrays, table = lower(game), numbers(game, draws)
    rate = np.full((1, arrays.n_players), 2.0)
    twin = System(game, draws, rate)
    x = np.zeros(arrays.n_actions)
    x[twin.free] = rng.normal(0, 2, len(twin.free))
    shape = shape_of(arrays)
    work = kernel.workspace(shape, arrays.n_players)
    free = np.empty(arrays.n_actions, dtype=np.int64)
    anchor = arrays.first_action[:-1].astype(np.int64)
    kernel.number_free(shape, anchor, free, work.order)
    kernel.expect(shape, table.payoff[0], log_chance(table)[0], x, work)
    kernel.residual(shape, x, rate[0], anchor, free, 1.0, work)
    kernel.assemble(shape, x, rate[0], anchor, free, work)
    top = np.abs(table.payoff).max()
    z = np.append(np.arcsinh(x[twin.free]), np.arcsinh(2.0 * top))[None]
    miss, matrix = twin.at(z, np.array([2.0 * top]), np.arange(1))
    d_x = np.cosh(z[0, :-1])
    order = free[twin.free]
    assert -miss[0] * d_x == pytest.approx(work.right[order], abs=1e-9)
    theirs = matrix[0, :, :-1] * d_x[:, None] / d_x[None, :]
    assert theirs == pytest.approx(work.matrix[np.ix_(order, order)], abs=1e-9)


def test_every_solution_still_verifies() -> None:
    payoff = near(CHICKEN, 0.01, 50, 1)
    assert verify(solve_sequential(table_game(2), table_draws(payoff))).ok.all()


def test_random_play_beside_a_mixed_equilibrium_is_not_its_limit() -> None:
    """A fortune of C leaves A and B random where the branch is first read, near .47 and .49."""
    payoff = np.array(
        [
            [
                [[0.82, 1.0, -1.09], [0.57, -0.14, -0.36]],
                [[0.71, -0.02, -8e9], [0.08, -1.97, -0.57]],
            ],
            [
                [[-0.41, -1.37, 0.2], [0.28, -0.58, -0.15]],
                [[0.69, 1.08, -0.74], [0.35, 1.05, -0.02]],
            ],
        ]
    )
    solution = solve_sequential(table_game(3), table_draws(payoff[None]))
    assert solution.strategy[0].tolist() == [1, 0, 1, 0, 0, 1]
    assert not len(verify_branch(solution).failed)
