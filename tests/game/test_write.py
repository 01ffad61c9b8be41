"""What is written is read back as the same game."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff import models
from standoff.errors import FileProblem
from standoff.game.build import GameBuilder, chance, end, move
from standoff.game.parameter import Parameter
from standoff.game.read import check_game_document, read_game
from standoff.game.tree import Game
from standoff.game.write import game_text, write_game
from standoff.text.characters import LINE_BREAKS, unreadable
from standoff.text.document import parse_document

#: What a file may hold in one expression; the reader refuses more (SG003).
LONGEST = 1000


def longest(name: str) -> int:
    return max(len(str(expression)) for expression in models.get(name).game().expressions())


WITH_TREE = [name for name in models.names() if models.get(name).build is not None]
FITTING = [name for name in WITH_TREE if longest(name) <= LONGEST]


def content(game: Game) -> tuple[object, ...]:
    nodes = [
        (
            node.kind,
            node.branch,
            str(node.p),
            node.infoset,
            node.title,
            node.outcome,
            None if node.pays is None else tuple(map(str, node.pays)),
            node.children,
        )
        for node in game.nodes
    ]
    return game.name, game.players, game.parameters, game.infosets, nodes


def again(game: Game) -> Game:
    read, found = check_game_document(parse_document(game_text(game)))
    assert read is not None, found
    return read


def test_only_the_slices_of_strategic_information_are_too_long_for_a_file() -> None:
    assert set(WITH_TREE) - set(FITTING) == {"strategic-information"}
    text = game_text(models.get("strategic-information").game())
    game, found = check_game_document(parse_document(text))
    assert game is None
    assert {each.code for each in found} == {"SG003"}


@pytest.mark.parametrize("name", FITTING)
def test_every_model_with_a_tree_reads_back_as_it_was(name: str) -> None:
    game = models.get(name).game()
    assert content(again(game)) == content(game)


labels = st.text(min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and not unreadable(text) and not LINE_BREAKS.search(text)
)


@given(labels, labels, labels, labels, st.floats(-1e9, 1e9), st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_any_words_and_numbers_read_back_as_they_were(
    first: str, second: str, outcome: str, title: str, amount: float, p: float
) -> None:
    if first == second or any("\ud800" <= c <= "\udfff" for c in first + second + outcome + title):
        return
    choice = move("A", {first: end(outcome, B=amount), second: end("o", A="-2*share")})
    root = chance(title, {first: (p, end(outcome, A=amount)), second: ("1 - share", choice)})
    game = GameBuilder("g").players("A", "B").parameters(Parameter("share", "", p, 0, 1)).tree(root)
    assert content(again(game)) == content(game)


def test_a_written_file_is_read_by_the_reader_of_files(tmp_path) -> None:
    game = models.get("scapegoat").game()
    write_game(game, tmp_path / "game.yaml", note='A note: with "quotes"')
    assert content(read_game(tmp_path / "game.yaml")) == content(game)


def test_a_place_that_cannot_be_written_is_named(tmp_path) -> None:
    with pytest.raises(FileProblem, match="cannot be written"):
        write_game(models.get("scapegoat").game(), tmp_path / "no" / "game.yaml")
