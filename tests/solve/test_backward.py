"""Backward induction: brute force, ties, refusals, and agreement with the logit limit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.plain import expected, pure_profiles, with_random_payoffs
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff.errors import GameError, UnknownName
from standoff.game import Draws, Game, GameBuilder, Status, end, move
from standoff.solve import solve, verify
from standoff.solve.backward import has_perfect_information, solve_backward
from standoff.solve.sequential import solve_sequential


def menu() -> Game:
    """The threat with one instrument under complete information (models.md M01)."""
    act = move("C", {"execute": end("executed", "-e", "-d"), "back": end("backed down", "-a", 0)})
    answer = move("T", {"concede": end("conceded", 1, "-L"), "resist": act})
    return (
        GameBuilder("menu")
        .players("C", "T")
        .parameter("e", 0.25)
        .parameter("d", 0.7)
        .parameter("a", 0.3)
        .parameter("L", 0.6)
        .tree(move("C", {"quiet": end("quiet", 0, 0), "threaten": answer}))
    )


def test_a_threat_works_when_it_is_credible_and_hurts_enough() -> None:
    draws = Draws.from_columns(
        {"e": [0.25, 0.60, 0.20, -0.05], "d": [0.7, 1.0, 0.35, 0.15], "a": [0.3, 0.4, 0.1, 0.02]}
    )
    solution = solve(menu(), draws)
    assert solution.method == "backward induction"
    assert solution.p_outcome["conceded"].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert solution.p_outcome["quiet"].tolist() == [0.0, 1.0, 1.0, 0.0]
    assert solution.p_outcome["executed"].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert verify(solution).ok.all()
    assert solution.value[0].tolist() == [1.0, -0.6]


@settings(max_examples=100, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1))
def test_the_answer_is_the_only_pure_profile_that_no_step_improves(game: Game, seed: int) -> None:
    assume(game.infosets)
    assume(has_perfect_information(game))
    assume(np.prod([len(i.actions) for i in game.infosets]) <= 300)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    columns = {p.name: p.default for p in game.parameters}
    solution = solve_backward(game, Draws.point(columns))
    assert solution.status[0] == Status.SOLVED
    best = [
        list(profile.values())
        for profile in pure_profiles(game)
        if all(
            profile[key] == 1.0
            for key, worth in expected(game, profile, columns).items()
            if worth
            == max(w for k, w in expected(game, profile, columns).items() if k[0] == key[0])
        )
    ]
    assert best == [solution.strategy[0].tolist()]
    assert verify(solution).ok[0]
    assert solve_sequential(game, Draws.point(columns)).strategy == pytest.approx(
        solution.strategy, abs=1e-9
    )


def test_ties_are_reported() -> None:
    solution = solve(menu(), Draws.from_columns({"e": [0.3, 0.25], "a": [0.3, 0.3]}))
    assert solution.status.tolist() == [Status.KNIFE_EDGE, Status.SOLVED]
    assert verify(solution).ok.all()


def test_infeasible_draws_are_marked() -> None:
    solution = solve(menu(), Draws.from_columns({"e": [np.nan, 0.25]}))
    assert solution.status.tolist() == [Status.INFEASIBLE, Status.SOLVED]
    assert np.isnan(solution.value[0]).all()


def test_games_with_hidden_moves_are_refused_by_name() -> None:
    with pytest.raises(GameError, match="T cannot tell 2 nodes apart at 'threat'"):
        solve(audience_costs(), method="backward")
    assert solve(audience_costs()).method == "logit path"


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'sequential'"):
        solve(menu(), method="sequentiel")  # type: ignore[arg-type]


@pytest.mark.parametrize("big", [1e9, 1e13, 1e100, 1e300])
def test_a_fortune_elsewhere_makes_no_tie(big: float) -> None:
    """B prefers u to d by one; that A may pay B a fortune on another branch is no tie."""
    answer = move("B", {"u": end("u", 1, 1), "d": end("d", 0, 0)})
    game = (
        GameBuilder("fortune")
        .players("A", "B")
        .parameter("big", big)
        .tree(move("A", {"L": answer, "R": end("R", 0.5, "big")}))
    )
    solution = solve_backward(game, Draws.point({}))
    assert solution.status[0] == Status.SOLVED
    assert solution.p_outcome["u"][0] == 1.0


def test_half_a_unit_beside_a_large_sum_is_no_tie_and_equal_sums_are() -> None:
    def game(second: str):
        return (
            GameBuilder("sum")
            .players("A")
            .parameter("more", 0.5)
            .tree(move("A", {"x": end("x", "1e15"), "y": end("y", second)}))
        )

    assert solve_backward(game("1e15 + more"), Draws.point({})).status[0] == Status.SOLVED
    assert solve_backward(game("1e15"), Draws.point({})).status[0] == Status.KNIFE_EDGE
