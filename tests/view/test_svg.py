from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from tests.report.findings_fixture import findings

from standoff.errors import GameError
from standoff.study.boundary import BoundaryMap
from standoff.view import boundaries, outcomes
from standoff.view.svg import to_svg


def _drawn(prefix: str = "one", **words: str) -> str:
    said = {"title": "A title", "description": "What it shows"} | words
    return to_svg(outcomes.chart(findings()), id_prefix=prefix, **said)


def _map() -> BoundaryMap:
    further = findings().further
    assert further is not None
    assert further.boundaries is not None
    return further.boundaries


def test_a_picture_is_one_svg_with_title_and_description() -> None:
    root = ElementTree.fromstring(_drawn(title="Less < more\u202e", description='"quoted" & so on'))
    names = {child.get("id"): child.text for child in root}
    assert root.tag.endswith("svg")
    assert root.get("role") == "img"
    assert names["one-title"] == "Less < more"
    assert names["one-desc"] == '"quoted" & so on'
    assert (root.get("aria-labelledby") or "").split() == ["one-title", "one-desc"]


def test_nothing_from_outside_nothing_that_runs() -> None:
    text = to_svg(boundaries.chart(_map()), title="t", description="d", id_prefix="map")
    assert not re.search(r"<(script|image|use|a|foreignObject|style)\b", text)
    assert "href" not in text
    without_namespace = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "://" not in without_namespace


def test_ids_of_two_pictures_differ() -> None:
    ids = [
        found for prefix in ("one", "two") for found in re.findall(r' id="([^"]+)"', _drawn(prefix))
    ]
    assert len(ids) == len(set(ids))
    assert all(re.match("one-|two-", each) for each in ids)


def test_references_follow_their_ids() -> None:
    text = to_svg(boundaries.chart(_map()), title="t", description="d", id_prefix="map")
    ids = set(re.findall(r' id="([^"]+)"', text))
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids


def test_drawing_twice_gives_the_same() -> None:
    assert _drawn() == _drawn()


@pytest.mark.parametrize("prefix", ["", "1x", "a b", 'a"', "-a"])
def test_a_prefix_must_begin_an_id(prefix: str) -> None:
    with pytest.raises(GameError, match="cannot begin the id"):
        _drawn(prefix)
