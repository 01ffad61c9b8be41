"""Regressors that predict a choice perfectly, so that their parameters run off to infinity.

At each move a linear program looks for a direction of the parameters in which every choice becomes
at least as likely and some become likelier (Konis 2007). At the last moves that is exact. Earlier,
the later probabilities are held at their estimates: a separation that needs them to change is not
found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from standoff.estimate.backward_starts import choice_columns
from standoff.estimate.likelihood import Floats
from standoff.estimate.links import cdf
from standoff.estimate.move_tree import below, moves

if TYPE_CHECKING:
    from standoff.estimate.egame import TreeLikelihood

# Below it no choice is predicted so well that a search is worth its time.
_STRONG = 4.5
_MOVED = 1e-6


def separations(likelihood: TreeLikelihood, theta: Floats) -> tuple[str, ...]:
    """One sentence per move whose choices are separated, naming the regressors."""
    with np.errstate(all="ignore"):
        zs = likelihood.choices(theta)
    all_moves = moves(likelihood.tree.root)
    p_right = {id(move): cdf(z, likelihood.link) for move, z in zip(all_moves, zs, strict=True)}
    utilities = {block.id: block for block in likelihood.blocks if not block.players}
    found: list[str] = []
    for move, z in zip(all_moves, zs, strict=True):
        if not (np.abs(z) > _STRONG).any():
            continue
        columns = choice_columns(move, p_right, utilities)
        names = [name for block in columns for name in utilities[block].parameters]
        if not names:
            continue
        x = np.concatenate(list(columns.values()), axis=1)
        right = likelihood.counts[:, below(move.right)].sum(1) > 0
        left = likelihood.counts[:, below(move.left)].sum(1) > 0
        direction = recession(x, right, left)
        if direction is None:
            continue
        involved = [n for n, d in zip(names, direction, strict=True) if abs(d) > _MOVED]
        found.append(
            f"player {move.player}'s choice is separated by {', '.join(involved)}: "
            "the likelihood rises for ever in that direction, so these estimates are not finite "
            "(a penalty makes them so)"
        )
    return tuple(found)


def recession(x: Floats, right: np.ndarray, left: np.ndarray) -> Floats | None:
    """A direction in which no choice becomes less likely and some more, or None.

    Parameters
    ----------
    x : float array, shape (n, k)
    right, left : bool array, shape (n,)
        Whether right, and whether left, was ever chosen in the row.
    """
    size = np.sqrt((x**2).mean(0))
    x = x / np.where(size > 0, size, 1.0)
    one_way = right ^ left
    signed = np.where(right, 1.0, -1.0)[:, None] * x
    both = x[right & left]
    once = signed[one_way]
    if not len(once):
        return None
    answer = optimize.linprog(
        -once.sum(0),
        A_ub=-once,
        b_ub=np.zeros(len(once)),
        A_eq=both if len(both) else None,
        b_eq=np.zeros(len(both)) if len(both) else None,
        bounds=[(-1, 1)] * x.shape[1],
        method="highs",
    )
    if not answer.success or -answer.fun < 1e-7 * len(once):
        return None
    return np.asarray(answer.x, float)
