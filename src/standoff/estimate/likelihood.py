"""What a statistical model of a game must answer about one data set, however it computes it.

Everything that estimates (maximum likelihood, covariances, bootstrap, intervals, comparisons) talks
to this and to nothing else, so a new model needs only these few methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

_STEP = np.finfo(float).eps ** (1 / 3)


@runtime_checkable
class Likelihood(Protocol):
    """One model on one data set: the observations come first, the parameters are its argument.

    `theta` is always a float array, shape (k,), in the order of `names`. A value at which the model
    is not defined gives `-inf` (or NaN) log-likelihoods, never an exception.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in order, as "block:regressor"; the constant is "(Intercept)"."""
        ...

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes in order; empty if what is observed is a number."""
        ...

    @property
    def n_observations(self) -> int:
        """Rows used; weights and counts do not change it."""
        ...

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        """Each row's contribution, weights included, shape (n,)."""
        ...

    def scores(self, theta: ArrayLike) -> Floats:
        """Each row's gradient, weights included, shape (n, k)."""
        ...

    def hessian(self, theta: ArrayLike) -> Floats:
        """Second derivatives of the sum, shape (k, k)."""
        ...

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Probability of each outcome, shape (n, n_outcomes).

        `designs` are the regressors of other rows, of the kind that the model was built with.
        """
        ...

    def starts(self, n: int, seed: int) -> Floats:
        """Where to start maximizing, best guess first, shape (n, k); row j does not depend on n."""
        ...

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        """What is wrong at `theta` that only the model can see, as whole sentences."""
        ...


@runtime_checkable
class Reweightable(Protocol):
    """A likelihood that can weigh its rows anew without being built again."""

    def weighted(self, weights: Floats) -> Likelihood:
        """The same model with row i counted `weights[i]` times, shape (n,)."""
        ...


@runtime_checkable
class Separable(Protocol):
    """A likelihood that can tell when it rises for ever, so that no finite estimate exists."""

    def separations(self, theta: ArrayLike, spread: Floats) -> tuple[str, ...]:
        """Directions in which it rises for ever, a sentence each.

        `spread` says how all parameters follow from the free ones, shape (k, k_free).
        """
        ...


@runtime_checkable
class Sized(Protocol):
    """A likelihood whose parameters multiply regressors of known size, in units of the shocks."""

    @property
    def sizes(self) -> Floats:
        """Typical size of each parameter's regressor, shape (k,)."""
        ...


def weighted(likelihood: Likelihood, weights: ArrayLike) -> Likelihood:
    """Count row i `weights[i]` times: a resample, or the rows of one group.

    Uses the model's own `weighted` where it has one; otherwise its Hessian is taken by central
    differences of the weighted scores, at 2k evaluations of them.
    """
    weights = np.asarray(weights, float)
    if isinstance(likelihood, Reweightable):
        return likelihood.weighted(weights)
    return _Weighted(likelihood, weights)


@dataclass(frozen=True, slots=True, eq=False)
class _Weighted:
    """Any likelihood with its rows counted anew."""

    base: Likelihood
    weights: Floats

    @property
    def names(self) -> tuple[str, ...]:
        return self.base.names

    @property
    def outcomes(self) -> tuple[str, ...]:
        return self.base.outcomes

    @property
    def n_observations(self) -> int:
        return self.base.n_observations

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        # A row that is not counted says nothing, even where its contribution is -inf.
        return np.where(self.weights > 0, self.weights * self.base.log_likelihoods(theta), 0.0)

    def scores(self, theta: ArrayLike) -> Floats:
        scores = self.weights[:, None] * self.base.scores(theta)
        return np.where(self.weights[:, None] > 0, scores, 0.0)

    def hessian(self, theta: ArrayLike) -> Floats:
        return hessian_by_differences(self, np.asarray(theta, float))

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        return self.base.probabilities(theta, designs)

    def starts(self, n: int, seed: int) -> Floats:
        return self.base.starts(n, seed)

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        return self.base.problems(theta)


def hessian_by_differences(likelihood: Likelihood, theta: Floats) -> Floats:
    """Second derivatives of the sum from central differences of its gradient, shape (k, k).

    Good to about 1e-9 relative; costs 2k evaluations of the scores.
    """
    k = len(theta)
    columns = np.empty((k, k))
    for j in range(k):
        step = np.zeros(k)
        step[j] = _STEP * max(1.0, abs(theta[j]))
        ahead, behind = theta + step, theta - step
        rise = likelihood.scores(ahead).sum(0) - likelihood.scores(behind).sum(0)
        columns[:, j] = rise / (ahead[j] - behind[j])
    return (columns + columns.T) / 2
