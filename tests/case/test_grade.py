from __future__ import annotations

import itertools
from typing import get_args

import pytest

from standoff.case import Grade
from standoff.case.grade import (
    Credibility,
    Reliability,
    credibility_words,
    reliability_words,
    word,
    word_for,
    words,
)
from standoff.errors import UnknownName

GRADES = [
    Grade(letter, digit)
    for letter, digit in itertools.product(get_args(Reliability), get_args(Credibility))
]


def test_weights_go_by_credibility_and_reliability_stands_in():
    assert [Grade("B", n).weight for n in (1, 2, 3, 4, 5)] == [0.95, 0.8, 0.6, 0.3, 0.05]
    assert [Grade(x, 6).weight for x in "ABCDE"] == [0.95, 0.8, 0.6, 0.4, 0.2]  # pyright: ignore
    assert Grade("F", 2).weight == 0.8


def test_f6_is_no_middle():
    assert Grade("F", 6).weight is None
    assert Grade("F", 6).downgrade_share == 0
    assert Grade("F", 6).downgraded() == Grade("F", 6)


@pytest.mark.parametrize(
    ("grade", "lower", "share"),
    [
        (Grade("A", 1), Grade("B", 2), 1 - 0.8 / 0.95),
        (Grade("B", 2), Grade("C", 3), 0.25),
        (Grade("D", 4), Grade("E", 5), 1 - 0.05 / 0.3),
        (Grade("E", 5), Grade("E", 5), 0),
        (Grade("F", 2), Grade("F", 3), 0.25),
        (Grade("B", 6), Grade("C", 6), 0.25),
        (Grade("E", 6), Grade("E", 6), 0),
    ],
)
def test_a_downgrade_is_one_step_in_both(grade: Grade, lower: Grade, share: float):
    assert grade.downgraded() == lower
    assert grade.downgrade_share == pytest.approx(share)


@pytest.mark.parametrize("grade", GRADES, ids=str)
def test_no_downgrade_makes_a_claim_worth_more(grade: Grade):
    assert 0 <= grade.downgrade_share < 1
    # "Cannot be judged" is neither entered nor left by a downgrade.
    assert (grade.reliability == "F") == (grade.downgraded().reliability == "F")
    assert (grade.credibility == 6) == (grade.downgraded().credibility == 6)
    assert grade.words == (
        f"{reliability_words()[grade.reliability]}, {credibility_words()[grade.credibility]}"
    )


def test_the_seven_words_cover_1_to_99_percent():
    found = words()
    assert len(found) == 7
    assert (found[0].low, found[-1].high) == (0.01, 0.99)
    assert all(a.high == b.low for a, b in itertools.pairwise(found))
    assert word("improbable") == word("unlikely")
    assert word("likely").band == "55-80 %"


@pytest.mark.parametrize(
    ("p", "label"),
    [
        (0.01, "almost no chance"),
        (0.05, "almost no chance"),
        (0.051, "very unlikely"),
        (0.5, "roughly even chance"),
        (0.1 + 0.7, "likely"),
        (0.99, "almost certain"),
    ],
)
def test_a_probability_has_a_word(p: float, label: str):
    assert word_for(p).label == label


@pytest.mark.parametrize("p", [0, 0.005, 0.991, 1, -1, float("nan")])
def test_certainty_has_no_word(p: float):
    with pytest.raises(ValueError, match="1 to 99 %"):
        word_for(p)


def test_unknown_words_are_refused():
    with pytest.raises(UnknownName, match="likely"):
        word("likley")
