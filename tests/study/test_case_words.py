"""Phrases in sentences: whole words, and nothing claimed of what is negated."""

from __future__ import annotations

import pytest

from standoff.study.case_statements import HARM, PRECEDENT, WAITING
from standoff.study.case_words import Phrases, denied, said


@pytest.mark.parametrize(
    "text",
    [
        "Giving in would set a precedent.",
        "It refuses to set a precedent.",
        "They want no precedent.",
        "It cannot be excluded that others will follow.",
        "Paying would only invite the next arrest.",
        "It did not pay, because a payment encourages hostage-taking.",
        "They will do it again.",
        "The judge acted so that no precedent is set.",
        "It would put many more citizens at risk.",
    ],
)
def test_a_precedent_feared_is_a_precedent(text: str):
    assert said(text, PRECEDENT)
    assert not denied(text, PRECEDENT)


@pytest.mark.parametrize(
    "text",
    [
        "It would not set a precedent.",
        "A precedent is not set by this.",
        "Nobody speaks of a precedent.",
        "The minister does not fear a precedent.",
        "An unprecedented step.",
        "The ferries run again.",
        "More arrests followed.",
        "It isn't a precedent.",
    ],
)
def test_what_is_negated_or_part_of_a_word_is_not_claimed(text: str):
    assert not said(text, PRECEDENT)


@pytest.mark.parametrize(
    "text", ["It sets no precedent.", "This is not a precedent.", "A one-off."]
)
def test_a_denial_speaks_against(text: str):
    assert denied(text, PRECEDENT)
    assert not said(text, PRECEDENT)


def test_the_denial_of_a_denial_is_not_claimed():
    assert not denied("Nobody believes that this is a one-off.", PRECEDENT)


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Two men are held as hostages.", HARM, True),
        ("They would be held as hostages.", HARM, False),
        ("Nobody is held as a hostage.", HARM, False),
        ("The order is already in force.", HARM, True),
        ("Both stand firm.", WAITING, True),
        ("Neither stands firm.", WAITING, False),
        ("The minister held out the prospect of talks.", WAITING, False),
        ("It can outlast the other.", WAITING, True),
    ],
)
def test_harm_counts_if_it_is_done_and_waiting_if_it_is_said(
    text: str, phrases: Phrases, expected: bool
):
    assert bool(said(text, phrases)) == expected
