"""Informed opposition: the reference, every equilibrium, no information and much of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import (
    check_list_is_whole,
    check_on_the_tree,
    check_selection,
    inside,
    near,
    random_draws,
    reference,
)

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status

MODEL = models.get("informed-opposition")
CASES = reference("informed_opposition")
#: Reaches every regime.
RANGES = {
    "damage": (0.3, 1.5),
    "concession_cost": (0.05, 1.2),
    "audience_cost": (0.05, 0.8),
    "p_resolved": (0.02, 0.98),
    "p_informed": (0.02, 0.98),
    "execution_cost_resolved": (-0.4, 0.4),
    "supported_bluff_cost": (0.0, 1.0),
}
OUTCOMES = {
    "quiet": "quiet",
    "concession": "concede",
    "executed": "execute",
    "backed down": "back_down",
}
NUMBERS = {
    "q": "concession_probability",
    "sigma": "bluff_probability",
    "rho_star": "insight_that_ends_bluffs",
    "phi_hat": "resolve_needed",
    "pr_threat": "threat",
    "pr_execute": "execute",
    "pr_exposed": "opposed",
}
REGIMES = {"semi": "semi-separating", "separating": "separating"}
ALL = {
    "separating",
    "pooling",
    "semi-separating",
    "rupture",
    "no threat",
    "silent pooling",
    "silent semi-separating",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(MODEL.draws(case["params"])), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert answers.categories["regime"][0] == REGIMES[expected["regime"]]
    found = {**answers.quantities, **answers.probabilities}
    for theirs, value in expected.items():
        if theirs != "regime":
            assert found[NUMBERS[theirs]][0] == near(value), theirs


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_every_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 4000, 1, RANGES))
    assert len(draws) > 1000
    check_on_the_tree(MODEL, draws, OUTCOMES)
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == ALL


def test_the_solver_lists_the_same_equilibria():
    draws = inside(MODEL, random_draws(MODEL, 40, 2, RANGES))
    check_list_is_whole(MODEL, draws.rows(slice(0, 12)))


def test_one_survives_the_refinements():
    draws = inside(MODEL, random_draws(MODEL, 3000, 3, RANGES))
    left = np.zeros(len(draws), dtype=int)
    for equilibrium in MODEL.equilibria(draws):
        removed = np.any([*equilibrium.removed_by.values(), np.zeros(len(draws), bool)], axis=0)
        left += equilibrium.exists & ~removed
        assert not (equilibrium.selected & removed).any()
    assert (left == 1).all()


def test_without_information_it_is_a_game_of_audience_costs():
    draws = inside(MODEL, random_draws(MODEL, 500, 4, RANGES).replace(p_informed=1e-13))
    other = models.get("audience-costs")
    theirs = other.answer(other.draws({p.name: draws[p.name] for p in other.parameters}))
    ours = MODEL.answer(draws)
    for name in ("concede", "threat", "execute", "back_down"):
        np.testing.assert_allclose(ours.probabilities[name], theirs.probabilities[name], atol=1e-11)
    for player in other.players:
        np.testing.assert_allclose(ours.values[player], theirs.values[player], atol=1e-11)


def test_information_makes_execution_rarer_and_ends_bluffing():
    rho = np.linspace(0.01, 0.99, 99)
    answers = MODEL.answer(base(rho=rho))
    assert (np.diff(answers.probabilities["execute"]) < 1e-15).all()
    ended = rho > 10 / 13
    assert (answers.quantities["bluff_probability"][ended] == 0.0).all()
    assert (answers.quantities["bluff_probability"][~ended] > 0.0).all()


def test_silence_needs_a_critic_who_fears_success_more_than_bluffs():
    """g against bV/(a+V) at the defaults: silence is an equilibrium up to b=.26."""
    names = [{e.name for e in MODEL.equilibria(base(b=b))} for b in (0.25, 0.27)]
    assert "silent semi-separating" in names[0]
    assert "silent semi-separating" not in names[1]


@pytest.mark.parametrize(
    "change",
    [
        {"L": 1.0},
        {"rho": 1 / 1.3},
        {"phi": 3 / 11},
        {"L": 1.2, "e_R": 0.0},
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
        ("A2", {"e_W": 0.2}),
        ("A2", {"a": 0.0, "e_R": -0.1}),
        ("A3", {"rho": 0.0}),
        ("A3", {"phi": 1.0}),
        ("A4", {"L": 0.0, "r": 0.0}),
        ("A5", {"g": 0.0}),
        ("A5", {"b_prime": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(rho=1.1)).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="oppose"):
        MODEL.build(("oppose",))
