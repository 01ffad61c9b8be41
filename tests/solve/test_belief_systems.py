"""Beliefs at unreached sets: what trembles leave open, tie together or rule out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games import named
from tests.games.random_trees import random_tree
from tests.solve.test_enumerate_sequential import two_receivers
from tests.strategies import games

from standoff.game import Draws, Game, GameBuilder, chance, end, lower, move
from standoff.solve.belief_systems import BeliefFinder
from standoff.solve.cells import CellBuilder
from standoff.solve.consistency import tremble_error
from standoff.solve.small_tree import read_tree
from standoff.solve.trembles import complete_beliefs


def finder(game: Game) -> BeliefFinder:
    return BeliefFinder(read_tree(game, Draws.point({}))[0])


def index(game: Game, label: str) -> int:
    return game.infoset(label).index


def test_types_tremble_on_their_own() -> None:
    game = named.beer_quiche()
    beliefs = finder(game)
    supports = [(0,)] * len(game.infosets)
    (only,) = beliefs.systems(tuple(supports))
    assert only.is_exact
    assert not only.is_open
    assert [len(c) for c in only.classes].count(2) == 1
    assert len(only.classes[index(game, "quiche")]) == 2
    (group,) = only.groups
    assert len(group) == 2


def test_a_blind_mistake_says_nothing_about_the_card() -> None:
    game = named.guess_the_ace()
    (only,) = finder(game).systems(tuple([(0,)] * len(game.infosets)))
    assert only.groups == ()
    (believed,) = only.classes[index(game, "guess")]
    assert believed.weight == 0
    assert believed.nodes == game.infoset("guess").nodes


def test_two_readers_of_one_tremble_share_the_weight() -> None:
    game = two_receivers()
    (only,) = finder(game).systems(tuple([(0,)] * len(game.infosets)))
    b, c = (only.classes[index(game, label)] for label in ("B", "C"))
    assert {x.weight for x in b} == {x.weight for x in c} == only.shared


def two_steps() -> Game:
    """B sees that A erred; whether once or twice B cannot tell."""

    def answer(pay: int) -> object:
        return move("B", {"x": end("x", 0, pay), "y": end("y", 0, 0)}, knows="B")

    second = move("A", {"stop": answer(1), "on": answer(-1)}, knows="A again")
    return (
        GameBuilder("two steps")
        .players("A", "B")
        .tree(move("A", {"quiet": end("quiet", 1, 0), "err": second}, knows="A"))
    )


def test_one_error_is_infinitely_likelier_than_two() -> None:
    game = two_steps()
    (only,) = finder(game).systems(((0,), (0,), (0,)))
    (believed,) = only.classes[index(game, "B")]
    assert [game.history(n) for n in believed.nodes] == [("err", "stop")]


def test_beliefs_are_completed_by_trembles() -> None:
    """Beer and quiche: given the belief after quiche, nothing else is open; and it is kept."""
    game = named.beer_quiche()
    arrays = lower(game)
    strategy = np.zeros(arrays.n_actions)
    strategy[arrays.first_action[:-1]] = 1.0
    belief = np.full(arrays.n_nodes, np.nan)
    belief[list(game.infoset("quiche").nodes)] = (0.3, 0.7)
    done = complete_beliefs(game, Draws.point({}), strategy, belief)
    assert done is not None
    assert done[list(game.infoset("quiche").nodes)].tolist() == [0.3, 0.7]
    assert done[list(game.infoset("beer").nodes)] == pytest.approx([0.9, 0.1])
    blind = named.guess_the_ace()
    wrong = np.full(len(blind.nodes), np.nan)
    wrong[list(blind.infoset("guess").nodes)] = 0.5
    pure = np.zeros(lower(blind).n_actions)
    pure[lower(blind).first_action[:-1]] = 1.0
    assert complete_beliefs(blind, Draws.point({}), pure, wrong) is None


@settings(max_examples=60)
@given(games(max_depth=4), st.integers(0, 2**32 - 1))
def test_open_beliefs_are_filled_with_consistent_ones(game: Game, seed: int) -> None:
    assume(game.infosets)
    arrays, rng = lower(game), np.random.default_rng(seed)
    strategy = np.zeros(arrays.n_actions)
    for i in range(arrays.n_infosets):
        span = slice(*arrays.first_action[i : i + 2])
        weight = rng.random(span.stop - span.start) * (rng.random(span.stop - span.start) < 0.5)
        weight[rng.integers(len(weight))] += 0.1
        strategy[span] = weight / weight.sum()
    draw = Draws.point({})
    done = complete_beliefs(game, draw, strategy, np.full(arrays.n_nodes, np.nan))
    assert done is not None
    p_edge = np.ones((1, arrays.n_nodes))
    for node in game.nodes[1:]:
        p_edge[0, node.index] = (
            strategy[arrays.edge_action[node.index]]
            if node.p is None
            else node.p.evaluate({p.name: p.default for p in game.parameters})
        )
    assert tremble_error(game, p_edge, np.nan_to_num(done[None]))[0] <= 1e-9


def crossed() -> Game:
    """Two receivers read the same pair of senders' errors the other way round."""

    def sender(name: str, then: object) -> object:
        return move(name, {"quiet": end("quiet", 1, 1, 0), "err": then}, knows=name)

    def answer(knows: str, pay: int) -> object:
        return move("C", {"x": end("x", 0, 0, pay), "y": end("y", 0, 0, 0)}, knows=knows)

    return (
        GameBuilder("crossed")
        .players("A", "B", "C")
        .tree(
            chance(
                "who",
                {
                    "a then b": (0.25, sender("A", answer("left", 1))),
                    "b": (0.25, sender("B", answer("left", -1))),
                    "a again": (0.25, sender("A", answer("right", 1))),
                    "b again": (0.25, sender("B", answer("right", -1))),
                },
            )
        )
    )


def test_the_same_odds_at_two_sets_are_one_unknown() -> None:
    game = crossed()
    (only,) = finder(game).systems(tuple([(0,)] * len(game.infosets)))
    left, right = (only.classes[index(game, label)] for label in ("left", "right"))
    assert [c.weight for c in left] == [c.weight for c in right]
    assert only.is_exact


def every_belief(game: Game, seed: int) -> tuple[int, int]:
    """Hold the belief systems of a random pure profile against random trembles, both ways.

    Returns how many systems need every weight positive, and how many are not spelled out.
    """
    tree, _, _ = read_tree(game, Draws.point({}))
    rng, arrays, draw = np.random.default_rng(seed), lower(game), Draws.point({})
    supports = tuple((int(rng.integers(s.n_actions)),) for s in tree.sets)
    strategy = np.zeros(arrays.n_actions)
    for i, (a,) in enumerate(supports):
        strategy[arrays.first_action[i] + a] = 1.0
    builder = CellBuilder(tree)
    systems = list(builder.finder.systems(supports))
    believable = [
        [{n for c in listed for n in c.nodes} for listed in system.classes] for system in systems
    ]
    p_edge = np.array([1.0 if np.isnan(p) else p for p in tree.p])
    for node in range(1, tree.n_nodes):
        if tree.branch[node] >= 0:
            p_edge[node] = strategy[tree.branch[node]]
    for _ in range(30):
        order = rng.integers(1, 4, arrays.n_actions)
        logs = np.zeros(tree.n_nodes, dtype=int)
        for node in range(1, tree.n_nodes):
            action = tree.branch[node]
            own = 0 if p_edge[node] > 0 else int(order[action]) if action >= 0 else 2
            logs[node] = logs[tree.parent[node]] + own
        believed = [
            {n for n in s.nodes if logs[n] == min(logs[m] for m in s.nodes)} for s in tree.sets
        ]
        assert any(
            all(
                b == may if system.is_open else b <= may
                for b, may in zip(believed, mays, strict=True)
            )
            for system, mays in zip(systems, believable, strict=True)
        )
    for system in systems[:20]:
        if not system.is_exact:
            continue
        weights = {w: rng.random() for group in system.groups for w in group}
        shares = builder.belief(supports, system, weights, reduce=True)
        belief = np.full(arrays.n_nodes, np.nan)
        for each, share in zip(tree.sets, shares, strict=True):
            belief[list(each.nodes)] = share
        assert complete_beliefs(game, draw, strategy, belief) is not None
    return sum(s.is_open for s in systems), sum(not s.is_exact for s in systems)


@settings(max_examples=60)
@given(games(max_depth=5), st.integers(0, 2**32 - 1))
def test_systems_hold_all_limits_of_trembles_and_no_others(game: Game, seed: int) -> None:
    assume(game.infosets)
    every_belief(game, seed)


def test_systems_of_larger_trees() -> None:
    n_open = 0
    for seed in range(40):
        game = random_tree(
            np.random.default_rng(seed), n_players=4, depth=5, p_seen=0.15, p_end=0.05
        )
        n_open += every_belief(game, seed)[0]
    assert n_open > 100
