"""Audience costs: every number of the reference, every equilibrium, limits, edges, refusals."""

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
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.refine import refine

MODEL = models.get("audience-costs")
CASES = reference("audience_costs")
#: Reaches every regime.
RANGES = {
    "damage": (0.3, 1.5),
    "concession_cost": (0.05, 1.5),
    "audience_cost": (0.0, 0.8),
    "p_resolved": (0.0, 1.0),
    "execution_cost_resolved": (-0.4, 0.4),
    "execution_cost_bluffer": (0.2, 1.2),
}
OUTCOMES = {
    "quiet": "quiet",
    "concession": "concede",
    "executed": "execute",
    "backed down": "back_down",
}
REGIMES = {"semi": "semi-separating", "pooling": "pooling"}
PROBABILITIES = {
    "pr_threat": "threat",
    "pr_concede": "concede",
    "pr_execute": "execute",
    "pr_back": "back_down",
}
QUANTITIES = {
    "pi_star": "belief_needed",
    "q": "concession_probability",
    "sigma": "bluff_probability",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(MODEL.draws(case["params"])), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert answers.categories["regime"][0] == REGIMES[expected["regime"]]
    found = {theirs: answers.probabilities[ours][0] for theirs, ours in PROBABILITIES.items()}
    found |= {theirs: answers.quantities[ours][0] for theirs, ours in QUANTITIES.items()}
    found |= {"u_C": answers.values["Challenger"][0], "u_T": answers.values["Target"][0]}
    assert {**found, "regime": expected["regime"]} == {
        name: value if name == "regime" else near(value) for name, value in expected.items()
    }


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_every_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 4000, 1, RANGES))
    assert len(draws) > 1000
    check_on_the_tree(MODEL, draws, OUTCOMES)
    check_selection(MODEL, draws)
    names = {e.name for e in MODEL.equilibria(draws)}
    assert names == {"pooling", "semi-separating", "rupture", "no threat"}


def test_the_solvers_know_the_same_equilibria():
    draws = inside(MODEL, random_draws(MODEL, 200, 2, RANGES))
    check_list_is_whole(MODEL, draws.rows(slice(0, 25)))
    check_solver_agrees(MODEL, draws)


def test_unique_if_the_resolved_like_to_act():
    draws = inside(MODEL, random_draws(MODEL, 2000, 3, RANGES))
    n_equilibria = MODEL.answer(draws).quantities["n_equilibria"]
    likes = draws["execution_cost_resolved"] < 0.0
    assert (n_equilibria[likes] == 1).all()
    silent = ~likes & (draws["concession_cost"] > draws["damage"])
    assert (n_equilibria[silent] == 1).all()
    assert (n_equilibria[~likes & ~silent] == 2).all()


def test_the_solvers_refinement_removes_the_same():
    """D1 and the silent equilibrium, by code that knows no closed form."""
    ranges = RANGES | {"execution_cost_resolved": (-0.1, 0.2), "concession_cost": (0.1, 0.9)}
    draws = inside(MODEL, random_draws(MODEL, 60, 4, ranges))
    game, listed = MODEL.build(), MODEL.equilibria(draws)
    n_removed = 0
    for i in range(15):
        found = all_sequential(game, draws.rows(slice(i, i + 1)))
        verdicts = {v.equilibrium: v for v in refine(game, found) if v.criterion == "D1"}
        for k, component in enumerate(found.equilibria):
            silent = component.solution.p_outcome["quiet"][0] > 1 - 1e-9
            (ours,) = [e for e in listed if e.exists[i] and (e.name == "no threat") == silent]
            assert verdicts[k].is_removed == ours.removed_by["D1"][i]
            n_removed += verdicts[k].is_removed
    assert n_removed >= 4


def test_the_audience_cost_tends_to_nothing():
    answers = MODEL.answer(base(e_R=-0.05, a=[1e-3, 1e-6, 1e-9]))
    np.testing.assert_allclose(
        answers.quantities["concession_probability"], [1e-3, 1e-6, 1e-9], rtol=2e-3
    )


def test_a_larger_audience_cost_binds_but_bluffs_as_often():
    answers = MODEL.answer(base(a=np.linspace(0.05, 0.75, 30)))
    assert (np.diff(answers.quantities["concession_probability"]) > 0).all()
    assert (np.diff(answers.probabilities["execute"]) < 0).all()
    np.testing.assert_allclose(answers.quantities["bluff_probability"], 4 / 9, atol=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        {"phi": 3 / 7, "L": 0.4, "d": 1.0, "r": 0.05},
        {"L": 1.0},
        {"L": 1.2, "e_R": 0.0},
        {"a": 0.0},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"V": 0.0}),
        ("A2", {"e_R": 0.3}),
        ("A2", {"e_R": 0.35}),
        ("A2", {"e_W": 0.3}),
        ("A3", {"phi": 0.0}),
        ("A4", {"L": 0.0, "r": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["concede"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize(
    "change", [{"phi": 1.1}, {"V": np.nan}, {"L": -0.1}, {"d": 0.0, "r": 0.0}], ids=str
)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_no_move_can_be_given_or_taken_away():
    with pytest.raises(UnknownName, match="quiet"):
        MODEL.answer(base(), given=("quiet",))
    with pytest.raises(UnknownName, match="threaten"):
        MODEL.equilibria(base(), remove=("threaten",))
    with pytest.raises(UnknownName, match="threaten"):
        MODEL.build(("threaten",))
