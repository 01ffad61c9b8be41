"""All pure sequential equilibria, against enumeration of every profile and random trembles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games import named
from tests.games.random_trees import random_tree
from tests.solve.listed import contains, holds
from tests.solve.plain import pure_profiles, with_random_payoffs
from tests.solve.test_enumerate_sequential import beliefs, components, near
from tests.solve.test_sequential import audience_costs
from tests.solve.trembling import Deviations
from tests.strategies import games

from standoff.game import Draws, Game
from standoff.solve.enumerate_pure import all_pure
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import Completeness


def flat(game: Game, profile: dict[tuple[int, str], float]) -> np.ndarray:
    return np.array([profile[i.index, a] for i in game.infosets for a in i.actions])


def check_against_all_profiles(game: Game, seed: int) -> int:
    found = all_pure(game, Draws.point({}))
    assert found.completeness is Completeness.PROVEN
    listed = {tuple(c.solution.strategy[0]) for c in components(found)}
    rng = np.random.default_rng(seed)
    for profile in pure_profiles(game):
        strategy = flat(game, profile)
        deviations = Deviations(game, Draws.point({}), strategy)
        if tuple(strategy) in listed:
            assert deviations.any_belief_does()
        elif deviations.any_belief_does(1e-9):
            assert not deviations.some_trembles_do(rng, 200)
    return len(listed)


@settings(max_examples=60)
@given(games(max_depth=4), st.integers(0, 2**32 - 1))
def test_every_profile_of_random_games(game: Game, seed: int) -> None:
    assume(math.prod(len(i.actions) for i in game.infosets) <= 300)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    check_against_all_profiles(game, seed)


@settings(max_examples=40)
@given(games(max_depth=3))
def test_every_profile_of_games_with_ties(game: Game) -> None:
    assume(math.prod(len(i.actions) for i in game.infosets) <= 100)
    check_against_all_profiles(game, 1)


@pytest.mark.parametrize("n_players", [2, 3])
def test_every_profile_of_larger_trees(n_players: int) -> None:
    n_found = 0
    for seed in range(12):
        game = random_tree(
            np.random.default_rng(seed), depth=3, n_players=n_players, p_seen=0.4, p_end=0
        )
        if math.prod(len(i.actions) for i in game.infosets) <= 600:
            n_found += check_against_all_profiles(game, seed)
    assert n_found > 4


def test_pure_ones_are_among_all() -> None:
    for seed in range(15):
        game = random_tree(np.random.default_rng(seed), depth=4)
        every = all_sequential(game)
        pure = all_pure(game)
        for component in components(pure):
            assert contains(every, component.solution)
        for component in components(every):
            if component.is_isolated and set(np.unique(component.solution.strategy)) <= {0, 1}:
                strategy = component.solution.strategy[0]
                assert any(holds(c, strategy, 1e-12) for c in components(pure))


def test_known_games() -> None:
    assert len(all_pure(named.beer_quiche())) == 2
    assert len(all_pure(named.mckelvey_mclennan())) == 4
    (horse,) = components(all_pure(named.selten_horse()))
    assert beliefs(horse)["3 > down"] == near(0, 1 / 3)
    assert len(all_pure(audience_costs(), Draws.point({"e_R": -0.05}))) == 0


def test_many_sets_with_a_pure_answer() -> None:
    """Five players in a row who see little: 25 sets and more, in no time."""
    game = random_tree(np.random.default_rng(5), depth=6, n_players=5, p_end=0.1)
    assert len(game.infosets) > 25
    found = all_pure(game)
    assert found.completeness is not Completeness.CUT_OFF
    components(found)
