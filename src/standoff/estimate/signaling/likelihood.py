"""The likelihood of the crisis of Lewis and Schultz at its equilibria, on one data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from standoff.estimate.formula import Design
from standoff.estimate.likelihood import Bools, Floats, Ints
from standoff.estimate.scatter import scattered
from standoff.solve.crisis_signaling import OUTCOMES

#: Step of the payoffs in the central differences of fourth order of the exact scores.
_STEP = 1e-4
#: An equilibrium this close to merging with another makes the likelihood bend sharply.
NEAR_FOLD = 0.05
#: Which equilibrium a row plays: the likeliest, or in all rows that of least or most resistance.
Selection = Literal["likeliest", "lowest", "highest"]
SELECTIONS = ("likeliest", "lowest", "highest")


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The equilibria at which a likelihood was evaluated.

    Attributes
    ----------
    margin : float array, shape (n,)
        Normal quantile of the chance of resistance; nan where there is no interior equilibrium.
    log_likelihood : float array, shape (n,)
    n_equilibria : int array, shape (n,)
        Interior equilibria of each row's game.
    lead : float array, shape (n,)
        By how much the chosen equilibrium beats the next one; inf where there is nothing to choose.
    """

    margin: Floats
    log_likelihood: Floats
    n_equilibria: Ints
    lead: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SignalingLikelihood:
    """Full likelihood: each row plays one of its equilibria.

    A `Likelihood`. Which one is the one that makes the row's counts likeliest, or by one rule in
    all rows: of a game seen once its only play would choose, and each row would explain itself.
    Only equilibria in which every outcome has a chance count; a parameter at which
    some row has none has a log-likelihood of minus infinity.

    Parameters
    ----------
    designs : tuple of Design
        Regressors of S_A, V_A, C_B, W_A, W_B, a, V_B; a payoff that is 0 has no columns.
    events : bool array, shape (n_events, 4)
        The outcomes (status quo, concession, fight, backing down) that an event does not tell
        apart; the first four events are the single outcomes.
    counts : float array, shape (n, n_events)
        How often each event was seen, weights included.
    rows : int array, shape (n,)
        Row numbers in the source.
    selection : "likeliest", "lowest" or "highest"
    """

    designs: tuple[Design, ...]
    events: Bools
    counts: Floats
    rows: Ints
    selection: Selection = "likeliest"
    # The last parameters at which the games were solved: value, scores and Hessian share them.
    _last: dict[bytes, Solved] = field(default_factory=dict[bytes, Solved], init=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in order, such as "W_A:(Intercept)"."""
        return tuple(f"{design.block}:{name}" for design in self.designs for name in design.names)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Status quo, concession, fight, backing down."""
        return OUTCOMES

    @property
    def n_observations(self) -> int:
        """Rows used, each a game that may have been seen many times."""
        return len(self.counts)

    @property
    def matrices(self) -> tuple[Floats, ...]:
        """The regressors of each payoff, each shape (n, k_j)."""
        return tuple(design.matrix for design in self.designs)

    @property
    def block_of(self) -> Ints:
        """Which payoff each parameter belongs to, shape (k,)."""
        return np.repeat(np.arange(7), [design.matrix.shape[1] for design in self.designs])

    def payoffs(self, theta: ArrayLike, matrices: Sequence[Floats] | None = None) -> Floats:
        """The seven payoffs of each row, shape (n, 7)."""
        theta = np.asarray(theta, float)
        edges = np.cumsum([0, *(design.matrix.shape[1] for design in self.designs)])
        return np.column_stack(
            [
                matrix @ theta[first:last]
                for matrix, first, last in zip(
                    matrices or self.matrices, edges, edges[1:], strict=False
                )
            ]
        )

    def solve(self, theta: ArrayLike) -> Solved:
        """Choose the equilibrium of each row; about 10 microseconds per row."""
        from standoff.estimate.kernels.crisis_sums import best_roots

        key = np.asarray(theta, float).tobytes()
        found = self._last.get(key)
        if found is None:
            pick = SELECTIONS.index(self.selection)
            found = Solved(*best_roots(self.payoffs(theta), self.events, self.counts, pick))
            self._last.clear()
            self._last[key] = found
        return found

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        """Each row's contribution, shape (n,)."""
        return self.solve(theta).log_likelihood

    def scores(self, theta: ArrayLike) -> Floats:
        """Each row's gradient, by implicit differentiation of its equilibrium, shape (n, k)."""
        return self.spread(self.at(theta)[1])

    def at(self, theta: ArrayLike, margin: Floats | None = None) -> tuple[Floats, ...]:
        """Log-likelihoods (n,), scores and expected information in the payoffs, slopes (n,)."""
        from standoff.estimate.kernels.crisis_sums import at_equilibrium

        if margin is None:
            margin = self.solve(theta).margin
        return at_equilibrium(self.payoffs(theta), margin, self.events, self.counts)

    def hessian(
        self, theta: ArrayLike, margin: Floats | None = None, *, fine: bool = True
    ) -> Floats:
        """Second derivatives of the sum, shape (k, k).

        To about 1e-8 of their size, or 1e-5 in half the time if not `fine`.
        """
        from standoff.estimate.kernels.crisis_sums import curvature

        if margin is None:
            margin = self.solve(theta).margin
        slope = self.at(theta, margin)[3]
        # Near a fold the equilibrium bends within a step.
        nearest = float(np.nanmin(np.abs(1.0 - slope))) if len(slope) else 1.0
        step = _STEP * min(1.0, max(nearest, 1e-2))
        second = curvature(self.payoffs(theta), margin, self.events, self.counts, step, fine)
        return scattered(second.transpose(1, 2, 0), self.matrices)

    def spread(self, scores: Floats) -> Floats:
        """From derivatives in the payoffs (n, 7) to derivatives in the parameters (n, k)."""
        return np.concatenate(
            [scores[:, j : j + 1] * matrix for j, matrix in enumerate(self.matrices)], axis=1
        )

    def gather(self, scores: Floats) -> Floats:
        """Sum derivatives in the payoffs (n, 7) up to derivatives in the parameters (k,)."""
        return np.concatenate([matrix.T @ scores[:, j] for j, matrix in enumerate(self.matrices)])

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Chances of the four outcomes at the equilibrium chosen for each row, shape (n, 4).

        For other rows (`designs` is a sequence of seven regressor matrices) there are no counts
        that choose: the equilibrium with the least resistance is taken, unless `selection` is
        "highest"; `predict` offers rules.
        """
        from standoff.estimate.kernels.crisis_sums import best_roots
        from standoff.solve.kernels.crisis_chances import outcome_chances

        if designs is None:
            payoffs, margin = self.payoffs(theta), self.solve(theta).margin
        else:
            assert isinstance(designs, Sequence)
            payoffs = self.payoffs(theta, [np.asarray(each, float) for each in designs])
            nothing = np.zeros((len(payoffs), len(self.events)))
            pick = SELECTIONS.index("highest" if self.selection == "highest" else "lowest")
            margin = best_roots(payoffs, self.events, nothing, pick)[0]
        return np.exp(outcome_chances(payoffs, margin[:, None])[0][:, 0])

    def weighted(self, weights: Floats) -> SignalingLikelihood:
        """The same model with row i counted `weights[i]` times."""
        return replace(self, counts=self.counts * np.asarray(weights, float)[:, None])

    def starts(self, n: int, seed: int) -> Floats:
        """Where play that may differ from equilibrium, at a rising price, leads; shape (n, k)."""
        from standoff.estimate.signaling.relaxed import relaxed_starts

        return relaxed_starts(self, n, seed)

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        """Several equilibria, equilibria about to merge, payoffs out of proportion."""
        from standoff.estimate.signaling.problems import problems

        return problems(self, np.asarray(theta, float))
