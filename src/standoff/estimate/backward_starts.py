"""First guesses by statistical backward induction: one ordinary binary regression per move.

The last movers are fitted first; their fitted probabilities turn the earlier movers' choices into
ordinary regressions too (Bas, Signorino and Walker 2008, *Political Analysis* 16:21). Further
starts are spread around that guess.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import special
from scipy.stats import qmc

from standoff.estimate.likelihood import Floats
from standoff.estimate.links import Link, cdf, log_cdf_slopes
from standoff.estimate.move_tree import End, Move, below, moves

if TYPE_CHECKING:
    from standoff.estimate.egame import Block, TreeLikelihood

_SPREAD = 1.0
_MAX_STEPS = 50


def backward_starts(likelihood: TreeLikelihood, n: int, seed: int) -> Floats:
    """Backward induction, then zero, then Sobol' points around the first, shape (n, k)."""
    first = _by_backward_induction(likelihood)
    return spread(first, n, seed)


def spread(first: Floats, n: int, seed: int) -> Floats:
    """`first`, then zero, then normal points around `first` with its size, shape (n, k)."""
    k = len(first)
    points = np.zeros((max(n, 2), k))
    points[0] = first
    if n > 2:
        with np.errstate(all="ignore"):
            sobol = qmc.Sobol(k, scramble=True, rng=np.random.default_rng(seed))
            sobol.fast_forward(1)
            cube = sobol.random(n - 2)
        width = _SPREAD * np.maximum(1.0, np.abs(first) / 2)
        points[2:] = first + width * special.ndtri(np.clip(cube, 1e-9, 1 - 1e-9))
    return points[:n]


def _by_backward_induction(likelihood: TreeLikelihood) -> Floats:
    utilities = {block.id: block for block in likelihood.blocks if not block.players}
    guess = {name: np.zeros(len(block.names)) for name, block in utilities.items()}
    seen = _expected_counts(likelihood)
    p_right: dict[int, Floats] = {}
    known: set[str] = set()
    for move in reversed(moves(likelihood.tree.root)):
        columns = choice_columns(move, p_right, utilities)
        n_right = seen[:, below(move.right)].sum(1)
        n_both = n_right + seen[:, below(move.left)].sum(1)
        offset = sum(
            (columns[name] @ guess[name] for name in columns if name in known), np.zeros(len(seen))
        )
        free = [name for name in columns if name not in known]
        x = np.concatenate([*(columns[name] for name in free), np.zeros((len(seen), 0))], axis=1)
        beta = binary_regression(x, n_right, n_both, likelihood.link, offset / math.sqrt(2))
        p_right[id(move)] = cdf(offset / math.sqrt(2) + x @ beta, likelihood.link)
        start = 0
        for each in free:
            stop = start + columns[each].shape[1]
            guess[each] = beta[start:stop] * math.sqrt(2)
            start = stop
        known |= set(free)
    ordered = [
        np.zeros(len(block.names)) if block.players else guess[block.id]
        for block in likelihood.blocks
    ]
    return np.concatenate([*ordered, np.zeros(0)])


def _expected_counts(likelihood: TreeLikelihood) -> Floats:
    """Counts, with rows known only as a set shared equally among its members."""
    if likelihood.sets is None or likelihood.weights is None:
        return likelihood.counts
    size = np.maximum(likelihood.sets.sum(1, keepdims=True), 1)
    return likelihood.counts + likelihood.weights[:, None] * likelihood.sets / size


def choice_columns(
    move: Move, p_right: dict[int, Floats], utilities: dict[str, Block]
) -> dict[str, Floats]:
    """The regressors of a move's choice by block, weighted by how likely each ending is."""
    found: dict[str, Floats] = {}

    def collect(node: Move | End, weight: Floats | float) -> None:
        if isinstance(node, End):
            for player, name in node.utilities:
                block = utilities.get(name)
                if player == move.player and block is not None and block.names:
                    found[name] = np.asarray(weight)[..., None] * block.matrix
            return
        right = p_right[id(node)]
        collect(node.left, weight * (1 - right))
        collect(node.right, weight * right)

    collect(move.left, -1.0)
    collect(move.right, 1.0)
    return found


def binary_regression(
    x: Floats, n_right: Floats, n_both: Floats, link: Link, offset: Floats
) -> Floats:
    """Maximum likelihood of a binary choice, by Newton's method on a concave function.

    Parameters
    ----------
    x : float array, shape (n, k)
    n_right, n_both : float array, shape (n,)
        How often right was chosen, and how often there was a choice.
    link : "probit" or "logit"
    offset : float array, shape (n,)

    Returns
    -------
    float array, shape (k,)
        Where the data separate the choices, a finite point on the way to infinity.
    """
    k = x.shape[1]
    beta = np.zeros(k)
    if k == 0 or not n_both.any():
        return beta
    x, n_right, n_both, offset = (a[n_both > 0] for a in (x, n_right, n_both, offset))
    n_left = n_both - n_right

    def value_at(point: Floats) -> tuple[float, Floats, Floats]:
        z = offset + x @ point
        up, up_slope, up_bend = log_cdf_slopes(z, link)
        down, down_slope, down_bend = log_cdf_slopes(-z, link)
        slope = n_right * up_slope - n_left * down_slope
        bend = -(n_right * up_bend + n_left * down_bend)
        return float(n_right @ up + n_left @ down), x.T @ slope, (x.T * bend) @ x

    value, gradient, information = value_at(beta)
    for _ in range(_MAX_STEPS):
        ridge = 1e-10 * max(float(np.trace(information)) / k, 1e-300)
        step = np.linalg.lstsq(information + ridge * np.eye(k), gradient, rcond=None)[0]
        if float(gradient @ step) < 1e-12:
            break
        size = 1.0
        while size > 1e-6:
            candidate = beta + size * step
            new = value_at(candidate)
            if new[0] >= value:
                break
            size /= 2
        else:
            break
        if np.abs(candidate).max() > 50 * max(1.0, np.abs(beta).max(initial=0.0)):
            break
        gain = new[0] - value
        beta, (value, gradient, information) = candidate, new
        if gain < 1e-10 * (1 + abs(value)):
            break
    return beta
