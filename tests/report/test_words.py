from __future__ import annotations

import pytest

from standoff.case.schema import Case
from standoff.report.words import SideNames, chance_that, count, listed, tiny, web_address
from standoff.view.numerals import percent


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the target gives in", "the United States gives in"),
        ("The target's loss", "The United States' loss"),
        ("what the challenger's army wants", "what Mexico's army wants"),
        (
            "every challenger threatens in private",
            "Mexico, resolved or bluffing, threatens in private",
        ),
        ("costs a resolved challenger; if it likes to", "costs a resolved Mexico; if it likes to"),
        ("costs a challenger of the bluffing kind", "costs a bluffing Mexico"),
        ("only a challenger that likes it", "only a Mexico that likes it"),
        ("targeting the challengers", "targeting the challengers"),
    ],
)
def test_roles_become_names(text: str, said: str) -> None:
    assert SideNames("Mexico", "the United States").put(text) == said


def test_without_sides_the_roles_stay() -> None:
    case = Case.model_validate({"standoff": 1, "id": "x", "title": "x"})
    assert SideNames.of(case).put("the target gives in") == "the target gives in"


def test_countries_get_their_article() -> None:
    case = Case.model_validate(
        {
            "standoff": 1,
            "id": "x",
            "title": "x",
            "sides": [
                {"id": "a", "name": "Netherlands", "role": "target", "iso3": "NLD"},
                {"id": "b", "name": "Peru", "role": "challenger", "iso3": "PER"},
                {"id": "c", "name": "Chile", "role": "challenger", "iso3": "CHL"},
            ],
        }
    )
    assert SideNames.of(case) == SideNames("Peru", "the Netherlands")
    assert SideNames.of(case).player("Target") == "The Netherlands"
    assert SideNames.of(case).player("Chance") == "Chance"


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "as good as ruled out"),
        (0.03, "almost no chance"),
        (0.12, "very unlikely"),
        (0.3, "unlikely"),
        (0.5, "a roughly even chance"),
        (0.7, "likely"),
        (0.9, "very likely"),
        (0.97, "almost certain"),
        (1.0, "as good as certain"),
        (float("nan"), "cannot be said"),
    ],
)
def test_every_chance_has_its_word_and_number(p: float, words: str) -> None:
    said = chance_that(p)
    assert words in said
    assert said.endswith(" that")
    if p == p:
        assert percent(p) in said
    if words == "almost no chance":
        assert "a almost" not in said


def test_counts_and_lists() -> None:
    assert count(0, "claim") == "no claims"
    assert count(2, "of them rests", "of them rest") == "two of them rest"
    assert count(1234, "draw") == "1,234 draws"
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(("a", "b"), "or") == "a or b"


def test_tiny_numbers_keep_their_size() -> None:
    assert tiny(2.3e-10) == "2e-10"
    assert tiny(-1e-9) == "1e-9"
    assert tiny(0.5) == ".5"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "//example.org/x",
        "https:",
        "http://[broken",
        'https://example.org/" onclick="x',
        "ftp://example.org/",
        "",
    ],
)
def test_only_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) == ""


def test_web_addresses_are_kept() -> None:
    assert web_address(" https://example.org/a?b=1&c=2 ") == "https://example.org/a?b=1&c=2"
