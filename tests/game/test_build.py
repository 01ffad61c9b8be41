"""Building, checking, lowering and pruning games."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from standoff.errors import GameError, UnknownName
from standoff.game import Draws, Game, GameBuilder, chance, end, lower, move, numbers, without
from standoff.game.build import Sketch
from standoff.game.lower import CHANCE, END


def builder() -> GameBuilder:
    return (
        GameBuilder("threat")
        .players("Challenger", "Target")
        .parameter("prize", 1.0, low=0)
        .parameter("cost", 0.2)
        .parameter("p_resolved", 0.25, low=0, high=1)
    )


def crisis(kind: str) -> Sketch:
    act = move(
        "Challenger",
        {"execute": end("executed", "-cost", -1), "back down": end("backed down", Challenger=-0.3)},
        knows=f"{kind}: act",
    )
    answer = move(
        "Target",
        {"concede": end("concession", "prize", "-prize / 2"), "resist": act},
        knows="heard a threat",
    )
    return move("Challenger", {"quiet": end("quiet", 0, 0), "threaten": answer}, knows=kind)


def threat() -> Game:
    return builder().tree(
        chance(
            "resolve",
            {"resolved": ("p_resolved", crisis("R")), "bluffer": ("1 - p_resolved", crisis("W"))},
        )
    )


def test_a_tree_is_numbered_in_preorder() -> None:
    game = threat()
    assert [node.parent for node in game.nodes[:4]] == [-1, 0, 1, 1]
    assert all(node.parent < node.index for node in game.nodes)
    assert [len(infoset.nodes) for infoset in game.infosets] == [1, 2, 1, 1, 1]
    assert game.infoset("heard a threat").player == 1
    assert game.outcomes == ("quiet", "concession", "executed", "backed down")
    assert game.history(game.ends[1].index) == ("resolved", "threaten", "concede")
    assert str(game.ends[1].pays[1]) == "-prize / 2"  # type: ignore[index]


def test_a_game_survives_pickling() -> None:
    game = threat()
    assert pickle.loads(pickle.dumps(game)) == game


def test_left_out_labels_stand_for_what_happened() -> None:
    game = (
        GameBuilder("two")
        .players("A", "B")
        .tree(move("A", {"l": move("B", {"x": end("lx", 0, 0)}), "r": end("r", 1, 1)}))
    )
    assert [infoset.label for infoset in game.infosets] == ["start", "l"]


PROBLEMS: dict[str, tuple[Sketch, str]] = {
    "unknown player": (move("Nobody", {"a": end("x", 0, 0)}), "SG002.*'Nobody' is not a player"),
    "payoff to nobody": (end("x", Chalenger=1), "SG002.*'Chalenger'"),
    "bad expression": (end("x", "prize +", 0), "SG003"),
    "unknown parameter": (end("x", "prise", 0), "SG004.*did you mean 'prize'"),
    "different actions": (
        chance(
            "c",
            {
                "l": (0.5, move("Target", {"a": end("x", 0, 0)}, knows="same")),
                "r": (0.5, move("Target", {"b": end("x", 0, 0)}, knows="same")),
            },
        ),
        "SG005.*different actions: a and b",
    ),
    "forgets an action": (
        move(
            "Target",
            {
                "l": move("Target", {"a": end("x", 0, 0)}, knows="later"),
                "r": move("Target", {"a": end("x", 0, 0)}, knows="later"),
            },
        ),
        "SG006.*imperfect recall",
    ),
    "absent-minded": (
        move(
            "Target",
            {
                "go": move("Target", {"go": end("x", 0, 0), "stop": end("y", 0, 0)}, knows="here"),
                "stop": end("z", 0, 0),
            },
            knows="here",
        ),
        "SG006.*imperfect recall",
    ),
    "forgets what was known": (
        chance(
            "c",
            {
                "l": (0.5, move("Target", {"a": move("Target", {"b": end("x", 0, 0)}, knows="z")})),
                "r": (0.5, move("Target", {"a": move("Target", {"b": end("x", 0, 0)}, knows="z")})),
            },
        ),
        "SG006.*imperfect recall",
    ),
    "chances above one": (
        chance("c", {"l": (0.7, end("x", 0, 0)), "r": (0.7, end("y", 0, 0))}),
        "SG007.*add up to 1.*1.4",
    ),
    "chance outside": (
        chance("c", {"l": (1.5, end("x", 0, 0)), "r": (-0.5, end("y", 0, 0))}),
        "SG007.*between 0 and 1",
    ),
    "payoff count": (end("x", 1), "SG011.*1 payoffs for 2 players"),
    "no branch": (move("Target", {}), "SG001.*no branch"),
    "nameless end": (end("", 0, 0), "SG001.*no outcome"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_no_game_is_refused(name: str) -> None:
    sketch, expected = PROBLEMS[name]
    with pytest.raises(GameError, match=expected):
        builder().tree(sketch)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(GameError) as caught:
        builder().tree(
            move("Nobody", {"a": end("x", "1 +", 0), "b": end("y", 1), "c": end("z", Targt=1)})
        )
    for code in ("SG002 'Nobody'", "SG003", "SG011", "'Targt'"):
        assert code in str(caught.value)


def test_a_parameter_declared_twice_is_refused() -> None:
    with pytest.raises(GameError, match="'prize' is declared twice"):
        builder().parameter("prize", 2.0).tree(end("x", 0, 0))


def test_trees_that_are_too_deep_are_refused_without_recursion() -> None:
    sketch = end("x", 0, 0)
    for _ in range(5_000):
        sketch = move("Target", {"on": sketch})
    with pytest.raises(GameError, match="SG010"):
        builder().tree(sketch)


def test_lowered_arrays_say_the_same_as_the_tree() -> None:
    game = threat()
    arrays = lower(game)
    assert lower(game) is arrays
    assert arrays.n_nodes == len(game.nodes)
    assert arrays.n_infosets == len(game.infosets)
    assert arrays.n_actions == sum(len(infoset.actions) for infoset in game.infosets)
    for node in game.nodes:
        owner = {"chance": CHANCE, "end": END}.get(node.kind)
        if owner is None:
            owner = game.infosets[node.infoset].player
        assert arrays.owner[node.index] == owner
        assert arrays.parent[node.index] == node.parent
        if node.parent >= 0 and game.nodes[node.parent].kind == "move":
            infoset = game.infosets[game.nodes[node.parent].infoset]
            position = arrays.edge_action[node.index] - arrays.first_action[infoset.index]
            assert infoset.actions[position] == node.branch
            assert arrays.action_infoset[arrays.edge_action[node.index]] == infoset.index


def test_numbers_are_evaluated_per_draw_and_judged_per_draw() -> None:
    game = threat()
    draws = Draws.from_columns({"prize": [1.0, 2.0, np.nan], "p_resolved": [0.25, 1.5, 0.5]})
    table = numbers(game, draws)
    assert table.payoff.shape == (3, 8, 2)
    assert table.p_chance.shape == (3, 2)
    assert table.feasible.tolist() == [True, False, False]
    assert table.payoff[1, 1].tolist() == [2.0, -1.0]
    assert table.p_chance[0].tolist() == [0.25, 0.75]


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'prize'"):
        numbers(threat(), Draws.point({"prise": 1.0}))


def test_actions_can_be_taken_away() -> None:
    game = without(threat(), ["quiet"])
    assert game.outcomes == ("concession", "executed", "backed down")
    assert game.infoset("R").actions == ("threaten",)
    assert [node.index for node in game.nodes] == list(range(len(game.nodes)))
    assert all(
        game.nodes[child].parent == node.index for node in game.nodes for child in node.children
    )
    assert all(
        node in game.infosets[game.nodes[node].infoset].nodes
        for i in game.infosets
        for node in i.nodes
    )


def test_taking_a_move_away_takes_what_follows() -> None:
    game = without(threat(), ["threaten"])
    assert game.outcomes == ("quiet",)
    assert len(game.infosets) == 2


def test_a_player_keeps_at_least_one_action() -> None:
    with pytest.raises(GameError, match="without a move at 'R'"):
        without(threat(), ["quiet", "threaten"])
    with pytest.raises(UnknownName, match="did you mean 'threaten'"):
        without(threat(), ["threatn"])
