"""The likelihood of a tree of two-way moves: `egame12`, `egame122`, `egame123` and trees like them.

One row of data is one play. What is observed of it is its ending, how often each ending came up, or
only that the ending is one of several ("he backed down or was never challenged").

Symbols
-------
eta : the inputs of a row, its utilities and log scales; each is linear in the parameters
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from standoff.estimate.backward_starts import backward_starts
from standoff.estimate.jets import Jet, JetMath, constant, variable
from standoff.estimate.likelihood import Bools, Floats
from standoff.estimate.links import Link, cdf, choice_slopes, choice_values, log_cdf, log_cdf_slopes
from standoff.estimate.move_tree import ArrayMath, Errors, MoveTree, choices, descents
from standoff.estimate.scatter import scattered


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The regressors of one utility, or of the scale of the shocks of some players.

    Parameters
    ----------
    id : str
        Such as "u14"; "scale" or "scale1" for scales.
    label : str
        What its parameters are called, such as "u1(war)".
    names : tuple of str
        The regressors.
    matrix : float array, shape (n, n_names)
    players : tuple of int
        Whose scale it is; empty for a utility.
    """

    id: str
    label: str
    names: tuple[str, ...]
    matrix: Floats
    players: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters' full names."""
        return tuple(f"{self.label}:{name}" for name in self.names)


@dataclass(frozen=True, slots=True, eq=False)
class TreeLikelihood:
    """A tree of moves on one data set (a `Likelihood`).

    Parameters
    ----------
    tree : MoveTree
    blocks : tuple of Block
        Utilities in the order of the tree, then scales; a utility that is 0 has no columns.
    outcomes : tuple of str
    counts : float array, shape (n, n_outcomes)
        How often each ending was seen, already weighted; 0 in rows known only as a set.
    link : "probit" or "logit"
    errors : "agent" or "private"
    sets : bool array or None, shape (n, n_outcomes)
        In rows where only a set of endings is known, its members; elsewhere all False.
    weights : float array or None, shape (n,)
        Of the rows known only as a set.
    """

    tree: MoveTree
    blocks: tuple[Block, ...]
    outcomes: tuple[str, ...]
    counts: Floats
    link: Link = "probit"
    errors: Errors = "agent"
    sets: Bools | None = None
    weights: Floats | None = None
    _last: dict[int, tuple[bytes, tuple[Floats, Floats, Floats]]] = field(
        default_factory=dict[int, tuple[bytes, tuple[Floats, Floats, Floats]]], repr=False
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in order."""
        return tuple(name for block in self.blocks for name in block.parameters)

    @property
    def n_observations(self) -> int:
        """Rows used."""
        return len(self.counts)

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        """Each row's contribution, shape (n,)."""
        key = np.asarray(theta, float).tobytes()
        for last in self._last.values():
            if last[0] == key:
                return last[1][0]
        zs = self.choices(theta)
        total = np.zeros(self.n_observations)
        lefts, rights = descents(self.tree.root, self.tree.n_outcomes)
        for z, left, right in zip(zs, lefts, rights, strict=True):
            total += choice_values(z, self.counts @ right, self.counts @ left, self.link)
        if self.sets is not None and self.weights is not None:
            log_paths = self._log_paths(zs)
            rows = np.flatnonzero(self.sets.any(1))
            inside = np.where(self.sets[rows], log_paths[rows], -np.inf)
            total[rows] += self.weights[rows] * np.logaddexp.reduce(inside, axis=1)
        return total

    def scores(self, theta: ArrayLike) -> Floats:
        """Each row's gradient, shape (n, k)."""
        gradient = self._derivatives(theta, 1)[1]
        return np.concatenate(
            [
                gradient[j][:, None] * block.matrix
                for j, block in zip(self._positions, self._full, strict=True)
            ],
            axis=1,
        )

    def hessian(self, theta: ArrayLike) -> Floats:
        """Second derivatives of the sum, shape (k, k)."""
        curvature = self._derivatives(theta, 2)[2]
        return scattered(curvature, [block.matrix for block in self._full])

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Probability of each ending, shape (n, n_outcomes)."""
        return np.exp(self._log_paths(self.choices(theta, designs)))

    def action_probabilities(
        self,
        theta: ArrayLike,
        designs: object | None = None,
        side: Literal["left", "right"] = "right",
    ) -> Floats:
        """Probability of going to that side at each move once reached, shape (n, n_moves)."""
        sign = 1.0 if side == "right" else -1.0
        zs = self.choices(theta, designs)
        return np.stack([cdf(sign * z, self.link) for z in zs], axis=1)

    def starts(self, n: int, seed: int) -> Floats:
        """Statistical backward induction first, then zero, then Sobol' points around them."""
        return backward_starts(self, n, seed)

    @property
    def sizes(self) -> Floats:
        """Typical size of each parameter's regressor, the root of its mean square, shape (k,)."""
        seen = (self.counts.sum(1) > 0) | (False if self.sets is None else self.sets.any(1))
        squares = [np.sqrt((block.matrix[seen] ** 2).mean(0)) for block in self._full]
        return np.concatenate([*squares, np.zeros(0)])

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        """Nothing: what a tree can see is in `separations`."""
        del theta
        return ()

    def separations(self, theta: ArrayLike, spread: Floats) -> tuple[str, ...]:
        """Moves at which regressors predict the choices perfectly (see `separation`)."""
        from standoff.estimate.separation import separations

        return separations(self, np.asarray(theta, float), spread)

    def weighted(self, weights: Floats) -> TreeLikelihood:
        """The same model with row i counted `weights[i]` times."""
        sets = None if self.weights is None else self.weights * weights
        counts = self.counts * weights[:, None]
        return replace(self, counts=counts, weights=sets, _last={})

    def choices(self, theta: ArrayLike, designs: object | None = None) -> list[Floats]:
        """The z of each move: standardized expected gain of going right, each shape (n,)."""
        utilities, scales = self._inputs(np.asarray(theta, float), designs)
        blocks = self.blocks if designs is None else self.with_designs(designs)
        zero = np.zeros(len(blocks[0].matrix))
        return choices(self.tree.root, utilities, scales, self.errors, ArrayMath(self.link), zero)

    def with_designs(self, designs: object) -> tuple[Block, ...]:
        """Check that `designs` are blocks like this model's own."""
        blocks = tuple(designs) if isinstance(designs, (tuple, list)) else ()
        mine = [(block.id, len(block.names)) for block in self.blocks]
        yours = [(b.id, b.matrix.shape[1]) if isinstance(b, Block) else None for b in blocks]
        if mine != yours:
            raise ValueError("designs are not blocks of this model")
        return tuple(block for block in blocks if isinstance(block, Block))

    @property
    def _full(self) -> list[Block]:
        return [block for block in self.blocks if block.names]

    @property
    def _positions(self) -> range:
        return range(len(self._full))

    def _inputs(
        self, theta: Floats, designs: object | None
    ) -> tuple[dict[str, Floats], dict[int, Floats]]:
        """Utilities by block and log scales by player, at a row each."""
        blocks = self.blocks if designs is None else self.with_designs(designs)
        utilities: dict[str, Floats] = {}
        scales: dict[int, Floats] = {}
        start = 0
        for block in blocks:
            stop = start + block.matrix.shape[1]
            if stop > start:
                value = block.matrix @ theta[start:stop]
                if block.players:
                    scales |= dict.fromkeys(block.players, value)
                else:
                    utilities[block.id] = value
            start = stop
        return utilities, scales

    def _log_paths(self, zs: list[Floats]) -> Floats:
        lefts, rights = descents(self.tree.root, self.tree.n_outcomes)
        total = np.zeros((len(zs[0]), self.tree.n_outcomes))
        for z, left, right in zip(zs, lefts, rights, strict=True):
            total[:, left > 0] += log_cdf(-z, self.link)[:, None]
            total[:, right > 0] += log_cdf(z, self.link)[:, None]
        return total

    def _derivatives(self, theta: ArrayLike, order: int) -> tuple[Floats, Floats, Floats]:
        """Contributions (n,), their gradient (m, n) and curvature (m, m, n) in the m inputs."""
        theta = np.asarray(theta, float)
        key = theta.tobytes()
        for known in range(order, 3):
            last = self._last.get(known)
            if last is not None and last[0] == key:
                return last[1]
        found = self._differentiate(theta, order)
        self._last[order] = (key, found)
        return found

    def _differentiate(self, theta: Floats, order: int) -> tuple[Floats, Floats, Floats]:
        values, value_scales = self._inputs(theta, None)
        utilities: dict[str, Jet] = {}
        scales: dict[int, Jet] = {}
        for j, block in enumerate(self._full):
            if block.players:
                jet = variable(value_scales[block.players[0]], j, order)
                scales |= dict.fromkeys(block.players, jet)
            else:
                utilities[block.id] = variable(values[block.id], j, order)
        n, m = self.n_observations, len(self._full)
        zero = constant(np.zeros(n), order)
        with np.errstate(all="ignore"):
            zs = choices(self.tree.root, utilities, scales, self.errors, JetMath(self.link), zero)
            return self._collect(zs, n, m, order)

    def _collect(self, zs: list[Jet], n: int, m: int, order: int) -> tuple[Floats, Floats, Floats]:
        lefts, rights = descents(self.tree.root, self.tree.n_outcomes)
        expected, spread = self.counts, None
        if self.sets is not None and self.weights is not None:
            expected, spread = self._expected(zs)
        value, gradient = np.zeros(n), np.zeros((m, n))
        curvature = np.zeros((m, m, n)) if order > 1 else np.zeros((0, 0, 0))
        for z, left, right in zip(zs, lefts, rights, strict=True):
            total, slope, bend = choice_slopes(
                z.value, expected @ right, expected @ left, self.link
            )
            here = z.through(total, slope, bend)
            value += total
            at = np.array(z.inputs, np.intp)
            gradient[at] += here.gradient
            if here.curvature is not None:
                curvature[at[:, None], at] += here.curvature
        if spread is not None:
            # The log of a sum is the mean of the logs by the members' shares, and their entropy.
            value += special.entr(spread).sum(1) * (0.0 if self.weights is None else self.weights)
            if order > 1:
                curvature += self._between(zs, spread, m, n)
        return value, gradient, curvature

    def _expected(self, zs: list[Jet]) -> tuple[Floats, Floats]:
        """Expected counts where only a set is known, and the posterior there, (n, n_outcomes)."""
        assert self.sets is not None, "called only with sets"
        assert self.weights is not None, "called only with sets"
        log_paths = self._log_paths([z.value for z in zs])
        inside = np.where(self.sets, log_paths, -np.inf)
        top = inside.max(1, keepdims=True)
        posterior = np.where(self.sets, np.exp(inside - np.where(np.isfinite(top), top, 0)), 0.0)
        total = posterior.sum(1, keepdims=True)
        posterior = np.divide(posterior, total, out=np.zeros_like(posterior), where=total > 0)
        return self.counts + self.weights[:, None] * posterior, posterior

    def _between(self, zs: list[Jet], posterior: Floats, m: int, n: int) -> Floats:
        """What not knowing the ending adds: the variance of the endings' gradients."""
        assert self.weights is not None, "called only with sets"
        gradients = np.zeros((self.tree.n_outcomes, m, n))
        lefts, rights = descents(self.tree.root, self.tree.n_outcomes)
        for z, left, right in zip(zs, lefts, rights, strict=True):
            at = list(z.inputs)
            up = log_cdf_slopes(z.value, self.link)[1]
            down = log_cdf_slopes(-z.value, self.link)[1]
            for outcome in range(self.tree.n_outcomes):
                if right[outcome]:
                    gradients[outcome, at] += z.gradient * up
                elif left[outcome]:
                    gradients[outcome, at] -= z.gradient * down
        share = posterior.T
        mean = np.einsum("on,omn->mn", share, gradients)
        second = np.einsum("on,oan,obn->abn", share, gradients, gradients)
        return (second - mean[:, None] * mean[None]) * self.weights
