"""Conditions are found by the names that are known, whatever stands in these."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.errors import StandoffError, UnknownName
from standoff.game import Draws, GameBuilder, end, move
from standoff.study.condition import Condition, parse_condition
from standoff.study.game_subject import GameSubject
from standoff.study.labels import Labels
from standoff.study.target import Target, parse_target

NAMES = ["boat is freed", "war is averted", "x is not y", "trailing ", "a >= b", "not war", "p < q"]


def subject(names: list[str]) -> GameSubject:
    ends = {f"go {i}": end(name, i) for i, name in enumerate(names)}
    game = GameBuilder("names").players("A").tree(move("A", ends))
    return GameSubject(game, names[0])


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_asked_about(name: str):
    asked = subject(NAMES)
    answers = asked.answer(Draws.point({}))
    condition = Condition(name, ">=", 0.5)
    for text in (f"{name} >= .5", f" {name}>= 50 %".lstrip(), str(condition)):
        assert parse_condition(text, asked, answers) == condition
    assert parse_target(f"{name} >= 0.5", asked, answers) == Target.at_least(name, 0.5)
    assert parse_target(name, asked, answers) == Target(name)
    regime = Condition("regime", "is", value=name)
    if name != "not war":
        assert parse_condition(f"regime is {name}", asked, answers) == regime
    assert regime.holds(answers).tolist() == [name == "p < q"]


def test_the_headline_is_one_half_or_more_whatever_it_is_called():
    asked = subject(["war is averted", "peace"])
    held = Target.at_least(asked.headline, 0.5).of(asked.answer(Draws.point({})))
    np.testing.assert_array_equal(held, [0.0])


def test_what_can_be_read_in_two_ways_is_refused():
    asked = subject(["war", "not war"])
    answers = asked.answer(Draws.point({}))
    with pytest.raises(StandoffError, match="in two ways"):
        parse_condition("regime is not war", asked, answers)
    assert parse_condition("regime is war", asked, answers).value == "war"


@pytest.mark.parametrize("text", ["wars >= .5", "regime is wars", "kind is war"])
def test_unknown_names_are_told(text: str):
    asked = subject(["war", "peace"])
    with pytest.raises(UnknownName):
        parse_condition(text, asked, asked.answer(Draws.point({})))


def test_conditions_that_print_alike_are_two():
    asked = subject(["war", "peace"])
    near = [Condition("peace", ">=", 0.1234567), Condition("peace", ">=", 0.1234568)]
    labels = Labels(asked, conditions=near)
    assert len(labels.conditions) == 2
    assert labels.words(int(labels.of(Draws.point({}))[0])).count("peace >= 0.123456") == 2
