"""Fits are compared where they explain the same disputes; predictions find their rows."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.estimate.disputes import FORMULA, SMALLER, disputes
from tests.estimate.games import DATA

from standoff.errors import EstimationError
from standoff.estimate import clarke, fit, likelihood_ratio, vuong

TABLE = disputes()
HOLES = TABLE.assign(regime=TABLE["regime"].where(TABLE.index % 7 > 0))
CUT = HOLES.dropna()
TESTS = (likelihood_ratio, vuong, clarke)


def fitted(data, formula=FORMULA, **options):
    return fit("egame12", data, formula, n_starts=1, **options)


@pytest.fixture(scope="module")
def larger():
    return fitted(HOLES)


@pytest.mark.parametrize(
    "cut",
    [
        CUT,
        CUT.reset_index(drop=True),
        CUT.sample(frac=1, random_state=1),
        CUT.assign(note="kept"),
        pl.from_pandas(CUT),
        CUT.to_dict("list"),
    ],
    ids=["cut", "counted anew", "shuffled", "one more column", "polars", "mapping"],
)
def test_the_same_disputes_however_they_were_cut(larger, cut):
    smaller, plain = fitted(cut, SMALLER), fitted(CUT, SMALLER)
    for test in TESTS:
        found, expected = test(smaller, larger), test(plain, larger)
        assert found.statistic == pytest.approx(expected.statistic, abs=1e-6)
        assert found.n == len(CUT)


def test_files_that_were_cut_beforehand(larger, tmp_path):
    CUT.to_csv(tmp_path / "cut.csv", index=False)
    HOLES.to_csv(tmp_path / "whole.csv", index=False)
    smaller, whole = fitted(tmp_path / "cut.csv", SMALLER), fitted(tmp_path / "whole.csv")
    assert vuong(smaller, whole).statistic == pytest.approx(vuong(smaller, larger).statistic)


@pytest.mark.parametrize("test", TESTS)
def test_other_disputes_are_refused(test):
    half = len(TABLE) // 2
    first = fitted(TABLE.iloc[:half])
    for other in (TABLE.iloc[half:], TABLE.iloc[half:].reset_index(drop=True)):
        with pytest.raises(EstimationError, match="do not explain the same rows"):
            test(fitted(other, SMALLER), first)
    named = TABLE.set_index(np.array([f"dispute {i}" for i in range(len(TABLE))]))
    with pytest.raises(EstimationError, match="is not among the second's"):
        test(fitted(named.iloc[half:], SMALLER), fitted(named.iloc[:half]))
    with pytest.raises(EstimationError, match="120 and 240 rows"):
        test(fitted(TABLE.iloc[:half], SMALLER), fitted(TABLE))


def test_the_advice_can_be_followed():
    with pytest.raises(EstimationError, match="every column of either: balance, esc, regime"):
        likelihood_ratio(fitted(HOLES, SMALLER), fitted(HOLES))
    assert likelihood_ratio(fitted(CUT, SMALLER), fitted(HOLES)).n == len(CUT)


def test_weights_must_be_the_same():
    plain, ones = fitted(TABLE), fitted(TABLE, SMALLER, weights=np.ones(len(TABLE)))
    assert vuong(ones, plain).statistic == pytest.approx(
        vuong(fitted(TABLE, SMALLER), plain).statistic
    )
    twos = fitted(TABLE, SMALLER, weights=np.full(len(TABLE), 2))
    drawn = {"weights": np.ones(len(TABLE)), "weighting": "sampling"}
    sampled = [fitted(TABLE, formula, **drawn) for formula in (SMALLER, FORMULA)]
    for test in TESTS:
        with pytest.raises(EstimationError, match="weigh their rows differently"):
            test(twos, plain)
        with pytest.raises(EstimationError, match="sampling weights cannot be compared"):
            test(*sampled)


def test_rows_that_count_twice_are_two_rows():
    twice = TABLE.loc[TABLE.index.repeat(2)]
    weighed = [fitted(TABLE, f, weights=np.full(len(TABLE), 2)) for f in (SMALLER, FORMULA)]
    written = [fitted(twice, f) for f in (SMALLER, FORMULA)]
    for test in TESTS:
        one, other = test(*weighed), test(*written)
        assert one.statistic == pytest.approx(other.statistic, abs=1e-7)
        assert (one.n, one.p_value) == (other.n, pytest.approx(other.p_value, abs=1e-7))


def test_rounding_is_no_difference():
    one = fitted(TABLE)
    for test in (vuong, clarke):
        for other in (one, fit("egame12", TABLE, FORMULA, n_starts=3, seed=5)):
            with pytest.raises(EstimationError, match="predict every row alike"):
                test(one, other)


def test_ties_are_set_aside_and_counted():
    gain = np.array([1.0, 2.0, -1.0, 0.5, 1e-12, 0.0])
    found = clarke(gain, np.zeros(6), n_parameters=(1, 1))
    assert (found.statistic, found.n, found.n_ties) == (3.0, 6, 2)
    # Three of four heads, in both tails.
    assert found.p_value == pytest.approx(2 * (1 + 4) / 16)
    assert "2 of 6 rows explained alike" in str(found)
    assert vuong(gain, np.zeros(6), n_parameters=(1, 1)).n_ties == 2


def test_predictions_stand_beside_their_rows(larger):
    joined = HOLES.join(larger.predict())
    here = joined["Pr(~esc)"].notna()
    assert here.tolist() == HOLES["regime"].notna().tolist()
    alone = larger.predict(HOLES.loc[[50]])
    assert alone.index.tolist() == [50]
    np.testing.assert_allclose(joined.loc[50, alone.columns].astype(float), alone.iloc[0])
    named = HOLES.set_index(HOLES["year"].astype(str) + "-" + HOLES.index.astype(str))
    pd.testing.assert_index_equal(fitted(named).predict().index, named.dropna().index)
    from_file = fitted(HOLES.to_dict("list"))
    pd.testing.assert_index_equal(from_file.predict().index, CUT.index)


def test_what_is_explained_must_be_the_same_too():
    offers = pd.read_csv(DATA / "data_ult.csv").iloc[:200]
    options = {"max_offer": 15, "n_starts": 1}
    both = fit("ultimatum", offers, "offer + accept ~ x1 | z1", **options)
    alone = fit("ultimatum", offers, "offer ~ x1 | z1", **options)
    with pytest.raises(EstimationError, match="explain different things"):
        vuong(both, alone)
    ends = np.where(TABLE["esc"] == 0, "L", np.where(TABLE["war"] == 1, "RR", "RL"))
    written = fitted(TABLE.assign(end=ends), SMALLER.replace("esc + war", "end"))
    assert vuong(written, fitted(TABLE)).statistic == pytest.approx(
        vuong(fitted(TABLE, SMALLER), fitted(TABLE)).statistic
    )
