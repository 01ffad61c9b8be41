"""Private or public: the reference, every equilibrium with either channel, limits, edges."""

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
from standoff.errors import GameError, UnknownName
from standoff.game.status import Status
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.refine import refine

MODEL = models.get("private-or-public-threat")
CASES = reference("private_or_public_threat")
#: Reaches every regime.
RANGES = {
    "damage": (0.3, 1.5),
    "concession_cost": (0.05, 1.2),
    "audience_cost": (0.2, 0.6),
    "p_eager": (0.05, 0.7),
    "p_bound": (0.0, 0.28),
    "execution_cost_eager": (-0.3, -0.001),
    "execution_cost_bound": (0.001, 0.3),
}
OUTCOMES = {
    "quiet": "quiet",
    "private concession": "private_concession",
    "public concession": "public_concession",
    "executed": "execute",
    "backed down": "back_down",
}
REGIMES = {"efficient_secrecy": "private pooling", "public_semi": "public semi"}


def of_case(case):
    params = {k: v for k, v in case["params"].items() if k not in ("e", "f1", "f2")}
    params |= {f"e_{i}": e for i, e in enumerate(case["params"]["e"], start=1)}
    return params | {"f_1": case["params"]["f1"], "f_2": case["params"]["f2"]}


def base(**change):
    return MODEL.draws(of_case(CASES[0]) | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(MODEL.draws(of_case(case))), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert answers.categories["regime"][0] == REGIMES[expected["regime"]]
    assert answers.probabilities[f"{expected['channel']}_threat"][0] == near(expected["pr_threat"])
    assert answers.probabilities["execute"][0] == near(expected["pr_execute"])
    assert answers.quantities["concession_probability"][0] == near(expected["q"])
    assert answers.quantities["bluff_probability"][0] == near(expected["sigma"])
    assert answers.quantities["belief_needed_private"][0] == near(expected["pi_private"])
    assert answers.quantities["belief_needed_public"][0] == near(expected["pi_public"])
    secrecy = expected["regime"] == "efficient_secrecy"
    assert answers.quantities["efficient_secrecy"][0] == float(secrecy)


def test_the_values_of_the_reference():
    answers = MODEL.answer(MODEL.draws(of_case(CASES[1])))
    assert answers.values["Challenger"][0] == near(0.0596153846154)
    assert answers.values["Target"][0] == near(-0.378)


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


@pytest.mark.parametrize("remove", [(), ("private",), ("public",)], ids=str)
def test_every_equilibrium_on_the_tree(remove):
    draws = inside(MODEL, random_draws(MODEL, 4000, 1, RANGES), remove)
    assert len(draws) > 1000
    there = {o: p for o, p in OUTCOMES.items() if not any(o.startswith(r) for r in remove)}
    check_on_the_tree(MODEL, draws, there, remove)
    check_selection(MODEL, draws, remove)
    left = {
        (): {"private pooling", "public pooling", "public semi", "public rupture",
             "ignored private threat"},
        ("private",): {"public pooling", "public semi", "public rupture"},
        ("public",): {"private pooling", "ignored private threat"},
    }  # fmt: skip
    assert {e.name for e in MODEL.equilibria(draws, remove=remove)} == left[remove]


@pytest.mark.parametrize("remove", [(), ("private",), ("public",)], ids=str)
def test_the_solver_lists_the_same_equilibria(remove):
    draws = inside(MODEL, random_draws(MODEL, 40, 2, RANGES), remove)
    check_list_is_whole(MODEL, draws.rows(slice(0, 12)), remove)


def test_the_solver_picks_one_of_them():
    """Types that threaten in vain do so or not, so only the rest is compared."""
    draws = inside(MODEL, random_draws(MODEL, 11, 3, RANGES))
    check_solver_agrees(MODEL, draws, [("private concession", "public concession"), ("executed",)])


def test_the_solvers_refinement_removes_the_same():
    """Where public threats are believed, D1 leaves no ignored private threat."""
    draws = inside(MODEL, random_draws(MODEL, 200, 4, RANGES))
    game, (*_, ignored) = MODEL.build(), MODEL.equilibria(draws)
    assert ignored.name == "ignored private threat"
    rows = np.flatnonzero(ignored.removed_by["D1"])
    for i in rows[:5]:
        found = all_sequential(game, draws.rows(slice(i, i + 1)))
        removed = {
            v.equilibrium for v in refine(game, found) if v.criterion == "D1" and v.is_removed
        }
        for k, component in enumerate(found.equilibria):
            concession = component.solution.p_outcome
            none = concession["private concession"][0] + concession["public concession"][0] < 1e-9
            assert (k in removed) == none
    spared = ignored.exists & (
        draws["concession_cost"] + draws["public_humiliation"] > draws["damage"]
    )
    assert spared.any()
    assert not ignored.removed_by["D1"][spared].any()


def test_without_humiliation_and_audience_the_channels_merge():
    answers = MODEL.answer(base(m=0.0, a=1e-6, e_2=1e-7, f_1=0.3, f_2=0.01))
    assert answers.quantities["belief_needed_public"][0] == near(
        answers.quantities["belief_needed_private"][0]
    )
    assert answers.quantities["concession_probability"][0] < 1e-5


def test_a_large_humiliation_makes_public_threats_useless():
    answers = MODEL.answer(base(m=[0.7, 5.0], f_1=0.2))
    assert [answers.categories["regime"][i] for i in (0, 1)] == ["public rupture"] * 2


def test_without_the_private_channel_it_is_a_game_of_audience_costs():
    """Two types: those who execute in public, and the others."""
    public = inside(MODEL, random_draws(MODEL, 300, 5, RANGES | {"p_bound": (0.0, 0.0)}))
    answers = MODEL.answer(public, remove=("private",))
    other = models.get("audience-costs")
    same = {n: public[n] for n in ("prize", "damage", "bluff_call_gain", "audience_cost")}
    theirs = other.answer(
        other.draws(
            {
                **same,
                "concession_cost": public["concession_cost"] + public["public_humiliation"],
                "p_resolved": public["p_eager"],
                "execution_cost_resolved": public["execution_cost_eager"],
                "execution_cost_bluffer": public["execution_cost_unwilling"],
            }
        )
    )
    for name in ("concede", "threat", "execute", "back_down"):
        np.testing.assert_allclose(
            answers.probabilities[name], theirs.probabilities[name], atol=1e-12
        )


@pytest.mark.parametrize(
    "change",
    [{"f_1": 0.45 / 1.05}, {"f_2": 0.65 / 1.05 - 0.5}, {"m": 0.6}, {"m": 0.0}],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"V": 0.05}),
        ("A2", {"e_1": 0.0}),
        ("A2", {"e_2": 0.3}),
        ("A2", {"e_3": 0.3}),
        ("A3", {"f_1": 0.0}),
        ("A3", {"f_1": 0.75, "f_2": 0.25}),
        ("A4", {"L": 0.0, "r": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_have_no_answer():
    assert MODEL.answer(base(f_1=0.6, f_2=0.6)).status[0] == Status.INFEASIBLE
    assert MODEL.answer(base(d=0.0, r=0.0)).status[0] == Status.INFEASIBLE


def test_one_channel_must_be_left():
    with pytest.raises(GameError, match="private"):
        MODEL.answer(base(), remove=("private", "public"))
    with pytest.raises(UnknownName, match="secret"):
        MODEL.build(("secret",))
