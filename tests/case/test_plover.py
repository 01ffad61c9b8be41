from __future__ import annotations

from typing import get_args

from standoff.case import plover


def test_there_are_sixteen_categories():
    assert len(plover.categories()) == 16
    assert "PROTEST" in plover.categories()
    assert plover.modes("PROTEST") == ()


def test_every_category_but_one_has_a_row_and_every_move_is_used():
    without_row = {name for name in plover.categories() if plover.find(name) is None}
    assert without_row == {"PROTEST"}
    assert {each.move for each in plover.codes()} == set(get_args(plover.Move))


def test_a_mode_without_a_row_takes_the_category():
    expel = plover.find("THREATEN", "expel")
    assert expel is not None
    assert (expel.mode, expel.move, expel.score) == ("expel", "threaten", -3.5)
    other = plover.find("THREATEN", "something else")
    assert other is not None
    assert other.mode == ""
    assert plover.find("THREAT") is None


def test_scores_that_are_not_to_be_trusted_are_left_out():
    accuse = plover.find("ACCUSE")
    assert accuse is not None
    assert accuse.score is None
