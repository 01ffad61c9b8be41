"""The verifier must find what is wrong, on the path and off it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.plain import expected, profile_of, value, with_random_payoffs
from tests.solve.test_sequential import audience_costs
from tests.strategies import games, profiles

from standoff.game import Draws, Game, GameBuilder, Status, end, move
from standoff.solve import Solution, from_named, verify
from standoff.solve.sequential import solve_sequential

HEARD = "threat"


def bluff(**changes: float) -> Solution:
    """The semi-separating equilibrium of the bluff game, in closed form, with changes to it."""
    play = {"R": 1.0, "W": 4 / 9, "concede": 3 / 13, "R acts": 1.0, "W acts": 0.0} | changes
    strategy = {
        ("R", "threaten"): play["R"],
        ("R", "quiet"): 1 - play["R"],
        ("W", "threaten"): play["W"],
        ("W", "quiet"): 1 - play["W"],
        (HEARD, "concede"): play["concede"],
        (HEARD, "resist"): 1 - play["concede"],
        ("R: act", "execute"): play["R acts"],
        ("R: act", "back"): 1 - play["R acts"],
        ("W: act", "execute"): play["W acts"],
        ("W: act", "back"): 1 - play["W acts"],
    }
    return from_named(audience_costs(), Draws.point({}), strategy)


def test_the_closed_form_passes() -> None:
    check = verify(bluff())
    assert check.ok.all()
    assert check.max_gain[0] < 1e-15
    assert "all 1 draws pass" in check.worst()


@pytest.mark.parametrize(
    ("change", "infoset", "gain"),
    [
        ({"concede": 0.5}, "W", (1 - 4 / 9) * (0.5 - 0.15)),
        ({"W": 0.9}, HEARD, None),
        ({"R acts": 0.0}, "R: act", 0.35),
        ({"W acts": 1.0}, "W: act", 0.6),
        ({"R": 0.0}, "R", None),
    ],
)
def test_every_deviation_is_found_where_it_is(
    change: dict[str, float], infoset: str, gain: float | None
) -> None:
    solution = bluff(**change)
    check = verify(solution)
    assert not check.ok[0]
    found = check.gain[0, solution.game.infoset(infoset).index]
    assert found > 0.01
    if gain is not None:
        assert found == pytest.approx(gain, abs=1e-12)
    assert "1 of 1 draws fail" in check.worst()


def test_a_threat_that_would_not_be_carried_out_is_found_off_the_path() -> None:
    """A Nash equilibrium: everybody gives in to a threat that is never put to the test."""
    game = (
        GameBuilder("bluff")
        .players("C", "T")
        .tree(
            move(
                "T",
                {
                    "concede": end("c", 1, -1),
                    "resist": move("C", {"execute": end("e", -5, -5), "back": end("b", 0, 0)}),
                },
            )
        )
    )
    solution = from_named(
        game, Draws.point({}), {("start", "concede"): 1.0, ("resist", "execute"): 1.0}
    )
    check = verify(solution)
    assert check.gain[0].tolist() == [0.0, 5.0]
    assert check.reached[0].tolist() == [True, False]
    assert not check.ok[0]


def test_wrong_beliefs_are_found() -> None:
    solution = bluff()
    belief = solution.belief.copy()
    nodes = list(solution.game.infoset(HEARD).nodes)
    belief[0, nodes] = [0.5, 0.5]
    wrong = Solution(
        solution.game, solution.draws, solution.strategy, belief, solution.status, "", ""
    )
    assert verify(wrong).bayes_error[0] == pytest.approx(abs(0.5 - 3 / 7) / (3 / 7), abs=1e-12)
    assert not verify(wrong).ok[0]


def test_missing_beliefs_and_bad_probabilities_are_found() -> None:
    game = audience_costs()
    quiet = {("R", "quiet"): 1.0, ("W", "quiet"): 1.0, (HEARD, "resist"): 1.0}
    quiet |= {("R: act", "execute"): 1.0, ("W: act", "back"): 1.0}
    silent = from_named(game, Draws.point({"e_R": 0.1}), quiet)
    assert np.isinf(verify(silent).p_error[0])
    assert not verify(silent).ok[0]
    with_belief = from_named(
        game,
        Draws.point({"e_R": 0.1}),
        quiet,
        {(HEARD, ("R", "threaten")): 0.0, (HEARD, ("W", "threaten")): 1.0},
    )
    assert verify(with_belief).ok[0]
    doubled = from_named(game, Draws.point({}), {**quiet, ("R", "threaten"): 1.0})
    assert verify(doubled).p_error[0] == pytest.approx(1.0)


def test_draws_without_answer_are_not_called_right() -> None:
    solution = bluff()
    status = np.array([Status.NOT_CONVERGED], dtype=np.uint8)
    refused = Solution(
        solution.game, solution.draws, solution.strategy, solution.belief, status, "", ""
    )
    assert not verify(refused).ok[0]


def kreps_wilson() -> Game:
    """Two sets off the path that the same tremble reaches, left or right."""
    third = {"p": end("p", 0, 0, 0), "q": end("q", 0, 0, 0)}
    below = move("B", {"u": move("C", third, knows="C"), "d": end("d", 0, 0, 0)}, knows="B")
    return (
        GameBuilder("consistency")
        .players("A", "B", "C")
        .tree(move("A", {"stop": end("stop", 1, 0, 0), "left": below, "right": below}))
    )


def assess(left_at_b: float, left_at_c: float) -> Solution:
    game = kreps_wilson()
    return from_named(
        game,
        Draws.point({}),
        {("start", "stop"): 1.0, ("B", "u"): 1.0, ("C", "p"): 1.0},
        {
            ("B", ("left",)): left_at_b,
            ("B", ("right",)): 1 - left_at_b,
            ("C", ("left", "u")): left_at_c,
            ("C", ("right", "u")): 1 - left_at_c,
        },
    )


@pytest.mark.parametrize("left", [0.0, 0.25, 1.0])
def test_beliefs_that_one_tremble_explains_are_consistent(left: float) -> None:
    assert verify(assess(left, left)).ok[0]


@pytest.mark.parametrize(("at_b", "at_c"), [(0.25, 0.75), (0.0, 1.0), (0.0, 0.5), (1.0, 0.5)])
def test_beliefs_that_no_tremble_explains_are_not(at_b: float, at_c: float) -> None:
    """Both sets follow the same tremble of A, so their beliefs must agree."""
    check = verify(assess(at_b, at_c))
    assert check.bayes_error[0] == 0.0
    assert check.max_gain[0] == 0.0
    assert not check.ok[0]


def test_draws_with_different_patterns_are_judged_each() -> None:
    one, other = assess(0.25, 0.25), assess(0.25, 0.75)
    both = Solution(
        one.game,
        Draws.from_columns({}, 2),
        np.concatenate([one.strategy, other.strategy]),
        np.concatenate([one.belief, other.belief]),
        np.zeros(2, dtype=np.uint8),
        "",
        "",
    )
    assert verify(both).ok.tolist() == [True, False]


@settings(max_examples=80, deadline=None)
@given(games(max_depth=3), st.data())
def test_gains_and_values_are_those_of_the_plain_twin(game: Game, data: st.DataObject) -> None:
    assume(game.infosets)
    solution = data.draw(profiles(game))
    columns = solution.draws.complete(game.parameters).columns()
    columns = {name: float(column[0]) for name, column in columns.items()}
    profile = profile_of(game, solution.strategy[0])
    root = value(game, game.nodes[0], profile, columns)
    assert solution.value[0] == pytest.approx(root, abs=1e-12)
    check = verify(solution)
    worth = expected(game, profile, columns)
    for infoset in game.infosets:
        if check.reached[0, infoset.index]:
            best = max(worth[infoset.index, a] for a in infoset.actions)
            mean = sum(profile[infoset.index, a] * worth[infoset.index, a] for a in infoset.actions)
            assert check.gain[0, infoset.index] == pytest.approx(best - mean, abs=1e-9)
    assert sum(p[0] for p in solution.p_outcome.values()) == pytest.approx(1.0)


@settings(max_examples=30, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.integers(0, 10))
def test_disturbed_equilibria_fail(game: Game, seed: int, which: int) -> None:
    rng = np.random.default_rng(seed)
    game = with_random_payoffs(game, rng)
    wide = [infoset for infoset in game.infosets if len(infoset.actions) > 1]
    assume(wide)
    solution = solve_sequential(game, Draws.point({}))
    pure = [
        i for i in wide if max(solution.probability(i.label, a)[0] for a in i.actions) > 1 - 1e-12
    ]
    assume(pure)
    infoset = pure[which % len(pure)]
    strategy = solution.strategy.copy()
    first = sum(len(i.actions) for i in game.infosets[: infoset.index])
    row = strategy[0, first : first + len(infoset.actions)]
    strategy[0, first : first + len(infoset.actions)] = np.roll(row, 1)
    disturbed = Solution(game, solution.draws, strategy, solution.belief, solution.status, "", "")
    assert not verify(disturbed).ok[0]
