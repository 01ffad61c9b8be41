from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.case.harbor import HARBOR, MODELS, changed, check, check_text
from tests.counting import n_lines

from standoff.case import Case, check_case, check_document, read_case
from standoff.errors import FileProblem, InvalidDocument, UnknownName
from standoff.text.diagnostic import render
from standoff.text.document import parse_document, read_document

PROBLEMS = HARBOR.with_name("problems.yaml")


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(HARBOR, MODELS)


def test_a_case_is_read(case: Case):
    assert (case.id, case.model, case.given) == ("harbor", "toy", ("seize",))
    assert str(case.as_of) == "2031-05-10"
    assert str(case.claim("c1").grade) == "B2"
    assert case.event("threat").date.precision == "month"
    assert case.event("threat").reporting == ("c2", "c3", "c4")
    assert case.question("harder").set == {"cost": "cost * 2"}
    assert [each.center for each in case.assumptions] == [0.6, 0.35, 0.5]
    assert case.assumptions[1].distribution.quantile([0.05]).round(9).tolist() == [0.2]
    assert case.side("S").role == "challenger"
    assert case.actor("guard").side == "N"
    assert case.conflict("was-it-said").positions[1].claims == ("c4",)


def test_every_element_knows_its_line(case: Case):
    lines = HARBOR.read_text(encoding="utf-8").split("\n")
    elements = [
        *case.sides, *case.sources, *case.actors, *case.events, *case.claims, *case.conflicts,
        *case.questions,
    ]  # fmt: skip
    for each in elements:
        assert f"id: {each.id}" in lines[each.line - 1]
    assert "claim: c2" in lines[case.assumptions[1].without[0].line - 1]
    assert "It was not." in lines[case.conflicts[0].positions[1].line - 1]
    assert case.assumptions[1].without[0].at == ("assumptions", 1, "without", 0)
    assert case.path == str(HARBOR)


def test_a_case_is_frozen_and_survives_being_pickled(case: Case):
    with pytest.raises(ValidationError):
        case.title = "other"
    copy = pickle.loads(pickle.dumps(case))
    assert copy == case
    assert copy.claim("c4").line == case.claim("c4").line


def test_what_a_case_does_not_have_is_told_with_what_it_has(case: Case):
    with pytest.raises(UnknownName, match="Known: c1, c2"):
        case.claim("c99")


def test_all_problems_of_a_file_are_told_at_once():
    found = check_case(PROBLEMS, MODELS)
    expected = PROBLEMS.with_suffix(".txt").read_text(encoding="utf-8")
    document = read_document(PROBLEMS)
    named = parse_document(document.text, "problems.yaml")
    assert render(found, named, most=1000) + "\n" == expected
    assert len({each.code for each in found}) >= 20


def test_reading_stops_at_errors_and_shows_all_of_them():
    with pytest.raises(InvalidDocument) as caught:
        read_case(PROBLEMS, MODELS)
    text = str(caught.value)
    errors = [each for each in caught.value.diagnostics if each.severity == "error"]
    assert text.count(str(PROBLEMS)) == len(errors) + 1
    assert "(warning)" not in text
    assert "Did you mean 'gazette'?" in text
    assert len(caught.value.diagnostics) > len(errors)


def test_warnings_do_not_stop_reading(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_text("standoff: 1\nid: x\ntitle: x\nsources: [{id: s, title: s}]\n")
    assert [each.code for each in check_case(path)] == ["SC039"]
    assert read_case(path).sources[0].date.precision == "unknown"


def test_without_an_id_the_rules_still_run():
    found = {each.code for each in check(changed("id:\nclaims: [{id: c1, source: x}]"))}
    assert {"SC006", "SC014"} <= found


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "SC006", "the file is empty"),
        ("# nothing yet\n", "SC006", "the file is empty"),
        ("~", "SC006", "the file is empty"),
        ("- a\n- b\n", "SC007", "the file is not a block of keys"),
        ("just words", "SC007", "the file is not a block of keys"),
        ("standoff: [", "SC001", "never closed"),
    ],
)
def test_a_text_that_is_no_case_has_one_problem(text: str, code: str, message: str):
    (found,) = check_text(text)
    assert found.code == code
    assert message in found.message or code == "SC001"


@pytest.mark.parametrize(
    ("change", "message", "right", "suggestion"),
    [
        ("title: 1984", "'title' is 1984, not a text", "quotation marks", 'write "1984"'),
        ("title: ''", "'title' is '', not a text", "At least one", ""),
        ("standoff: 2", "'standoff' cannot be 2", "Listed: 1.", ""),
        ("given: seize", "'given' is 'seize', not a list", "A list", "write [seize]"),
        ("claims: [{id: c1, status: [offical]}]", "item 1 of 'status'", "'official'?", ""),
        ("claims: [{id: c1, reliability: b}]", "'reliability' cannot be 'b'", "'B'?", ""),
        ("claims: [{id: c1, credibility: '2'}]", "'credibility' cannot be '2'", "1, 2, 3", ""),
        ("claims: [{id: c1, who: []}]", "'who' has 0 items", "At least 1.", ""),
        ("claims: [{id: 'c 1'}]", "the id 'c 1' holds a sign", "Letters", ""),
        ("claims: [{id: c1, says: ~}]", "claim 'c1' lacks the key 'says'", "", "add 'says:'"),
        ("events: [{id: threat, paragraphs: [0]}]", "'paragraphs' is 0", "at least", ""),
        ("events: [{id: threat, code: {category: X, negated: 1}}]", "not true or false", "", ""),
        ("events: [{id: threat, code: COERCE}]", "'code' is 'COERCE', not a block", "Keys", ""),
        ("events: [{id: threat, code: {categry: X, mode: y}}]", "'code' has no key", "", ""),
        ("assumptions: [{parameter: cost, value: '.3'}]", "'value' is '.3', not a number", "", ""),
        ("assumptions: [{parameter: cost, value: .inf}]", "not a finite number", "", ""),
        ("assumptions: [{parameter: cost, value: 1e200}]", "is 1e+200", "at most 1e+100", ""),
        ("assumptions: [{parameter: cost, value: true}]", "'value' is true, not a number", "", ""),
        ("assumptions: [{parameter: cost, range: fixed}]", "'fixed' needs a value", "", ""),
        ("assumptions: [{parameter: cost, word: perhaps}]", "has no word 'perhaps'", "Listed", ""),
        ("questions: [{id: silent, set: [a]}]", "'set' is a list, not a block of keys", "", ""),
        ("questions: [{id: silent, set: {cost: []}}]", "not a number or an expression", "", ""),
        ("game: ../game.yaml", "'game' cannot be '../game.yaml'", "A text of the form", ""),
        ("as_of: {a: 1}", "is not a date", "", ""),
        ("conflicts: [{id: was-it-said, positions: []}]", "has 0 items", "At least 2", ""),
        ("sides: [{id: N, iso3: nor}]", "'iso3' cannot be 'nor'", "", ""),
    ],
)  # fmt: skip
def test_misshapen_values_are_told_in_plain_words(
    change: str, message: str, right: str, suggestion: str
):
    wrong = [each for each in check(changed(change)) if each.code <= "SC009"]
    assert len(wrong) >= 1
    assert any(
        message in each.message and right in each.right and suggestion in each.suggestion
        for each in wrong
    ), wrong


def test_a_misspelled_key_is_told_where_it_stands():
    document = parse_document("standoff: 1\nid: x\ntitle: x\nclaim: []\n")
    case, (found,) = check_document(document)
    assert case is None
    assert (found.code, found.span.line, found.span.length) == ("SC005", 4, 5)
    assert "Did you mean 'claims'?" in found.right


def test_a_text_problem_is_not_told_again_as_a_shape_problem():
    found = check_text("standoff: 1\nid: x\ntitle: *x\n")
    assert [each.code for each in found] == ["SC002"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(FileProblem):
        read_case(tmp_path / "case.yaml")
    with pytest.raises(FileProblem):
        check_case(tmp_path)


def test_twice_the_claims_are_twice_the_work():
    def work(n_claims):
        claims = "".join(
            f"  - id: c{n}\n    says: Something.\n    who: [outlet]\n    status: [outlet]\n"
            "    source: s\n    reliability: B\n    credibility: 2\n    supports: [c1]\n"
            for n in range(n_claims)
        )
        text = f"standoff: 1\nid: x\ntitle: x\nsources: [{{id: s, title: s}}]\nclaims:\n{claims}"
        return n_lines(lambda: check_document(parse_document(text), MODELS))

    work(10)
    few, many = work(30), work(60)
    assert few < many < 2.2 * few
