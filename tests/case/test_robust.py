"""Whatever is done to a case file, checking it returns diagnostics."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.case.accidents import JUNK, mutate
from tests.case.harbor import HARBOR, MODELS

from standoff.case import check_case, check_document, read_case
from standoff.case.read import MAX_PER_RULE
from standoff.errors import FileProblem, InvalidDocument, StandoffError
from standoff.text.diagnostic import has_errors, render, to_json
from standoff.text.document import parse_document

LINES = HARBOR.read_text(encoding="utf-8").split("\n")
# Half of the mutations begin from a case that is wrong in many ways already.
PROBLEM_LINES = HARBOR.with_name("problems.yaml").read_text(encoding="utf-8").split("\n")

junk = st.sampled_from(JUNK) | st.text(max_size=12)
position = st.integers(0, 200)
mutation = (
    st.tuples(st.just("delete"), position, st.just(""))
    | st.tuples(st.just("repeat"), position, st.just(""))
    | st.tuples(st.just("swap"), position, st.just(""))
    | st.tuples(st.just("indent"), position, st.sampled_from([" ", "  ", "\t", "    - "]))
    | st.tuples(st.just("dedent"), position, st.just(""))
    | st.tuples(st.just("line"), position, junk)
    | st.tuples(st.just("value"), position, junk)
    | st.tuples(st.just("inside"), position, junk)
    | st.tuples(st.just("key"), position, junk)
    | st.tuples(st.just("cut"), position, st.just(""))
)


def look(text: str) -> None:
    """Do to a text all that users do, and allow nothing but diagnostics."""
    document = parse_document(text, "case.yaml")
    case, found = check_document(document, MODELS)
    assert case is not None or has_errors(found)
    for each in found:
        assert each.message
        assert 1 <= each.span.line <= len(document.lines)
    rendered = render(found, document, most=20)
    assert "\x1b" not in rendered
    assert "\x07" not in rendered
    to_json(found, document.path)
    if case is not None and not has_errors(found):
        for assumption in case.assumptions:
            facts = MODELS["toy"].parameter(assumption.parameter)
            bounds = (facts.low, facts.high) if facts else (-1e9, 1e9)
            values = assumption.distribution.quantile([0.01, 0.5, 0.99], *bounds)
            assert bounds[0] <= values.min() <= values.max() <= bounds[1]


@settings(max_examples=1500)
@given(st.sampled_from([LINES, PROBLEM_LINES]), st.lists(mutation, min_size=1, max_size=5))
def test_no_accident_makes_checking_fail(lines: list[str], mutations: list[tuple[str, int, str]]):
    look(mutate(lines, mutations))


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_no_value_in_any_place_makes_checking_fail(junk: str):
    # Every third line, beginning elsewhere for every value.
    for n in range(JUNK.index(junk) % 3, len(LINES), 3):
        look(mutate(LINES, [("value", n, junk)]))


@settings(max_examples=300)
@given(st.binary(max_size=200))
@example(b"")
@example(b"\xff\xfes\x00")
@example(b"\xef\xbb\xbfstandoff: 1\r\nid: x\r\ntitle: x\r\n")
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    path = tmp_path_factory.mktemp("bytes") / "case.yaml"
    path.write_bytes(content)
    with contextlib.suppress(StandoffError):
        read_case(path, MODELS)


@pytest.mark.parametrize(
    "content",
    [b"", b"# nothing\n", b"\x00" * 100, b"\xff\xfe" + "standoff: 1".encode("utf-16-le"),
     b"standoff:\t1\n\tid: x\n", b"standoff: 1\nid: L\xf3pez\n", b"[" * 100_000, b"- " * 100_000,
     b"a: &a [*a]\n", b"\n" * 500_000, b"'" + b"x" * 900_000],
    ids=range(11),
)  # fmt: skip
def test_broken_files_are_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    with pytest.raises((FileProblem, InvalidDocument)) as caught:
        read_case(path)
    assert str(path) in str(caught.value)


def test_line_breaks_of_other_systems_change_nothing(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode())
    case = read_case(path, MODELS)
    assert case.claim("c4").line == read_case(HARBOR, MODELS).claim("c4").line


def test_a_huge_file_is_refused(tmp_path: Path):
    path = tmp_path / "case.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(FileProblem, match="too big"):
        check_case(path)


def many(item: str, n_items: int = 8000) -> str:
    return "\n".join(item.format(n=n) for n in range(n_items))


CLAIM = (
    "  - {{id: c{n}, says: x, who: [x{n}], status: [named], source: s{n}, reliability: B,"
    " credibility: 1, supports: [d{n}]}}"
)


@pytest.mark.parametrize(
    "section",
    [
        "claims:\n" + many(CLAIM),
        "claims:\n" + many("  - {{id: c{n}, sys: x}}"),
        "x{n}: 1\n" + many("k{n}: 1"),
        "events:\n" + many("  - {{id: e, date: unknown, what: x, claims: [c{n}], cause: [c{n}]}}"),
        "assumptions:\n" + many("  - {{parameter: p{n}, range: 1 to 2, because: x, claims: [c]}}"),
        "conflicts:\n  - id: x\n    about: x\n    positions:\n"
        + many("      - {{says: x, claims: [c{n}, c1]}}"),
        "questions:\n" + many("  - {{id: q{n}, ask: x, set: {{a{n}: b{n}}}, remove: [m{n}]}}"),
        "events:\n  - {id: e, date: unknown, what: x, claims: [" + "c, " * 90_000 + "c]}",
    ],
    ids=range(8),
)
def test_files_full_of_problems_are_checked(section: str):
    text = f"standoff: 1\nid: x\ntitle: x\nmodel: toy\n{section}\n"
    document = parse_document(text)
    _, found = check_document(document, MODELS)
    render(found, document)
    to_json(found)
    assert 0 < len(found) < 20 * MAX_PER_RULE
