from __future__ import annotations

import json
import os
import re
import stat
from html.parser import HTMLParser
from math import nan
from pathlib import Path

import pytest
from tests.case.harbor import changed
from tests.report.findings_fixture import brief, case_of, findings

from standoff.case.grade import words
from standoff.errors import FileProblem
from standoff.report.page import SECTIONS, render, write_report
from standoff.study.findings import Findings


class Page(HTMLParser):
    """Gathers what the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.headings: list[int] = []
        self.text: list[str] = []
        self._silent = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self._silent += tag in ("style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "svg")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


@pytest.fixture(scope="module")
def text() -> str:
    return render(findings(), brief())


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_sections_come_in_the_promised_order(page: Page) -> None:
    ids = [each for each in page.ids if each in dict(SECTIONS)]
    # The deeper questions were not asked of these findings (see test_further.py).
    asked = [id for id, _ in SECTIONS if id not in ("forecast", "boxes", "record")]
    assert ids == asked


def test_ids_are_unique_and_inner_links_lead_somewhere(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner
    assert inner <= set(page.ids)


def test_a_number_can_be_followed_to_its_source(page: Page) -> None:
    assert "#parameter-case_value" in page.links
    assert "#claim-c2" in page.links
    assert "#source-gazette" in page.links
    assert {"parameter-case_value", "claim-c2", "source-gazette"} <= set(page.ids)


def test_nothing_runs_and_nothing_is_loaded(text: str, page: Page) -> None:
    assert "script" not in page.tags
    assert not {"link", "iframe", "object", "img", "image", "use", "base", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    loading = {"src", "srcset", "xlink:href", "action", "data", "poster"}
    assert not [name for name, _ in page.attributes if name in loading]
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_the_outline_has_no_gaps(page: Page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        assert after <= before + 1


def test_landmarks_language_and_skip_link(text: str, page: Page) -> None:
    assert '<html lang="en">' in text
    for tag in ("header", "nav", "main", "footer"):
        assert page.tags.count(tag) == 1
    assert page.links[0] == "#content"
    assert page.tags.count("caption") == page.tags.count("table")
    assert page.tags.count("figcaption") == page.tags.count("figure")


def test_the_bottom_line_says_chance_range_and_reasons(page: Page) -> None:
    said = " ".join("".join(page.text).split()).replace("\u202f", " ")
    assert "there is a roughly even chance (52 %) that Norland asks for the charges" in said
    assert "the chance runs from 0 % to 100 % in nine sets of ten" in said
    assert "belief needed was 40 %, and the belief held 45 %" in said
    assert "above .401 instead of .35" in said
    assert "below 40 % instead of 45 %" in said


def sentences_about_confidence(said: str) -> list[str]:
    """Return them, after making sure that none speaks of a likelihood."""
    likelihood = [name for word in words() for name in (word.label, word.alternative)]
    found = [each for each in re.split(r"[.:;!?]\s", said) if "onfidence" in each]
    for sentence in found:
        assert not [name for name in likelihood if re.search(rf"\b{name}\b", sentence)], sentence
        assert "%" not in sentence
    return found


def test_likelihood_and_confidence_never_share_a_sentence(page: Page) -> None:
    assert sentences_about_confidence(" ".join("".join(page.text).split()))


def test_the_cross_check_says_that_it_disagrees(page: Page) -> None:
    said = " ".join("".join(page.text).split())
    assert "public semi, which is on the list and is not the one followed here" in said


def test_what_a_case_lacks_is_left_out() -> None:
    bare = case_of("standoff: 1\nid: x\ntitle: Nothing yet\n")
    found = findings(
        further=None, threats=(), questions=(), claim_effects=(), histograms=(), outside=None,
        shares=(("regime", ()),), base=(), break_evens=(), swings=(), equilibria=(), given=(),
    )  # fmt: skip
    page = Page(render(found, brief(bare)))
    assert not {"timeline", "threat", "regimes", "questions", "claims", "sources"} & set(page.ids)
    assert {"bottom-line", "parameters", "limits", "provenance"} <= set(page.ids)
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)


def test_missing_answers_are_said_and_not_shown_as_nan(page: Page) -> None:
    said = "".join(page.text)
    assert not re.search(r"\bnan\b", said)
    assert "Outside what the model assumes." in said
    found = findings()
    silent = found.estimates[0].__class__("drop", nan, (nan, nan, nan), nan)
    text = render(findings(estimates=(silent, *found.estimates[1:])), brief())
    assert "it cannot be said how likely it is" in text


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
REORDERING = "\u202egnitareoc\u2066"


def _hostile() -> Findings:
    found = findings()
    question = found.questions[0].__class__(
        "harder", HOSTILE, (HOSTILE,), HOSTILE, 0.3, 0.52, (), 9, HOSTILE
    )
    effect = found.claim_effects[0].__class__(
        "c2", "deny", ((HOSTILE, HOSTILE),), 0.2, 0.52, ((HOSTILE, 0.1, 0.2),), HOSTILE
    )
    return findings(
        title=HOSTILE + REORDERING, rule=HOSTILE, questions=(question,), claim_effects=(effect,)
    )


def test_text_of_strangers_stays_text() -> None:
    claims = [
        {"id": "c2", "says": HOSTILE + REORDERING, "grade_because": HOSTILE},
        {"id": "c1", "says": "x" * 5000},
        {"id": "c5", "says": "🚢 ' \" & &lt; {{ 7 * 7 }} {% raw %}"},
    ]
    change = {
        "title": HOSTILE,
        "summary": HOSTILE,
        "sides": [{"id": "S", "name": HOSTILE}],
        "actors": [{"id": "minister", "name": HOSTILE}],
        "sources": [
            {"id": "gazette", "title": HOSTILE, "url": "javascript:alert(1)"},
            {"id": "radio", "url": "https://example.org/?a=1&b=<x>"},
        ],
        "claims": claims,
        "events": [{"id": "threat", "what": HOSTILE}],
        "conflicts": [{"id": "was-it-said", "about": HOSTILE, "note": HOSTILE}],
        "questions": [{"id": "harder", "ask": HOSTILE, "because": HOSTILE}],
    }
    data = changed(json.dumps(change, ensure_ascii=False))
    case = case_of(json.dumps(data, ensure_ascii=False))
    text = render(_hostile(), brief(case))
    page = Page(text)
    assert not {"script", "img"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [link for link in page.links if not re.match(r"#|https://(doi|example)\.org/", link)]
    assert "javascript:alert(1)" in "".join(page.text), "shown as text"
    assert not set("\u202e\u2066") & set(text)
    assert "{{ 7 * 7 }}" in "".join(page.text)


def test_a_good_address_is_linked() -> None:
    case = case_of(
        json.dumps(changed("sources: [{id: gazette, url: 'https://example.org/a?b=1&c=2'}]"))
    )
    page = Page(render(findings(), brief(case)))
    assert "https://example.org/a?b=1&c=2" in page.links


def test_the_file_appears_whole_and_replaces_the_old_one(tmp_path: Path, text: str) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")
    assert write_report(findings(), brief(), target) == target
    assert target.read_text(encoding="utf-8") == text
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


def test_a_folder_that_is_not_there_is_a_problem_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be written"):
        write_report(findings(), brief(), tmp_path / "nowhere" / "report.html")


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="is a folder"):
        write_report(findings(), brief(), tmp_path)


def test_a_failure_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileProblem, match="No space left"):
        write_report(findings(), brief(), target)
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text(encoding="utf-8") == "old"


def test_two_renderings_are_the_same(text: str) -> None:
    assert render(findings(), brief()) == text


@pytest.mark.parametrize("folder", ["report", "view"])
def test_the_founding_case_is_not_written_into_the_general_report(root: Path, folder: str) -> None:
    about_it = re.compile(r"\b(suspect|charges|Mexico|Cienfuegos|DEA|general returns)\b")
    written = {
        path.name
        for kind in ("*.j2", "*.py")
        for path in (root / "src/standoff" / folder).rglob(kind)
        # Examples in docstrings may be about anything.
        if about_it.search(re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.S))
    }
    assert written == set()
