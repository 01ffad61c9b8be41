from __future__ import annotations

import numpy as np
import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.study.asked import Asked, ask
from standoff.study.findings import QuestionFinding
from standoff.study.questions import questions


@pytest.fixture(scope="module")
def found(asked: Asked) -> dict[str, QuestionFinding]:
    return {each.question: each for each in questions(asked)}


# What the model says at the analyst's values under every question; also in the case's own tests.
@pytest.mark.parametrize(
    ("question", "regime", "settlement"),
    [
        ("promise-enforceable", "private pooling", "honor"),
        ("evidence-as-collateral", "private pooling", "honor"),
        ("cheaper-trial", "private pooling", "honor"),
        ("partner-told", "public semi", "exonerate"),
        ("threat-public", "public semi", "exonerate"),
        ("review-only", "no threat", "exonerate"),
        ("army-not-at-stake", "no threat", "honor"),
    ],
)
def test_questions_have_their_answers(
    found: dict[str, QuestionFinding], question: str, regime: str, settlement: str
) -> None:
    answer = found[question]
    assert answer.base_regime == regime
    assert dict(answer.base)["settlement"] == settlement


def test_an_enforceable_promise_is_always_honored_where_there_is_an_answer(
    asked: Asked, found: dict[str, QuestionFinding]
) -> None:
    answer = found["promise-enforceable"]
    shares = {share.name: share.share for share in dict(answer.shares)["settlement"]}
    assert shares == {"honor": 1.0, "scapegoat": 0.0, "exonerate": 0.0}
    n_none = len(asked.draws) - answer.n_answered
    assert n_none > 0.3 * len(asked.draws)
    assert answer.note.startswith(f"no answer in {n_none:,} of {len(asked.draws):,} draws (A1 ")
    # An easier promise makes the threat work more often, draw by draw comparable or not.
    assert answer.headline > answer.headline_before
    assert answer.headline > answer.headline_before_in_both


def test_what_is_compared_is_the_case_as_it_is(
    asked: Asked, found: dict[str, QuestionFinding]
) -> None:
    drop = asked.answers.probabilities["drop"]
    known = drop[np.isfinite(drop)]
    assert {each.headline_before for each in found.values()} == {float(known.mean())}
    no_threat = found["review-only"]
    assert (no_threat.headline, no_threat.headline_base) == (0.0, 0.0)


def test_expressions_use_the_draws_own_numbers_and_symbols() -> None:
    asked = ask(brief_of(), n_draws=500)
    answer = {each.question: each for each in questions(asked)}["twice"]
    by_hand = asked.draws.replace(
        prize=2 * asked.draws["prize"], trial_cost=asked.draws["trial_cost"] / 5
    )
    answers = asked.subject.answer(by_hand, ("secret",))
    known = answers.probabilities["drop"][answers.has_answer]
    assert answer.headline == pytest.approx(known.mean(), abs=1e-12)
    assert answer.changes == ("prize: 2 * V", "trial_cost: h / 5")
    assert answer.note == ""


def test_changes_are_told() -> None:
    found = {each.question: each.changes for each in questions(ask(brief_of(), n_draws=2))}
    assert found["only-honor"] == ("without the moves: scapegoat, exonerate",)
    assert found["told"] == ("moves made: notify",)


def test_a_question_outside_the_assumptions_has_no_answer_and_says_so() -> None:
    text = SMALL + "  - {id: gone, ask: What if?, set: {prize: 0}}\n"
    answer = {each.question: each for each in questions(ask(brief_of(text), n_draws=50))}["gone"]
    assert np.isnan(answer.headline)
    assert (answer.base_regime, answer.n_answered) == ("", 0)
    assert answer.note == "no answer in 50 of 50 draws (A1 fails in 50)"


def test_arithmetic_without_a_number_is_named() -> None:
    text = SMALL + "  - {id: nothing, ask: What if?, set: {prize: 1 / (V - V)}}\n"
    answer = {each.question: each for each in questions(ask(brief_of(text), n_draws=50))}["nothing"]
    assert answer.note.startswith("no answer in 50 of 50 draws (")
    assert "prize is set to 1 / (V - V), which is not a number, in 50" in answer.note
