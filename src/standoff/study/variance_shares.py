"""First-order and total shares of variance from the answers to a design, with their ranges."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Floats

#: Two-sided 90 %.
_ENDS = (0.05, 0.95)
#: Fewer complete rows say nothing.
LEAST = 16
#: Resamples that are weighed at once; changes memory and speed, and no number.
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Index:
    """A share of variance with its range.

    Parameters
    ----------
    value : float
        nan where it cannot be said. An estimate may lie a little below 0 or above 1.
    low, high : float
        The 5 and 95 % points over resampled rows.
    """

    value: float
    low: float
    high: float


def shares(
    f_a: Floats, f_b: Floats, f_ab: Floats, *, n_resamples: int = 500, seed: int = 0
) -> tuple[list[Index], list[Index], list[int]]:
    """Return first-order and total shares from the answers to a design.

    Parameters
    ----------
    f_a, f_b : float arrays, shape (n_rows,)
        Answers to two independent tables; nan where there is none.
    f_ab : float array, shape (n_factors, n_rows)
        Answers to the first table with one source of doubt from the second.
    n_resamples, seed : int

    Returns
    -------
    first, total : list of Index, one per source of doubt
    n_rows : list of int
        Complete rows. Fewer than 16 of them, or an answer that never varies, give nan.

    Notes
    -----
    The estimators are those of Saltelli et al. (2010) for the first-order share and of Jansen
    (1999) for the total. Rows are resampled with replacement, all answers of a row together.

    References
    ----------
    Jansen, M. J. W. (1999). Analysis of variance designs for model output. Computer Physics
    Communications 117.
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Design and
    estimator for the total sensitivity index. Computer Physics Communications 181.
    """
    whole = np.isfinite(f_a) & np.isfinite(f_b) & np.isfinite(f_ab)
    n, rng = len(f_a), np.random.default_rng(seed)
    # Side by side, so that one product of matrices weighs all of them.
    parts = np.hstack([_parts(f_a, f_b, mixed, w) for w, mixed in zip(whole, f_ab, strict=True)])
    found = [_ratios(np.ones((1, n)) @ parts)]
    for first in range(0, n_resamples, _BATCH):
        n_batch = min(_BATCH, n_resamples - first)
        weights = np.array(
            [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(n_batch)],
            dtype=np.float64,
        )
        found.append(_ratios(weights @ parts))
    both = np.concatenate(found)
    n_rows: list[int] = whole.sum(axis=1).tolist()
    both[:, np.array(n_rows) < LEAST] = np.nan
    factors = range(len(f_ab))
    return (
        [_index(both[:, i, 0]) for i in factors],
        [_index(both[:, i, 1]) for i in factors],
        n_rows,
    )


def _parts(a: Floats, b: Floats, ab: Floats, whole: Bools) -> Floats:
    """Return what is averaged, per row: shape (n_rows, 7), zeros in rows that are not whole."""
    a, b, ab = (np.where(whole, each, 0.0) for each in (a, b, ab))
    middle = float(a.sum() + b.sum()) / max(2 * int(whole.sum()), 1)
    # A difference that is all rounding counts as none.
    rounding = 1e-10 * max(1.0, abs(middle))
    a, b, ab = (
        np.where(whole & (np.abs(each - middle) >= rounding), each - middle, 0.0)
        for each in (a, b, ab)
    )
    counts = whole.astype(np.float64)
    return np.column_stack([counts, a, b, a**2 + b**2, b * (ab - a), (a - ab) ** 2, ab])


def _ratios(sums: Floats) -> Floats:
    """Return first-order and total shares, shape (n_weights, n_factors, 2)."""
    sums = sums.reshape(len(sums), -1, 7)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / sums[..., :1]
        center = (means[..., 1] + means[..., 2]) / 2
        variance = means[..., 3] / 2 - center**2
        # Each resample takes off its own mean, as the whole does.
        first = (means[..., 4] - center * (means[..., 6] - means[..., 1])) / variance
        total = means[..., 5] / (2 * variance)
    found = np.stack([first, total], axis=-1)
    found[~(variance > 0.0)] = np.nan
    return found


def _index(values: Floats) -> Index:
    resampled = values[1:][np.isfinite(values[1:])]
    if math.isnan(values[0]) or not len(resampled):
        return Index(float(values[0]), math.nan, math.nan)
    low, high = np.quantile(resampled, _ENDS).tolist()
    return Index(float(values[0]), low, high)
