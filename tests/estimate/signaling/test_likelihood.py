"""The likelihood of signaling crises: published numbers, differences, and pooled outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimate.signaling.fitted import (
    MULTIPLE,
    REFERENCE,
    SANCTIONS,
    SANCTIONS_FORMULA,
    SIMPLE,
    TRUTH,
    likelihood_of,
)

from standoff.estimate.data import read_data
from standoff.estimate.likelihood import Likelihood, Reweightable
from standoff.estimate.restrict import restrict
from standoff.estimate.signaling.beliefs import given_beliefs
from standoff.estimate.signaling.observed import prepare_signaling
from standoff.estimate.signaling.pseudo import pseudo_evaluation

DATA = {"sanctions": (SANCTIONS, SANCTIONS_FORMULA), "multiple": (MULTIPLE, SIMPLE)}


@pytest.mark.parametrize(
    ("data", "fit", "value"),
    [
        ("sanctions", "ml", -3927.9095112759874),
        ("sanctions", "npl", -3932.4473776540517),
        ("sanctions", "pl", -3932.4473776311534),
        ("multiple", "ml_multiple", -33110.884957004164),
    ],
)
def test_published_values_at_solved_equilibria(data: str, fit: str, value: float) -> None:
    likelihood = likelihood_of(*DATA[data])
    theta = np.array(REFERENCE[fit]["coef"])
    assert likelihood.log_likelihoods(theta).sum() == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("fit", ["ml", "npl", "pl"])
def test_no_game_of_the_sanctions_has_a_second_equilibrium(fit: str) -> None:
    likelihood = likelihood_of(SANCTIONS, SANCTIONS_FORMULA)
    solved = likelihood.solve(np.array(REFERENCE[fit]["coef"]))
    assert (solved.n_equilibria == 1).all()
    assert len(solved.n_equilibria) == 418


@pytest.mark.parametrize("point", [0, 1, 2])
def test_published_pseudo_likelihoods_and_gradients(point: int) -> None:
    prepared = prepare_signaling(read_data(SANCTIONS), SANCTIONS_FORMULA)
    free = restrict(prepared.likelihood)
    beliefs = given_beliefs(prepared.data, ("PRnpl", "PFnpl"))
    expected = REFERENCE["pl_checkpoints"][point]
    evaluate = pseudo_evaluation(free, prepared.likelihood, beliefs)  # type: ignore[arg-type]
    value, slopes = evaluate(np.array(expected["theta"]))
    assert value == pytest.approx(expected["loglik"], rel=1e-12)
    size = max(np.abs(expected["grad"]).max(), 1.0)
    np.testing.assert_allclose(slopes()[0], expected["grad"], atol=1e-9 * size)


@pytest.mark.parametrize("data", ["sanctions", "multiple"])
def test_scores_and_hessian_against_differences(data: str) -> None:
    likelihood = likelihood_of(*DATA[data])
    key = "ml" if data == "sanctions" else "ml_multiple"
    rng = np.random.default_rng(3)
    theta = np.array(REFERENCE[key]["coef"]) * (1 + 0.0005 * rng.normal(size=len(likelihood.names)))
    margin = likelihood.solve(theta).margin
    scores, hessian = likelihood.scores(theta), likelihood.hessian(theta)
    from standoff.estimate.kernels.crisis_sums import follow

    for j in range(len(theta)):
        step = np.zeros(len(theta))
        step[j] = 1e-6 / np.abs(likelihood.matrices[likelihood.block_of[j]]).max()
        sides = []
        for moved in (theta - step, theta + step):
            # The same equilibrium, even where another has become the better one.
            there = follow(likelihood.payoffs(moved), margin)
            value, score, _, _ = likelihood.at(moved, there)
            sides.append((value, likelihood.gather(score)))
        by_value = (sides[1][0] - sides[0][0]) / (2 * step[j])
        by_score = (sides[1][1] - sides[0][1]) / (2 * step[j])
        size = np.abs(scores[:, j]).max()
        np.testing.assert_allclose(scores[:, j], by_value, atol=1e-5 * size, rtol=1e-4)
        np.testing.assert_allclose(
            hessian[:, j], by_score, rtol=1e-4, atol=1e-5 * np.abs(hessian).max()
        )


def test_expected_information_is_the_mean_of_the_curvature() -> None:
    likelihood = likelihood_of(MULTIPLE, SIMPLE)
    margin = likelihood.solve(TRUTH).margin
    # Counts that are exactly what is expected: then both informations are the same.
    p = likelihood.probabilities(TRUTH)
    exact = prepare_signaling(
        read_data(
            {"x": likelihood.matrices[4][:, 1]}
            | {name: 200 * p[:, k] for k, name in enumerate(likelihood.outcomes)}
        ),
        SIMPLE,
    ).likelihood
    _, _, information, _ = exact.at(TRUTH, margin)  # type: ignore[attr-defined]
    from standoff.estimate.scatter import scattered

    expected = scattered(information.transpose(1, 2, 0), likelihood.matrices)
    np.testing.assert_allclose(
        -exact.hessian(TRUTH, margin),
        expected,
        rtol=1e-6,
        atol=1e-7 * np.abs(expected).max(),  # type: ignore[call-arg]
    )
    np.testing.assert_allclose(exact.scores(TRUTH).sum(0), 0.0, atol=1e-6)


def test_it_is_a_likelihood_like_the_others() -> None:
    likelihood = likelihood_of(MULTIPLE, SIMPLE)
    assert isinstance(likelihood, Likelihood)
    assert isinstance(likelihood, Reweightable)
    assert likelihood.names[2:4] == ("W_B:(Intercept)", "W_B:x")
    twice = likelihood.weighted(np.full(200, 2.0))
    np.testing.assert_allclose(
        twice.log_likelihoods(TRUTH), 2 * likelihood.log_likelihoods(TRUTH), rtol=1e-14
    )
    starts = likelihood.starts(6, 1)
    np.testing.assert_array_equal(starts[:3], likelihood.starts(3, 1))


def test_pooled_outcomes_are_sums_of_chances() -> None:
    rng = np.random.default_rng(4)
    columns = {"x": rng.normal(size=5), "seen": np.array(["sq", "cd|sf|bd", "sf|bd", "cd", "sf"])}
    words = prepare_signaling(read_data(columns), "seen ~ 0 | 1 | 0 | 1 | x | 1 | 1").likelihood
    p = words.probabilities(TRUTH)
    expected = np.log([p[0, 0], p[1, 1:].sum(), p[2, 2:].sum(), p[3, 1], p[4, 2]])
    np.testing.assert_allclose(words.log_likelihoods(TRUTH), expected, rtol=1e-12)
    counted = prepare_signaling(
        read_data(
            {
                "x": columns["x"],
                "sq": [1, 0, 0, 0, 0], "cd": [0, 0, 0, 1, 0],
                "sf": [0, 0, 0, 0, 1], "bd": [0, 0, 0, 0, 0],
                "threat": [0, 1, 0, 0, 0], "resisted": [0, 0, 1, 0, 0],
            }
        ),
        SIMPLE,
        pooled={"threat": ("cd", "sf", "bd"), "resisted": ("sf", "bd")},
    ).likelihood  # fmt: skip
    np.testing.assert_allclose(
        counted.log_likelihoods(TRUTH), words.log_likelihoods(TRUTH), rtol=1e-14
    )
    step = 1e-6
    for j in range(len(TRUTH)):
        ahead, behind = TRUTH.copy(), TRUTH.copy()
        ahead[j] += step
        behind[j] -= step
        slope = (words.log_likelihoods(ahead) - words.log_likelihoods(behind)) / (2 * step)
        np.testing.assert_allclose(words.scores(TRUTH)[:, j], slope, rtol=1e-5, atol=1e-7)


def test_no_interior_equilibrium_is_minus_infinity() -> None:
    likelihood = likelihood_of(MULTIPLE, "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1")
    # V_A < S_A, V_B < C_B and W_A < a, and the target hardly ever resists.
    theta = np.array([-2.0, -1.9, -4.0, 0.0, 1.0, -1.0])
    assert (likelihood.solve(theta).n_equilibria == 0).all()
    assert (likelihood.log_likelihoods(theta) == -np.inf).all()
    assert "no equilibrium" in likelihood.problems(theta)[0]
