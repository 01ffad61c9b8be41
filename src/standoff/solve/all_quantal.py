"""All agent logit equilibria of a game at a precision, each certified, and whether that is all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from standoff.errors import GameError
from standoff.game.draws import Draws
from standoff.game.lower import Floats, GameArrays, GameNumbers, lower, numbers
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.solve.cut_roots import Budget, CutRoot, CutSystem, Progress, farthest_scores
from standoff.solve.evaluate import bayes, edge_probability, reach
from standoff.solve.listing import Completeness, EquilibriumList, ListedEquilibrium
from standoff.solve.quantal import evaluate, follow, solve_quantal
from standoff.solve.reduced import numbers_of, reduce_game
from standoff.solve.solution import Solution

METHOD = "branch and prune on the cut, Krawczyk's test, many starts"
#: Boxes to look at before completeness stays unproven: some seconds to a minute of work.
MOST_BOXES = 50_000
#: Two answers are one when no probability differs by more.
SAME = 1e-9
NEWTON_STEPS = 20
FIRST = "; on the branch from random play"


def all_quantal(
    game: Game,
    draw: Draws | None = None,
    *,
    precision: float | Sequence[float],
    n_starts: int = 64,
    seed: int = 0,
    most_boxes: int = MOST_BOXES,
    progress: Progress | None = None,
) -> EquilibriumList:
    """List agent logit equilibria of one draw, on all branches.

    Parameters
    ----------
    game : Game
    draw : Draws, optional
        One draw; the defaults of the game when left out.
    precision : float or one per player
        In units of one over payoffs.
    n_starts : int
        Sobol' points from which Newton's method is started where the list is not proven whole.
    seed : int
        Of the Sobol' points.
    most_boxes : int
        Boxes that are looked at to prove the list whole; 0 leaves that out.
    progress : callable, optional
        Called with the number of boxes looked at so far, and `most_boxes`.

    Returns
    -------
    EquilibriumList
        The equilibrium on the branch from random play first. The note of each says whether it is
        certified (proven to exist, and to be the only one nearby) and the sign of the determinant
        of the equations: 1 on stretches of a branch where precision rises, -1 between folds.

    Raises
    ------
    GameError
        If there are several draws, or the draw makes no game.

    Notes
    -----
    Unknowns are the log-odds at a smallest cut of the graph of which choice depends on which (see
    `cut_set`). Every root lies in a known box. The box is contracted and cut until each part is
    empty or proven to hold exactly one root; where it is cut `most_boxes` times before, Newton's
    method from many starts adds what it finds, and the list says that it is not proven whole.
    Arithmetic is on intervals that are rounded outward, so that rounding cannot make a proof wrong.
    In a list that is proven whole, the signs add up to 1.

    References
    ----------
    Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken.
    Computing 4. Moore, R. (1977). A test for existence of solutions to nonlinear systems. SIAM
    Journal on Numerical Analysis 14. Neumaier, A. (1990). Interval Methods for Systems of
    Equations. Cambridge. Turocy, T. (2005). A dynamic homotopy interpretation of the logistic
    quantal response equilibrium correspondence. Games and Economic Behavior 51.
    """
    if draw is None:
        draw = Draws.point({p.name: p.default for p in game.parameters})
    draw = draw.complete(game.parameters)
    table = numbers(game, draw)
    if len(draw) != 1 or not table.feasible[0]:
        raise GameError(
            f"game {game.name!r}: all equilibria are listed for one draw that is a game"
        )
    principal = solve_quantal(game, draw, precision=precision)
    assert principal.precision is not None
    rates = principal.precision[0]
    arrays = lower(game)
    reduced = reduce_game(arrays)
    system = CutSystem(
        reduced,
        numbers_of(reduced, table.payoff[0], table.p_chance[0], rates),
        farthest_scores(arrays, table.payoff[0], rates),
    )
    roots, is_whole = system.roots(n_starts, seed, Budget(most_boxes, progress))
    listed: list[ListedEquilibrium] = []
    has_first = principal.status[0] <= Status.FOLD_CROSSED
    for root in roots:
        scores, p_low, p_high = system.enclosed(root)
        strategy = _polished(arrays, table, rates, scores)
        if strategy is None or np.any(strategy < p_low - SAME) or np.any(strategy > p_high + SAME):
            is_whole = False  # proven to be there, but rounding keeps its numbers away
            continue
        is_first = has_first and bool(np.abs(strategy - principal.strategy[0]).max() <= SAME)
        has_first = has_first and not is_first
        solution = principal if is_first else _solution(principal, strategy)
        note = _note(root, float(np.max(p_high - p_low))) + FIRST * is_first
        listed.insert(0 if is_first else len(listed), ListedEquilibrium(solution, note=note))
    if has_first:
        is_whole = False
        listed.insert(0, ListedEquilibrium(principal, note="not certified" + FIRST))
    return EquilibriumList(
        tuple(listed),
        Completeness.PROVEN if is_whole else Completeness.NOT_PROVEN,
        "agent logit equilibria",
        METHOD,
    )


def _polished(
    arrays: GameArrays, table: GameNumbers, rates: Floats, scores: Floats
) -> Floats | None:
    """Return the strategy that solves all equations, not just those of the cut, to 1e-10."""
    first = arrays.first_action
    anchor = [a + int(np.argmax(scores[a:b])) for a, b in pairwise(first.tolist())]
    x = (scores - scores[anchor][arrays.action_infoset])[None, :]
    converged, _ = follow(arrays, table, rates[None, :], x, np.zeros(1))
    if not converged[0]:
        return None
    log_p, _ = evaluate(arrays, table, 0, x[0])
    return np.exp(log_p)


def _note(root: CutRoot, error: float) -> str:
    if not root.is_certified:
        return "not certified"
    return (
        f"certified: the only root within {root.radius:g} of its log-odds at the cut, each "
        f"probability proven to {max(error, 1e-16):.0e}; determinant {root.sign:+.0f}"
    )


def _solution(principal: Solution, strategy: Floats) -> Solution:
    arrays = lower(principal.game)
    table = numbers(principal.game, principal.draws)
    p_reach = reach(arrays, edge_probability(arrays, table, strategy[None, :]))
    return Solution(
        principal.game,
        principal.draws,
        strategy[None, :],
        bayes(arrays, p_reach),
        np.array([Status.SOLVED], dtype=np.uint8),
        principal.method,
        "another branch",
        precision=principal.precision,
        errors=principal.errors,
    )
