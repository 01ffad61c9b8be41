"""The logit branch: 12-digit reference points, a plain twin, a closed form, and laws."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games.crises import two_sided as crisis
from tests.games.crises import two_sided_draws as crisis_draws
from tests.solve.plain import logit_replies, profile_of, with_random_payoffs
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, Status, chance, end, lower, move, numbers
from standoff.game.build import Sketch
from standoff.solve import verify
from standoff.solve.quantal import BranchPoint, _solve, branch_points, solve_quantal
from standoff.solve.quantal_branch import logit_branch
from standoff.solve.solution import Errors

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "agent_logit.json").read_text(encoding="utf-8")
)["games"]


def point_at(game: Game, precision: float) -> BranchPoint:
    table = numbers(game, Draws.point({}))
    return branch_points(lower(game), table, np.array([precision]))[0]


def read_efg(text: str) -> Game:
    """Read the plain subset of Gambit's format that the reference games are written in."""
    header, body = text.split('""\n\n', 1)
    players = re.findall(r'"([^"]*)"', header.split("{", 1)[1])
    lines = iter(body.strip().splitlines())

    def ratio(value: str) -> float:
        top, _, bottom = value.partition("/")
        return float(top) / float(bottom or 1)

    def node() -> Sketch:
        line = next(lines)
        inside = line.split("{", 1)[1].split("}")[0]
        if line[0] == "t":
            outcome = re.findall(r'"([^"]*)"', line)[1]
            return end(outcome, *(ratio(x) for x in inside.replace(",", " ").split()))
        labels = re.findall(r'"([^"]*)"', inside)
        if line[0] == "c":
            odds = [ratio(x) for x in re.findall(r'" (\S+)', inside)]
            branches = [(label, (p, node())) for label, p in zip(labels, odds, strict=True)]
            return chance("chance", dict(branches))
        player, infoset = line.split()[2:4]
        return move(
            players[int(player) - 1],
            {label: node() for label in labels},
            knows=f"{player}.{infoset}",
        )

    return GameBuilder("reference").players(*players).tree(node())


def in_reference_order(game: Game, strategy: np.ndarray) -> list[float]:
    arrays = lower(game)
    ordered = sorted(game.infosets, key=lambda i: (i.player, i.index))
    first = arrays.first_action
    return [float(p) for i in ordered for p in strategy[first[i.index] : first[i.index + 1]]]


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_points_to_ten_digits(name: str) -> None:
    game = read_efg(REFERENCE[name]["efg"])
    for point in REFERENCE[name]["agent_logit_qre"]:
        found = point_at(game, point["lam"])
        assert found.converged
        assert in_reference_order(game, found.strategy) == pytest.approx(point["probs"], abs=1e-10)


@settings(max_examples=60, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.sampled_from([0.3, 2.0, 8.0]))
def test_points_are_fixed_points_of_the_plain_twin(game: Game, seed: int, precision: float) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    columns = {p.name: p.default for p in game.parameters}
    found = point_at(game, precision)
    assert found.converged
    profile = profile_of(game, found.strategy)
    replies = logit_replies(game, profile, precision, columns)
    assert max(abs(replies[key] - profile[key]) for key in profile) < 1e-10


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def test_closed_form_of_the_perfect_information_threat() -> None:
    """Signorino's agent logit, after models.md M09: the last mover first."""
    prize, back, loss, damage, credit, cost, precision = 1.0, 0.3, 0.4, 1.0, 0.05, 0.1, 2.0
    act = move("C", {"execute": end("e", -cost, -damage), "back": end("b", -back, credit)})
    answer = move("T", {"concede": end("c", prize, -loss), "resist": act})
    game = (
        GameBuilder("threat")
        .players("C", "T")
        .tree(move("C", {"threaten": answer, "quiet": end("q", 0, 0)}))
    )
    p_execute = sigmoid(precision * (back - cost))
    resist = -p_execute * damage + (1 - p_execute) * credit
    p_concede = sigmoid(precision * (-loss - resist))
    threaten = p_concede * prize + (1 - p_concede) * (-p_execute * cost - (1 - p_execute) * back)
    found = point_at(game, precision).strategy
    assert found[0] == pytest.approx(sigmoid(precision * threaten), abs=1e-12)
    assert found[0] == pytest.approx(0.736594823897, abs=1e-12)
    assert found[2] == pytest.approx(p_concede, abs=1e-12)
    assert found[4] == pytest.approx(p_execute, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.floats(-3, 3), st.integers(0, 2))
def test_adding_a_constant_to_a_players_payoffs_changes_nothing(
    game: Game, seed: int, constant: float, player: int
) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    arrays, table = lower(game), numbers(game, Draws.point({}))
    before = point_at(game, 5.0)
    shifted = table.payoff.copy()
    ends = [arrays.payoff_row[node.index] for node in game.ends]
    shifted[:, ends, player % len(game.players)] += constant
    moved = type(table)(shifted, table.p_chance, table.feasible)
    after = branch_points(arrays, moved, np.array([5.0]))[0]
    assert before.converged
    assert after.converged
    assert after.strategy == pytest.approx(before.strategy, abs=1e-9)


def test_random_play_at_precision_near_zero() -> None:
    game = read_efg(REFERENCE["threat_base"]["efg"])
    found = point_at(game, 1e-9)
    assert found.strategy == pytest.approx(0.5, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(
    games(max_depth=3),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.0, 0.7, 6.0, 20.0]),
    st.sampled_from(["logit", "probit"]),
)
def test_batches_verify_with_separate_code(
    game: Game, seed: int, precision: float, errors: Errors
) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    draws = Draws.from_columns({"p_luck": [0.0, 0.3, 1.0]})
    solution = solve_quantal(game, draws, precision=precision, errors=errors)
    check = verify(solution)
    assert check.response_error.max() < 1e-9
    assert check.ok.all()


def test_probit_of_two_actions_is_the_normal_distribution() -> None:
    game = (
        GameBuilder("choice")
        .players("A")
        .parameter("gain", 0.5)
        .tree(move("A", {"go": end("go", "gain"), "stay": end("stay", 0)}))
    )
    gains = np.array([-30.0, -3.0, 0.0, 0.4, 3.0])
    found = solve_quantal(game, Draws.from_columns({"gain": gains}), precision=2.0, errors="probit")
    expected = [0.5 * math.erfc(-g) for g in gains]
    assert found.strategy[:, 0] == pytest.approx(expected, rel=1e-10)


def test_probit_of_three_equal_actions_is_a_third_each_and_its_tail_is_exact() -> None:
    names = ("a", "b", "c")
    game = (
        GameBuilder("three")
        .players("A")
        .parameter("gain", 0.0)
        .tree(move("A", {n: end(n, "gain" if n == "a" else 0) for n in names}))
    )
    found = solve_quantal(
        game, Draws.from_columns({"gain": [0.0, -12.0]}), precision=1.0, errors="probit"
    )
    assert found.strategy[0] == pytest.approx(1 / 3, abs=1e-12)
    t = np.linspace(-3, 15, 200_001)
    inside = np.exp(-0.5 * t * t) / math.sqrt(2 * math.pi)
    cdf = 0.5 * np.array([math.erfc(-(x - 12) / math.sqrt(2)) for x in t])
    exact = np.trapezoid(inside * cdf**2, t)
    assert found.strategy[1, 0] == pytest.approx(exact, rel=1e-9)
    assert exact < 1e-12


def test_precision_per_player_and_per_draw() -> None:
    game = read_efg(REFERENCE["threat_base"]["efg"])
    draws = Draws.from_columns({}, 3)
    rates = np.array([[5.0, 5.0], [5.0, 0.0], [0.0, 5.0]])
    found = solve_quantal(game, draws, precision=rates)
    assert verify(found).ok.all()
    assert in_reference_order(game, found.strategy[0]) == pytest.approx(
        next(q["probs"] for q in REFERENCE["threat_base"]["agent_logit_qre"] if q["lam"] == 5.0),
        abs=1e-10,
    )
    assert found.probability("2.1", "Concede")[1] == pytest.approx(0.5)
    assert found.probability("1.1", "Threaten")[2] == pytest.approx(0.5)
    for wrong in (-1.0, math.nan, [1.0], np.ones((2, 2))):
        with pytest.raises(GameError, match="precision"):
            solve_quantal(game, draws, precision=wrong)


def test_threads_change_no_digit() -> None:
    import numba

    game = read_efg(REFERENCE["threat_ratifier"]["efg"])
    draws = Draws.from_columns({}, 600)
    rates = np.random.default_rng(0).uniform(0, 20, (600, 3))
    before = numba.get_num_threads()
    many = solve_quantal(game, draws, precision=rates)
    try:
        numba.set_num_threads(1)
        one = solve_quantal(game, draws, precision=rates)
    finally:
        numba.set_num_threads(before)
    assert np.array_equal(many.strategy, one.strategy)
    alone = solve_quantal(game, draws.rows(slice(77, 78)), precision=rates[77])
    assert np.array_equal(alone.strategy[0], many.strategy[77])


def folding() -> Game:
    """A coordination game in which the branch from random play turns back twice."""
    rewards = {"aa": (9, 9), "ab": (0, 7), "ba": (7, 0), "bb": (8, 8)}
    return (
        GameBuilder("folding")
        .players("A", "B")
        .tree(
            move(
                "A",
                {
                    a: move("B", {b: end(a + b, *rewards[a + b]) for b in "ab"}, knows="B")
                    for a in "ab"
                },
                knows="A",
            )
        )
    )


def test_the_whole_branch_is_a_curve_of_equilibria() -> None:
    branch = logit_branch(folding(), precision=10.0)
    assert branch.precision[0] < 0.01
    assert branch.precision[-1] == pytest.approx(10.0)
    for i in range(0, len(branch.precision), 7):
        replies = logit_replies(
            folding(), profile_of(folding(), branch.strategy[i]), branch.precision[i], {}
        )
        assert list(replies.values()) == pytest.approx(branch.strategy[i], abs=1e-9)
    last = solve_quantal(folding(), Draws.point({}), precision=10.0)
    assert branch.strategy[-1] == pytest.approx(last.strategy[0], abs=1e-9)
    steps = np.abs(np.diff(branch.strategy, axis=0)).max(axis=1)
    assert steps.max() < 0.2


def test_folds_are_where_precision_turns() -> None:
    """The linkage crisis at a draw whose branch folds (found by scanning random draws)."""
    game = crisis()
    draws = crisis_draws(4096)
    rates = np.full((4096, 2), 20.0)
    _, converged, n_folds = _solve(lower(game), numbers(game, draws), rates)
    assert converged.all()
    row = int(np.flatnonzero(n_folds)[0])
    told = solve_quantal(game, draws.rows(slice(row - 1, row + 1)), precision=20.0)
    assert told.status.tolist() == [Status.SOLVED, Status.FOLD_CROSSED]
    assert verify(told).ok.all()
    branch = logit_branch(game, draws.rows(slice(row, row + 1)), precision=20.0)
    assert len(branch.folds) == n_folds[row] > 0
    for at in branch.folds:
        before, here, after = branch.precision[at - 1 : at + 2]
        assert (here - before) * (after - here) < 0


def test_a_branch_needs_a_positive_precision_and_one_draw() -> None:
    with pytest.raises(GameError, match="positive precision"):
        logit_branch(folding(), precision=0.0)
    with pytest.raises(GameError, match="one draw"):
        logit_branch(folding(), Draws.from_columns({}, 2), precision=1.0)
