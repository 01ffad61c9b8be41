"""The likelihood of any game built with the builder, its numbers linear in regressors.

Parameters of the game become formulas: in row i a parameter is ``link(x_i' beta)``. Players err as
in an agent quantal response equilibrium, logit or probit, so that every play has a probability; it
is differentiated by the implicit function theorem. McKelvey and Palfrey (1998) for the
equilibrium, Signorino (1999) for its use on data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.errors import GameError, UnknownName
from standoff.estimate.likelihood import Floats, hessian_by_differences
from standoff.estimate.parameter_link import ParameterLink, inverse, slope, value
from standoff.estimate.plays_seen import PlaysSeen
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.gradient import gradients
from standoff.solve.quantal import solve_quantal
from standoff.solve.solution import Errors, Solution


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What one parameter of a game is made of: regressors, and how they become the number.

    Parameters
    ----------
    regressors : tuple of str
    matrix : float array, shape (n_observations, n_regressors)
    link : {"identity", "log", "logit"}
        The parameter is the sum itself, its exponential, or its logistic function.
    """

    regressors: tuple[str, ...]
    matrix: Floats
    link: ParameterLink = "identity"


class _Solved:
    """The equilibria of the distinct rows, and the slopes of their log chances when wanted."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution

    @cached_property
    def log_reach(self) -> Floats:
        return gradients(self.solution).log_reach


@dataclass(frozen=True, eq=False)
class GameLikelihood:
    """The likelihood of a game's parameters, given how it was played in each row.

    Parameters
    ----------
    game : Game
        From `with_precisions` when precisions are to be estimated.
    blocks : mapping of parameter name to Block
        Parameters left out stay at their defaults. For identification some payoffs must be left
        out: adding to all payoffs of a player, or (with a free precision) multiplying them,
        changes no probability.
    observed : PlaysSeen
    errors : {"logit", "probit"}
        Of the actions' payoffs: extreme value, scale one; or independent standard normal.

    Notes
    -----
    With several quantal response equilibria the one on the principal branch is taken; `problems`
    counts the rows whose branch folds on the way. Cost of a value and gradient: one solve and one
    linear solve per distinct row of regressors, some ten microseconds for a dozen nodes.
    """

    game: Game
    blocks: Mapping[str, Block]
    observed: PlaysSeen
    errors: Errors = "logit"
    precision: float = 1.0
    #: The last theta that was asked for, with its equilibria and, once wanted, their slopes.
    _last: dict[bytes, _Solved] = field(
        default_factory=dict[bytes, "_Solved"], init=False, repr=False
    )

    def __post_init__(self) -> None:
        known = tuple(each.name for each in self.game.parameters)
        for name, block in self.blocks.items():
            if name not in known:
                raise UnknownName.among("parameter", name, known)
            if block.matrix.shape != (self.n_observations, len(block.regressors)):
                raise GameError(
                    f"regressors of {name!r}",
                    found=f"shape {block.matrix.shape}",
                    right=f"shape {(self.n_observations, len(block.regressors))}",
                )
        if not any(block.regressors for block in self.blocks.values()):
            raise GameError(
                f"nothing to estimate in {self.game.name!r}",
                right="a formula for at least one parameter",
            )

    @property
    def names(self) -> tuple[str, ...]:
        """Parameter and regressor, in the order of the blocks."""
        return tuple(
            f"{name}:{regressor}"
            for name, block in self.blocks.items()
            for regressor in block.regressors
        )

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the game."""
        return self.game.outcomes

    @property
    def n_observations(self) -> int:
        """Rows of the data."""
        return len(self.observed.counts)

    def log_likelihoods(self, theta: ArrayLike) -> Floats:
        """Each row's contribution, shape (n,)."""
        p = self._p_events(self._solved(theta).solution)
        counts = self.observed.counts
        with np.errstate(divide="ignore"):
            terms = np.where(counts > 0, counts * np.log(p), 0.0)
        return np.where(np.isnan(p).any(axis=1), -np.inf, terms.sum(axis=1))

    def scores(self, theta: ArrayLike) -> Floats:
        """Each row's gradient, shape (n, k); nan where the game has no answer."""
        solved = self._solved(theta)
        solution, reach = solved.solution, solved.log_reach
        p = self._p_events(solution)
        counts = self.observed.counts
        weight = np.divide(counts, p, out=np.zeros_like(p), where=counts > 0)
        # d log p(event) = sum over its ends of p(end) d log p(end) / p(event)
        at_ends = (weight @ self.observed.events) * solution.p_node[self._row]
        by_parameter = np.einsum("ie,iem->im", at_ends, reach[self._row])
        columns: list[Floats] = []
        position = {each.name: m for m, each in enumerate(self.game.parameters)}
        for (name, block), linear in zip(self.blocks.items(), self._linear(theta), strict=True):
            by_sum = by_parameter[:, position[name]] * slope(block.link, linear)
            columns.append(by_sum[:, None] * block.matrix)
        return np.concatenate(columns, axis=1)

    def hessian(self, theta: ArrayLike) -> Floats:
        """Second derivatives of the sum, by differences of the exact gradient; shape (k, k)."""
        return hessian_by_differences(self, np.asarray(theta, float))

    def probabilities(self, theta: ArrayLike, designs: object | None = None) -> Floats:
        """Probability of each outcome, shape (n, n_outcomes).

        `designs` is a mapping of parameter to float array, the regressors of other rows.
        """
        asked = self if designs is None else self.with_regressors(designs)
        solution = asked._solved(theta).solution
        p = np.column_stack([solution.p_outcome[name] for name in self.outcomes])
        p[solution.status > Status.FOLD_CROSSED] = np.nan
        return p[asked._row]

    def strategies(self, theta: ArrayLike) -> Floats:
        """Probability of each action where it can be taken, shape (n, n_actions)."""
        solution = self._solved(theta).solution
        return solution.strategy[self._row]

    def with_regressors(self, designs: object) -> GameLikelihood:
        """Return the same model for other rows, of which nothing was seen."""
        if not isinstance(designs, Mapping):
            raise GameError("designs: give one array per parameter that has a formula")
        blocks = {
            name: replace(block, matrix=np.asarray(designs[name], float))
            for name, block in self.blocks.items()
        }
        n_rows = len(next(iter(blocks.values())).matrix)
        unseen = PlaysSeen(self.observed.events, np.zeros((n_rows, len(self.observed.events))))
        return replace(self, blocks=blocks, observed=unseen)

    def weighted(self, weights: Floats) -> GameLikelihood:
        """Return the same model with row i counted `weights[i]` times."""
        counts = self.observed.counts * np.asarray(weights, float)[:, None]
        return replace(self, observed=PlaysSeen(self.observed.events, counts))

    def starts(self, n: int, seed: int) -> Floats:
        """Return the defaults of the game, then points spread around them, shape (n, k)."""
        from scipy.stats import qmc

        first = np.zeros(len(self.names))
        for j, name in enumerate(self.names):
            parameter, _, regressor = name.partition(":")
            if regressor == "(Intercept)":
                default = self.game.parameter(parameter).default
                first[j] = inverse(self.blocks[parameter].link, default)
        if n <= 1:
            return first[None][:n]
        engine = qmc.Sobol(len(first), scramble=True, rng=np.random.default_rng(seed))
        spread = engine.random(1 << (n - 2).bit_length())[: n - 1]
        return np.vstack([first, first + 4.0 * spread - 2.0])

    def problems(self, theta: ArrayLike) -> tuple[str, ...]:
        """Say in how many rows the equilibrium is in doubt."""
        status = self._solved(theta).solution.status[self._row]
        found: list[str] = []
        if folded := int((status == Status.FOLD_CROSSED).sum()):
            found.append(
                f"{folded} of {len(status)} rows have several quantal response equilibria on the "
                "principal branch's way; the one on that branch is taken."
            )
        if unanswered := int((status > Status.FOLD_CROSSED).sum()):
            found.append(f"{unanswered} of {len(status)} rows have no answer at these parameters.")
        for name, n in self.outside(theta).items():
            low, high = self.game.parameter(name).low, self.game.parameter(name).high
            found.append(
                f"{name!r} lies outside its bounds of {low:g} to {high:g} in {n} of {len(status)} "
                'rows: links= "log" or "logit" keep it inside'
            )
        return tuple(found)

    def outside(self, theta: ArrayLike) -> dict[str, int]:
        """In how many rows each parameter lies outside the bounds that the game gives it."""
        found: dict[str, int] = {}
        for (name, block), linear in zip(self.blocks.items(), self._linear(theta), strict=True):
            parameter = self.game.parameter(name)
            number = value(block.link, linear)
            n = int(((number < parameter.low) | (number > parameter.high)).sum())
            if n:
                found[name] = n
        return found

    @cached_property
    def _distinct(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows with regressors of their own, and for every row which of them it equals."""
        everything = np.concatenate([block.matrix for block in self.blocks.values()], axis=1)
        _, first, row = np.unique(everything, axis=0, return_index=True, return_inverse=True)
        return first, row.ravel()

    @property
    def _row(self) -> NDArray[np.int64]:
        return self._distinct[1]

    def _linear(self, theta: ArrayLike) -> list[Floats]:
        parts = np.asarray(theta, float)
        found: list[Floats] = []
        for block in self.blocks.values():
            mine, parts = parts[: len(block.regressors)], parts[len(block.regressors) :]
            found.append(block.matrix @ mine)
        return found

    def _solved(self, theta: ArrayLike) -> _Solved:
        key = np.asarray(theta, float).tobytes()
        if key not in self._last:
            first = self._distinct[0]
            linear = [each[first] for each in self._linear(theta)]
            columns = {
                name: value(block.link, each)
                for (name, block), each in zip(self.blocks.items(), linear, strict=True)
            }
            draws = Draws.from_columns(columns, len(first))
            solution = solve_quantal(self.game, draws, precision=self.precision, errors=self.errors)
            self._last.clear()
            self._last[key] = _Solved(solution)
        return self._last[key]

    def _p_events(self, solution: Solution) -> Floats:
        p = solution.p_node @ self.observed.events.T
        p[solution.status > Status.FOLD_CROSSED] = np.nan
        return p[self._row]
