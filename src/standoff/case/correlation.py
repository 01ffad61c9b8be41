"""Rank correlations as the matrix of a normal distribution, and whether a set of them can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]
Array = NDArray[np.float64]

#: An eigenvalue above minus this is a rounded zero: ranks may lie on the edge of what is possible.
TOLERANCE = 1e-10


def normal_correlation(rank: float) -> float:
    """Return the correlation of two normal variables whose rank correlation is `rank`.

    Notes
    -----
    For two jointly normal variables Spearman's correlation is 6 / pi * arcsin(r / 2) (Pearson,
    1907), so r = 2 sin(pi * rank / 6).

    Examples
    --------
    >>> round(normal_correlation(0.5), 4), normal_correlation(0.0)
    (0.5176, 0.0)
    """
    return float(2.0 * np.sin(np.pi * rank / 6.0))


def groups(pairs: Iterable[Pair], order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the parameters that hang together, each group in the given order.

    Parameters
    ----------
    pairs : iterable of (str, str)
    order : sequence of str
        Every name of a pair is in it.
    """
    links: dict[str, set[str]] = {}
    for a, b in pairs:
        links.setdefault(a, set()).add(b)
        links.setdefault(b, set()).add(a)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for first in order:
        if first in seen or first not in links:
            continue
        reached, ahead = {first}, [first]
        while ahead:
            for name in links[ahead.pop()] - reached:
                reached.add(name)
                ahead.append(name)
        seen |= reached
        found.append(tuple(name for name in order if name in reached))
    return tuple(found)


def matrix(names: Sequence[str], ranks: Mapping[Pair, float]) -> Array:
    """Return the correlations of the normal variables behind some parameters.

    Parameters
    ----------
    names : sequence of str, n of them
    ranks : dict of (str, str) to float
        Rank correlations; pairs that are not listed are uncorrelated.

    Returns
    -------
    float array, shape (n, n)
    """
    at = {name: i for i, name in enumerate(names)}
    found = np.eye(len(names))
    for (a, b), rank in ranks.items():
        if a in at and b in at and a != b:
            found[at[a], at[b]] = found[at[b], at[a]] = normal_correlation(rank)
    return found


def can_hold(correlations: Array) -> bool:
    """Say whether numbers can have these correlations, all at once (positive semidefinite)."""
    return bool(np.linalg.eigvalsh(correlations)[0] >= -TOLERANCE * len(correlations))


def root(correlations: Array) -> Array:
    """Return the lower-triangular matrix L with L L' equal to `correlations`.

    Unlike the usual routine it also takes correlations on the edge of what is possible, such as
    two ranks that are always equal. The first parameter keeps its own number, whatever the others.
    """
    n = len(correlations)
    found = np.zeros((n, n))
    for j in range(n):
        left = correlations[j:, j] - found[j:, :j] @ found[j, :j]
        if left[0] > 1e-9:
            found[j:, j] = left / np.sqrt(left[0])
    return found


def possible_ranks(
    names: Sequence[str], ranks: Mapping[Pair, float], pair: Pair
) -> tuple[float, float] | None:
    """Return between which ranks one pair must lie if all others are as they are.

    Returns
    -------
    (float, float) or None
        Ends to a hundredth, inside what is possible; None if nothing is.
    """
    steps = np.arange(-100, 101) / 100
    others = {each: rank for each, rank in ranks.items() if set(each) != set(pair)}
    fits = [can_hold(matrix(names, {**others, pair: float(rank)})) for rank in steps]
    if not any(fits):
        return None
    # What is possible is an interval: the positive semidefinite matrices are a convex set.
    inside = np.flatnonzero(fits)
    return float(steps[inside[0]]), float(steps[inside[-1]])
