"""The compiled polish beside its plain twin, whatever else is in the batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.plain import with_random_payoffs
from tests.solve.plain_polish import polish
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff import models
from standoff.game import Draws, Game, lower, numbers
from standoff.solve.kernels.least_length import least_length
from standoff.solve.quantal import branch_points, payoff_spread
from standoff.solve.sequential import CUTOFFS, LAST, _polish, branch_scores, solve_sequential


def around(game: Game, n_draws: int, seed: int = 3) -> Draws:
    rng = np.random.default_rng(seed)
    columns = {p.name: p.default + 0.1 * rng.normal(size=n_draws) for p in game.parameters}
    return Draws.from_columns(
        {p.name: np.clip(columns[p.name], p.low, p.high) for p in game.parameters}
    )


def assert_as_its_twin(game: Game, draws: Draws, cutoff: float) -> None:
    arrays, table = lower(game), numbers(game, draws)
    assert table.feasible.all()
    spread = payoff_spread(table)
    x, _, _ = branch_scores(arrays, table, LAST / spread)
    strategy, belief = _polish(arrays, table, x, cutoff)
    points = branch_points(arrays, table, LAST / spread)
    for d, point in enumerate(points):
        row = table.rows(slice(d, d + 1))
        wanted = polish(arrays, row, point, cutoff=cutoff)
        assert np.array_equal(strategy[d] > 0.0, wanted[0] > 0.0)
        assert strategy[d] == pytest.approx(wanted[0], abs=1e-12)
        assert belief[d] == pytest.approx(wanted[1], abs=1e-11, nan_ok=True)


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_games_with_types_trembles_and_mixing(cutoff: float) -> None:
    assert_as_its_twin(audience_costs(), around(audience_costs(), 12), cutoff)
    crisis = models.get("linkage-crisis").game()
    assert_as_its_twin(crisis, around(crisis, 4), cutoff)


@settings(max_examples=40, deadline=None)
@given(games(), st.integers(0, 2**32 - 1))
def test_random_games(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    assert_as_its_twin(game, Draws.point({}), CUTOFFS[0])


@settings(max_examples=40, deadline=None)
@given(games(max_depth=4))
def test_random_games_with_ties(game: Game) -> None:
    assume(game.infosets)
    assert_as_its_twin(game, Draws.point({}), CUTOFFS[0])


def test_other_draws_do_not_change_a_digit() -> None:
    game = audience_costs()
    draws = around(game, 40)
    whole = solve_sequential(game, draws)
    for d in (0, 15, 16, 39):
        alone = solve_sequential(game, draws.rows(slice(d, d + 1)))
        assert np.array_equal(alone.strategy[0], whole.strategy[d])
        assert np.array_equal(alone.belief[0], whole.belief[d], equal_nan=True)


@pytest.mark.parametrize(
    ("n_rows", "n_columns", "rank"), [(3, 3, 3), (6, 4, 4), (4, 7, 4), (5, 5, 2), (2, 6, 1)]
)
def test_least_length_beside_least_squares(n_rows: int, n_columns: int, rank: int) -> None:
    rng = np.random.default_rng(n_rows)
    matrix = rng.normal(size=(n_rows, rank)) @ rng.normal(size=(rank, n_columns))
    right, step = rng.normal(size=n_rows), np.full(n_columns + 1, np.nan)
    room = np.empty((2, 8, 8))
    wide = np.full((8, 8), np.nan)
    wide[:n_rows, :n_columns] = matrix
    least_length(wide, right, n_rows, n_columns, room[0], room[1], step)
    wanted = np.linalg.lstsq(matrix, right, rcond=1e-9)[0]
    assert step[:n_columns] == pytest.approx(wanted, abs=1e-12)


def test_least_length_of_nothing_is_nothing() -> None:
    step, room = np.full(2, np.nan), np.empty((2, 2, 2))
    least_length(np.zeros((2, 2)), np.ones(2), 2, 2, room[0], room[1], step)
    assert step.tolist() == [0.0, 0.0]
