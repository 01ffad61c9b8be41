"""What a case shows: each rule on the smallest case that shows it, and on one that does not."""

from __future__ import annotations

from typing import get_args

import pytest

from standoff.brief.check import check_case_document
from standoff.models.features import QUESTIONS, Feature
from standoff.study.case_features import DENIALS, RULES, case_denials, case_features
from standoff.text.document import parse_document

HEAD = """\
standoff: 1
id: a-case
title: A case
sides:
  - {id: A, name: A, role: challenger}
  - {id: B, name: B, role: target}
  - {id: T, name: Thirdland, role: third}
sources: [{id: paper, title: Paper}]
actors:
  - {id: a-office, name: Office of A, side: A, kind: office}
  - {id: a-person, name: Somebody of A, side: A}
  - {id: a-deputy, name: Deputy, side: A, role: deputy minister}
  - {id: b-office, name: Office of B, side: B, kind: office}
  - {id: b-person, name: Somebody of B, side: B}
  - {id: t-office, name: Office of Thirdland, side: T, kind: office}
"""


def claim(id: str, **said: str):
    known = {"says": "something", "who": "[outlet]", "status": "[outlet]", "kind": "fact"} | said
    fields = ", ".join(f"{name}: {value}" for name, value in known.items())
    return f"  - {{id: {id}, {fields}, source: paper, reliability: C, credibility: 3}}\n"


def event(
    id: str,
    code: str,
    actor: str = "a-office",
    recipient: str = "b-office",
    date: str = "2020",
    **more: str,
):
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return (
        f"  - {{id: {id}, date: {date}, what: It happens, actor: {actor}, recipient: {recipient}, "
        f"code: {{{code}}}{fields}}}\n"
    )


def read(events: str = "", claims: str = "", head: str = HEAD):
    text = head
    if claims:
        text += "claims:\n" + claims
    if events:
        text += "events:\n" + events
    case, _, _, diagnostics = check_case_document(parse_document(text))
    assert case is not None, diagnostics
    return case, text


def shown(events: str = "", claims: str = "", head: str = HEAD):
    case, text = read(events, claims, head)
    return case_features(case), text


THREAT = event("t", "category: THREATEN, mode: expel")
NAMED = claim("c", who="[a-office]", status="[official]")
OPEN = event("t", "category: THREATEN, mode: expel", claims="[c]")
SEIZED = event("s", "category: COERCE, mode: seize", "a-office", "b-person")
REFUSED = event("r", "category: REJECT", "b-office", "A")
REFUSED_LATER = event("r", "category: REJECT", "b-office", "A", date="2021")
GIVEN_SOON = event("g", "category: CONCEDE", "b-office", "A", date="2021-01-10")
GIVEN_LATE = event("g", "category: CONCEDE", "b-office", "A", date="2022")
PRESSED_ON = event("d", "category: REQUEST, mode: yield", date="2023")
RELEASED_LATE = event("y", "category: RETREAT, mode: release", "A", "b-person", date="2022")


@pytest.mark.parametrize(
    ("feature", "events", "claims", "element"),
    [
        ("threat", THREAT, "", "event t"),
        ("public threat", OPEN, NAMED, "event t"),
        ("private threat", OPEN, claim("c"), "event t"),
        ("cost of backing down", OPEN, NAMED, "event t"),
        ("doubt about resolve", OPEN, claim("c", kind="assessment"), "claim c"),
        ("doubt about resolve", event("t", "category: THREATEN", denial="[c]"), NAMED, "event t"),
        (
            "several instruments",
            THREAT + event("u", "category: THREATEN, mode: restrict"),
            "",
            "event t",
        ),
        ("sanctions", event("t", "category: THREATEN, mode: restrict"), "", "event t"),
        ("sanctions", event("s", "category: SANCTION"), "", "event s"),
        ("inside critic", event("x", "category: ACCUSE", "a-deputy", "a-office"), "", "event x"),
        ("culprit at home", event("x", "category: ACCUSE", "a-office", "a-person"), "", "event x"),
        ("talks", event("x", "category: CONSULT"), "", "event x"),
        ("divisible stake", event("x", "category: REQUEST, mode: change"), "", "event x"),
        (
            "linked issues",
            event("t", "category: THREATEN")
            + event("x", "category: COERCE, mode: seize", "b-office", "a-person"),
            "",
            "event t",
        ),
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
            "later challengers",
            "",
            claim("c", says="Paying would invite the next demand", kind="justification"),
            "claim c",
        ),
        (
            "third party decides",
            event("x", "category: CONCEDE", "t-office", "a-office"),
            "",
            "event x",
        ),
        ("third party decides", event("x", "category: REQUEST", "b-office", "T"), "", "event x"),
        (
            "third party decides",
            "",
            claim("c", says="The decision lies with Thirdland", kind="assessment"),
            "claim c",
        ),
        (
            "ratification",
            "",
            claim("c", says="It is for the courts to decide", kind="justification"),
            "claim c",
        ),
        ("harm under way", SEIZED, "", "event s"),
        ("harm under way", THREAT + SEIZED + REFUSED_LATER, "", "event s"),
        (
            "harm under way",
            "",
            claim("c", says="Two people are held as hostages", kind="justification"),
            "claim c",
        ),
        ("threat", SEIZED + event("d", "category: REQUEST, mode: yield"), "", "event d"),
        ("threat", SEIZED + REFUSED_LATER, "", "event s"),
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
        ("waiting contest", THREAT + REFUSED + GIVEN_LATE, "", "event r"),
        ("waiting contest", THREAT + REFUSED + GIVEN_SOON + PRESSED_ON, "", "event r"),
        ("waiting contest", SEIZED + RELEASED_LATE, "", "event s"),
        (
            "waiting contest",
            "",
            claim("c", says="It can outlast the other side", kind="assessment"),
            "claim c",
        ),
        (
            "growing stakes",
            event("m", "category: MOBILIZE") + event("n", "category: MOBILIZE", "b-office", "A"),
            "",
            "event m",
        ),
    ],
)
def test_a_rule_names_the_element_and_its_line(
    feature: Feature, events: str, claims: str, element: str
):
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
        ("threat", SEIZED, ""),
        ("several instruments", THREAT, ""),
        ("several instruments", THREAT + event("u", "category: THREATEN"), ""),
        ("harm under way", THREAT + SEIZED, ""),
        ("harm under way", event("x", "category: COERCE", "b-office", "a-person"), ""),
        ("waiting contest", THREAT + REFUSED + GIVEN_SOON, ""),
        ("waiting contest", SEIZED, ""),
        ("third party decides", event("x", "category: REQUEST", "t-office"), ""),
        ("third party decides", event("x", "category: CONSULT", "t-office"), ""),
        (
            "third party decides",
            "",
            claim("c", says="The decision does not lie with Thirdland", kind="assessment"),
        ),
        (
            "third party decides",
            "",
            claim("c", says="The decision lies with Northland", kind="assessment"),
        ),
        ("divisible stake", event("x", "category: REQUEST, mode: yield"), ""),
        ("inside critic", event("x", "category: ACCUSE", "a-person", "a-office"), ""),
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
def test_a_rule_does_not_say_more_than_the_file(feature: Feature, events: str, claims: str):
    assert feature not in shown(events, claims)[0]


@pytest.mark.parametrize("word", ["former deputy minister", "signs an open letter", "journalist"])
def test_an_outsider_is_no_inside_critic(word: str):
    critic = event("x", "category: ACCUSE", "a-deputy", "a-office")
    found, _ = shown(critic, head=HEAD.replace("role: deputy minister", f"role: {word}"))
    assert "inside critic" not in found
    letter = critic.replace("It happens", "He signs an open letter")
    assert "inside critic" not in shown(letter)[0]


@pytest.mark.parametrize(
    ("feature", "events", "claims", "element"),
    [
        ("talks", event("x", "category: REJECT, mode: meet"), "", "event x"),
        ("third party decides", GIVEN_SOON, "", "event g"),
        ("waiting contest", THREAT + GIVEN_SOON, "", "event g"),
        ("harm under way", event("n", "category: SANCTION, negated: true"), "", "event n"),
        ("ongoing cooperation", event("n", "category: COOPERATE, negated: true"), "", "event n"),
        ("later challengers", "", claim("c", says="A one-off", kind="assessment"), "claim c"),
    ],
)
def test_what_speaks_against_a_feature_is_named_too(
    feature: Feature, events: str, claims: str, element: str
):
    case, text = read(events, claims)
    assert feature not in case_features(case)
    trace = case_denials(case)[feature][0]
    assert trace.element == element
    assert f"id: {element.split()[1]}," in text.splitlines()[trace.line - 1]


@pytest.mark.parametrize(
    ("feature", "events"),
    [
        ("third party decides", GIVEN_SOON + PRESSED_ON),
        ("waiting contest", THREAT + REFUSED + GIVEN_SOON),
        ("waiting contest", THREAT + GIVEN_SOON + PRESSED_ON),
    ],
)
def test_a_small_concession_decides_nothing(feature: Feature, events: str):
    case, _ = read(events)
    assert feature not in case_denials(case)


def test_a_case_without_codes_shows_nothing():
    assert shown()[0] == {}


def test_features_and_rules_have_the_same_names():
    assert set(QUESTIONS) == set(get_args(Feature))
    assert set(DENIALS) < set(RULES) < set(QUESTIONS)
