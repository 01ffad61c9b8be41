"""Find all fixed points of a block in a box: contract, test, cut in two.

References
----------
Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken.
Computing 4. Neumaier, A. (1990). Interval Methods for Systems of Equations. Cambridge.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from standoff.solve.kernels.cut import run
from standoff.solve.kernels.interval import down, times, up
from standoff.solve.kernels.linear import back_substitute_rows, factor

Floats = NDArray[np.float64]

EMPTY = 0
ONE_ROOT = 1
OPEN = 2

#: A box narrower than this (relative to the size of scores) is not cut again.
NARROWEST = 1e-10
#: Contracting goes on while it takes away this share of some side.
WORTHWHILE = 0.25
MOST_ROUNDS = 40


class Room(NamedTuple):
    """Scratch space for a block of n unknowns."""

    out_low: Floats
    out_high: Floats
    slope_low: Floats
    slope_high: Floats
    middle: Floats
    at_low: Floats
    at_high: Floats
    matrix: Floats
    inverse: Floats
    pivot: NDArray[np.int64]
    rest_low: Floats
    rest_high: Floats
    new_low: Floats
    new_high: Floats
    wide_low: Floats
    wide_high: Floats
    #: Widths before contracting, and how strongly each unknown moves any equation.
    before: Floats
    effect: Floats


@njit(cache=True, error_model="numpy")
def room(n):
    """Allocate scratch space."""
    return Room(
        np.empty(n),
        np.empty(n),
        np.empty((n, n)),
        np.empty((n, n)),
        np.empty(n),
        np.empty(n),
        np.empty(n),
        np.empty((n, n)),
        np.empty((n, n)),
        np.empty(n, dtype=np.int64),
        np.empty((n, n)),
        np.empty((n, n)),
        np.empty(n),
        np.empty(n),
        np.empty(n),
        np.empty(n),
        np.empty(n),
        np.empty(n),
    )


@njit(cache=True, error_model="numpy")
def precondition(work, n):
    """Invert the middle of ``1 - slope`` and bound ``1 - inverse (1 - slope)``.

    Returns
    -------
    sign : float
        Of the determinant; 0 when it cannot be inverted.
    norm : float
        Largest row sum of the bound: below 1, Krawczyk's operator contracts.
    """
    for r in range(n):
        for c in range(n):
            mean = 0.5 * (work.slope_low[r, c] + work.slope_high[r, c])
            work.matrix[r, c] = (1.0 if r == c else 0.0) - mean
            work.inverse[r, c] = 1.0 if r == c else 0.0
    sign = factor(work.matrix, work.pivot, n)
    if sign == 0.0:
        return 0.0, np.inf
    back_substitute_rows(work.matrix, work.pivot, work.inverse, n)
    norm = 0.0
    for r in range(n):
        total = 0.0
        for c in range(n):
            low = high = 1.0 if r == c else 0.0
            for k in range(n):
                y = work.inverse[r, k]
                unit = 1.0 if k == c else 0.0
                e_low, e_high = times(
                    y, y, down(unit - work.slope_high[k, c]), up(unit - work.slope_low[k, c])
                )
                low, high = down(low - e_high), up(high - e_low)
            work.rest_low[r, c], work.rest_high[r, c] = low, high
            total += max(abs(low), abs(high))
        norm = max(norm, total)
    if not math.isfinite(norm):
        return 0.0, np.inf
    return sign, norm


@njit(cache=True, error_model="numpy")
def krawczyk(low, high, work, n):
    """Fill Krawczyk's image of a box; must follow `precondition` and a run at `middle`."""
    for r in range(n):
        image_low = image_high = work.middle[r]
        for k in range(n):
            y = work.inverse[r, k]
            e_low, e_high = times(
                y,
                y,
                down(work.middle[k] - work.at_high[k]),
                up(work.middle[k] - work.at_low[k]),
            )
            image_low, image_high = down(image_low - e_high), up(image_high - e_low)
            e_low, e_high = times(
                work.rest_low[r, k],
                work.rest_high[r, k],
                down(low[k] - work.middle[k]),
                up(high[k] - work.middle[k]),
            )
            image_low, image_high = down(image_low + e_low), up(image_high + e_high)
        work.new_low[r], work.new_high[r] = image_low, image_high


@njit(cache=True, error_model="numpy")
def meet(low, high, new_low, new_high, n):
    """Cut a box to what it has in common with another; false when that is nothing."""
    for k in range(n):
        low[k], high[k] = max(low[k], new_low[k]), min(high[k], new_high[k])
        if not low[k] <= high[k]:
            return False
    return True


@njit(cache=True, error_model="numpy")
def is_inside(low, high, new_low, new_high, n):
    """Whether the new box lies in the interior of a box."""
    inside = True
    for k in range(n):
        inside = inside and new_low[k] > low[k] and new_high[k] < high[k]
    return inside


@njit(cache=True, error_model="numpy")
def look(program, numbers, reg, start, stop, low, high, work, n):
    """Compute a block over a box and at its middle, and what Krawczyk's operator makes of it.

    Fills `out`, `slope`, `middle`, `at` and, where the norm is finite, `new` of `work`.

    Returns
    -------
    sign, norm : float
        See `precondition`.
    """
    for k in range(n):
        work.middle[k] = 0.5 * (low[k] + high[k])
    for part in range(2):
        # First the middle, without derivatives; then the box. One call: it compiles to a lot.
        run(
            program,
            numbers,
            reg,
            start,
            stop,
            work.middle if part == 0 else low,
            work.middle if part == 0 else high,
            part * n,
            work.at_low if part == 0 else work.out_low,
            work.at_high if part == 0 else work.out_high,
            work.slope_low,
            work.slope_high,
        )
    sign, norm = precondition(work, n)
    if math.isfinite(norm):
        krawczyk(low, high, work, n)
    return sign, norm


@njit(cache=True, error_model="numpy")
def examine(program, numbers, reg, start, stop, low, high, work, n):
    """Contract a box, in place, and say what it holds.

    Returns
    -------
    EMPTY, ONE_ROOT (the box was widened to hold it inside) or OPEN.
    """
    is_widened = False
    for _ in range(MOST_ROUNDS):
        margin = 0.2 if is_widened else 0.0
        for k in range(n):
            slack = margin * (high[k] - low[k] + 1e-8 * (1.0 + abs(low[k])))
            work.wide_low[k], work.wide_high[k] = low[k] - slack, high[k] + slack
        _, norm = look(program, numbers, reg, start, stop, work.wide_low, work.wide_high, work, n)
        if norm < 1.0 and is_inside(work.wide_low, work.wide_high, work.new_low, work.new_high, n):
            low[:], high[:] = work.wide_low, work.wide_high
            return ONE_ROOT
        if not is_widened:
            for k in range(n):
                work.before[k] = high[k] - low[k]
                work.effect[k] = 0.0
                for r in range(n):
                    size = max(abs(work.slope_low[r, k]), abs(work.slope_high[r, k]))
                    work.effect[k] = max(work.effect[k], size)
        if not meet(low, high, work.out_low, work.out_high, n):
            return EMPTY
        if math.isfinite(norm) and not meet(low, high, work.new_low, work.new_high, n):
            return EMPTY
        mean_value(work.wide_low, work.wide_high, work, n)
        if not meet(low, high, work.new_low, work.new_high, n):
            return EMPTY
        gain = 0.0
        for k in range(n):
            if work.effect[k] * work.before[k] > 1e-12:
                gain = max(gain, 1.0 - (high[k] - low[k]) / work.before[k])
        if not is_widened and norm < 0.9:
            # A root on the rim of this box is inside a slightly wider one.
            is_widened = True
        elif gain < WORTHWHILE:
            return OPEN
        else:
            is_widened = False
    return OPEN


@njit(cache=True, error_model="numpy")
def mean_value(low, high, work, n):
    """Fill `new` with the mean value form of a box, about its middle."""
    for r in range(n):
        new_low, new_high = work.at_low[r], work.at_high[r]
        for k in range(n):
            e_low, e_high = times(
                work.slope_low[r, k],
                work.slope_high[r, k],
                down(low[k] - work.middle[k]),
                up(high[k] - work.middle[k]),
            )
            new_low, new_high = down(new_low + e_low), up(new_high + e_high)
        work.new_low[r], work.new_high[r] = new_low, new_high


@njit(cache=True, error_model="numpy")
def certify(program, numbers, reg, start, stop, low, high, is_given, n_rounds):
    """Test whether a box has exactly one root (Krawczyk), and enclose it.

    Parameters
    ----------
    low, high : float arrays, shape (n,)
        The box; contracted in place as far as rounding and `n_rounds` allow.
    is_given : bool
        Whether it is known to have exactly one root.

    Returns
    -------
    sign : float
        Of the determinant all over the box; 0 when the test fails.
    """
    n = len(low)
    work = room(n)
    first = 0.0
    for step in range(n_rounds):
        before = (high - low).max()
        sign, norm = look(program, numbers, reg, start, stop, low, high, work, n)
        if not norm < 1.0:
            return first
        inside = is_inside(low, high, work.new_low, work.new_high, n)
        if step == 0 and not (is_given or inside):
            return 0.0
        first = sign
        if not meet(low, high, work.new_low, work.new_high, n):
            return 0.0
        if not (high - low).max() < 0.9 * before:
            break
    return first


@njit(cache=True, error_model="numpy")
def prune(program, numbers, reg, start, stop, boxes, n_waiting, roots, n_roots, most):
    """Look at boxes until none waits, `most` were looked at or there is no more room.

    Parameters
    ----------
    boxes : float array, shape (n_places, 2, n)
        A stack, of which the first `n_waiting` are to be looked at; changed in place.
    roots : float array, shape (n_places, 2, n)
        Boxes with exactly one root, the first `n_roots` known; filled.
    most : int

    Returns
    -------
    n_waiting, n_roots, n_seen, n_stuck : int
        `n_stuck` counts boxes too narrow to cut that were neither empty nor shown to have one root.
    """
    n = boxes.shape[2]
    work = room(n)
    n_seen = n_stuck = 0
    while n_waiting > 0 and n_seen < most:
        if n_waiting + 2 > len(boxes) or n_roots + 1 > len(roots):
            break
        n_waiting -= 1
        n_seen += 1
        low, high = boxes[n_waiting, 0].copy(), boxes[n_waiting, 1].copy()
        if _holds_only_known(low, high, roots, n_roots, n):
            continue
        verdict = examine(program, numbers, reg, start, stop, low, high, work, n)
        if verdict == ONE_ROOT:
            roots[n_roots, 0], roots[n_roots, 1] = low, high
            n_roots += 1
        elif verdict == OPEN:
            side, largest = -1, 0.0
            for k in range(n):
                smear = work.effect[k] * (high[k] - low[k])
                if smear > largest and high[k] - low[k] > NARROWEST * (1.0 + abs(low[k])):
                    side, largest = k, smear
            if side < 0:
                n_stuck += 1
                continue
            at = math.sinh(0.5 * (math.asinh(low[side]) + math.asinh(high[side])))
            at = min(max(at, low[side]), high[side])
            for half in range(2):
                boxes[n_waiting, 0], boxes[n_waiting, 1] = low, high
                boxes[n_waiting, 1 - half, side] = at
                n_waiting += 1
    return n_waiting, n_roots, n_seen, n_stuck


@njit(cache=True, error_model="numpy")
def _holds_only_known(low, high, roots, n_roots, n):
    """Whether a box lies in one that was shown to have exactly one root."""
    for i in range(n_roots):
        inside = True
        for k in range(n):
            inside = inside and low[k] >= roots[i, 0, k] and high[k] <= roots[i, 1, k]
        if inside:
            return True
    return False


@njit(cache=True, error_model="numpy")
def search(program, numbers, reg, start, stop, starts, found, n_steps):
    """Newton's method from many points, with steps halved while the residual grows.

    Parameters
    ----------
    starts : float array, shape (n_starts, n)
    found : float array, shape (n_starts, n), filled

    Returns
    -------
    reached : bool array, shape (n_starts,)
    """
    n = starts.shape[1]
    work = room(n)
    reached = np.zeros(len(starts), dtype=np.bool_)
    x, trial, move = np.empty(n), np.empty(n), np.empty((n, 1))
    for s in range(len(starts)):
        size, part = np.inf, 1.0
        for k in range(n):
            trial[k] = starts[s, k]
        for _ in range(n_steps):
            run(
                program,
                numbers,
                reg,
                start,
                stop,
                trial,
                trial,
                n,
                work.out_low,
                work.out_high,
                work.slope_low,
                work.slope_high,
            )
            worst = left = 0.0
            for k in range(n):
                miss = 0.5 * (work.out_low[k] + work.out_high[k]) - trial[k]
                worst = max(worst, abs(miss) / (1.0 + abs(trial[k])))
                left += miss * miss
            if left < (1.0 - 0.2 * part) * size or worst < 1e-11:
                for k in range(n):
                    move[k, 0] = 0.5 * (work.out_low[k] + work.out_high[k]) - trial[k]
                    x[k] = trial[k]
                    for c in range(n):
                        mean = 0.5 * (work.slope_low[k, c] + work.slope_high[k, c])
                        work.matrix[k, c] = (1.0 if k == c else 0.0) - mean
                size, part, reached[s] = left, 1.0, worst < 1e-8
                if worst < 1e-11 or factor(work.matrix, work.pivot, n) == 0.0:
                    break
                back_substitute_rows(work.matrix, work.pivot, move, n)
            else:
                part *= 0.5
                if part < 1e-4:
                    break
            for k in range(n):
                trial[k] = x[k] + part * move[k, 0]
        for k in range(n):
            found[s, k] = x[k]
    return reached
