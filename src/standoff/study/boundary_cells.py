"""Where boundaries pass through the cells of a lattice; cells in which they meet are cut further.

A cell whose border is crossed twice holds one piece of a boundary. Others hold a corner, a junction
of three answers or two boundaries: they are cut into four, again and again, until each part is
simple or no wider than the smallest size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from standoff.study.changes import Change

Point = tuple[float, float]
#: Answers at points, as numbers.
AskMany = Callable[[Sequence[Point]], list[int]]


@dataclass(slots=True, eq=False)
class Side:
    """A straight piece between two corners of cells, with the changes of the answer on it.

    Parameters
    ----------
    axis : int
        The coordinate that varies: 0 or 1.
    start, stop : Point
        `start` is the lower one.
    below, above : int
        Answers at the two.
    """

    axis: int
    start: Point
    stop: Point
    below: int
    above: int
    changes: list[Change] = field(default_factory=list[Change])
    halves: tuple[Side, Side] | None = None
    #: While it is being looked at: its pieces.
    cuts: tuple[Side, ...] = ()

    def split(self) -> tuple[Side, Side]:
        """Return its two halves; the answer at the middle follows from the changes known."""
        if self.halves is None:
            at = self.middle[self.axis]
            before = [each for each in self.changes if (each.low + each.high) / 2 < at]
            after = self.changes[len(before) :]
            code = before[-1].above if before else self.below
            self.halves = (
                Side(self.axis, self.start, self.middle, self.below, code, before),
                Side(self.axis, self.middle, self.stop, code, self.above, after),
            )
        return self.halves

    def crossings(self) -> Iterable[tuple[Point, int, int]]:
        """Yield places and the answers before and after them, from start to stop."""
        if self.halves is not None:
            for half in self.halves:
                yield from half.crossings()
            return
        for each in self.changes:
            yield _at(self, (each.low + each.high) / 2), each.below, each.above

    @property
    def middle(self) -> Point:
        """Half way."""
        return ((self.start[0] + self.stop[0]) / 2, (self.start[1] + self.stop[1]) / 2)


@dataclass(slots=True, eq=False)
class Cell:
    """A rectangle with its four sides: bottom, right, top, left."""

    sides: tuple[Side, Side, Side, Side]
    depth: int

    def around(self) -> list[tuple[Point, int, int]]:
        """Return the crossings counterclockwise, each with the answers before and after it."""
        bottom, right, top, left = self.sides
        found = [*bottom.crossings(), *right.crossings()]
        for side in (top, left):
            found += [(at, after, before) for at, before, after in reversed([*side.crossings()])]
        return found

    @property
    def low(self) -> Point:
        """The lower left corner."""
        return self.sides[0].start

    @property
    def high(self) -> Point:
        """The upper right corner."""
        return self.sides[2].stop

    @property
    def center(self) -> Point:
        """The middle."""
        (a, b), (c, d) = self.low, self.high
        return ((a + c) / 2, (b + d) / 2)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of boundary through one cell, with the answers to its left and right."""

    start: Point
    stop: Point
    left: int
    right: int
    #: Whether it runs to a junction rather than across a simple cell.
    at_junction: bool = False


@dataclass(frozen=True, slots=True)
class Junction:
    """A place where boundaries meet, known to half the diagonal of the cell around it."""

    place: Point
    error: float
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What was found in all cells.

    Parameters
    ----------
    pieces : list of Piece
    junctions : list of Junction
    n_given_up : int
        Cells that were still not simple when cutting was given up because there were too many.
    """

    pieces: list[Piece]
    junctions: list[Junction]
    n_given_up: int


def resolve(
    cells: Sequence[Cell],
    ask: AskMany,
    narrow: Callable[[Sequence[Side]], None],
    *,
    deepest: int,
    most: int,
) -> Pieces:
    """Cut cells until each is simple, and connect the crossings on their borders.

    Parameters
    ----------
    cells : sequence of Cell
        Those whose border is crossed.
    ask : function
    narrow : function
        Fills in the changes on sides.
    deepest : int
        How often a cell is halved at most.
    most : int
        With more cells than this to cut at once, cutting is given up.
    """
    waiting, done = list(cells), list[Cell]()
    while waiting:
        hard: list[Cell] = []
        for each in waiting:
            simple = each.depth >= deepest or _is_simple(each.around())
            (done if simple else hard).append(each)
        if len(hard) > most:
            done += hard
            break
        waiting = _quartered(hard, ask, narrow)
    pieces: list[Piece] = []
    junctions: list[Junction] = []
    n_given_up = 0
    for each in done:
        found = each.around()
        if not found:
            continue
        if _is_simple(found):
            (a, left, right), (b, _, _) = found
            pieces.append(Piece(a, b, left, right))
            continue
        n_given_up += each.depth < deepest
        center = each.center
        size = np.hypot(each.high[0] - each.low[0], each.high[1] - each.low[1])
        answers = tuple(dict.fromkeys(left for _, left, _ in found))
        junctions.append(Junction(center, float(size) / 2, answers))
        pieces += [Piece(at, center, left, right, True) for at, left, right in found]
    return Pieces(pieces, junctions, n_given_up)


def _is_simple(found: Sequence[tuple[Point, int, int]]) -> bool:
    if not found:
        return True
    if len(found) != 2:
        return False
    (_, a, b), (_, c, d) = found
    return (a, b) == (d, c)


def _quartered(
    hard: Sequence[Cell], ask: AskMany, narrow: Callable[[Sequence[Side]], None]
) -> list[Cell]:
    """Cut cells into four. The common sides keep what is known of them, so that all cells agree."""
    centers = ask([each.center for each in hard]) if hard else []
    inner: list[Side] = []
    parts: list[Cell] = []
    for cell, code in zip(hard, centers, strict=True):
        bottom, right, top, left = (side.split() for side in cell.sides)
        center = cell.center
        south = Side(1, bottom[0].stop, center, bottom[0].above, code)
        north = Side(1, center, top[0].stop, code, top[0].above)
        west = Side(0, left[0].stop, center, left[0].above, code)
        east = Side(0, center, right[0].stop, code, right[0].above)
        inner += [south, north, west, east]
        depth = cell.depth + 1
        parts += [
            Cell((bottom[0], south, west, left[0]), depth),
            Cell((bottom[1], right[0], east, south), depth),
            Cell((west, north, top[0], left[1]), depth),
            Cell((east, right[1], top[1], north), depth),
        ]
    narrow([each for each in _probed(hard, inner, ask) if each.below != each.above])
    for each in inner:
        _gather(each)
    return parts


def _probed(hard: Sequence[Cell], inner: Sequence[Side], ask: AskMany) -> list[Side]:
    """Cut inner sides where two boundaries could pass close to each other.

    At a small size boundaries are nearly straight, so that each runs near a line between two
    crossings of the cell's border. Between the places where such lines meet an inner side it is
    asked: two changes on one side would not show at its ends.
    """
    places: list[tuple[Side, list[float]]] = []
    for k, side in enumerate(inner):
        found = [at for at, _, _ in hard[k // 4].around()]
        hits = sorted(_hits(found, side))
        marks = [side.start[side.axis], *hits, side.stop[side.axis]]
        places.append((side, [(a + b) / 2 for a, b in pairwise(marks)] if hits else []))
    codes = iter(ask([_at(side, t) for side, each in places for t in each]) if places else [])
    parts: list[Side] = []
    for side, each in places:
        start, below = side.start, side.below
        cuts: list[Side] = []
        for t in each:
            stop, code = _at(side, t), next(codes)
            cuts.append(Side(side.axis, start, stop, below, code))
            start, below = stop, code
        cuts.append(Side(side.axis, start, side.stop, below, side.above))
        side.cuts = tuple(cuts)
        parts += cuts
    return parts


def _gather(side: Side) -> None:
    side.changes = [each for cut in side.cuts for each in cut.changes]
    side.cuts = ()


def _hits(found: Sequence[Point], side: Side) -> set[float]:
    """Where lines between crossings meet a side, strictly inside of it."""
    axis, fixed = side.axis, side.start[1 - side.axis]
    low, high = side.start[axis], side.stop[axis]
    hits: set[float] = set()
    for p, q in combinations(found, 2):
        a, b = p[1 - axis] - fixed, q[1 - axis] - fixed
        if a * b < 0.0:
            t = p[axis] + (q[axis] - p[axis]) * a / (a - b)
            if low < t < high:
                hits.add(t)
    return hits


def _at(side: Side, t: float) -> Point:
    place = [side.start[0], side.start[1]]
    place[side.axis] = t
    return place[0], place[1]
