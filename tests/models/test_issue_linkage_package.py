"""Package: the reference, numerical optimization, linear programs, limits, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog, minimize
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.game.status import Status
from standoff.models.issue_linkage_package import best_package

MODEL = models.get("issue-linkage-package")
CASES = reference("issue_linkage_package")
PAIRS = CASES[:2]
PACKAGE = CASES[2]


def symbols(params):
    return {f"{name[0]}_{name[1]}": value for name, value in params.items()}


def base(**change):
    return MODEL.draws(symbols(PAIRS[0]["params"]) | change)


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: str(case["params"]["x2"]))
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(MODEL.draws(symbols(case["params"]))), dict(case["expected"])
    assert answers.status[0] == Status.SOLVED
    assert (answers.probabilities["agreement"][0] == 1.0) == expected.pop("feasible")
    found = {
        "t1": answers.quantities["first_moved"][0],
        "t2": answers.quantities["second_moved"][0],
        "u": answers.values["Challenger"][0],
        "v": answers.values["Target"][0],
    }
    assert found == {name: near(value) for name, value in expected.items()}


def test_the_package_of_four_issues():
    params, expected = PACKAGE["params"], PACKAGE["expected"]
    moved, worth = best_package(params["x"], params["y"])
    assert worth == near(expected["v"])
    assert moved.tolist() == [near(t) for t in expected["t"]]
    assert np.dot(params["x"], moved) == near(expected["u"])


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_nashs_product_by_numerical_optimization():
    draws = inside(MODEL, random_draws(MODEL, 60, 1))
    answers = MODEL.answer(draws)
    n_compared = 0
    for i in np.flatnonzero(answers.probabilities["agreement"] == 1.0)[:12]:
        x = np.array([draws["challenger_first"][i], draws["challenger_second"][i]])
        y = np.array([draws["target_first"][i], draws["target_second"][i]])
        # Somewhere inside the zone: the ray halfway between the two sides' break-even rays.
        ray = np.array([1.0, (x[0] / -x[1] + -y[0] / y[1]) / 2.0])
        found = minimize(
            lambda t, x=x, y=y: -np.log(max(x @ t, 1e-12)) - np.log(max(y @ t, 1e-12)),
            0.5 * ray / ray.max(),
            bounds=[(0, 1), (0, 1)],
            method="L-BFGS-B",
            options={"ftol": 1e-15, "gtol": 1e-10},
        )
        assert x @ found.x == pytest.approx(answers.values["Challenger"][i], abs=1e-5)
        assert y @ found.x == pytest.approx(answers.values["Target"][i], abs=1e-5)
        product = answers.values["Challenger"][i] * answers.values["Target"][i]
        assert np.exp(-found.fun) <= product * (1 + 1e-9)
        n_compared += 1
    assert n_compared == 12


def test_the_witness_and_a_zone_by_linear_programming():
    draws = inside(MODEL, random_draws(MODEL, 1000, 2))
    answers = MODEL.answer(draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "first in full",
        "second in full",
        "both in full",
        "no zone",
    }
    for i in range(100):
        x = [draws["challenger_first"][i], draws["challenger_second"][i]]
        y = [draws["target_first"][i], draws["target_second"][i]]
        for kept, favored, name in ((x, y, "most_for_target"), (y, x, "most_for_challenger")):
            found = linprog(-np.array(favored), A_ub=[-np.array(kept)], b_ub=[0], bounds=(0, 1))
            assert answers.quantities[name][i] == near(-found.fun)


def test_the_knapsack_equals_a_linear_program():
    rng = np.random.default_rng(3)
    for n_issues in (1, 2, 3, 5, 12):
        for _ in range(30):
            x, y = rng.normal(size=(2, n_issues))
            moved, worth = best_package(x, y)
            found = linprog(-y, A_ub=[-x], b_ub=[0.0], bounds=(0, 1))
            assert worth == near(-found.fun)
            assert ((moved >= 0.0) & (moved <= 1.0)).all()
            assert x @ moved >= -1e-12


def test_a_zone_is_where_the_ratio_is_above_one():
    draws = inside(MODEL, random_draws(MODEL, 2000, 4))
    answers = MODEL.answer(draws)
    agrees = answers.probabilities["agreement"] == 1.0
    np.testing.assert_array_equal(agrees, answers.quantities["gain_ratio"] > 1.0)
    for player in MODEL.players:
        assert (answers.values[player][agrees] > 0.0).all()


def test_the_gains_vanish_at_the_border():
    answers = MODEL.answer(base(y_2=0.24 * (1 + np.array([1e-3, 1e-6, 1e-9]))))
    for player in MODEL.players:
        assert (np.diff(answers.values[player]) < 0.0).all()
        assert 0.0 < answers.values[player][-1] < 1e-8


@pytest.mark.parametrize(
    "change",
    [
        {"x_1": 0.5, "y_1": -0.5, "x_2": -0.5, "y_2": 0.5},
        {"x_1": 1.5, "y_1": -0.25, "x_2": -1.0, "y_2": 0.5},
        {"x_1": 1.0, "y_1": -0.5, "x_2": -0.5, "y_2": 0.75},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [("A1", {"x_1": 0.0}), ("A1", {"y_1": 0.0}), ("A2", {"x_2": 0.0}), ("A2", {"y_2": 0.0})],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["agreement"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"x_1": -1.0}, {"y_1": 0.1}, {"y_2": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE
