"""Where the names of regions stand on a map: inside, off the marks, and off each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from standoff.view.lettering import clean, width, wrapped
from standoff.view.marks import Row
from standoff.view.theme import TEXT_SIZE

Pixels = Sequence[tuple[float, float]]
#: Left, top, right, bottom, in pixels from the upper left corner of the map.
Box = tuple[float, float, float, float]

#: Places are tried so many pixels apart.
_CELL = 4
#: Pixels between the letters and the border of their region.
_ROOM = 4.0
_LINE = 15.0
#: Names are broken into at most so many lines; what needs more has a number.
_MOST_LINES = 3
_WIDTHS = (10_000.0, 170.0, 120.0, 85.0, 60.0)


@dataclass(frozen=True, slots=True)
class Land:
    """A region in pixels, y downwards from the top of the map.

    Parameters
    ----------
    name : str
    outlines : sequence of sequences of (x, y)
        Its border and those of its holes.
    place : (x, y)
        Well inside, for its name.
    """

    name: str
    outlines: Sequence[Pixels]
    place: tuple[float, float]


def placed(
    lands: Sequence[Land], size: tuple[int, int], marks: Sequence[Box] = ()
) -> tuple[list[Row], dict[str, int]]:
    """Place a name or a number in every region that has room for one.

    A name is broken into lines where that makes it fit. A region that it does not fit into has a
    number, which a key below the map has too. Regions too small for a number have nothing.

    Parameters
    ----------
    lands : sequence of Land
        The most important first: it chooses its place before the others.
    size : (int, int)
        Width and height of the map.
    marks : sequence of boxes
        What must stay legible.

    Returns
    -------
    list of rows
        With `text`, `px`, `py` (middle of a line), `name`, and `box`: the whole label with its
        lines.
    dict of str to int
        Numbers by name, from 1.
    """
    found: list[Row] = []
    numbers: dict[str, int] = {}
    taken = [*marks]
    for land in lands:
        number = numbers.get(land.name, len(numbers) + 1)
        free = _mask(land.outlines, size) & ~_covered(taken, size)
        for lines in (*_ways(land.name), [str(number)]):
            wide = max(width(each, TEXT_SIZE, bold=True) for each in lines) + 2 * _ROOM
            high = _LINE * len(lines) + _ROOM
            middle = _nearest(free, land.place, wide, high)
            if middle is None:
                continue
            if lines == [str(number)]:
                numbers[land.name] = number
            x, y = middle
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            taken.append(box)
            top = y - _LINE * (len(lines) - 1) / 2
            found += [
                {"text": text, "px": x, "py": top + _LINE * i, "name": land.name, "box": box}
                for i, text in enumerate(lines)
            ]
            break
    return found, numbers


def _ways(name: str) -> list[list[str]]:
    """Return a name in one line, in two, in three."""
    text = clean(name)
    found: list[list[str]] = []
    for room in _WIDTHS:
        lines = wrapped(text, TEXT_SIZE, room, bold=True)
        if len(lines) <= _MOST_LINES and lines not in found:
            found.append(lines)
    return found


def _nearest(
    free: NDArray[np.bool_], place: tuple[float, float], wide: float, high: float
) -> tuple[float, float] | None:
    """Return the middle of a box of free cells that is nearest to a place."""
    n, m = int(np.ceil(high / _CELL)) + 1, int(np.ceil(wide / _CELL)) + 1
    if n > free.shape[0] or m > free.shape[1]:
        return None
    sums = np.zeros((free.shape[0] + 1, free.shape[1] + 1), np.int64)
    sums[1:, 1:] = free.cumsum(0).cumsum(1)
    inside = sums[n:, m:] - sums[:-n, m:] - sums[n:, :-m] + sums[:-n, :-m]
    top, left = np.nonzero(inside == n * m)
    if not len(top):
        return None
    x, y = (left + m / 2) * _CELL, (top + n / 2) * _CELL
    k = int(np.argmin(np.hypot(x - place[0], y - place[1])))
    return float(x[k]), float(y[k])


def _mask(outlines: Sequence[Pixels], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which cells have their middle inside, by counting crossings to the left."""
    columns = (np.arange(size[0] // _CELL) + 0.5) * _CELL
    lines = (np.arange(size[1] // _CELL) + 0.5) * _CELL
    edges = np.array([(*a, *b) for each in outlines for a, b in pairwise(each)])
    found = np.zeros((len(lines), len(columns)), bool)
    for i, y in enumerate(lines):
        x0, y0, x1, y1 = edges[(edges[:, 1] > y) != (edges[:, 3] > y)].T
        at = np.sort(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
        found[i] = np.searchsorted(at, columns) % 2 == 1
    return found


def _covered(boxes: Sequence[Box], size: tuple[int, int]) -> NDArray[np.bool_]:
    found = np.zeros((size[1] // _CELL, size[0] // _CELL), bool)
    for left, top, right, bottom in boxes:
        rows, columns = (
            slice(max(int(low // _CELL), 0), max(int(np.ceil(high / _CELL)), 0))
            for low, high in ((top, bottom), (left, right))
        )
        found[rows, columns] = True
    return found
