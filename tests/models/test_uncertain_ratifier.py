"""Uncertain ratifier: the reference, the tree on ever finer grids, limits, edges, refusals."""

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

MODEL = models.get("uncertain-ratifier")
CASES = reference("uncertain_ratifier")
RANGES = {"lowest_floor": (0.0, 1.6), "highest_floor": (0.1, 2.5)}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


def nearest_offer(draws, grid):
    """The border nearest to the closed form's offer, which is best since payoffs are a parabola."""
    low, high = draws["lowest_floor"], draws["highest_floor"]
    at = (MODEL.answer(draws).quantities["offer"] - low) / (high - low)
    return np.rint(at * grid).astype(int)


def on_grid(draws, grid):
    offer = nearest_offer(draws, grid)
    strategy = {("offer", f"offer {j}"): (offer == j).astype(float) for j in range(grid + 1)}
    for i in range(grid):
        for j in range(grid + 1):
            label = f"floor {i + 1} > offer {j}"
            strategy[label, "ratify"] = float(j > i)
            strategy[label, "refuse"] = float(j <= i)
    return from_named(MODEL.build(grid=grid), draws, strategy)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    found = {
        "x": answers.quantities["offer"][0],
        "pr_ratify": answers.probabilities["ratify"][0],
        "u_T": answers.values["Executive"][0],
    }
    assert found == {name: near(value) for name, value in case["expected"].items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_the_nearest_offer_is_an_equilibrium_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 3000, 1, RANGES))
    assert len(draws) > 1000
    solution = on_grid(draws, 6)
    checked = verify(solution)
    assert checked.ok.all(), checked.worst()
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {"sure offer", "risky offer", "no deal"}


def test_finer_grids_come_nearer_to_the_closed_form():
    """Half a cell off in the offer, so a quarter of a squared cell off in the payoff."""
    draws = inside(MODEL, random_draws(MODEL, 200, 2, RANGES))
    answers = MODEL.answer(draws)
    width = draws["highest_floor"] - draws["lowest_floor"]
    for grid in (4, 10, 24):
        solution = on_grid(draws, grid)
        off = np.abs(solution.p_outcome["ratified"] - answers.probabilities["ratify"])
        assert off.max() <= 0.5 / grid + 1e-12
        assert off.max() > 0.2 / grid
        loss = answers.values["Executive"] - solution.value[:, 0]
        assert loss.min() >= -1e-12
        assert (loss <= width / (4 * grid**2) + 1e-12).all()


def test_the_solver_finds_the_same_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 30, 3))
    solution = solve_sequential(MODEL.build(), draws)
    ours = on_grid(draws, 6)
    solved = solution.status == Status.SOLVED
    assert solved.mean() > 0.9
    np.testing.assert_allclose(solution.value[solved], ours.value[solved], atol=1e-8)


def test_the_offer_is_the_best_of_many():
    draws = inside(MODEL, random_draws(MODEL, 300, 4, RANGES))
    c = {name: draws[name][:, None] for name in draws.names}
    offers = c["lowest_floor"] + np.linspace(-0.25, 1.25, 6001) * (
        c["highest_floor"] - c["lowest_floor"]
    )
    accepted = np.clip(
        (offers - c["lowest_floor"]) / (c["highest_floor"] - c["lowest_floor"]), 0, 1
    )
    worth = accepted * (1 - offers) - (1 - accepted) * c["failure_cost"]
    best = MODEL.answer(draws).values["Executive"]
    assert (worth.max(axis=1) <= best + 1e-12).all()
    np.testing.assert_allclose(worth.max(axis=1), best, atol=1e-6)


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 3000, 7, RANGES))
    assert len(draws) > 1500
    for name, error in MODEL.witness(draws, MODEL.answer(draws)).items():
        assert np.abs(error).max() < 1e-9, name


def test_limits():
    answers = MODEL.answer(base(r_hi=[0.3, 0.5, 0.75, 0.76]))
    assert [answers.categories["regime"][i] for i in (0, 1, 3)] == [*["sure offer"] * 2,
                                                                    "risky offer"]  # fmt: skip
    assert (answers.probabilities["ratify"][:3] == 1.0).all()
    monopoly = MODEL.answer(base(r_lo=0.0, r_hi=1.0, c=0.0))
    assert monopoly.quantities["offer"][0] == near(0.5)
    narrow = MODEL.answer(base(r_hi=0.2 + 1e-9))
    assert narrow.values["Executive"][0] == pytest.approx(0.8, abs=1e-8)


@pytest.mark.parametrize("change", [{"r_hi": 0.75}, {"r_lo": 1.3, "r_hi": 1.5}], ids=str)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize("change", [{"r_hi": 0.2}, {"r_hi": 0.1}], ids=str)
def test_outside_its_assumptions_it_refuses_by_name(change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert "  A1: " in MODEL.outside(answers)
    assert np.isnan(answers.probabilities["ratify"][0])


@pytest.mark.parametrize("change", [{"r_lo": -0.1}, {"c": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_no_move_can_be_taken_away():
    with pytest.raises(UnknownName, match="refuse"):
        MODEL.build(("refuse",))
