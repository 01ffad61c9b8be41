"""Suggestions for the founding case, the template, hostage cases, and cases that show little."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.study.test_case_features import HEAD, NAMED, OPEN, THREAT, claim, event

from standoff.errors import InvalidDocument
from standoff.models import get, names
from standoff.study.case_questions import read_answers
from standoff.study.suggestions import Suggestions, suggest
from standoff.text.document import parse_document, read_document

Founding = tuple[Suggestions, list[str]]

HOSTAGE_CASES = ("two-michaels", "frozen-funds", "trawler-crew")


def ranked(suggestions: Suggestions):
    return [fit.model.name for fit in suggestions.models]


def verdict(suggestions: Suggestions, name: str):
    return next(fit.verdict for fit in suggestions.models if fit.model.name == name)


def of(text: str, *answers: str):
    return suggest(parse_document(text), read_answers(answers))


@pytest.fixture(scope="module")
def founding(root: Path) -> Founding:
    path = root / "cases" / "cienfuegos" / "case.yaml"
    return suggest(read_document(path)), path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(params=HOSTAGE_CASES)
def hostage(request: pytest.FixtureRequest, root: Path) -> Path:
    return root / "tests" / "study" / "suggest_cases" / f"{request.param}.yaml"


def test_the_founding_case_is_the_game_that_was_composed_for_it(founding: Founding):
    found, _ = founding
    assert found.named == ranked(found)[0] == "linkage-crisis"
    assert found.models[0].missing == ()
    assert {"private-or-public-threat", "informed-opposition", "promise-after-release"} <= set(
        ranked(found)[:5]
    )
    assert "inspection" not in [fit.model.name for fit in found.fitting]
    # The threat was not carried out and the target gave in without a refusal.
    assert verdict(found, "war-of-attrition") == "contradicted"


def test_every_reason_is_a_line_of_the_file(founding: Founding):
    found, lines = founding
    for traces in (*found.shown.values(), *found.denied.values()):
        for trace in traces:
            assert f"id: {trace.element.split()[1]}" in lines[trace.line - 1]


def test_every_model_is_explained_by_all_of_its_features(founding: Founding):
    found, _ = founding
    assert sorted(ranked(found)) == sorted(names())
    for fit in found.models:
        parts = (fit.shown, fit.contradicted, fit.missing, fit.unknown)
        assert sorted(feature for part in parts for feature in part) == sorted(fit.model.features)
        assert set(fit.shown) <= set(found.shown)
        if fit.verdict == "fits":
            assert fit.model.features[0] in fit.shown


def test_a_hostage_case_is_about_waiting_precedent_and_linkage(hostage: Path):
    first = ranked(suggest(read_document(hostage)))[:5]
    assert "war-of-attrition" in first
    assert "precedent" in first
    assert "linkage-crisis" in first


@pytest.mark.parametrize("case", ["two-michaels", "trawler-crew"])
def test_a_hostage_case_needs_no_word_of_threat(root: Path, case: str):
    text = (root / f"tests/study/suggest_cases/{case}.yaml").read_text(encoding="utf-8")
    assert "category: THREATEN" in text
    quiet = text.replace("category: THREATEN, mode: violence", "category: CONSULT")
    first = ranked(of(quiet.replace("category: THREATEN", "category: CONSULT")))[:5]
    assert {"war-of-attrition", "precedent", "linkage-crisis"} <= set(first)


def test_a_hostage_case_shows_that_a_third_side_decides(hostage: Path):
    found = suggest(read_document(hostage))
    assert {"third party decides", "harm under way", "waiting contest", "linked issues"} <= set(
        found.shown
    )
    # Harm came before anybody could refuse, which a model of a mere threat has no room for.
    assert verdict(found, "audience-costs") != "fits"
    asked = [question.question.id for question in found.questions]
    assert not {"carried-out", "will-come-again", "who-decides"} & set(asked)


def test_an_open_letter_is_no_inside_critic(root: Path):
    found = suggest(read_document(root / "tests/study/suggest_cases/two-michaels.yaml"))
    assert "inside critic" not in found.shown
    assert verdict(found, "informed-opposition") != "fits"


def test_the_template_leaves_the_usual_questions_open(root: Path):
    found = suggest(read_document(root / "src/standoff/cli/templates/case.yaml"))
    assert ranked(found)[0] == "private-or-public-threat"
    assert not {"war-of-attrition", "precedent", "linkage-crisis"} & set(ranked(found)[:5])
    asked = [question.question.id for question in found.questions]
    assert asked[:3] == ["carried-out", "who-decides", "will-come-again"]


def test_a_quick_concession_that_sets_no_precedent_is_not_a_hostage_case():
    events = (
        OPEN
        + event("d", "category: REQUEST, mode: yield")
        + event("g", "category: CONCEDE", "b-office", "a-office")
    )
    claims = NAMED + claim("p", says="This is a one-off and sets no precedent", kind="assessment")
    found = of(HEAD + "claims:\n" + claims + "events:\n" + events)
    for name in ("war-of-attrition", "precedent", "reputation", "chain-store"):
        assert verdict(found, name) == "contradicted"
    assert "linkage-crisis" not in [fit.model.name for fit in found.fitting]


def test_nothing_fits_a_case_that_shows_nothing():
    found = of(HEAD)
    assert found.shown == {}
    assert found.fitting == ()
    assert {fit.verdict for fit in found.models} == {"no sign"}
    assert found.named == ""


def test_nothing_fits_a_case_that_no_model_is_about():
    found = of(HEAD + "events:\n" + event("x", "category: COOPERATE"))
    assert set(found.shown) == {"ongoing cooperation"}
    assert all(fit.model.features[0] == "ongoing cooperation" for fit in found.fitting)
    assert verdict(found, "linkage-crisis") == "open"


def test_a_threat_alone_is_too_little_for_a_model_of_doubt():
    found = of(HEAD + "events:\n" + THREAT)
    assert get("audience-costs").features[0] in found.shown
    assert verdict(found, "audience-costs") == "fits in part"


def test_the_best_of_each_kind_comes_before_the_second_of_any(founding: Founding):
    found, _ = founding
    kinds = [fit.model.features[0] for fit in found.fitting]
    n_kinds = len(set(kinds))
    assert len(set(kinds[:n_kinds])) == n_kinds < len(kinds)


def test_a_question_says_where_its_answers_would_move_models():
    text = HEAD + "events:\n" + THREAT
    found = of(text)
    again = next(q for q in found.questions if q.question.id == "will-come-again")
    for word, shifts in again.shifts.items():
        after = of(text, f"will-come-again={word}")
        assert "will-come-again" not in [q.question.id for q in after.questions]
        for shift in shifts:
            assert ranked(found)[shift.before - 1] == shift.model
            assert ranked(after)[shift.after - 1] == shift.model
            assert verdict(found, shift.model) == shift.verdict_before
            assert verdict(after, shift.model) == shift.verdict_after
    assert {s.model for s in again.shifts["yes"]} == {"precedent", "reputation", "chain-store"}


def test_an_answer_beats_the_file_and_says_what_it_overrules(hostage: Path):
    document = read_document(hostage)
    found = suggest(document, read_answers(["carried-out=no"]))
    assert "harm under way" in found.shown
    assert found.evidence.standing("harm under way") == "contradicted"
    assert found.evidence.overruled("harm under way") == found.shown["harm under way"]
    fit = next(fit for fit in found.models if fit.model.name == "war-of-attrition")
    assert fit.contradicted == ("harm under way",)
    assert "war-of-attrition" not in ranked(found)[:5]


def test_who_decides_is_asked_until_an_answer_is_known():
    judge = "  - {id: judge, name: J, side: B, role: judge; may refuse}\n"
    text = HEAD + judge + "events:\n" + THREAT
    assert "who-decides" in [q.question.id for q in of(text).questions]
    third = of(text, "who-decides=third-party")
    assert third.evidence.standing("ratification") == "shown"
    assert "who-decides" not in [q.question.id for q in third.questions]
    assert of(text, "who-decides=target").evidence.standing("ratification") == "contradicted"


def test_a_file_with_errors_is_refused():
    with pytest.raises(InvalidDocument):
        suggest(parse_document("standoff: 1\nid: a-case\n"))
