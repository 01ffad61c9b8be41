"""Players who err: the reference, the solver's branch, both limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.models.witness import inside, near, on_the_tree, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.solve.backward import solve_backward
from standoff.solve.quantal import solve_quantal
from standoff.solve.verify import verify

MODEL = models.get("quantal-threat")
CASES = reference("quantal_threat")
WIDE = {"precision": (0.0, 60.0), "damage": (0.3, 1.5), "execution_cost": (-0.5, 1.0)}
CONDITIONAL = {
    "p_threat": "threat",
    "p_concede": "concession_probability",
    "p_execute": "execution_probability",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    found = {**answers.quantities, **answers.probabilities}
    for theirs, ours in CONDITIONAL.items():
        assert found[ours][0] == near(case["expected"][theirs])


def test_another_precision():
    """The defaults have precision 2."""
    answers = MODEL.answer(MODEL.draws())
    assert MODEL.draws() == base(lam=2.0)
    assert answers.probabilities["threat"][0] == near(0.736594823897)
    assert answers.quantities["concession_probability"][0] == near(0.588373141727)
    assert answers.quantities["execution_probability"][0] == near(0.598687660112)


def test_each_player_answers_with_errors_to_the_other():
    """The tree, checked as a quantal response equilibrium by code that knows no closed form."""
    draws = random_draws(MODEL, 2000, 1, WIDE)
    (equilibrium,) = MODEL.equilibria(draws)
    _, solution = on_the_tree(MODEL, draws, equilibrium)
    precision = np.column_stack([draws["precision"]] * 2)
    checked = verify(replace(solution, precision=precision))
    assert checked.ok.all(), checked.worst()
    assert checked.response_error.max() < 1e-12
    for outcome, name in {
        "quiet": "quiet",
        "concession": "concede",
        "executed": "execute",
        "backed down": "back_down",
    }.items():
        np.testing.assert_allclose(
            solution.p_outcome[outcome], equilibrium.probabilities[name], atol=1e-12
        )
    for i, player in enumerate(MODEL.players):
        np.testing.assert_allclose(solution.value[:, i], equilibrium.values[player], atol=1e-12)


def test_the_solver_follows_its_branch_to_the_same():
    draws = random_draws(MODEL, 100, 2, WIDE)
    precision = np.column_stack([draws["precision"]] * 2)
    solution = solve_quantal(MODEL.build(), draws, precision=precision)
    assert (solution.status == Status.SOLVED).all()
    (equilibrium,) = MODEL.equilibria(draws)
    np.testing.assert_allclose(
        solution.strategy, on_the_tree(MODEL, draws, equilibrium)[1].strategy, atol=1e-8
    )


def test_errors_summed_one_by_one():
    draws = random_draws(MODEL, 1000, 3, WIDE)
    for name, error in MODEL.witness(draws, MODEL.answer(draws)).items():
        assert np.abs(error).max() < 1e-10, name


def test_without_precision_play_is_random():
    answers = MODEL.answer(base(lam=0.0))
    assert answers.probabilities["threat"][0] == 0.5
    assert answers.probabilities["concede"][0] == 0.25
    assert answers.probabilities["execute"][0] == 0.125


def test_with_much_precision_play_is_subgame_perfect():
    draws = random_draws(MODEL, 300, 4, WIDE).replace(precision=1e7)
    solution = solve_backward(MODEL.build(), draws)
    answers = MODEL.answer(draws)
    np.testing.assert_allclose(
        solution.p_outcome["concession"], answers.probabilities["concede"], atol=1e-9
    )
    for i, player in enumerate(MODEL.players):
        np.testing.assert_allclose(solution.value[:, i], answers.values[player], atol=1e-6)
    menu = models.get("threat-menu")
    one = {"prize": draws["prize"], "concession_cost": draws["concession_cost"]}
    one |= {f"{what}_limit": draws[what] for what in ("damage", "execution_cost", "audience_cost")}
    theirs = menu.answer(menu.draws(one), remove=("review", "reciprocity", "expel"))
    # With r = 0 the games are the same.
    ours = MODEL.answer(draws.replace(bluff_call_gain=0.0))
    np.testing.assert_allclose(
        ours.probabilities["concede"], theirs.probabilities["concede"], atol=1e-9
    )


def test_rare_moves_keep_their_digits():
    answers = MODEL.answer(base(lam=600.0))
    assert 0.0 < answers.probabilities["quiet"][0] < 1e-200


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(lam=-1.0)).status[0] == Status.INFEASIBLE
    assert MODEL.answer(base(V=np.nan)).status[0] == Status.INFEASIBLE
    assert len(inside(MODEL, random_draws(MODEL, 50, 5, WIDE))) == 50
    with pytest.raises(UnknownName, match="threaten"):
        MODEL.build(("threaten",))
