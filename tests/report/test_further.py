"""The sections of the deeper questions: forecasts, circumstances, sources, rules, doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from standoff.brief import brief_case
from standoff.report.page import render
from standoff.study import analyze


@pytest.fixture(scope="module")
def found():
    brief = brief_case("cases/cienfuegos/case.yaml")
    return brief, analyze(brief, n_draws=600)


@pytest.fixture(scope="module")
def page(found) -> str:
    brief, findings = found
    return render(findings, brief)


def text_of(page: str, section: str) -> str:
    inside = re.search(rf'<section id="{section}".*?</section>', page, re.DOTALL)
    assert inside is not None, section
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", inside[0]))


def test_every_dated_move_has_a_row_and_a_forecast(found, page: str) -> None:
    timeline = found[1].further.forecast
    text = text_of(page, "forecast")
    assert len(timeline.steps) >= 4
    for step in timeline.steps[1:]:
        assert step.day in text
        assert step.move in text
    assert "err 1" in text


def test_boxes_tell_coverage_and_purity_on_other_draws(found, page: str) -> None:
    boxes = found[1].further.boxes
    text = text_of(page, "boxes")
    assert boxes.boxes
    assert f"{boxes.n_held_out:,}" in text
    assert "this covers" in text


def test_a_further_box_is_told_to_hold_outside_those_before(found) -> None:
    brief, findings = found
    boxes = findings.further.boxes
    three = replace(boxes, boxes=(*boxes.boxes[:1],) * 3)
    changed = replace(findings, further=replace(findings.further, boxes=three))
    text = text_of(render(changed, brief), "boxes")
    assert text.count("Or, in the draws outside the box before, when ") == 1
    assert text.count("Or, in the draws outside those before, when ") == 1


def test_every_source_with_claims_is_weighed(found, page: str) -> None:
    record = found[1].further.record
    assert record.by == "source"
    text = text_of(page, "record")
    for group in record.groups:
        assert group.name in text


def test_the_answer_is_said_to_depend_on_the_rule(found, page: str) -> None:
    assert found[1].further.rules.depends
    text = text_of(page, "equilibria")
    assert "The answer depends on this rule" in text
    assert "“best for target”" in text


def test_the_deeper_findings_say_whether_they_depend_on_the_rule(found, page: str) -> None:
    by_rule = dict(found[1].further.by_rule)
    places = {"sobol": "tornado", "boundaries": "regimes", "break_evens": "break-even"}
    assert set(by_rule) == {"sobol", "boxes", "record", "forecast", "boundaries", "break_evens"}
    for name, each in by_rule.items():
        changed = [number for number in each.numbers if number.depends]
        text = text_of(page, places.get(name, name))
        assert changed
        assert f"{len(changed)} of {len(each.numbers)} numbers differ between rules" in text
        assert changed[0].name in unescape(text)


def test_the_map_names_its_regions(found, page: str) -> None:
    traced = found[1].further.boundaries
    text = text_of(page, "regimes")
    assert traced.regions
    assert all(each.name in text for each in traced.regions)


def test_shares_of_doubt_stand_beside_the_swings(page: str) -> None:
    assert "Alone and with others" in text_of(page, "tornado")


def test_without_the_deeper_questions_the_sections_are_left_out(found) -> None:
    brief, findings = found
    page = render(replace(findings, further=None), brief)
    assert 'id="forecast"' not in page
    assert 'id="record"' not in page
    assert 'id="regimes"' not in page


def test_a_case_without_dated_moves_has_no_forecast(tmp_path) -> None:
    text = Path("cases/cienfuegos/case.yaml").read_text(encoding="utf-8")
    cut = re.sub(r"\n    plays: .*", "", text)
    (tmp_path / "case.yaml").write_text(cut, encoding="utf-8")
    brief = brief_case(tmp_path / "case.yaml")
    assert analyze(brief, n_draws=200).further.forecast is None
