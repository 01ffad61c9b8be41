"""Charts as Vega-Lite dictionaries: the schema, what lies above what, notebooks and files."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import GameError
from standoff.view.axis import percent_axis
from standoff.view.chart import Chart, draw
from standoff.view.marks import Area, Bar, Curve, Dot, Mark, Words, flat, notes, upright

RED, BLUE = "#cc0000", "#0000cc"
SOME: list[Mark] = [
    Words("over it", 10, 10, halo=True),
    Dot(5, 5, RED, 20, BLUE, 2, "diamond", dash=(3, 2), angle=90, opacity=0.5),
    Curve([(0, 0), (10, 10)], RED, 1, (4, 3)),
    Curve([(0, 5), (10, 15)], RED, 1, (4, 3)),
    flat(0, 100, 20, RED, 2),
    Bar(0, 50, 0, 20, BLUE, RED),
    Area([(0, 0), (10, 0), (10, 10)], BLUE, 0.5, edge=0.5),
    upright(50, 0, 100, RED, behind=True),
]


def layers(*marks: Mark, **options: Any) -> list[dict[str, Any]]:
    """The layers of a chart that hold marks."""
    return draw(marks, height=100, **options).to_dict()["layer"][1:]


def test_kinds_of_marks_lie_above_each_other_whatever_their_order() -> None:
    kinds = ["rule", "line", "rect", "rule", "line", "point", "text", "text"]
    assert [layer["mark"]["type"] for layer in layers(*SOME)] == kinds
    halo, words = layers(*SOME)[-2:]
    assert halo["mark"]["strokeWidth"] == 4
    assert halo["data"] == words["data"] == {"values": [{"x": 10, "y": 10, "text": "over it"}]}


def test_marks_of_one_style_share_a_layer_in_their_order() -> None:
    first, second = layers(Bar(0, 1, 0, 1, RED), Bar(0, 2, 0, 1, BLUE), Bar(0, 3, 0, 1, RED))
    assert [row["x2"] for row in first["data"]["values"]] == [1, 3]
    assert [row["x2"] for row in second["data"]["values"]] == [2]


def test_a_mark_without_a_place_or_without_words_is_not_drawn() -> None:
    assert layers(Bar(0, nan, 0, 1, RED), Dot(inf, 0, RED, 5), Words("", 0, 0)) == []
    (curve,) = layers(Curve([(0, 1), (1, nan), (2, 3)], RED))
    assert [row["x"] for row in curve["data"]["values"]] == [0, 2]


@pytest.mark.parametrize("spec", [{"height": "tall"}, {"layer": [{"mark": "pie"}]}])
def test_the_schema_refuses_what_vega_does_not_know(spec: dict[str, Any]) -> None:
    good = draw(SOME, height=100, across=percent_axis("Chance"), upward=percent_axis("Share"))
    assert good.to_dict()
    with pytest.raises(Exception, match=r"tall|pie"):
        replace(good, spec={**good.spec, **spec}).to_dict()


def test_texts_stay_texts_and_lose_what_would_end_the_process() -> None:
    said = "\ud800 \x00 datum.x <script> ${x}"
    chart = draw([Words(said, 0, 10)], height=20, across=percent_axis(said))
    text = json.dumps(chart.to_dict(), ensure_ascii=False)
    assert "\ud800" not in text
    assert "\x00" not in text
    drawn = chart.drawn()
    assert drawn.count("datum.x &lt;script&gt; ${x}</text>") == 2
    assert "<script" not in drawn


def test_a_notebook_has_the_specification_and_the_picture() -> None:
    chart = draw(SOME, height=100)
    bundle = chart._repr_mimebundle_(include=None)  # pyright: ignore[reportPrivateUsage]
    assert bundle["application/vnd.vegalite.v6+json"] == chart.to_dict()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert repr(chart) == bundle["text/plain"] == "Chart(640 x 100 pixels)"


def test_a_chart_is_saved_as_what_the_name_says(tmp_path: Path) -> None:
    chart = draw(SOME, height=100)
    chart.save(tmp_path / "a.svg")
    chart.save(str(tmp_path / "a.json"))
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == chart.drawn() + "\n"
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == chart.to_dict()
    with pytest.raises(GameError, match=r"a\.gif"):
        chart.save(tmp_path / "a.gif")


def test_a_change_of_the_dictionary_leaves_the_chart_as_it_was() -> None:
    chart = draw(SOME, height=100)
    chart.to_dict()["layer"].clear()
    assert chart == Chart(draw(SOME, height=100).spec)


def test_notes_break_their_lines() -> None:
    lines = notes(["one two three four five six", "", "seven"], 100, width=80)
    assert len(lines) > 2
    assert [each.y for each in lines[:2]] == [100, 118]
    assert lines[-1].text == "seven"


def test_drawing_loads_no_chart_library() -> None:
    code = "import sys, standoff.report.figures; print('altair' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
