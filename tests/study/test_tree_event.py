from __future__ import annotations

import pytest

from standoff.game import Draws, GameBuilder, chance, end, move
from standoff.solve import from_named
from standoff.study.tree_event import p_event

# "push" can be chosen twice on one path, and is also the label of a chance branch.
GAME = (
    GameBuilder("push")
    .players("A")
    .tree(
        move(
            "A",
            {
                "push": move("A", {"push": end("over", 1), "stop": end("half", 0)}, knows="second"),
                "rest": chance(
                    "wind", {"push": (".25", end("blown", 0)), "calm": (".75", end("still", 0))}
                ),
            },
            knows="first",
        )
    )
)


def test_moves_and_outcomes_have_their_chances() -> None:
    solution = from_named(
        GAME,
        Draws.from_columns({}, 1),
        {("first", "push"): 0.4, ("first", "rest"): 0.6, ("second", "push"): 0.5,
         ("second", "stop"): 0.5},
    )  # fmt: skip
    # A second push on the way adds nothing; the one that chance makes (.6 times .25) does.
    expected = {"push": 0.55, "stop": 0.2, "over": 0.2, "blown": 0.15, "rest": 0.6, "calm": 0.45}
    for name, p in expected.items():
        found = p_event(solution, name)
        assert found is not None
        assert found == pytest.approx([p])
    assert p_event(solution, "shove") is None
