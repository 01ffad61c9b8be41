"""Check a solution with code that did not produce it.

Works from the game's nodes and expressions, not from its lowered arrays, so that a mistake in
lowering, in a kernel or in a closed form shows up here. Nothing reaches a report unverified.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.consistency import tremble_error
from standoff.solve.response import quantal_response
from standoff.solve.solution import Solution

#: A set counts as reached when play gets there with at least this probability.
REACHED = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Verification:
    """How good a solution is, per draw.

    Parameters
    ----------
    gain : float array, shape (n_draws, n_infosets)
        What the mover could gain, in payoff units, by changing the choice at this set alone,
        given the beliefs there and everybody's later play. Reached and unreached sets alike.
    reached : bool array, shape (n_draws, n_infosets)
    p_error : float array, shape (n_draws,)
        How far strategies and beliefs are from being probabilities.
    bayes_error : float array, shape (n_draws,)
        Largest distance of a belief at a reached set from Bayes' rule.
    tremble_error : float array, shape (n_draws,)
        How far the beliefs are from being the limit of trembles (Kreps and Wilson's
        consistency); infinite where no orders of magnitude of trembles can give them.
    response_error : float array, shape (n_draws,)
        Largest distance of a probability from the quantal response to the others' play; 0 for
        equilibria without errors.
    scale : float array, shape (n_draws,)
        Largest absolute payoff; tolerances are relative to it.
    has_errors : bool
        Whether players choose with errors; gains are then no fault, and `response_error` counts.
    tolerance : float
    answered : bool array, shape (n_draws,)
        Whether the solution claims an answer for the draw.
    """

    gain: Floats
    reached: NDArray[np.bool_]
    p_error: Floats
    bayes_error: Floats
    tremble_error: Floats
    response_error: Floats
    has_errors: bool
    scale: Floats
    tolerance: float
    answered: NDArray[np.bool_]

    @property
    def max_gain(self) -> Floats:
        """Largest gain on or off the path, shape (n_draws,)."""
        return self.gain.max(axis=1, initial=0.0)

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Whether each draw is what it claims to be, within the tolerance.

        A sequential equilibrium, or with errors an agent quantal response equilibrium.
        """
        best = self.has_errors | (self.max_gain <= self.tolerance * self.scale)
        return (
            self.answered
            & best
            & (self.response_error <= self.tolerance)
            & (self.p_error <= self.tolerance)
            & (self.bayes_error <= self.tolerance)
            & (self.tremble_error <= 1e3 * self.tolerance)
        )

    def worst(self) -> str:
        """Say in one sentence what is wrong with the worst draw, or that all is well."""
        wrong = np.flatnonzero(~self.ok)
        if not len(wrong):
            return f"all {len(self.ok):,} draws pass; largest gain {self.max_gain.max():.2g}"
        draw = int(wrong[np.argmax(np.nan_to_num(self.max_gain[wrong], nan=np.inf))])
        return (
            f"{len(wrong):,} of {len(self.ok):,} draws fail; draw {draw}: gain "
            f"{self.max_gain[draw]:.3g}, Bayes {self.bayes_error[draw]:.3g}, trembles "
            f"{self.tremble_error[draw]:.3g}, probabilities {self.p_error[draw]:.3g}"
        )


def verify(solution: Solution, *, tolerance: float = 1e-9) -> Verification:
    """Check that a solution is the equilibrium that it claims to be, draw by draw.

    A sequential equilibrium; or, where the solution has a precision, an agent quantal response
    equilibrium.

    Parameters
    ----------
    solution : Solution
    tolerance : float
        Relative to the largest payoff of the draw for gains; absolute for probabilities.

    Returns
    -------
    Verification

    Notes
    -----
    Sequential rationality is checked by one-shot deviations, which suffices under perfect recall
    (Hendon, Jacobsen and Sloth 1996). Consistency is checked by looking for a sequence of
    trembles whose beliefs converge to the given ones. Cost: O(draws x nodes x players), and one
    small linear program per pattern of zeros.

    References
    ----------
    Kreps, D. and Wilson, R. (1982). Sequential equilibria. Econometrica 50.
    Hendon, E., Jacobsen, H. and Sloth, B. (1996). The one-shot-deviation principle for
    sequential rationality. Games and Economic Behavior 12.
    """
    game = solution.game
    columns = solution.draws.complete(game.parameters).columns()
    n_draws = len(solution.draws)
    p_edge = _branch_probabilities(solution, columns)
    p_reach = [np.ones(n_draws)]
    for node in game.nodes[1:]:
        p_reach.append(p_reach[node.parent] * p_edge[node.index])
    value, scale = _values(game, columns, p_edge, n_draws)
    belief = solution.belief

    gain = np.zeros((n_draws, len(game.infosets)))
    reached = np.zeros((n_draws, len(game.infosets)), dtype=bool)
    bayes_error, p_error = np.zeros(n_draws), np.zeros(n_draws)
    response_error = np.zeros(n_draws)
    for infoset in game.infosets:
        p_set = np.sum([p_reach[n] for n in infoset.nodes], axis=0)
        reached[:, infoset.index] = p_set > REACHED
        chosen = np.column_stack([p_edge[c] for c in game.nodes[infoset.nodes[0]].children])
        p_error = np.maximum(p_error, _probability_error(chosen))
        p_error = np.maximum(p_error, _probability_error(belief[:, list(infoset.nodes)]))
        worth = np.zeros((n_draws, len(infoset.actions)))
        for n in infoset.nodes:
            with np.errstate(divide="ignore", invalid="ignore"):
                off = np.abs(belief[:, n] - p_reach[n] / p_set)
            off = np.where(reached[:, infoset.index], off, 0.0)
            bayes_error = np.maximum(bayes_error, off)
            for position, child in enumerate(game.nodes[n].children):
                worth[:, position] += belief[:, n] * value[child][:, infoset.player]
        gain[:, infoset.index] = worth.max(axis=1) - np.sum(chosen * worth, axis=1)
        if solution.precision is not None:
            meant = quantal_response(
                solution.precision[:, infoset.player, None] * worth, solution.errors
            )
            off = np.abs(meant - chosen).max(axis=1)
            response_error = np.maximum(response_error, np.where(np.isnan(off), np.inf, off))
    answered = solution.status <= Status.FOLD_CROSSED
    # Play with errors reaches every set, and Bayes' rule then leaves nothing to trembles.
    trembles = np.where(answered & (solution.precision is not None), 0.0, np.nan)
    usable = (
        (solution.precision is None)
        & answered
        & np.isfinite(gain).all(axis=1)
        & np.isfinite(p_error)
    )
    if usable.any():
        trembles[usable] = tremble_error(
            game, np.column_stack(p_edge)[usable], np.nan_to_num(belief[usable])
        )
    return Verification(
        gain,
        reached,
        p_error,
        bayes_error,
        trembles,
        response_error,
        solution.precision is not None,
        scale,
        tolerance,
        answered,
    )


def _branch_probabilities(solution: Solution, columns: dict[str, Floats]) -> list[Floats]:
    game, n_draws = solution.game, len(solution.draws)
    first, position = [], 0
    for infoset in game.infosets:
        first.append(position)
        position += len(infoset.actions)
    p_edge: list[Floats] = [np.ones(n_draws)] * len(game.nodes)
    for node in game.nodes:
        for i, child in enumerate(node.children):
            if node.kind == "move":
                p_edge[child] = solution.strategy[:, first[node.infoset] + i]
            else:
                expression = game.nodes[child].p
                assert expression is not None, "checked when the game was built"
                p_edge[child] = np.broadcast_to(expression.evaluate(columns), n_draws)
    return p_edge


def _values(
    game: Game, columns: dict[str, Floats], p_edge: list[Floats], n_draws: int
) -> tuple[list[Floats], Floats]:
    """Return what each player expects from each node on, and the largest absolute payoff."""
    value: list[Floats] = [np.empty(0)] * len(game.nodes)
    scale = np.zeros(n_draws)
    for node in reversed(game.nodes):
        here = np.zeros((n_draws, len(game.players)))
        for player, expression in enumerate(node.pays or ()):
            here[:, player] = expression.evaluate(columns)
        scale = np.maximum(scale, np.abs(here).max(axis=1, initial=0.0))
        for child in node.children:
            here += p_edge[child][:, None] * value[child]
        value[node.index] = here
    return value, np.where(scale > 0.0, scale, 1.0)


def _probability_error(p: Floats) -> Floats:
    """Return how far rows are from being probabilities; nan counts as infinitely far."""
    outside = np.maximum(0.0, np.maximum(-p, p - 1.0)).max(axis=1, initial=0.0)
    error = np.maximum(outside, np.abs(p.sum(axis=1) - 1.0))
    return np.where(np.isnan(error), np.inf, error)
