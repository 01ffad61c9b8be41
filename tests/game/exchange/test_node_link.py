"""Games as graphs of plain data: nothing is lost, and a graph that is no game is refused."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from tests.strategies import games

from standoff.errors import GameError, StandoffError
from standoff.game import Game
from standoff.game.exchange import from_networkx, from_node_link, to_node_link
from standoff.models import get

LINKAGE = get("linkage-crisis").build()


@given(games())
def test_a_game_comes_back_whole_even_through_json(game: Game) -> None:
    text = json.dumps(to_node_link(game), allow_nan=False)
    assert from_node_link(json.loads(text)) == game


def test_a_model_comes_back_with_its_parameters() -> None:
    back = from_node_link(json.loads(json.dumps(to_node_link(LINKAGE), allow_nan=False)))
    assert back == LINKAGE


@pytest.mark.oracle
def test_networkx_sees_a_tree_and_gives_it_back() -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.node_link_graph(to_node_link(LINKAGE), edges="edges")
    assert networkx.is_arborescence(graph)
    assert networkx.dag_longest_path_length(graph) == max(
        len(LINKAGE.history(node.index)) for node in LINKAGE.ends
    )
    assert from_networkx(graph) == LINKAGE
    renamed = networkx.relabel_nodes(graph, {i: f"node {i}" for i in graph})
    assert from_networkx(renamed) == LINKAGE


def small() -> dict[str, Any]:
    return {
        "graph": {"name": "small", "players": ["A"], "parameters": [{"name": "x", "default": 1}]},
        "nodes": [
            {"id": "root", "kind": "move", "player": "A", "knows": "start"},
            {"id": "left", "kind": "end", "outcome": "l", "pays": ["x"]},
            {"id": "right", "kind": "end", "outcome": "r", "pays": [0]},
        ],
        "edges": [
            {"source": "root", "target": "left", "label": "go left"},
            {"source": "root", "target": "right", "label": "go right"},
        ],
    }


def test_a_graph_written_by_hand_is_a_game() -> None:
    game = from_node_link(small())
    assert game.infosets[0].actions == ("go left", "go right")
    assert str(game.ends[0].pays[0]) == "x"  # type: ignore[index]


def changed(path: str, value: Any) -> dict[str, Any]:
    data = small()
    inside: Any = data
    *keys, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in keys:
        inside = inside[key]
    inside[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("graph", None, "does not hold names"),
        ("graph.name", 3, "'name' is not a text"),
        ("graph.players", "A", "'players' is not a list"),
        ("graph.parameters", [3], "does not hold names"),
        ("graph.parameters.0.default", None, "are numbers"),
        ("graph.parameters.0.default", 10**400, "at most 1e308"),
        ("graph.parameters.0.wide", [1], "lower and an upper end"),
        ("graph.parameters.0.name", "y", "'x' is not a declared parameter"),
        ("nodes", {}, "'nodes' is not a list"),
        ("nodes", [], "1 to 100,000 nodes"),
        ("nodes.0.id", [1], "has no 'id'"),
        ("nodes.0.id", "left", "1 to 100,000 nodes"),
        ("nodes.0.kind", "player", "the kind of a node"),
        ("nodes.0.kind", "end", "an end has a branch"),
        ("nodes.0.player", "B", "'B' is not a player"),
        ("nodes.1.pays", [True], "a number or a text"),
        ("nodes.1.pays", [10**400], "no arithmetic"),
        ("nodes.1.pays", ["x +"], "no arithmetic"),
        ("nodes.1.pays", "x", "'pays' is not a list"),
        ("nodes.1.pays", [1, 2], "2 payoffs for 1 players"),
        ("edges.1.target", "left", "two edges lead to the same node"),
        ("edges.1.target", "gone", "a node that is not there"),
        ("edges", [], "one node, the first"),
        ("edges.1.source", "right", "go in circles"),
        ("edges.1.label", "go left", "two branches are called"),
        ("edges.1.label", None, "'label' is not a text"),
        ("edges.1", 7, "does not hold names"),
    ],
)
def test_what_is_no_game_is_refused_with_a_reason(path: str, value: Any, what: str) -> None:
    with pytest.raises(GameError) as caught:
        from_node_link(changed(path, value))
    assert what in str(caught.value)


def test_circles_beside_the_tree_are_refused() -> None:
    data = small()
    data["nodes"] += [{"id": i, "kind": "move", "player": "A"} for i in (1, 2)]
    data["edges"] += [
        {"source": 1, "target": 2, "label": "on"},
        {"source": 2, "target": 1, "label": "back"},
    ]
    with pytest.raises(GameError, match="go in circles"):
        from_node_link(data)


def test_damaged_data_are_games_or_refused() -> None:
    chance, whole = random.Random(3), to_node_link(LINKAGE)
    values = [None, 0, -1, 10**400, float("nan"), "", "x", [], {}, [[]], {"a": 1}, True]
    n_games = 0
    for _ in range(1000):
        data = copy.deepcopy(whole)
        for _ in range(chance.randint(1, 3)):
            rows = data[chance.choice(["nodes", "edges"])]
            row = chance.choice(rows)
            match chance.randrange(3):
                case 0:
                    row[chance.choice(list(row))] = chance.choice(values)
                case 1:
                    rows.remove(row)
                case _:
                    data["graph"][chance.choice(list(data["graph"]))] = chance.choice(values)
        try:
            n_games += len(from_node_link(data).nodes) > 0
        except StandoffError:
            continue
    assert n_games < 900
