"""Draws outside a model's assumptions, and what a numerical method says of them."""

from __future__ import annotations

import numpy as np

from standoff.game.forced import force
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.models.answers import Floats
from standoff.solve.sequential import solve_sequential
from standoff.solve.verify import verify
from standoff.study.asked import Asked
from standoff.study.checked import TOLERANCE
from standoff.study.cross_check import SAME, restricted
from standoff.study.evaluate import mean
from standoff.study.findings import OutsideFinding
from standoff.study.tree_event import p_event


def outside(asked: Asked) -> OutsideFinding | None:
    """Count the draws outside the model's assumptions, and solve the first of them numerically.

    The headline is read off the tree. It is nan where that number does not agree with the model's
    own in a draw that has both, so that the two would not speak of the same thing.
    """
    rows = np.flatnonzero(asked.answers.status == Status.OUTSIDE_ASSUMPTIONS)
    if not len(rows):
        return None
    broken = tuple(
        (name, asked.subject.assumption(name), int(marks[rows].sum()))
        for name, marks in asked.answers.broken.items()
        if marks[rows].any()
    )
    if not asked.subject.has_tree:
        return OutsideFinding(len(rows), broken, 0, 0, float("nan"))
    game = force(asked.subject.build(), asked.given)
    asked.progress("draws outside the assumptions", 0, 1)
    solution = solve_sequential(game, asked.draws.rows(rows[: asked.subject.effort.n_outside]))
    solved = solution.status == Status.SOLVED
    headline: Floats | None = None
    if _speaks_of_the_same(asked, game):
        headline = p_event(solution, asked.subject.headline)
    asked.progress("draws outside the assumptions", 1, 1)
    return OutsideFinding(
        n_outside=len(rows),
        broken=broken,
        n_solved=len(solved),
        n_verified=int(verify(solution, tolerance=TOLERANCE).ok.sum()),
        headline=float("nan") if headline is None else mean(headline[solved]),
    )


def _speaks_of_the_same(asked: Asked, game: Game) -> bool:
    """Compare the model's headline with the one on its tree, in the first draw with an answer."""
    rows = np.flatnonzero(asked.answers.has_answer)[:1]
    draw = asked.draws.rows(rows)
    for each in asked.subject.equilibria(draw, asked.given, only_selected=True):
        if each.rows.any():
            headline = asked.subject.headline
            on_tree = p_event(restricted(each.solution, game), headline)
            listed = each.probabilities[headline][0]
            return on_tree is not None and bool(abs(on_tree[0] - listed) <= SAME)
    return True
