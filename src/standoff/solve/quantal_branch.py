"""The whole branch of quantal response equilibria, from random play to a precision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, NotConverged
from standoff.game.draws import Draws
from standoff.game.lower import Floats, lower, numbers
from standoff.game.tree import Game
from standoff.solve.quantal import evaluate, trace
from standoff.solve.solution import Errors

MOST_POINTS = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """Points along the branch, in order; precision turns back at folds.

    Parameters
    ----------
    game : Game
    precision : float array, shape (n_points,)
        In units of one over payoffs.
    strategy : float array, shape (n_points, n_actions)
    belief : float array, shape (n_points, n_nodes)
        nan where nobody moves.
    folds : int array, shape (n_folds,)
        Positions of the points at which precision turns.
    """

    game: Game
    precision: Floats
    strategy: Floats
    belief: Floats
    folds: NDArray[np.intp]


def logit_branch(
    game: Game, draw: Draws | None = None, *, precision: float, errors: Errors = "logit"
) -> Branch:
    """Follow the branch from random play by arclength, and keep every point.

    Parameters
    ----------
    game : Game
    draw : Draws, optional
        One draw; the defaults of the game when left out.
    precision : float
        Where to stop.
    errors : {"logit", "probit"}

    Raises
    ------
    GameError
        If there are several draws, the draw makes no game, or precision is not positive.
    NotConverged
        If the branch cannot be followed to the end.

    Notes
    -----
    Steps adapt to how fast the log-odds change; at folds the branch goes on with precision
    falling. A fold is located to the distance between two points.

    References
    ----------
    Turocy, T. (2005). A dynamic homotopy interpretation of the logistic quantal response
    equilibrium correspondence. Games and Economic Behavior 51.
    """
    if draw is None:
        draw = Draws.point({p.name: p.default for p in game.parameters})
    table = numbers(game, draw.complete(game.parameters))
    if len(draw) != 1 or not table.feasible[0]:
        raise GameError(f"game {game.name!r}: a branch is followed for one draw that is a game")
    if not (np.isfinite(precision) and precision > 0):
        raise GameError("a branch ends at a positive precision", found=f"{precision:g}")
    arrays = lower(game)
    converged, points = trace(arrays, table, 0, precision, MOST_POINTS, errors)
    if not converged:
        raise NotConverged.after("the logit branch", 1, 1, right="a lower precision")
    scores, log_factor = points[:, :-1], points[:, -1]
    rows = [evaluate(arrays, table, 0, x, errors) for x in scores]
    turns = np.flatnonzero(np.diff(np.sign(np.diff(log_factor))) != 0) + 1
    return Branch(
        game,
        precision * np.exp(log_factor),
        np.exp(np.array([log_p for log_p, _ in rows])),
        np.array([belief for _, belief in rows]),
        turns,
    )
