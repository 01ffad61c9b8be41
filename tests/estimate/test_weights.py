"""Weights: of a frequency a row counts as many, of a sample its errors are its own."""

import numpy as np
import pandas as pd
import pytest
from tests.estimate.disputes import FORMULA, disputes
from tests.estimate.games import DATA

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import bootstrap, fit, fit_game, likelihood_intervals
from standoff.estimate.resampling import resample
from standoff.models import get

TABLE = disputes(160)
TIMES = np.arange(len(TABLE)) % 3
LONG = TABLE.loc[TABLE.index.repeat(TIMES)]


def fitted(data, **options):
    return fit("egame12", data, FORMULA, n_starts=1, **options)


@pytest.fixture(scope="module")
def weighed():
    return fitted(TABLE.assign(w=TIMES), weights="w")


def test_frequencies_are_the_rows_written_out(weighed):
    long = fitted(LONG)
    assert weighed.n == long.n == TIMES.sum()
    assert weighed.n_rows == (TIMES > 0).sum()
    for name in ("llf", "aic", "bic"):
        assert getattr(weighed, name) == pytest.approx(getattr(long, name), abs=1e-8)
    for kind in ("observed", "sandwich"):
        np.testing.assert_allclose(weighed.covariance(kind), long.covariance(kind), rtol=1e-7)
    clusters = [
        fitted(data, cluster="label", **weights)
        for data, weights in ((TABLE, {"weights": TIMES}), (LONG, {}))
    ]
    np.testing.assert_allclose(clusters[0].bse, clusters[1].bse, rtol=1e-7)


def test_weights_say_which_kind_they_are(weighed):
    for text in (weighed.summary(), weighed.to_text(), weighed.to_csv(), weighed.to_html()):
        assert "requency weights (column w" in text
    assert "n = 159" in weighed.summary()
    assert "54 rows of weight 0 left out" in " ".join(weighed.to_text().split())
    with pytest.raises(EstimationError, match="nothing says what they are"):
        fitted(TABLE, weights=TIMES + 0.5)
    assert fitted(TABLE, weights=TIMES + 0.5, weighting="frequency").n == TIMES.sum() + 80


def test_sampling_weights_have_errors_of_their_own():
    shares = 0.5 + TIMES
    found = fitted(TABLE, weights=shares, weighting="sampling")
    assert found.kind == "sandwich"
    assert "sampling weights (an array)" in found.summary()
    # Only their proportions count: neither estimates nor errors nor n depend on their sum.
    more = fitted(TABLE, weights=10 * shares, weighting="sampling")
    assert more.n == found.n == len(TABLE)
    np.testing.assert_allclose(more.bse, found.bse, rtol=1e-8)
    counted = fitted(TABLE, weights=2 * shares, weighting="frequency")
    np.testing.assert_allclose(counted.theta, found.theta, atol=1e-8)
    scores = counted.likelihood.scores(counted.theta)
    bread = np.linalg.inv(-counted.maximum.hessian)
    np.testing.assert_allclose(found.covariance(), bread @ (scores.T @ scores) @ bread, rtol=1e-7)
    with pytest.raises(EstimationError, match="curvature says nothing"):
        fitted(TABLE, weights=shares, weighting="sampling", covariance="observed")
    with pytest.raises(EstimationError, match="no likelihood profile"):
        likelihood_intervals(found)


def test_a_series_goes_by_its_index():
    weights = pd.Series(TIMES, index=TABLE.index)
    named = TABLE.set_index(TABLE.index.astype(str))
    shuffled = pd.Series(TIMES, index=named.index).sample(frac=1, random_state=2)
    one, other = fitted(TABLE, weights=weights), fitted(named, weights=shuffled)
    np.testing.assert_allclose(one.theta, other.theta, atol=1e-10)
    with pytest.raises(EstimationError, match="index of the weights"):
        fitted(named, weights=shuffled.iloc[5:])


def test_replicates_draw_what_rows_stand_for(weighed):
    times = np.array([1.0, 2.0, 5.0, 12.0])
    drawn = np.array([resample(4, None, 3, b, times) * times for b in range(2000)])
    np.testing.assert_allclose(drawn, np.rint(drawn), atol=1e-12)
    np.testing.assert_allclose(drawn.sum(1), 20)
    # Twenty drawn one by one: binomial counts, and not all of a row or none of it.
    np.testing.assert_allclose(drawn.mean(0), times, rtol=0.08)
    np.testing.assert_allclose(drawn.var(0), times * (1 - times / 20), rtol=0.15)
    assert bootstrap(weighed, 4, seed=1).replicates.n_failed == 0


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (np.ones(3), "not one per row"),
        (["a"] * 160, "no numbers"),
        (np.zeros(160), "all weights in column"),
        (-TIMES, "negative or infinite weight"),
    ],
)
def test_weights_that_are_none(weights, says):
    with pytest.raises(EstimationError, match=says):
        fitted(TABLE, weights=weights)
    with pytest.raises(UnknownName, match="did you mean 'sampling'"):
        fitted(TABLE, weights=TIMES, weighting="sample")


def test_every_family_counts_alike():
    game = get("quantal-threat").game()
    plays = {"end": list(game.outcomes) * 20, "w": [1, 2, 0, 3] * (5 * len(game.outcomes))}
    long = {"end": np.repeat(plays["end"], plays["w"])}
    options = {"outcome": "end", "n_starts": 1}
    one = fit_game(game, plays, {"audience_cost": "1"}, weights="w", **options)
    other = fit_game(game, long, {"audience_cost": "1"}, **options)
    assert (one.n, one.bic) == (other.n, pytest.approx(other.bic))
    np.testing.assert_allclose(one.covariance("sandwich"), other.covariance("sandwich"), rtol=1e-5)
    offers = pd.read_csv(DATA / "data_ult.csv").iloc[:300]
    offers = offers.assign(w=np.arange(300) % 3)
    long = offers.loc[offers.index.repeat(offers["w"])]
    options = {"max_offer": 15, "n_starts": 1}
    one = fit("ultimatum", offers, "offer + accept ~ x1 | z1", weights="w", **options)
    other = fit("ultimatum", long, "offer + accept ~ x1 | z1", **options)
    assert (one.n, one.bic) == (other.n, pytest.approx(other.bic))
    np.testing.assert_allclose(one.theta, other.theta, atol=1e-6)


def test_counts_of_endings_are_plays():
    ends = np.where(TABLE["esc"] == 0, "L", np.where(TABLE["war"] == 1, "RR", "RL"))
    rows = TABLE.assign(end=ends, west=TABLE["trade"] > 0)
    counts = rows.groupby("west")["end"].value_counts().unstack().reset_index()
    by_row = fit("egame12", rows, "end ~ west | 0 | 0 | 1", n_starts=1)
    counted = fit("egame12", counts, "L + RL + RR ~ west | 0 | 0 | 1", n_starts=1)
    assert (counted.n, counted.n_rows) == (by_row.n, 2)
    assert counted.bic == pytest.approx(by_row.bic)
    assert "2 rows, n = 160" in counted.summary()
