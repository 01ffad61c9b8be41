"""Precedent: the reference, value iteration, limits, edges and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.game.status import Status

MODEL = models.get("precedent")
CASES = reference("precedent")
SYMBOLS = {"lam_firm": "lambda_f", "lam_soft": "lambda_s"}


def draws_of(params):
    return MODEL.draws({SYMBOLS.get(name, name): value for name, value in params.items()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["params"]))
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(draws_of(case["params"])), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert answers.quantities["discount_for_precedent"][0] == near(expected["chi"])
    assert answers.quantities["largest_concession"][0] == near(expected["L_star"])
    assert bool(answers.probabilities["concede"][0]) is expected["concede"]


def iterate(draw, tolerance=1e-13):
    """What the target expects after firmness and after a concession, by repeated improvement."""
    cost, firm, lam_f, lam_s, delta = (float(draw[p.name][0]) for p in MODEL.parameters)
    value = np.zeros(2)
    while True:
        best = max(-cost + delta * value[1], -firm + delta * value[0])
        chance = np.array([lam_f, lam_s])
        new = chance * best + (1 - chance) * delta * value
        if np.abs(new - value).max() < tolerance:
            return new
        value = new


def test_value_iteration_expects_the_same():
    draws = inside(MODEL, random_draws(MODEL, 60, 1, {"discount": (0.0, 0.95)}))
    answers = MODEL.answer(draws)
    assert set(answers.probabilities["concede"]) == {0.0, 1.0}
    for i in range(len(draws)):
        after_firm, after_soft = iterate(draws.rows(slice(i, i + 1)))
        assert answers.values["Target"][i] == pytest.approx(after_firm, abs=1e-10)
        assert answers.quantities["value_after_concession"][i] == pytest.approx(
            after_soft, abs=1e-10
        )


def test_the_witness_finds_nothing_in_many_draws():
    draws = random_draws(MODEL, 4000, 2)
    answers = MODEL.answer(draws)
    check_selection(MODEL, draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.nanmax(np.abs(error)) < 1e-10, name


def test_the_precedent_as_a_price_paid_once():
    """With the price added, whoever looks only at today decides the same."""
    draws = inside(MODEL, random_draws(MODEL, 2000, 3))
    answers = MODEL.answer(draws)
    today = draws["concession_cost"] + answers.quantities["precedent_cost"]
    np.testing.assert_array_equal(
        today < draws["firmness_cost"], answers.probabilities["concede"] == 1.0
    )


def test_limits():
    same = MODEL.answer(MODEL.draws({"lambda_f": 0.2, "lambda_s": 0.2}))
    assert same.quantities["discount_for_precedent"][0] == 1.0
    assert same.quantities["precedent_cost"][0] == pytest.approx(0.0, abs=1e-15)
    patient = MODEL.answer(MODEL.draws({"delta": 1 - 1e-9}))
    assert patient.quantities["discount_for_precedent"][0] == pytest.approx(0.05 / 0.3, abs=1e-7)
    blind = MODEL.answer(MODEL.draws({"delta": 0.0}))
    assert blind.quantities["largest_concession"][0] == pytest.approx(0.6)


def test_the_largest_concession_is_a_knife_edge():
    answers = MODEL.answer(MODEL.draws({"L": 0.6, "lambda_f": 0.2, "lambda_s": 0.2}))
    assert answers.status[0] == Status.KNIFE_EDGE
    assert answers.quantities["n_equilibria"][0] == 2


@pytest.mark.parametrize(("name", "change"), [("A1", {"delta": 1.0}), ("A2", {"D": 0.0})])
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(MODEL.draws(change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert f"  {name}: " in MODEL.outside(answers)
    assert np.isnan(answers.values["Target"][0])
