"""Linkage as enforcement: the reference, an automaton in matrix form, limits, edges, refusals."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.game.status import Status
from standoff.models.linkage_enforcement import KINDS

MODEL = models.get("linkage-enforcement")
CASES = reference("linkage_enforcement")
SIDES = ("challenger", "target")
ISSUES = ("first", "second")


def symbols(params):
    return {f"{name}{k + 1}": x for name, pair in params.items() for k, x in enumerate(pair)}


def base(**change):
    return MODEL.draws(symbols(CASES[0]["params"]) | change)


def is_equilibrium(c, issues, linked):
    """All one-shot deviations in all states of the automaton, by solving for its values.

    A state is the set of issues on which cooperation goes on. Where it has ended, both cheat, and
    to cooperate there alone brings a little less than nothing.
    """
    delta = c["discount_factor"]
    states = [s for s in ((), ("first",), ("second",), ISSUES) if set(s) <= set(issues)]
    if linked:
        states = [(), ISSUES]
    for who in SIDES:
        flow = np.array([sum(c[f"{who}_stake_{k}"] for k in state) for state in states])
        stays = np.eye(len(states))
        value = np.linalg.solve(np.eye(len(states)) - delta * stays, (1 - delta) * flow)
        for i, state in enumerate(states):
            for actions in product((True, False), repeat=2):
                now, ended = 0.0, set()
                for issue, cooperates in zip(ISSUES, actions, strict=True):
                    if issue in state:
                        now += c[f"{who}_stake_{issue}"]
                        if not cooperates:
                            now += c[f"{who}_temptation_{issue}"]
                            ended.add(issue)
                    elif cooperates:
                        now -= 0.01
                after = () if (linked and ended) else tuple(k for k in state if k not in ended)
                worth = (1 - delta) * now + delta * value[states.index(after)]
                if worth > value[i] + 1e-12:
                    return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    expected = case["expected"]
    answers = MODEL.answer(MODEL.draws(symbols(case["params"])))
    assert answers.status[0] == Status.SOLVED
    assert answers.quantities["patience_unlinked"][0] == near(expected["unlinked_two_players"])
    assert answers.quantities["patience_linked"][0] == near(expected["linked_two_players"])
    # A target that is never tempted leaves the challenger's own conditions.
    alone = MODEL.answer(MODEL.draws(symbols(case["params"]) | {"g_T1": 0.0, "g_T2": 0.0}))
    for name, ours in (("delta_1", "first"), ("delta_2", "second"), ("delta_link", "linked")):
        assert alone.quantities[f"patience_{ours}"][0] == near(expected[name])


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()
    assert MODEL.answer(base()).categories["regime"][0] == "both issues, linked"


def test_the_automaton_agrees_with_every_kind():
    draws = inside(MODEL, random_draws(MODEL, 1000, 1))
    assert len(draws) > 900
    listed = {e.name: e for e in MODEL.equilibria(draws)}
    assert set(listed) == set(KINDS)
    for i in range(len(draws)):
        c = {name: float(draws[name][i]) for name in draws.names}
        for name, (issues, linked) in KINDS.items():
            assert is_equilibrium(c, issues, linked) == listed[name].exists[i], (i, name)
    check_selection(MODEL, draws)


def test_linkage_never_asks_for_more_patience():
    draws = inside(MODEL, random_draws(MODEL, 3000, 2))
    q = MODEL.answer(draws).quantities
    assert (q["patience_linked"] <= q["patience_unlinked"] + 1e-15).all()
    assert (q["patience_linked"] < q["patience_unlinked"] - 0.05).mean() > 0.3


def test_limits():
    same = {f"{s}_{i}{k}": {"g": 0.3, "l": 0.7}[s] for s in "gl" for i in "CT" for k in (1, 2)}
    q = MODEL.answer(base(**same)).quantities
    assert q["patience_linked"][0] == near(q["patience_unlinked"][0])
    slack = MODEL.answer(base(l_C2=1e6, l_T1=1e6, delta=0.05))
    assert slack.categories["regime"][0] == "both issues, linked"
    tempted = MODEL.answer(base(g_C1=1e6, delta=0.95))
    assert tempted.categories["regime"][0] == "second issue only"
    never = MODEL.answer(base(**{f"g_{i}{k}": 0.0 for i in "CT" for k in (1, 2)}))
    assert never.categories["regime"][0] == "both issues, unlinked"


@pytest.mark.parametrize(
    "change", [{"delta": 2 / 3}, {"delta": 0.7 / 1.9}, {"delta": 0.5, "g_C1": 0.25}], ids=str
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [("A1", {"delta": 0.0}), ("A1", {"delta": 1.0}), ("A2", {"l_C1": 0.0}), ("A2", {"l_T2": 0.0})],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["cooperate_on_both"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"delta": 1.1}, {"g_C1": -0.1}, {"l_T1": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE
