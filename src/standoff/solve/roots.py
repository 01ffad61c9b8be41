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
from dataclasses import dataclass
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
    """

    points: tuple[Floats, ...]
    is_complete: bool
    is_continuum: bool = False


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
    undecided: list[NDArray[np.float64]] = []
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
        waiting: list[NDArray[np.float64]] = []
        steep = slopes.at(points[alive]).reshape(int(alive.sum()), len(corner), len(zero), n)
        for box, steepness in zip(boxes[alive], steep, strict=True):
            width = float((box[1] - box[0]).max())
            if is_square:
                kept = _krawczyk(box, steepness, system, found, n)
                if kept is None:
                    continue
                shrunk = float((kept[1] - kept[0]).max())
                if shrunk <= NARROW:
                    undecided.append(kept)
                elif shrunk < 0.7 * width:
                    waiting.append(kept)
                else:
                    waiting.extend(_halves(kept))
            elif width <= COVER:
                undecided.append(box)
            else:
                waiting.extend(_halves(box))
        boxes = np.array(waiting).reshape(-1, 2, n)
    return _judged(found, undecided, system, bounds, slopes, is_square, n)


def _halves(box: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    k = int((box[1] - box[0]).argmax())
    middle = box[0, k] + SPLIT * (box[1, k] - box[0, k])
    left, right = box.copy(), box.copy()
    left[1, k] = right[0, k] = middle
    return [left, right]


def _krawczyk(
    box: NDArray[np.float64], steepness: Floats, system: _System, found: list[Floats], n: int
) -> NDArray[np.float64] | None:
    """Return what is left of a box; None when it holds no root or its only root was found."""
    middle, radius = 0.5 * (box[0] + box[1]), 0.5 * (box[1] - box[0])
    center = 0.5 * (steepness.min(axis=0) + steepness.max(axis=0))
    spread = 0.5 * (steepness.max(axis=0) - steepness.min(axis=0))
    inverse = np.linalg.pinv(center, rcond=1e-8)
    if np.linalg.matrix_rank(center, tol=1e-8) < n:
        return box
    # With more equations than variables the pseudo-inverse picks combinations that must vanish.
    step = middle - inverse @ system.at(middle)
    reach = np.abs(np.eye(n) - inverse @ center) @ radius + np.abs(inverse) @ spread @ radius
    low, high = step - reach - 1e-14, step + reach + 1e-14
    if (low > box[1]).any() or (high < box[0]).any():
        return None
    if (low > box[0] - 1e-13).all() and (high < box[1] + 1e-13).all() and (reach < radius).all():
        root = _newton(step, system, inverse)
        if not any(np.abs(root - other).max() <= 1e-8 for other in found):
            found.append(root)
        return None
    return np.stack([np.maximum(low, box[0]), np.minimum(high, box[1])])


def _newton(point: Floats, system: _System, inverse: Floats) -> Floats:
    for _ in range(60):
        step = inverse @ system.at(point)
        point = point - step
        if np.abs(step).max() <= 1e-16:
            break
    return point


def _judged(
    found: list[Floats],
    undecided: list[NDArray[np.float64]],
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
