"""The ultimatum game: against the formulas of its density, and by simulated offers."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, lambertw
from tests.estimate.games import DATA

from standoff.errors import EstimationError
from standoff.estimate import fit
from standoff.estimate.likelihood import Likelihood, hessian_by_differences
from standoff.estimate.ultimatum import UltimatumLikelihood

TABLE = pd.read_csv(DATA / "data_ult.csv").iloc[:200]
FORMULA = "offer + accept ~ x1 + w1 | z1 + w1"


@pytest.fixture(scope="module")
def found():
    return fit("ultimatum", TABLE, FORMULA, max_offer=15)


def by_hand(likelihood, theta):
    k = likelihood.proposer.shape[1]
    r1, r2 = likelihood.proposer @ theta[:k], likelihood.receiver @ theta[k:-2]
    s1, s2 = np.exp(theta[-2:])
    y, top = likelihood.offers, likelihood.max_offer
    steep = np.exp((y - r2) / s2)
    q = (top - y - r1 - s2 * (1 + steep)) / s1
    density = (1 + steep) * np.exp(-q) / (s1 * (1 + np.exp(-q)) ** 2)
    p = np.where(y == 0, 1 / (1 + np.exp(q)), np.where(y == top, 1 - 1 / (1 + np.exp(q)), density))
    yes = 1 / (1 + 1 / steep)
    return np.log(p) + np.log(np.where(likelihood.accepted, yes, 1 - yes))


def test_density_and_derivatives(found):
    likelihood = found.likelihood
    assert isinstance(likelihood, Likelihood)
    theta = found.theta + 0.05
    np.testing.assert_allclose(
        likelihood.log_likelihoods(theta), by_hand(likelihood, theta), rtol=1e-9
    )
    for j in range(len(theta)):
        step = 1e-6 * np.eye(len(theta))[j]
        ahead = likelihood.log_likelihoods(theta + step)
        slope = (ahead - likelihood.log_likelihoods(theta - step)) / 2e-6
        np.testing.assert_allclose(likelihood.scores(theta)[:, j], slope, rtol=1e-4, atol=1e-6)
    exact = likelihood.hessian(theta)
    close = hessian_by_differences(likelihood, theta)
    np.testing.assert_allclose(exact, close, atol=1e-7 * np.abs(exact).max())


def test_expectations_are_those_of_simulated_play():
    r1, r2, s1, s2, top, n = 4.0, 6.0, 3.0, 1.5, 15.0, 400_000
    rng = np.random.default_rng(0)
    e1, e2 = rng.logistic(size=(2, n)) * np.array([[s1], [s2]])
    inside = np.exp((top - r1 - e1 - s2 - r2) / s2)
    offers = np.clip(top - r1 - e1 - s2 * (1 + lambertw(inside).real), 0, top)
    accepted = offers > r2 + e2
    one = np.ones((1, 1))
    likelihood = UltimatumLikelihood(
        (("c",), ("c",)), one, one, np.ones(1), None, 0.0, top, np.ones(1)
    )
    theta = np.array([r1, r2, np.log(s1), np.log(s2)])
    expected = likelihood.offer_moments(theta)[0]
    drawn = (offers.mean(), (offers == 0).mean(), (offers == top).mean())
    np.testing.assert_allclose(expected, drawn, atol=0.02)
    assert likelihood.probabilities(theta)[0, 0] == pytest.approx(accepted.mean(), abs=0.003)


def test_predictions(found):
    outcome, action = found.predict(), found.predict(kind="action")
    assert list(outcome.columns) == ["Pr(accept)", "Pr(reject)"]
    assert list(action.columns) == ["E(offer)", "Pr(offer=0)", "Pr(offer=15)"]
    np.testing.assert_allclose(outcome.sum(axis=1), 1)
    assert action["E(offer)"].mean() == pytest.approx(TABLE["offer"].mean(), abs=0.6)
    assert outcome["Pr(accept)"].mean() == pytest.approx(TABLE["accept"].mean(), abs=0.06)


def test_far_from_the_data_nothing_overflows(found):
    theta = found.theta.copy()
    theta[-1] = -6.0
    values = found.likelihood.log_likelihoods(theta)
    assert not np.isnan(values).any()
    assert (values <= 0).any()
    assert expit(-1000) == 0


def test_scales_can_be_fixed(found):
    held = fit("ultimatum", TABLE, FORMULA, max_offer=15, fixed={"log(s2)": 0.0})
    assert held.converged
    assert held.params["log(s2)"] == 0
    assert held.llf < found.llf


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "needs its largest offer"),
        ({"max_offer": 10}, "row 13, and"),
        ({"max_offer": 15, "outcome": "offer", "observed": "both"}, "column of acceptances"),
        ({"max_offer": 15, "outcome": ["offer", "x1"]}, "'x1' is not an answer"),
        ({"max_offer": 15, "outcome": ["offer", "x1", "x2"]}, "column of offers"),
    ],
)
def test_mistakes(options, says):
    with pytest.raises(EstimationError, match=says):
        fit("ultimatum", TABLE, FORMULA, **options)
