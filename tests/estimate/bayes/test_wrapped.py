"""A likelihood as JAX sees it: its value, its gradient, and what goes wrong inside."""

import numpy as np
import pytest
from tests.estimate.games import fitted
from tests.estimate.test_egame import simulated

from standoff import models
from standoff.estimate import fit
from standoff.estimate.bayes.wrapped import as_jax, in_double_precision, value_and_gradient
from standoff.estimate.move_tree import EGAME123
from standoff.estimate.restrict import restrict


def tree():
    likelihood, theta = simulated(EGAME123, errors="private", scale=True, sets=True)
    return restrict(likelihood, {likelihood.names[0]: 0.3}, [likelihood.names[1:3]]), theta[2:]


def game():
    played = models.get("quantal-threat").game()
    rng = np.random.default_rng(1)
    data = {"end": rng.choice(list(played.outcomes), 40), "d": rng.integers(0, 2, 40)}
    found = fit(played, data, {"audience_cost": "1 + d"}, outcome="end", n_starts=1)
    return found.free, found.maximum.theta + 0.1


def ultimatum():
    found = fitted("ultimatum.data_ult.offerOnly")
    return found.free, found.maximum.theta + 0.02


def signaling():
    rng = np.random.default_rng(2)
    data = {"x": rng.normal(size=30)} | {
        name: rng.integers(1, 9, 30) for name in ("sq", "cd", "sf", "bd")
    }
    found = fit(
        "lewis_schultz",
        data,
        "sq + cd + sf + bd ~ 0 | 1 | 0 | x | 1 | 1 | 0",
        n_starts=2,
    )
    return found.free, found.maximum.theta + 0.01


@pytest.mark.parametrize("case", [tree, game, ultimatum, signaling])
def test_values_and_gradients_of_every_kind_of_model(case):
    import jax

    likelihood, theta = case()
    with in_double_precision():
        wrapped, mishap = as_jax(likelihood)
        value, gradient = jax.jit(jax.value_and_grad(lambda t: 3 * wrapped(2 * t)))(theta / 2)
        alone = float(jax.jit(wrapped)(theta))
    mishap.raise_it()
    total = likelihood.log_likelihoods(theta).sum()
    assert np.isfinite(total)
    assert alone == pytest.approx(total, rel=1e-12)
    assert float(value) == pytest.approx(3 * total, rel=1e-12)
    slopes = np.empty(len(theta))
    for j in range(len(theta)):
        step = np.zeros(len(theta))
        step[j] = 1e-5
        rise = likelihood.log_likelihoods(theta + step) - likelihood.log_likelihoods(theta - step)
        slopes[j] = rise.sum() / 2e-5
    np.testing.assert_allclose(np.asarray(gradient) / 6, slopes, rtol=1e-5, atol=1e-5)


class Broken:
    """A likelihood that is not defined, or that fails."""

    names = ("a", "b")
    error = None

    def log_likelihoods(self, theta):
        if self.error is not None:
            raise self.error
        return np.array([-np.inf if theta[0] > 0 else np.nan])

    def scores(self, theta):
        return np.full((1, 2), np.nan)


def test_undefined_is_impossible_and_flat():
    value, gradient = value_and_gradient(Broken(), np.array([1.0, 0.0]))
    assert value == -np.inf
    assert not gradient.any()
    assert value_and_gradient(Broken(), np.array([-1.0, 0.0]))[0] == -np.inf


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt()])
def test_errors_and_interrupts_come_out_after_jax_has_returned(error):
    import jax

    broken = Broken()
    broken.error = error
    with in_double_precision():
        wrapped, mishap = as_jax(broken)
        assert np.isnan(float(jax.jit(wrapped)(np.zeros(2))))
    with pytest.raises(type(error)):
        mishap.raise_it()
    mishap.raise_it()


def test_the_precision_of_others_is_left_alone():
    import jax

    before = jax.config.jax_enable_x64
    with in_double_precision():
        assert jax.config.jax_enable_x64
    with pytest.raises(ZeroDivisionError), in_double_precision():
        _ = 1 / 0
    assert jax.config.jax_enable_x64 == before


def test_slopes_that_would_overflow_are_impossible():
    """An ultimatum far out: without the limit a chain once ended at an energy of minus infinity."""
    restricted, theta = ultimatum()
    theta = theta.copy()
    theta[-2:] = -4.9, -6.5
    with np.errstate(all="ignore"):
        steep = np.abs(restricted.scores(theta).sum(0)).max()
    assert not steep < 1e150
    assert value_and_gradient(restricted, theta)[0] == -np.inf
