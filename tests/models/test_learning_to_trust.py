"""Learning to trust: the reference, all stopping rules, the tree of a few periods, edges."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import (
    check_margins_turn,
    check_selection,
    inside,
    near,
    random_draws,
    reference,
)

from standoff import models
from standoff.game.status import Status
from standoff.models.learning_to_trust import AT_ONCE, NO_TRUST, TO_FIND_OUT, WHATEVER, build
from standoff.solve.sequential import solve_sequential

MODEL = models.get("learning-to-trust")
CASES = reference("learning_to_trust")
#: Reaches all kinds often.
RANGES = {"p_honor_if_bad": (0.0, 1.0), "p_good": (0.0, 0.8), "discount": (0.0, 0.95)}


def base(**change):
    return MODEL.draws(dict(CASES[0]["params"]) | change)


def one(draws, i):
    return {name: float(draws[name][i]) for name in draws.names}


def few_periods(draw, n, belief):
    """Exact values of the game of `n` periods, over every tree of choices: by plain recursion."""
    if n == 0:
        return 0.0
    honored = belief + (1 - belief) * draw["p_honor_if_bad"]
    delta = draw["discount"]
    trust = honored * draw["honored_gain"] - (1 - honored) * draw["betrayed_loss"]
    if honored > 0.0:
        trust += delta * honored * few_periods(draw, n - 1, belief / honored)
    if honored < 1.0:
        trust += delta * (1 - honored) * few_periods(draw, n - 1, 0.0)
    return max(trust, delta * few_periods(draw, n - 1, belief))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    expected = case["expected"]
    answers = MODEL.answer(MODEL.draws(case["params"] | {"mu": 0.5}))
    assert answers.status[0] == Status.SOLVED
    assert answers.quantities["belief_needed"][0] == near(expected["mu_star"])
    assert answers.quantities["belief_needed_now"][0] == near(expected["mu_myopic"])
    assert answers.values["Target"][0] == near(expected["W_at_half"])


def test_value_iteration_finds_nothing_in_many_draws():
    draws = inside(MODEL, random_draws(MODEL, 3000, 1, RANGES))
    assert len(draws) > 2500
    answers = MODEL.answer(draws)
    assert set(answers.categories["regime"].codes) == {0, 1, 2, 3}
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)


def test_no_number_of_tries_is_better():
    """Trust for n periods unless betrayed, then stay away: none beats the answer."""
    draws = inside(MODEL, random_draws(MODEL, 2000, 2, RANGES))
    answers = MODEL.answer(draws)
    mu, delta = draws["p_good"], draws["discount"]
    honors, gain = draws["p_honor_if_bad"], draws["honored_gain"]
    bad = honors * gain - (1 - honors) * draws["betrayed_loss"]
    best = np.zeros(len(draws))
    paid, weight, still = np.zeros(len(draws)), np.ones(len(draws)), np.ones(len(draws))
    for _ in range(900):
        paid = paid + weight * (mu * gain + (1 - mu) * still * bad)
        weight, still = weight * delta, still * honors
        best = np.maximum(best, paid)
    value = answers.values["Target"]
    assert (best <= value + 1e-9).all()
    stops = ~answers.categories["regime"].is_(WHATEVER)
    np.testing.assert_allclose(best[stops], value[stops], atol=1e-9)


def test_the_tree_of_a_few_periods():
    draws = inside(MODEL, random_draws(MODEL, 60, 3, RANGES))
    for n_stages in (1, 2, 3):
        found = solve_sequential(build(n_stages=n_stages), draws)
        assert (found.status == Status.SOLVED).all()
        exact = [few_periods(one(draws, i), n_stages, one(draws, i)["p_good"]) for i in range(60)]
        np.testing.assert_allclose(found.value[:, 0], exact[: len(draws)], atol=1e-8)
    # A longer game is worth at least as much, and comes close to the one without end.
    worth = MODEL.answer(draws).values["Target"]
    lengths = [
        np.array([few_periods(one(draws, i), n, one(draws, i)["p_good"]) for i in range(20)])
        for n in (2, 5, 8)
    ]
    assert (np.diff(lengths, axis=0) >= -1e-12).all()
    assert (lengths[-1] <= worth[:20] + 1e-12).all()
    most = draws["discount"][:20] ** 8 * draws["honored_gain"][:20] / (1 - draws["discount"][:20])
    assert (worth[:20] - lengths[-1] <= most + 1e-12).all()


def test_the_limits_are_where_the_answer_changes():
    draws = inside(MODEL, random_draws(MODEL, 2000, 4, RANGES))
    q = MODEL.answer(draws).quantities
    for name, column in (("p_good", q["belief_needed"]), ("discount", q["patience_needed"])):
        known = (column > 1e-6) & (column < 1 - 1e-6)
        assert known.sum() > 300
        for step in (-1e-8, 1e-8):
            there = draws.rows(known).replace(**{name: column[known] + step})
            trust = MODEL.answer(there).probabilities["trust"]
            np.testing.assert_array_equal(trust, float(step > 0))


def test_limits():
    q = MODEL.answer(base(delta=0.0)).quantities
    assert q["belief_needed"][0] == near(q["belief_needed_now"][0])
    patient = MODEL.answer(base(delta=1 - 1e-9, mu=0.001))
    assert patient.quantities["belief_needed"][0] < 1e-7
    assert patient.categories["regime"][0] == TO_FIND_OUT
    sure = MODEL.answer(base(mu=[0.0, 1.0]))
    assert [sure.categories["regime"][i] for i in (0, 1)] == [NO_TRUST, AT_ONCE]
    assert np.isnan(sure.quantities["patience_needed"][0])
    assert sure.values["Target"][1] == near(3.0)
    # A bad partner who never honors is found out at once.
    blunt = MODEL.answer(base(p_B=0.0, mu=0.5))
    assert blunt.values["Target"][0] == near(0.5 * 3.0 - 0.5)
    same = MODEL.answer(base(p_B=1.0))
    assert same.categories["regime"][0] == WHATEVER
    assert same.probabilities["trust_lasts"][0] == 1.0


@pytest.mark.parametrize(
    "change",
    [{"mu": 0.1375}, {"mu": 0.22 / 0.52}, {"y": 0.5, "z": 0.5, "p_B": 0.5}, {"p_B": 10 / 13}],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    draws = base(**change)
    answers = MODEL.answer(draws)
    assert answers.status[0] == Status.KNIFE_EDGE
    for error in MODEL.witness(draws, answers).values():
        assert abs(error[0]) < 1e-9


@pytest.mark.parametrize(
    ("name", "change"), [("A1", {"delta": 1.0}), ("A2", {"y": 0.0}), ("A2", {"z": 0.0})]
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["trust"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"mu": 1.1}, {"y": -0.1}, {"delta": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_trust_is_given_up_on_the_tree_where_the_closed_form_says_so():
    """After a betrayal nobody trusts again, unless even a bad partner pays."""
    draws = inside(MODEL, random_draws(MODEL, 200, 5, RANGES))
    game = build(n_stages=2)
    found = solve_sequential(game, draws)
    whatever = MODEL.answer(draws).categories["regime"].is_(WHATEVER)
    infoset = game.infoset("period 2 after betrayed")
    first = sum(len(s.actions) for s in game.infosets[: infoset.index])
    again = found.strategy[:, first + infoset.actions.index("trust")]
    np.testing.assert_allclose(again, whatever, atol=1e-9)


def test_where_the_answer_changes_a_margin_changes_sign():
    check_margins_turn(MODEL, RANGES)
