"""All solutions of small systems of polynomials without squares, in the unit box.

Boxes are split until each is excluded, or shown to hold exactly one solution by Krawczyk's test.
A polynomial of degree one in each variable takes its extreme values at the corners of a box, so
that bounds cost nothing in sharpness.

References
----------
Krawczyk, R. (1969). Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken.
Computing 4. Neumaier, A. (1990). Interval Methods for Systems of Equations. Cambridge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats
from standoff.solve.polynomials import Polynomial

MOST_VARIABLES = 7
MOST_BOXES = 20_000
#: Boxes narrower than this that are still undecided hold a multiple root or touch a border.
NARROW = 1e-6
#: Cover of a continuum: boxes are not split below this width.
COVER = 1 / 16
#: The search starts a little outside the unit box, and splits at an odd place, so that roots at
#: round numbers do not lie on the border between boxes.
MARGIN = 0.013
SPLIT = 0.4837
SLACK = 2e-10


@dataclass(frozen=True, slots=True)
class Roots:
    """Solutions found, and whether they are all.

    Parameters
    ----------
    points : tuple of float array
    is_complete : bool
        Whether everything else was excluded.
    is_continuum : bool
        Whether the points are samples of infinitely many.
    n_boxes : int
        Boxes looked at.
    """

    points: tuple[Floats, ...]
    is_complete: bool
    is_continuum: bool = False
    n_boxes: int = 0


class _System:
    """Polynomials in variables 0 to n - 1, evaluated many points at a time."""

    def __init__(self, polynomials: Sequence[Polynomial], n: int) -> None:
        monomials = sorted({m for p in polynomials for m in p})
        self.uses = np.array([[v in m for v in range(n)] for m in monomials], dtype=bool)
        self.uses = self.uses.reshape(len(monomials), n)
        self.coefficients = np.array(
            [[p.get(m, 0.0) for m in monomials] for p in polynomials]
        ).reshape(len(polynomials), len(monomials))

    def at(self, points: Floats) -> Floats:
        """Values, shape (..., n_polynomials)."""
        factors = np.where(self.uses, points[..., None, :], 1.0)
        return factors.prod(axis=-1) @ self.coefficients.T


def _slopes(polynomials: Sequence[Polynomial], n: int) -> list[Polynomial]:
    """Derivatives, polynomial by polynomial and variable by variable."""
    return [
        {tuple(w for w in m if w != v): c for m, c in p.items() if v in m}
        for p in polynomials
        for v in range(n)
    ]


def find_roots(
    zero: Sequence[Polynomial], not_negative: Sequence[Polynomial], n_variables: int
) -> Roots:
    """Find every point of the unit box where some polynomials vanish and others are not negative.

    Parameters
    ----------
    zero, not_negative : sequence of Polynomial
        In variables 0 to n_variables - 1, none squared.
    n_variables : int

    Returns
    -------
    Roots
        Complete only if every box was excluded or certified.
    """
    if n_variables > MOST_VARIABLES:
        return Roots((), is_complete=False)
    n = n_variables
    corner = np.array(list(product((0.0, 1.0), repeat=n)))
    system, bounds = _System(zero, n), _System(not_negative, n)
    slopes = _System(_slopes(zero, n), n)
    is_square = len(zero) >= n
    boxes = np.stack([np.full((1, n), -MARGIN), np.full((1, n), 1.0 + MARGIN)], axis=1)
    found: list[Floats] = []
    undecided: list[Floats] = []
    n_seen = 0
    while len(boxes):
        n_seen += len(boxes)
        if n_seen > MOST_BOXES:
            undecided.extend(boxes)
            break
        low, high = boxes[:, 0], boxes[:, 1]
        points = low[:, None, :] + corner * (high - low)[:, None, :]
        values = system.at(points)
        alive = ((values.min(axis=1) <= SLACK) & (values.max(axis=1) >= -SLACK)).all(axis=1)
        if not_negative:
            alive &= (bounds.at(points).max(axis=1) >= -SLACK).all(axis=1)
        boxes, before = boxes[alive], (high - low)[alive].max(axis=1)
        if is_square and len(boxes):
            steep = slopes.at(points[alive]).reshape(len(boxes), len(corner), len(zero), n)
            boxes, which = _krawczyk(boxes, steep, system, found)
            before = before[which]
        width = (boxes[:, 1] - boxes[:, 0]).max(axis=1, initial=0.0)
        done = width <= (NARROW if is_square else COVER)
        undecided.extend(boxes[done])
        shrunk = ~done & (width < 0.7 * before)
        boxes = np.concatenate([boxes[shrunk], _halves(boxes[~done & ~shrunk])])
    roots = _judged(found, undecided, system, bounds, slopes, is_square, n)
    return replace(roots, n_boxes=n_seen)


def _halves(boxes: Floats) -> Floats:
    rows, k = np.arange(len(boxes)), (boxes[:, 1] - boxes[:, 0]).argmax(axis=1)
    middle = boxes[rows, 0, k] + SPLIT * (boxes[rows, 1, k] - boxes[rows, 0, k])
    left, right = boxes.copy(), boxes.copy()
    left[rows, 1, k] = right[rows, 0, k] = middle
    return np.concatenate([left, right])


def _krawczyk(
    boxes: Floats, steep: Floats, system: _System, found: list[Floats]
) -> tuple[Floats, NDArray[np.int64]]:
    """Return what is left of boxes and which they were; boxes whose only root was found go."""
    n = boxes.shape[2]
    middle, radius = boxes.mean(axis=1), 0.5 * (boxes[:, 1] - boxes[:, 0])
    center = 0.5 * (steep.min(axis=1) + steep.max(axis=1))
    spread = 0.5 * (steep.max(axis=1) - steep.min(axis=1))
    regular = np.linalg.svd(center, compute_uv=False).min(axis=1) > 1e-8
    # With more equations than unknowns, the pseudo-inverse combines them into as many.
    inverse = np.zeros((len(boxes), n, center.shape[1]))
    inverse[regular] = np.linalg.pinv(center[regular])
    step = middle - (inverse @ system.at(middle)[:, :, None])[:, :, 0]
    error = np.abs(np.eye(n) - inverse @ center) + np.abs(inverse) @ spread
    extent = (error @ radius[:, :, None])[:, :, 0] + 1e-14
    low, high = step - extent, step + extent
    gone = regular & ((low > boxes[:, 1]) | (high < boxes[:, 0])).any(axis=1)
    inside = ((low > boxes[:, 0]) & (high < boxes[:, 1]) & (extent < radius)).all(axis=1)
    for box in np.flatnonzero(regular & inside & ~gone):
        root = _newton(step[box], system, inverse[box])
        if not any(np.abs(root - other).max() <= 1e-8 for other in found):
            found.append(root)
    left = np.flatnonzero(~gone & ~(regular & inside))
    cut = boxes[left]
    sharper = regular[left, None]
    cut[:, 0] = np.where(sharper, np.maximum(low[left], cut[:, 0]), cut[:, 0])
    cut[:, 1] = np.where(sharper, np.minimum(high[left], cut[:, 1]), cut[:, 1])
    return cut, left


def _newton(point: Floats, system: _System, inverse: Floats) -> Floats:
    for _ in range(60):
        step = inverse @ system.at(point)
        point = point - step
        if np.abs(step).max() <= 1e-16:
            break
    return point


def _judged(
    found: list[Floats],
    undecided: list[Floats],
    system: _System,
    bounds: _System,
    slopes: _System,
    is_square: bool,
    n: int,
) -> Roots:
    def holds(point: Floats) -> bool:
        inside = bool((point >= -SLACK).all() and (point <= 1.0 + SLACK).all())
        vanishes = bool((np.abs(system.at(point)) <= SLACK).all())
        return inside and vanishes and bool((bounds.at(point) >= -SLACK).all())

    points = [p for p in found if holds(p)]
    if not undecided:
        return Roots(tuple(points), is_complete=True)
    loose: list[Floats] = []
    for box in undecided[:200]:
        point = 0.5 * (box[0] + box[1])
        for _ in range(30):
            slope = slopes.at(point).reshape(-1, n)
            point = point - np.linalg.lstsq(slope, system.at(point), rcond=1e-9)[0]
            if not np.isfinite(point).all():
                break
        if np.isfinite(point).all() and holds(point):
            known = [*points, *loose]
            if not any(np.abs(point - other).max() <= 1e-6 for other in known):
                loose.append(point)
    points += loose
    return Roots(tuple(points), is_complete=False, is_continuum=not is_square or len(loose) > 4)
