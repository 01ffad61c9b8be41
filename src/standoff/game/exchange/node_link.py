"""A game as a graph of plain data: the node-link form that networkx, D3 and JSON tools share.

Nothing is lost: parameters and payoff expressions go along as text, so the game comes back whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from standoff.errors import ExpressionError, GameError
from standoff.game.build import Branch, GameBuilder, Sketch
from standoff.game.check import MAX_NODES
from standoff.game.parameter import Parameter
from standoff.game.threat import Threat
from standoff.game.tree import Game, Node
from standoff.text.characters import LINE_BREAKS, unreadable
from standoff.text.expression import Expression, parse
from standoff.text.file import read_text
from standoff.text.json_data import read_json

MAX_BYTES = 10_000_000

_WORDS = ("meaning", "symbol", "unit")


class Graph(Protocol):
    """What is needed of a directed graph: `networkx.DiGraph` has it."""

    @property
    def graph(self) -> Mapping[str, Any]:
        """What is known of the whole."""
        ...

    @property
    def nodes(self) -> Any:
        """Called with `data=True`, pairs of a node and its attributes."""
        ...

    @property
    def edges(self) -> Any:
        """Called with `data=True`, triples of two nodes and the attributes of their edge."""
        ...


def to_node_link(game: Game) -> dict[str, Any]:
    """Return a game as plain data that JSON can hold: `graph`, `nodes` and `edges`.

    `networkx.node_link_graph(to_node_link(game), edges="edges")` is the tree as a
    `networkx.DiGraph`.

    Examples
    --------
    >>> from standoff.game import GameBuilder, end, move
    >>> game = (
    ...     GameBuilder("dare")
    ...     .players("A")
    ...     .parameter("prize", 0.3)
    ...     .tree(move("A", {"go": end("gone", "2 * prize"), "stay": end("home", 0)}))
    ... )
    >>> data = to_node_link(game)
    >>> data["edges"][0], data["nodes"][1]
    ({'source': 0, 'target': 1, 'label': 'go'}, {'id': 1, 'kind': 'end', 'outcome': 'gone', \
'pays': ['2 * prize']})
    >>> from_node_link(data) == game
    True
    """
    return {
        "directed": True,
        "multigraph": False,
        "graph": {
            "name": game.name,
            "players": list(game.players),
            "parameters": [_facts(parameter) for parameter in game.parameters],
            "threats": [
                {**asdict(threat), "answered_at": list(threat.answered_at)}
                for threat in game.threats
            ],
        },
        "nodes": [_node(game, node) for node in game.nodes],
        "edges": [_edge(node) for node in game.nodes if node.parent >= 0],
    }


def from_node_link(data: Mapping[str, Any]) -> Game:
    """Make a game of node-link data, such as `to_node_link` returns or a JSON file holds.

    Raises
    ------
    GameError
        If the data are not a tree, or the tree is not a game.
    """
    nodes = _rows(data, "nodes", ("id",))
    edges = _rows(data, "edges", ("source", "target"))
    return _game(
        _mapping(data.get("graph"), "graph"),
        [(each["id"], each) for each in nodes],
        [(each["source"], each["target"], each) for each in edges],
    )


def read_node_link(path: Path | str) -> Game:
    """Read a game from a JSON file of node-link data.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    NotJson
        If it is not JSON.
    GameError
        If the data are not a tree, or the tree is not a game.
    """
    return parse_node_link(read_text(path, MAX_BYTES, expected="game.json"), str(path))


def parse_node_link(text: str, path: str = "<text>") -> Game:
    """Make a game of the JSON text of node-link data; see `read_node_link`."""
    data = read_json(text, path)
    return from_node_link(_mapping(data, "the graph"))


def from_networkx(graph: Graph) -> Game:
    """Make a game of a `networkx.DiGraph` whose attributes are those of `to_node_link`.

    Branches are in the order in which the graph lists its edges.

    Raises
    ------
    GameError
        If the graph is not a tree, or the tree is not a game.
    """
    return _game(
        graph.graph,
        [(key, _mapping(facts, "nodes")) for key, facts in graph.nodes(data=True)],
        [
            (above, below, _mapping(facts, "edges"))
            for above, below, facts in graph.edges(data=True)
        ],
    )


def _facts(parameter: Parameter) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": parameter.name, "default": parameter.default}
    facts |= {word: getattr(parameter, word) for word in _WORDS if getattr(parameter, word)}
    # JSON has no infinity: a bound that is not there is left out.
    bounds = {"low": parameter.low, "high": parameter.high}
    facts |= {bound: value for bound, value in bounds.items() if math.isfinite(value)}
    return facts | ({"wide": list(parameter.wide)} if parameter.wide else {})


def _node(game: Game, node: Node) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": node.index, "kind": node.kind}
    if node.kind == "move":
        infoset = game.infosets[node.infoset]
        facts |= {"player": game.players[infoset.player], "knows": infoset.label}
    elif node.kind == "chance":
        facts["title"] = node.title
    else:
        facts["outcome"] = node.outcome
    return facts if node.pays is None else facts | {"pays": [str(pay) for pay in node.pays]}


def _edge(node: Node) -> dict[str, Any]:
    edge = {"source": node.parent, "target": node.index, "label": node.branch}
    return edge if node.p is None else edge | {"p": str(node.p)}


def _problem(what: str, found: object = "") -> GameError:
    return GameError(
        f"this graph is not a game: {what}",
        found=str(found)[:200],
        more="docs/reference/exchange.md, Graphs",
    )


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _problem(f"{what!r} does not hold names with values", value)
    return value


def _rows(data: Any, what: str, needed: Sequence[str]) -> list[Mapping[str, Any]]:
    listed = _mapping(data, "the graph").get(what)
    if not isinstance(listed, list):
        raise _problem(f"{what!r} is not a list", listed)
    rows = [_mapping(each, what) for each in listed]
    for row in rows:
        for key in needed:
            if not isinstance(row.get(key), str | int) or isinstance(row.get(key), bool):
                raise _problem(f"one of {what!r} has no {key!r}", row)
    return rows


def _game(
    facts: Mapping[str, Any],
    nodes: Sequence[tuple[Any, Mapping[str, Any]]],
    edges: Iterable[tuple[Any, Any, Mapping[str, Any]]],
) -> Game:
    about = dict(nodes)
    if len(about) != len(nodes) or not 0 < len(nodes) <= MAX_NODES:
        raise _problem(f"1 to {MAX_NODES:,} nodes, each with another id", f"{len(nodes):,} nodes")
    below: dict[Any, list[tuple[Any, Mapping[str, Any]]]] = {key: [] for key in about}
    above: dict[Any, Any] = {}
    for source, target, edge in edges:
        if source not in below or target not in below:
            raise _problem("an edge leads to or from a node that is not there", (source, target))
        if target in above:
            raise _problem("two edges lead to the same node", target)
        above[target] = source
        below[source].append((target, edge))
    roots = [key for key in about if key not in above]
    if len(roots) != 1:
        raise _problem("one node, the first, must have no edge leading to it", f"{len(roots)} have")
    order = [roots[0]]
    for key in order:
        order.extend(target for target, _ in below[key])
    if len(order) != len(about):
        raise _problem("some nodes go in circles and cannot be reached from the first")
    sketches: dict[Any, Sketch] = {}
    for key in reversed(order):
        branches = tuple(
            Branch(_text(edge, "label"), sketches.pop(target), _amount(edge.get("p")))
            for target, edge in below[key]
        )
        sketches[key] = _sketch(about[key], branches)
    builder = GameBuilder(_text(facts, "name") or "untitled")
    listed = _listed(facts.get("players"), "players")
    parameters = _listed(facts.get("parameters", []), "parameters")
    threats = _listed(facts.get("threats", []), "threats")
    return (
        builder.players(*(_text({"players": player}, "players") for player in listed))
        .parameters(*(_parameter(_mapping(each, "parameters")) for each in parameters))
        .threats(*(_threat(_mapping(each, "threats")) for each in threats))
        .tree(sketches[order[0]])
    )


def _sketch(facts: Mapping[str, Any], branches: tuple[Branch, ...]) -> Sketch:
    kind = facts.get("kind")
    if kind not in ("move", "chance", "end"):
        raise _problem("the kind of a node is 'move', 'chance' or 'end'", kind)
    if kind == "end" and branches:
        raise _problem("an end has a branch", branches[0].label)
    pays = facts.get("pays")
    return Sketch(
        kind,
        branches,
        player=_text(facts, "player"),
        knows=_text(facts, "knows"),
        title=_text(facts, "title"),
        outcome=_text(facts, "outcome"),
        pays=None if pays is None else [_needed(each) for each in _listed(pays, "pays")],
    )


def _text(facts: Mapping[str, Any], key: str) -> str:
    value = facts.get(key, "")
    if not isinstance(value, str):
        raise _problem(f"{key!r} is not a text", value)
    hidden = unreadable(value)
    if hidden or LINE_BREAKS.search(value):
        what = f"the character {hidden}" if hidden else "a tab or a line break"
        raise _problem(f"{key!r} holds {what}", repr(value))
    return value


def _listed(value: Any, what: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise _problem(f"{what!r} is not a list", value)
    return value


def _amount(value: Any) -> Expression | None:
    return None if value is None else _needed(value)


def _needed(value: Any) -> Expression:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise _problem("a payoff or probability is a number or a text of arithmetic", value)
    try:
        return parse(value)
    except (ExpressionError, OverflowError) as error:
        raise _problem("a payoff or probability is no arithmetic", str(value)) from error


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _problem("a parameter's default and bounds are numbers", value)
    try:
        return float(value)
    except OverflowError as error:
        raise _problem("a parameter's default and bounds are numbers of at most 1e308") from error


def _threat(facts: Mapping[str, Any]) -> Threat:
    at = _listed(facts.get("answered_at", []), "answered_at")
    return Threat(
        _text(facts, "by"),
        _text(facts, "move"),
        _text(facts, "carried_out_by"),
        _text(facts, "withdrawn_by"),
        tuple(_text({"answered_at": each}, "answered_at") for each in at),
    )


def _parameter(facts: Mapping[str, Any]) -> Parameter:
    wide = facts.get("wide")
    ends = None if wide is None else [_number(each) for each in _listed(wide, "wide")]
    if ends is not None and len(ends) != 2:
        raise _problem("'wide' has a lower and an upper end", wide)
    return Parameter(
        _text(facts, "name"),
        _text(facts, "meaning"),
        _number(facts.get("default")),
        _number(facts.get("low", -math.inf)),
        _number(facts.get("high", math.inf)),
        _text(facts, "symbol"),
        _text(facts, "unit"),
        (ends[0], ends[1]) if ends else None,
    )
