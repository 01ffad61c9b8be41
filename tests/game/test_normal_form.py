"""Tables: what fits together and what does not."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from standoff.errors import GameError
from standoff.game.normal_form import NormalForm

PLAYERS = ("Row", "Column")
STRATEGIES = (("up", "down"), ("left", "middle", "right"))
PAYOFF = np.arange(12.0).reshape(2, 3, 2)


def test_a_table_is_frozen_all_the_way() -> None:
    given = PAYOFF.copy()
    table = NormalForm("t", PLAYERS, STRATEGIES, given)
    given[0, 0, 0] = 99
    assert table.payoff[0, 0, 0] == 0
    assert table.shape == (2, 3)
    with pytest.raises(ValueError, match="read-only"):
        table.payoff[0, 0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        table.name = "other"  # type: ignore[misc]


def test_tables_are_equal_by_what_they_say() -> None:
    table = NormalForm("t", PLAYERS, STRATEGIES, PAYOFF)
    assert table == NormalForm("t", PLAYERS, STRATEGIES, PAYOFF)
    assert table != NormalForm("t", PLAYERS, STRATEGIES, PAYOFF + 1)
    assert table != NormalForm("t", ("Row", "Other"), STRATEGIES, PAYOFF)
    assert table != "t"


@pytest.mark.parametrize(
    ("players", "strategies", "payoff", "what"),
    [
        ((), (), np.zeros(0), "1 to 32 players"),
        (("A", "A"), STRATEGIES, PAYOFF, "players need names"),
        (PLAYERS, (("up", "up"), ("l",)), np.zeros((2, 1, 2)), "strategies of Row need names"),
        (PLAYERS, (("up", ""), ("l",)), np.zeros((2, 1, 2)), "strategies of Row need names"),
        (PLAYERS, (("up",), ()), np.zeros((1, 0, 2)), "strategies of Column need names"),
        (PLAYERS, (("up", "down"),), np.zeros((2, 2)), "one axis per player"),
        (PLAYERS, STRATEGIES, PAYOFF[:, :2], "one axis per player"),
    ],
)
def test_what_does_not_fit_is_refused(
    players: tuple[str, ...], strategies: tuple[tuple[str, ...], ...], payoff: np.ndarray, what: str
) -> None:
    with pytest.raises(GameError, match=what):
        NormalForm("t", players, strategies, payoff)
