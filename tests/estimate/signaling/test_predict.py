"""Predictions under named rules, comparative statics, and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimate.signaling.fitted import MULTIPLE, SANCTIONS, multiple, sanctions

from standoff.errors import EstimationError, GameError, UnknownName
from standoff.estimate import (
    bootstrap,
    first_difference,
    likelihood_intervals,
    marginal_effects,
    predicted_profile,
)
from standoff.estimate.signaling import predict, simulate, vary
from standoff.solve.crisis_signaling import crisis_equilibria


def test_equilibria_of_the_fit_are_recovered() -> None:
    fit = multiple()
    own, nearest = predict(fit), predict(fit, rule="nearest")
    np.testing.assert_array_equal(own.chosen, nearest.chosen)
    np.testing.assert_allclose(own.p_outcomes, fit.probabilities, rtol=1e-10)
    assert set(own.chosen.tolist()) == {0, 1, 2}
    selected = np.genfromtxt(MULTIPLE, delimiter=",", names=True)["selected"]
    assert (own.chosen + 1 == selected).mean() > 0.97


def test_rules_differ_where_there_are_several_equilibria() -> None:
    fit = multiple()
    low, high = predict(fit, rule="lowest"), predict(fit, rule="highest")
    assert (low.p_resist < high.p_resist).all()
    assert (low.p_challenge > high.p_challenge).all()
    table = predict(fit).all_equilibria()
    assert len(table) == 600
    assert table["chosen"].sum() == 200
    assert (table.groupby("row")["resist"].diff().dropna() > 0).all()
    assert list(predict(fit).frame().columns[:2]) == ["Pr(sq)", "Pr(cd)"]


def test_counterfactuals_stay_next_to_the_fit() -> None:
    fit = sanctions()
    same = predict(fit, changes={"ally": 0.0}, rule="fit")
    by_hand = fit.prepared.data.replaced(ally=0.0)
    matrices = fit.prepared.remake.designs(by_hand)
    payoffs = fit.signaling.payoffs(fit.theta, matrices)  # type: ignore[arg-type]
    np.testing.assert_allclose(same.payoffs, payoffs)
    np.testing.assert_allclose(same.p_resist, crisis_equilibria(payoffs).p_resist[:, 0], rtol=1e-12)
    other = predict(fit, SANCTIONS, rule="lowest")
    np.testing.assert_allclose(other.p_outcomes, fit.probabilities, rtol=1e-8)


def test_rules_that_other_rows_do_not_have() -> None:
    fit = multiple()
    new = {"x": [0.1, 0.2]}
    assert predict(fit, new, rule="highest").chosen.tolist() == [2, 2]
    for rule in ("fit", "nearest"):
        with pytest.raises(EstimationError, match="needs the rows that were fitted"):
            predict(fit, new, rule=rule)  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="rule"):
        predict(fit, rule="likely")  # type: ignore[arg-type]
    with pytest.raises(UnknownName):
        predict(fit, changes={"y": 1.0})


def test_the_fit_predicts_like_other_fits_but_asks_for_a_rule() -> None:
    fit = multiple()
    np.testing.assert_allclose(fit.predict(), fit.probabilities, rtol=1e-10)
    assert list(fit.predict(kind="action").columns) == ["challenge", "resist", "fight"]
    with pytest.raises(EstimationError, match="several equilibria"):
        fit.predict({"x": [0.1, 0.2]})
    assert fit.predict({"x": [0.1, 0.2]}, rule="highest").shape == (2, 4)
    with pytest.raises(EstimationError, match="no such prediction"):
        fit.predict(kind="move")
    np.testing.assert_allclose(sanctions().predict(SANCTIONS), sanctions().probabilities, rtol=1e-8)


def test_a_regressor_varied() -> None:
    fit = multiple()
    grid = np.linspace(-1, 2, 13)
    curve = vary(fit, "x", grid, row=3, n_draws=60)
    # Along each branch play is smooth, and row 3 is at its equilibrium with the most resistance.
    margin = fit.signaling.solve(fit.theta).margin[2]
    x3 = fit.prepared.data["x"][2]
    at = vary(fit, "x", [x3], row=3, n_draws=0)
    from scipy.special import ndtr

    assert at.shown[0, 5] == pytest.approx(ndtr(margin), abs=1e-12)
    assert (np.diff(curve.shown[3:, 5]) > 0).all()
    assert ((curve.low <= curve.shown) & (curve.shown <= curve.high))[5:].all()
    again = vary(fit, "x", grid, row=3, n_draws=60)
    np.testing.assert_array_equal(curve.low, again.low)
    table = curve.frame()
    assert {"x", "Pr(sq) low", "resist high", "n_equilibria"} <= set(table.columns)
    lowest = vary(fit, "x", grid, row=3, rule="lowest", n_draws=0)
    assert (lowest.shown[:, 5] <= curve.shown[:, 5] + 1e-12).all()
    assert np.isnan(lowest.low).all()


def test_a_parameter_varied_beyond_a_fold() -> None:
    fit = multiple()
    curve = vary(fit, "a:(Intercept)", np.linspace(-1.6, -1.0, 25), n_draws=0, rule="highest")
    assert set(curve.equilibria.n_equilibria.tolist()) == {1, 3}
    assert curve.jumps.sum() >= 1
    theta = fit.theta.copy()
    theta[fit.names.index("a:(Intercept)")] = -1.1
    table = fit.prepared.data.take(np.zeros(1, dtype=np.int64)).replaced(
        x=float(fit.prepared.data["x"].mean())
    )
    payoffs = fit.signaling.payoffs(theta, fit.prepared.remake.designs(table))  # type: ignore[arg-type]
    by_hand = crisis_equilibria(payoffs)
    one = vary(fit, "a:(Intercept)", [-1.1], n_draws=0, rule="highest")
    np.testing.assert_allclose(
        one.shown[0, 5], by_hand.p_resist[0, by_hand.n_equilibria[0] - 1], rtol=1e-12
    )


def test_bands_shrink_to_nothing_without_doubt() -> None:
    fit = sanctions()
    curve = vary(fit, "ally", [0.0, 1.0], n_draws=200, level=0.5)
    wide = vary(fit, "ally", [0.0, 1.0], n_draws=200, level=0.95)
    assert ((wide.high - wide.low) >= (curve.high - curve.low)).all()
    assert curve.n_lost == 0


def test_mistakes_in_variations() -> None:
    fit = multiple()
    with pytest.raises(UnknownName, match="z"):
        vary(fit, "z", [0.0])
    with pytest.raises(EstimationError, match="no such row"):
        vary(fit, "x", [0.0], row=9999)
    with pytest.raises(EstimationError, match="not finite"):
        vary(fit, "x", [np.nan])


def test_simulated_frequencies_are_the_chances() -> None:
    payoffs = np.array([[0, 1, 0, -1.9, -2.8, -1.2, 1.0]]).repeat(3, axis=0)
    drawn = simulate(payoffs, 200_000, select=np.array([0, 1, 2]), seed=1)
    p = np.exp(drawn.equilibria.log_p[0, :3])
    error = np.sqrt(p * (1 - p) / 200_000)
    assert (np.abs(drawn.counts / 200_000 - p) < 4.5 * error).all()
    again = simulate(payoffs, 200_000, select=np.array([0, 1, 2]), seed=1)
    np.testing.assert_array_equal(drawn.counts, again.counts)
    assert simulate(payoffs, [1, 2, 3], select="highest").counts.sum(axis=1).tolist() == [1, 2, 3]
    assert simulate(payoffs, 1, select="lowest").chosen.tolist() == [0, 0, 0]


def test_mistakes_in_simulations() -> None:
    payoffs = [[0, 1, 0, -1.9, -2.6, -1.2, 1.0]]
    with pytest.raises(GameError, match="does not exist"):
        simulate(payoffs, 10, select=np.array([1]))
    with pytest.raises(GameError, match="negative"):
        simulate(payoffs, -1)
    with pytest.raises(GameError, match="whole number"):
        simulate(payoffs, 2.5)  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="selection"):
        simulate(payoffs, 1, select="best")  # type: ignore[arg-type]


def test_effects_follow_the_fitted_equilibria_or_a_rule() -> None:
    # With the least resistance in all games the status quo would gain; in those played it loses.
    fit = multiple()
    changes = {"x": 0.0}, {"x": 1.0}
    played = first_difference(fit, *changes, band="delta")
    assert played.loc["sq", "before"] == pytest.approx(
        predict(fit, changes={"x": 0.0}).p_outcomes[:, 0].mean()
    )
    assert played.loc["sq", "difference"] < 0
    for rule in ("lowest", "highest"):
        found = first_difference(fit, *changes, rule=rule, band="delta")
        after = predict(fit, changes={"x": 1.0}, rule=rule).p_outcomes.mean(axis=0)
        np.testing.assert_allclose(found["after"], after)
        assert found.loc["sq", "difference"] > 0
    slopes = marginal_effects(fit).set_index("outcome")["effect"]
    assert slopes["sq"] < 0
    assert slopes.sum() == pytest.approx(0, abs=1e-9)
    with pytest.raises(EstimationError, match="several equilibria"):
        predicted_profile(fit, "x", [0.0, 1.0])
    highest = predicted_profile(fit, "x", [0.0], rule="highest", n_draws=5)
    assert highest["probability"].iloc[0] == pytest.approx(
        predict(fit, changes={"x": 0.0}, rule="highest").p_outcomes[0, 0]
    )


def test_an_interval_of_the_likelihood_crosses_no_fold() -> None:
    fit = multiple()
    bounds = likelihood_intervals(fit, ["V_B:(Intercept)"])
    np.testing.assert_allclose(bounds, fit.conf_int().loc[["V_B:(Intercept)"]], atol=0.01)


def test_a_pseudo_likelihood_is_neither_resampled_nor_profiled() -> None:
    fit = sanctions("pl", p_resist="PRnpl", p_fight="PFnpl")
    assert "pseudo-likelihood" in fit.summary()
    for ask in (bootstrap, likelihood_intervals):
        with pytest.raises(EstimationError, match="does not maximize the likelihood"):
            ask(fit)
