"""Priors: how they are written, what is taken by default, and their densities and draws."""

import math

import numpy as np
import pytest
from scipy import stats

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.bayes import Prior, parse_prior
from standoff.estimate.bayes.blocks import BlockView
from standoff.estimate.bayes.density import (
    constrained,
    log_density,
    on_the_line,
    random_values,
)
from standoff.estimate.bayes.priors import FAMILIES, default_priors, own_priors, split_fixed
from standoff.estimate.bayes.wrapped import in_double_precision

SCIPY = {
    "normal(1, 2)": stats.norm(1, 2),
    "student_t(4, 0.5, 2)": stats.t(4, 0.5, 2),
    "cauchy(1, 2)": stats.cauchy(1, 2),
    "laplace(1, 2)": stats.laplace(1, 2),
    "logistic(1, 2)": stats.logistic(1, 2),
    "half_normal(2)": stats.halfnorm(0, 2),
    "half_cauchy(2)": stats.halfcauchy(0, 2),
    "exponential(2)": stats.expon(0, 0.5),
    "log_normal(0.3, 0.7)": stats.lognorm(0.7, 0, math.exp(0.3)),
    "gamma(3, 2)": stats.gamma(3, 0, 0.5),
    "uniform(-1, 3)": stats.uniform(-1, 4),
}
ALL = [parse_prior(text) for text in SCIPY]


def test_every_family_has_a_witness():
    assert {prior.family for prior in ALL} == set(FAMILIES)
    assert [str(prior) for prior in ALL] == list(SCIPY)


def test_densities_are_those_of_scipy():
    at = np.array([known.ppf(0.7) for known in SCIPY.values()])
    with in_double_precision():
        whole = float(log_density(ALL)(at))
        each = [
            float(log_density([prior])(np.array([x]))) for prior, x in zip(ALL, at, strict=True)
        ]
    expected = [known.logpdf(x) for known, x in zip(SCIPY.values(), at, strict=True)]
    np.testing.assert_allclose(each, expected, rtol=1e-10)
    assert whole == pytest.approx(sum(expected), rel=1e-10)


def test_draws_are_those_of_scipy():
    draws = random_values(ALL, 4000, np.random.default_rng(5))
    for column, known in zip(draws.T, SCIPY.values(), strict=True):
        assert stats.kstest(column, known.cdf).pvalue > 1e-3


def test_the_line_and_back_and_its_change_of_volume():
    values = np.array([known.ppf(0.3) for known in SCIPY.values()])
    line = on_the_line(ALL, values)
    with in_double_precision():
        move = constrained(ALL)
        back, volume = move(line)
        slopes = [
            (move(line + step)[0] - move(line - step)[0])[j] / 2e-6
            for j, step in enumerate(1e-6 * np.eye(len(line)))
        ]
    np.testing.assert_allclose(back, values, rtol=1e-12)
    assert float(volume) == pytest.approx(float(np.sum(np.log(slopes))), abs=1e-7)


def test_values_a_prior_does_not_allow_are_moved_inside():
    line = on_the_line(ALL, np.full(len(ALL), -7.0))
    with in_double_precision():
        values = np.asarray(constrained(ALL)(line)[0])
    for value, prior in zip(values, ALL, strict=True):
        assert (
            prior.support == "real"
            or (prior.support == "positive") == (value > 0)
            or (-1 < value < 3)
        )
    assert np.isfinite(line).all()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("normal(0)", "takes 2 numbers"),
        ("normal(0, -1)", "sd of a prior must be positive"),
        ("normal(0, nan)", "takes 2 numbers"),
        ("normal(0, inf)", "takes 2 numbers"),
        ("normal(0, 2**3)", "takes 2 numbers"),
        ("normal(0, __import__('os').getpid())", "cannot be read"),
        ("normal", "cannot be read"),
        ("normal(0, 1); 1", "cannot be read"),
        ("uniform(2, 1)", "must end above"),
        ("student_t(0, 0, 1)", "df of a prior must be positive"),
        ("fixed()", "takes 1 numbers"),
    ],
)
def test_what_is_no_prior(text, word):
    with pytest.raises(EstimationError, match=word) as caught:
        parse_prior(text, "u24")
    assert "u24" in str(caught.value)


def test_an_unknown_prior_names_the_nearest():
    with pytest.raises(UnknownName, match="normal"):
        parse_prior("norml(0, 1)")


X = np.array([[1.0, 3.0, 0.0], [1.0, 5.0, 1.0], [1.0, 7.0, 0.0], [1.0, 9.0, 1.0]])
BLOCKS = (
    BlockView("u1(war)", ("u14",), ("u1(war):(Intercept)", "u1(war):x", "u1(war):d"), X),
    BlockView("log(sigma)", ("scale",), ("log(sigma):(Intercept)",), X[:, :1], "log"),
    BlockView("u2(war)", ("u24",), (), X[:, :0]),
)


def test_defaults_are_those_of_standardized_regressors():
    found = default_priors(BLOCKS)
    assert found["u1(war):x"].arguments == pytest.approx((0, 2.5 / X[:, 1].std()))
    assert found["u1(war):d"].arguments == pytest.approx((0, 5))
    assert found["log(sigma):(Intercept)"].arguments == (0, 1)
    # The utility of an average row with centered regressors has a standard deviation of 2.5.
    rng = np.random.default_rng(0)
    centered, slopes = 2.5 * rng.normal(size=200_000), rng.normal(size=(200_000, 2))
    constant = centered - slopes @ (2.5 * X[:, 1:].mean(0) / X[:, 1:].std(0))
    assert found["u1(war):(Intercept)"].arguments[1] == pytest.approx(constant.std(), rel=0.01)


def test_own_priors_by_parameter_go_before_those_of_the_block():
    own, fixed = split_fixed(
        {
            "u1(war):x": "laplace(0, 1)",
            "u14": Prior("normal", (0.0, 9.0)),
            "sd(u1(war)|c)": "exponential(1)",
            "u2(war)": "fixed(0.5)",
        }
    )
    assert fixed == {"u2(war)": 0.5}
    names = ("u1(war):x", "u1(war):d", "log(sigma):(Intercept)")
    also = {"sd(u1(war)|c)": Prior("half_normal", (1.0,))}
    found = own_priors(own, BLOCKS, names, also)
    assert {name: str(prior) for name, prior in found.items()} == {
        "u1(war):x": "laplace(0, 1)",
        "u1(war):d": "normal(0, 9)",
        "log(sigma):(Intercept)": "normal(0, 1)",
        "sd(u1(war)|c)": "exponential(1)",
    }
    for wrong in ("u24", "nothing"):
        with pytest.raises(UnknownName, match="u1"):
            own_priors({wrong: Prior("normal", (0.0, 1.0))}, BLOCKS, names, also)
    with pytest.raises(EstimationError, match="cannot be negative"):
        own_priors({"sd(u1(war)|c)": Prior("uniform", (-1.0, 1.0))}, BLOCKS, names, also)
