from __future__ import annotations

import json

import pytest

from standoff.text.diagnostic import (
    Diagnostic,
    Kind,
    Span,
    has_errors,
    listed,
    nearest,
    printable,
    render,
    shown,
    sort,
    to_json,
)
from standoff.text.document import parse_document


class UnknownSource(Kind):
    """A claim cites a source that is not listed."""

    code = "SC014"
    name = "unknown-source"


BERLIN = parse_document("claims:\n  - id: c-17\n    source: cable-4711\n", "cases/berlin.yaml")


def test_the_whole_of_a_finding_is_rendered():
    found = UnknownSource.at(
        BERLIN.span("claims", 0, "source"),
        "claim 'c-17' cites a source that this case does not list",
        right=listed(["cable-471", "cable-472", "memo-9"], "cable-4711"),
        suggestion="correct the id, or add it under 'sources:'.",
    )
    assert render([found], BERLIN) == (
        "SC014 unknown-source: claim 'c-17' cites a source that this case does not list\n"
        "  cases/berlin.yaml:3:13\n"
        "  3 |     source: cable-4711\n"
        "    |             ^^^^^^^^^^\n"
        "  Listed: cable-471, cable-472, memo-9. Did you mean 'cable-471'?\n"
        "  Fix: correct the id, or add it under 'sources:'.   More: standoff explain SC014"
    )


def test_severity_is_named_unless_it_is_an_error():
    for severity, head in [
        ("error", "SC1 x:"),
        ("warning", "SC1 x (warning):"),
        ("note", "(note)"),
    ]:
        found = Diagnostic("SC1", "x", severity, "m", Span(1, 1))
        assert head in render([found], BERLIN).splitlines()[0]
        assert has_errors([found]) == (severity == "error")


def test_findings_are_sorted_by_place_and_told_once():
    late, early = UnknownSource.at(Span(3, 1), "b"), UnknownSource.at(Span(1, 5), "a")
    assert sort([late, early, late]) == [early, late]
    assert render([late, early], BERLIN).index("3:1") > render([late, early], BERLIN).index("1:5")


def test_many_findings_are_counted():
    found = [UnknownSource.at(Span(1, 1), str(n)) for n in range(1205)]
    assert render(found, BERLIN).endswith("... and 1,105 more")
    assert render(found, BERLIN, most=2000).count("SC014 unknown") == 1205


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\tb", "a b"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egnp", "\\u202egnp"),
        ("\u2066x\u200b", "\\u2066x\\u200b"),
        ("a\r\n", "a\\x0d\\x0a"),
        ("\x7f\x00", "\\x7f\\x00"),
        ("López 中 é", "López 中 é"),
    ],
)
def test_nothing_can_steer_a_terminal(text: str, safe: str):
    assert printable(text) == safe


def test_control_characters_are_escaped_everywhere_and_carets_stay_below():
    document = parse_document("a: x\u202ey bad\n", "\x1b[2J.yaml")
    found = Diagnostic("SC1", "x", "error", "\x07", Span(1, 8, 3), "\x1b", "\x9c")
    text = render([found], document)
    assert text == (
        "SC1 x: \\x07\n"
        "  \\x1b[2J.yaml:1:8\n"
        "  1 | a: x\\u202ey bad\n"
        "    |             ^^^\n"
        "  \\x1b\n"
        "  Fix: \\x9c   More: standoff explain SC1"
    )


def test_carets_count_wide_and_combining_characters():
    document = parse_document("a: 中文 e\u0301 bad\n")
    text = render([UnknownSource.at(Span(1, 10, 3), "m")], document).splitlines()
    assert text[3] == "    | " + " " * 10 + "^^^"


def test_long_lines_are_cut_around_the_place():
    document = parse_document("a: '" + "x" * 500 + "BAD" + "y" * 500 + "'\n")
    lines = render([UnknownSource.at(Span(1, 505, 3), "m")], document).splitlines()
    assert lines[2].startswith("  1 | ...xxx")
    assert lines[2].endswith("yyy...")
    start = lines[3].index("^")
    assert lines[2][start : start + 3] == "BAD"
    assert lines[3].count("^") == 3
    assert max(map(len, lines)) < 120


def test_places_outside_the_text_do_no_harm():
    for span in (Span(0, 0), Span(9, 9, 9), Span(1, 99, 5), Span(3, 1, 10_000)):
        assert "SC014" in render([UnknownSource.at(span, "m")], BERLIN)


def test_json_has_every_field_and_only_ascii():
    found = UnknownSource.at(Span(3, 13, 10), "é\x1b", right="r", suggestion="s")
    text = to_json([found], "berlin.yaml")
    assert text.isascii()
    assert json.loads(text) == [
        {
            "path": "berlin.yaml",
            "code": "SC014",
            "name": "unknown-source",
            "severity": "error",
            "message": "é\x1b",
            "span": {"line": 3, "column": 13, "length": 10},
            "right": "r",
            "suggestion": "s",
        }
    ]


def test_near_names_are_found_whatever_their_case():
    assert nearest("PRICE", ["prize", "cost"]) == "prize"
    assert nearest("price", []) == ""
    assert nearest("zzz", ["prize"]) == ""
    assert nearest("c0100", [f"c{n:04}" for n in range(3000)]) == "c0100"


def test_long_lists_are_shortened():
    assert listed([]) == "None is listed."
    assert (
        listed([f"s{n}" for n in range(10)]) == "Listed: s0, s1, s2, s3, s4, s5, s6, s7 (2 more)."
    )


def test_values_are_shown_short():
    assert shown("x" * 100) == "'" + "x" * 57 + "...'"
    assert shown({"a": [1, None]}) == '{"a": [1, null]}'
    assert shown(True) == "true"
