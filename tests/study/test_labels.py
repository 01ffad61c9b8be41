from __future__ import annotations

import numpy as np
import pytest

from standoff.errors import GameError
from standoff.game import Draws, GameBuilder, end, move
from standoff.study.asked import Asked
from standoff.study.condition import Condition
from standoff.study.game_subject import GameSubject
from standoff.study.labels import Labels

LEVELS = [Condition("drop", ">=", level) for level in np.linspace(0.05, 0.95, 12)]


def test_many_conditions_are_told_apart(asked: Asked) -> None:
    labels = Labels(asked.subject, asked.given, conditions=LEVELS)
    draws = asked.draws.rows(slice(0, 200))
    answers = labels.answer(draws)
    for code, drop in zip(labels.codes(answers), answers.probabilities["drop"], strict=True):
        names = labels.names(int(code)) if code else {}
        held = {str(each): "yes" if drop >= each.level else "no" for each in LEVELS if code}
        assert {name: names[name] for name in held} == held


def test_the_same_condition_twice_is_one(asked: Asked) -> None:
    twice = Labels(asked.subject, asked.given, conditions=[LEVELS[3], LEVELS[3]])
    once = Labels(asked.subject, asked.given, conditions=[LEVELS[3]])
    draws = asked.draws.rows(slice(0, 50))
    for one, other in zip(once.of(draws), twice.of(draws), strict=True):
        assert once.words(int(one)) == twice.words(int(other))


def test_too_many_conditions_are_a_message(asked: Asked) -> None:
    conditions = [Condition("drop", ">=", 0.01 * i) for i in range(30)]
    with pytest.raises(GameError, match="30 conditions beside 3 categories are too many"):
        Labels(asked.subject, asked.given, conditions=conditions).of(asked.base)


def test_answers_of_any_number_of_outcomes_are_told_apart() -> None:
    """32,768 is where 16 bits end, and 4,095 where a category used to."""
    n = 32_800
    builder = GameBuilder("many ends").players("A").parameter("best", n - 1, low=0, high=n)
    ends = {f"m{i}": end(f"end {i}", f"-abs({i} - best)") for i in range(n)}
    subject = GameSubject(builder.tree(move("A", ends)), "end 0")
    draws = Draws(("best",), np.array([[0.0], [4_095.0], [4_096.0], [32_768.0], [n - 1.0]]))
    answers = subject.answer(draws)
    found = [answers.categories["regime"][i] for i in range(len(draws))]
    assert found == [f"end {i}" for i in (0, 4_095, 4_096, 32_768, n - 1)]
    labels = Labels(subject)
    assert [labels.words(int(code)) for code in labels.codes(answers)] == found
    levels = [Condition("end 0", ">=", 0.03 * (i + 1)) for i in range(25)]
    with pytest.raises(GameError, match=r"32,800 names of 'regime' are more than the 8,191"):
        Labels(subject, conditions=levels).codes(answers)
