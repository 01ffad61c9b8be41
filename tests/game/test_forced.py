from __future__ import annotations

import pytest

from standoff.errors import GameError, UnknownName
from standoff.game import Draws, GameBuilder, chance, end, move
from standoff.game.forced import force
from standoff.models import get
from standoff.solve import solve, verify

GAME = (
    GameBuilder("twice")
    .players("A", "B")
    .tree(
        move(
            "A",
            {
                "wait": end("nothing", 0, 0),
                "go": chance(
                    "weather",
                    {
                        "fair": (".5", move("B", {"go": end("x", 1, 0), "wait": end("y", 0, 1)})),
                        "foul": (".5", move("B", {"halt": end("z", 2, 0), "wait": end("y", 0, 1)})),
                    },
                ),
            },
        )
    )
)


def test_sets_that_offer_the_move_offer_nothing_else_and_the_rest_stays() -> None:
    forced = force(GAME, ("go",))
    assert [each.actions for each in forced.infosets] == [("go",), ("go",), ("halt", "wait")]
    assert forced.outcomes == ("x", "z", "y")
    for node in forced.nodes:
        assert all(forced.nodes[child].parent == node.index for child in node.children)
    assert verify(solve(forced, Draws.from_columns({}, 1))).ok.all()


def test_nothing_is_forced_without_moves() -> None:
    assert force(GAME, ()) is GAME


def test_forcing_is_taking_the_alternatives_away() -> None:
    model = get("linkage-crisis")
    assert force(model.build(), ("secret",)) == model.build(("forgo", "notify"))


def test_impossible_moves_are_refused() -> None:
    with pytest.raises(UnknownName, match="goo"):
        force(GAME, ("goo",))
    with pytest.raises(GameError, match="cannot all have been made"):
        force(GAME, ("go", "wait"))
