"""A map of the kinds of answer over two parameters, with boundaries as they were traced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from standoff.study.boundary import BoundaryMap
from standoff.view.boundary_labels import Box, Land, placed
from standoff.view.chart_style import AMOUNTS, Mark, Row, fitted, layers, rows, words
from standoff.view.lettering import clean, wrapped
from standoff.view.numerals import Described, percent
from standoff.view.theme import FILLS, INK, MUTED, PAPER, TEXT_SIZE

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


def chart(found: BoundaryMap, parameters: Sequence[Described] = ()) -> alt.LayerChart:
    """Draw regions with their names, boundaries, draws as dots, and today's values.

    Parameters
    ----------
    found : BoundaryMap
    parameters : sequence of Parameter or ParameterFinding
        For the words at the axes.
    """
    known = {each.name: each for each in parameters}
    x_axis, y_axis = (_axis(known.get(name), name) for name in (found.x, found.y))

    def x(field: str) -> alt.X:
        scale = alt.Scale(domain=list(found.x_range), nice=False, clamp=True)
        return alt.X(f"{field}:Q", scale=scale, axis=x_axis)

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=list(found.y_range), nice=False, clamp=True)
        return alt.Y(f"{field}:Q", scale=scale, axis=y_axis)

    # Islands come after the land around them, and cover its holes.
    outlines = [
        {"x": a, "y": b, "order": k, "region": i, "fill": row["fill"]}
        for i, row in enumerate(data(found))
        for k, (a, b) in enumerate(row["outer"])
    ]
    lines = [
        {"x": a, "y": b, "order": k, "line": i}
        for i, each in enumerate(found.boundaries)
        for k, (a, b) in enumerate(_seen(found, each.points))
    ]
    marks: list[Mark] = [
        rows(outlines)
        .mark_line(strokeWidth=0.5)
        .encode(
            x=x("x"),
            y=y("y"),
            order="order:Q",
            detail="region:N",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("fill:N", scale=None),
        ),
        rows([{"x": a, "y": b} for a, b in found.sample if _on_map(found, a, b)])
        .mark_circle(color=INK, size=7, opacity=0.4)
        .encode(x=x("x"), y=y("y")),
        rows(lines)
        .mark_line(color=INK, strokeWidth=1.4, strokeJoin="round")
        .encode(x=x("x"), y=y("y"), order="order:Q", detail="line:N"),
    ]
    marks += _today(found, x, y)
    at_x, at_y = alt.X("px:Q", scale=None, axis=None), alt.Y("py:Q", scale=None, axis=None)
    named, numbers = labels(found)
    marks.append(words(named, at_x, at_y, align="center", bold=True, halo=True))
    marks += _key(key(found), numbers, at_x, at_y)
    return layers(*marks, width=_WIDTH, height=_HEIGHT)


def _today(found: BoundaryMap, x: Any, y: Any) -> list[Mark]:
    """Draw today's values as a point, with the middle 90 % of the draws as a cross."""
    here: Row = {"x": found.point[0], "y": found.point[1]}
    marks: list[Mark] = []
    if found.sample:
        (left, _, right), (bottom, _, top) = found.x_interval, found.y_interval
        cross = {**here, "left": left, "right": right, "bottom": bottom, "top": top}
        for thick, color in ((6, PAPER), (2.5, INK)):
            bar = rows([cross]).mark_rule(color=color, strokeWidth=thick)
            marks.append(bar.encode(x=x("left"), x2="right:Q", y=y("y")))
            marks.append(bar.encode(x=x("x"), y=y("bottom"), y2="top:Q"))
    if _on_map(found, *found.point):
        point = rows([here]).mark_circle(size=150, fill=INK, stroke=PAPER, strokeWidth=2, opacity=1)
        marks.append(point.encode(x=x("x"), y=y("y")))
    return marks


def labels(found: BoundaryMap) -> tuple[list[Row], dict[str, int]]:
    """Return the lines of letters on the map, and the numbers of names that do not fit on it.

    See `standoff.view.boundary_labels.placed`.
    """

    def at(point: tuple[float, float]) -> tuple[float, float]:
        (left, right), (bottom, top) = found.x_range, found.y_range
        x, y = point
        return (x - left) / (right - left) * _WIDTH, (top - y) / (top - bottom) * _HEIGHT

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


def _key(listed: Sequence[Row], numbers: dict[str, int], x: alt.X, y: alt.Y) -> list[Mark]:
    """List every kind of answer below the map by its whole name, with its number if it has one."""
    squares: list[Row] = []
    told: list[Row] = []
    below = _HEIGHT + _AXIS + _LINE / 2
    for row in listed:
        squares.append(
            {"px": 8, "py": below, "fill": row["fill"], "text": str(numbers.get(row["name"], ""))}
        )
        text = f"{clean(row['name'])}, {percent(row['share'])}"
        for part in wrapped(text, TEXT_SIZE, _WIDTH - 24):
            told.append({"px": 24, "py": below, "text": part})
            below += _LINE
    return [
        rows(squares)
        .mark_square(size=260, stroke=INK, strokeWidth=0.6, opacity=1)
        .encode(x=x, y=y, fill=alt.Fill("fill:N", scale=None)),
        words(squares, x, y, align="center", bold=True),
        words(told, x, y),
    ]


def _on_map(found: BoundaryMap, a: float, b: float) -> bool:
    (left, right), (bottom, top) = found.x_range, found.y_range
    return left <= a <= right and bottom <= b <= top


def _fill(names: Sequence[str], name: str) -> str:
    answered = [each for each in names if each != _NO_ANSWER]
    return PAPER if name == _NO_ANSWER else FILLS[answered.index(name) % len(FILLS)]


def _axis(parameter: Described | None, name: str) -> alt.Axis:
    is_share = parameter is not None and parameter.unit in ("probability", "share")
    title = name if parameter is None else parameter.meaning or name
    return alt.Axis(
        title=fitted(title, _WIDTH),
        labelExpr="round(datum.value * 100) + ' %'" if is_share else AMOUNTS,
        tickCount=6,
        grid=False,
        labelColor=MUTED,
    )


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
