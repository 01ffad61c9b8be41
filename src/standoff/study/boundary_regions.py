"""From lines between answers to regions: closed, named by their answer, with their area."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Floats
from standoff.study.boundary_cells import Point
from standoff.study.boundary_trace import Bent

#: Outside of the map.
_OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line with one answer to its left; clockwise and of negative area around a hole."""

    points: tuple[Point, ...]
    code: int
    area: float


@dataclass(frozen=True, slots=True)
class Area:
    """A connected region.

    Parameters
    ----------
    code : int
    outer : Ring
    holes : tuple of Ring
    area : float
        Share of the map.
    place : Point
        A place well inside.
    """

    code: int
    outer: Ring
    holes: tuple[Ring, ...]
    area: float
    place: Point


@dataclass(frozen=True, slots=True, eq=False)
class _Half:
    """A line walked in one direction."""

    points: tuple[Point, ...]
    left: int
    twin: int


def chained(bents: Sequence[Bent]) -> list[Bent]:
    """Join pieces end to end where exactly two of the same two answers meet."""
    at: dict[Point, list[int]] = defaultdict(list)
    for i, each in enumerate(bents):
        at[each.points[0]].append(i)
        at[each.points[-1]].append(i)
    used = [False] * len(bents)
    found: list[Bent] = []
    # Lines with a free end first, then closed ones.
    starts = [i for i, e in enumerate(bents) if any(len(at[p]) != 2 for p in _ends(e))]
    for first in [*starts, *range(len(bents))]:
        if used[first]:
            continue
        each = bents[first]
        if len(at[each.points[0]]) == 2 and len(at[each.points[-1]]) != 2:
            each = _reversed(each)
        used[first] = True
        points, sure = list(each.points), each.is_sure
        while len(at[points[-1]]) == 2 and points[-1] != points[0]:
            following = [i for i in at[points[-1]] if not used[i]]
            if not following:
                break
            other = bents[following[0]]
            if other.points[0] != points[-1]:
                other = _reversed(other)
            if (other.left, other.right) != (each.left, each.right):
                break
            used[following[0]] = True
            points += other.points[1:]
            sure = sure and other.is_sure
        found.append(Bent(tuple(points), each.left, each.right, sure))
    return found


def regions(lines: Sequence[Bent], border: Sequence[tuple[Point, int]]) -> list[Area]:
    """Close lines to regions.

    Parameters
    ----------
    lines : sequence of Bent
        Each from a border or a junction to another, or closed.
    border : sequence of (Point, int)
        Corners of the map and ends of lines on its border, counterclockwise, each with the answer
        on the border after it.
    """
    halves: list[_Half] = []

    def add(points: tuple[Point, ...], left: int, right: int) -> None:
        i = len(halves)
        halves.append(_Half(points, left, i + 1))
        halves.append(_Half(points[::-1], right, i))

    for i, (point, code) in enumerate(border):
        add((point, border[(i + 1) % len(border)][0]), code, _OUTSIDE)
    for line in lines:
        add(line.points, line.left, line.right)
    following = _following(halves)
    rings: list[Ring] = []
    seen = [False] * len(halves)
    for i, half in enumerate(halves):
        if seen[i] or half.left == _OUTSIDE:
            continue
        points: list[Point] = []
        j = i
        while not seen[j]:
            seen[j] = True
            points += halves[j].points[:-1]
            j = following[j]
        rings.append(Ring(tuple(points), half.left, _signed_area(np.array(points))))
    return _nested(rings)


def _following(halves: Sequence[_Half]) -> list[int]:
    """At every end turn as sharply to the left as there is a line, so that a face is walked."""
    leaving: dict[Point, list[tuple[float, int]]] = defaultdict(list)
    for i, half in enumerate(halves):
        (x, y), (u, v) = half.points[0], half.points[1]
        leaving[half.points[0]].append((math.atan2(v - y, u - x), i))
    place: dict[int, tuple[Point, int]] = {}
    for point, each in leaving.items():
        each.sort()
        for k, (_, i) in enumerate(each):
            place[i] = (point, k)
    found: list[int] = []
    for half in halves:
        point, k = place[half.twin]
        found.append(leaving[point][k - 1][1])
    return found


def _nested(rings: Sequence[Ring]) -> list[Area]:
    outers = sorted((r for r in rings if r.area > 0), key=lambda r: r.area)
    holes: dict[int, list[Ring]] = defaultdict(list)
    for ring in rings:
        if ring.area > 0:
            continue
        for i, outer in enumerate(outers):
            if (
                outer.area > -ring.area
                and inside(np.array(outer.points), np.array(ring.points[:1]))[0]
            ):
                holes[i].append(ring)
                break
    return [
        Area(
            outer.code,
            outer,
            tuple(holes[i]),
            outer.area + sum(hole.area for hole in holes[i]),
            _place(outer, holes[i]),
        )
        for i, outer in enumerate(outers)
    ]


def inside(ring: Floats, points: Floats) -> np.ndarray:
    """Mark the points inside a ring, by the parity of crossings of a ray to the right."""
    x, y = points[:, 0, None], points[:, 1, None]
    (x1, y1), (x2, y2) = ring.T, np.roll(ring, -1, axis=0).T
    with np.errstate(divide="ignore", invalid="ignore"):
        crossed = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return np.asarray(crossed.sum(axis=1) % 2 == 1)


def _place(outer: Ring, holes: Sequence[Ring]) -> Point:
    """Return the place of a lattice over the region that is farthest from its border."""
    ring = np.array(outer.points)
    low, high = ring.min(axis=0), ring.max(axis=0)
    for n in (25, 101):
        x, y = (low[i] + (high[i] - low[i]) * (np.arange(n) + 0.5) / n for i in (0, 1))
        points = np.column_stack([np.tile(x, n), np.repeat(y, n)])
        kept = inside(ring, points)
        for hole in holes:
            kept &= ~inside(np.array(hole.points), points)
        if kept.any():
            points = points[kept]
            border = np.concatenate([_dense(ring), *(_dense(np.array(h.points)) for h in holes)])
            apart = np.hypot(*(points[:, None] - border[None]).transpose(2, 0, 1)).min(axis=1)
            best = points[int(np.argmax(apart))]
            return float(best[0]), float(best[1])
    x, y = ring.mean(axis=0)
    return float(x), float(y)


def _dense(ring: Floats, n: int = 400) -> Floats:
    """Return points at equal steps along a ring."""
    closed = np.concatenate([ring, ring[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    at = np.linspace(0.0, along[-1], n)
    return np.column_stack([np.interp(at, along, closed[:, i]) for i in (0, 1)])


def _signed_area(points: Floats) -> float:
    x, y = (points - points[0]).T
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def _ends(each: Bent) -> tuple[Point, Point]:
    return each.points[0], each.points[-1]


def _reversed(each: Bent) -> Bent:
    return Bent(each.points[::-1], each.right, each.left, each.is_sure)
