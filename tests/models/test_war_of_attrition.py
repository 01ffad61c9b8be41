"""War of attrition: the reference, the tree of alternating moves, every equilibrium, the limits."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.models.war_of_attrition import build, write
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("war-of-attrition")
CASES = reference("war_of_attrition")
RANGES = {name: (0.01, 3.0) for name in (p.name for p in MODEL.parameters)}
KINDS = (
    "contest",
    "challenger yields",
    "target yields",
    "challenger may yield at once",
    "target may yield at once",
)


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    draws = MODEL.draws(case["params"])
    answers, expected = MODEL.answer(draws), case["expected"]
    assert answers.status[0] == Status.SOLVED
    errors = MODEL.witness(draws, answers)
    spread = max(column[0] for name, column in errors.items() if "at any time" in name)
    assert {
        "hazard_1": answers.quantities["rate_challenger"][0],
        "hazard_2": answers.quantities["rate_target"][0],
        "pr_1_quits_first": answers.probabilities["give_up"][0],
        "expected_duration": answers.quantities["mean_duration"][0],
        "payoff_spread_over_quit_times": spread,
    } == {name: near(value) for name, value in expected.items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_yielding_at_any_time_is_worth_the_same():
    draws = inside(MODEL, random_draws(MODEL, 2000, 1, RANGES))
    assert len(draws) == 2000
    answers = MODEL.answer(draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)


@pytest.mark.parametrize(("n_moves", "step"), [(1, 0.25), (2, 1.0), (5, 0.25), (12, 0.7)])
def test_every_equilibrium_on_the_tree_of_any_step(n_moves, step):
    draws = random_draws(MODEL, 200, 2, RANGES)
    game = build(n_moves=n_moves, step=step)
    ones = np.ones(len(draws))
    rng = np.random.default_rng(3)
    for at_once_1, at_once_2 in (
        (0 * ones, 0 * ones), (ones, 0 * ones), (0 * ones, ones),
        (rng.uniform(0, 1, 200), 0 * ones), (0 * ones, rng.uniform(0, 1, 200)),
    ):  # fmt: skip
        played = write(draws.columns(), at_once_1, at_once_2, n_moves, step)
        solution = from_named(game, draws, played, {})
        checked = verify(solution)
        assert checked.ok.all(), checked.worst()
        np.testing.assert_allclose(
            solution.value[:, 0], at_once_2 * draws["prize_challenger"], atol=1e-12
        )
        if n_moves > 1:
            np.testing.assert_allclose(
                solution.value[:, 1], at_once_1 * draws["prize_target"], atol=1e-12
            )


def test_other_chances_at_the_start_are_no_equilibria_on_the_tree():
    """Both yielding at once with some chance, or one yielding at another rate."""
    draws = random_draws(MODEL, 50, 4, RANGES)
    some = np.full(50, 0.3)
    game, columns = build(n_moves=5), draws.columns()
    wrong = write(columns, some, some)
    assert not verify(from_named(game, draws, wrong, {})).ok.any()
    right = dict(write(columns, 0 * some, 0 * some))
    for move in ("target: move 3", "challenger: move 4"):
        faster = np.minimum(right[move, "yield"] * 1.01, 1.0)
        wrong = right | {(move, "yield"): faster, (move, "wait"): 1.0 - faster}
        assert not verify(from_named(game, draws, wrong, {})).ok.any()


def test_listed_equilibria_carry_their_play():
    draws = random_draws(MODEL, 300, 5)
    listed = MODEL.equilibria(draws)
    assert tuple(e.name for e in listed) == KINDS
    for equilibrium in listed:
        play = equilibrium.assessment
        assert verify(from_named(MODEL.game(), draws, play.strategy, play.belief)).ok.all()


def test_the_tree_comes_closer_as_the_steps_get_shorter():
    draws = base()
    answers, zero = MODEL.answer(draws), np.zeros(1)
    given_up = answers.probabilities["give_up"][0]
    errors = []
    for step in (0.8, 0.4, 0.2):
        n_steps = round(4.0 / step)
        n_moves = 2 + 2 * n_steps
        played = write(draws.columns(), zero, zero, n_moves, step)
        solution = from_named(build(n_moves=n_moves, step=step), draws, played, {})
        found = solution.p_outcome
        left = found["still waiting"][0]
        # The challenger's moves reach half a step beyond the target's.
        errors.append(abs(left - np.exp(-4.0 - 0.5 * step * given_up)))
        ours = sum(p[0] for name, p in found.items() if name.startswith("challenger"))
        assert ours == pytest.approx(given_up, abs=left)
    assert errors[0] < 0.01
    assert errors[1] < errors[0] / 3.5
    assert errors[2] < errors[1] / 3.5


def test_a_side_s_own_cost_moves_only_the_other_one():
    answers = MODEL.answer(base(k1=[0.1, 0.3, 0.9]))
    np.testing.assert_array_equal(answers.quantities["rate_challenger"], 0.2 / 0.8)
    assert (np.diff(answers.quantities["rate_target"]) > 0).all()
    assert (np.diff(answers.probabilities["give_up"]) < 0).all()


def test_waiting_eats_up_the_prize():
    draws = random_draws(MODEL, 500, 6, RANGES)
    answers = MODEL.answer(draws)
    won, cost = answers.probabilities["give_up"], answers.quantities["mean_cost_target"]
    np.testing.assert_allclose(won * draws["prize_target"], cost, rtol=1e-12)
    won, cost = answers.probabilities["concede"], answers.quantities["mean_cost_challenger"]
    np.testing.assert_allclose(won * draws["prize_challenger"], cost, rtol=1e-12)


def test_like_sides_are_equally_likely_to_yield():
    answers = MODEL.answer(base(V1=0.7, V2=0.7, k1=0.2, k2=0.2))
    assert answers.probabilities["concede"][0] == 0.5
    assert answers.quantities["mean_duration"][0] == near(0.7 / 0.4)


def test_costs_that_vanish_make_it_last():
    costs = np.array([1e-2, 1e-4, 1e-6])
    answers = MODEL.answer(base(k1=costs, k2=costs))
    np.testing.assert_allclose(answers.quantities["mean_duration"] * costs, 0.8 / 1.8)


def test_a_grain_of_stubbornness_leaves_what_is_not_removed():
    """With a chance e of never yielding the rates stay; whoever would be late yields at once."""
    draws = random_draws(MODEL, 400, 7, RANGES)
    c = draws.columns()
    rates = np.stack([c["waiting_cost_target"] / c["prize_target"],
                      c["waiting_cost_challenger"] / c["prize_challenger"]])  # fmt: skip
    prizes = np.stack([c["prize_challenger"], c["prize_target"]])
    costs = np.stack([c["waiting_cost_challenger"], c["waiting_cost_target"]])
    at_once = []
    for grain in (1e-3, 1e-9, 1e-200):
        stop = (-np.log(grain) / rates).min(axis=0)
        # Log of the chance of not yielding at once: by `stop` only the stubborn are left.
        log_stay = np.log(grain) + rates * stop
        assert (log_stay <= 1e-9).all()
        assert (np.abs(log_stay).min(axis=0) < 1e-9).all()
        at_once.append(-np.expm1(log_stay))
        for share in (0.3, 1.0):
            t, nodes = share * stop, np.polynomial.legendre.leggauss(60)
            for i, j in ((0, 1), (1, 0)):
                s = 0.5 * t[:, None] * (nodes[0] + 1.0)
                density = np.exp(log_stay[j][:, None] - rates[j][:, None] * s) * rates[j][:, None]
                won = density * (prizes[i][:, None] - costs[i][:, None] * s)
                worth = at_once[-1][j] * prizes[i] + 0.5 * t * (won @ nodes[1])
                worth -= np.exp(log_stay[j] - rates[j] * t) * costs[i] * t
                if grain == 1e-3:  # later the sum has too few nodes
                    np.testing.assert_allclose(worth, at_once[-1][j] * prizes[i], atol=1e-9)
    yields = at_once[-1]
    apart = np.abs(np.log(rates[0] / rates[1])) > 0.2
    listed = {e.name: ~e.removed_by["a grain of stubbornness"] for e in MODEL.equilibria(draws)}
    for i, name in enumerate(KINDS[1:3]):
        np.testing.assert_array_equal(listed[name][apart], yields[i][apart] > 0.99)
    assert not listed["contest"].any()
    tie = {
        e.name: bool(e.removed_by["a grain of stubbornness"][0])
        for e in MODEL.equilibria(base(V1=2.0, V2=1.0, k1=0.5, k2=0.25))
    }
    assert tie == dict.fromkeys(KINDS, True) | {"contest": False}


@pytest.mark.parametrize(
    ("name", "change"),
    [("A1", {"V1": 0.0}), ("A1", {"V2": 0.0}), ("A2", {"k1": 0.0}), ("A2", {"k2": 0.0})],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(k1=-0.1)).status[0] == Status.INFEASIBLE
    assert MODEL.answer(base(V1=np.nan)).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="wait"):
        MODEL.build(("wait",))
