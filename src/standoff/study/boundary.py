"""Maps of the kinds of answer over two parameters, with boundaries traced instead of painted.

The plane is asked on a lattice; every boundary that passes between two of its points is pinned down
by halving, cells in which boundaries meet are cut until the meeting place is known, and what
connects the places is bent until it follows the boundary. Lines between junctions close to regions
with a name and an area.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.models.answers import Floats
from standoff.result import Columns, Pictured, by_column, counted
from standoff.study.boundary_cells import Cell, Junction, Pieces, Point, Side, resolve
from standoff.study.boundary_junctions import joined, thinned
from standoff.study.boundary_regions import Area, chained, regions
from standoff.study.boundary_trace import Bent, bend
from standoff.study.changes import Change, narrow
from standoff.study.condition import Condition
from standoff.study.findings import Interval
from standoff.study.interval import admissible
from standoff.study.labels import Codes, Labels
from standoff.study.numbers import AREA, Numbers
from standoff.study.subject import Subject

#: The map ends this far inside of what was asked for, in widths: at bounds of parameters are ties.
_INSET = 1e-9
#: Off round numbers, where ties are.
_OFF = 0.381966011250105
#: Junctions within so many of the finest cells are one.
_SAME_PLACE = 16
_N_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Care:
    """How closely a map is drawn, in widths of the map.

    Parameters
    ----------
    n : int
        Lattice points along each side.
    accuracy : float
        Of boundaries between their corners.
    precision : float
        Of places found by halving.
    finest : float
        Cells in which boundaries meet are cut down to this size.
    most_cells, most_places : int
        Where more would have to be cut or tried, it is given up and said so.
    gap : float
        Strips without an answer that are no wider are passed over.
    """

    n: int
    accuracy: float
    precision: float
    finest: float
    most_cells: int
    most_places: int
    gap: float = 0.0


#: With closed answers, and where every point is solved by itself.
CLOSE = Care(256, 1e-8, 1e-13, 1e-9, 2_000, 2_000_000)
ROUGH = Care(16, 1e-3, 1e-5, 1e-3, 40, 1_000, gap=2e-3)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A line between two kinds of answer.

    Parameters
    ----------
    points : tuple of (x, y)
    left, right : str
        The answers to both sides, walking along the points.
    is_closed : bool
    is_sure : bool
        Whether every piece of it was found to follow the boundary within the accuracy.
    """

    points: tuple[Point, ...]
    left: str
    right: str
    is_closed: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A connected part of the map with one kind of answer.

    Parameters
    ----------
    name : str
    outer : tuple of (x, y)
        Its border, counterclockwise; the last point is joined to the first.
    holes : tuple of tuples of (x, y)
        Borders of what lies inside it and is something else.
    area : float
        In units of x times y.
    share : float
        Of the map.
    place : (x, y)
        Well inside, for its name.
    """

    name: str
    outer: tuple[Point, ...]
    holes: tuple[tuple[Point, ...], ...]
    area: float
    share: float
    place: Point


@dataclass(frozen=True, slots=True)
class Corner:
    """A place where three or more regions meet, or two boundaries cross.

    Parameters
    ----------
    place : (x, y)
    error : float
        In widths of the map.
    names : tuple of str
    """

    place: Point
    error: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class BoundaryMap(Pictured):
    """The kinds of answer over two parameters, everything else at the analyst's values.

    Parameters
    ----------
    x, y : str
    x_range, y_range : (float, float)
    rule : str
    regions : tuple of Region
        The largest first.
    boundaries : tuple of Boundary
    corners : tuple of Corner
    point : (x, y)
        The analyst's values.
    here : str
        The answer there.
    x_interval, y_interval : Interval
        The 5, 50 and 95 % points of the draws; nan without draws.
    sample : tuple of (x, y)
        A few hundred of the draws.
    accuracy : float
        No point of a sure boundary is farther from the true one, in widths of the map.
    smallest : float
        Islands and strips that are nowhere this wide may be missed, in widths of the map.
    n_unsure : int
        Boundaries of which some piece is only as good as the lattice.
    n_asked : int
        Points at which the subject was asked.
    """

    x: str
    y: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    rule: str
    regions: tuple[Region, ...]
    boundaries: tuple[Boundary, ...]
    corners: tuple[Corner, ...]
    point: Point
    here: str
    x_interval: Interval
    y_interval: Interval
    sample: tuple[Point, ...]
    accuracy: float
    smallest: float
    n_unsure: int
    n_asked: int

    drawing: ClassVar[str] = "standoff.view.boundaries:chart"

    @property
    def sentence(self) -> str:
        """Over which parameters, and the answer at the analyst's values."""
        regions = counted(len(self.regions), "region")
        return f"The answer over {self.x} and {self.y}: {regions}; as it is, {self.here}"

    def table(self) -> Columns:
        """Return one row per corner of a boundary."""
        return by_column(
            ("boundary", "left", "right", self.x, self.y),
            (
                (i, each.left, each.right, x, y)
                for i, each in enumerate(self.boundaries)
                for x, y in each.points
            ),
        )

    def numbers(self) -> Numbers:
        """Give each kind's share of the map, to be compared with another rule's map."""
        found: dict[str, float | str] = {"at the analyst's values": self.here}
        for each in self.regions:
            name = f"{AREA}{each.name}"
            found[name] = float(found.get(name, 0.0)) + each.share
        return found

    def share(self, name: str) -> float:
        """Return the share of the map that has one kind of answer."""
        return sum(each.share for each in self.regions if each.name == name)


@dataclass(frozen=True, slots=True, eq=False)
class _Plane:
    """Points of the unit square as draws of the two parameters."""

    labels: Labels
    base: Draws
    columns: tuple[int, int]
    low: Floats
    width: Floats

    def draws(self, points: Floats) -> Draws:
        table = np.repeat(self.base.values, len(points), axis=0)
        table[:, self.columns] = self.low + self.width * points
        return Draws(self.base.names, table)

    def ask(self, points: Floats) -> Codes:
        return self.labels.of(self.draws(points))

    def ask_many(self, points: Sequence[Point]) -> list[int]:
        return self.ask(np.array(points).reshape(-1, 2)).tolist()

    def real(self, point: Point) -> Point:
        x, y = (self.low + self.width * np.array(point)).tolist()
        return x, y


@dataclass(frozen=True, slots=True, eq=False)
class _OnSides:
    """Sides of cells as lines on which one coordinate varies."""

    plane: _Plane
    axis: NDArray[np.int64]
    fixed: Floats

    def points(self, lines: NDArray[np.int64], values: Floats) -> Draws:
        at = np.empty((len(lines), 2))
        rows = np.arange(len(lines))
        at[rows, self.axis[lines]] = values
        at[rows, 1 - self.axis[lines]] = self.fixed[lines]
        return self.plane.draws(at)


def boundary_map(
    subject: Subject,
    base: Draws,
    x: str,
    y: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    given: Sequence[str] = (),
    remove: Collection[str] = (),
    categories: Sequence[str] = ("regime",),
    conditions: Sequence[Condition] = (),
    draws: Draws | None = None,
    care: Care | None = None,
) -> BoundaryMap:
    """Trace the boundaries between kinds of answer over two parameters.

    Parameters
    ----------
    subject : Subject
    base : Draws
        One row: the values of all other parameters.
    x, y : str
        Parameters, by name or symbol.
    x_range, y_range : (float, float)
    given, remove
        As in `Subject.answer`.
    categories : sequence of str
        What counts as a kind of answer; without any only the conditions do.
    conditions : sequence of Condition
        Where one begins to hold is a boundary too.
    draws : Draws, optional
        Some are returned as points.
    care : Care, optional
        By default to 1e-8 of the widths with closed answers (some seconds), roughly otherwise.

    Returns
    -------
    BoundaryMap
        What holds an undisturbed disk as wide as `smallest` is found; a strip that is narrower
        everywhere, or an island between lattice points, may be missed.

    Raises
    ------
    GameError
        If both axes are the same parameter, or a range is empty.
    UnknownName
        If there is no such parameter or category.
    """
    names = subject.parameter(x).name, subject.parameter(y).name
    if names[0] == names[1]:
        raise GameError(f"a map needs two parameters, and both are {names[0]!r}")
    x_range = admissible(subject.parameter(x), x_range)
    y_range = admissible(subject.parameter(y), y_range)
    known = subject.answer(base, given, remove).categories
    for name in categories:
        if name not in known:
            raise UnknownName.among("category", name, known)
    care = care or (ROUGH if subject.effort.solves_each else CLOSE)
    labels = Labels(subject, given, remove, categories=categories, conditions=conditions)
    low, high = np.array([x_range[0], y_range[0]]), np.array([x_range[1], y_range[1]])
    columns = base.names.index(names[0]), base.names.index(names[1])
    plane = _Plane(labels, base, columns, low, high - low)
    lattice, border = _lattice(plane, care)
    found = resolve(
        lattice,
        plane.ask_many,
        lambda sides: _pin_down(plane, care, sides),
        deepest=max(int(np.ceil(np.log2(1.0 / (care.n * care.finest)))), 1),
        most=care.most_cells,
    )
    lines, junctions = joined(
        chained(_bent(plane, care, found)), found.junctions, _SAME_PLACE * care.finest
    )
    lines = [thinned(each, care.accuracy / 10) for each in chained(lines)]
    areas = regions(lines, border)
    return _map(plane, care, names, (x_range, y_range), (lines, areas, junctions), draws)


def _bent(plane: _Plane, care: Care, found: Pieces) -> list[Bent]:
    """Bend the pieces across simple cells; those to a junction are as short as the finest cell."""
    simple = [each for each in found.pieces if not each.at_junction]
    lines = bend(simple, plane.ask, accuracy=care.accuracy, most=care.most_places)
    for each in found.pieces:
        if each.at_junction:
            length = float(np.hypot(*np.subtract(each.stop, each.start)))
            is_short = length <= 4 * care.finest
            lines.append(Bent((each.start, each.stop), each.left, each.right, is_short))
    return lines


def _lattice(plane: _Plane, care: Care) -> tuple[list[Cell], list[tuple[Point, int]]]:
    """Ask on a lattice; return the cells that are crossed, and the border of the map."""
    n = care.n
    lines = np.concatenate([[_INSET], (np.arange(1, n) - _OFF) / n, [1.0 - _INSET]])
    points = np.column_stack([np.tile(lines, n + 1), np.repeat(lines, n + 1)])
    codes = plane.ask(points).reshape(n + 1, n + 1)  # [y, x]
    sides: dict[tuple[int, int, int], Side] = {}

    def side(axis: int, i: int, j: int) -> Side:
        key = (axis, i, j)
        if key not in sides:
            k, m = (i + 1, j) if axis == 0 else (i, j + 1)
            start, stop = (float(lines[i]), float(lines[j])), (float(lines[k]), float(lines[m]))
            sides[key] = Side(axis, start, stop, int(codes[j, i]), int(codes[m, k]))
        return sides[key]

    mixed = (
        (codes[:-1, :-1] != codes[:-1, 1:])
        | (codes[:-1, :-1] != codes[1:, :-1])
        | (codes[:-1, :-1] != codes[1:, 1:])
    )
    cells = [
        Cell((side(0, i, j), side(1, i + 1, j), side(0, i, j + 1), side(1, i, j)), 0)
        for j, i in np.argwhere(mixed).tolist()
    ]
    around = [
        *(side(0, i, 0) for i in range(n)),
        *(side(1, n, j) for j in range(n)),
        *(side(0, i, n) for i in reversed(range(n))),
        *(side(1, 0, j) for j in reversed(range(n))),
    ]
    _pin_down(plane, care, [each for each in sides.values() if each.below != each.above])
    return cells, _border(around, n)


def _border(around: Sequence[Side], n: int) -> list[tuple[Point, int]]:
    """List corners and crossings counterclockwise, each with the answer after it."""
    found: list[tuple[Point, int]] = []
    for k, side in enumerate(around):
        backward = k >= 2 * n
        if k % n == 0:
            found.append((side.stop, side.above) if backward else (side.start, side.below))
        passed = list(side.crossings())
        if backward:
            found += [(at, before) for at, before, _ in reversed(passed)]
        else:
            found += [(at, after) for at, _, after in passed]
    return found


def _pin_down(plane: _Plane, care: Care, sides: Sequence[Side]) -> None:
    """Find the changes of the answer on sides, all at once."""
    if not sides:
        return
    on = _OnSides(
        plane,
        np.array([each.axis for each in sides], dtype=np.int64),
        np.array([each.start[1 - each.axis] for each in sides]),
    )
    brackets = [
        Change(k, each.start[each.axis], each.stop[each.axis], each.below, each.above)
        for k, each in enumerate(sides)
    ]
    for each in sides:
        each.changes = []
    for change in narrow(on, plane.labels, brackets, care.precision):
        known = sides[change.line].changes
        before = known[-1] if known else None
        near = max(care.gap if 0 in (change.below,) else 0.0, 10 * care.precision)
        if before is not None and change.low - before.high <= near:
            known.pop()
            change = Change(change.line, before.low, change.high, before.below, change.above)
        if change.below != change.above:
            known.append(change)


def _map(
    plane: _Plane,
    care: Care,
    names: tuple[str, str],
    ranges: tuple[tuple[float, float], tuple[float, float]],
    found: tuple[Sequence[Bent], Sequence[Area], Sequence[Junction]],
    draws: Draws | None,
) -> BoundaryMap:
    lines, areas, junctions = found
    words = plane.labels.words
    x, y = names
    size = float(plane.width[0] * plane.width[1])
    whole = (1.0 - 2 * _INSET) ** 2
    here = int(plane.labels.of(plane.base)[0])
    sample = () if draws is None else draws.rows(slice(0, _N_SAMPLE))

    def real(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple(map(plane.real, points))

    return BoundaryMap(
        x=x,
        y=y,
        x_range=ranges[0],
        y_range=ranges[1],
        rule=plane.labels.subject.rule,
        regions=tuple(
            Region(
                words(each.code),
                real(each.outer.points),
                tuple(real(hole.points) for hole in each.holes),
                each.area * size,
                each.area / whole,
                plane.real(each.place),
            )
            for each in sorted(areas, key=lambda area: -area.area)
        ),
        boundaries=tuple(
            Boundary(
                real(each.points),
                words(each.left),
                words(each.right),
                each.points[0] == each.points[-1],
                each.is_sure,
            )
            for each in lines
        ),
        corners=tuple(
            Corner(plane.real(each.place), each.error, tuple(map(words, each.answers)))
            for each in junctions
        ),
        point=(float(plane.base[x][0]), float(plane.base[y][0])),
        here=words(here),
        x_interval=_interval(draws, x),
        y_interval=_interval(draws, y),
        sample=()
        if isinstance(sample, tuple)
        else tuple(zip(sample[x].tolist(), sample[y].tolist(), strict=True)),
        accuracy=care.accuracy,
        smallest=float(np.sqrt(2.0)) / care.n,
        n_unsure=sum(not each.is_sure for each in lines),
        n_asked=plane.labels.n_asked,
    )


def _interval(draws: Draws | None, name: str) -> Interval:
    if draws is None:
        return np.nan, np.nan, np.nan
    low, middle, high = np.quantile(draws[name], (0.05, 0.5, 0.95)).tolist()
    return low, middle, high
