"""Everything that decides how parameters are drawn: ranges, disputes and what goes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.case.correlation import Pair, groups, matrix, root
from standoff.case.distribution import Distribution
from standoff.game.parameter import Parameter

Array = NDArray[np.float64]
Chances = Mapping[str, Array]

#: The nearest numbers to 0 and 1 that a chance may be: a quantile at 0 or 1 would be infinite.
_EDGE = 2.0**-53


@dataclass(frozen=True, slots=True)
class Dispute:
    """A parameter whose range depends on which position of a conflict is true.

    Parameters
    ----------
    conflict : str
    ranges : dict of int to Distribution
        By the position's place in the conflict; elsewhere the parameter's own range holds.
    """

    conflict: str
    ranges: Mapping[int, Distribution]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is believed about all parameters at once.

    Parameters
    ----------
    ranges : dict of str to Distribution
        By parameter; those without one stay at their default.
    disputes : dict of str to Dispute
        By parameter.
    weights : dict of str to tuple of float
        Chances of the positions, by conflict.
    ranks : dict of (str, str) to float
        Rank correlations; pairs that are not listed are independent.
    """

    ranges: Mapping[str, Distribution]
    disputes: Mapping[str, Dispute]
    weights: Mapping[str, tuple[float, ...]]
    ranks: Mapping[Pair, float]


def beliefs_of(brief: Brief) -> Beliefs:
    """Return what a case believes, as it is."""
    disputes: dict[str, Dispute] = {}
    weights: dict[str, tuple[float, ...]] = {}
    for name, assumption in brief.assumptions.items():
        if assumption.depends_on is None:
            continue
        conflict = brief.case.conflict(assumption.depends_on)
        at = {each.id: n for n, each in enumerate(conflict.positions)}
        disputes[name] = Dispute(
            conflict.id, {at[each.position]: each.distribution for each in assumption.if_true}
        )
        # The checks of a case make sure that all are there.
        whole = sum(each.weight or 0.0 for each in conflict.positions)
        weights[conflict.id] = tuple((each.weight or 0.0) / whole for each in conflict.positions)
    ranks = {pair: each.rank for pair, each in brief.correlations.items()}
    return Beliefs(brief.distributions, disputes, weights, ranks)


def roots(beliefs: Beliefs, order: Sequence[str]) -> dict[tuple[str, ...], Array]:
    """Return the lower-triangular matrix of every group of parameters that go together."""
    return {
        group: root(matrix(group, beliefs.ranks)) for group in groups(tuple(beliefs.ranks), order)
    }


def together(beliefs: Beliefs, order: Sequence[str], chances: Chances) -> dict[str, Array]:
    """Return the chances of parameters that go together, by parameter.

    Each group is drawn as jointly normal and turned back into chances (a normal copula), so that
    every parameter keeps its own range, and every pair the rank correlation that the case lists.
    The first of a group, in the order of the model, keeps its chances.

    Parameters
    ----------
    beliefs : Beliefs
    order : sequence of str
        All parameters in the order of the model.
    chances : dict of str to float array, shape (n_draws,)
        Independent, by parameter.

    References
    ----------
    Nelsen, R. B. (2006). An Introduction to Copulas, 2nd edition. Springer.
    """
    found: dict[str, Array] = {}
    for group, lower in roots(beliefs, order).items():
        from scipy.special import ndtr, ndtri

        normal = np.array([np.asarray(ndtri(chances[name])) for name in group])
        for row, name in enumerate(group):
            if lower[row, row] == 1.0:
                found[name] = chances[name]
            else:
                # Row by row, so that a draw's digits do not depend on how many are drawn.
                mixed = np.zeros(normal.shape[1])
                for column in range(row + 1):
                    mixed = mixed + lower[row, column] * normal[column]
                found[name] = np.clip(np.asarray(ndtr(mixed)), _EDGE, 1.0 - _EDGE)
    return found


def true_positions(
    chances: Array, weights: Sequence[float], before: Sequence[float] | None = None
) -> NDArray[np.int64]:
    """Return which position of a conflict is the true one in every draw.

    Parameters
    ----------
    chances : float array, shape (n_draws,)
        Of the conflict.
    weights : sequence of float
        Chances of the positions; they sum to 1.
    before : sequence of float, optional
        What the weights were before a claim fell. Draws whose position is still possible keep it;
        the others are dealt anew to the positions that are left.
    """
    first = np.asarray(weights if before is None else before, dtype=np.float64)
    found = _dealt(chances, first)
    if before is None:
        return found
    lost = np.asarray(weights)[found] == 0.0
    below = np.concatenate([[0.0], np.cumsum(first)[:-1]])[found]
    again = (chances - below) / first[found]
    return np.where(lost, _dealt(again, np.asarray(weights, dtype=np.float64)), found)


def _dealt(chances: Array, weights: Array) -> NDArray[np.int64]:
    possible = np.flatnonzero(weights > 0)
    edges = np.cumsum(weights[possible])[:-1]
    return possible[np.searchsorted(edges, chances, side="right")]


def column(
    beliefs: Beliefs,
    parameter: Parameter,
    chances: Array,
    positions: Mapping[str, NDArray[np.int64]],
) -> Array:
    """Return the draws of one parameter.

    Parameters
    ----------
    beliefs : Beliefs
    parameter : Parameter
    chances : float array, shape (n_draws,)
        After what goes together was put together.
    positions : dict of str to int array, shape (n_draws,)
        By conflict.
    """
    belief = beliefs.ranges.get(parameter.name)
    if belief is None:
        return np.full(len(chances), parameter.default)
    bounds = parameter.low, parameter.high
    found = belief.quantile(chances, *bounds)
    dispute = beliefs.disputes.get(parameter.name)
    if dispute is not None:
        true = positions[dispute.conflict]
        for position, there in dispute.ranges.items():
            held = true == position
            found[held] = there.quantile(chances[held], *bounds)
    return found


def quantile(beliefs: Beliefs, parameter: Parameter, shares: Sequence[float]) -> Array:
    """Return the values below which the shares of a parameter lie, over all positions.

    Exact without a dispute; with one, to the rounding of the numbers (bisection).
    """
    belief = beliefs.ranges[parameter.name]
    dispute = beliefs.disputes.get(parameter.name)
    bounds = parameter.low, parameter.high
    if dispute is None:
        return belief.quantile(np.asarray(shares), *bounds)
    weights = beliefs.weights[dispute.conflict]
    parts = [(w, dispute.ranges.get(k, belief)) for k, w in enumerate(weights) if w > 0]
    return np.array([_mixed_quantile(parts, share, bounds) for share in shares])


def _mixed_quantile(
    parts: Sequence[tuple[float, Distribution]], share: float, bounds: tuple[float, float]
) -> float:
    ends = [float(part.quantile(share, *bounds)) for _, part in parts]
    low, high = min(ends), max(ends)
    for _ in range(100):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        reached = sum(weight * _share_below(part, middle, bounds) for weight, part in parts)
        low, high = (middle, high) if reached < share else (low, middle)
    return high


def _share_below(belief: Distribution, value: float, bounds: tuple[float, float]) -> float:
    """Return the share of a belief at or below a value, by bisection over its quantiles."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if float(belief.quantile(middle, *bounds)) <= value:
            low = middle
        else:
            high = middle
    return low
