"""The chain store: the reference, the tree of the first stages, and the limits."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import near, reference

from standoff import models
from standoff.game.status import Status
from standoff.solve.backward import solve_backward
from standoff.solve.verify import verify

MODEL = models.get("chain-store")
CASES = reference("chain_store")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(MODEL.draws(case["params"])), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert {
        "u_incumbent": answers.values["Target"][0],
        "entries": answers.quantities["n_challenges"][0],
        "deterrence_benchmark": answers.quantities["worth_of_deterrence"][0],
    } == {name: near(value) for name, value in expected.items()}


@pytest.mark.parametrize("n_stages", [1, 2, 3])
def test_backward_induction_on_the_tree_finds_the_same(n_stages):
    rng = np.random.default_rng(n_stages)
    draws = MODEL.draws(
        {
            "N": np.full(300, n_stages),
            "a": rng.uniform(0, 5, 300),
            "b": rng.uniform(0.01, 0.99, 300),
        }
    )
    game = MODEL.build(n_stages=n_stages)
    tree_draws = type(draws)(
        tuple(p.name for p in game.parameters),
        np.stack([draws[p.name] for p in game.parameters], 1),
    )
    solution = solve_backward(game, tree_draws)
    assert verify(solution).ok.all()
    answers = MODEL.answer(draws)
    np.testing.assert_allclose(
        solution.p_outcome[", ".join(["in"] * n_stages)], answers.probabilities["concede"]
    )
    np.testing.assert_allclose(solution.value[:, 0], answers.values["Target"], atol=1e-12)
    np.testing.assert_allclose(
        solution.value[:, 1:].sum(axis=1), answers.values["Challengers"], atol=1e-12
    )


def test_a_number_of_challengers_is_rounded():
    answers = MODEL.answer(MODEL.draws({"N": [2.4, 2.6]}))
    assert answers.quantities["n_challenges"].tolist() == [2, 3]


@pytest.mark.parametrize("b", [0.0, 1.0, 1.5])
def test_a_challenge_that_always_or_never_pays_is_refused(b):
    answers = MODEL.answer(MODEL.draws({"b": b}))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert "  A1: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"N": 0.4}, {"N": np.nan}, {"N": np.inf}, {"a": -1.0}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(MODEL.draws(change)).status[0] == Status.INFEASIBLE
