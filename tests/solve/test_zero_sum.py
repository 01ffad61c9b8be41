"""Values of zero-sum games: published ones, and those of another method on random games."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games.kuhn import kuhn
from tests.games.leduc import leduc
from tests.solve.exact import shares
from tests.solve.plain import with_random_payoffs
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, Status, end, move
from standoff.game.build import Sketch
from standoff.solve import from_named
from standoff.solve.lemke import solve_lemke
from standoff.solve.zero_sum import solve_zero_sum
from standoff.text.expression import parse

POINT = Draws.point({})


def made_zero_sum(game: Game, constant: float) -> Game:
    """Give the second player what the first does not get, only at the ends."""
    nodes = tuple(
        replace(n, pays=(n.pays[0], parse(constant - float(str(n.pays[0])))))
        if n.pays is not None and n.kind == "end"
        else replace(n, pays=None)
        for n in game.nodes
    )
    return replace(game, nodes=nodes)


def test_kuhn_poker() -> None:
    found = solve_zero_sum(kuhn(), POINT)
    assert found.value[0] == pytest.approx([-1 / 18, 1 / 18], abs=1e-9)
    assert found.exploitability[0] < 1e-9
    assert found.status[0] == Status.SOLVED


def test_leduc_poker() -> None:
    found = solve_zero_sum(leduc(), POINT)
    assert found.value[0, 0] == pytest.approx(-0.085606424078, abs=1e-8)
    assert found.exploitability[0] < 1e-7


@settings(max_examples=80, deadline=None)
@given(games(max_depth=4, n_players=2), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 3.0]))
def test_values_are_those_of_complementary_pivoting(game: Game, seed: int, constant: float) -> None:
    assume(game.infosets)
    game = made_zero_sum(with_random_payoffs(game, np.random.default_rng(seed)), constant)
    found = solve_zero_sum(game, POINT)
    assert found.value[0] == pytest.approx(solve_lemke(game, POINT).value[0], abs=1e-8)
    assert found.value[0].sum() == pytest.approx(constant, abs=1e-8)
    assert found.exploitability[0] < 1e-8


def pennies() -> Game:
    guess = {"heads": end("hh", "win", "-win"), "tails": end("ht", -1, 1)}
    other = {"heads": end("th", -1, 1), "tails": end("tt", 1, "-1 + slip")}
    return (
        GameBuilder("pennies")
        .players("A", "B")
        .parameter("win", 1.0)
        .parameter("slip", 0.0)
        .tree(
            move(
                "A",
                {
                    "heads": move("B", guess, knows="B"),
                    "tails": move("B", other, knows="B"),
                },
                knows="A",
            )
        )
    )


def test_draws_that_are_not_zero_sum_are_marked() -> None:
    draws = Draws.from_columns({"win": [1.0, 3.0, np.nan, 1.0], "slip": [0, 0, 0, 0.5]})
    found = solve_zero_sum(pennies(), draws)
    assert found.status.tolist() == [
        Status.SOLVED,
        Status.SOLVED,
        Status.INFEASIBLE,
        Status.OUTSIDE_ASSUMPTIONS,
    ]
    # The closed form of a 2 x 2 game: (ad - bc)/(a + d - b - c).
    assert found.value[:2, 0] == pytest.approx([0.0, 2 / 6], abs=1e-9)
    assert found.strategy[0] == pytest.approx(0.5, abs=1e-9)
    assert np.isnan(found.value[2:]).all()


def test_games_that_are_never_zero_sum_are_refused() -> None:
    with pytest.raises(GameError, match=r"not zero-sum.*0 and 0\.5"):
        solve_zero_sum(pennies(), Draws.point({"slip": 0.5}))


def test_sets_that_an_own_plan_avoids_have_no_numbers() -> None:
    game = (
        GameBuilder("avoid")
        .players("A", "B")
        .tree(
            move(
                "A",
                {
                    "good": end("g", 1, -1),
                    "bad": move("A", {"x": end("x", 0, 0), "y": end("y", -1, 1)}),
                },
            )
        )
    )
    found = solve_zero_sum(game, POINT)
    assert found.strategy[0, :2].tolist() == [1.0, 0.0]
    assert np.isnan(found.strategy[0, 2:]).all()


def pennies_beside(fortune: float) -> Game:
    """B throws a fortune away by `lose`, and else plays for 2e-3 and 1e-3 at most."""

    def hidden(a: str) -> Sketch:
        pay = {"h": 0.002, "t": -0.001} if a == "h" else {"h": -0.001, "t": 0.001}
        ends = {b: end(a + b, x, -x) for b, x in pay.items()}
        return move("B", {**ends, "lose": end(f"{a} lose", fortune, -fortune)}, knows="B")

    tree = move("A", {a: hidden(a) for a in "ht"}, knows="A")
    return GameBuilder("pennies beside a fortune").players("A", "B").tree(tree)


@pytest.mark.parametrize("fortune", [1.0, 1e9, 1e12, 1e300])
def test_a_fortune_that_nobody_risks_does_not_blur_the_stakes(fortune: float) -> None:
    game = pennies_beside(fortune)
    found = solve_zero_sum(game, POINT)
    assert found.status[0] == Status.SOLVED
    assert found.strategy[0] == pytest.approx([0.4, 0.6, 0.4, 0.6, 0.0], abs=1e-9)
    assert found.value[0] == pytest.approx([0.0002, -0.0002], rel=1e-6)
    names = [(i.label, a) for i in game.infosets for a in i.actions]
    solution = from_named(game, POINT, dict(zip(names, found.strategy[0], strict=True)))
    assert max(shares(solution).values()) < 1e-6
