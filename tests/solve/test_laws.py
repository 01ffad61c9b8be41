"""Laws that every solver obeys: names, units and irrelevant detail change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.plain import with_random_payoffs
from tests.strategies import games

from standoff.game import Draws, Game, InfoSet, Node
from standoff.solve import Solution, verify
from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential
from standoff.text.expression import parse

SEEDS = st.integers(0, 2**32 - 1)


def solutions(game: Game) -> tuple[Solution, Solution]:
    return solve_quantal(game, Draws.point({}), precision=4.0), solve_sequential(
        game, Draws.point({})
    )


def generic(game: Game, seed: int) -> Game:
    assume(game.infosets)
    return with_random_payoffs(game, np.random.default_rng(seed))


def relabeled(game: Game, order: list[int]) -> Game:
    """Rename the players and list them in another order."""
    players = tuple(f"renamed {game.players[i]}" for i in order)
    new = {old: position for position, old in enumerate(order)}
    nodes = tuple(
        node if node.pays is None else replace(node, pays=tuple(node.pays[i] for i in order))
        for node in game.nodes
    )
    infosets = tuple(replace(i, player=new[i.player]) for i in game.infosets)
    return replace(game, players=players, nodes=nodes, infosets=infosets)


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), SEEDS, st.randoms())
def test_players_may_be_renamed_and_reordered(game: Game, seed: int, random) -> None:
    game = generic(game, seed)
    order = list(range(len(game.players)))
    random.shuffle(order)
    for before, after in zip(solutions(game), solutions(relabeled(game, order)), strict=True):
        assert after.strategy == pytest.approx(before.strategy, abs=1e-9)
        assert after.value[0] == pytest.approx(before.value[0][order], abs=1e-9)


def scaled(game: Game, factor: float) -> Game:
    nodes = tuple(
        node
        if node.pays is None
        else replace(node, pays=tuple(parse(float(e.evaluate({})) * factor) for e in node.pays))
        for node in game.nodes
    )
    return replace(game, nodes=nodes)


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), SEEDS, st.sampled_from([1e-3, 0.5, 7.0, 1e4]))
def test_units_of_payoffs_do_not_matter(game: Game, seed: int, factor: float) -> None:
    game = generic(game, seed)
    small, limit = solutions(game)
    large = solve_quantal(scaled(game, factor), Draws.point({}), precision=4.0 / factor)
    assert large.strategy == pytest.approx(small.strategy, abs=1e-9)
    assert solve_sequential(scaled(game, factor), Draws.point({})).strategy == pytest.approx(
        limit.strategy, abs=1e-8
    )


def with_split_chance(game: Game) -> Game:
    """Put a chance node with one branch before the game: the same game, one level deeper."""
    moved = tuple(
        replace(
            node,
            index=node.index + 1,
            parent=node.parent + 1,
            branch=node.branch or "go on",
            p=node.p if node.parent >= 0 else parse(1.0),
            children=tuple(child + 1 for child in node.children),
        )
        for node in game.nodes
    )
    root = Node(0, -1, "chance", title="nothing", children=(1,))
    infosets = tuple(
        InfoSet(i.index, i.player, i.label, i.actions, tuple(n + 1 for n in i.nodes))
        for i in game.infosets
    )
    return replace(game, nodes=(root, *moved), infosets=infosets)


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), SEEDS)
def test_a_chance_node_that_decides_nothing_changes_nothing(game: Game, seed: int) -> None:
    game = generic(game, seed)
    for before, after in zip(solutions(game), solutions(with_split_chance(game)), strict=True):
        assert after.strategy == pytest.approx(before.strategy, abs=1e-9)


def with_dominated_action(game: Game, infoset: InfoSet) -> Game:
    """Offer one more action at a set, worse than anything, ending the play."""
    worst = tuple(parse(-50.0) for _ in game.players)
    nodes: list[Node] = list(game.nodes)
    for n in infoset.nodes:
        new = Node(len(nodes), n, "end", "give up", None, -1, "", "gave up", worst)
        nodes[n] = replace(nodes[n], children=(*nodes[n].children, new.index))
        nodes.append(new)
    infosets = list(game.infosets)
    infosets[infoset.index] = replace(infoset, actions=(*infoset.actions, "give up"))
    return replace(game, nodes=tuple(nodes), infosets=tuple(infosets))


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), SEEDS, st.integers(0, 20))
def test_a_hopeless_action_is_never_chosen(game: Game, seed: int, which: int) -> None:
    game = generic(game, seed)
    infoset = game.infosets[which % len(game.infosets)]
    wider = with_dominated_action(game, infoset)
    found = solve_sequential(wider, Draws.point({}))
    assert verify(found).ok[0]
    assert found.probability(infoset.label, "give up")[0] == 0.0


@settings(max_examples=30, deadline=None)
@given(games(max_depth=4))
def test_no_precision_is_random_play(game: Game) -> None:
    assume(game.infosets)
    found = solve_quantal(game, Draws.point({}), precision=0.0)
    expected = [1 / len(i.actions) for i in game.infosets for _ in i.actions]
    assert found.strategy[0] == pytest.approx(expected, abs=1e-12)
