"""Effects on outcomes: against differences of predictions, and bands against each other."""

import numpy as np
import pandas as pd
import pytest
from tests.estimate.games import DATA, fitted

from standoff.errors import EstimationError, UnknownName
from standoff.estimate import (
    bootstrap,
    first_difference,
    fit_game,
    marginal_effects,
    predicted_profile,
)
from standoff.estimate.effects import typical_row
from standoff.game.read import read_game

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


def test_draws_without_an_answer_are_counted_and_told(war, monkeypatch):
    own = type(war).answers
    center = war.theta.copy()

    def answers(fit, designs, **options):
        ask = own(fit, designs, **options)
        # Beyond half an error of the first estimate this model has no answer.
        gone = 0.5 * fit.standard_errors()[0]
        return lambda theta: [
            np.where(theta[0] - center[0] > gone, np.nan, each) for each in ask(theta)
        ]

    before, after = {"regime1": "autoc"}, {"regime1": "dem"}
    whole = first_difference(war, before, after, n_draws=400)
    assert (whole["n_failed"] == 0).all()
    assert whole.attrs["problems"] == ()
    monkeypatch.setattr(type(war), "answers", answers)
    found = first_difference(war, before, after, n_draws=400)
    n = int(found["n_failed"].iloc[0])
    assert 80 < n < 170
    assert f"{n} of 400 draws have no answer" in found.attrs["problems"][0]
    assert found[["std_error", "low", "high"]].notna().all(axis=None)
    assert (found["high"] - found["low"] < 6 * found["std_error"]).all()
    profile = predicted_profile(war, "revis1", n_draws=400)
    assert (profile["n_failed"] == n).all()
    assert profile.attrs["problems"] == found.attrs["problems"]


def test_parameters_of_a_game_outside_their_bounds_are_told(tmp_path):
    (tmp_path / "dare.yaml").write_text(BOUNDED, encoding="utf-8")
    game = read_game(tmp_path / "dare.yaml")
    plays = {"stopped": [30], "yielded": [1], "fought": [69]}
    found = fit_game(game, plays, {"pain": "1"}, outcome={o: o for o in plays}, n_starts=1)
    assert any(
        "'pain' lies outside its bounds of 0 to 5 in 1 of 1 rows" in p for p in found.problems
    )
    near = {"stopped": [40], "yielded": [30], "fought": [30]}
    found = fit_game(game, near, {"pain": "1"}, outcome={o: o for o in near}, n_starts=1)
    assert not any("bounds" in each for each in found.problems)


BOUNDED = """\
standoff-game: 1
name: dare
players: [A, B]
parameters:
  pain: {default: 1, low: 0, high: 5, meaning: what fighting costs B}
tree:
  player: A
  moves:
    stop: {outcome: stopped, pays: {}}
    go:
      player: B
      moves:
        yield: {outcome: yielded, pays: {A: 1, B: -1}}
        fight: {outcome: fought, pays: {A: -1, B: -pain}}
"""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"band": "delat"}, "unknown band"),
        ({"level": 95}, "between 0 and 1"),
        ({"n_draws": 1}, "two"),
    ],
)
def test_bands_that_cannot_be(war, options, says):
    with pytest.raises((EstimationError, UnknownName), match=says):
        predicted_profile(war, "revis1", **options)
