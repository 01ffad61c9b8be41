"""Covariances, bootstrap, profiles and comparisons: against their definitions."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.estimate.games import DATA, WAR, fitted

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import (
    bootstrap,
    clarke,
    fit,
    likelihood_intervals,
    likelihood_ratio,
    profile,
    vuong,
)
from standoff.estimate.covariance import clustered, dyadic, sandwich
from standoff.estimate.resampling import resample

TABLE = pd.read_csv(DATA / "war1800.csv")
SMALL = "esc + war ~ s_wt_re1 | 0 | dem1 - 1 | balanc"


@pytest.fixture(scope="module")
def war():
    return fitted("egame12.war1800.probit.agent")


@pytest.fixture(scope="module")
def small():
    return fit("egame12", TABLE, SMALL, cluster=("ccode1", "ccode2"))


def test_sandwich_is_the_product_of_its_parts(war):
    scores = war.likelihood.scores(war.theta)
    bread = np.linalg.inv(-war.likelihood.hessian(war.theta))
    meat = sum(np.outer(row, row) for row in scores)
    np.testing.assert_allclose(war.cov_params("sandwich"), bread @ meat @ bread, rtol=1e-8)


def test_clusters_of_one_row_are_the_sandwich(war):
    scores, hessian = war.likelihood.scores(war.theta), war.maximum.hessian
    alone = clustered(scores, hessian, np.arange(war.n))
    factor = war.n / (war.n - 1)
    np.testing.assert_allclose(alone, sandwich(scores, hessian) * factor, rtol=1e-12)


def test_dyads_in_either_order_are_one_cluster(small):
    swapped = TABLE.assign(
        a=np.where(TABLE.index % 2, TABLE["ccode1"], TABLE["ccode2"]),
        b=np.where(TABLE.index % 2, TABLE["ccode2"], TABLE["ccode1"]),
    )
    found = fit("egame12", swapped, SMALL, cluster=("a", "b"))
    assert found.kind == "cluster"
    np.testing.assert_allclose(found.bse, small.bse)
    pairs = {frozenset(pair) for pair in small.members.tolist()}
    assert len(pairs) == small.groups.max() + 1


def test_dyadic_covariance_is_the_sum_over_pairs_that_share_a_member(small):
    scores = small.free.scores(small.maximum.theta)
    members = small.members
    share = (members[:, None, :, None] == members[None, :, None, :]).any((2, 3))
    meat = np.einsum("ia,ij,jb->ab", scores, share.astype(float), scores)
    bread = np.linalg.inv(-small.maximum.hessian)
    found = dyadic(scores, small.maximum.hessian, members)
    np.testing.assert_allclose(found, bread @ meat @ bread, rtol=1e-8, atol=1e-12)


def test_covariances_that_a_fit_cannot_have(war):
    for kind in ("cluster", "dyadic", "bootstrap", "penalized", "jackknife"):
        with pytest.raises(EstimationError):
            war.cov_params(kind)


def test_bootstrap_has_the_same_digits_however_it_is_run(small):
    few = bootstrap(small, 6, seed=4)
    more = bootstrap(small, 9, seed=4)
    np.testing.assert_array_equal(few.replicates.draws, more.replicates.draws[:6])
    spread = bootstrap(small, 6, seed=4, workers=2)
    np.testing.assert_array_equal(few.replicates.draws, spread.replicates.draws)
    assert few.replicates.by == "cluster"
    assert not np.allclose(bootstrap(small, 6, seed=5).replicates.draws, few.replicates.draws)
    # A replicate is the fit of the rows that it drew.
    times = resample(small.n, small.groups, 4, 2).astype(int)
    rows = TABLE.iloc[small.prepared.data.rows - 1]
    again = fit("egame12", rows.loc[rows.index.repeat(times)], SMALL, n_starts=1)
    np.testing.assert_allclose(again.theta, few.replicates.draws[2], atol=1e-8)


def test_bootstrap_agrees_with_the_sandwich(small):
    found = bootstrap(small, 150, seed=1, by_cluster=False)
    assert found.kind == "bootstrap"
    assert found.replicates.n_failed == 0
    # 150 replicates know a standard error to about 6 percent.
    np.testing.assert_allclose(found.bse, small.standard_errors("sandwich"), rtol=0.2)
    bounds = found.replicates.quantiles()
    assert ((bounds[:, 0] < small.theta) & (small.theta < bounds[:, 1])).all()


def test_clusters_are_drawn_whole():
    groups = np.repeat(np.arange(5), [1, 2, 3, 4, 5])
    times = resample(15, groups, 0, 0)
    assert all(len(set(times[groups == g])) == 1 for g in range(5))
    assert sum(times[groups == g][0] for g in range(5)) == 5


def test_likelihood_intervals_end_where_the_ratio_test_rejects(war):
    name = "u1(esc,war):(Intercept)"
    bounds = likelihood_intervals(war, [name])
    for end in bounds.loc[name]:
        held = fit("egame12", TABLE, WAR, fixed={name: end})
        assert 2 * (war.llf - held.llf) == pytest.approx(stats.chi2.ppf(0.95, 1), abs=1e-4)
    plain = war.conf_int().loc[name]
    # The likelihood falls more slowly to the left than the curvature says.
    assert bounds.loc[name, "low"] < plain["low"] - 1


def test_profile(war):
    found = profile(war, "u2(esc,war):balanc", n_values=5)
    assert found.better is None
    assert found.log_likelihoods[2] == pytest.approx(war.llf, abs=1e-9)
    assert (np.diff(found.log_likelihoods[:3]) > 0).all()
    assert (np.diff(found.log_likelihoods[2:]) < 0).all()
    one = fitted("egame12.war1800.fixedUtils")
    alone = profile(one, "log(sigma):(Intercept)", n_values=3)
    assert alone.log_likelihoods[1] == pytest.approx(one.llf)
    with pytest.raises(UnknownName, match="free parameter"):
        profile(war, "u2(esc,war):balance")


def test_vuong_and_clarke_by_their_formulas(war):
    private = fitted("egame12.war1800.probit.private")
    gain = war.log_likelihoods() - private.log_likelihoods()
    found = vuong(war, private)
    assert found.statistic == pytest.approx(gain.sum() / (np.sqrt(282) * gain.std()))
    assert found.p_value == pytest.approx(2 * stats.norm.sf(abs(found.statistic)))
    assert found.better == "neither"
    counted = clarke(war, private)
    assert counted.statistic == (gain > 0).sum()
    # The coin is fair and the tail is doubled.
    tail = stats.binom.cdf(min(counted.statistic, 282 - counted.statistic), 282, 0.5)
    assert counted.p_value == pytest.approx(2 * tail)


def test_comparison_with_another_librarys_model(war):
    chance = np.full(war.n, 75 / 282)
    happened = war.observed_outcomes() == 2
    simple = np.where(happened, np.log(chance), np.log(1 - chance))
    found = vuong(war, simple, outcome="esc,war", n_parameters=(10, 1))
    p = war.probabilities[:, 2]
    gain = np.where(happened, np.log(p), np.log(1 - p)) - simple
    handicap = 9 * np.log(282) / 2
    expected = (gain.sum() - handicap) / (np.sqrt(282) * gain.std())
    assert found.statistic == pytest.approx(expected)
    assert found.better == "second"
    with pytest.raises(EstimationError, match="n_parameters"):
        vuong(war, simple, outcome="esc,war")


def test_comparisons_refuse_other_rows(war):
    other = fit("egame12", TABLE, SMALL)
    with pytest.raises(EstimationError, match="same rows"):
        vuong(war, other)
    with pytest.raises(EstimationError, match="every row alike"):
        vuong(war, war)
    with pytest.raises(UnknownName, match="outcome"):
        clarke(war, war, outcome="peace")


def test_likelihood_ratio(war):
    less = fit("egame12", TABLE, WAR, fixed={"u1(~esc):s_wt_re1": 0.0})
    found = likelihood_ratio(less, war)
    assert found.p_value == pytest.approx(stats.chi2.sf(2 * (war.llf - less.llf), 1))
    assert found.better == "second"
    with pytest.raises(EstimationError, match="does not contain"):
        likelihood_ratio(war, less)
