"""Scapegoat: the reference, all equilibria, removed choices, limits, edges, refusals."""

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

MODEL = models.get("scapegoat")
CASES = reference("scapegoat")
RANGES = {"p_exposure": (0.0, 0.9), "doubt_threshold": (0.05, 0.95), "p_clean": (0.02, 0.9)}
OUTCOMES = {
    "culprit accepted": "culprit_accepted",
    "culprit rejected": "culprit_rejected",
    "scapegoat accepted": "scapegoat_accepted",
    "scapegoat rejected": "scapegoat_rejected",
    "scapegoat exposed": "exposed",
    "nobody punished": "nobody",
}
REGIMES = {"mixed": "scapegoat doubted", "none": "nobody punished"}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
@pytest.mark.parametrize("remove", [(), ("culprit",)], ids=str)
def test_every_number_of_the_reference(case, remove):
    answers = MODEL.answer(MODEL.draws(case["params"]), remove=remove)
    assert answers.status[0] == Status.SOLVED
    expected = dict(case["expected"])
    assert answers.categories["regime"][0] == REGIMES[expected.pop("regime")]
    found = {
        "sigma": answers.quantities["scapegoat_probability"][0],
        "alpha": answers.quantities["acceptance_probability"][0],
        "omega_star": answers.quantities["exposure_that_deters"][0],
        "accept_threshold": answers.quantities["belief_if_always"][0],
    }
    assert found == {name: near(value) for name, value in expected.items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


@pytest.mark.parametrize("remove", [(), ("culprit",), ("scapegoat",)], ids=str)
def test_every_equilibrium_on_the_tree(remove):
    draws = inside(MODEL, random_draws(MODEL, 3000, 1, RANGES), remove)
    assert len(draws) > 2500
    there = {o: p for o, p in OUTCOMES.items() if "scapegoat" not in remove or o[0] != "s"}
    check_on_the_tree(MODEL, draws, there, remove)
    check_selection(MODEL, draws, remove)
    names = {e.name for e in MODEL.equilibria(draws, remove=remove)}
    assert names == {
        "nobody punished",
        *(["culprit punished"] if "culprit" not in remove else []),
        *(["scapegoat accepted", "scapegoat doubted"] if "scapegoat" not in remove else []),
        *(["scapegoat or culprit"] if not remove else []),
    }


def test_the_solvers_know_the_same_equilibria():
    draws = inside(MODEL, random_draws(MODEL, 200, 2, RANGES))
    check_list_is_whole(MODEL, draws.rows(slice(0, 30)))
    check_list_is_whole(MODEL, draws.rows(slice(40, 50)), ("culprit",))
    check_solver_agrees(MODEL, draws)
    more = inside(MODEL, random_draws(MODEL, 1000, 6, RANGES))
    several = more.rows(MODEL.answer(more).quantities["n_equilibria"] > 1)
    assert len(several) >= 10
    check_list_is_whole(MODEL, several.rows(slice(0, 10)))


def test_one_or_three_equilibria():
    draws = inside(MODEL, random_draws(MODEL, 5000, 5, RANGES))
    answers = MODEL.answer(draws)
    assert set(answers.quantities["n_equilibria"]) == {1.0, 3.0}
    listed = {e.name: e for e in MODEL.equilibria(draws)}
    three = answers.quantities["n_equilibria"] == 3.0
    assert answers.categories["regime"].is_("culprit punished")[three].all()
    for name in ("scapegoat doubted", "scapegoat or culprit"):
        assert listed[name].exists[three].all()
        for player in MODEL.players:
            assert (listed[name].values[player] <= answers.values[player] + 1e-12)[three].all()
    without = MODEL.answer(draws, remove=("culprit",)).quantities["n_equilibria"]
    assert (without == 1.0).all()


def test_scapegoats_end_at_the_exposure_that_deters():
    draws = inside(MODEL, random_draws(MODEL, 500, 3, RANGES), ("culprit",))
    at = MODEL.answer(draws, remove=("culprit",)).quantities["exposure_that_deters"]
    for factor, some in ((1 - 1e-9, True), (1 + 1e-9, False)):
        near_it = draws.replace(p_exposure=at * factor)
        found = MODEL.answer(near_it, remove=("culprit",)).probabilities["scapegoat"]
        assert ((found > 0.0) == some).all()


def test_a_cheap_culprit_is_punished_exactly_when_that_pays_most():
    draws = inside(MODEL, random_draws(MODEL, 2000, 4, RANGES))
    c = draws.columns()
    kept = 1.0 - c["p_exposure"]
    trick = kept - c["scapegoat_cost"] - c["p_exposure"] * c["exposure_penalty"]
    honest = 1.0 - c["culprit_cost"]
    uses = MODEL.answer(draws).probabilities["scapegoat"] > 0.0
    np.testing.assert_array_equal(uses, trick > np.maximum(0.0, honest))


def test_limits():
    certain = MODEL.answer(base(omega=0.0))
    assert certain.quantities["scapegoat_probability"][0] == near(0.3 * 0.4 / (0.6 * 0.7))
    rare = MODEL.answer(base(s=[1e-3, 1e-6, 1e-9]))
    np.testing.assert_allclose(rare.quantities["scapegoat_probability"] * 1e3, 0, atol=1)
    assert (np.diff(rare.quantities["scapegoat_probability"]) < 0.0).all()
    np.testing.assert_allclose(rare.quantities["acceptance_probability"], 4 / 15, atol=1e-12)
    assert MODEL.answer(base(omega=1.0)).categories["regime"][0] == "nobody punished"


@pytest.mark.parametrize(
    "change",
    [
        {"omega": 0.5, "P": 0.8},
        {"omega": 0.9 / 1.4},
        {"tau": 0.5, "s": 1 / 3, "omega": 0.5, "P": 0.0},
        {"K": 0.45},
        {"omega": 0.75, "K": 1.0},
        {"tau": 0.9, "omega": 0.5, "P": 0.2, "k": 0.1, "K": 0.4},
        {"k": 0.0, "P": 0.0},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"B": 0.0}),
        ("A2", {"s": 0.0}),
        ("A2", {"s": 1.0}),
        ("A3", {"tau": 0.0}),
        ("A3", {"tau": 1.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["scapegoat"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"s": 1.1}, {"B": np.nan}, {"k": -0.1}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_only_choices_of_the_captured_can_be_taken_away():
    with pytest.raises(UnknownName, match="nobody"):
        MODEL.answer(base(), remove=("nobody",))
