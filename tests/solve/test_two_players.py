"""Complementary pivoting with trembles: known games, random games, and the other methods."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games.crises import threat, two_sided, two_sided_draws
from tests.games.kuhn import kuhn
from tests.solve.plain import with_random_payoffs
from tests.solve.test_quantal import REFERENCE, read_efg
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, Status
from standoff.game.lower import numbers
from standoff.solve import verify
from standoff.solve.backward import has_perfect_information, solve_backward
from standoff.solve.lemke import solve_lemke
from standoff.solve.sequence_form import sequence_form


@settings(max_examples=150, deadline=None)
@given(games(max_depth=4, n_players=2), st.integers(0, 2**32 - 1))
def test_random_games_are_solved_off_the_path_too(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    solution = solve_lemke(game, Draws.point({}))
    assert solution.status[0] <= Status.FOLD_CROSSED
    assert verify(solution).ok[0], verify(solution).worst()
    if has_perfect_information(game):
        assert solution.strategy == pytest.approx(
            solve_backward(game, Draws.point({})).strategy, abs=1e-9
        )


@settings(max_examples=60, deadline=None)
@given(games(max_depth=4, n_players=2))
def test_games_with_ties_are_solved_or_say_so(game: Game) -> None:
    assume(game.infosets)
    solution = solve_lemke(game, Draws.point({}))
    assert verify(solution).ok[0] == (solution.status[0] <= Status.FOLD_CROSSED)


@settings(max_examples=60, deadline=None)
@given(games(max_depth=3, n_players=2), st.integers(0, 2**32 - 1))
def test_the_sequence_form_pays_what_the_tree_pays(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    solution = solve_lemke(game, Draws.point({}))
    form = sequence_form(game)
    table = numbers(game, Draws.point({}).complete(game.parameters))
    plans = [form.plan(player, solution.strategy[0]) for player in (0, 1)]
    for player, payoffs in enumerate(form.payoffs(table, 0)):
        assert plans[0] @ payoffs @ plans[1] == pytest.approx(solution.value[0, player], abs=1e-10)
        equations, right = form.constraints(player)
        assert equations @ plans[player] == pytest.approx(right, abs=1e-12)


def test_kuhn_poker_is_worth_an_eighteenth_to_the_second_player() -> None:
    solution = solve_lemke(kuhn(), Draws.point({}))
    assert verify(solution).ok[0]
    assert solution.value[0] == pytest.approx([-1 / 18, 1 / 18], abs=1e-12)


def test_games_solved_by_hand() -> None:
    found = solve_lemke(read_efg(REFERENCE["threat_base"]["efg"]), Draws.point({}))
    assert found.probability("2.1", "Concede")[0] == pytest.approx(3 / 13, abs=1e-12)
    assert found.probability("1.3", "Threaten")[0] == pytest.approx(1 / 3, abs=1e-12)
    bluff = solve_lemke(audience_costs(), Draws.point({}))
    assert bluff.p_outcome["executed"][0] == pytest.approx(5 / 26, abs=1e-12)


@pytest.mark.parametrize("n_types", [3, 8, 32])
def test_types_scale(n_types: int) -> None:
    game = threat(n_types)
    solution = solve_lemke(game, Draws.point({}))
    assert verify(solution).ok.all(), verify(solution).worst()


def test_the_crisis_with_two_sided_types() -> None:
    solution = solve_lemke(two_sided(), two_sided_draws(50))
    assert verify(solution).ok.all(), verify(solution).worst()


def test_draws_are_solved_alone() -> None:
    game = audience_costs()
    draws = Draws.from_columns({"phi": [0.25, 2.0, 0.6], "a": [0.3, 0.3, 0.2]})
    together = solve_lemke(game, draws)
    assert together.status[1] == Status.INFEASIBLE
    assert np.isnan(together.strategy[1]).all()
    alone = solve_lemke(game, draws.rows(slice(2, 3)))
    assert np.array_equal(alone.strategy[0], together.strategy[2])


def test_three_players_are_refused() -> None:
    with pytest.raises(GameError, match="needs two players"):
        solve_lemke(read_efg(REFERENCE["threat_ratifier"]["efg"]), Draws.point({}))
