from __future__ import annotations

from math import inf, nan

import pytest

from standoff.errors import GameError
from standoff.game.parameter import Parameter
from standoff.study.along import along
from standoff.study.asked import Asked
from standoff.study.condition import Condition
from standoff.study.interval import admissible, cut_off
from standoff.study.inverse import how_much

SHARE = Parameter("share", "a share", 0.5, low=0.0, high=1.0)


def test_what_cannot_be_is_cut_off() -> None:
    assert admissible(SHARE, (-3.0, 0.4)) == (0.0, 0.4)
    assert admissible(SHARE, (0.4, 7.0)) == (0.4, 1.0)


def test_what_is_cut_off_is_said() -> None:
    assert cut_off(SHARE, (0.0, 1.0)) == cut_off(SHARE, None) == ""
    assert cut_off(SHARE, (-1.0, 0.5)) == ("share cannot be below 0: what lies beyond is left out.")


def test_numbers_whose_products_are_infinite_are_refused() -> None:
    with pytest.raises(GameError, match=r"too wide: -1e\+308 to 1e\+308"):
        admissible(Parameter("damage", "damage", 1.0, low=0.0), (-1e308, 1e308))


@pytest.mark.parametrize(
    "interval",
    [(nan, 1.0), (0.0, nan), (0.0, inf), (inf, inf), (1.0, 0.0), (0.5, 0.5), (-2.0, -1.0), (1, 2)],
)
def test_an_empty_interval_is_refused_and_no_answer(
    interval: tuple[float, float], asked: Asked
) -> None:
    with pytest.raises(GameError, match="the range of 'share' is empty"):
        admissible(SHARE, interval)
    for ask in (
        lambda: along(asked.subject, asked.base, "p_leak", interval),
        lambda: how_much(
            asked.subject, asked.base, "p_leak", Condition("drop", ">=", 0.5), interval
        ),
    ):
        with pytest.raises(GameError, match="the range of 'p_leak' is empty"):
            ask()
