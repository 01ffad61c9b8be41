"""Names of sets, cells and columns differ by construction, and what cannot be a name is refused."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.errors import GameError
from standoff.game import Draws, GameBuilder, Parameter, end, move
from standoff.game.exchange import parse_efg, parse_nfg
from standoff.game.information import reveal
from standoff.game.normal_form import tree_of
from standoff.game.read import check_game_document
from standoff.solve.all_nash import all_nash
from standoff.solve.run import solve
from standoff.solve.table import solution_columns
from standoff.solve.verify import verify
from standoff.study.sweep_columns import parameter_columns
from standoff.text.document import parse_document
from standoff.text.table import write_table

COMMAS = """\
NFG 1 R "commas" { "Row" "Col" } { { "a, b" "a" } { "c" "b, c" } }
3 1  0 0  0 0  1 2
"""

HEAD = "standoff-game: 1\nname: g\nplayers: [A, B]\n"


def found(text: str) -> list[tuple[str, int, int, str]]:
    _, diagnostics = check_game_document(parse_document(HEAD + text))
    return [(e.code, e.span.line - 3, e.span.column, e.message) for e in diagnostics]


def test_cells_of_a_table_are_as_many_outcomes_as_cells():
    table = parse_nfg(COMMAS)
    assert tree_of(table).outcomes == ('"a, b", c', '"a, b", "b, c"', "a, c", 'a, "b, c"')
    mixed = [e.solution.p_outcome for e in all_nash(table).equilibria]
    shares = [sorted(float(p[0]) for p in each.values()) for each in mixed]
    np.testing.assert_allclose(max(shares, key=lambda each: each[0]), [1 / 12, 1 / 6, 1 / 4, 1 / 2])


def test_sets_are_apart_where_joined_histories_are_alike():
    def later(name: str):
        return move("A", {"x": end(f"{name} x", 0), "y": end(f"{name} y", 0)})

    tree = move("A", {"a": move("A", {"b > c": later("1"), "q": end("q", 0)}),
                      "a > b": move("A", {"c": later("2"), "r": end("r", 0)}),
                      "start": later("3")}, knows="a > b > c")  # fmt: skip
    game = GameBuilder("alike").players("A").tree(tree)
    labels = [each.label for each in game.infosets]
    assert len(set(labels)) == len(game.infosets) == 6
    assert labels[0] == "a > b > c"


def test_what_is_revealed_is_told_apart_where_joined_branches_are_alike():
    # In both halves, what has been seen is "x, y" when it is joined.
    half = {"x": move("A", {"y": move("B", {"l": end("1", 0, 0), "m": end("2", 0, 0)}, knows="set"),
                            "n": end("3", 0, 0)}, knows="one"),
            "x, y": move("B", {"l": end("4", 0, 0), "m": end("5", 0, 0)}, knows="set")}  # fmt: skip
    game = GameBuilder("alike").players("A", "B").tree(move("A", half))
    seen = reveal(game, "set")
    assert len(seen.infosets) == len(game.infosets) + 1


def test_names_of_columns_are_kept_apart(tmp_path):
    names = ("status", "Verified", "max_gain", "prize", "PRIZE")
    game = (
        GameBuilder("columns")
        .players("A")
        .parameters(*(Parameter(name, "", 1.0 + i) for i, name in enumerate(names)))
        .tree(move("A", {"go": end("War", "prize + PRIZE"), "stay": end("war!", "status")}))
    )
    solution = solve(game, Draws.point({}).complete(game.parameters))
    columns = solution_columns(solution, verify(solution))
    assert [float(columns[f"parameter_{n}"][0]) for n in names[:3]] == [1.0, 2.0, 3.0]
    assert (float(columns["prize"][0]), float(columns["parameter_PRIZE"][0])) == (4.0, 5.0)
    assert columns["status"][0] == "solved"
    write_table(tmp_path / "t.parquet", columns)
    sweeps = parameter_columns([Parameter("draw", "", 1.0), Parameter("Status", "", 1.0)])
    assert sweeps == {"draw": "parameter_draw", "Status": "parameter_Status"}


@pytest.mark.parametrize("name", ["lambda", "class", "if", "max", "None", "nan", "__x", "é", "a b"])
def test_a_parameter_that_arithmetic_cannot_mention_is_refused_where_it_is_declared(name: str):
    with pytest.raises(GameError, match=r"the name of a parameter|the name must be a word"):
        Parameter(name, "", 1.0)
    text = f'parameters:\n  "{name}": .5\ntree:\n  player: A\n  moves:\n'
    text += f'    x: {{outcome: x, pays: {{A: "2 * {name}"}}}}\n'
    ((code, line, _, _),) = found(text)
    assert (code, line) == ("SG008", 2)


def test_an_expression_has_its_own_column_and_a_comma_in_braces_is_named():
    tree = "tree:\n  player: A\n  moves:\n    x: {outcome: x, pays: {A: %s}}\n"
    ((code, line, column, _),) = found(tree % '"2 * (1 +"')
    assert (code, line, column) == ("SG003", 4, 36)
    ((code, line, column, message),) = found(tree % "max(1, 2) * 3")
    assert (code, line, column) == ("SC074", 4, 31)
    assert "'max(1'" in message


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ('"a\\tb"', "tab or a line break"),
        ('"a\\nb"', "tab or a line break"),
        ('" "', "expected words"),
        ("1.5", "expected words, found 1.5"),
    ],
)
def test_a_name_stands_in_one_line(name: str, says: str):
    text = "tree:\n  player: A\n  moves:\n    x: {outcome: %s, pays: {}}\n    y: {outcome: y}\n"
    ((code, line, _, message),) = found(text % name)
    assert (code, line) == ("SG001", 4)
    assert says in message


def test_names_that_look_the_same_are_refused_at_the_second():
    text = 'tree:\n  player: A\n  moves:\n    x: {outcome: war}\n    y: {outcome: "war "}\n'
    ((code, line, _, message),) = found(text)
    assert (code, line) == ("SG009", 5)
    assert "'war' and 'war '" in message


RECALL = {
    "own move": ("  player: A\n  knows: s\n  moves:\n"
                 "    a: &N {player: A, knows: later, moves: {x: {outcome: 1}, y: {outcome: 2}}}\n"
                 "    b: {player: A, knows: later, moves: {x: {outcome: 3}, y: {outcome: 4}}}\n",
                 "A forgets its own move", "'later, after a' at the first"),
    "what it knew": ("  chance: c\n  branches:\n"
                     "    l: {p: .5, then: {player: A, knows: L, moves: {go: {player: A, knows: k, "
                     "moves: {x: {outcome: 1}}}}}}\n"
                     "    r: {p: .5, then: {player: A, knows: R, moves: {go: {player: A, knows: k, "
                     "moves: {x: {outcome: 2}}}}}}\n",
                     "A forgets what it knew", "'k, after L' at the first"),
    "the same set": ("  player: A\n  knows: road\n  moves:\n    exit: {outcome: 1}\n"
                     "    on: {player: A, knows: road, moves: {exit: {outcome: 2}, "
                     "on: {outcome: 3}}}\n",
                     "A forgets that it has moved at 'road' before", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", RECALL)
def test_what_a_player_forgets_is_one_error_with_the_way_out(what: str):
    text, says, right = RECALL[what]
    _, (error,) = check_game_document(parse_document(HEAD + "tree:\n" + text.replace("&N ", "")))
    assert error.code == "SG006"
    assert error.message.startswith(says)
    assert "the first in line" in error.message
    assert right in error.right


def test_forgetting_at_many_nodes_is_one_error():
    def ending(i: int, depth: int) -> str:
        return (
            "".join(f'p "" 1 {2 + k} "later {k}" {{ "x" }} 0\n' for k in range(depth)) + 't "" 0\n'
        )

    moves = " ".join(f'"m{i}"' for i in range(32))
    text = f'EFG 2 R "" {{ "Ann" }}\np "" 1 1 "s" {{ {moves} }} 0\n'
    text += "".join(ending(i, 3) for i in range(32))
    with pytest.raises(Exception, match=r"1 error\n") as caught:
        parse_efg(text)
    assert "'m0'" in str(caught.value)
    assert "different set numbers" in str(caught.value)
