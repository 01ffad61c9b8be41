"""Effects on outcomes: against differences of predictions, and bands against each other."""

import numpy as np
import pandas as pd
import pytest
from tests.estimate.games import DATA, fitted

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import bootstrap, first_difference, marginal_effects, predicted_profile
from standoff.estimate.effects import typical_row

TABLE = pd.read_csv(DATA / "war1800.csv")


@pytest.fixture(scope="module")
def war():
    return fitted("egame12.war1800.probit.agent")


def test_first_difference_is_a_difference_of_mean_predictions(war):
    rows = TABLE.iloc[war.prepared.data.rows - 1]
    found = first_difference(war, {"regime1": "autoc"}, {"regime1": "dem"}, band="delta")
    before = war.predict(rows.assign(regime1="autoc")).mean().to_numpy()
    after = war.predict(rows.assign(regime1="dem")).mean().to_numpy()
    np.testing.assert_allclose(found["difference"], after - before, atol=1e-12)
    assert found["difference"].sum() == pytest.approx(0, abs=1e-12)
    drawn = first_difference(war, {"regime1": "autoc"}, {"regime1": "dem"}, n_draws=2000)
    np.testing.assert_allclose(drawn["std_error"], found["std_error"], rtol=0.1)
    np.testing.assert_allclose(drawn["low"], found["low"], atol=0.02)


def test_marginal_effects_are_slopes(war):
    rows = TABLE.iloc[war.prepared.data.rows - 1]
    step = 1e-4
    ahead = war.predict(rows.assign(balanc=rows["balanc"] + step)).mean().to_numpy()
    behind = war.predict(rows.assign(balanc=rows["balanc"] - step)).mean().to_numpy()
    found = marginal_effects(war, ["balanc"])
    np.testing.assert_allclose(found["effect"], (ahead - behind) / (2 * step), atol=1e-7)
    everything = marginal_effects(war)
    assert set(everything["change"]) == {"per unit", "0 to 1", "autoc to dem", "autoc to mixed"}
    sums = everything.groupby(["column", "change"])["effect"].sum()
    np.testing.assert_allclose(sums, 0, atol=1e-9)


def test_effects_at_a_typical_row(war):
    row = typical_row(war)
    one = {name: [value] for name, value in row.items()}
    found = marginal_effects(war, ["revis1"], at={})
    step = war.predict({**one, "revis1": [1.0]}) - war.predict({**one, "revis1": [0.0]})
    np.testing.assert_allclose(found["effect"], step.to_numpy()[0], atol=1e-12)


def test_profile_of_words_and_bands_inside_the_unit_interval(war):
    table = predicted_profile(war, "regime2", band="delta")
    assert list(table["regime2"].unique()) == ["autoc", "dem", "mixed"]
    sums = table.groupby("regime2")["probability"].sum()
    np.testing.assert_allclose(sums, 1)
    far = predicted_profile(war, "s_wt_re1", [-30.0, 30.0], band="delta")
    assert ((far["low"] >= 0) & (far["high"] <= 1)).all()
    assert (far["low"] <= far["probability"]).all()


def test_bands_from_replicates(war):
    with pytest.raises(EstimationError, match="no bootstrap replicates"):
        predicted_profile(war, "revis1", band="bootstrap")
    again = bootstrap(war, 30, seed=2)
    table = predicted_profile(again, "revis1", band="bootstrap")
    assert list(table["revis1"].unique()) == [0, 1]
    assert (table["high"] > table["low"]).all()


def test_the_same_seed_gives_the_same_band(war):
    one, two = (predicted_profile(war, "revis1", n_draws=50, seed=s) for s in (1, 1))
    pd.testing.assert_frame_equal(one, two)


def test_columns_that_the_fit_does_not_use(war):
    with pytest.raises(UnknownName, match="column of this fit"):
        predicted_profile(war, "year")
    with pytest.raises(UnknownName, match="column of this fit"):
        first_difference(war, {"year": 1}, {"year": 2})
    with pytest.raises(EstimationError, match="holds numbers"):
        predicted_profile(war, "balanc", ["low"])
