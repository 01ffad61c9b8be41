"""How much of an answer's variance each input accounts for by itself, from draws that exist."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from standoff.brief.brief import Brief
from standoff.errors import one_of
from standoff.game.draws import Draws
from standoff.models.answers import Floats
from standoff.result import Columns, Pictured, by_column, counted
from standoff.study.drawn import Drawn, check_lengths
from standoff.study.numbers import Numbers

Method = Literal["binned", "rank"]

#: Fewer draws say nothing.
LEAST = 40
#: Parts that are left out one at a time, to learn how much a share depends on the draws.
N_PARTS = 20
#: The 95 % point of Student's distribution with `N_PARTS` - 1 degrees of freedom.
_T95 = 1.729132812


@dataclass(frozen=True, slots=True)
class GivenShare:
    """The share of the variance that goes with one parameter.

    Parameters
    ----------
    parameter : str
    share : float
        Between 0 and 1; nan with too few draws.
    low, high : float
        Hold the share of infinitely many draws in nine of ten samples; nan with fewer than 200
        draws.
    """

    parameter: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, repr=False)
class GivenData(Pictured):
    """First-order shares from draws that exist, the largest first.

    Parameters
    ----------
    method : {"binned", "rank"}
    shares : tuple of GivenShare
        Of the parameters that vary.
    n_used, n_left_out : int
        Draws with and without an answer; the latter are left out, so that the shares are about
        the part of the ranges in which there is an answer.
    total : float
        Sum of the shares. Independent parameters leave 1 minus it to their acting together; of
        correlated ones the sum means nothing, and may be above 1.
    meaning : str
        What a share is here, in words.
    goes_together : bool
        Whether parameters are correlated or depend on one conflict.
    drawn : Drawn or None
        Which draws they were, where that is known.
    """

    method: Method
    shares: tuple[GivenShare, ...]
    n_used: int
    n_left_out: int
    total: float
    meaning: str
    goes_together: bool = False
    drawn: Drawn | None = None

    drawing: ClassVar[str] = "standoff.view.shares:given_chart"

    @property
    def sentence(self) -> str:
        """What the shares are of, and how many draws they are from."""
        of = "the answer" if self.drawn is None else self.drawn.target
        return f"Shares of the variance of {of}, from {counted(self.n_used, 'draw')}"

    def table(self) -> Columns:
        """Return one row per parameter."""
        return by_column(
            ("parameter", "share", "low", "high"),
            ((each.parameter, each.share, each.low, each.high) for each in self.shares),
        )

    def numbers(self) -> Numbers:
        """Give every share, to be compared with those under another rule."""
        return {f"part of {each.parameter}": each.share for each in self.shares}


def given_data(brief: Brief, draws: Draws, y: Floats, *, method: Method = "binned") -> GivenData:
    """Estimate the first-order share of every parameter that varies.

    Parameters
    ----------
    brief : Brief
        What the draws were drawn from; it knows which parameters go together.
    draws : Draws
    y : float array, shape (n_draws,)
        The answer; nan where there is none.
    method : {"binned", "rank"}
        See `first_order` and `first_order_by_rank`.

    Returns
    -------
    GivenData

    Raises
    ------
    GameError
        If there is not one number per draw.
    """
    one_of("method", method, Method)
    check_lengths(draws, y)
    known = np.isfinite(y)
    found: list[GivenShare] = []
    for name in draws.names:
        column = draws[name]
        if np.ptp(column[known]) > 0.0 if known.any() else False:
            share, low, high = share_with_range(column, y, method)
            found.append(GivenShare(name, share, low, high))
    joined = goes_together(brief)
    meaning = "the share of the variance that would go, on average, if the parameter were known" + (
        "; where parameters go together, with what it says about the others" if joined else ""
    )
    return GivenData(
        method,
        tuple(sorted(found, key=lambda each: -np.nan_to_num(each.share))),
        int(known.sum()),
        int((~known).sum()),
        float(np.nansum([each.share for each in found])),
        meaning,
        joined,
    )


def goes_together(brief: Brief) -> bool:
    """Say whether parameters of a case are correlated or depend on the same conflict."""
    depend = [each.depends_on for each in brief.assumptions.values() if each.depends_on]
    return bool(brief.correlations) or len(depend) > len(set(depend))


def share_with_range(x: Floats, y: Floats, method: Method = "binned") -> tuple[float, float, float]:
    """Return a first-order share and the ends of its range.

    The range holds the share of infinitely many draws in about nine of ten samples. It comes from
    leaving out one twentieth of the draws at a time (the grouped jackknife), which unlike the
    bootstrap draws no row twice: repeated rows would make every share too large.

    Parameters
    ----------
    x, y : float arrays, shape (n_draws,)
    method : {"binned", "rank"}

    Returns
    -------
    share, low, high : float
        The ends are cut at 0 and 1, and nan with fewer than 200 draws.
    """
    one_of("method", method, Method)
    estimate = first_order if method == "binned" else first_order_by_rank
    known = np.isfinite(y)
    x, y = x[known], y[known]
    share = estimate(x, y)
    if math.isnan(share) or len(y) < 5 * LEAST:
        return share, math.nan, math.nan
    part = np.arange(len(y)) * N_PARTS // len(y)
    parts = _leave_out(x, y, part) if method == "binned" else [
        first_order_by_rank(x[part != k], y[part != k]) for k in range(N_PARTS)
    ]  # fmt: skip
    spread = math.sqrt((N_PARTS - 1) * float(np.var(parts)))
    return share, max(share - _T95 * spread, 0.0), min(share + _T95 * spread, 1.0)


def first_order(x: Floats, y: Floats) -> float:
    r"""Estimate the first-order share of variance, $Var(E[y|x]) / Var(y)$, by classes of `x`.

    Parameters
    ----------
    x, y : float arrays, shape (n_draws,)
        Draws in which `y` is not finite are left out.

    Returns
    -------
    float
        Between 0 and 1; 0 where `x` or `y` does not vary, nan with fewer than 40 draws.

    Notes
    -----
    Draws are sorted by `x` into classes of equal size, and the variance of the class means is
    compared with the variance in all. Class means vary by chance as well, which is taken off; the
    estimate is otherwise too high where the input does not matter. What `y` does within a class is
    not seen: with few draws, and so few classes, a share is somewhat too low where the answer
    swings fast.

    References
    ----------
    Plischke, E., Borgonovo, E. and Smith, C. (2013). Global sensitivity measures from given data.
    European Journal of Operational Research 226.
    """
    known = np.isfinite(y)
    x, y = x[known], y[known]
    if len(y) < LEAST:
        return float("nan")
    if _is_still(x, y):
        return 0.0
    sizes, sums = _by_class(x, y - y.mean(), np.zeros(len(y), dtype=np.int64), 1)
    return float(_share(sizes, sums, np.array([np.sum((y - y.mean()) ** 2)]))[0])


def first_order_by_rank(x: Floats, y: Floats) -> float:
    r"""Estimate the first-order share of variance by the ranks of `x`.

    Parameters
    ----------
    x, y : float arrays, shape (n_draws,)
        Draws in which `y` is not finite are left out.

    Returns
    -------
    float
        Between 0 and 1; 0 where `x` or `y` does not vary, nan with fewer than 40 draws.

    Notes
    -----
    Sorted by `x`, neighbors share their value of `x` nearly, and the covariance of `y` between
    neighbors is the variance of $E[y|x]$. There are no classes to choose; the estimate scatters a
    little more than that by classes. Draws with equal `x` stay in their own order. The paper makes
    the first draw the last one's neighbor, which pulls the share down where the extremes are far
    out; here each end counts its only neighbor twice.

    References
    ----------
    Gamboa, F., Gremaud, P., Klein, T. and Lagnoux, A. (2022). Global sensitivity analysis: a novel
    generation of mighty estimators based on rank statistics. Bernoulli 28.
    Chatterjee, S. (2021). A new coefficient of correlation. Journal of the American Statistical
    Association 116.
    """
    known = np.isfinite(y)
    x, y = x[known], y[known]
    if len(y) < LEAST:
        return float("nan")
    if _is_still(x, y):
        return 0.0
    ranked = (y - y.mean())[np.argsort(x, kind="stable")]
    pairs = ranked[:-1] * ranked[1:]
    together = float(np.sum(pairs) + (pairs[0] + pairs[-1]) / 2)
    return float(np.clip(together / np.sum(ranked**2), 0.0, 1.0))


def _is_still(x: Floats, y: Floats) -> bool:
    total = float(np.sum((y - y.mean()) ** 2))
    return bool(np.ptp(x) == 0.0 or total <= 1e-24 * len(y))


def _by_class(x: Floats, y: Floats, part: NDArray[np.int64], n_parts: int) -> tuple[Floats, Floats]:
    """Count and sum `y` in classes of `x`, for each part of the draws: shape (n_parts, n_classes).

    Equal values of `x` come into one class, wherever that leaves its edges.
    """
    n_classes = int(np.clip(np.sqrt(len(y)), 4, 200))
    edges = np.sort(x)[np.linspace(0, len(x), n_classes + 1).astype(np.int64)[1:-1]]
    cell = part * n_classes + np.searchsorted(edges, x, side="right")
    sizes = np.bincount(cell, minlength=n_parts * n_classes).astype(np.float64)
    sums = np.bincount(cell, weights=y, minlength=n_parts * n_classes).astype(np.float64)
    return sizes.reshape(n_parts, n_classes), sums.reshape(n_parts, n_classes)


def _share(sizes: Floats, sums: Floats, total: Floats) -> Floats:
    """Return the share for each row of classes; `total` is the sum of squares about 0."""
    n = sizes.sum(axis=1)
    filled = sizes > 0
    squares = np.where(filled, sums**2 / np.where(filled, sizes, 1.0), 0.0).sum(axis=1)
    mean = sums.sum(axis=1) / n
    total = total - n * mean**2
    between = squares - n * mean**2
    n_classes = filled.sum(axis=1)
    noise = (total - between) / np.maximum(n - n_classes, 1)
    return np.clip((between - (n_classes - 1) * noise) / total, 0.0, 1.0)


def _leave_out(x: Floats, y: Floats, part: NDArray[np.int64]) -> Floats:
    """Return the share without each part of the draws."""
    if _is_still(x, y):
        return np.zeros(N_PARTS)
    y = y - y.mean()
    sizes, sums = _by_class(x, y, part, N_PARTS)
    squares = np.bincount(part, weights=y**2, minlength=N_PARTS)
    return _share(sizes.sum(axis=0) - sizes, sums.sum(axis=0) - sums, squares.sum() - squares)
