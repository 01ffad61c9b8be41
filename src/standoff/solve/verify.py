"""Check a solution with code that did not produce it.

Works from the game's nodes and expressions, not from its lowered arrays, so that a mistake in
lowering, in a kernel or in a closed form shows up here. Nothing reaches a report unverified.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.result import Result, counted, short
from standoff.solve.consistency import tremble_error
from standoff.solve.exact_check import ExactGame, TooLong
from standoff.solve.last_digits import LAST, tied_by_last_digits
from standoff.solve.response import quantal_response
from standoff.solve.rounding import with_rounding
from standoff.solve.solution import Solution
from standoff.solve.stakes import Reckoner

#: A set counts as reached when play gets there with at least this probability.
REACHED = 1e-12
#: Beliefs below this are of nodes that only an impossible branch leads to.
RAREST = 1e-280
#: A gain is told from none where rounding moves it by less than this share of what is at stake.
TOLD = 1e-7
#: Rows of work are taken in pieces of about so many numbers.
PIECE = 1_000_000
#: Larger trees are not looked at in fractions, where double precision does not tell.
MOST_EXACT = 4_000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Verification(Result):
    """How good a solution is, per draw.

    Parameters
    ----------
    gain : float array, shape (n_draws, n_infosets)
        What the mover could gain, in payoff units, by changing the choice at this set alone,
        given the beliefs there and everybody's later play. Reached and unreached sets alike.
    stake : float array, shape (n_draws, n_infosets)
        What is at stake for the mover there: the largest, over actions, of the expected absolute
        distance of the payoff from what the mover expects at the set (see `stakes`).
    rounding : float array, shape (n_draws, n_infosets)
        The true gain lies within so much of the computed one; 0 where it is exact.
    tied : bool array, shape (n_draws, n_infosets)
        Where the mover's gain is real in the numbers that the computer holds, and no more than
        their last digits move (see `last_digits`).
    reached : bool array, shape (n_draws, n_infosets)
    p_error : float array, shape (n_draws,)
        How far strategies and beliefs are from being probabilities.
    bayes_error : float array, shape (n_draws,)
        Largest distance of a belief at a set where play gets to from Bayes' rule, as a share of
        the belief by Bayes' rule.
    tremble_error : float array, shape (n_draws,)
        How far the beliefs are from being the limit of trembles (Kreps and Wilson's
        consistency); infinite where no orders of magnitude of trembles can give them.
    response_error : float array, shape (n_draws,)
        Largest distance of a probability from the quantal response to the others' play; 0 for
        equilibria without errors.
    has_errors : bool
        Whether players choose with errors; gains are then no fault, and `response_error` counts.
    tolerance : float
    answered : bool array, shape (n_draws,)
        Whether the solution claims an answer for the draw.
    """

    gain: Floats
    stake: Floats
    rounding: Floats
    tied: NDArray[np.bool_]
    reached: NDArray[np.bool_]
    p_error: Floats
    bayes_error: Floats
    tremble_error: Floats
    response_error: Floats
    has_errors: bool
    tolerance: float
    answered: NDArray[np.bool_]

    @property
    def sentence(self) -> str:
        """How many answers hold up, and the largest gain from deviating."""
        n_answered = int(self.answered.sum())
        gain = short(float(np.max(self.max_share[self.answered], initial=0.0)))
        return (
            f"{int((self.ok & self.answered).sum()):,} of {counted(n_answered, 'answer')} hold up; "
            f"nobody gains more than {gain} of what is at stake"
        )

    def table(self) -> dict[str, NDArray[np.generic]]:
        """Return one row per draw: whether the answer holds up, and how far it is off."""
        return {
            "answered": self.answered,
            "ok": self.ok,
            "max_gain": self.max_gain,
            "max_share": self.max_share,
            "p_error": self.p_error,
            "bayes_error": self.bayes_error,
            "tremble_error": self.tremble_error,
            "response_error": self.response_error,
        }

    @property
    def max_gain(self) -> Floats:
        """Largest gain on or off the path, in payoff units, shape (n_draws,)."""
        return self.gain.max(axis=1, initial=0.0)

    @property
    def share(self) -> Floats:
        """Each gain as a share of what is at stake at its set, shape (n_draws, n_infosets)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.gain == 0.0, 0.0, self.gain / self.stake)

    @property
    def max_share(self) -> Floats:
        """Largest gain as a share of what is at stake at its set, shape (n_draws,)."""
        return self.share.max(axis=1, initial=0.0)

    @property
    def max_told(self) -> Floats:
        """Largest share of what is at stake that is no tie of last digits, shape (n_draws,)."""
        return np.where(self.tied, 0.0, self.share).max(axis=1, initial=0.0)

    @property
    def is_told(self) -> NDArray[np.bool_]:
        """Whether the arithmetic tells choices apart at every set, shape (n_draws,)."""
        return np.all(self.rounding <= TOLD * self.stake, axis=1)

    @property
    def nobody_gains(self) -> NDArray[np.bool_]:
        """Whether no gain beside what is at stake is found, and none may hide in rounding."""
        return np.all(is_best(self.gain, self.stake, self.rounding, self.tolerance), axis=1)

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Whether each draw is what it claims to be, within the tolerance.

        A sequential equilibrium, or with errors an agent quantal response equilibrium.
        """
        return self._is_consistent & (self.has_errors | self.nobody_gains)

    @property
    def is_tied(self) -> NDArray[np.bool_]:
        """Whether all that keeps a draw from passing is ties of the last digits.

        Such a draw is not verified and not refuted either.
        """
        best = is_best(self.gain, self.stake, self.rounding, self.tolerance) | self.tied
        return self._is_consistent & ~self.ok & np.all(best, axis=1)

    def tied_sets(self, game: Game) -> tuple[str, ...]:
        """Return the sets at which ties of the last digits keep some draw from passing."""
        tied = self.tied[self.is_tied].any(axis=0)
        return tuple(game.infosets[i].label for i in np.flatnonzero(tied))

    @property
    def stands(self) -> NDArray[np.bool_]:
        """Whether each draw passes, or is kept from it by ties of the last digits alone."""
        return self.ok | self.is_tied

    @property
    def _is_consistent(self) -> NDArray[np.bool_]:
        return (
            self.answered
            & (self.response_error <= self.tolerance)
            & (self.p_error <= self.tolerance)
            & (self.bayes_error <= self.tolerance)
            & (self.tremble_error <= 1e3 * self.tolerance)
        )

    def worst(self) -> str:
        """Say in one sentence what is wrong with the worst draw, or that all is well."""
        wrong = np.flatnonzero(~self.stands)
        if not len(wrong):
            n_tied = int(self.is_tied.sum())
            ties = f", but for ties of the last digits in {n_tied:,}" if n_tied else ""
            most = np.where(self.tied, 0.0, self.gain).max(initial=0.0)
            return f"all {len(self.ok):,} draws pass{ties}; largest gain {most:.2g}"
        draw = int(wrong[np.argmax(np.nan_to_num(self.max_share[wrong], nan=np.inf))])
        untold = "" if self.is_told[draw] else ", rounding hides which choice is better"
        return (
            f"{len(wrong):,} of {len(self.ok):,} draws fail; draw {draw}: gain "
            f"{self.max_gain[draw]:.3g} ({self.max_share[draw]:.3g} of what is at stake)"
            f"{untold}, Bayes {self.bayes_error[draw]:.3g}, trembles "
            f"{self.tremble_error[draw]:.3g}, probabilities {self.p_error[draw]:.3g}"
        )


def verify(solution: Solution, *, tolerance: float = 1e-9, ties: bool = True) -> Verification:
    """Check that a solution is the equilibrium that it claims to be, draw by draw.

    A sequential equilibrium; or, where the solution has a precision, an agent quantal response
    equilibrium.

    Parameters
    ----------
    solution : Solution
    tolerance : float
        For gains, as a share of what is at stake at the set; absolute for probabilities.
    ties : bool
        Whether to ask, of draws that do not pass, if no more than last digits refute them.

    Returns
    -------
    Verification

    Notes
    -----
    Sequential rationality is checked by one-shot deviations, which suffices under perfect recall
    (Hendon, Jacobsen and Sloth 1996). A gain is compared with what is at stake at its own set, so
    that a large payoff elsewhere in the game excuses nothing. Rounding is bounded along the way;
    where it might hide a gain of a ten-millionth of the stake, the set is looked at in fractions,
    and where that takes too long the draw does not pass. Where the last digits of the numbers in
    the payoffs decide whether there is a gain, the set is tied, and the draw is neither verified
    nor refuted. Consistency is checked by looking for a sequence of trembles whose beliefs
    converge to the given ones. Cost: O(draws x nodes x depth), and one small linear program per
    pattern of zeros.

    References
    ----------
    Kreps, D. and Wilson, R. (1982). Sequential equilibria. Econometrica 50.
    Hendon, E., Jacobsen, H. and Sloth, B. (1996). The one-shot-deviation principle for
    sequential rationality. Games and Economic Behavior 12.
    """
    n_rows = max(PIECE // len(solution.game.nodes), 1)
    n_draws = len(solution.draws)
    if n_draws <= n_rows:
        return _verify(solution, tolerance, ties)
    parts = [
        _verify(solution.rows(slice(start, start + n_rows)), tolerance, ties)
        for start in range(0, n_draws, n_rows)
    ]
    return _joined(parts)


def _joined(parts: list[Verification]) -> Verification:
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _PER_DRAW}
    return Verification(has_errors=parts[0].has_errors, tolerance=parts[0].tolerance, **columns)


_PER_DRAW = (
    "gain",
    "stake",
    "rounding",
    "tied",
    "reached",
    "p_error",
    "bayes_error",
    "tremble_error",
    "response_error",
    "answered",
)


def _verify(solution: Solution, tolerance: float, ties: bool) -> Verification:
    game = solution.game
    columns = solution.draws.complete(game.parameters).columns()
    n_draws, n_sets = len(solution.draws), len(game.infosets)
    p_edge, edge_error = _branch_probabilities(solution, columns)
    belief = solution.belief
    log_reach = _log_reach(game, p_edge)
    reckoner = Reckoner(game, columns, p_edge, edge_error, n_draws)

    gain, stake, rounding = (np.zeros((n_draws, n_sets)) for _ in range(3))
    reached = np.zeros((n_draws, n_sets), dtype=bool)
    bayes_error, p_error, response_error = (np.zeros(n_draws) for _ in range(3))
    for infoset in game.infosets:
        i, nodes = infoset.index, list(infoset.nodes)
        chosen = np.column_stack([p_edge[c] for c in game.nodes[nodes[0]].children])
        p_error = np.maximum(p_error, _probability_error(chosen))
        p_error = np.maximum(p_error, _probability_error(belief[:, nodes]))
        log_set = log_reach[:, nodes]
        reached[:, i] = np.exp(log_set).sum(axis=1) > REACHED
        if len(nodes) > 1:
            bayes_error = np.maximum(bayes_error, _bayes_error(belief[:, nodes], log_set))
        if solution.precision is None:
            found = reckoner.at(infoset, belief)
            gain[:, i], stake[:, i], rounding[:, i] = found.gain, found.stake, found.rounding
            continue
        worth = reckoner.worth(infoset, belief)
        gain[:, i] = worth.max(axis=1) - np.sum(chosen * worth, axis=1)
        meant = quantal_response(
            solution.precision[:, infoset.player, None] * worth, solution.errors
        )
        off = np.abs(meant - chosen).max(axis=1)
        response_error = np.maximum(response_error, np.where(np.isnan(off), np.inf, off))
    answered = solution.status <= Status.FOLD_CROSSED
    _tell_exactly(solution, answered, gain, stake, rounding)
    tied = np.zeros_like(reached)
    if ties and solution.precision is None:
        missed = answered[:, None] & ~is_best(gain, stake, rounding, tolerance)
        _mark_ties(solution, tolerance, gain, missed, tied)
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
        stake,
        rounding,
        tied,
        reached,
        p_error,
        bayes_error,
        trembles,
        response_error,
        solution.precision is not None,
        tolerance,
        answered,
    )


def _branch_probabilities(
    solution: Solution, columns: dict[str, Floats]
) -> tuple[list[Floats], list[Floats]]:
    """Return the probability of every branch, and what rounding did to it, as a share."""
    game, n_draws = solution.game, len(solution.draws)
    first, position = [], 0
    for infoset in game.infosets:
        first.append(position)
        position += len(infoset.actions)
    nothing = np.zeros(n_draws)
    p_edge: list[Floats] = [np.ones(n_draws)] * len(game.nodes)
    error: list[Floats] = [nothing] * len(game.nodes)
    for node in game.nodes:
        for i, child in enumerate(node.children):
            if node.kind == "move":
                p_edge[child] = solution.strategy[:, first[node.infoset] + i]
                continue
            expression = game.nodes[child].p
            assert expression is not None, "checked when the game was built"
            p_edge[child], off = with_rounding(expression, columns, n_draws)
            with np.errstate(divide="ignore", invalid="ignore"):
                error[child] = np.where(off == 0.0, 0.0, off / np.abs(p_edge[child]))
    return p_edge, error


def _log_reach(game: Game, p_edge: list[Floats]) -> Floats:
    """Return the logarithm of the probability of getting to every node.

    A product of probabilities may be too small for double precision; its logarithm never is.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        log_reach = np.log(np.column_stack(p_edge))
    log_reach[:, 0] = 0.0
    for node in game.nodes[1:]:
        log_reach[:, node.index] += log_reach[:, node.parent]
    return log_reach


def _bayes_error(belief: Floats, log_reach: Floats) -> Floats:
    """Return how far beliefs at a set are from Bayes' rule, as a share of what it says."""
    top = log_reach.max(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.exp(log_reach - top)
        rule = weight / weight.sum(axis=1, keepdims=True)
        off = np.abs(belief - rule)
        error = (off / np.maximum(rule, RAREST)).max(axis=1)
    return np.where(np.isfinite(top[:, 0]), np.nan_to_num(error, nan=np.inf), 0.0)


def _tell_exactly(
    solution: Solution,
    answered: NDArray[np.bool_],
    gain: Floats,
    stake: Floats,
    rounding: Floats,
) -> None:
    """Work out in fractions what rounding hides, in trees that are not too large."""
    if len(solution.game.nodes) > MOST_EXACT:
        return
    hidden = answered[:, None] & np.isfinite(gain) & ~(rounding <= TOLD * stake)
    for draw in np.flatnonzero(hidden.any(axis=1)):
        one = solution.rows(slice(draw, draw + 1))
        exact = ExactGame(one.game, one.draws, one.strategy[0], one.belief[0])
        for i in np.flatnonzero(hidden[draw]):
            with suppress(ArithmeticError, ValueError, TooLong):
                found = exact.at(one.game.infosets[i], own_belief=True)
                gain[draw, i], stake[draw, i] = float(found.gain), float(found.stake)
                rounding[draw, i] = 0.0


def is_best(gain: Floats, stake: Floats, rounding: Floats, tolerance: float) -> NDArray[np.bool_]:
    """Return where no gain beside what is at stake is found, and none may hide in rounding."""
    return (rounding <= TOLD * stake) & (gain <= tolerance * stake + rounding)


def _mark_ties(
    solution: Solution,
    tolerance: float,
    gain: Floats,
    missed: NDArray[np.bool_],
    tied: NDArray[np.bool_],
) -> None:
    """Mark the sets where a gain is no more than last digits move, in trees that are not too large.

    A bound in double precision, which ignores that last digits move both choices alike, leaves few
    sets to be looked at in fractions.
    """
    rows = np.flatnonzero(missed.any(axis=1))
    if len(solution.game.nodes) > MOST_EXACT or not len(rows):
        return
    part = solution.rows(rows)
    game, columns = part.game, part.draws.complete(part.game.parameters).columns()
    p_edge, edge_error = _branch_probabilities(part, columns)
    reckoner = Reckoner(game, columns, p_edge, edge_error, len(rows), LAST)
    exact: dict[int, ExactGame] = {}
    for i in np.flatnonzero(missed.any(axis=0)):
        infoset = game.infosets[i]
        may_be = missed[rows, i] & (gain[rows, i] <= reckoner.at(infoset, part.belief).rounding)
        for k in np.flatnonzero(may_be).tolist():
            one = part.rows(slice(k, k + 1))
            if k not in exact:
                exact[k] = ExactGame(game, one.draws, one.strategy[0], one.belief[0])
            with suppress(ArithmeticError, ValueError, TooLong):
                tied[rows[k], i] = tied_by_last_digits(exact[k], infoset, tolerance)


def _probability_error(p: Floats) -> Floats:
    """Return how far rows are from being probabilities; nan counts as infinitely far."""
    outside = np.maximum(0.0, np.maximum(-p, p - 1.0)).max(axis=1, initial=0.0)
    error = np.maximum(outside, np.abs(p.sum(axis=1) - 1.0))
    return np.where(np.isnan(error), np.inf, error)
