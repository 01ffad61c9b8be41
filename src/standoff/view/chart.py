"""Charts as Vega-Lite dictionaries: marks laid over each other on plain paper."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from standoff.errors import GameError
from standoff.text.characters import readable
from standoff.text.file import write_text
from standoff.view.axis import Axis
from standoff.view.marks import WIDTH, Area, Bar, Curve, Dot, Mark, Row, Rule, Words
from standoff.view.theme import AXIS_GRID, FAINT, FONT, INK, PAPER, TEXT_SIZE

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"

_CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": TEXT_SIZE,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "gridColor": AXIS_GRID,
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "text": {"font": FONT, "fontSize": TEXT_SIZE, "color": INK},
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture that a notebook shows, as data: `to_dict` gives the Vega-Lite specification."""

    spec: Row

    def __repr__(self) -> str:
        """Return the size alone: a specification fills pages."""
        return f"Chart({self.spec['width']:g} x {self.spec['height']:g} pixels)"

    def to_dict(self) -> Row:
        """Return the Vega-Lite specification."""
        return cast(Row, _readable(self.spec))

    def drawn(self) -> str:
        """Return the picture as an SVG; `standoff.view.svg.to_svg` makes one that fits in pages."""
        import vl_convert

        return vl_convert.vegalite_to_svg(self.to_dict())

    def save(self, path: str | Path) -> None:
        """Write the picture (`.svg`) or its Vega-Lite specification (`.json`) to a file."""
        path = Path(path)
        if path.suffix == ".svg":
            write_text(path, self.drawn() + "\n")
        elif path.suffix == ".json":
            write_text(path, json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n")
        else:
            raise GameError(f"a chart cannot be saved as {path.name}", right="FILE.svg, FILE.json")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "application/vnd.vegalite.v6+json": self.to_dict(),
            "image/svg+xml": self.drawn(),
            "text/plain": repr(self),
        }


def draw(
    marks: Iterable[Mark],
    *,
    height: float,
    width: float = WIDTH,
    across: Axis | None = None,
    upward: Axis | None = None,
) -> Chart:
    """Lay marks over each other: grids, bars, areas, lines, dots, words.

    Parameters
    ----------
    marks : iterable of Mark
        Among marks of one kind those of the style that came first lie below.
    height, width : float
        Pixels.
    across, upward : Axis, optional
        Numbers along the lower and the left side.
    """
    axes = {side: _axis(axis) for side, axis in (("x", across), ("y", upward)) if axis}
    empty = {"data": {"values": []}, "mark": "point", "encoding": axes}
    return Chart(
        {
            "$schema": SCHEMA,
            "width": width,
            "height": height,
            "padding": 4,
            "background": PAPER,
            "config": _CONFIG,
            "layer": [empty, *_layers(marks)],
        }
    )


def _axis(axis: Axis) -> Row:
    scale = {"domain": [axis.low, axis.high], "nice": False}
    return {"field": "value", "type": "quantitative", "scale": scale, "axis": dict(axis.options)}


def _layers(marks: Iterable[Mark]) -> list[Row]:
    """Return one layer for all marks of a kind and style, the lowest first."""
    groups: dict[tuple[int, str], tuple[Row, list[Row]]] = {}
    for i, mark in enumerate(marks):
        rank, style, rows = _plain(mark, i)
        _, gathered = groups.setdefault((rank, json.dumps(style)), (style, []))
        gathered += [row for row in rows if all(map(_is_drawn, row.values()))]
    return [
        layer
        for _, (style, rows) in sorted(groups.items(), key=lambda item: item[0][0])
        if rows
        for layer in _layer(style, rows)
    ]


def _plain(mark: Mark, number: int) -> tuple[int, Row, list[Row]]:
    """Return how high a mark lies, its style, and its rows of data."""
    match mark:
        case Rule():
            style = {"type": "rule", **_stroke(mark.color, mark.width, mark.dash)}
            style |= {"opacity": mark.opacity} if mark.opacity < 1 else {}
            row = {"x": mark.x, "x2": mark.x2, "y": mark.y, "y2": mark.y2}
            return (0 if mark.behind else 3), style, [row]
        case Area():
            style = {"type": "line", "fill": mark.fill, "opacity": mark.opacity}
            style |= _stroke(mark.fill, mark.edge, None)
            return 1, style, _points(mark.points, number)
        case Bar():
            style = {"type": "rect", "fill": mark.fill}
            style |= _stroke(mark.stroke, mark.stroke_width, None) if mark.stroke else {}
            row = {"x": mark.left, "x2": mark.right, "y": mark.top, "y2": mark.bottom}
            return 2, style, [row]
        case Curve():
            style = {"type": "line", "strokeJoin": "round"}
            style |= _stroke(mark.color, mark.width, mark.dash)
            return 4, style, _points(mark.points, number)
        case Dot():
            style = {"type": "point", "shape": mark.shape, "size": mark.size, "fill": mark.fill}
            style |= {"filled": True, "opacity": mark.opacity, "angle": mark.angle}
            style |= _stroke(mark.stroke, mark.stroke_width, mark.dash) if mark.stroke else {}
            return 5, style, [{"x": mark.x, "y": mark.y}]
        case Words():
            weight = "bold" if mark.bold else "normal"
            style = {"type": "text", "align": mark.align, "baseline": "middle", "limit": 0}
            style |= {"fontWeight": weight, "color": mark.color, "halo": mark.halo}
            return 6, style, [{"x": mark.x + mark.dx, "y": mark.y, "text": mark.text}]


def _stroke(color: str, width: float, dash: tuple[float, float] | None) -> Row:
    found: Row = {"stroke": color, "strokeWidth": width}
    return found | ({"strokeDash": list(dash)} if dash else {})


def _points(points: Iterable[tuple[float, float]], number: int) -> list[Row]:
    return [{"x": x, "y": y, "order": k, "line": number} for k, (x, y) in enumerate(points)]


def _is_drawn(value: Any) -> bool:
    return math.isfinite(value) if isinstance(value, float) else value != ""


def _layer(style: Row, rows: list[Row]) -> list[Row]:
    """Return a layer, and below it its halo if it has one."""
    encoding: Row = {
        side: {"field": side, "type": "quantitative", "scale": None, "axis": None}
        for side in ("x", "y")
    }
    encoding |= {side: {"field": side} for side in ("x2", "y2") if side in rows[0]}
    if "text" in rows[0]:
        encoding["text"] = {"field": "text", "type": "nominal"}
    if "order" in rows[0]:
        encoding["order"] = {"field": "order", "type": "quantitative"}
    if rows[-1].get("line") != rows[0].get("line"):
        encoding["detail"] = {"field": "line", "type": "nominal"}
    paint = {key: value for key, value in style.items() if key != "halo"}
    halo = {"color": PAPER, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    paints = [paint | halo, paint] if style.get("halo") else [paint]
    values = [{key: _rounded(value) for key, value in row.items()} for row in rows]
    return [{"data": {"values": values}, "mark": each, "encoding": encoding} for each in paints]


def _rounded(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _readable(value: Any) -> Any:
    """Replace in texts what no text may hold: the library that draws would end the process."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        texts = cast(dict[Any, Any], value)
        return {_readable(key): _readable(each) for key, each in texts.items()}
    return (
        [_readable(each) for each in cast(list[Any], value)] if isinstance(value, list) else value
    )
