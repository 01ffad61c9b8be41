"""Fits of signaling crises against published numbers and against simulated truths."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr
from tests.estimate.signaling.fitted import (
    MULTIPLE,
    REFERENCE,
    SANCTIONS,
    SANCTIONS_FORMULA,
    SIMPLE,
    TRUTH,
    likelihood_of,
    multiple,
    sanctions,
)
from tests.solve.plain_crisis import answer

from standoff.errors import EstimationError
from standoff.estimate.data import read_data
from standoff.estimate.kernels.crisis_sums import answers
from standoff.estimate.restrict import restrict
from standoff.estimate.signaling import SignalingFit, fit_signaling, simulate
from standoff.estimate.signaling.two_step import pseudo_covariance, pseudo_pieces
from standoff.solve.crisis_signaling import crisis_equilibria


def test_full_likelihood_of_the_sanctions() -> None:
    fit, expected = sanctions(), REFERENCE["ml"]
    assert fit.converged
    assert fit.llf >= -3927.9095113
    np.testing.assert_allclose(fit.theta, expected["coef"], atol=1e-6)
    np.testing.assert_allclose(
        fit.standard_errors(), expected["se_inverse_negative_hessian"], rtol=1e-5
    )
    assert fit.aic == pytest.approx(2 * 20 - 2 * fit.llf)


def test_the_search_tells_what_lies_higher() -> None:
    # Above the published maximum runs a ridge on which every game has three equilibria.
    fit = sanctions()
    top = fit.others[0]
    assert top.log_likelihood > -3900
    assert not top.is_regular
    assert any("no maximum there" in problem for problem in fit.problems)
    likelihood = fit.signaling
    assert likelihood.log_likelihoods(top.theta).sum() == pytest.approx(top.log_likelihood)
    # Not an accident of rounding: by quadrature the equilibria there answer to themselves.
    solved = likelihood.solve(top.theta)
    assert (solved.n_equilibria == 3).mean() > 0.9
    for u, margin in zip(likelihood.payoffs(top.theta)[::60], solved.margin[::60], strict=True):
        p = float(ndtr(margin))
        assert answer(p, tuple(u)) == pytest.approx(p, abs=1e-9)


def test_full_likelihood_where_every_game_has_three_equilibria() -> None:
    fit, expected = multiple(), REFERENCE["ml_multiple"]
    assert fit.converged
    assert fit.llf >= -33110.88496
    np.testing.assert_allclose(fit.theta, expected["coef"], atol=1e-6)
    # The published errors are from differences of the gradient with steps of 0.001, which bends
    # too much for them: they are off by 0.0003, as smaller steps show.
    np.testing.assert_allclose(
        fit.standard_errors(), expected["se_inverse_negative_hessian"], rtol=4e-4
    )
    assert (fit.solved.n_equilibria == 3).all()
    truth = np.genfromtxt(MULTIPLE, delimiter=",", names=True)
    margins = fit.signaling.solve(TRUTH).margin
    # Of the equilibria that were played nearly all are recognized.
    assert np.isclose(ndtr(margins), truth["pR_true"], atol=1e-6).mean() > 0.97


def test_pseudo_likelihood() -> None:
    fit = sanctions("pl", p_resist="PRnpl", p_fight="PFnpl")
    assert fit.converged
    assert fit.llf == pytest.approx(REFERENCE["pl"]["loglik"], rel=1e-12)
    np.testing.assert_allclose(fit.theta, REFERENCE["pl"]["coef"], atol=1e-6)
    assert fit.full_log_likelihood == pytest.approx(-3932.4473776311534, rel=1e-10)


def test_pseudo_likelihood_covariance_is_its_formula() -> None:
    fit = sanctions("pl", p_resist="PRnpl", p_fight="PFnpl")
    beliefs = fit.beliefs
    assert beliefs is not None
    scores, in_beliefs = pseudo_pieces(fit.free, fit.signaling, fit.theta, beliefs)
    omega = np.linalg.inv(scores.T @ scores)
    np.testing.assert_allclose(fit.covariance(), omega, rtol=1e-7, atol=1e-9)
    n = len(scores)
    cross = np.zeros((len(omega), 2 * n))
    for d in range(n):
        cross[:, d] = scores[d] * in_beliefs[d, 0]
        cross[:, n + d] = scores[d] * in_beliefs[d, 1]
    expected = omega + omega @ cross @ (1e-4 * np.eye(2 * n)) @ cross.T @ omega
    for given in (np.full(2 * n, 1e-4), 1e-4 * np.eye(2 * n)):
        found = pseudo_covariance(fit.free, fit.signaling, fit.theta, beliefs, given)
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)
    assert (np.diag(expected) > np.diag(omega)).all()
    with pytest.raises(EstimationError, match="wrong shape"):
        pseudo_covariance(fit.free, fit.signaling, fit.theta, beliefs, np.eye(3))


def test_slopes_in_the_beliefs_are_differences() -> None:
    from dataclasses import replace

    from standoff.estimate.kernels.crisis_sums import at_beliefs

    fit = sanctions("pl", p_resist="PRnpl", p_fight="PFnpl")
    likelihood, beliefs = fit.signaling, fit.beliefs
    assert beliefs is not None
    from scipy.special import ndtri

    def values(moved: object) -> np.ndarray:
        return at_beliefs(
            likelihood.payoffs(fit.theta),
            ndtri(moved.p_resist),  # type: ignore[attr-defined]
            moved.p_fight,  # type: ignore[attr-defined]
            likelihood.events,
            likelihood.counts,
        )[0]

    _, in_beliefs = pseudo_pieces(fit.free, likelihood, fit.theta, beliefs)
    step = 1e-6
    for k, name in enumerate(("p_resist", "p_fight")):
        ahead = replace(beliefs, **{name: getattr(beliefs, name) + step})
        behind = replace(beliefs, **{name: getattr(beliefs, name) - step})
        slope = (values(ahead) - values(behind)) / (2 * step)
        np.testing.assert_allclose(in_beliefs[:, k], slope, rtol=1e-5, atol=1e-3)


def test_nested_pseudo_likelihood() -> None:
    fit, expected = sanctions("npl"), REFERENCE["npl"]
    assert fit.converged
    assert fit.n_rounds == expected["npl_iterations"]
    assert fit.llf == pytest.approx(expected["loglik"], abs=1e-6)
    np.testing.assert_allclose(fit.theta, expected["coef"], atol=1e-6)
    np.testing.assert_allclose(fit.standard_errors(), expected["se_corrected"], rtol=1e-6)


def test_nested_beliefs_answer_to_themselves_and_move_as_computed() -> None:
    from scipy.special import ndtri

    fit = sanctions("npl")
    beliefs, likelihood = fit.beliefs, fit.signaling
    assert beliefs is not None
    payoffs = likelihood.payoffs(fit.theta)
    resist, fight, resist_u, fight_u, resist_f, fight_r = answers(
        payoffs, ndtri(beliefs.p_resist), beliefs.p_fight
    )
    np.testing.assert_allclose(resist, beliefs.p_resist, atol=1e-6)
    np.testing.assert_allclose(fight, beliefs.p_fight, atol=1e-6)
    # The total derivative of the equilibrium, by (I - J)^-1, against solving it anew.
    step = 1e-5
    for j in range(7):
        moved = payoffs.copy()
        moved[:, j] += step
        ahead = _p_resist(moved)
        moved[:, j] -= 2 * step
        slope = (ahead - _p_resist(moved)) / (2 * step)
        total = (resist_u[:, j] + resist_f * fight_u[:, j]) / (1 - resist_f * fight_r)
        np.testing.assert_allclose(total, slope, rtol=1e-4, atol=1e-6)


def _p_resist(payoffs: np.ndarray) -> np.ndarray:
    from standoff.solve.crisis_signaling import crisis_equilibria

    return crisis_equilibria(payoffs).p_resist[:, 0]


def test_two_step_estimators_where_there_are_three_equilibria() -> None:
    pl = fit_signaling(MULTIPLE, SIMPLE, method="pl", beliefs=("PRhat", "PFhat"))
    assert pl.llf == pytest.approx(REFERENCE["pl_multiple"]["loglik"], abs=1e-6)
    npl = fit_signaling(MULTIPLE, SIMPLE, method="npl", beliefs=("PRhat", "PFhat"))
    assert npl.llf == pytest.approx(REFERENCE["npl_multiple"]["loglik"], abs=1e-4)
    assert npl.full_log_likelihood < multiple().llf - 1000
    short = fit_signaling(MULTIPLE, SIMPLE, method="npl", beliefs=("PRhat", "PFhat"), max_rounds=3)
    assert not short.converged
    assert np.isnan(short.standard_errors()).all()
    assert "did not converge" in short.problems[0]


@pytest.mark.parametrize("beliefs", ["smooth", "frequencies"])
def test_own_first_stages(beliefs: str) -> None:
    fit = fit_signaling(SANCTIONS, SANCTIONS_FORMULA, method="pl", beliefs=beliefs)  # type: ignore[arg-type]
    assert fit.converged
    assert fit.beliefs is not None
    assert ((fit.beliefs.p_resist > 0) & (fit.beliefs.p_resist < 1)).all()
    if beliefs == "smooth":
        nested = fit_signaling(SANCTIONS, SANCTIONS_FORMULA, method="npl")
        assert nested.llf == pytest.approx(REFERENCE["npl"]["loglik"], abs=1e-5)


def test_covariances() -> None:
    fit = fit_signaling(
        SANCTIONS, SANCTIONS_FORMULA, cluster="dyadID", start=REFERENCE["ml"]["coef"]
    )
    assert fit.kind == "cluster"
    kinds = {kind: fit.standard_errors(kind) for kind in ("observed", "sandwich", "cluster")}  # type: ignore[arg-type]
    assert all(np.isfinite(each).all() for each in kinds.values())
    scores, hessian = fit.signaling.scores(fit.theta), fit.signaling.hessian(fit.theta)
    bread = np.linalg.inv(hessian)
    by_hand = np.sqrt(np.diag(bread @ scores.T @ scores @ bread))
    np.testing.assert_allclose(kinds["sandwich"], by_hand, rtol=1e-6)
    assert np.abs(kinds["cluster"] / kinds["sandwich"] - 1).max() > 0.01


def test_fixed_and_equal_parameters() -> None:
    fit = fit_signaling(MULTIPLE, SIMPLE, fixed={"V_A": 1.0}, n_starts=2)
    assert fit.converged
    assert fit.params["V_A:(Intercept)"] == 1.0
    assert multiple().llf - 2 < fit.llf < multiple().llf
    same = fit_signaling(
        MULTIPLE, SIMPLE, equal=[("V_A:(Intercept)", "V_B:(Intercept)")], n_starts=2
    )
    assert same.params["V_A:(Intercept)"] == same.params["V_B:(Intercept)"]
    assert same.n_parameters == 5
    assert multiple().llf - 2 < same.llf < multiple().llf


def test_data_with_one_equilibrium_are_recovered() -> None:
    # The published Monte Carlo design with a unique equilibrium; all errors are in standard errors.
    theta = np.array([1.0, -1.8, -2.45, 0.1, -1.2, 1.0])
    x = np.random.default_rng(8).uniform(0, 1, 200)
    zero, one = np.zeros(200), np.ones(200)
    payoffs = np.column_stack([zero, one, zero, -1.8 * one, -2.45 + 0.1 * x, -1.2 * one, one])
    drawn = simulate(payoffs, 200, seed=5)
    assert (drawn.equilibria.n_equilibria == 1).all()
    fit = fit_signaling({"x": x} | drawn.columns(), SIMPLE)
    assert fit.converged
    truth = fit.signaling.log_likelihoods(theta).sum()
    assert truth < fit.llf < truth + 12
    assert np.abs((fit.theta - theta) / fit.standard_errors()).max() < 3.5


def test_simulated_data_with_several_equilibria_are_recovered() -> None:
    likelihood = likelihood_of(MULTIPLE, SIMPLE)
    drawn = simulate(likelihood.payoffs(TRUTH), 100, select="random", seed=9)
    fit = fit_signaling({"x": likelihood.matrices[4][:, 1]} | drawn.columns(), SIMPLE)
    assert fit.converged
    assert np.abs((fit.theta - TRUTH) / fit.standard_errors()).max() < 3.5


def test_restricted_starts_stay_in_the_restriction() -> None:
    likelihood = likelihood_of(MULTIPLE, SIMPLE)
    free = restrict(likelihood, {"W_B:x": 0.0})
    assert free.starts(2, 0).shape == (2, 5)


def test_resampling_and_intervals_of_the_room_take_it() -> None:
    from standoff.estimate.resampling import bootstrap

    fit = multiple()
    found = bootstrap(fit, 6, seed=1)
    assert found.kind == "bootstrap"
    assert found.replicates is not None
    assert found.replicates.n_failed == 0
    ratio = found.standard_errors() / fit.standard_errors()
    assert ((ratio > 0.2) & (ratio < 3)).all()
    assert isinstance(found, SignalingFit)
    assert found.method == "ml"


def test_single_plays_recover_the_truth() -> None:
    rng = np.random.default_rng(3)
    n = 1500
    x = rng.normal(size=n)
    payoffs = np.tile([0.0, 1.0, 0.0, -1.8, -2.45, -1.2, 1.0], (n, 1))
    payoffs[:, 4] += 0.5 * x
    p = np.exp(crisis_equilibria(payoffs).log_p[:, 0])
    played = (rng.random(n)[:, None] > p.cumsum(axis=1)[:, :3]).sum(axis=1)
    seen = np.array(["sq", "cd", "sf", "bd"])[played]
    fit = fit_signaling({"y": seen, "x": x}, "y ~ 0 | 1 | 0 | 1 | x | 1 | 1", n_starts=1)
    assert fit.converged
    truth = np.array([1.0, -1.8, -2.45, 0.5, -1.2, 1.0])
    assert (np.abs(fit.theta - truth) < 3 * fit.standard_errors()).all()


def test_a_start_at_the_published_estimates_ends_where_the_search_does() -> None:
    near = sanctions().theta + 1e-5
    fit = fit_signaling(SANCTIONS, SANCTIONS_FORMULA, start=near)
    np.testing.assert_allclose(fit.theta, REFERENCE["ml"]["coef"], atol=1e-7)


@pytest.mark.parametrize("method", ["ml", "pl"])
def test_harsh_units_change_nothing_but_their_coefficient(method: str) -> None:
    plain = fit_signaling(MULTIPLE, SIMPLE, method=method)  # type: ignore[arg-type]
    data = read_data(MULTIPLE)
    harsh = data.replaced(x=data["x"] * 1e-7 + 3)
    moved = fit_signaling(harsh, SIMPLE, method=method)  # type: ignore[arg-type]
    assert moved.converged
    assert moved.llf == pytest.approx(plain.llf, abs=1e-3)
    slope = plain.names.index("W_B:x")
    assert moved.theta[slope] * 1e-7 == pytest.approx(plain.theta[slope], rel=1e-4)
    assert moved.tvalues.iloc[slope] == pytest.approx(plain.tvalues.iloc[slope], rel=1e-4)
    assert moved.theta[-1] == pytest.approx(plain.theta[-1], rel=1e-4)
