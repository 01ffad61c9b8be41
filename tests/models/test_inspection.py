"""Inspection: the reference, the only equilibrium, the committed inspector, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import (
    check_list_is_whole,
    check_on_the_tree,
    check_selection,
    check_solver_agrees,
    inside,
    near,
    random_draws,
    reference,
)

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status

MODEL = models.get("inspection")
CASES = reference("inspection")
OUTCOMES = {
    "detected": "detected",
    "missed": "missed",
    "overlooked": "overlooked",
    "inspected in vain": "in_vain",
    "peace": "peace",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    assert answers.categories["regime"][0] == "mixed"
    found = {
        "p_violate": answers.probabilities["violate"][0],
        "q_inspect": answers.probabilities["inspect"][0],
        "u_inspectee": answers.values["Inspectee"][0],
        "u_inspector": answers.values["Inspector"][0],
        "u_inspector_commit": answers.quantities["value_if_committed"][0],
    }
    assert found == {name: near(value) for name, value in case["expected"].items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_every_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 3000, 1))
    assert len(draws) > 2000
    check_on_the_tree(MODEL, draws, OUTCOMES)
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "mixed",
        "open corruption",
        "no inspection",
    }


def test_the_solvers_know_no_other_equilibrium():
    draws = inside(MODEL, random_draws(MODEL, 200, 2))
    check_list_is_whole(MODEL, draws.rows(slice(0, 40)))
    check_solver_agrees(MODEL, draws)
    assert (MODEL.answer(draws).quantities["n_equilibria"] == 1).all()


def test_a_harsher_fine_changes_only_inspections():
    answers = MODEL.answer(base(f=np.linspace(0.6, 5.0, 30)))
    np.testing.assert_allclose(answers.probabilities["violate"], 0.375, atol=1e-12)
    assert (np.diff(answers.probabilities["inspect"]) < 0.0).all()
    rewarded = MODEL.answer(base(r=np.linspace(0.3, 5.0, 30)))
    np.testing.assert_allclose(rewarded.probabilities["inspect"], 0.3125, atol=1e-12)
    assert (np.diff(rewarded.probabilities["violate"]) < 0.0).all()


def test_a_committed_inspector_can_do_no_better():
    """Search over all rates: the inspectee best-responds, and obeys when indifferent."""
    draws = inside(MODEL, random_draws(MODEL, 500, 3))
    c = {name: draws[name][:, None] for name in draws.names}
    at_edge = np.minimum(c["violation_gain"] / (c["p_detection"] * c["fine"]), 1.0)
    grid = np.tile(np.linspace(0.0, 1.0, 2001), (len(draws), 1))
    rates = np.hstack([grid, at_edge])
    gains = c["violation_gain"] - rates * c["p_detection"] * c["fine"]
    if_obeyed = -c["inspection_cost"] * rates
    if_not = (
        rates * (c["p_detection"] * c["detection_reward"] - c["inspection_cost"])
        - c["violation_harm"]
    )
    indifferent = np.abs(gains) < 1e-12
    worth = np.where(gains > 0, if_not, if_obeyed)
    worth = np.where(indifferent, np.maximum(if_obeyed, if_not), worth)
    committed = MODEL.answer(draws).quantities["value_if_committed"]
    np.testing.assert_allclose(worth.max(axis=1), committed, atol=1e-12)
    assert (committed >= MODEL.answer(draws).values["Inspector"] - 1e-12).all()
    prefers = committed > -(c["inspection_cost"] * at_edge)[:, 0] + 1e-9
    assert prefers.any()
    assert not prefers.all()


@pytest.mark.parametrize("change", [{"g": 1.28}, {"c": 0.4}, {"z": 0.3}, {"r": 0.1875}], ids=str)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(("name", "change"), [("A1", {"g": 0.0}), ("A2", {"c": 0.0})])
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["violate"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"z": 1.1}, {"f": np.inf}, {"l": -0.1}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_without_detection_nobody_looks():
    assert MODEL.answer(base(z=0.0)).categories["regime"][0] == "no inspection"


def test_no_move_can_be_taken_away():
    with pytest.raises(UnknownName, match="inspect"):
        MODEL.build(("inspect",))
