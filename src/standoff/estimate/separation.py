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
_LONGEST = 1e6


def separations(
    likelihood: TreeLikelihood, theta: Floats, spread: Floats | None = None
) -> tuple[str, ...]:
    """One sentence per move whose choices are separated, naming the regressors.

    Parameters
    ----------
    likelihood : TreeLikelihood
    theta : float array, shape (k,)
    spread : float array, shape (k, k_free), optional
        How the parameters follow from the free ones, where some are fixed or equal.
    """
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
        if spread is not None:
            rows = spread[[likelihood.names.index(name) for name in names]]
            used = rows.any(0)
            first = np.argmax(rows[:, used] != 0, axis=0)
            x, names = x @ rows[:, used], [names[place] for place in first]
        right = likelihood.counts[:, below(move.right)].sum(1) > 0
        left = likelihood.counts[:, below(move.left)].sum(1) > 0
        direction = recession(x, right, left)
        if direction is None:
            continue
        involved = [n for n, d in zip(names, direction, strict=True) if abs(d) > _MOVED]
        found.append(
            f"player {move.player}'s choice is separated by {', '.join(involved)}: "
            "the likelihood rises for ever in that direction, so there is no finite estimate "
            "(a penalty gives one)"
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
    # The direction of the smallest sum of sizes names the fewest regressors.
    k = x.shape[1]
    gain = once.mean(0)
    answer = optimize.linprog(
        np.ones(2 * k),
        A_ub=-np.concatenate([once, -once], axis=1),
        b_ub=np.zeros(len(once)),
        A_eq=np.concatenate(
            [np.concatenate([gain, -gain])[None], np.concatenate([both, -both], axis=1)]
        ),
        b_eq=np.concatenate([[1.0], np.zeros(len(both))]),
        bounds=[(0, None)] * (2 * k),
        method="highs",
    )
    if not answer.success:
        return None
    point = np.asarray(answer.x, float)
    # Nothing to see where only rounding lets a choice become likelier.
    return None if point.sum() > _LONGEST else point[:k] - point[k:]
