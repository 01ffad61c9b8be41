"""Averages over draws that count unequally: draws that made what was seen likely count more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.study.findings import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A chance, averaged over the draws as they count.

    Parameters
    ----------
    name : str
    mean : float
    interval : (float, float, float)
        The 5, 50 and 95 % points over the draws as they count.
    standard_error : float
        Of the mean, as far as it comes from the number of draws.
    base : float
        At the analyst's values; nan without an answer there.
    """

    name: str
    mean: float
    interval: Interval
    standard_error: float
    base: float


def forecast(name: str, chances: Floats, weights: Floats, base: float) -> Forecast:
    """Summarize chances, shape (n_draws,); draws of weight zero may hold nan."""
    counts = weights > 0.0
    p, w = chances[counts], weights[counts] / weights[counts].sum()
    mean = float(w @ p)
    error = float(np.sqrt((w**2) @ (p - mean) ** 2))
    return Forecast(name, mean, quantiles(p, w), error, base)


def quantiles(values: Floats, weights: Floats) -> Interval:
    """Return the 5, 50 and 95 % points: the smallest values below which so much weight lies."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    # Sums miss their places by rounding.
    places = np.searchsorted(total, (np.array([0.05, 0.5, 0.95]) - 1e-12) * total[-1])
    low, middle, high = values[order][np.minimum(places, len(values) - 1)].tolist()
    return low, middle, high


def effective(weights: Floats) -> float:
    """Return how many equal draws would be worth as much as these.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Wiley.
    """
    total = weights.sum()
    return float(total**2 / (weights**2).sum()) if total > 0.0 else 0.0
