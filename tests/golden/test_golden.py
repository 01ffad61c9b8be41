"""Answers change only where somebody meant them to."""

from __future__ import annotations

import pytest
from tests.golden.__main__ import new_template
from tests.golden.difference import differences
from tests.golden.runs import ANSWERS, GOLDENS, Golden, Runs, text_of


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("golden")
    return Runs(new_template(folder), folder)


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.name)
def test_answers_are_the_kept_ones(golden: Golden, runs: Runs) -> None:
    before = golden.path.read_text(encoding="utf-8")
    after = runs.answer(golden)
    found = differences(before, after, is_json=golden.path.suffix == ".json")
    assert not found, "\n".join(
        [f"{golden.name} differs; if that is meant: python -m tests.golden --write", *found[:40]]
    )


def test_no_answer_is_kept_of_which_nothing_comes() -> None:
    kept = {path for path in ANSWERS.rglob("*") if path.is_file()}
    assert kept == {golden.path for golden in GOLDENS}


def test_numbers_are_told_with_their_place_and_change() -> None:
    before = '{"shares": [{"name": "war", "mean": 0.5}, {"name": "peace", "mean": 0.5}], "n": 3}'
    after = '{"shares": [{"name": "war", "mean": 0.4}, {"name": "peace", "mean": 0.5}], "m": 3}'
    assert differences(before, after, is_json=True) == [
        "shares[0].mean: 0.5 -> 0.4 (-0.1, -20 %)",
        "n: gone (was 3)",
        "m: new (3)",
    ]


def test_words_and_lines_are_told() -> None:
    found = differences("a war\n12 % of it\nend", "a war\n13 % of it\nmore\nend", is_json=False)
    assert found == ["line 2: 12 -> 13 (+1, +8.3 %): 13 % of it", "line 3 is new: more"]
    assert differences("1 war", "1 peace", is_json=False) == [
        "line 1 is gone: 1 war",
        "line 1 is new: 1 peace",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [('{"a": 1e-12}', '{"a": -1e-12}'), ('{"a": NaN}', '{"a": NaN}'), ("[1]", "[1.0]")],
)
def test_rounding_is_no_difference(before: str, after: str) -> None:
    assert differences(before, after, is_json=True) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [('{"a": NaN}', '{"a": 0.0}'), ('{"a": true}', '{"a": 1}'), ("[1, 2]", "[1]"), ("null", "0")],
)
def test_what_is_no_rounding_is_a_difference(before: str, after: str) -> None:
    assert differences(before, after, is_json=True)


def test_a_page_is_read_without_its_style() -> None:
    page = "<style>p {}</style><p>It is <b>likely</b></p><script>x</script><li>12 %"
    assert text_of(page) == "It is likely\n12 %"
