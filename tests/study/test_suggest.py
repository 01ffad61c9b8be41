"""Suggestions for the founding case, for one that shows little, and for one that shows nothing."""

from __future__ import annotations

import pytest
from tests.study.test_case_features import HEAD, THREAT, event

from standoff.errors import InvalidDocument
from standoff.models import get, names
from standoff.study.suggest import suggest
from standoff.text.document import parse_document, read_document


@pytest.fixture(scope="module")
def founding(root):
    path = root / "cases" / "cienfuegos" / "case.yaml"
    return suggest(read_document(path)), path.read_text(encoding="utf-8").splitlines()


def test_the_founding_case_is_the_game_that_was_composed_for_it(founding):
    found, _ = founding
    assert found.named == found.fitting[0].model.name == "linkage-crisis"
    assert found.fitting[0].missing == ()
    fitting = [each.model.name for each in found.fitting]
    assert {"private-or-public-threat", "informed-opposition", "promise-after-release"} <= set(
        fitting[:5]
    )
    assert len(fitting) < len(names())
    assert "inspection" not in fitting


def test_every_reason_is_a_line_of_the_file(founding):
    found, lines = founding
    for traces in found.shown.values():
        for trace in traces:
            assert f"id: {trace.element.split()[1]}" in lines[trace.line - 1]
    for each in found.fitting:
        assert each.found[0] == each.model.features[0]
        assert set(each.found) <= set(found.shown)
        assert {*each.found, *each.missing, *each.untold} == set(each.model.features)


def test_nothing_fits_a_case_that_shows_nothing():
    found = suggest(parse_document(HEAD))
    assert found.shown == {}
    assert found.fitting == ()
    assert found.named == ""


def test_nothing_fits_a_case_that_no_model_is_about():
    found = suggest(parse_document(HEAD + "events:\n" + event("x", "category: COOPERATE")))
    assert set(found.shown) == {"ongoing cooperation"}
    assert all(each.model.features[0] == "ongoing cooperation" for each in found.fitting)
    assert "linkage-crisis" not in [each.model.name for each in found.fitting]


def test_a_threat_alone_is_too_little_for_a_model_of_doubt():
    found = suggest(parse_document(HEAD + "events:\n" + THREAT))
    assert get("audience-costs").features[0] in found.shown
    assert "audience-costs" not in [each.model.name for each in found.fitting]


def test_a_file_with_errors_is_refused():
    with pytest.raises(InvalidDocument):
        suggest(parse_document("standoff: 1\nid: a-case\n"))
