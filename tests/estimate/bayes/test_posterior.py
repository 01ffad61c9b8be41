"""Posteriors: against maximum likelihood, and what is said about them."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from standoff.errors import EstimationError, StandoffError, UnknownName
from standoff.estimate.bayes import Posterior, fit_bayes

SHORT = {"n_chains": 2, "n_warmup": 100, "n_draws": 200, "n_starts": 1}


def plays(n: int, seed: int, sd: float = 0.0, n_groups: int = 9) -> dict[str, np.ndarray]:
    """Crises of `egame12`; with `sd`, targets differ in what war is worth to them."""
    rng = np.random.default_rng(seed)
    x, z = rng.normal(size=n), rng.normal(2, 1, size=n)
    group = rng.integers(0, n_groups, n)
    effect = sd * rng.normal(size=n_groups)
    p_war = stats.norm.cdf((0.3 + 0.6 * (z - 2) + effect[group]) / np.sqrt(2))
    p_escalate = stats.norm.cdf((-0.8 * p_war - (0.3 + 0.5 * x)) / np.sqrt(2))
    escalate = rng.random(n) < p_escalate
    war = escalate & (rng.random(n) < p_war)
    country = np.array([f"c{j}" for j in group], object)
    return {"x": x, "z": z, "esc": escalate * 1.0, "war": war * 1.0, "country": country}


FORMULA = "esc + war ~ x | 0 | 1 | z"


@pytest.fixture(scope="module")
def flat() -> Posterior:
    priors = dict.fromkeys(("u11", "u14", "u24"), "normal(0, 100)")
    return fit_bayes("egame12", plays(1500, 1), FORMULA, priors=priors, seed=5, **SHORT)


@pytest.fixture(scope="module")
def grouped() -> Posterior:
    data = plays(450, 2, sd=1.0)
    data["country"][3] = None
    return fit_bayes(
        "egame12", data, FORMULA, groups={"u24": "country"}, seed=6, target_accept=0.9, **SHORT
    )


def test_with_much_data_it_is_maximum_likelihood(flat):
    errors = flat.maximum.standard_errors()
    off = (np.asarray(flat.params) - flat.maximum.theta) / errors
    assert np.abs(off).max() < 0.4
    np.testing.assert_allclose(flat.sd / errors, 1, atol=0.25)
    correlation = np.corrcoef(flat.draws, rowvar=False)
    expected = flat.maximum.covariance() / np.outer(errors, errors)
    np.testing.assert_allclose(correlation, expected, atol=0.25)
    np.testing.assert_allclose(flat.cov_params(), np.cov(flat.draws, rowvar=False))


def test_the_same_seed_gives_the_same_draws_whatever_the_number_of_chains(flat):
    options = {**SHORT, "n_chains": 1}
    priors = dict(flat.priors)
    again = fit_bayes("egame12", plays(1500, 1), FORMULA, priors=priors, seed=5, **options)
    np.testing.assert_array_equal(again.sampled.theta[0], flat.sampled.theta[0])
    assert "a single chain cannot show" in again.problems[-1]


def test_intervals_and_quantiles(flat):
    central, shortest = flat.conf_int(0.9), flat.conf_int(0.9, "hdi")
    np.testing.assert_allclose(central, flat.quantiles((0.05, 0.95)))
    widths = shortest["high"] - shortest["low"]
    assert (widths <= central["high"] - central["low"] + 1e-12).all()
    inside = (flat.draws >= np.asarray(shortest["low"])) & (
        flat.draws <= np.asarray(shortest["high"])
    )
    np.testing.assert_allclose(inside.mean(0), 0.9, atol=0.005)
    for wrong in ({"level": 1.2}, {"kind": "widest"}):
        with pytest.raises(EstimationError):
            flat.conf_int(**wrong)


def test_the_table_shows_priors_and_convergence(flat):
    text = flat.summary()
    for word in ("R-hat", "bulk", "tail", "normal(0, 100)", "2 chains of 200 draws", "shocks"):
        assert word in text
    table = flat.tidy()
    assert list(table["parameter"]) == list(flat.names)
    assert (table["ess_bulk"] > 50).all()
    assert not table["fixed"].any()


def test_predictions_are_means_over_draws(flat):
    found = flat.predict(n_draws=20)
    p = np.mean([flat.likelihood.probabilities(theta) for theta in flat.whole(20)], axis=0)
    np.testing.assert_allclose(found["probability"], p.ravel())
    assert (found["low"] <= found["probability"]).all()
    assert (found["probability"] <= found["high"]).all()
    other = flat.predict({"x": [0.0, 1.0], "z": [2.0, 2.0]}, n_draws=20)
    assert len(other) == 6
    assert other["probability"][:3].sum() == pytest.approx(1)
    actions = flat.predict({"x": [0.0], "z": [2.0]}, kind="action", n_draws=20)
    assert len(actions) == 4
    with pytest.raises(EstimationError, match="no such prediction"):
        flat.predict(kind="value")


def test_left_out_rows_agree_with_the_information_criterion(flat):
    """Without misfit the effective parameters are the parameters, and elpd is -AIC / 2."""
    found = flat.loo()
    assert found.p_loo == pytest.approx(5, abs=1.5)
    assert found.elpd == pytest.approx(-flat.maximum.aic / 2, abs=2)
    assert found.by_row.sum() == pytest.approx(found.elpd)
    assert found.problems == ()
    assert "effective parameters" in str(found)


def test_arviz_gets_everything(flat):
    tree = flat.to_arviz()
    assert tree["posterior"]["parameter"].dims == ("chain", "draw", "name")
    np.testing.assert_array_equal(tree["posterior"]["parameter"], flat.chains)
    total = np.asarray(tree["log_likelihood"]["play"]).sum(-1)
    here = flat.likelihood.log_likelihoods(flat.whole()[-1]).sum()
    assert total[-1, -1] == pytest.approx(here)
    assert "log_likelihood" not in flat.to_arviz(log_likelihood=False).children


def test_a_right_model_passes_its_predictive_check(flat):
    for by in (None, "z"):
        found = flat.posterior_predictive(by, n_draws=100, level=0.999)
        assert found.problems == ()
        table = found.table()
        assert table.groupby("group")["observed"].sum().to_numpy() == pytest.approx(1)
        assert table.groupby("group")["expected"].sum().to_numpy() == pytest.approx(1)
    assert len(found.groups) == 4
    assert sum(found.n_rows) == 1500
    with pytest.raises(UnknownName):
        flat.posterior_predictive("y")


def test_a_wrong_model_does_not(flat):
    shifted = replace(flat, sampled=replace(flat.sampled, theta=flat.sampled.theta + 0.5))
    found = shifted.posterior_predictive(n_draws=50)
    assert "lie outside the posterior's 95 %" in found.problems[0]
    assert str(found).startswith("! ")


def test_the_prior_predictive_is_wide(flat):
    found = flat.prior_predictive(n_draws=200)
    table = found.table()
    assert found.of == "prior"
    assert (table["high"] - table["low"] > 0.5).all()


def test_chains_that_disagree_are_said_first(flat):
    apart = flat.sampled.theta.copy()
    apart[1, :, 0] += 3
    diverging = np.zeros_like(flat.sampled.diverging)
    diverging[0, :7] = True
    bad = replace(flat, sampled=replace(flat.sampled, theta=apart, diverging=diverging, n_modes=3))
    text = bad.summary()
    assert text.startswith("NOT CONVERGED")
    assert not bad.converged
    assert "R-hat above 1.01 of u1(~esc):(Intercept)" in bad.problems[0]
    assert "3 different ends" in bad.problems[1]
    assert "7 of 400 draws diverged" in bad.problems[2]
    nowhere = replace(flat, sampled=replace(flat.sampled, theta=np.zeros_like(apart)))
    assert any("a chain never moved" in problem for problem in nowhere.problems)
    assert not nowhere.converged


def test_effects_of_groups(grouped):
    assert grouped.names[-1] == "sd(u2(esc,war)|country)"
    low, high = grouped.conf_int(0.99).loc["sd(u2(esc,war)|country)"]
    assert low < 1.0 < high
    assert low > 0.2
    rng = np.random.default_rng(2)
    rng.normal(size=450), rng.normal(2, 1, size=450), rng.integers(0, 9, 450)
    truth = rng.normal(size=9)
    table = grouped.effects()
    order = [int(level[1:]) for level in table["level"]]
    assert np.corrcoef(table["mean"], truth[order])[0, 1] > 0.7
    assert "9 effects" in grouped.summary()
    assert "half_normal(1)" in grouped.summary()
    np.testing.assert_array_equal(grouped.prepared.dropped["country"], [4])
    assert grouped.n == 449


def test_a_new_group_is_less_sure_than_a_known_one(grouped):
    rows = {"x": [0.0, 0.0], "z": [2.0, 2.0], "country": ["c3", "nowhere"]}
    found = grouped.predict(rows, kind="action")
    width = (found["high"] - found["low"]).to_numpy().reshape(2, 4)
    assert width[1, 2] > 1.3 * width[0, 2]
    known = grouped.predict({name: values[:1] for name, values in rows.items()})
    np.testing.assert_allclose(
        known["probability"], grouped.predict(rows)["probability"][:3], rtol=1e-12
    )
    check = grouped.posterior_predictive("country", n_draws=50, level=0.999)
    assert len(check.groups) == 9
    assert len(check.table()) == 27


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"n_draws": 0}, "n_draws=0"),
        ({"target_accept": 1.0}, "target_accept=1.0"),
        ({"covariance": "sandwich"}, "belongs to maximum likelihood"),
        ({"priors": {"u24": "norm(0, 1)"}}, "normal"),
        ({"priors": {"u25": "normal(0, 1)"}}, "u24"),
        ({"groups": {"u24": "land"}}, "country"),
        ({"max_offer": 3}, "max_offer"),
    ],
)
def test_what_does_not_go_together(options, word):
    with pytest.raises(StandoffError, match=word):
        fit_bayes("egame12", plays(60, 3), FORMULA, **options)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpyro", None)
    monkeypatch.setitem(sys.modules, "numpyro.distributions", None)
    with pytest.raises(StandoffError, match=r"pip install \"standoff\[estimate\]\""):
        fit_bayes("egame12", plays(200, 3), FORMULA, **SHORT)


def test_a_higher_end_of_the_search_for_the_maximum_is_told(flat):
    from standoff.estimate.signaling.maximum import Found

    higher = flat.maximum.llf + 5

    class WithEnds:
        others = (Found(flat.maximum.theta, higher, False, "on a ridge"),)

    told = replace(flat, maximum=WithEnds())
    assert f"{higher:.1f} against at most" in told.problems[-1]
    assert told.problems[-1].endswith("on a ridge")
