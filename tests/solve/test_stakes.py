"""A gain counts beside what is at stake at its own set, whatever is paid elsewhere."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.exact import shares, worst
from tests.solve.wide_games import PAYOFFS, SHAPES, many, one_large_payoff, wide_game
from tests.strategies import games, profiles

from standoff.game import Draws, Game, GameBuilder, Status, end, move
from standoff.solve import Solution, from_named, verify
from standoff.solve.exact_check import check_exactly
from standoff.solve.sequential import solve_sequential
from standoff.text.expression import parse


@pytest.mark.parametrize("big", [1.0, 1e9, 1e10, 1e300])
def test_a_fortune_elsewhere_excuses_no_dominated_move(big: float) -> None:
    half = {(i, a): 0.5 for i, acts in [("ax", "LR"), ("ay", "LR"), ("B", "ud")] for a in acts}
    solution = from_named(one_large_payoff(), Draws.point({"big": big}), half)
    check = verify(solution)
    at = solution.game.infoset("B").index
    assert check.gain[0, at] == 0.5
    assert check.stake[0, at] == 0.5
    assert not check.ok[0]
    right = half | {("B", "u"): 1.0, ("B", "d"): 0.0, ("ax", "L"): 1.0, ("ay", "L"): 1.0}
    right |= {("ax", "R"): 0.0, ("ay", "R"): 0.0}
    assert verify(from_named(one_large_payoff(), Draws.point({"big": big}), right)).ok[0]


def test_the_stake_is_not_the_spread_of_what_actions_are_worth() -> None:
    """Where a player mixes, all actions are worth the same, and yet much is at stake."""
    pennies = GameBuilder("pennies").players("A", "B")
    hidden = {
        a: move("B", {b: end(a + b, 1 if a == b else -1, 0) for b in "ht"}, knows="B") for a in "ht"
    }
    pennies = pennies.tree(move("A", hidden, knows="A"))
    mixed = {(i, a): 0.5 for i in "AB" for a in "ht"}
    check = verify(from_named(pennies, Draws.point({}), mixed))
    assert check.stake[0].tolist() == [1.0, 0.0]
    assert check.gain[0].tolist() == [0.0, 0.0]


@settings(max_examples=60, deadline=None)
@given(games(max_depth=3), st.data())
def test_gains_and_stakes_are_those_of_exact_arithmetic(game: Game, data: st.DataObject) -> None:
    assume(game.infosets)
    solution = data.draw(profiles(game))
    exact, check = shares(solution), verify(solution)
    for infoset in game.infosets:
        share = check.share[0, infoset.index]
        assert share == pytest.approx(float(exact[infoset.label]), rel=1e-9, abs=1e-9)
    product = check_exactly(solution)
    assert product is not None
    assert product.share == pytest.approx(float(max(exact.values())), rel=1e-12)


@pytest.mark.parametrize("kind", PAYOFFS)
@pytest.mark.parametrize("shape", SHAPES)
def test_gains_of_any_play_are_exact_to_a_millionth_of_the_stake(shape: str, kind: str) -> None:
    rng = np.random.default_rng([SHAPES.index(shape), PAYOFFS.index(kind)])
    for _ in range(4):
        game = wide_game(shape, kind, rng)
        strategy = {}
        for infoset in game.infosets:
            weights = rng.dirichlet(np.ones(len(infoset.actions))) * rng.choice([1, 1e-9, 1])
            for action, weight in zip(infoset.actions, weights / weights.sum(), strict=True):
                strategy[infoset.label, action] = weight
        solution = from_named(game, Draws.point({}), strategy)
        check, exact = verify(solution), shares(solution)
        assert check.is_told[0]
        for infoset in game.infosets:
            share = Fraction(float(check.share[0, infoset.index]))
            assert abs(share - exact[infoset.label]) <= Fraction(2, 10**7)


def test_units_of_each_player_do_not_matter_to_the_check() -> None:
    rng = np.random.default_rng(5)
    for shape, kind, game in many(20, seed=5):
        del kind
        parts = [len(i.actions) for i in game.infosets]
        strategy = np.concatenate([rng.dirichlet(np.ones(n)) for n in parts])[None]
        belief = from_named(game, Draws.point({}), _by_name(game, strategy[0])).belief
        status = np.zeros(1, dtype=np.uint8)
        one = verify(Solution(game, Draws.point({}), strategy, belief, status, "", ""))
        factors = [2.0**-7, 2.0**9, 2.0**3][: len(game.players)]
        other = verify(
            Solution(_in_units(game, factors), Draws.point({}), strategy, belief, status, "", "")
        )
        assert one.ok.tolist() == other.ok.tolist(), shape
        assert one.share == pytest.approx(other.share, rel=1e-12, abs=1e-15)


def _by_name(game: Game, strategy) -> dict[tuple[str, str], float]:
    names = [(i.label, a) for i in game.infosets for a in i.actions]
    return dict(zip(names, strategy, strict=True))


def _in_units(game: Game, factors: list[float]) -> Game:
    nodes = tuple(
        replace(
            node,
            pays=tuple(parse(f"({e}) * {f!r}") for e, f in zip(node.pays, factors, strict=True)),
        )
        if node.pays is not None
        else node
        for node in game.nodes
    )
    return replace(game, nodes=nodes)


def test_payoffs_that_rounding_hides_do_not_pass_unseen() -> None:
    """1e15 + gain is rounded to an eighth; which choice is better is seen in fractions."""
    game = (
        GameBuilder("hidden gain")
        .players("A")
        .parameter("gain", 0.3)
        .tree(move("A", {"go": end("go", "1e15 + gain"), "stay": end("stay", "1e15 + .25")}))
    )
    go = verify(from_named(game, Draws.point({}), {("start", "go"): 1.0}))
    stay = verify(from_named(game, Draws.point({}), {("start", "stay"): 1.0}))
    assert go.ok[0]
    assert not stay.ok[0]
    assert stay.gain[0, 0] == pytest.approx(0.05)


def test_no_solved_wide_game_has_a_gain() -> None:
    n_solved = 0
    for shape, kind, game in many(200, seed=11):
        solution = solve_sequential(game, Draws.point({}))
        if solution.status[0] == Status.SOLVED:
            n_solved += 1
            assert worst(solution) <= 1e-6, (shape, kind)
    assert n_solved > 40
