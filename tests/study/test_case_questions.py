"""Answers about a case, as they are written on the command line."""

from __future__ import annotations

from typing import get_args

import pytest

from standoff.errors import StandoffError, UnknownName
from standoff.models.features import Feature
from standoff.study.case_questions import questions, read_answers


def test_every_feature_is_asked_about_once():
    asked = [feature for question in questions() for feature in question.features]
    assert sorted(asked) == sorted(get_args(Feature))
    assert len({question.id for question in questions()}) == len(questions())


def test_reads_answers():
    given = read_answers(["will-come-again=yes", "who-decides=ratifier"])
    assert [answer.question.id for answer in given] == ["will-come-again", "who-decides"]
    assert given[0].features == {"later challengers": True}
    assert given[1].features == {"ratification": True, "third party decides": False}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["carried-ot=yes"], "did you mean 'carried-out'"),
        (["carried-out=perhaps"], "Known: no, yes"),
        (["who-decides=yes"], "Known: ratifier, target, third-party"),
    ],
)
def test_refuses_what_it_does_not_know_and_names_the_candidates(words: list[str], says: str):
    with pytest.raises(UnknownName, match=says):
        read_answers(words)


@pytest.mark.parametrize("words", [["carried-out"], ["carried-out=no", "carried-out=yes"]])
def test_refuses_half_an_answer_and_two_answers(words: list[str]):
    with pytest.raises(StandoffError, match="carried-out"):
        read_answers(words)
