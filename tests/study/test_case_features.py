"""What a case shows: each rule on the smallest case that shows it, and on one that does not."""

from __future__ import annotations

from typing import get_args

import pytest

from standoff.brief.check import check_case_document
from standoff.models.features import QUESTIONS, Feature
from standoff.study.case_features import RULES, case_features
from standoff.text.document import parse_document

HEAD = """\
standoff: 1
id: a-case
title: A case
sides:
  - {id: A, name: A, role: challenger}
  - {id: B, name: B, role: target}
sources: [{id: paper, title: Paper}]
actors:
  - {id: a-office, name: Office of A, side: A, kind: office}
  - {id: a-person, name: Somebody of A, side: A}
  - {id: b-office, name: Office of B, side: B, kind: office}
"""


def claim(id, **said):
    known = {"says": "something", "who": "[outlet]", "status": "[outlet]", "kind": "fact"} | said
    fields = ", ".join(f"{name}: {value}" for name, value in known.items())
    return f"  - {{id: {id}, {fields}, source: paper, reliability: C, credibility: 3}}\n"


def event(id, code, actor="a-office", recipient="b-office", **more):
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return (
        f"  - {{id: {id}, date: 2020, what: It happens, actor: {actor}, recipient: {recipient}, "
        f"code: {{{code}}}{fields}}}\n"
    )


def shown(events="", claims="", head=HEAD):
    text = head
    if claims:
        text += "claims:\n" + claims
    if events:
        text += "events:\n" + events
    case, _, _, diagnostics = check_case_document(parse_document(text))
    assert case is not None, diagnostics
    return case_features(case), text


THREAT = event("t", "category: THREATEN, mode: expel")
NAMED = claim("c", who="[a-office]", status="[official]")
OPEN = event("t", "category: THREATEN, mode: expel", claims="[c]")


@pytest.mark.parametrize(
    ("feature", "events", "claims", "element"),
    [
        ("threat", THREAT, "", "event t"),
        ("public threat", OPEN, NAMED, "event t"),
        ("private threat", OPEN, claim("c"), "event t"),
        ("cost of backing down", OPEN, NAMED, "event t"),
        ("doubt about resolve", OPEN, claim("c", kind="assessment"), "claim c"),
        ("doubt about resolve", event("t", "category: THREATEN", denial="[c]"), NAMED, "event t"),
        ("several instruments", THREAT + event("u", "category: THREATEN"), "", "event t"),
        ("sanctions", event("t", "category: THREATEN, mode: restrict"), "", "event t"),
        ("sanctions", event("s", "category: SANCTION"), "", "event s"),
        ("inside critic", event("x", "category: ACCUSE", "a-person", "a-office"), "", "event x"),
        ("culprit at home", event("x", "category: ACCUSE", "a-office", "a-person"), "", "event x"),
        ("talks", event("x", "category: CONSULT"), "", "event x"),
        ("divisible stake", event("x", "category: REQUEST, mode: change"), "", "event x"),
        (
            "linked issues",
            THREAT + event("x", "category: COERCE, mode: seize", "b-office", "a-person"),
            "",
            "event t",
        ),
        (
            "arrest of a person",
            event("x", "category: COERCE, mode: seize", "b-office", "a-person"),
            "",
            "event x",
        ),
        (
            "promise afterwards",
            event("p", "category: AGREE") + event("y", "category: CONCEDE", "b-office", "a-office"),
            "",
            "event p",
        ),
        (
            "later challengers",
            "",
            claim("c", says="They will do it again", kind="forecast"),
            "claim c",
        ),
        (
            "honesty over time",
            event("n", "category: SANCTION, negated: true, move: carry_out"),
            "",
            "event n",
        ),
        ("ongoing cooperation", event("x", "category: COOPERATE"), "", "event x"),
        (
            "waiting contest",
            THREAT + event("r", "category: REJECT", "b-office", "A"),
            "",
            "event r",
        ),
        (
            "growing stakes",
            event("m", "category: MOBILIZE") + event("n", "category: MOBILIZE", "b-office", "A"),
            "",
            "event m",
        ),
    ],
)
def test_a_rule_names_the_element_and_its_line(feature, events, claims, element):
    found, text = shown(events, claims)
    trace = found[feature][0]
    assert trace.element == element
    assert f"id: {element.split()[1]}," in text.splitlines()[trace.line - 1]


def test_roles_and_sources_count_too():
    judge = "  - {id: judge, name: J, side: B, role: judge; may refuse}\n"
    inspector = "  - {id: agency, name: I, side: B, role: inspects the plant}\n"
    found, _ = shown(head=HEAD + judge + inspector)
    assert [t.element for t in found["ratification"]] == ["actor judge"]
    assert [t.element for t in found["inspection"]] == ["actor agency"]
    data, _ = shown(head=HEAD.replace("title: Paper", "title: Paper, kind: dataset"))
    assert [t.element for t in data["many observed crises"]] == ["source paper"]


@pytest.mark.parametrize(
    ("feature", "events", "claims"),
    [
        ("threat", event("t", "category: THREATEN, hypothetical: true"), ""),
        ("threat", event("t", "category: THREATEN, negated: true"), ""),
        ("public threat", OPEN, claim("c", who="[b-office]", status="[official]")),
        ("private threat", THREAT, ""),
        ("several instruments", THREAT, ""),
        ("linked issues", THREAT + event("x", "category: COERCE", "b-office", "b-office"), ""),
        ("promise afterwards", event("p", "category: AGREE"), ""),
        ("inside critic", event("x", "category: ACCUSE"), ""),
        ("later challengers", "", claim("c", says="It happened again", kind="fact")),
        (
            "honesty over time",
            event("n", "category: SANCTION, negated: true")
            + event("y", "category: CONCEDE", "b-office", "a-office"),
            "",
        ),
    ],
)
def test_a_rule_does_not_say_more_than_the_file(feature, events, claims):
    assert feature not in shown(events, claims)[0]


def test_a_case_without_codes_shows_nothing():
    assert shown()[0] == {}


def test_features_and_rules_have_the_same_names():
    assert set(QUESTIONS) == set(get_args(Feature))
    assert set(RULES) < set(QUESTIONS)
