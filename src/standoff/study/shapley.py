"""Share a joint effect among those who bring it about: Shapley values and interactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: The worth of a coalition, given as bits: player i takes part if bit i is set.
Worth = Callable[[int], Floats]
#: Told how many coalitions of how many are done.
Step = Callable[[int, int], None]
#: Told which coalitions come next, so that they can be asked together.
Prepare = Callable[[Sequence[int]], None]

#: Coalitions that are told at once.
_PREPARED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A joint effect, shared among players.

    Parameters
    ----------
    values : float array, shape (n_players, ...)
        What each player brings; they add up to the effect of all.
    interactions : float array, shape (n_players, n_players, ...), or None
        The Shapley interaction index: how much more two bring together than apart, averaged over
        what the others do. Only when every coalition was asked.
    order_variance : float array, shape (n_players, ...)
        Variance of the average of `values` over the last axes but the first, because only some
        orders were looked at; 0 when every coalition was asked. Shape (n_players, n_measures).
    n_coalitions, n_orders : int
        How many different coalitions were asked; how many orders were looked at (0 when exact).
    """

    values: Floats
    interactions: Floats | None
    order_variance: Floats
    n_coalitions: int
    n_orders: int


def exact(
    n_players: int, worth: Worth, step: Step | None = None, prepare: Prepare | None = None
) -> Shared:
    """Ask every coalition.

    Parameters
    ----------
    n_players : int
        2 to this power coalitions are asked.
    worth : callable
        Returns an array of shape (n_draws, n_measures) for a coalition, whatever its measures are.
    step : callable, optional
    prepare : callable, optional
        Told which coalitions come next.

    References
    ----------
    Shapley, L. (1953). A value for n-person games. Contributions to the Theory of Games II.
    Grabisch, M. and Roubens, M. (1999). An axiomatic approach to the concept of interaction among
    players in cooperative games. International Journal of Game Theory 28.
    """
    n, n_all = n_players, 2**n_players
    first = worth(0)
    values = np.zeros((n, *first.shape))
    pairs = np.zeros((n, n, *first.shape))
    for mask in range(n_all):
        if prepare is not None and mask % _PREPARED == 0:
            prepare(range(mask, min(mask + _PREPARED, n_all)))
        found = first if mask == 0 else worth(mask)
        member = np.array([mask >> i & 1 for i in range(n)], dtype=np.bool_)
        size = int(member.sum())
        # A coalition enters the average of every player once: as the end of a step or its start.
        enter = factorial(size - 1) * factorial(n - size) / factorial(n) if size else 0.0
        stay = factorial(size) * factorial(n - size - 1) / factorial(n) if size < n else 0.0
        values += np.where(member, enter, -stay)[:, None, None] * found
        for i in range(n):
            for j in range(i + 1, n):
                inside = int(member[i]) + int(member[j])
                others = size - inside
                weight = factorial(others) * factorial(n - others - 2) / factorial(n - 1)
                pairs[i, j] += (weight if inside != 1 else -weight) * found
        if step is not None:
            step(mask + 1, n_all)
    pairs += pairs.swapaxes(0, 1)
    return Shared(values, pairs, np.zeros((n, first.shape[-1])), n_all, 0)


def sampled(
    n_players: int, worth: Worth, n_orders: int, seed: int = 0, step: Step | None = None
) -> Shared:
    """Let the players enter in random orders, each order also backwards.

    Parameters
    ----------
    n_players : int
    worth : callable
        As in `exact`.
    n_orders : int
        Rounded up to an even number, at least 4. Costs at most ``n_orders * n_players``
        coalitions; those that come again are remembered by their average only, so that a value per
        draw is exact for the orders looked at.
    seed : int

    References
    ----------
    Castro, J., Gomez, D. and Tejada, J. (2009). Polynomial calculation of the Shapley value based
    on sampling. Computers & Operations Research 36. Mitchell, R. et al. (2022). Sampling
    permutations for Shapley value estimation. Journal of Machine Learning Research 23 (orders with
    their reverse).
    """
    rng = np.random.Generator(np.random.Philox(seed))
    n_pairs = max(-(-n_orders // 2), 2)
    nothing = worth(0)
    values = np.zeros((n_players, *nothing.shape))
    means = np.zeros((n_pairs, n_players, nothing.shape[-1]))
    asked: set[int] = {0}
    for pair in range(n_pairs):
        forward = rng.permutation(n_players)
        for order in (forward, forward[::-1]):
            mask, before = 0, nothing
            for player in order.tolist():
                mask |= 1 << player
                asked.add(mask)
                after = worth(mask)
                values[player] += after - before
                means[pair, player] += (after - before).mean(axis=0) / 2.0
                before = after
        if step is not None:
            step(pair + 1, n_pairs)
    variance = means.var(axis=0, ddof=1) / n_pairs
    return Shared(values / (2 * n_pairs), None, variance, len(asked), 2 * n_pairs)
