"""The rank correlation of two numbers over all positions of the conflicts that they depend on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

import numpy as np
from numpy.typing import NDArray

from standoff.case.correlation import normal_correlation
from standoff.case.distribution import Distribution
from standoff.case.schema import Assumption, Case, Correlation

Array = NDArray[np.float64]
Bounds = tuple[float, float]

_N_POINTS = 2_048
#: Steps of a sequence that fills a square evenly: powers of the root of x**3 = x + 1.
_STEPS = 0.7548776662466927, 0.5698402909980532
UNBOUNDED: Bounds = (-math.inf, math.inf)


def overall_rank(
    case: Case, correlation: Correlation, named: Mapping[str, str], bounds: Mapping[str, Bounds]
) -> float | None:
    """Return the rank correlation of a pair over all draws, to about a thousandth.

    What the case lists holds wherever the same positions are true. Where a parameter depends on a
    conflict, its ranges there lie elsewhere, and that part of its rank has nothing to do with the
    other parameter; or a lot, if that one depends on the same conflict.

    Parameters
    ----------
    case : Case
    correlation : Correlation
    named : dict of str to str
        The parameters' own names, where the case writes a symbol.
    bounds : dict of str to (float, float)
        By the parameters' own names; without bounds where there is none.

    Returns
    -------
    float or None
        None where it is the listed one, because neither depends on a conflict that could be drawn.
    """
    assumptions = {named.get(each.parameter, each.parameter): each for each in case.assumptions}
    names = [named.get(name, name) for name in correlation.between]
    pair = [assumptions[name] for name in names if name in assumptions]
    if len(pair) < 2 or not any(each.if_true and each.depends_on for each in pair):
        return None
    conflicts = {each.depends_on for each in pair if each.depends_on is not None}
    weights = {id: _weights(case, id) for id in sorted(conflicts)}
    if not all(weights.values()):
        return None
    chances = _chances(correlation.rank)
    values: tuple[list[Array], list[Array]] = ([], [])
    shares: list[Array] = []
    ids = list(weights)
    for true in product(*(weights[id].items() for id in ids)):
        held = {id: position for id, (position, _) in zip(ids, true, strict=True)}
        for found, name, one, u in zip(values, names, pair, chances, strict=True):
            found.append(_range(one, held).quantile(u, *bounds.get(name, UNBOUNDED)))
        shares.append(np.full(_N_POINTS, math.prod(share for _, share in true)))
    weight = np.concatenate(shares) / np.sum(shares)
    first, second = (_ranks(np.concatenate(each), weight) for each in values)
    first, second = first - weight @ first, second - weight @ second
    size = math.sqrt(float(weight @ first**2) * float(weight @ second**2))
    return float(weight @ (first * second)) / size if size > 0.0 else None


def _weights(case: Case, conflict: str) -> dict[str, float]:
    """Return the weights of a conflict's positions; none where they do not say how likely."""
    for each in case.conflicts:
        if each.id == conflict and all(position.weight for position in each.positions):
            return {
                position.id or str(n): position.weight or 0.0
                for n, position in enumerate(each.positions)
            }
    return {}


def _range(assumption: Assumption, held: Mapping[str, str]) -> Distribution:
    for each in assumption.if_true:
        if assumption.depends_on and held.get(assumption.depends_on) == each.position:
            return each.distribution
    return assumption.distribution


def _chances(rank: float) -> tuple[Array, Array]:
    """Return pairs of numbers from 0 to 1 with a rank correlation, shape (n_points,) each."""
    from scipy.special import ndtr, ndtri

    n = np.arange(_N_POINTS)
    first, other = (np.asarray(ndtri((0.5 + n * step) % 1.0)) for step in _STEPS)
    r = normal_correlation(rank)
    second = r * first + math.sqrt(max(1.0 - r * r, 0.0)) * other
    return np.asarray(ndtr(first)), np.asarray(ndtr(second))


def _ranks(values: Array, weights: Array) -> Array:
    """Return for each value the weight of what is less, and half of what is equal."""
    _, place = np.unique(values, return_inverse=True)
    at = np.bincount(place, weights)
    return (np.cumsum(at) - at / 2)[place]
