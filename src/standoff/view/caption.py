"""A picture that stands alone: with a heading above it and notes below it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from standoff.view.lettering import clean, wrapped
from standoff.view.theme import FONT, INK, MUTED, PAPER, TEXT_SIZE

_SVG = "http://www.w3.org/2000/svg"
_LINE, _MARGIN, _LEFT = 17, 8, 4


def captioned(svg: str, heading: str, notes: Sequence[str] = ()) -> str:
    """Write a heading above a picture and notes below it, in as many lines as they need.

    Parameters
    ----------
    svg : str
        As `standoff.view.svg.to_svg` returns it.
    heading : str
    notes : sequence of str
        Each begins a new line.
    """
    root = ElementTree.fromstring(svg)
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    above = lines([heading], width, bold=True)
    below = lines(notes, width)
    top = _LINE * len(above) + (_MARGIN if above else 0)
    whole = top + height + _LINE * len(below) + (_MARGIN if below else 0)
    drawn = [each for each in root if each.tag not in (f"{{{_SVG}}}title", f"{{{_SVG}}}desc")]
    moved = ElementTree.Element(f"{{{_SVG}}}g", {"transform": f"translate(0,{top})"})
    for each in drawn:
        root.remove(each)
        moved.append(each)
    size = {"width": f"{width:g}", "height": f"{whole:g}"}
    root.append(ElementTree.Element(f"{{{_SVG}}}rect", {**size, "fill": PAPER}))
    root.append(moved)
    for i, text in enumerate(above):
        root.append(_text(text, _LINE * (i + 1) - 3, INK, "bold"))
    for i, text in enumerate(below):
        root.append(_text(text, top + height + _LINE * (i + 1) - 2, MUTED, "normal"))
    root.set("height", size["height"])
    root.set("viewBox", f"0 0 {size['width']} {size['height']}")
    return ElementTree.tostring(root, encoding="unicode")


def lines(texts: Sequence[str], width: float, *, bold: bool = False) -> list[str]:
    """Break texts into lines that fit a picture of a width."""
    return [
        each
        for text in texts
        if text
        for each in wrapped(clean(text), TEXT_SIZE, width - 2 * _LEFT, bold=bold)
    ]


def _text(text: str, y: float, color: str, weight: str) -> ElementTree.Element:
    found = ElementTree.Element(
        f"{{{_SVG}}}text",
        {
            "x": f"{_LEFT}",
            "y": f"{y:g}",
            "font-family": FONT,
            "font-size": f"{TEXT_SIZE:g}px",
            "font-weight": weight,
            "fill": color,
        },
    )
    found.text = text
    return found
