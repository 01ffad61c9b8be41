"""All corners of a small bounded polytope given by equations and inequalities."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

from standoff.game.lower import Floats

#: Slack of equations and inequalities, in units of the largest payoff or of probabilities.
SLACK = 2e-10
RANK = 1e-9
#: Above this many candidates for corners linear programs find the extent instead.
MOST_CANDIDATES = 40_000


def corners(equal: Floats, right: Floats, above: Floats, floor: Floats) -> Floats | None:
    """Return the corners of ``{x >= 0 : equal @ x == right, above @ x >= floor}``.

    Parameters
    ----------
    equal : float array, shape (n_equations, n)
    right : float array, shape (n_equations,)
    above : float array, shape (n_inequalities, n)
    floor : float array, shape (n_inequalities,)

    Returns
    -------
    float array, shape (n_corners, n), or None
        None if there is no point. In high dimension only the extreme points in the direction of
        each coordinate.
    """
    n = equal.shape[1]
    _, singular, axes = np.linalg.svd(equal, full_matrices=True)
    rank = int((singular > RANK * max(1.0, singular.max(initial=0.0))).sum())
    point: Floats = np.linalg.lstsq(equal, right, rcond=RANK)[0].astype(np.float64)
    if np.abs(equal @ point - right).max(initial=0.0) > SLACK:
        return None
    rows = np.concatenate([np.eye(n), above])
    least = np.concatenate([np.zeros(n), floor]) - rows @ point
    free = axes[rank:].T
    if not free.shape[1]:
        return point[None, :] if (least <= SLACK).all() else None
    slopes = rows @ free
    flat = np.abs(slopes).max(axis=1) <= RANK
    if (least[flat] > SLACK).any():
        return None
    slopes, least = slopes[~flat], least[~flat]
    size = np.linalg.norm(slopes, axis=1)
    slopes, least = slopes / size[:, None], least / size
    dimension = free.shape[1]
    if comb(len(slopes), dimension) > MOST_CANDIDATES:
        found = _extreme_points(slopes, least, free)
    else:
        found = _all_corners(slopes, least, dimension)
    if found is None or not len(found):
        return None
    return np.maximum(point + found @ free.T, 0.0)


def _all_corners(slopes: Floats, least: Floats, dimension: int) -> Floats | None:
    chosen = np.array(list(combinations(range(len(slopes)), dimension)))
    matrices = slopes[chosen]
    solvable = np.abs(np.linalg.det(matrices)) > 1e-10
    if not solvable.any():
        return None
    at: Floats = np.linalg.solve(matrices[solvable], least[chosen[solvable]][:, :, None]).astype(
        np.float64
    )[:, :, 0]
    inside = (at @ slopes.T >= least - SLACK).all(axis=1)
    at = at[inside]
    if not len(at):
        return None
    _, first = np.unique(np.round(at, 9), axis=0, return_index=True)
    return at[np.sort(first)]


def _extreme_points(slopes: Floats, least: Floats, free: Floats) -> Floats | None:
    from scipy.optimize import linprog

    points: list[Floats] = []
    for direction in np.concatenate([free, -free]):
        if np.abs(direction).max() <= RANK:
            continue
        result = linprog(
            direction,
            A_ub=-slopes,
            b_ub=-(least - SLACK),
            bounds=[(None, None)] * slopes.shape[1],
            method="highs",
        )
        if result.status == 2:
            return None
        if result.status == 0:
            points.append(np.asarray(result.x))
    return np.unique(np.round(points, 12), axis=0) if points else None
