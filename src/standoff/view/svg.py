"""Turn a chart into a static SVG picture that can stand in any page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from standoff.errors import GameError
from standoff.view.chart import Chart
from standoff.view.lettering import clean

_SVG = "http://www.w3.org/2000/svg"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_POINTS_AT = re.compile(r"url\(#([^)]+)\)")
_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
#: Attributes that hold coordinates, in which more than a tenth of a pixel is noise.
_COORDINATES = frozenset(
    {"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "cx", "cy", "r"}
)

ElementTree.register_namespace("", _SVG)


def to_svg(chart: Chart, *, title: str, description: str, id_prefix: str) -> str:
    """Draw a chart as one `<svg>` element without scripts, links or anything from outside.

    Parameters
    ----------
    chart : Chart
    title, description : str
        What it shows and what can be read from it, for those who cannot see it.
    id_prefix : str
        Put before every id, for several pictures on one page.

    Raises
    ------
    GameError
        If the prefix cannot begin an id.
    """
    if not _ID.fullmatch(id_prefix):
        raise GameError(
            f"{id_prefix!r} cannot begin the id of an element",
            right="a letter, then letters, digits, - and _",
        )
    root = ElementTree.fromstring(chart.drawn())
    _tidy(root)
    for element in root.iter():
        _clean(element, id_prefix)
    root.set("class", "chart")
    root.set("role", "img")
    root.set("aria-labelledby", f"{id_prefix}-title {id_prefix}-desc")
    for position, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{id_prefix}-{tag}"})
        element.text = clean(text)
        root.insert(position, element)
    return ElementTree.tostring(root, encoding="unicode")


def _tidy(element: ElementTree.Element) -> None:
    """Take out what draws nothing."""
    for child in list(element):
        drawn = child.get("display") != "none" and child.get("d") != "M0,0h0v0h0Z"
        if drawn:
            _tidy(child)
        if not drawn or (child.tag == f"{{{_SVG}}}g" and len(child) == 0):
            element.remove(child)


def _clean(element: ElementTree.Element, id_prefix: str) -> None:
    if element.text:
        element.text = clean(element.text)
    for name, value in list(element.attrib.items()):
        if name.startswith("aria-") or name in ("role", "pointer-events", "version"):
            del element.attrib[name]
        elif name == "id":
            element.set(name, f"{id_prefix}-{value}")
        elif "url(#" in value:
            element.set(name, _POINTS_AT.sub(rf"url(#{id_prefix}-\1)", value))
        elif name in _COORDINATES:
            element.set(name, _NUMBER.sub(_round, value))


def _round(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
