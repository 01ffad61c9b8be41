"""Parameters held at a value, or forced to be equal: a likelihood of the free ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.likelihood import Floats, Likelihood, weighted


@dataclass(frozen=True, slots=True, eq=False)
class Restricted:
    """A likelihood in fewer parameters (a `Likelihood` itself).

    Parameters
    ----------
    base : Likelihood
    names : tuple of str
        The free parameters; those forced equal go by the first of them.
    spread : float array, shape (n_base, n_free)
        How the base's parameters follow from the free ones.
    held : float array, shape (n_base,)
        The fixed values, 0 elsewhere.
    """

    base: Likelihood
    names: tuple[str, ...]
    spread: Floats
    held: Floats

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes in order."""
        return self.base.outcomes

    @property
    def n_observations(self) -> int:
        """Rows used."""
        return self.base.n_observations

    def whole(self, theta: ArrayLike) -> Floats:
        """All parameters of the base from the free ones."""
        return self.held + self.spread @ np.asarray(theta, float)

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        """Each row's contribution, shape (n,)."""
        return self.base.log_likelihoods(self.whole(theta))

    def scores(self, theta: ArrayLike) -> Floats:
        """Each row's gradient in the free parameters, shape (n, n_free)."""
        return self.base.scores(self.whole(theta)) @ self.spread

    def hessian(self, theta: ArrayLike) -> Floats:
        """Second derivatives of the sum, shape (n_free, n_free)."""
        return self.spread.T @ self.base.hessian(self.whole(theta)) @ self.spread

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Probability of each outcome, shape (n, n_outcomes)."""
        return self.base.probabilities(self.whole(theta), designs)

    def starts(self, n: int, seed: int) -> Floats:
        """The base's starts, projected on the restriction, shape (n, n_free)."""
        return (self.base.starts(n, seed) - self.held) @ np.linalg.pinv(self.spread).T

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        """What the base finds wrong there."""
        return self.base.problems(self.whole(theta))

    def weighted(self, weights: Floats) -> Restricted:
        """The same restriction with row i counted `weights[i]` times."""
        return Restricted(weighted(self.base, weights), self.names, self.spread, self.held)


def restrict(
    likelihood: Likelihood,
    fixed: Mapping[str, float] | None = None,
    equal: Sequence[Sequence[str]] = (),
) -> Restricted:
    """Hold parameters at values, and force groups of parameters to be equal.

    Parameters
    ----------
    likelihood : Likelihood
    fixed : dict of parameter to float, optional
    equal : sequence of groups of parameters
        Each group becomes one parameter.

    Raises
    ------
    UnknownName
        If a name is no parameter.
    EstimationError
        If a value is not finite, or a parameter is in two groups, or nothing is left to estimate.
    """
    fixed = dict(fixed or {})
    names = likelihood.names
    for name in [*fixed, *(name for group in equal for name in group)]:
        if name not in names:
            raise UnknownName.among("parameter", name, names)
    for name, value in fixed.items():
        is_number = np.asarray(value).dtype.kind in "biuf"
        if not (is_number and np.isfinite(value)):
            raise EstimationError("a fixed value is not a number", where=name, found=repr(value))
    leader = {name: name for name in names}
    for group in equal:
        for name in group:
            if leader[name] != name or name in fixed:
                raise EstimationError(
                    f"{name!r} is restricted twice", right="put it into one group, or fix it"
                )
            leader[name] = group[0]
        # The head of a group must not be led by another group.
        leader[group[0]] = group[0]
    free = [name for name in names if leader[name] == name and name not in fixed]
    if not free:
        raise EstimationError("every parameter is fixed", right="leave at least one free")
    spread = np.zeros((len(names), len(free)))
    held = np.zeros(len(names))
    for row, name in enumerate(names):
        if name in fixed:
            held[row] = fixed[name]
        else:
            spread[row, free.index(leader[name])] = 1
    return Restricted(likelihood, tuple(free), spread, held)


def read_start(start: Sequence[float] | Floats, names: Sequence[str]) -> Floats:
    """Values of all parameters from which to search, shape (k,).

    Raises
    ------
    EstimationError
        If they are not one finite number per parameter.
    """
    try:
        theta = np.asarray(start, float)
    except (TypeError, ValueError):
        theta = np.full(1, np.nan)
    if theta.shape != (len(names),) or not np.isfinite(theta).all():
        raise EstimationError(
            "the start does not fit the parameters",
            found=f"shape {theta.shape}" if np.isfinite(theta).all() else "not all finite numbers",
            right=f"{len(names)} finite numbers: " + ", ".join(names),
        )
    return theta
