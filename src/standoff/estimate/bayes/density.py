"""Priors as densities that JAX can differentiate, and as random numbers.

Sampling moves on the whole line. A parameter that must be positive is an exponential on the left,
near zero, and proportional on the right: an exponential there would make the density fall like a
wall, at which long steps diverge. A parameter between two numbers is moved by its log odds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from standoff.estimate.bayes.priors import Prior
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats


def log_density(priors: Sequence[Prior]) -> Callable[[Any], Any]:
    """The log density of independent priors as a JAX function of a vector."""
    with needs_extra():
        import jax.numpy as jnp
        import numpyro.distributions as dist
    kinds: dict[str, Callable[..., Any]] = {
        "normal": dist.Normal,
        "student_t": dist.StudentT,
        "cauchy": dist.Cauchy,
        "laplace": dist.Laplace,
        "logistic": dist.Logistic,
        "half_normal": dist.HalfNormal,
        "half_cauchy": dist.HalfCauchy,
        "exponential": dist.Exponential,
        "log_normal": dist.LogNormal,
        "gamma": dist.Gamma,
        "uniform": dist.Uniform,
    }
    families = {
        family: np.array([j for j, prior in enumerate(priors) if prior.family == family])
        for family in dict.fromkeys(prior.family for prior in priors)
    }
    numbers = {
        family: np.array([priors[j].arguments for j in at]).T for family, at in families.items()
    }

    def density(values: Any) -> Any:
        total = jnp.zeros(())
        for family, at in families.items():
            of_family = kinds[family](*(jnp.asarray(each) for each in numbers[family]))
            total = total + of_family.log_prob(values[at]).sum()
        return total

    return density


def constrained(priors: Sequence[Prior]) -> Callable[[Any], tuple[Any, Any]]:
    """From the line to what the priors allow: the values and the log of the volume's change."""
    with needs_extra():
        import jax
        import jax.numpy as jnp
    logarithm = np.array([prior.family == "log_normal" for prior in priors], bool)
    positive = np.array([prior.support == "positive" for prior in priors], bool) & ~logarithm
    between = np.array([prior.support == "between" for prior in priors], bool)
    low, width = _bounds(priors)

    def transform(line: Any) -> tuple[Any, Any]:
        kinds = [logarithm, positive, between]
        # What is not chosen must be finite too, or its slope would spoil the gradient.
        exponential = jnp.exp(jnp.where(logarithm, line, 0.0))
        share = jax.nn.sigmoid(line)
        values = jnp.select(
            kinds, [exponential, width * jax.nn.softplus(line), low + width * share], line
        )
        rise = np.log(width) + jax.nn.log_sigmoid(line)
        volume = jnp.select(kinds, [line, rise, rise + jax.nn.log_sigmoid(-line)], 0.0)
        return values, volume.sum()

    return transform


def on_the_line(priors: Sequence[Prior], values: Floats) -> Floats:
    """The inverse of `constrained`; values that a prior does not allow are moved inside."""
    low, width = _bounds(priors)
    found = np.asarray(values, float).copy()
    for j, prior in enumerate(priors):
        if prior.support == "positive":
            share = found[j] / width[j]
            share = share if share > 1e-3 else 0.5
            logarithm = prior.family == "log_normal"
            found[j] = np.log(share) if logarithm else share + np.log(-np.expm1(-share))
        elif prior.support == "between":
            share = np.clip((found[j] - low[j]) / width[j], 0.02, 0.98)
            found[j] = np.log(share) - np.log1p(-share)
    return found


def random_values(priors: Sequence[Prior], n_draws: int, rng: np.random.Generator) -> Floats:
    """Draws from independent priors, shape (n_draws, n_priors)."""
    columns = [_random(prior, n_draws, rng) for prior in priors]
    return np.stack(columns, axis=1) if columns else np.zeros((n_draws, 0))


def _random(prior: Prior, n: int, rng: np.random.Generator) -> Floats:
    family, (a, *rest) = prior.family, prior.arguments
    b = rest[0] if rest else 1.0
    if family == "student_t":
        return b + rest[1] * rng.standard_t(a, n)
    if family == "cauchy":
        return a + b * rng.standard_cauchy(n)
    if family == "half_normal":
        return np.abs(rng.normal(0.0, a, n))
    if family == "half_cauchy":
        return np.abs(a * rng.standard_cauchy(n))
    if family == "exponential":
        return rng.exponential(1.0 / a, n)
    if family == "gamma":
        return rng.gamma(a, 1.0 / b, n)
    draw = {
        "normal": rng.normal,
        "laplace": rng.laplace,
        "logistic": rng.logistic,
        "log_normal": rng.lognormal,
        "uniform": rng.uniform,
    }[family]
    return draw(a, b, n)


def _bounds(priors: Sequence[Prior]) -> tuple[Floats, Floats]:
    """Where each prior begins, and how wide it is."""
    ends = [_ends(prior) for prior in priors]
    both = np.array(ends).reshape(-1, 2)
    return both[:, 0], both[:, 1] - both[:, 0]


def _ends(prior: Prior) -> tuple[float, float]:
    numbers = prior.arguments
    if prior.family == "uniform":
        return numbers[0], numbers[1]
    if prior.family in ("half_normal", "half_cauchy"):
        return 0.0, numbers[0]
    if prior.family == "exponential":
        return 0.0, 1.0 / numbers[0]
    if prior.family == "gamma":
        return 0.0, numbers[0] / numbers[1]
    return 0.0, 1.0
