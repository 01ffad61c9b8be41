from __future__ import annotations

import re

import pytest
from tests.report import cienfuegos
from tests.report.test_page import Page, sentences_about_confidence

from standoff.report.words import chance_that


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(cienfuegos.page())


@pytest.fixture(scope="module")
def said(page: Page) -> str:
    return " ".join("".join(page.text).replace("\u202f", " ").split())


def test_everything_of_the_case_has_its_place(page: Page) -> None:
    case, ids = cienfuegos.brief().case, set(page.ids)
    assert {f"claim-{each.id}" for each in case.claims} <= ids
    assert {f"event-{each.id}" for each in case.events} <= ids
    assert {f"source-{each.id}" for each in case.sources} <= ids
    assert {f"conflict-{each.id}" for each in case.conflicts} <= ids
    assert {f"question-{each.id}" for each in case.questions} <= ids
    assert {f"parameter-{each.name}" for each in cienfuegos.findings().parameters} <= ids
    assert {f"source-{c.source}-p{p}" for c in case.claims for p in c.paragraphs} <= ids


def test_every_inner_link_leads_somewhere(page: Page) -> None:
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_lead_names_the_sides_and_the_chance(said: str) -> None:
    found = cienfuegos.findings()
    lead = chance_that(found.estimate(found.headline).mean).replace("\u202f", " ")
    assert f"In this model {lead} the United States asks for the charges to be dropped." in said


def test_sides_are_called_by_name_in_the_bottom_line(said: str) -> None:
    start = said.index("In this model")
    bottom_line = said[start : said.index("What the answer rests on", start)]
    assert "Mexico" in bottom_line
    assert not re.search(r"\b(the target|challenger)\b", bottom_line)


def test_every_printed_number_is_a_number(said: str) -> None:
    assert not re.search(r"\b(nan|inf|None|undefined)\b", said)


def test_likelihood_and_confidence_are_kept_apart(said: str) -> None:
    assert sentences_about_confidence(said)


def test_both_trees_are_drawn(page: Page) -> None:
    assert {"tree-folded-title", "tree-full-title"} <= set(page.ids)


def test_causes_justifications_and_denials_have_columns_of_their_own() -> None:
    columns = ("Cause, as asserted", "Public justification", "Denial")
    assert "".join(f'<th scope="col">{name}</th>' for name in columns) in cienfuegos.page()
