"""Ultimatum: the reference, the tree on ever finer grids, limits, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("ultimatum-private-cost")
CASES = reference("ultimatum_private_cost")
RANGES = {"p_win": (0.0, 1.0), "lowest_cost": (0.0, 0.6), "highest_cost": (0.05, 2.0)}
REGIMES = {"safe demand", "risky demand", "all, at a risk", "all, safely"}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


def on_grid(draws, grid):
    """The border nearest to the closed form's demand, best since payoffs are a parabola."""
    low, high, p = draws["lowest_cost"], draws["highest_cost"], draws["p_win"]
    top = np.maximum(low, np.minimum(high, 1.0 - p))
    cell = (top - low) / grid
    at = MODEL.answer(draws).quantities["demand"] - p - low
    demand = np.rint(np.divide(at, cell, out=np.zeros_like(at), where=cell > 0)).astype(int)
    strategy = {("demand", f"demand {j}"): (demand == j).astype(float) for j in range(grid + 1)}
    costs = [low + (i + 0.5) * cell for i in range(grid)] + [(high + top) / 2]
    for i, cost in enumerate(costs):
        kind = "higher" if i == grid else f"cost {i + 1}"
        for j in range(grid + 1):
            accepts = (np.minimum(1.0, p + low + j * cell) - p <= cost).astype(float)
            strategy[f"{kind} > demand {j}", "accept"] = accepts
            strategy[f"{kind} > demand {j}", "fight"] = 1.0 - accepts
    return from_named(MODEL.build(grid=grid), draws, strategy)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    found = {
        "demand": answers.quantities["demand"][0],
        "pr_war": answers.probabilities["fight"][0],
        "u_A": answers.values["Proposer"][0],
    }
    assert found == {name: near(value) for name, value in case["expected"].items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_the_nearest_demand_is_an_equilibrium_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 3000, 1, RANGES))
    assert len(draws) > 1500
    checked = verify(on_grid(draws, 6))
    assert checked.ok.all(), checked.worst()
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == REGIMES


def test_finer_grids_come_nearer_to_the_closed_form():
    """Half a cell off in the demand, so a quarter of a squared cell off in the payoff."""
    draws = inside(MODEL, random_draws(MODEL, 200, 2, RANGES))
    answers = MODEL.answer(draws)
    width = draws["highest_cost"] - draws["lowest_cost"]
    for grid in (4, 10, 24):
        solution = on_grid(draws, grid)
        off = np.abs(solution.p_outcome["fought"] - answers.probabilities["fight"])
        assert off.max() <= 0.5 / grid + 1e-12
        assert off.max() > 0.2 / grid
        loss = answers.values["Proposer"] - solution.value[:, 0]
        assert loss.min() >= -1e-12
        assert (loss <= width / (4 * grid**2) + 1e-12).all()


def test_the_solver_finds_the_same_on_the_grid():
    ranges = {"lowest_cost": (0.0, 0.1), "highest_cost": (0.3, 0.6), "p_win": (0.2, 0.4)}
    draws = inside(MODEL, random_draws(MODEL, 20, 3, ranges))
    solution, ours = solve_sequential(MODEL.build(), draws), on_grid(draws, 6)
    solved = solution.status == Status.SOLVED
    assert solved.mean() > 0.9
    np.testing.assert_allclose(solution.value[solved], ours.value[solved], atol=1e-8)


def test_the_demand_is_the_best_of_many():
    draws = inside(MODEL, random_draws(MODEL, 300, 4, RANGES))
    c = {name: draws[name][:, None] for name in draws.names}
    demands = np.linspace(0.0, 1.0, 4001)
    fights = np.clip(
        (demands - c["p_win"] - c["lowest_cost"]) / (c["highest_cost"] - c["lowest_cost"]), 0, 1
    )
    worth = (1 - fights) * demands + fights * (c["p_win"] - c["fighting_cost"])
    best = MODEL.answer(draws).values["Proposer"]
    assert (worth.max(axis=1) <= best + 1e-12).all()
    # The best may be at a kink, which lies up to half a step from a demand of the search.
    np.testing.assert_allclose(worth.max(axis=1), best, atol=5e-3)


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 3000, 7, RANGES))
    assert len(draws) > 1500
    for name, error in MODEL.witness(draws, MODEL.answer(draws)).items():
        assert np.abs(error).max() < 1e-9, name


def test_limits():
    costs = np.linspace(0.0, 0.45, 10)
    answers = MODEL.answer(base(c_A=costs))
    np.testing.assert_allclose(answers.probabilities["fight"], (0.5 - costs) / 1.0, atol=1e-12)
    np.testing.assert_allclose(
        answers.values["Proposer"], 0.3 + (0.5 - costs) ** 2 / 2.0, atol=1e-12
    )
    assert MODEL.answer(base(c_A=0.6)).probabilities["fight"][0] == 0.0
    known = MODEL.answer(base(c_lo=0.5 - 1e-9))
    assert known.probabilities["fight"][0] == 0.0
    assert known.quantities["demand"][0] == pytest.approx(0.8, abs=1e-8)


def test_a_responder_that_would_give_up_everything_is_asked_for_everything():
    answers = MODEL.answer(base(p=0.9, c_lo=0.3))
    assert answers.categories["regime"][0] == "all, safely"
    assert answers.quantities["demand"][0] == 1.0
    assert answers.probabilities["fight"][0] == 0.0
    assert answers.values["Proposer"][0] == 1.0


@pytest.mark.parametrize(
    "change",
    [{"c_lo": 0.2}, {"p": 0.8}, {"p": 0.7, "c_lo": 0.3}, {"c_A": 0.5}],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize("change", [{"c_lo": 0.5}, {"c_lo": 0.6}], ids=str)
def test_outside_its_assumptions_it_refuses_by_name(change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert "  A1: " in MODEL.outside(answers)
    assert np.isnan(answers.probabilities["fight"][0])


@pytest.mark.parametrize("change", [{"p": 1.1}, {"c_A": -0.1}, {"c_hi": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_no_move_can_be_taken_away():
    with pytest.raises(UnknownName, match="fight"):
        MODEL.build(("fight",))
