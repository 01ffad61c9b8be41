from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import FileProblem
from standoff.text.characters import unreadable
from standoff.text.diagnostic import render
from standoff.text.document import Document, Span, parse_document, read_document


def codes(document: Document) -> list[str]:
    return [each.code for each in document.diagnostics]


def only(text: str) -> tuple[str, Span, str]:
    """Return the code, place and message of the one thing that is wrong with a text."""
    (found,) = parse_document(text).diagnostics
    return found.code, found.span, found.message


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("22:30", "22:30"),
        ("2020-11-18", "2020-11-18"),
        ("2020-11", "2020-11"),
        ("2020", 2020),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-7", -7),
        ("+7", 7),
        (".2", 0.2),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("-.inf", float("-inf")),
        ("1e999", float("inf")),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("''", ""),
        ("c01", "c01"),
        ("<<", "<<"),
        ("=", "="),
        ("١", "١"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: object):
    document = parse_document(f"key: {written}\n")
    assert document.diagnostics == ()
    assert document.data == {"key": value}
    assert isinstance(document.data, dict)
    assert isinstance(document.data["key"], bool) == isinstance(value, bool)


def test_nan_is_a_float():
    data = parse_document("key: .nan").data
    assert isinstance(data, dict)
    assert data["key"] != data["key"]


def test_every_value_and_key_has_its_place():
    document = parse_document(
        "a: 1\nb: [x, {c: .5}]\ne:\n  - f: >-\n      long\n      text\n    g:\n"
    )
    assert document.data == {"a": 1, "b": ["x", {"c": 0.5}], "e": [{"f": "long text", "g": None}]}
    assert document.span("b") == Span(2, 4, 12)
    assert document.span("b", 1, "c") == Span(2, 12, 2)
    assert document.key_span("b", 1, "c") == Span(2, 9, 1)
    assert document.span("e", 0) == Span(4, 5, 5)
    assert document.span("e", 0, "f") == Span(4, 8, 2)
    # Nothing stands there, so the key is shown.
    assert document.span("e", 0, "g") == Span(7, 5, 1)
    # What is not there is looked for around it.
    assert document.span("e", 0, "h", "i") == document.span("e", 0)
    assert document.key_span("e", 1) == document.span("e")
    assert document.span("nowhere") == document.span()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_whatever_ends_them(line_break: str):
    document = parse_document(f"\ufeffa: 1{line_break}é: [ü, b]{line_break}")
    assert document.data == {"a": 1, "é": ["ü", "b"]}
    assert document.span("é", 1) == Span(2, 8, 1)
    assert document.lines == ("a: 1", "é: [ü, b]", "")


@pytest.mark.parametrize(
    ("text", "code", "span", "message"),
    [
        ("a: b: c", "SC001", Span(1, 5, 1), "a colon followed by a space"),
        ("a:\n\t- b", "SC001", Span(2, 1, 1), "a tab stands where YAML wants spaces"),
        ("a: 1\nb: [1, 2\nc: 3", "SC001", Span(3, 2, 1), "is not closed"),
        ("a: 1\nb: 'x\nc: 3", "SC001", Span(2, 4, 1), "never closed"),
        ("a: 1\nb\nc: 3", "SC001", Span(2, 1, 1), "not 'key: value'"),
        ("a:\n  - b: 1\n   c: 2", "SC001", Span(3, 4, 1), "not indented like its neighbors"),
        ("a: @b", "SC001", Span(1, 4, 1), "must not begin with this character"),
        ('a: "x\\x01y"', "SC073", Span(1, 6, 4), "the character U+0001"),
        ('a:\n  "k\\e": "\\\\x01 b"', "SC073", Span(2, 5, 2), "the character U+001B"),
        ('a: "b\n  \\\\x01 \\u0007"', "SC073", Span(2, 9, 6), "the character U+0007"),
        ('a: "\\ud800"', "SC001", Span(1, 7, 1), "stands for no character"),
        ('a: "\\d"', "SC001", Span(1, 5, 1), "a backslash has a meaning"),
        ("a: 1\nb: \x1b[31m", "SC001", Span(2, 4, 1), "control character U+001B"),
        ("a: 1\r\nb: \x00", "SC001", Span(2, 4, 1), "control character U+0000"),
        ("a: \ud800", "SC001", Span(1, 4, 1), "control character U+D800"),
        ("a: &b 1", "SC002", Span(1, 4, 4), "the anchor '&b'"),
        ("a: !!float 1", "SC002", Span(1, 4, 9), "the tag '!!float'"),
        ("a: *b", "SC002", Span(1, 4, 2), "the alias '*b'"),
        ("a: 1\n---\nb: 2", "SC002", Span(2, 1, 3), "a second document"),
        ("a: {{b}}", "SC002", Span(1, 5, 1), "used as a key"),
        ("? [1]\n: 2", "SC002", Span(1, 3, 1), "used as a key"),
        ("a: 1\nb: 2\na: 3", "SC003", Span(3, 1, 1), "'a' is already written in line 1"),
        ("a: " + "9" * 101, "SC004", Span(1, 4, 101), "a number of 101 digits"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_text_is_told_with_its_place(
    text: str, code: str, span: Span, message: str
):
    found_code, found_span, found_message = only(text)
    assert (found_code, found_span) == (code, span)
    assert message in found_message


def test_unreadable_text_has_no_data_and_the_rest_has():
    assert parse_document("a: 1\nb: [").data is None
    assert parse_document("a: &x 1\nb: *x\nc: 3").data == {"a": 1, "b": None, "c": 3}


def test_of_a_repeated_key_the_first_value_stays_and_its_inside_is_not_compared():
    document = parse_document("a: {x: 1}\na: {x: 2, y: {z: 1}}\n")
    assert document.data == {"a": {"x": 1}}
    assert codes(document) == ["SC003"]
    assert document.span("a", "x") == Span(1, 8, 1)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_an_empty_text_is_no_problem_here(text: str):
    document = parse_document(text)
    assert document.data is None
    assert document.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "{a: " * 100_000,
        "[{a: " * 50_000,
        "\n".join(" " * n + "a:" for n in range(400)),
    ],
)
def test_deep_nesting_is_refused(text: str):
    document = parse_document(text)
    assert codes(document) == ["SC004"]
    assert document.data is None


def test_fifty_levels_are_allowed():
    assert codes(parse_document("[" * 50 + "]" * 50)) == []
    assert codes(parse_document("[" * 51 + "]" * 51)) == ["SC004"]


def test_too_many_values_are_refused():
    assert codes(parse_document("[" + "1," * 99_999 + "]")) == []
    assert codes(parse_document("[" + "1," * 100_000 + "]")) == ["SC004"]


def test_a_bomb_of_aliases_is_refused():
    names = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    document = parse_document("\n".join(lines))
    assert set(codes(document)) == {"SC002"}
    assert len(document.marks) < 100


@given(
    st.text(
        alphabet=st.sampled_from(list("ab:-[]{}#&*!|>'\"%@`,? \n\t\x00\x85é😀1.e~<=")), max_size=60
    )
)
def test_no_text_makes_it_fail(text: str):
    document = parse_document(text)
    for path, span in document.marks.items():
        assert span.length >= 1, path
        assert 1 <= span.line <= len(document.lines)
        assert 1 <= span.column <= len(document.lines[span.line - 1]) + 1
    assert render(document.diagnostics, document).count("More: ") == len(document.diagnostics)


# Control characters are refused, however they are written.
TEXTS = st.text(max_size=8).filter(lambda text: not unreadable(text))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text("abcdef", min_size=1, max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN, st.booleans())
def test_what_another_program_writes_is_read_back(data: object, flow: bool):
    text = yaml.safe_dump(data, default_flow_style=flow, sort_keys=False)
    # The other program quotes for YAML 1.1, which protects everything that 1.2 would misread.
    assert parse_document(text).data == data


@given(PLAIN)
def test_the_marks_point_at_every_value(data: object):
    document = parse_document(yaml.safe_dump(data, allow_unicode=True))

    def walk(value: object, path: tuple[str | int, ...]) -> None:
        assert path in document.marks
        if isinstance(value, dict):
            for key, inner in value.items():
                assert (*path, key) in document.key_marks
                walk(inner, (*path, key))
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                walk(inner, (*path, n))

    walk(document.data, ())


def test_the_slow_reader_says_the_same(monkeypatch: pytest.MonkeyPatch):
    text = "a: [x, {b: .5}]\nc:\n  - d: 'e'\n    f: |\n      g\nh:\n"
    fast = parse_document(text)
    monkeypatch.setattr("standoff.text.yaml_data._Loader", yaml.SafeLoader)
    slow = parse_document(text)
    assert (slow.data, slow.marks, slow.key_marks) == (fast.data, fast.marks, fast.key_marks)


def test_a_file_is_read_as_utf_8(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_bytes("\ufefftitle: López\r\n".encode())
    document = read_document(path)
    assert document.data == {"title": "López"}
    assert document.path == str(path)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: 1\ntitle: L\xf3pez\n")
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path, message in [
        (tmp_path / "missing.yaml", "no such file"),
        (tmp_path, "is a folder"),
        (latin, "latin.yaml:2"),
        (latin / "inside", "no such file"),
        (pipe, "a device or a pipe"),
        (tmp_path / ("x" * 5000), "cannot be read"),
        ("a\x00b", "cannot be read"),
    ]:
        with pytest.raises(FileProblem, match=message):
            read_document(path)


def test_a_large_file_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    with monkeypatch.context() as patch:
        patch.delattr("builtins.open")
        with pytest.raises(FileProblem, match="100,000,000 bytes"):
            read_document(path)
    path.write_text("a: 1")
    assert read_document(path, max_bytes=4).data == {"a": 1}
    with pytest.raises(FileProblem, match="4 bytes"):
        read_document(path, max_bytes=3)
