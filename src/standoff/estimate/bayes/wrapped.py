"""Any likelihood as a function that JAX can call and differentiate.

The value and its gradient come out of one call of NumPy or numba code, so that every model that can
be fitted can be sampled. JAX itself sees a function with a gradient that is given.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats, Likelihood
from standoff.estimate.restrict import Restricted
from standoff.estimate.signaling.likelihood import SignalingLikelihood

#: Steepest slope of a log-likelihood that is taken seriously.
_STEEPEST = 1e50


@dataclass(slots=True, eq=False)
class Mishap:
    """What went wrong inside a call that JAX made, to be raised once JAX has returned."""

    error: BaseException | None = field(default=None)

    def raise_it(self) -> None:
        """Raise what was caught, if anything was."""
        if self.error is not None:
            error, self.error = self.error, None
            raise error


@contextmanager
def in_double_precision() -> Generator[None]:
    """Let JAX compute with 64 bits inside, whatever its setting was before.

    The setting of the process is changed, not that of the thread: JAX checks what its callbacks
    return in threads of its own.
    """
    with needs_extra():
        import jax
    settings: Any = jax.config
    before = settings.jax_enable_x64
    settings.update("jax_enable_x64", True)
    try:
        yield
    finally:
        settings.update("jax_enable_x64", before)


def value_and_gradient(likelihood: Likelihood, theta: Floats) -> tuple[float, Floats]:
    """The log-likelihood and its gradient; where it is not defined, -inf and zeros."""
    with np.errstate(all="ignore"):
        value, gradient = _both(likelihood, theta)
    # Slopes so steep that their squares overflow would look like energy below zero to the sampler.
    if not np.isfinite(value) or not (np.abs(gradient) < _STEEPEST).all():
        return -np.inf, np.zeros_like(theta)
    return value, gradient


def _both(likelihood: Likelihood, theta: Floats) -> tuple[float, Floats]:
    if isinstance(likelihood, Restricted):
        value, gradient = _both(likelihood.base, likelihood.whole(theta))
        return value, gradient @ likelihood.spread
    if isinstance(likelihood, SignalingLikelihood):
        # Its equilibria are solved once for both.
        solved = likelihood.solve(theta)
        value = float(solved.log_likelihood.sum())
        if not np.isfinite(value):
            return value, np.zeros_like(theta)
        return value, likelihood.gather(likelihood.at(theta, solved.margin)[1])
    # In this order: what the scores compute contains the values, and is kept by the models.
    gradient = likelihood.scores(theta).sum(0)
    return float(likelihood.log_likelihoods(theta).sum()), gradient


def as_jax(likelihood: Likelihood) -> tuple[Callable[[Any], Any], Mishap]:
    """The log-likelihood as a JAX function of one vector, and where its errors go.

    Parameters
    ----------
    likelihood : Likelihood
        Its exact scores become the gradient. Second derivatives cannot be taken.

    Returns
    -------
    function, Mishap
        Call the function inside `in_double_precision`. An error inside it gives NaN; ask
        `Mishap.raise_it` afterwards.
    """
    with needs_extra():
        import jax
        import jax.numpy as jnp
    mishap = Mishap()
    k = len(likelihood.names)
    shapes = (jax.ShapeDtypeStruct((), np.float64), jax.ShapeDtypeStruct((k,), np.float64))

    def host(theta: Any) -> tuple[Floats, Floats]:
        nothing = np.array(np.nan), np.full(k, np.nan)
        if mishap.error is not None:
            return nothing
        try:
            value, gradient = value_and_gradient(likelihood, np.asarray(theta, float))
        # An error, or Ctrl-C, must not unwind through compiled code.
        except BaseException as error:
            mishap.error = error
            return nothing
        return np.array(value), gradient

    def both(theta: Any) -> tuple[Any, Any]:
        return jax.pure_callback(host, shapes, theta, vmap_method="sequential")

    @jax.custom_vjp
    def log_likelihood(theta: Any) -> Any:
        return both(theta)[0]

    def forward(theta: Any) -> tuple[Any, Any]:
        return both(theta)

    def backward(gradient: Any, cotangent: Any) -> tuple[Any]:
        return (jnp.where(cotangent == 0, 0.0, cotangent * gradient),)

    log_likelihood.defvjp(forward, backward)
    return log_likelihood, mishap
