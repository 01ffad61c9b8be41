"""Cuts are cuts, the smallest ones, and everything else follows from them."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games.crises import threat, two_sided
from tests.solve.plain import expected, profile_of, with_random_payoffs
from tests.strategies import games

from standoff.game import Draws, Game, GameBuilder, end, lower, move, numbers
from standoff.models import get
from standoff.solve.cut_roots import CutRoot, CutSystem, farthest_scores
from standoff.solve.cut_set import Graph, blocks, dependencies, smallest_cut
from standoff.solve.reduced import numbers_of, reduce_game


def unknowns(game: Game) -> list[int]:
    arrays = lower(game)
    n_free = np.diff(arrays.first_action) - 1
    return [n for block in blocks(arrays) if (n := sum(int(n_free[i]) for i in block.cut))]


def test_unknowns_of_known_games() -> None:
    assert unknowns(threat(2)) == unknowns(threat(32)) == [1]
    assert unknowns(two_sided()) == [6]
    assert unknowns(get("linkage-crisis").build(remove=("forgo", "notify"))) == [2]
    assert unknowns(get("linkage-crisis").build()) == [2, 2]


def test_perfect_information_has_no_unknowns() -> None:
    last = move("B", {"x": end("x", 0, 1), "y": end("y", 1, 0)})
    game = (
        GameBuilder("chain").players("A", "B").tree(move("A", {"in": last, "out": end("o", 0, 0)}))
    )
    assert unknowns(game) == []
    assert [block.order for block in blocks(lower(game))] == [(1, 0)]


def has_circle(needs: Graph) -> bool:
    left = {i: set(needs[i]) for i in needs}
    while True:
        free = [i for i in left if not left[i] & left.keys()]
        if not free:
            return bool(left)
        for i in free:
            del left[i]


@settings(max_examples=80)
@given(
    st.integers(1, 7).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))),
            st.lists(st.integers(1, 3), min_size=n, max_size=n),
        )
    )
)
def test_the_cut_is_the_lightest(case: tuple[int, set[tuple[int, int]], list[int]]) -> None:
    n, edges, weights = case
    needs: Graph = {i: {j for k, j in edges if k == i and j != i} for i in range(n)}
    weight = dict(enumerate(weights))
    found = smallest_cut(needs, weight)
    assert not has_circle({i: needs[i] - found for i in needs if i not in found})
    for size in range(n):
        for other in itertools.combinations(range(n), size):
            if sum(weight[i] for i in other) < sum(weight[i] for i in found):
                assert has_circle({i: needs[i] - set(other) for i in needs if i not in other})


@settings(max_examples=60)
@given(games(max_depth=3))
def test_each_set_comes_after_what_it_depends_on(game: Game) -> None:
    arrays = lower(game)
    needs, known = dependencies(arrays), set[int]()
    for block in blocks(arrays):
        cut = set(block.cut)
        for i in block.order:
            assert needs[i] <= known | cut
            known.add(i)
        known |= cut
        assert all(needs[i] <= known for i in cut)
    assert known == set(range(arrays.n_infosets))


@settings(max_examples=60)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.floats(0.1, 8.0))
def test_scores_outside_the_cut_are_payoff_gaps(game: Game, seed: int, precision: float) -> None:
    """Whatever the scores at the cut, all other sets answer as the plain twin says."""
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    arrays, table = lower(game), numbers(game, Draws.point({}).complete(game.parameters))
    rates = np.full(arrays.n_players, precision)
    reduced = reduce_game(arrays)
    system = CutSystem(
        reduced,
        numbers_of(reduced, table.payoff[0], table.p_chance[0], rates),
        farthest_scores(arrays, table.payoff[0], rates),
    )
    x = np.random.default_rng(seed).normal(0, 2, arrays.n_actions)
    reg = system.registers(CutRoot(x, x), len(reduced.ranges))
    strategy = 0.5 * (reg.p_low + reg.p_high)
    assert (reg.p_high - reg.p_low).max() < 1e-9
    columns = {p.name: p.default for p in game.parameters}
    worth = expected(game, profile_of(game, strategy), columns)
    in_cut = {i for block in blocks(arrays) for i in block.cut}
    for infoset in game.infosets:
        first = arrays.first_action[infoset.index]
        for position, action in enumerate(infoset.actions):
            gap = worth[infoset.index, action] - worth[infoset.index, infoset.actions[0]]
            score = reg.x_low[first + position]
            if infoset.index in in_cut:
                assert score == (x[first + position] if position else 0.0)
            else:
                assert abs(score - precision * gap) < 1e-8
