"""The statistical ultimatum game: an offer, and whether it was accepted.

The proposer splits a prize with somebody who refuses what is below her reservation value; both
values have a part that only their owner knows. The offers pile up at the smallest and the largest
one. Ramsay and Signorino (2009), "A statistical model of the ultimatum game".

Symbols
-------
M, Q : the smallest and the largest offer
R1, R2 : reservation values of proposer and receiver, linear in regressors
s1, s2 : scales of their private parts, logistic
q : what the proposer's private part must exceed for her offer to stay below v, over s1
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from standoff.estimate.backward_starts import binary_regression, spread
from standoff.estimate.jets import constant, exp, variable
from standoff.estimate.likelihood import Bools, Floats
from standoff.estimate.scatter import scattered

# Offers this near to a bound are at the bound.
_AT_BOUND = 1.49e-8
_N_PANELS = 24
_N_NODES = 12

Slopes = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class UltimatumLikelihood:
    """The ultimatum game on one data set (a `Likelihood`).

    Parameters
    ----------
    regressors : tuple of two tuples of str
        Of R1 and of R2.
    proposer, receiver : float array, shape (n, k1) and (n, k2)
    offers : float array, shape (n,)
        Between the bounds.
    accepted : bool array or None, shape (n,)
        None to use the offers only.
    min_offer, max_offer : float
    weights : float array, shape (n,)
    """

    regressors: tuple[tuple[str, ...], tuple[str, ...]]
    proposer: Floats
    receiver: Floats
    offers: Floats
    accepted: Bools | None
    min_offer: float
    max_offer: float
    weights: Floats
    _last: dict[int, tuple[bytes, Slopes]] = field(
        default_factory=dict[int, tuple[bytes, Slopes]], repr=False
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in order."""
        first, second = self.regressors
        return (
            *(f"R1:{name}" for name in first),
            *(f"R2:{name}" for name in second),
            "log(s1)",
            "log(s2)",
        )

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What can become of an offer."""
        return ("accept", "reject")

    @property
    def n_observations(self) -> int:
        """Rows used."""
        return len(self.offers)

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        """Each row's contribution, shape (n,)."""
        return self._derivatives(theta, 1)[0]

    def scores(self, theta: ArrayLike) -> Floats:
        """Each row's gradient, shape (n, k)."""
        gradient = self._derivatives(theta, 1)[1]
        pieces = zip(gradient, self._matrices, strict=True)
        return np.concatenate([row[:, None] * matrix for row, matrix in pieces], axis=1)

    def hessian(self, theta: ArrayLike) -> Floats:
        """Second derivatives of the sum, shape (k, k)."""
        return scattered(self._derivatives(theta, 2)[2], self._matrices)

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Probabilities that the proposer's offer is accepted and that it is not, shape (n, 2)."""
        r1, r2, s1, s2 = self._inputs(theta, designs)
        v, width = self._grid
        below = self._below(v, r1, r2, s1, s2)
        density = special.expit((v - r2[:, None]) / s2) * special.expit((r2[:, None] - v) / s2) / s2
        at_most = special.expit((self.max_offer - r2) / s2)
        accept = np.clip(at_most - (density * below) @ width, 0.0, 1.0)
        return np.stack([accept, 1 - accept], axis=1)

    def offer_moments(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Expected offer, and the probabilities of smallest and largest offer, shape (n, 3)."""
        r1, r2, s1, s2 = self._inputs(theta, designs)
        v, width = self._grid
        below = self._below(v, r1, r2, s1, s2)
        expected = self.max_offer - below @ width
        ends = np.array([self.min_offer, self.max_offer])
        smallest, not_largest = self._below(ends, r1, r2, s1, s2).T
        return np.stack([expected, smallest, 1 - not_largest], axis=1)

    def starts(self, n: int, seed: int) -> Floats:
        """Two ordinary regressions first, then points around them, shape (n, k)."""
        y, weights = self.offers, np.sqrt(self.weights)
        width = max(float(y.std(ddof=1)), 1e-3 * (self.max_offer - self.min_offer))
        first = np.linalg.lstsq(
            self.proposer * weights[:, None], (self.max_offer - y) * weights, rcond=None
        )[0]
        if self.accepted is None:
            # Offers lie above what the receiver wants. Started at the offers themselves, R2 is
            # drawn to the most frequent one with s2 falling to 0, where the likelihood is infinite.
            wanted = (y - width) * weights
            second = np.linalg.lstsq(self.receiver * weights[:, None], wanted, rcond=None)[0]
        else:
            second = binary_regression(
                -self.receiver, self.weights * self.accepted, self.weights, "logit", y
            )
        size = np.log(width)
        guess = np.concatenate([first, second, [size, size]])
        points = spread(guess, n, seed)
        if n > 1:
            # Scales of 1 would put most offers beyond what the model can say.
            points[1, -2:] = size
        return points

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        """Say where a reservation value is far beyond the offers, so that it hardly matters."""
        _, r2, _, s2 = self._inputs(theta, None)
        if (np.abs(self.offers - r2) > 30 * s2).all():
            return ("every acceptance is certain: R2 and log(s2) are not identified",)
        return ()

    def weighted(self, weights: Floats) -> UltimatumLikelihood:
        """The same model with row i counted `weights[i]` times."""
        return replace(self, weights=self.weights * weights, _last={})

    @property
    def _matrices(self) -> list[Floats]:
        ones = np.ones((self.n_observations, 1))
        return [self.proposer, self.receiver, ones, ones]

    @property
    def _grid(self) -> tuple[Floats, Floats]:
        """Nodes between the bounds and their weights (Gauss-Legendre in panels)."""
        x, w = special.roots_legendre(_N_NODES)
        edges = np.linspace(self.min_offer, self.max_offer, _N_PANELS + 1)
        half = np.diff(edges) / 2
        nodes = (edges[:-1] + half)[:, None] + half[:, None] * x
        return nodes.ravel(), (half[:, None] * w).ravel()

    def _below(self, v: Floats, r1: Floats, r2: Floats, s1: float, s2: float) -> Floats:
        """Probability that the offer wished for is at most v, shape (n, n_v)."""
        with np.errstate(over="ignore"):
            tail = s2 * (1 + np.exp((v - r2[:, None]) / s2))
        return special.expit(-(self.max_offer - v - r1[:, None] - tail) / s1)

    def _inputs(
        self, theta: ArrayLike, designs: object | None
    ) -> tuple[Floats, Floats, float, float]:
        theta = np.asarray(theta, float)
        proposer, receiver = self.proposer, self.receiver
        if designs is not None:
            if not isinstance(designs, tuple) or len(designs) != 2:
                raise ValueError("designs are not the two matrices of an ultimatum")
            proposer, receiver = (np.asarray(each, float) for each in designs)
        k1, k2 = (len(names) for names in self.regressors)
        r1, r2 = proposer @ theta[:k1], receiver @ theta[k1 : k1 + k2]
        return r1, r2, float(np.exp(theta[-2])), float(np.exp(theta[-1]))

    def _derivatives(self, theta: ArrayLike, order: int) -> Slopes:
        """Contributions (n,), gradient (4, n) and curvature (4, 4, n) in R1, R2, log s1, log s2."""
        theta = np.asarray(theta, float)
        key = theta.tobytes()
        for known in range(order, 3):
            last = self._last.get(known)
            if last is not None and last[0] == key:
                return last[1]
        with np.errstate(all="ignore"):
            found = self._differentiate(theta, order)
        self._last[order] = (key, found)
        return found

    def _differentiate(self, theta: Floats, order: int) -> Slopes:
        k1, k2 = (len(names) for names in self.regressors)
        n, y = self.n_observations, self.offers
        r1 = variable(self.proposer @ theta[:k1], 0, order)
        r2 = variable(self.receiver @ theta[k1 : k1 + k2], 1, order)
        log_s1 = variable(np.full(n, theta[-2]), 2, order)
        log_s2 = variable(np.full(n, theta[-1]), 3, order)
        lowest = y <= self.min_offer + _AT_BOUND
        highest = y >= self.max_offer - _AT_BOUND
        offer = np.where(lowest, self.min_offer, np.where(highest, self.max_offer, y))
        gain = (constant(offer, order) - r2) * exp(-log_s2)
        kept = constant(self.max_offer - offer, order) - r1
        q = (kept - exp(log_s2) * (exp(gain) + 1.0)) * exp(-log_s1)
        total = q.through(*_of_q(q.value, ~highest, ~lowest))
        total += gain.through(*_of_gain(gain.value, ~lowest & ~highest, self.accepted))
        total += log_s1 * constant(-(~lowest & ~highest).astype(float), order)
        counted = total * constant(self.weights, order)
        gradient, curvature = counted.to_all(4)
        value = np.where(self.weights > 0, counted.value, 0.0)
        gradient = np.where(self.weights > 0, gradient, 0.0)
        if curvature is None:
            return value, gradient, np.zeros((0, 0, 0))
        return value, gradient, np.where(self.weights > 0, curvature, 0.0)


def _of_q(q: Floats, at_most: Bools, at_least: Bools) -> Slopes:
    """Log probability that the wish is at most, and at least, the offer; both for its density."""
    up, down = special.expit(q), special.expit(-q)
    value = -np.where(at_most, np.logaddexp(0, q), 0) - np.where(at_least, np.logaddexp(0, -q), 0)
    slope = -np.where(at_most, up, 0) + np.where(at_least, down, 0)
    return value, slope, -up * down * (at_most.astype(float) + at_least)


def _of_gain(gain: Floats, inside: Bools, accepted: Bools | None) -> Slopes:
    """Log of the density's own factor, and of the answer if it is used."""
    up, down = special.expit(gain), special.expit(-gain)
    value = np.where(inside, np.logaddexp(0, gain), 0)
    slope, bend = np.where(inside, up, 0), np.where(inside, up * down, 0)
    if accepted is not None:
        value = value - np.where(accepted, np.logaddexp(0, -gain), np.logaddexp(0, gain))
        slope = slope + np.where(accepted, down, -up)
        bend = bend - up * down
    return value, slope, bend
