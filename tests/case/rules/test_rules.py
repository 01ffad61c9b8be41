"""Every rule finds its own example, and does not find its own fix."""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from dataclasses import replace
from typing import get_args

import pytest
from tests.case.harbor import MODELS, TOY, changed, check, check_text, codes, harbor

from standoff.case import check_document
from standoff.case.explain import kinds
from standoff.case.range_text import DistributionKind
from standoff.case.rules import all_rules
from standoff.text.diagnostic import Kind
from standoff.text.document import parse_document

SECTIONS = ["What it does", "Why it matters", "Example", "Fix"]
TEXT_KINDS = {"SC001", "SC002", "SC003", "SC073", "SC074"}


def sections(kind: type[Kind]) -> dict[str, str]:
    """Return the sections of a docstring by heading."""
    parts = re.split(r"^(.+)\n-{3,}\n", inspect.getdoc(kind) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str) -> list[str]:
    """Return the indented blocks after `::`."""
    found = re.findall(r"::\n\n((?:    .*\n?|\n)+)", text)
    return [textwrap.dedent(each).strip() for each in found]


WITH_EXAMPLE = [kind for kind in kinds() if kind.code != "SC004"]
WITH_FIX = [
    kind for kind in WITH_EXAMPLE if kind.code not in TEXT_KINDS and blocks(sections(kind)["Fix"])
]


def test_the_small_case_has_nothing_to_complain_about():
    assert check(harbor()) == []


def test_codes_and_names_are_unique_and_files_are_named_after_their_rule():
    found = kinds()
    assert len({each.code for each in found}) == len(found)
    assert len({each.name for each in found}) == len(found)
    for rule in all_rules():
        assert type(rule).__module__.rsplit(".", 1)[1] == rule.name.replace("-", "_")
        assert re.fullmatch(r"SC0[1-9]\d", rule.code)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_a_docstring_has_the_four_sections(kind: type[Kind]):
    found = sections(kind)
    assert list(found) == SECTIONS
    assert all(text.strip() for text in found.values())
    assert blocks(found["Example"])


@pytest.mark.parametrize("kind", WITH_EXAMPLE, ids=lambda kind: kind.name)
def test_the_example_is_found(kind: type[Kind]):
    (example,) = blocks(sections(kind)["Example"])
    if kind.code in TEXT_KINDS:
        assert kind.code in {each.code for each in check_text(example)}
    else:
        found = [each for each in check(changed(example)) if each.code == kind.code]
        assert found
        assert all(each.severity == kind.severity and each.name == kind.name for each in found)
        assert all(each.suggestion for each in found)


@pytest.mark.parametrize("kind", WITH_FIX, ids=lambda kind: kind.name)
def test_the_fix_is_not_found(kind: type[Kind]):
    (fix,) = blocks(sections(kind)["Fix"])
    assert kind.code not in codes(changed(fix))


CASES = [
    ("SC010", "actors: [{id: S, name: x, side: S}]", "already given"),
    ("SC010", "actors: [{id: outlet, name: x, side: S}]", "its own voice"),
    ("SC012", "claims: [{id: c1, who: [gard]}]", "somebody whom this case does not list"),
    ("SC012", "events: [{id: threat, recipient: X}]", "neither an actor nor a side"),
    ("SC013", "events: [{id: threat, denial: [c9]}]", "event 'threat' names a claim"),
    ("SC013", "claims: [{id: c4, disputes: [c9]}]", "claim 'c4' names a claim"),
    ("SC015", "game: game.yaml", "both a model and a game file"),
    ("SC018", "assumptions: [{parameter: V, range: 1 to 2, because: x}]", "'V' (prize)"),
    ("SC020", "given: [sieze]", "no move 'sieze'"),
    ("SC020", "questions: [{id: silent, given: [hold]}]", "no move 'hold'"),
    ("SC021", "questions: [{id: harder, set: {csot: 1}}]", "sets 'csot'"),
    ("SC021", "questions: [{id: harder, set: {cost: 'cost *'}}]", "unreadable"),
    ("SC021", "questions: [{id: harder, set: {cost: '().__class__'}}]", "unreadable"),
    ("SC022", "questions: [{id: silent, given: [threaten]}]", "takes away 'threaten'"),
    ("SC024", "questions: [{id: harder, set: {p_resolved: 1.5}}]", "sets 'p_resolved' to 1.5"),
    ("SC024", "assumptions: [{parameter: cost, range: 'normal(-2, 1)'}]", "has its middle at -2"),
    ("SC024", "assumptions: [{parameter: p_resolved, value: .9, range: 'lognormal(4, .1)'}]",
     "has its middle at 54.5982"),
    ("SC024", "assumptions: [{parameter: p_resolved, value: ~, range: 'lognormal(-1, .1)'}]",
     None),
    ("SC024", "assumptions: [{parameter: cost, value: ~, range: 'triangular(-1, 1, 2)'}]",
     "ranges from -1 to 2"),
    ("SC026", "assumptions: [{parameter: cost, value: 0, range: 0 to 2}]", None),
    ("SC024", "assumptions: [{parameter: cost, value: -1}]", "has the value -1"),
    ("SC025", "assumptions: [{parameter: prize, range: 'uniform(.1, .2)'}]", "excludes its value"),
    ("SC027", "assumptions: [{parameter: p_resolved, value: .2}]", None),
    ("SC027", "assumptions: [{parameter: p_resolved, value: ~, range: .6 to .8}]", "and 0.7"),
    ("SC027", "assumptions: [{parameter: p_resolved, word: remote}]", "'remote' (1-5 %) and 0.35"),
    ("SC030", "assumptions: [{parameter: phi, value: 1, range: fixed, because: x}]", "certain"),
    ("SC031", "assumptions: [{parameter: p_resolved, value: .995, range: fixed}]", "0.995"),
    ("SC032", "questions: [{id: silent, because: Probably; I am confident.}]", None),
    ("SC034", "assumptions: [{parameter: prize, claims: []}]", None),
    ("SC035", "claims: [{id: c1, credibility: 3, grade_because: no track record}]", "B3"),
    ("SC038", "claims: [{id: c6, supports: []}]", "claim 'c6'"),
    ("SC043", "conflicts: [{id: was-it-said, positions: [{says: x, claims: [c2, c4]},"
     " {says: y, claims: [c1]}]}]", "no conflict"),
    ("SC045", "claims: [{id: c4, supports: [c2]}]", "both supports and disputes"),
    ("SC047", "events: [{id: threat, claims: [c2, c4]}]", "'denial:' and 'claims:'"),
    ("SC048", "events: [{id: threat, claims: [c4], denial: []}]", "a denial, under 'claims:'"),
    ("SC049", "sources: [{id: gazette, accessed: 2031-05-03}]", "was read"),
    ("SC050", "events: [{id: seizure, date: unknown, after: 2031-05-05}]", "'c1' is from"),
    ("SC051", "as_of: 2031-05", None),
    ("SC051", "as_of: 2031-04", "'prize' rests on claim 'c1' of 2031-05-04"),
    ("SC010", "conflicts: [{id: was-it-said, positions: [{id: x, says: x, claims: [c2]},"
     " {id: x, says: y, claims: [c4]}]}]", "'x' is already given"),
    ("SC013", "correlations: [{between: [V, k], rank: 0, because: x, claims: [c9]}]",
     "correlation of V and k names"),
    ("SC041", "correlations: [{between: [V, k], rank: 0, because: x, claims: [c1],"
     " without: [{claim: c2, rank: .1}]}]", "does not rest on it"),
    ("SC042", "correlations: [{between: [V, k], rank: 0, because: x, claims: [c1],"
     " without: [{claim: c1, rank: .1}, {claim: c1, rank: .2}]}]", "correlation of V and k is"),
    ("SC051", "as_of: 2031-04\ncorrelations: [{between: [V, k], rank: 0, because: x,"
     " claims: [c1]}]", "correlation of V and k rests"),
    ("SC007", "correlations: [{between: [V, k], rank: 1.2, because: x}]", "'rank' is 1.2"),
    ("SC007", "correlations: [{between: [V], rank: .2, because: x}]", "'between' has 1 items"),
    ("SC024", "assumptions: [{parameter: p_resolved, depends_on: was-it-said,"
     " if_true: [{position: x, value: 1.2, range: fixed}]}]", "where position 'x' is true has"),
    ("SC057", "correlations: [{between: [V, prize], rank: .2, because: x}]", "the same parameter"),
    ("SC058", "correlations: [{between: [V, k], rank: .2, because: x}]", None),
    ("SC059", "correlations: [{between: [V, k], rank: .9, because: x},"
     " {between: [k, phi], rank: .9, because: x}]", "cost, p_resolved, prize cannot all hold"),
    ("SC059", "correlations: [{between: [V, k], rank: .9, because: x, claims: [c1, c2]},"
     " {between: [k, phi], rank: .9, because: x, claims: [c1, c2]},"
     " {between: [V, phi], rank: .8, because: x, claims: [c3]}]", "if claim 'c3' is left out"),
    ("SC059", "correlations: [{between: [V, k], rank: 1, because: x},"
     " {between: [k, phi], rank: -1, because: x}, {between: [V, phi], rank: -1, because: x}]",
     None),
    ("SC061", "assumptions: [{parameter: cost, if_true: [{position: x, range: 1 to 2}]}]",
     "on which conflict"),
    ("SC061", "assumptions: [{parameter: cost, depends_on: was-it-said}]", "no 'if_true:'"),
    ("SC061", "assumptions: [{parameter: cost, depends_on: why,"
     " if_true: [{position: x, range: 1 to 2}]}]", "does not list"),
    ("SC055", "sides: [{id: N, role: third}]", "no sides with the role 'target'"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change", "message"), CASES)
def test_a_change_is_found_or_allowed(code: str, change: str, message: str | None):
    found = [each.message for each in check(changed(change)) if each.code == code]
    if message is None:
        assert found == []
    else:
        assert any(message in each for each in found), found


def test_what_would_be_possible_is_said_about_correlations():
    (found,) = check(
        changed(
            """
            correlations:
              - {between: [V, k], rank: .9, because: x}
              - {between: [k, phi], rank: .9, because: x}
            """
        )
    )
    assert "cost and p_resolved can have a rank correlation from -0.4 to 0.4" in found.right
    assert "p_resolved and prize are not listed, which means 0" in found.right
    # r = 2 sin(.9 pi / 6) = .908; the third lies above 2 r r - 1 = .649, a rank of .631.
    assert "from 0.64 to 1" in found.right


def test_without_facts_nothing_is_said_about_the_model():
    from standoff.case import check_document

    data = changed(
        """
        model: anything
        given: [whatever]
        assumptions:
          - {parameter: unheard, range: 1 to 2, because: x, claims: [c1]}
        """
    )
    import json

    document = parse_document(json.dumps(data))
    assert check_document(document)[1] == []
    assert {each.code for each in check_document(document, MODELS)[1]} == {"SC015"}


def test_rules_look_at_what_is_left_beside_misshapen_items():
    data = changed(
        """
        claims: [{id: c1, reliability: Z, source: gazete}, {id: c2, source: gazete}]
        """
    )
    found = {(each.code, each.message) for each in check(data)}
    assert ("SC007", "'reliability' cannot be 'Z'") in found
    assert any(code == "SC014" and "'c2'" in message for code, message in found)
    # The misshapen claim is still there for whoever cites it.
    assert not any(code in ("SC013", "SC038") for code, _ in found)


#: A range of each kind with nothing, or nearly nothing, between 0 and 1.
OUTSIDE = {
    "interval": "range: 2 to 3",
    "uniform": "range: 'uniform(2, 3)'",
    "triangular": "range: 'triangular(2, 2.5, 3)'",
    "beta": "range: 'beta(1e5, 1)'",
    "normal": "range: 'normal(40, 1)'",
    "lognormal": "range: 'lognormal(4, .1)'",
    "fixed": "value: 2, range: fixed",
}


@pytest.mark.parametrize("kind", get_args(DistributionKind))
def test_no_kind_of_range_may_lie_out_of_bounds(kind: str):
    # A beta lies between 0 and 1 by itself, so that its parameter gets narrower bounds.
    top = 0.5 if kind == "beta" else 1.0
    narrow = tuple(
        replace(each, high=top) if each.name == "p_resolved" else each for each in TOY.parameters
    )
    written = OUTSIDE[kind] if "value" in OUTSIDE[kind] else f"value: ~, {OUTSIDE[kind]}"
    case = changed(f"assumptions: [{{parameter: p_resolved, word: ~, {written}}}]")
    document = parse_document(json.dumps(case), "case.yaml")
    found = check_document(document, {"toy": replace(TOY, parameters=narrow)})[1]
    assert "SC024" in {each.code for each in found}
