"""A map of the kinds of equilibrium over two parameters, with today's estimate on it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from typing import Any

import altair as alt

from standoff.study.findings import Findings, RegimeMap
from standoff.view.chart_style import Mark, Row, fitted, layers, rows, tint, words
from standoff.view.numerals import meaning_of, unit_of
from standoff.view.theme import INK, MUTED, PAPER, PLAYERS

_WIDTH, _HEIGHT = 520, 400
_BINS = 18
#: Regions below this share of the map are explained beside it and not named on it.
_SMALLEST_NAMED = 0.025
#: Different in grey too: neighbors in this list differ in lightness.
FILLS = tuple(
    tint(PLAYERS[hue].color, strength)
    for hue, strength in ((0, 0.42), (1, 0.16), (2, 0.55), (3, 0.24), (5, 0.1), (4, 0.38), (0, 0.7))
)
_NO_ANSWER = "no answer"


def data(findings: Findings) -> list[Row]:
    """Return the map as rectangles, one per run of the same kind; empty without a map.

    A row has `name`, `fill`, and the edges `left`, `right`, `bottom` and `top`.
    """
    found = findings.regime_map
    if found is None:
        return []
    x_edges, y_edges = _edges(found.x_values), _edges(found.y_values)
    rectangles: list[Row] = []
    for j, line in enumerate(found.codes):
        start = 0
        for code, run in groupby(line):
            end = start + len(list(run))
            rectangles.append(
                {
                    "name": _name(found, code),
                    "fill": _fill(code),
                    "left": x_edges[start],
                    "right": x_edges[end],
                    "bottom": y_edges[j],
                    "top": y_edges[j + 1],
                }
            )
            start = end
    return rectangles


def regions(findings: Findings) -> list[Row]:
    """Return the kinds on the map, the largest first.

    A row has `name`, `share` of the map, `fill`, and the place `x`, `y` that is farthest from the
    region's border.
    """
    found = findings.regime_map
    if found is None:
        return []
    counts = Counter(code for line in found.codes for code in line)
    n_cells = counts.total()
    named: list[Row] = []
    for code, count in counts.most_common():
        ix, iy = _middle(found, code)
        named.append(
            {
                "name": _name(found, code),
                "share": count / n_cells,
                "fill": _fill(code),
                "x": found.x_values[ix],
                "y": found.y_values[iy],
            }
        )
    return named


def cloud(findings: Findings) -> list[Row]:
    """Return the sample of draws gathered in squares, with `x`, `y` and `share`."""
    found = findings.regime_map
    if found is None or not found.sample:
        return []
    x_edges, y_edges = _edges(found.x_values), _edges(found.y_values)
    dx = (x_edges[-1] - x_edges[0]) / _BINS
    dy = (y_edges[-1] - y_edges[0]) / _BINS
    counts = Counter(
        (int((x - x_edges[0]) // dx), int((y - y_edges[0]) // dy)) for x, y in found.sample
    )
    return [
        {
            "x": x_edges[0] + (i + 0.5) * dx,
            "y": y_edges[0] + (j + 0.5) * dy,
            "share": count / len(found.sample),
        }
        for (i, j), count in sorted(counts.items())
        if 0 <= i < _BINS and 0 <= j < _BINS
    ]


def chart(findings: Findings) -> alt.LayerChart:
    """Draw regions with their names, the draws as dots, and today's values with their ranges."""
    found = findings.regime_map
    if found is None:
        raise KeyError("regime_map")
    x_edges, y_edges = _edges(found.x_values), _edges(found.y_values)
    x_axis, y_axis = _axis(findings, found.x), _axis(findings, found.y)

    def x(field: str) -> alt.X:
        scale = alt.Scale(domain=[x_edges[0], x_edges[-1]], nice=False)
        return alt.X(f"{field}:Q", scale=scale, axis=x_axis)

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=[y_edges[0], y_edges[-1]], nice=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=y_axis)

    def at(horizontal: str, vertical: str) -> dict[str, Any]:
        return {"x": x(horizontal), "y": y(vertical)}

    here = [
        {
            "x": found.point[0],
            "y": found.point[1],
            "left": max(found.x_interval[0], x_edges[0]),
            "right": min(found.x_interval[2], x_edges[-1]),
            "bottom": max(found.y_interval[0], y_edges[0]),
            "top": min(found.y_interval[2], y_edges[-1]),
        }
    ]
    names = [
        {**region, "text": fitted(region["name"], 150, bold=True)}
        for region in regions(findings)
        if region["share"] >= _SMALLEST_NAMED
    ]
    marks: list[Mark] = [
        rows(data(findings))
        .mark_rect()
        .encode(
            **at("left", "bottom"),
            x2="right:Q",
            y2="top:Q",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("fill:N", scale=None),
        ),
        rows(_borders(found, x_edges, y_edges))
        .mark_rule(color=INK, strokeWidth=1.2)
        .encode(**at("x1", "y1"), x2="x2:Q", y2="y2:Q"),
        rows(cloud(findings))
        .mark_circle(color=INK, opacity=0.45)
        .encode(
            **at("x", "y"),
            size=alt.Size("share:Q", scale=alt.Scale(rangeMin=5, rangeMax=90), legend=None),
        ),
    ]
    for width, color in ((6, PAPER), (2.5, INK)):
        marks.append(
            rows(here)
            .mark_rule(color=color, strokeWidth=width)
            .encode(**at("left", "y"), x2="right:Q")
        )
        marks.append(
            rows(here)
            .mark_rule(color=color, strokeWidth=width)
            .encode(**at("x", "bottom"), y2="top:Q")
        )
    marks.append(
        rows(here)
        .mark_circle(size=150, fill=INK, stroke=PAPER, strokeWidth=2, opacity=1)
        .encode(**at("x", "y"))
    )
    marks.append(words(names, x("x"), y("y"), align="center", bold=True, halo=True))
    return layers(*marks, width=_WIDTH, height=_HEIGHT)


def _axis(findings: Findings, name: str) -> alt.Axis:
    percent = unit_of(findings, name) in ("probability", "share")
    return alt.Axis(
        title=fitted(meaning_of(findings, name), _WIDTH),
        labelExpr="round(datum.value * 100) + ' %'" if percent else "format(datum.value, '.2~f')",
        tickCount=6,
        grid=False,
        labelColor=MUTED,
    )


def _edges(values: tuple[float, ...]) -> list[float]:
    """Return the borders between cells, half way between their middles."""
    between = [(a + b) / 2 for a, b in pairwise(values)]
    return [values[0], *between, values[-1]]


def _name(found: RegimeMap, code: int) -> str:
    return found.names[code] if code >= 0 else _NO_ANSWER


def _fill(code: int) -> str:
    return PAPER if code < 0 else FILLS[code % len(FILLS)]


def _middle(found: RegimeMap, code: int) -> tuple[int, int]:
    """Return the cell of a kind that is farthest from any other kind or the edge."""
    inside = {
        (ix, iy)
        for iy, line in enumerate(found.codes)
        for ix, each in enumerate(line)
        if each == code
    }
    left = inside
    while True:
        shrunk = {
            (ix, iy)
            for ix, iy in left
            if {(ix - 1, iy), (ix + 1, iy), (ix, iy - 1), (ix, iy + 1)} <= left
        }
        if not shrunk:
            cells = sorted(left)
            return cells[len(cells) // 2]
        left = shrunk


def _borders(found: RegimeMap, x_edges: list[float], y_edges: list[float]) -> list[Row]:
    """Return the lines between regions, in as few pieces as they are straight."""
    columns = list(zip(*found.codes, strict=True))
    lines: list[Row] = []
    for i, (left, right) in enumerate(pairwise(columns)):
        for start, end in _runs([a != b for a, b in zip(left, right, strict=True)]):
            x = x_edges[i + 1]
            lines.append({"x1": x, "x2": x, "y1": y_edges[start], "y2": y_edges[end]})
    for j, (lower, upper) in enumerate(pairwise(found.codes)):
        for start, end in _runs([a != b for a, b in zip(lower, upper, strict=True)]):
            y = y_edges[j + 1]
            lines.append({"x1": x_edges[start], "x2": x_edges[end], "y1": y, "y2": y})
    return lines


def _runs(marks: list[bool]) -> list[tuple[int, int]]:
    """Return where marks begin and end, the end not included."""
    found: list[tuple[int, int]] = []
    start = 0
    for is_marked, run in groupby(marks):
        end = start + len(list(run))
        if is_marked:
            found.append((start, end))
        start = end
    return found
