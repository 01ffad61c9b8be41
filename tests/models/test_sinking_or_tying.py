"""Sinking or tying: the reference, every equilibrium, the threshold, limits."""

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
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.refine import refine

MODEL = models.get("sinking-or-tying")
CASES = reference("sinking_or_tying")
#: Reaches every regime.
RANGES = {
    "prize_resolved": (0.3, 1.5),
    "prize_bluffer": (0.05, 1.0),
    "concession_cost": (0.05, 1.0),
    "p_resolved": (0.01, 0.7),
    "audience_cost": (0.05, 1.2),
    "execution_cost_resolved": (-0.6, 0.4),
    "execution_cost_bluffer": (0.6, 1.4),
}
OUTCOMES = {
    "quiet": "quiet",
    "concession": "concede",
    "executed": "execute",
    "backed down": "back_down",
}
NUMBERS = {
    "pi_star": "belief_needed",
    "s_star": "sunk_cost",
    "u_R_sunk": "value_resolved_sinking",
    "u_R_tying": "value_resolved_tying",
    "a_dagger": "audience_cost_needed",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    draws, expected = MODEL.draws(case["params"]), case["expected"]
    answers = MODEL.answer(draws)
    assert answers.status[0] == Status.SOLVED
    for theirs, ours in NUMBERS.items():
        assert answers.quantities[ours][0] == near(expected[theirs])
    (tying,) = [e for e in MODEL.equilibria(draws) if e.name == "tying"]
    assert tying.assessment.strategy["tie: answer", "concede"][0] == near(expected["q_tying"])
    assert expected["separates"]
    assert answers.categories["regime"][0] == "sinking"
    assert set(expected) == {*NUMBERS, "q_tying", "separates"}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_every_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 9000, 1, RANGES))
    assert len(draws) > 1000
    check_on_the_tree(MODEL, draws, OUTCOMES)
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {"sinking", "tying", "no threat"}


def test_the_solver_lists_the_same_equilibria():
    draws = inside(MODEL, random_draws(MODEL, 200, 2, RANGES))
    check_list_is_whole(MODEL, draws.rows(slice(0, 12)))


def test_the_solvers_refinement_removes_the_same():
    """In a component that only ends at a cost that W is indifferent to, D1 may be weaker."""
    draws = inside(MODEL, random_draws(MODEL, 400, 3, RANGES))
    game, listed = MODEL.build(), MODEL.equilibria(draws)
    n_removed = 0
    for i in range(10):
        found = all_sequential(game, draws.rows(slice(i, i + 1)))
        verdicts = {v.equilibrium: v for v in refine(game, found) if v.criterion == "D1"}
        for k, component in enumerate(found.equilibria):
            p = component.solution.probability("resolved: respond", "sink")[0]
            quiet = component.solution.probability("resolved: respond", "quiet")[0]
            name = "sinking" if p > 0.5 else "no threat" if quiet > 0.5 else "tying"
            (ours,) = [e for e in listed if e.name == name]
            assert ours.exists[i]
            assert verdicts[k].is_removed == ours.removed_by["D1"][i], (i, name)
            n_removed += verdicts[k].is_removed
    assert n_removed > 5


def test_exactly_one_survives():
    draws = inside(MODEL, random_draws(MODEL, 4000, 4, RANGES))
    left = [e.exists & ~e.removed_by["D1"] for e in MODEL.equilibria(draws)]
    assert (np.sum(left, axis=0) == 1).all()


def test_the_threshold_is_where_the_better_tool_changes():
    draws = inside(MODEL, random_draws(MODEL, 4000, 5, RANGES))
    needed = MODEL.answer(draws).quantities["audience_cost_needed"]
    low = np.maximum(draws["execution_cost_resolved"], 0.0)
    usable = (needed > low + 1e-3) & (needed < draws["execution_cost_bluffer"] - 1e-3)
    usable &= needed > draws["execution_cost_resolved"] + 1e-3
    separates = draws["prize_resolved"] - draws["prize_bluffer"] > np.maximum(
        -draws["execution_cost_resolved"], 0.0
    )
    usable &= separates
    assert usable.sum() > 200
    here = draws.rows(usable)
    below = MODEL.answer(here.replace(audience_cost=needed[usable] - 1e-6))
    above = MODEL.answer(here.replace(audience_cost=needed[usable] + 1e-6))
    assert below.categories["regime"].is_("sinking").all()
    assert above.categories["regime"].is_("tying").all()


def test_limits_of_the_bluffers_prize():
    alike = MODEL.answer(base(V_W=1.0 - 1e-9, a=[0.09999, 0.10001], e_R=0.1))
    assert alike.status.tolist() == [Status.OUTSIDE_ASSUMPTIONS, Status.SOLVED]
    assert alike.categories["regime"][1] == "tying"
    free = MODEL.answer(base(V_W=1e-9))
    assert free.categories["regime"][0] == "sinking"
    assert free.quantities["value_resolved"][0] == near(1.0 - 1e-9)


def test_an_exact_equality_is_a_knife_edge():
    assert MODEL.answer(base(a=0.7)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"V_W": 1.0}),
        ("A1", {"V_W": 0.0}),
        ("A2", {"e_R": 0.3}),
        ("A2", {"e_W": 0.3}),
        ("A3", {"phi": 0.5}),
        ("A3", {"L": 1.1}),
        ("A4", {"e_R": -1.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(phi=-0.1)).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="sink"):
        MODEL.build(("sink",))
