"""Menu of threats: the reference, backward induction, limits, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import (
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
from standoff.models.threat_menu import INSTRUMENTS
from standoff.solve.backward import solve_backward

MODEL = models.get("threat-menu")
CASES = reference("threat_menu")
#: Reaches every regime.
RANGES = {
    "concession_cost": (0.05, 1.2),
    "prize": (0.05, 1.0),
    **{f"damage_{n}": (0.0, 1.0) for n in INSTRUMENTS},
    **{f"execution_cost_{n}": (-0.3, 0.6) for n in INSTRUMENTS},
    **{f"audience_cost_{n}": (0.0, 0.5) for n in INSTRUMENTS},
}
OUTCOMES = {
    "quiet": "quiet",
    **{f"concession to {n}": "concede" for n in INSTRUMENTS},
    **{f"{n} executed": "execute" for n in INSTRUMENTS},
    **{f"{n} withdrawn": "back_down" for n in INSTRUMENTS},
}


def of_case(case):
    """Parameters of a case, and the instruments that are not on its menu."""
    params = {k: v for k, v in case["params"].items() if k != "instruments"}
    menu = case["params"]["instruments"]
    for name, numbers in menu.items():
        params |= {f"{symbol}_{name}": value for symbol, value in numbers.items()}
    return params, tuple(n for n in INSTRUMENTS if n not in menu)


def base(**change):
    return MODEL.draws(of_case(CASES[0])[0] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    params, remove = of_case(case)
    answers, expected = MODEL.answer(MODEL.draws(params), remove=remove), case["expected"]
    assert answers.status[0] == Status.SOLVED
    for kind in ("credible", "effective"):
        found = [n for n in INSTRUMENTS if answers.quantities[f"{kind}_{n}"][0] == 1.0]
        assert ",".join(found) == expected[kind]
    assert answers.quantities["largest_stake"][0] == near(expected["max_coercible_stake"])
    assert answers.values["Challenger"][0] == near(expected["u_C"])
    assert answers.values["Target"][0] == near(expected["u_T"])
    outcome = {"concede": "concede", "status_quo": "quiet"}[expected["outcome"]]
    assert answers.probabilities[outcome][0] == 1.0


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_a_larger_stake_is_answered_by_reviewing():
    """At L=.8 nothing works any more, and C uses what it likes: (.05, -.15)."""
    answers = MODEL.answer(base(L=0.8))
    assert answers.categories["regime"][0] == "review executed"
    assert answers.values["Challenger"][0] == near(0.05)
    assert answers.values["Target"][0] == near(-0.15)


@pytest.mark.parametrize("remove", [(), ("limit",), ("review", "expel", "reciprocity")], ids=str)
def test_every_equilibrium_on_the_tree(remove):
    draws = inside(MODEL, random_draws(MODEL, 3000, 1, RANGES), remove)
    assert len(draws) > 1000
    there = {o: p for o, p in OUTCOMES.items() if not any(n in o.split() for n in remove)}
    listed = MODEL.equilibria(draws, remove=remove)
    check_selection(MODEL, draws, remove)
    check_on_the_tree(MODEL, draws, there, remove)
    n_left = len(INSTRUMENTS) - len(remove)
    assert {e.name for e in listed} == {
        "quiet",
        *(f"concession to {n}" for n in INSTRUMENTS if n not in remove),
        *(f"{n} executed" for n in INSTRUMENTS if n not in remove),
    }
    assert len(listed) == 2 * n_left + 1


def test_backward_induction_finds_the_same():
    draws = inside(MODEL, random_draws(MODEL, 3000, 2, RANGES))
    solution, answers = solve_backward(MODEL.build(), draws), MODEL.answer(draws)
    for i, player in enumerate(MODEL.players):
        np.testing.assert_allclose(solution.value[:, i], answers.values[player], atol=1e-12)
    unique = answers.quantities["n_effective"] < 2
    assert (solution.status[unique] == Status.SOLVED).all()
    for outcome in MODEL.build().outcomes:
        name = OUTCOMES[outcome]
        if name == "back_down":
            assert (solution.p_outcome[outcome] == 0.0).all()
        elif name == "quiet":
            np.testing.assert_array_equal(solution.p_outcome[outcome], answers.probabilities[name])
        else:
            regime = answers.categories["regime"].is_(outcome)
            np.testing.assert_array_equal(
                solution.p_outcome[outcome][unique], regime[unique].astype(float)
            )


def test_several_that_work_are_all_listed_and_the_mildest_is_selected():
    draws = base(a_expel=0.8)
    listed = MODEL.equilibria(draws)
    assert [e.name for e in listed] == ["concession to limit", "concession to expel"]
    assert all(e.continuum[0] for e in listed)
    assert [bool(e.selected[0]) for e in listed] == [True, False]
    (only,) = MODEL.equilibria(base())
    assert not only.continuum[0]


def test_the_largest_stake_is_where_concession_ends():
    draws = inside(MODEL, random_draws(MODEL, 1000, 3, RANGES | {"prize": (1.0, 1.2)}))
    stake = MODEL.answer(draws).quantities["largest_stake"]
    some = stake > 1e-6
    below = MODEL.answer(draws.rows(some).replace(concession_cost=stake[some] - 1e-9))
    above = MODEL.answer(draws.rows(some).replace(concession_cost=stake[some] + 1e-9))
    assert some.sum() > 500
    assert (below.probabilities["concede"] == 1.0).all()
    assert (above.probabilities["concede"] == 0.0).all()


@pytest.mark.parametrize(
    ("audience_cost", "credible"), [(1e-9, ["review"]), (1e9, list(INSTRUMENTS))]
)
def test_limits_of_the_audience_costs(audience_cost, credible):
    answers = MODEL.answer(base(**{f"a_{n}": audience_cost for n in INSTRUMENTS}))
    found = [n for n in INSTRUMENTS if answers.quantities[f"credible_{n}"][0] == 1.0]
    assert found == credible


@pytest.mark.parametrize(
    "change",
    [
        {"a_limit": 0.25},
        {"L": 0.7},
        {"V": 0.05, "L": 0.5},
        {"L": 0.8, "e_review": 0.0},
        {"L": 0.8, "e_reciprocity": -0.05},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(("name", "change"), [("A1", {"V": 0.0}), ("A2", {"L": 0.0})])
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_only_instruments_can_be_taken_away():
    assert MODEL.answer(base(), remove=INSTRUMENTS).probabilities["quiet"][0] == 1.0
    with pytest.raises(UnknownName, match="limits"):
        MODEL.build(("limits",))
