"""All chances of resistance that answer to themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.models.answers import Bools, Floats
from standoff.models.crisis_signaling.only_one import only_one
from standoff.models.crisis_signaling.respond import respond
from standoff.models.crisis_signaling.tails import FAR
from standoff.models.kinds import Columns

#: Points of the grid on which roots are bracketed, in the challenger's threshold.
N_GRID = 65
#: Draws looked at together; keeps the grids small in memory.
CHUNK = 1_000
#: Two roots count as merged when the fixed-point map comes this close to the diagonal.
TOUCH = 1e-12

Rows = NDArray[np.intp]


def fixed_points(c: Columns) -> tuple[Floats, Bools]:
    """All chances of resistance that answer to themselves, in rising order.

    Returns
    -------
    roots : float array, shape (n_draws, 4)
        nan where there are fewer. A fourth root means that the search cannot be trusted.
    touches : bool array, shape (n_draws,)
        Where two roots have merged, or are about to be born.
    """
    n_draws = len(c["fight_target"])
    parts = [
        _fixed_points({name: column[k : k + CHUNK] for name, column in c.items()})
        for k in range(0, n_draws, CHUNK)
    ]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _fixed_points(c: Columns) -> tuple[Floats, Bools]:
    n_draws = len(c["fight_target"])
    # The map falls, and crosses the diagonal once, unless backing down is better than a fight.
    may_rise = np.flatnonzero(c["back_down_challenger"] > c["fight_challenger"])
    falls = np.setdiff1d(np.arange(n_draws), may_rise)
    alone = only_one({name: column[may_rise] for name, column in c.items()})
    rises = may_rise[~alone.is_proven]
    row, low, high, touched = _brackets({name: column[rises] for name, column in c.items()})
    row = np.concatenate([rises[row], may_rise[alone.is_proven], falls])
    low = np.concatenate([low, alone.low[alone.is_proven], np.zeros(len(falls))])
    high = np.concatenate([high, alone.high[alone.is_proven], np.ones(len(falls))])
    touches = np.zeros(n_draws, dtype=np.bool_)
    touches[rises[touched]] = True
    found = _polish(c, row, low, high)
    roots = np.full((n_draws, 4), np.nan)
    order = np.lexsort((found, row))
    row, found = row[order], found[order]
    position = np.arange(len(row)) - np.searchsorted(row, row)
    keep = position < roots.shape[1]
    roots[row[keep], position[keep]] = found[keep]
    return roots, touches


def _brackets(c: Columns) -> tuple[Rows, Floats, Floats, Rows]:
    """Rows and ends of intervals with one root each, and rows in which two roots touch."""
    grid = _grid(c)
    gap = respond(c, grid, least=1e-6, with_slope=False).resist - grid
    above = gap > 0.0
    # The map stays strictly between 0 and 1, also where its distance to them underflows.
    above[:, 0], above[:, -1] = True, False
    row, i = np.nonzero(above[:, :-1] != above[:, 1:])
    low, high = grid[row, i], grid[row, i + 1]
    dips = _dips(c, grid, gap, above)
    # A dip below the diagonal hides a root on either side of it.
    crossed = dips.is_crossed
    row = np.concatenate([row, dips.row[crossed], dips.row[crossed]])
    low = np.concatenate([low, dips.low[crossed], dips.at[crossed]])
    high = np.concatenate([high, dips.at[crossed], dips.high[crossed]])
    return row, low, high, dips.row[dips.is_touch]


def _grid(c: Columns) -> Floats:
    """Chances of resistance at even steps of the challenger's threshold, and zero."""
    prize, quo = c["concession_challenger"], c["status_quo_challenger"]
    start = np.minimum(np.minimum(c["fight_challenger"], c["back_down_challenger"]) - FAR, quo - 1)
    steps = np.linspace(0.0, 1.0, N_GRID)
    threshold = start[:, None] + (quo - start)[:, None] * steps
    resist = (prize - quo)[:, None] / (prize[:, None] - threshold)
    return np.concatenate([np.zeros((len(prize), 1)), np.minimum(resist, 1.0)], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Dips:
    """Where the map comes close to the diagonal between grid points without crossing at them."""

    row: Rows
    low: Floats
    high: Floats
    at: Floats
    is_crossed: Bools
    is_touch: Bools


def _dips(c: Columns, grid: Floats, gap: Floats, above: Bools) -> _Dips:
    size = np.abs(gap)
    inner = size[:, 1:-1]
    steepest = np.maximum(np.abs(gap[:, 1:-1] - gap[:, :-2]), np.abs(gap[:, 2:] - gap[:, 1:-1]))
    near = (
        (above[:, :-2] == above[:, 1:-1])
        & (above[:, 1:-1] == above[:, 2:])
        & (inner <= size[:, :-2])
        & (inner <= size[:, 2:])
        & (inner <= steepest)
    )
    row, i = np.nonzero(near)
    low, high = grid[row, i], grid[row, i + 2]
    here = {name: column[row] for name, column in c.items()}
    sign = np.where(above[row, i + 1], 1.0, -1.0)
    inside = (3.0 - np.sqrt(5.0)) / 2.0
    a, b = low.copy(), high.copy()
    for _ in range(45 if len(row) else 0):
        p, q = a + inside * (b - a), b - inside * (b - a)
        at_p = sign * (respond(here, p, with_slope=False).resist - p)
        at_q = sign * (respond(here, q, with_slope=False).resist - q)
        b, a = np.where(at_p < at_q, q, b), np.where(at_p < at_q, a, p)
    at = 0.5 * (a + b)
    least = sign * (respond(here, at).resist - at) if len(row) else at
    touch = np.abs(least) <= TOUCH
    return _Dips(row, low, high, at, (least < 0.0) & ~touch, touch)


def _polish(c: Columns, row: Rows, low: Floats, high: Floats) -> Floats:
    """Newton's method, kept inside the bracket by bisection; nan where it does not settle."""
    c = {name: column[row] for name, column in c.items()}
    low, high = low.copy(), high.copy()
    # The answer to no resistance is above it, also where the tail underflows.
    rising = (low <= 0.0) | (respond(c, low).resist > low)
    p = 0.5 * (low + high)
    active = np.arange(len(row))
    # The last two moves: where they do not get smaller, Newton's method may go to and fro.
    moved, before = np.full(len(row), np.inf), np.full(len(row), np.inf)
    for _ in range(200):
        if not len(active):
            break
        here = {name: column[active] for name, column in c.items()}
        at = p[active]
        play = respond(here, at)
        gap = play.resist - at
        is_low = (gap > 0.0) == rising[active]
        low[active] = np.where(is_low, at, low[active])
        high[active] = np.where(is_low, high[active], at)
        move = gap / (1.0 - play.slope)
        step = at + move
        safe = (step >= low[active]) & (step <= high[active])
        safe &= np.abs(move) <= 0.5 * before[active]
        step = np.where(safe, step, 0.5 * (low[active] + high[active]))
        before[active], moved[active] = moved[active], np.abs(step - at)
        # The error after a step is its square, unless the map is nearly parallel to the diagonal;
        # what is left then is rounding. Or the bracket has two neighboring numbers.
        last = safe & (np.abs(move) <= 1e-9 * at) & (np.abs(1.0 - play.slope) > 0.1)
        done = (gap == 0.0) | last | (np.abs(step - at) <= 2e-16 * at)
        p[active] = np.where(gap == 0.0, at, step)
        active = active[~done]
    p[active] = np.nan
    return p
