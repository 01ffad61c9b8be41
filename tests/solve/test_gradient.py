"""Derivatives against differences, against a closed form, and what they say at a fold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, Status, end, move
from standoff.solve.gradient import gradients
from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Errors
from standoff.text.expression import differentiate, parse


@pytest.mark.parametrize(
    "text",
    ["a * b - a / b", "a**3", "min(a, b)", "max(a, b, 1)", "abs(a - b)", "sqrt(a) * exp(-b)",
     "log(a) / (a + b)", "-a**2 + 2 * -a", "a**(-2)", "3"],
)  # fmt: skip
def test_expressions_differentiate_like_differences(text: str) -> None:
    expression = parse(text)
    values = {"a": np.array([0.7, 2.5]), "b": np.array([1.3, 0.4])}
    h = 1e-6
    for name in values:
        up = expression.evaluate({**values, name: values[name] + h})
        down = expression.evaluate({**values, name: values[name] - h})
        exact = differentiate(expression, name, values)
        assert exact == pytest.approx((up - down) / (2 * h), abs=1e-7)


def differences(
    game: Game, draws: Draws, name: str, precision: float, errors: Errors = "logit"
) -> dict[str, np.ndarray]:
    h = 1e-6
    up, down = (
        solve_quantal(
            game, draws.replace(**{name: draws[name] + step}), precision=precision, errors=errors
        )
        for step in (h, -h)
    )
    found = {
        "strategy": (up.strategy - down.strategy) / (2 * h),
        "belief": (up.belief - down.belief) / (2 * h),
        "value": (up.value - down.value) / (2 * h),
    }
    return found | {
        outcome: (up.p_outcome[outcome] - down.p_outcome[outcome]) / (2 * h)
        for outcome in game.outcomes
    }


@pytest.mark.parametrize("errors", ["logit", "probit"])
def test_all_derivatives_of_the_bluff_game(errors: Errors) -> None:
    game = audience_costs()
    rng = np.random.default_rng(3)
    draws = Draws.from_columns({p.name: [p.default] * 4 for p in game.parameters})
    draws = draws.replace(phi=rng.uniform(0.1, 0.9, 4), a=rng.uniform(0.1, 0.5, 4))
    exact = gradients(solve_quantal(game, draws, precision=6.0, errors=errors))
    for m, name in enumerate(exact.parameters):
        rough = differences(game, draws, name, 6.0, errors)
        assert exact.strategy[:, :, m] == pytest.approx(rough["strategy"], abs=1e-7)
        assert exact.value[:, :, m] == pytest.approx(rough["value"], abs=1e-7)
        assert exact.belief[:, :, m] == pytest.approx(rough["belief"], abs=1e-7, nan_ok=True)
        for outcome in game.outcomes:
            assert exact.p_outcome[outcome][:, m] == pytest.approx(rough[outcome], abs=1e-7)
    assert (exact.smallest_singular > 0.01).all()


@pytest.mark.parametrize(("phi", "sign"), [(0.0, 1.0), (1.0, -1.0)])
def test_a_type_that_does_not_exist_may_come_to_exist(phi: float, sign: float) -> None:
    """At a chance of zero only one side exists; its logarithm has no finite derivative."""
    game = audience_costs()
    draws = Draws.point({p.name: p.default for p in game.parameters} | {"phi": phi})
    h = sign * 1e-6
    steps = [
        solve_quantal(game, draws.replace(phi=np.array([phi + k * h])), precision=6.0)
        for k in range(3)
    ]
    exact = gradients(steps[0])
    m = exact.parameters.index("phi")

    def beside(of: str) -> np.ndarray:
        zero, one, two = (getattr(each, of) for each in steps)
        return (4 * one - two - 3 * zero) / (2 * h)

    for of in ("strategy", "value", "belief"):
        assert getattr(exact, of)[..., m] == pytest.approx(beside(of), abs=1e-6, nan_ok=True)
    zero, one, two = (each.p_outcome for each in steps)
    for outcome in game.outcomes:
        rough = (4 * one[outcome] - two[outcome] - 3 * zero[outcome]) / (2 * h)
        assert exact.p_outcome[outcome][:, m] == pytest.approx(rough, abs=1e-6)
    assert any(abs(exact.p_outcome[outcome][0, m]) > 0.1 for outcome in game.outcomes)


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), st.sampled_from(["stake", "cost", "p_luck"]))
def test_random_games_with_three_players_chance_and_interior_payoffs(game: Game, name: str) -> None:
    assume(game.infosets)
    draws = Draws.from_columns({p.name: [p.default] for p in game.parameters})
    exact = gradients(solve_quantal(game, draws, precision=3.0))
    m = exact.parameters.index(name)
    rough = differences(game, draws, name, 3.0)
    assert exact.strategy[:, :, m] == pytest.approx(rough["strategy"], abs=1e-6)
    assert exact.value[:, :, m] == pytest.approx(rough["value"], abs=1e-6)


def choice() -> Game:
    return (
        GameBuilder("choice")
        .players("A")
        .parameter("gain", 0.5)
        .tree(move("A", {"go": end("go", "gain"), "stay": end("stay", 0)}))
    )


def test_a_single_choice_has_the_logistic_slope() -> None:
    exact = gradients(solve_quantal(choice(), Draws.point({"gain": 0.5}), precision=3.0))
    p = 1 / (1 + math.exp(-1.5))
    assert exact.strategy[0, 0, 0] == pytest.approx(3 * p * (1 - p), abs=1e-12)
    assert exact.smallest_singular[0] == pytest.approx(1.0)


def test_unanswered_draws_have_no_derivative() -> None:
    solution = solve_quantal(choice(), Draws.from_columns({"gain": [0.5, np.nan]}), precision=3.0)
    assert solution.status.tolist() == [Status.SOLVED, Status.INFEASIBLE]
    exact = gradients(solution)
    assert np.isnan(exact.strategy[1]).all()
    assert np.isfinite(exact.strategy[0]).all()


def test_sequential_equilibria_are_refused_with_a_way_out() -> None:
    solution = solve_sequential(choice(), Draws.point({"gain": 0.5}))
    with pytest.raises(GameError, match="solve_quantal"):
        gradients(solution)
