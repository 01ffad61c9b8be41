"""Settled choices are folded in and unfolded again; ties and doubtful ones stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games import named
from tests.solve.plain import with_random_payoffs
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff.game import Draws, Game, GameBuilder, Status, chance, end, lower, move
from standoff.models import get
from standoff.solve.fold import fold
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Solution, from_named
from standoff.solve.verify import verify


def test_last_movers_of_the_bluff_game() -> None:
    folded = fold(audience_costs(), Draws.point({}))
    assert folded.settled == {"R: act": "execute", "W: act": "back"}
    assert [i.label for i in folded.game.infosets] == ["R", "threat", "W"]
    resisted = [n for n in folded.game.ends if folded.whole.nodes[folded.nodes[n.index]].branch]
    paid = {folded.game.history(n.index): [p.evaluate({}) for p in n.pays] for n in resisted}
    assert paid["R", "threaten", "resist"] == pytest.approx([0.05, -1])
    assert paid["W", "threaten", "resist"] == pytest.approx([-0.3, 0.05])


def test_what_is_settled_depends_on_the_draw() -> None:
    folded = fold(audience_costs(), Draws.point({"e_R": 0.5}))
    assert folded.settled["R: act"] == "back"
    # Nobody would act, so the target resists whatever it believes, and nobody threatens.
    assert folded.settled["threat"] == "resist"
    assert not folded.game.infosets


def test_perfect_information_without_ties_folds_away() -> None:
    folded = fold(named.entry_deterrence(), Draws.point({}))
    assert not folded.game.infosets
    assert len(folded.game.nodes) == 1
    lifted = folded.lift(solved(folded.game))
    assert lifted.p_outcome["shared"][0] == 1.0
    assert verify(lifted).ok[0]


def solved(game: Game) -> Solution:
    if not game.infosets:
        return from_named(game, Draws.point({}), {})
    solution = solve_sequential(game, Draws.point({}))
    assert solution.status[0] == Status.SOLVED
    return solution


def tie(left: float) -> Game:
    last = move("B", {"left": end("l", 2, left), "right": end("r", 0, 1)}, knows="B")
    return (
        GameBuilder("tie")
        .players("A", "B")
        .tree(move("A", {"stop": end("s", 1, 0), "go": last}, knows="A"))
    )


def test_ties_stay_open() -> None:
    assert fold(tie(1.0), Draws.point({})).settled == {}
    assert fold(tie(1.0 + 1e-6), Draws.point({})).settled == {"B": "left", "A": "go"}


def test_a_set_with_several_nodes_folds_only_if_they_agree() -> None:
    """Beer and quiche: whether to duel depends on the type. Here: on nothing, or on a draw."""
    assert fold(named.beer_quiche(), Draws.point({})).settled == {}

    def hidden(low: float) -> Game:
        def guess(stakes: float) -> object:
            return move("B", {"in": end("in", 0, stakes), "out": end("out", 1, 0)}, knows="B")

        return (
            GameBuilder("hidden")
            .players("A", "B")
            .tree(chance("stakes", {"high": (0.5, guess(2)), "low": (0.5, guess(low))}))
        )

    assert fold(hidden(1), Draws.point({})).settled == {"B": "in"}
    assert fold(hidden(-1), Draws.point({})).settled == {}


def test_linkage_crisis_keeps_respond_and_answer() -> None:
    game = get("linkage-crisis").build()
    folded = fold(game, Draws.point({p.name: p.default for p in game.parameters}))
    assert {i.label.split(": ")[-1] for i in folded.game.infosets} == {
        "arrest",
        "respond",
        "answer",
    }
    assert len(folded.settled) == len(game.infosets) - len(folded.game.infosets)


@settings(max_examples=60)
@given(games(max_depth=4), st.integers(0, 2**32 - 1))
def test_solving_the_rest_solves_the_whole(game: Game, seed: int) -> None:
    game = with_random_payoffs(game, np.random.default_rng(seed))
    folded = fold(game, Draws.point({}))
    rest = solved(folded.game)
    lifted = folded.lift(rest)
    assert lifted.status[0] == Status.SOLVED
    assert verify(lifted).ok[0]
    np.testing.assert_allclose(lifted.value, rest.value, rtol=0, atol=1e-9)


@settings(max_examples=60)
@given(games(max_depth=4), st.integers(0, 2**32 - 1))
def test_settled_choices_are_those_of_the_logit_limit(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    folded = fold(game, Draws.point({}))
    solution = solve_sequential(game, Draws.point({}))
    for label, action in folded.settled.items():
        assert solution.probability(label, action)[0] == pytest.approx(1.0, abs=1e-9)


def test_beliefs_that_no_trembles_support_are_not_filled_in() -> None:
    """Type-blind trembles cannot tell apart what the sender cannot tell apart."""
    game = named.guess_the_ace()
    folded = fold(game, Draws.point({}))
    solution = solve_sequential(folded.game, Draws.point({}))
    wrong = solution.belief.copy()
    nodes = folded.game.infoset("guess").nodes
    wrong[0, list(nodes)] = 0.5
    lifted = folded.lift(replace(solution, belief=wrong))
    assert lifted.status[0] == Status.NOT_CONVERGED
    assert lower(game).n_nodes == lifted.belief.shape[1]
