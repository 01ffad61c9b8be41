"""Places where boundaries meet, one for each meeting, and lines with no more points than needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from standoff.models.answers import Floats
from standoff.study.boundary_cells import Junction, Point
from standoff.study.boundary_trace import Bent


def joined(
    lines: Sequence[Bent], junctions: Sequence[Junction], near: float
) -> tuple[list[Bent], list[Junction]]:
    """Make one junction of all that lie within a distance of each other.

    The smallest cells around a meeting place see it from several sides, and two boundaries that
    touch are told apart only up to the smallest size. Lines that run within one such place are
    dropped, with the slivers that they enclose.

    Parameters
    ----------
    lines : sequence of Bent
    junctions : sequence of Junction
    near : float

    Returns
    -------
    lines, junctions : lists
        A junction holds at least three ends of lines.
    """
    group = _groups(np.array([j.place for j in junctions]).reshape(-1, 2), near)
    members: dict[int, list[Junction]] = defaultdict(list)
    for k, each in zip(group, junctions, strict=True):
        members[k].append(each)
    places: dict[int, Point] = {}
    found: dict[int, Junction] = {}
    for k, each in members.items():
        points = np.array([j.place for j in each])
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        # A place that is a junction already keeps its lines straight.
        x, y = points[int(np.argmin(np.hypot(*(points - middle).T)))].tolist()
        places[k] = (x, y)
        spread = float(np.hypot(*(points - [x, y]).T).max())
        answers = tuple(dict.fromkeys(code for j in each for code in j.answers))
        found[k] = Junction((x, y), spread + max(j.error for j in each), answers)
    at = {j.place: k for k, j in zip(group, junctions, strict=True)}
    kept: list[Bent] = []
    n_ends: dict[int, int] = defaultdict(int)
    for line in lines:
        first, last = at.get(line.points[0]), at.get(line.points[-1])
        if first is not None and first == last and _extent(line) <= 4 * found[first].error + near:
            continue
        points = list(line.points)
        for end, k in ((0, first), (-1, last)):
            if k is not None:
                points[end] = places[k]
                n_ends[k] += 1
        kept.append(Bent(tuple(points), line.left, line.right, line.is_sure))
    return kept, [each for k, each in found.items() if n_ends[k] > 2]


def thinned(line: Bent, tolerance: float) -> Bent:
    """Leave out points that lie on the line through what is kept, within a tolerance."""
    points = np.array(line.points)
    kept = np.zeros(len(points), dtype=np.bool_)
    kept[[0, -1]] = True
    is_closed = line.points[0] == line.points[-1]
    if is_closed:
        kept[len(points) // 2] = kept[len(points) // 4] = True
    cuts = np.flatnonzero(kept).tolist()
    waiting = list(pairwise(cuts))
    while waiting:
        a, b = waiting.pop()
        if b - a < 2:
            continue
        apart = _apart(points[a + 1 : b], points[a], points[b])
        k = int(np.argmax(apart))
        if apart[k] > tolerance:
            kept[a + 1 + k] = True
            waiting += [(a, a + 1 + k), (a + 1 + k, b)]
    left = tuple(point for point, keep in zip(line.points, kept.tolist(), strict=True) if keep)
    return Bent(left, line.left, line.right, line.is_sure)


def _apart(points: Floats, start: Floats, stop: Floats) -> Floats:
    """Distance of points from a segment."""
    way = stop - start
    size = float(way @ way)
    share = np.clip((points - start) @ way / size, 0.0, 1.0) if size > 0.0 else 0.0
    nearest = start + np.multiply.outer(np.asarray(share), way)
    return np.asarray(np.hypot(*(points - nearest).T))


def _groups(points: Floats, near: float) -> list[int]:
    """Number points so that those within a distance of each other, link by link, share a number."""
    group = [-1] * len(points)
    for i in range(len(points)):
        if group[i] >= 0:
            continue
        group[i] = i
        waiting = [i]
        while waiting:
            k = waiting.pop()
            close = np.flatnonzero(np.hypot(*(points - points[k]).T) <= near)
            for m in close.tolist():
                if group[m] < 0:
                    group[m] = i
                    waiting.append(m)
    return group


def _extent(line: Bent) -> float:
    points = np.array(line.points)
    return float(np.hypot(*(points.max(axis=0) - points.min(axis=0))))
