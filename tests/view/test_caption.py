"""Headings and notes around a picture."""

from __future__ import annotations

from xml.etree import ElementTree

from standoff.view.caption import captioned, lines
from standoff.view.chart import draw
from standoff.view.lettering import width
from standoff.view.marks import Bar
from standoff.view.svg import to_svg

SVG = "{http://www.w3.org/2000/svg}"


def picture() -> str:
    chart = draw([Bar(0, 150, 20, 80, "#404040")], height=100, width=300)
    return to_svg(chart, title="T", description="D", id_prefix="t")


def test_heading_and_notes_make_a_picture_taller_and_no_wider() -> None:
    plain = ElementTree.fromstring(picture())
    heading = "A heading that is a good deal longer than the picture below it is wide at all"
    told = ElementTree.fromstring(
        captioned(picture(), heading, ["Rule: largest u_R.", "", "< & >"])
    )
    assert told.get("width") == plain.get("width")
    texts = [each for each in told if each.tag == f"{SVG}text"]
    assert [each.text for each in texts][-2:] == ["Rule: largest u_R.", "< & >"]
    assert " ".join(each.text or "" for each in texts[:-2]) == heading
    assert len(texts) >= 4
    # Everything lies within the picture, the notes below what is drawn.
    high = float(told.get("height") or 0)
    assert all(0 < float(each.get("y") or 0) < high for each in texts)
    (moved,) = (each for each in told if each.tag == f"{SVG}g")
    top = float((moved.get("transform") or "").removeprefix("translate(0,").removesuffix(")"))
    assert float(texts[-2].get("y") or 0) > top + float(plain.get("height") or 0)
    assert float(texts[-3].get("y") or 0) < top
    # Title and description stay first, as readers aloud need them.
    assert [each.tag for each in told][:2] == [f"{SVG}title", f"{SVG}desc"]


def test_lines_fit() -> None:
    some = lines(["one two three four five six seven eight nine ten"], 120.0)
    assert len(some) > 2
    assert all(width(each, 12.0) <= 112.0 for each in some)
