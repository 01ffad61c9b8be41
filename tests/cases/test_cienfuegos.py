"""The founding case: complete, consistent with itself, and with its numbers where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from standoff.case import Case, CaseDate, ModelFacts, ParameterFacts, check_case, read_case
from standoff.models import get
from standoff.text.expression import parse

CASE = Path(__file__).parents[2] / "cases" / "cienfuegos" / "case.yaml"
N_PARAGRAPHS = 34

# Base and 90 % range of every parameter, written down apart from the case and from the model.
BASE: dict[str, tuple[float, float, float]] = {
    "damage": (1, 1, 1),
    "case_value": (0.35, 0.2, 0.8),
    "kept_if_honored": (0.8, 0.7, 1),
    "kept_if_scapegoat": (0.25, 0.1, 0.4),
    "kept_if_exonerated": (0, 0, 0.05),
    "precedent_cost": (0.05, 0, 0.3),
    "public_humiliation": (0.1, 0, 0.7),
    "bluff_call_gain": (0.02, 0, 0.1),
    "p_court_refuses": (0.03, 0.01, 0.1),
    "arrest_message": (0.1, 0, 0.2),
    "review_damage": (0.03, 0, 0.1),
    "review_benefit": (0.05, -0.05, 0.15),
    "prize": (0.6, 0.3, 1.2),
    "execution_cost_resolved": (0.1, -0.1, 0.4),
    "execution_cost_bluffer": (0.9, 0.5, 1.2),
    "audience_cost_private": (0.15, 0, 0.3),
    "audience_cost_public": (0.4, 0.2, 0.8),
    "trial_cost": (0.5, 0.2, 1),
    "scapegoat_cost": (0.1, 0, 0.2),
    "p_exposure": (0.4, 0.1, 0.6),
    "exposure_penalty": (0.1, 0, 0.3),
    "relationship_value": (0.6, 0.3, 1),
    "retaliation_share": (0.2, 0, 0.5),
    "p_resolved_secret": (0.45, 0.2, 0.6),
    "p_resolved_notified": (0.15, 0.05, 0.3),
    "p_leak": (0.8, 0.5, 0.95),
}

# The paragraphs that each claim was read from, and how its speakers speak.
CLAIMS: dict[str, tuple[set[int], set[str]]] = {
    "c01": ({5, 9}, {"outlet", "anonymous"}),
    "c02": ({6}, {"outlet"}),
    "c03": ({8}, {"outlet"}),
    "c04": ({9}, {"outlet"}),
    "c05": ({11}, {"anonymous"}),
    "c06": ({12}, {"anonymous"}),
    "c07": ({13}, {"silence"}),
    "c08": ({14}, {"named"}),
    "c09": ({8, 15, 16}, {"outlet", "anonymous"}),
    "c10": ({17}, {"official"}),
    "c11": ({18}, {"named"}),
    "c12": ({18}, {"outlet"}),
    "c13": ({7, 20}, {"named"}),
    "c14": ({19, 20}, {"named"}),
    "c15": ({21, 22}, {"named"}),
    "c16": ({24}, {"anonymous"}),
    "c17": ({25}, {"official"}),
    "c18": ({26}, {"anonymous"}),
    "c19": ({27}, {"outlet"}),
    "c20": ({28}, {"anonymous"}),
    "c21": ({29}, {"outlet"}),
    "c22": ({30}, {"named"}),
    "c23": ({31, 32}, {"named"}),
    "c24": ({33}, {"outlet"}),
    "c25": ({33, 34}, {"anonymous"}),
}

# Regime and settlement at the base, after the change that each question makes.
QUESTIONS: dict[str, tuple[str, str]] = {
    "partner-told": ("public semi", "exonerate"),
    "threat-public": ("public semi", "exonerate"),
    "review-only": ("no threat", "exonerate"),
    "evidence-as-collateral": ("private pooling", "honor"),
    "no-judge": ("private pooling", "exonerate"),
    "strong-judge": ("private pooling", "exonerate"),
    "promise-enforceable": ("private pooling", "honor"),
    "army-not-at-stake": ("no threat", "honor"),
    "prosecutors-decide": ("no threat", "exonerate"),
    "mexico-likes-expelling": ("private pooling", "exonerate"),
    "expulsion-hurts-little": ("private semi", "exonerate"),
    "bluff-called": ("public semi", "exonerate"),
    "climbing-down-cheap": ("no threat", "exonerate"),
    "precedent-heavy": ("public semi", "exonerate"),
    "cheaper-trial": ("private pooling", "honor"),
}

BANDS = {
    "almost no chance": (0.01, 0.05),
    "very unlikely": (0.05, 0.2),
    "unlikely": (0.2, 0.45),
    "roughly even chance": (0.45, 0.55),
    "likely": (0.55, 0.8),
    "very likely": (0.8, 0.95),
    "almost certain": (0.95, 0.99),
}


def model_facts() -> Mapping[str, ModelFacts]:
    """Say what the case may know about its model."""
    model = get("linkage-crisis")
    parameters = tuple(
        ParameterFacts(each.name, each.symbol, each.low, each.high, each.unit == "probability")
        for each in model.parameters
    )
    return {model.name: ModelFacts(parameters, tuple({*model.given, *model.removable}))}


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(CASE, model_facts())


def center(case: Case) -> dict[str, float]:
    return {each.parameter: each.center for each in case.assumptions}


def without(case: Case, parameter: str, claim: str, *, denied: bool = False) -> float:
    """Return the value of a parameter when a claim falls."""
    (found,) = (
        each.center
        for assumption in case.assumptions
        if assumption.parameter == parameter
        for each in assumption.without
        if each.claim == claim and each.denied == denied
    )
    return found


def answer(case: Case, values: Mapping[str, float], question: str | None = None) -> dict[str, str]:
    """Return what the model calls the outcome, after a question's changes if one is named."""
    model = get("linkage-crisis")
    changed, given, remove = dict(values), case.given, ()
    if question is not None:
        asked = case.question(question)
        given, remove = asked.given or case.given, asked.remove
        for name, setting in asked.set.items():
            changed[name] = float(parse(str(setting)).evaluate(values))
    answers = model.answer(model.draws(changed), given=given, remove=remove)
    assert answers.has_answer.all(), model.outside(answers)
    return {name: each[0] for name, each in answers.categories.items()}


def test_nothing_is_wrong_with_the_file() -> None:
    assert check_case(CASE, model_facts()) == []


def test_claims_are_the_25_of_the_article(case: Case) -> None:
    assert {each.id: (set(each.paragraphs), set(each.status)) for each in case.claims} == CLAIMS


def test_every_grade_has_its_reason(case: Case) -> None:
    assert all(each.grade_because for each in case.claims)
    # One article was read, so nothing in it is confirmed by another source.
    assert all(each.credibility != 1 for each in case.claims)


def test_forecasts_could_not_be_judged_on_the_day(case: Case) -> None:
    forecasts = {each.id for each in case.claims if each.kind == "forecast"}
    assert forecasts == {"c20", "c25"}
    assert forecasts == {each.id for each in case.claims if each.credibility == 6}


def test_every_body_paragraph_is_cited_and_none_that_is_not_there(case: Case) -> None:
    cited = {
        paragraph
        for each in (*case.actors, *case.events, *case.claims)
        for paragraph in each.paragraphs
    }
    # 1 is the headline, 4 repeats the caption of 3, 10 is the headline of another article.
    assert cited == set(range(2, N_PARAGRAPHS + 1)) - {4, 10}


def test_every_claim_is_used_and_all_but_the_silence_bear_on_a_number(case: Case) -> None:
    known = {each.id for each in case.claims}
    in_events = {claim for event in case.events for claim in event.reporting}
    in_conflicts = {c for each in case.conflicts for at in each.positions for c in at.claims}
    moving = {each.claim for assumption in case.assumptions for each in assumption.without}
    assert known == in_events | in_conflicts | moving
    assert known - moving == {"c07"}


def test_base_and_ranges_are_those_of_the_table(case: Case) -> None:
    model = get("linkage-crisis")
    found: dict[str, tuple[float, float, float]] = {}
    for each in case.assumptions:
        assert each.value is not None
        found[each.parameter] = (each.value, *each.distribution.ends)
    assert found == BASE
    assert {each.name for each in model.parameters} == set(BASE)
    assert {each.name: each.default for each in model.parameters} == center(case)


def test_every_number_has_a_reason_that_cites_the_article(case: Case) -> None:
    kinds = ("A convention", "An ordering", "A reading", "A guess of size")
    for each in case.assumptions:
        assert each.because.startswith(kinds), each.parameter
        assert each.claims, each.parameter
        assert all(change.because for change in each.without), each.parameter


def test_claims_that_carry_a_number_say_what_it_is_without_them(case: Case) -> None:
    for each in case.assumptions:
        dropped = {change.claim for change in each.without if not change.denied}
        expected = set() if each.parameter == "damage" else set(each.claims)
        assert dropped == expected, each.parameter


def test_words_fit_their_numbers(case: Case) -> None:
    worded = {each.parameter: each for each in case.assumptions if each.word}
    assert set(worded) == {name for name in BASE if name.startswith("p_")}
    for name, each in worded.items():
        low, high = BANDS[str(each.word)]
        assert low <= each.center <= high, name


@pytest.mark.parametrize(
    ("parameter", "claim", "sign"),
    [
        ("retaliation_share", "c23", +1),
        ("p_resolved_secret", "c09", -1),
        ("p_resolved_secret", "c01", -1),
        ("case_value", "c13", +1),
        ("case_value", "c14", -1),
        ("case_value", "c16", -1),
        ("scapegoat_cost", "c20", +1),
        ("p_court_refuses", "c15", +1),
        ("precedent_cost", "c25", -1),
        ("trial_cost", "c19", -1),
        ("execution_cost_resolved", "c22", -1),
    ],
)
def test_a_falling_claim_moves_its_number_the_right_way(
    case: Case, parameter: str, claim: str, sign: int
) -> None:
    assert sign * (without(case, parameter, claim) - BASE[parameter][0]) > 0


@pytest.mark.parametrize(
    ("parameter", "claim"),
    [
        ("case_value", "c13"),
        ("case_value", "c14"),
        ("case_value", "c16"),
        ("p_court_refuses", "c15"),
        ("p_resolved_secret", "c01"),
        ("p_resolved_secret", "c09"),
        ("retaliation_share", "c23"),
        ("scapegoat_cost", "c20"),
        ("trial_cost", "c19"),
    ],
)
def test_a_false_claim_moves_its_number_further_than_a_missing_one(
    case: Case, parameter: str, claim: str
) -> None:
    base = BASE[parameter][0]
    missing = without(case, parameter, claim) - base
    false = without(case, parameter, claim, denied=True) - base
    assert abs(false) > abs(missing) > 0
    assert missing * false > 0


def test_without_the_prosecutors_words_the_case_may_be_worth_more_than_the_damage(
    case: Case,
) -> None:
    (case_value,) = (each for each in case.assumptions if each.parameter == "case_value")
    (change,) = (c for c in case_value.without if c.claim == "c13" and not c.denied)
    assert change.distribution.ends[1] > BASE["damage"][0]


def test_nothing_is_known_that_was_learned_later(case: Case) -> None:
    as_of = CaseDate.parse("2020-11-18")
    assert case.as_of == as_of
    assert not [each.id for each in case.sources if as_of.is_before(each.date)]
    assert not [each.id for each in case.events if as_of.is_before(each.earliest)]
    assert "2021" not in CASE.read_text("utf-8")


def test_what_did_not_happen_is_marked(case: Case) -> None:
    codes = {each.id: each.code for each in case.events if each.code}
    assert {id for id, code in codes.items() if code.hypothetical} == {
        "response-weighed",
        "reciprocity-considered",
        "return-expected",
    }
    assert {id for id, code in codes.items() if code.negated} == {
        "president-not-told",
        "expulsion-not-carried-out",
        "justice-silent",
        "foreign-ministry-silent",
    }
    assert codes["expulsion-threatened"].mode == codes["expulsion-not-carried-out"].mode == "expel"


@pytest.mark.parametrize(
    ("event", "date", "precision"),
    [
        ("guzman-convicted", "2018", "year"),
        ("review-announced", "2020-10", "month"),
        ("arrest", "2020-10-16", "day"),
        ("evidence-delivered", "2020-11-11", "day"),
        ("drop-announced", "2020-11-17", "day"),
        ("dismissal", "2020-11-18", "day"),
        ("expulsion-threatened", "unknown", "unknown"),
    ],
)
def test_dates_are_as_precise_as_the_article(
    case: Case, event: str, date: str, precision: str
) -> None:
    found = case.event(event).date
    assert (str(found), found.precision) == (date, precision)


def test_cause_and_justification_of_the_dismissal_are_kept_apart(case: Case) -> None:
    dismissal = case.event("dismissal")
    assert {"c01", "c02", "c03", "c13"} <= set(dismissal.cause)
    assert dismissal.justification == ("c10",)
    # Nobody in the article denies the threat; that came the day after.
    assert not [each.id for each in case.events if each.denial]
    assert not [each.id for each in case.claims if each.kind == "denial"]


def test_conflicts_keep_their_claims_side_by_side(case: Case) -> None:
    sides = {each.id: [set(at.claims) for at in each.positions] for each in case.conflicts}
    assert sides["cause-of-release"] == [{"c01", "c02", "c03"}, {"c10"}, {"c13"}]
    assert sides["was-it-a-trade"] == [{"c18", "c24"}, {"c15", "c25"}]
    assert set(sides) == {
        "cause-of-release",
        "credibility-of-the-threat",
        "strength-of-the-case",
        "sincerity-of-the-promise",
        "was-it-a-trade",
        "terms-of-cooperation",
        "one-voice",
    }


def test_the_base_gives_what_the_article_tells(case: Case) -> None:
    assert answer(case, center(case)) == {
        "regime": "private pooling",
        "arrest": "secret",
        "settlement": "exonerate",
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_change_what_they_say(case: Case, question: str) -> None:
    found = answer(case, center(case), question)
    assert (found["regime"], found["settlement"]) == QUESTIONS[question]


def test_every_question_has_its_reason_and_its_answer_here(case: Case) -> None:
    assert {each.id for each in case.questions} == set(QUESTIONS)
    assert all(each.because for each in case.questions)


def test_collateral_works_only_against_both_ways_out(case: Case) -> None:
    hostage = case.question("evidence-as-collateral").set
    values = center(case)
    first = values | {"retaliation_share": float(hostage["retaliation_share"])}
    second = values | {"exposure_penalty": float(hostage["exposure_penalty"])}
    assert answer(case, first)["settlement"] == "scapegoat"
    assert answer(case, second)["settlement"] == "exonerate"
