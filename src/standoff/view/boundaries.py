"""A map of the kinds of answer over two parameters, with boundaries as they were traced."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.study.boundary import BoundaryMap
from standoff.view.axis import Axis, amounts_axis
from standoff.view.boundary_labels import Box, Land, placed
from standoff.view.chart import Chart, draw
from standoff.view.lettering import clean, wrapped
from standoff.view.marks import Area, Curve, Dot, Mark, Row, Words, flat, upright
from standoff.view.numerals import Described, percent
from standoff.view.theme import FILLS, INK, PAPER, TEXT_SIZE

_WIDTH, _HEIGHT = 520, 400
#: Lines are drawn to a fifth of a pixel.
_FINE = 0.2
#: Height of a line of the key, and of the axis above it with its title.
_LINE, _AXIS = 20, 46
#: Pixels around a bar and around the dot that stay free of letters.
_BESIDE_BAR, _BESIDE_DOT = 5.0, 10.0
_NO_ANSWER = "no answer"

Points = Sequence[tuple[float, float]]


def data(found: BoundaryMap) -> list[Row]:
    """Return the regions, the largest first, each with what a picture of it needs.

    A row has `name`, `share`, `fill`, the place `x`, `y` of its name, and `outer` and `holes`,
    lists of points, thinned to what can be seen.
    """
    names = list(dict.fromkeys(each.name for each in found.regions))
    return [
        {
            "name": each.name,
            "share": each.share,
            "fill": _fill(names, each.name),
            "x": each.place[0],
            "y": each.place[1],
            "outer": _seen(found, (*each.outer, each.outer[0])),
            "holes": [_seen(found, (*hole, hole[0])) for hole in each.holes],
        }
        for each in found.regions
    ]


def key(found: BoundaryMap) -> list[Row]:
    """Return every kind of answer with its fill and its share of the map, the largest first."""
    names = list(dict.fromkeys(each.name for each in found.regions))
    shares = sorted(((found.share(name), name) for name in names), reverse=True)
    return [{"name": n, "share": s, "fill": _fill(names, n)} for s, n in shares]


def chart(found: BoundaryMap, parameters: Sequence[Described] = ()) -> Chart:
    """Draw regions with their names, boundaries, draws as dots, and today's values.

    Parameters
    ----------
    found : BoundaryMap
    parameters : sequence of Parameter or ParameterFinding
        For the words at the axes.
    """
    # Islands come after the land around them, and cover its holes.
    marks: list[Mark] = [
        Area(_places(found, row["outer"]), row["fill"], edge=0.5) for row in data(found)
    ]
    marks += [
        Dot(*_place(found, point), INK, 7, opacity=0.4)
        for point in found.sample
        if _on_map(found, *point)
    ]
    marks += [
        Curve(_places(found, _seen(found, each.points)), INK, 1.4) for each in found.boundaries
    ]
    marks += _today(found)
    named, numbers = labels(found)
    marks += [Words(r["text"], r["px"], r["py"], "center", bold=True, halo=True) for r in named]
    marks += _key(key(found), numbers)
    return draw(
        marks,
        width=_WIDTH,
        height=_HEIGHT,
        across=_axis(found.x, found.x_range, parameters),
        upward=_axis(found.y, found.y_range, parameters),
    )


def _place(found: BoundaryMap, point: tuple[float, float]) -> tuple[float, float]:
    """Return where a point of the map lies in the picture."""
    (left, right), (bottom, top) = found.x_range, found.y_range
    x, y = point
    return (x - left) / (right - left) * _WIDTH, (top - y) / (top - bottom) * _HEIGHT


def _places(found: BoundaryMap, points: Points) -> list[tuple[float, float]]:
    return [_place(found, point) for point in points]


def _cross(found: BoundaryMap) -> Box:
    """Return the middle 90 % of the draws both ways, cut off at the edges of the map."""
    (low_x, _, high_x), (low_y, _, high_y) = found.x_interval, found.y_interval
    left, top = _place(found, (low_x, high_y))
    right, bottom = _place(found, (high_x, low_y))
    return max(left, 0), max(top, 0), min(right, _WIDTH), min(bottom, _HEIGHT)


def _today(found: BoundaryMap) -> list[Mark]:
    """Draw today's values as a point, with the middle 90 % of the draws as a cross."""
    x, y = _place(found, found.point)
    marks: list[Mark] = []
    if found.sample:
        left, top, right, bottom = _cross(found)
        for color, width in ((PAPER, 6), (INK, 2.5)):
            marks += [flat(left, right, y, color, width), upright(x, bottom, top, color, width)]
    if _on_map(found, *found.point):
        marks.append(Dot(x, y, INK, 150, PAPER, 2))
    return marks


def labels(found: BoundaryMap) -> tuple[list[Row], dict[str, int]]:
    """Return the lines of letters on the map, and the numbers of names that do not fit on it.

    See `standoff.view.boundary_labels.placed`.
    """

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return _place(found, point)

    lands = [
        Land(
            each.name,
            [
                [at(point) for point in _seen(found, (*line, line[0]))]
                for line in (each.outer, *each.holes)
            ],
            at(each.place),
        )
        for each in found.regions
    ]
    marks: list[Box] = []
    if found.sample:
        (left, _, right), (bottom, _, top) = found.x_interval, found.y_interval
        marks = [
            _around(at((left, found.point[1])), at((right, found.point[1])), _BESIDE_BAR),
            _around(at((found.point[0], top)), at((found.point[0], bottom)), _BESIDE_BAR),
        ]
    if _on_map(found, *found.point):
        marks.append(_around(at(found.point), at(found.point), _BESIDE_DOT))
    return placed(lands, (_WIDTH, _HEIGHT), marks)


def _around(start: tuple[float, float], stop: tuple[float, float], room: float) -> Box:
    return start[0] - room, start[1] - room, stop[0] + room, stop[1] + room


def _key(listed: Sequence[Row], numbers: dict[str, int]) -> list[Mark]:
    """List every kind of answer below the map by its whole name, with its number if it has one."""
    marks: list[Mark] = []
    y = _HEIGHT + _AXIS + _LINE / 2
    for row in listed:
        number = str(numbers.get(row["name"], ""))
        marks.append(Dot(8, y, row["fill"], 260, INK, 0.6, "square"))
        marks.append(Words(number, 8, y, "center", bold=True))
        text = f"{clean(row['name'])}, {percent(row['share'])}"
        for part in wrapped(text, TEXT_SIZE, _WIDTH - 24):
            marks.append(Words(part, 24, y))
            y += _LINE
    return marks


def _on_map(found: BoundaryMap, a: float, b: float) -> bool:
    (left, right), (bottom, top) = found.x_range, found.y_range
    return left <= a <= right and bottom <= b <= top


def _fill(names: Sequence[str], name: str) -> str:
    answered = [each for each in names if each != _NO_ANSWER]
    return PAPER if name == _NO_ANSWER else FILLS[answered.index(name) % len(FILLS)]


def _axis(name: str, ends: tuple[float, float], parameters: Sequence[Described]) -> Axis:
    known = next((each for each in parameters if each.name == name), None)
    title, unit = (name, "") if known is None else (known.meaning or name, known.unit)
    return amounts_axis(*ends, title, n=6, unit=unit, width=_WIDTH)


def _seen(found: BoundaryMap, points: Points) -> list[tuple[float, float]]:
    """Leave out points that would not move a line by a fifth of a pixel."""
    (left, right), (bottom, top) = found.x_range, found.y_range
    size = np.array([(right - left) / _WIDTH, (top - bottom) / _HEIGHT])
    at: NDArray[np.float64] = np.array(points) / size
    kept = [0]
    waiting = (
        [(0, len(at) - 1)] if len(at) < 4 else [(0, len(at) // 2), (len(at) // 2, len(at) - 1)]
    )
    if len(waiting) > 1:
        kept.append(len(at) // 2)
    while waiting:
        a, b = waiting.pop()
        if b - a < 2:
            continue
        way = at[b] - at[a]
        length = float(np.hypot(*way))
        between = at[a + 1 : b] - at[a]
        apart = (
            np.abs(between @ np.array([-way[1], way[0]])) / length
            if length > 0
            else np.hypot(*between.T)
        )
        k = int(np.argmax(apart))
        if apart[k] > _FINE:
            kept.append(a + 1 + k)
            waiting += [(a, a + 1 + k), (a + 1 + k, b)]
    kept.append(len(at) - 1)
    chosen = sorted(set(kept))
    return [(points[i][0], points[i][1]) for i in chosen]
