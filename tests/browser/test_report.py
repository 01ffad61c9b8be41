from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.chromium import chromium
from tests.case.harbor import changed
from tests.report import cienfuegos
from tests.report.findings_fixture import brief, case_of, findings

from standoff.report.page import write_report

pytestmark = pytest.mark.browser

#: A desk and a phone.
WIDTHS = (1400, 380)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(cienfuegos.findings(), cienfuegos.brief(), path)


@pytest.fixture(params=WIDTHS)
def opened(request: pytest.FixtureRequest, browser: Any, report: Path) -> Iterator[Any]:
    """A page with everything unfolded, and a note of every complaint and every request."""
    # The check of accessibility is a script, which the page itself would forbid.
    context = browser.new_context(viewport={"width": request.param, "height": 900}, bypass_csp=True)
    context.set_default_timeout(0)
    page = context.new_page()
    page.complaints = []
    page.requests = []

    def stop(route: Any) -> None:
        page.requests.append(route.request.url)
        if route.request.url == report.as_uri():
            route.continue_()
        else:
            route.abort()

    page.route("**/*", stop)
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(report.as_uri(), wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    yield page
    context.close()


def test_it_opens_without_complaint_and_asks_for_nothing(opened: Any, report: Path) -> None:
    assert opened.complaints == []
    assert set(opened.requests) == {report.as_uri()}


def test_every_picture_is_drawn(opened: Any) -> None:
    boxes = opened.evaluate(
        """[...document.querySelectorAll('svg')].map((svg) => {
            const box = svg.getBoundingClientRect();
            const inside = svg.getBBox();
            return [svg.getAttribute('aria-labelledby'),
                    Math.min(box.width, box.height, inside.width, inside.height)];
        })"""
    )
    assert len(boxes) >= 12
    assert [name for name, size in boxes if size < 20] == []
    assert len({name for name, _ in boxes}) == len(boxes)


def test_every_inner_link_leads_somewhere_visible(opened: Any) -> None:
    lost = opened.evaluate(
        """[...document.querySelectorAll('a[href^="#"]')]
            .map((link) => link.getAttribute('href').slice(1))
            .filter((id) => {
                const end = document.getElementById(id);
                return !end || end.getClientRects().length === 0;
            })"""
    )
    assert lost == []


def test_the_page_never_scrolls_sideways(opened: Any) -> None:
    width, room = opened.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= room


def test_it_is_accessible(opened: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    violations = axe.run(opened).response["violations"]
    told = [
        f"{each['id']}: {each['help']} ({node['html'][:120]})"
        for each in violations
        for node in each["nodes"]
    ]
    assert told == []


@pytest.mark.parametrize("width", WIDTHS)
def test_endless_words_do_not_widen_the_page(browser: Any, tmp_path: Path, width: int) -> None:
    endless = "Donaudampfschiffahrt" * 60
    change = {
        "title": endless,
        "sides": [{"id": "N", "name": endless}],
        "actors": [{"id": "guard", "name": endless}],
        "sources": [{"id": "gazette", "title": endless, "url": f"https://example.org/{endless}"}],
        "claims": [{"id": "c1", "says": endless, "grade_because": endless}],
        "events": [{"id": "seizure", "what": endless}],
        "conflicts": [{"id": "was-it-said", "about": endless}],
        "questions": [{"id": "harder", "ask": endless}],
    }
    case = case_of(json.dumps(changed(json.dumps(change))))
    found = findings(title=endless, rule=endless)
    report = write_report(found, brief(case), tmp_path / "report.html")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(0)
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    found_width, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    page.close()
    assert found_width <= room


def test_it_prints_whole(browser: Any, report: Path) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.set_default_timeout(0)
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    wide = page.evaluate(
        """[...document.querySelectorAll('table, svg, pre')]
            .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
            .map((each) => each.outerHTML.slice(0, 80))"""
    )
    hidden = page.evaluate(
        """[...document.querySelectorAll('details > :not(summary)')]
            .filter((each) => each.getBoundingClientRect().height === 0).length"""
    )
    page.close()
    assert wide == []
    assert hidden == 0
