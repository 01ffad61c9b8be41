"""Against the R packages games and games2: likelihoods, gradients, fits, predictions."""

import numpy as np
import pytest
from tests.estimate.games import CASES, DATA, REFERENCE, WAR, fitted, numbers

from standoff.estimate import fit, predicted_profile
from standoff.estimate.effects import typical_row

# In these two the package itself takes gradient and Hessian by finite differences.
NUMERIC = {"egame12.war1800.fixedUtils", "egame12.war1800.sdformula"}


@pytest.mark.parametrize("name", CASES)
def test_likelihood_and_gradient_at_checkpoints(name):
    likelihood = fitted(name).likelihood
    for point in CASES[name]["checkpoints"]:
        theta = np.array(point["theta"])
        assert likelihood.log_likelihoods(theta).sum() == pytest.approx(point["loglik"], rel=1e-12)
        expected = numbers(point["grad"])
        free = np.isfinite(expected)
        tolerance = 1e-6 if name in NUMERIC else 1e-9
        found = likelihood.scores(theta).sum(0)
        np.testing.assert_allclose(found[free], expected[free], rtol=tolerance)


@pytest.mark.parametrize("name", CASES)
def test_maximum(name):
    found, tight = fitted(name), CASES[name]["tight"]
    assert found.converged
    assert found.problems == ()
    np.testing.assert_allclose(found.theta, tight["coef"], atol=1e-7 if name in NUMERIC else 1e-10)
    assert found.llf == pytest.approx(tight["loglik"], abs=1e-8)
    np.testing.assert_allclose(found.bse, numbers(tight["se"]), rtol=1e-5)
    # All three starts lead to the same place.
    assert np.ptp(found.maximum.reached) < 1e-8


@pytest.mark.parametrize("name", CASES)
def test_names_and_rows(name):
    found, case = fitted(name), CASES[name]
    plain = tuple(each.removesuffix(":(Intercept)") for each in found.names)
    expected = tuple(each.removesuffix(":(Intercept)") for each in case["params"])
    assert plain == expected
    assert found.n == case["n_obs"]
    if "outcome_levels" in case:
        assert list(found.likelihood.outcomes) == case["outcome_levels"]
        counts = np.bincount(found.observed_outcomes())
        assert counts.tolist() == case["outcome_counts"]


@pytest.mark.parametrize("name", [name for name in CASES if "ultimatum" not in name])
def test_predictions(name):
    found, case = fitted(name), CASES[name]
    outcome, action = found.predict(), found.predict(kind="action")
    for column, values in case["predict_outcome_first5"].items():
        np.testing.assert_allclose(outcome[column][:5], values, atol=1e-9)
    expected = np.array(list(case["predict_action_first5"].values())).T
    np.testing.assert_allclose(action.to_numpy()[:5], expected, atol=1e-9)
    if "egame123" not in name:
        assert list(action.columns) == list(case["predict_action_first5"])


def test_first_guess_is_statistical_backward_induction():
    likelihood = fitted("egame12.war1800.probit.agent").likelihood
    expected = REFERENCE["starts"]["war1800_probit_agent"]
    # The package's binary regressions stop at a change of the deviance of 1e-8.
    np.testing.assert_allclose(likelihood.starts(1, 0)[0], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("penalty", "key"), [("firth", "Firth"), ("cauchy", "Cauchy"), ("log-f", "logF")]
)
def test_penalties(penalty, key):
    expected = REFERENCE["penalized"][key]
    found = fit("egame12", DATA / "war1800.csv", WAR, penalty=penalty)
    assert found.converged
    np.testing.assert_allclose(found.theta, expected["coef"], atol=2e-7)
    assert found.maximum.value == pytest.approx(expected["loglik_reported"], abs=1e-9)
    np.testing.assert_allclose(found.bse, expected["se"], rtol=1e-6)
    assert found.llf < fitted("egame12.war1800.probit.agent").llf


def test_profile_of_probabilities():
    expected = REFERENCE["profile"]
    found = fitted("egame12.war1800.probit.agent")
    row = typical_row(found)
    for column, value in expected["held"].items():
        assert row[column] == pytest.approx(value) if column == "balanc" else row[column] == value
    table = predicted_profile(found, "s_wt_re1", expected["grid"], band="delta")
    values = table["probability"].to_numpy().reshape(-1, 3).T
    np.testing.assert_allclose(values, list(expected["prob"].values()), atol=1e-10)


def test_private_information_in_the_game_of_two_second_moves():
    # The package cannot run this one; the value is from an independent program.
    formula = CASES["egame122.data_122.logit.agent"]["formula"]
    found = fit("egame122", DATA / "data_122.csv", formula, errors="private")
    assert found.llf == pytest.approx(-1239.61973350, abs=1e-8)
    np.testing.assert_allclose(found.theta[:3], [0.564246, -0.255635, 0.191520], atol=1e-6)


@pytest.mark.parametrize(
    ("model", "data", "case", "options", "value", "first"),
    [
        (
            "egame122",
            "data_122.csv",
            "egame122.data_122.logit.agent",
            {},
            -1239.23399135,
            (0.709689, -0.336083, 0.251832),
        ),
        (
            "egame123",
            "data_123.csv",
            "egame123.data_123.logit.agent",
            {"errors": "private"},
            -559.30884709,
            (1.018311, 1.100671, -1.021786),
        ),
    ],
)
def test_other_printed_fits(model, data, case, options, value, first):
    found = fit(model, DATA / data, CASES[case]["formula"], **options)
    assert found.llf == pytest.approx(value, abs=1e-8)
    np.testing.assert_allclose(found.theta[:3], first, atol=1e-6)


def test_ultimatum_with_answers():
    formula = CASES["ultimatum.data_ult.offerOnly"]["formula"].replace("offer", "offer + accept")
    found = fit("ultimatum", DATA / "data_ult.csv", formula, max_offer=15)
    assert found.llf == pytest.approx(-3717.67922570, abs=1e-8)
    np.testing.assert_allclose(found.theta[:3], [4.935680, -2.084117, 2.157339], atol=1e-6)
