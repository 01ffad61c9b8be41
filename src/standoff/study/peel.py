"""Boxes in which something mostly holds: peel thin slices off all draws, and paste some back on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Bools, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """A box: one interval per column.

    Parameters
    ----------
    low, high : float arrays, shape (n_columns,)
        Both ends belong to the box; infinite where there is no bound.
    """

    low: Floats
    high: Floats

    @classmethod
    def everything(cls, n_columns: int) -> Bounds:
        """Return the box without bounds."""
        return cls(np.full(n_columns, -np.inf), np.full(n_columns, np.inf))

    @property
    def limited(self) -> tuple[int, ...]:
        """The columns with a bound."""
        bounded = np.isfinite(self.low) | np.isfinite(self.high)
        return tuple(np.flatnonzero(bounded).tolist())

    def holds(self, x: Floats) -> Bools:
        """Mark the rows of `x`, shape (n_rows, n_columns), that lie inside."""
        at = list(self.limited)
        return np.asarray(((x[:, at] >= self.low[at]) & (x[:, at] <= self.high[at])).all(axis=1))

    def without(self, column: int) -> Bounds:
        """Return the box without the bounds of one column."""
        low, high = self.low.copy(), self.high.copy()
        low[column], high[column] = -np.inf, np.inf
        return Bounds(low, high)

    def with_bound(self, column: int, *, is_low: bool, value: float) -> Bounds:
        """Return the box with another bound."""
        low, high = self.low.copy(), self.high.copy()
        (low if is_low else high)[column] = value
        return Bounds(low, high)


def peel(x: Floats, hit: Bools, *, alpha: float, least: int) -> list[Bounds]:
    """Return ever smaller boxes in which hits are ever more frequent.

    Parameters
    ----------
    x : float array, shape (n_rows, n_columns)
    hit : bool array, shape (n_rows,)
    alpha : float
        Share of the rows inside that one slice takes off; a column with many equal values gives
        a thicker slice.
    least : int
        The last box has at least so many rows.

    Returns
    -------
    list of Bounds
        The first is everything; each other has one slice less, the one whose loss raises the share
        of hits most per row lost. It ends at a box with hits only.

    References
    ----------
    Friedman, J. H. and Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics and
    Computing 9.
    """
    box = Bounds.everything(x.shape[1])
    found = [box]
    while len(x) > least and not hit.all():
        cut = _best_slice(x, hit, alpha, least)
        if cut is None:
            break
        column, is_low, value = cut
        box = box.with_bound(column, is_low=is_low, value=value)
        kept = x[:, column] >= value if is_low else x[:, column] <= value
        x, hit = x[kept], hit[kept]
        found.append(box)
    return found


def _best_slice(x: Floats, hit: Bools, alpha: float, least: int) -> tuple[int, bool, float] | None:
    """Return column, side and bound of the slice to take off; None if there is none to take."""
    n, n_columns = x.shape
    order = np.argsort(x, axis=0, kind="stable")
    values = np.take_along_axis(x, order, axis=0)
    hits = np.vstack([np.zeros(n_columns), np.cumsum(hit[order], axis=0)])
    n_hits, depth = float(hits[-1, 0]), max(int(np.ceil(alpha * n)), 1)
    best: tuple[float, int, bool, float] | None = None
    for column in range(n_columns):
        ranked = values[:, column]
        # Equal values go together: the first row that stays is the first with another value.
        below = int(np.searchsorted(ranked, ranked[depth - 1], side="right"))
        above = int(np.searchsorted(ranked, ranked[n - depth], side="left"))
        for is_low, lost, n_lost_hits in (
            (True, below, hits[below, column]),
            (False, n - above, n_hits - hits[above, column]),
        ):
            left = n - lost
            if left < max(least, 1):
                continue
            gain = ((n_hits - n_lost_hits) / left - n_hits / n) / lost
            if best is None or gain > best[0]:
                edge = lost if is_low else left - 1
                beyond = edge - 1 if is_low else edge + 1
                value = float((ranked[edge] + ranked[beyond]) / 2)
                best = gain, column, is_low, value
    return None if best is None else best[1:]


def paste(x: Floats, hit: Bools, box: Bounds, *, alpha: float) -> Bounds:
    """Widen a box as long as the share of hits inside does not fall.

    Each step moves one bound out by as many rows as `alpha` times those inside (a fifth of that
    when no such step helps), or takes it away where fewer are left beyond it.
    """
    for share in (alpha, alpha / 5):
        while (wider := _wider(x, hit, box, share)) is not None:
            box = wider
    return box


def _wider(x: Floats, hit: Bools, box: Bounds, share: float) -> Bounds | None:
    inside = box.holds(x)
    best = density(x, hit, box), int(hit[inside].sum())
    found: Bounds | None = None
    depth = max(int(np.ceil(share * inside.sum())), 1)
    for column in box.limited:
        rest = box.without(column).holds(x)
        for is_low in (True, False):
            bound = (box.low if is_low else box.high)[column]
            if np.isinf(bound):
                continue
            beyond = rest & ((x[:, column] < bound) if is_low else (x[:, column] > bound))
            out = np.sort(x[beyond, column])
            value = -np.inf if is_low else np.inf
            if len(out) > depth:
                value = float(out[-depth] if is_low else out[depth - 1])
            wider = box.with_bound(column, is_low=is_low, value=value)
            holds = wider.holds(x)
            worth = density(x, hit, wider), int(hit[holds].sum())
            if worth > best:
                best, found = worth, wider
    return found


def quality(x: Floats, hit: Bools, box: Bounds) -> float:
    """Return the harmonic mean of coverage and density, of hits or of rarer misses.

    Coverage is hits inside, as a share of all hits; density is hits, as a share of the rows inside.
    Where more than half of the rows are hits, the box without bounds has both near 1 and says
    nothing: there it is misses that are to lie outside, and the rows outside that are to be misses.
    """
    inside = box.holds(x)
    wanted = hit
    if 2 * int(hit.sum()) > len(hit):
        inside, wanted = ~inside, ~hit
    return 2 * int(wanted[inside].sum()) / max(int(inside.sum()) + int(wanted.sum()), 1)


def density(x: Floats, hit: Bools, box: Bounds) -> float:
    """Return the share of hits among the rows inside; 0 where there is none."""
    inside = box.holds(x)
    return float(hit[inside].mean()) if inside.any() else 0.0


def quasi_p(x: Floats, hit: Bools, box: Bounds, column: int) -> float:
    """Return how likely so many hits were if the bounds of one column had no bearing.

    Parameters
    ----------
    x : float array, shape (n_rows, n_columns)
    hit : bool array, shape (n_rows,)
    box : Bounds
    column : int

    Returns
    -------
    float
        The chance of at least as many hits among the rows inside, each a hit as often as in the
        box without the bounds. It is no p-value where the bounds were chosen with the same rows.

    References
    ----------
    Bryant, B. P. and Lempert, R. J. (2010). Thinking inside the box. Technological Forecasting and
    Social Change 77.
    """
    from scipy.special import bdtrc

    inside, wider = box.holds(x), box.without(column).holds(x)
    n, n_hits = int(inside.sum()), int(hit[inside].sum())
    if n == 0 or n_hits == 0:
        return 1.0
    return float(bdtrc(n_hits - 1, n, float(hit[wider].mean())))


def simplify(
    x: Floats, hit: Bools, box: Bounds, *, level: float, least_density: float | None = None
) -> Bounds:
    """Take away bounds that the rows do not call for, the least called for first.

    A column loses its bounds if they have a quasi-p-value above `level`, or if the box is no worse
    without them: by `quality`, or where a density is wanted, if it still has it.
    """
    while box.limited:
        before = quality(x, hit, box)
        ranked = sorted(
            ((quasi_p(x, hit, box, c), quality(x, hit, box.without(c)), c) for c in box.limited),
            key=lambda each: (-each[1], -each[0]),
        )
        idle = [
            c
            for p, after, c in ranked
            if p > level
            or (
                after >= before
                if least_density is None
                else density(x, hit, box.without(c)) >= least_density
            )
        ]
        if not idle:
            return box
        box = box.without(idle[0])
    return box
