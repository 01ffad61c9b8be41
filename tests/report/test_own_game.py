from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.findings_fixture import brief, findings
from tests.report.test_page import Page

from standoff.game import Game, GameBuilder, end, move
from standoff.report.page import render
from standoff.report.trees import trees


@pytest.fixture(scope="module")
def game() -> Game:
    return (
        GameBuilder("ferry")
        .players("Challenger", "Target")
        .parameter("cost", 0.4)
        .tree(
            move(
                "Challenger",
                {
                    "quiet": end("peace", 0, 0),
                    "secret": move(
                        "Target", {"yield": end("deal", 1, "-cost"), "hold": end("row", -1, -1)}
                    ),
                },
            )
        )
    )


def test_a_game_of_the_case_is_drawn_and_said_to_be_one(game: Game) -> None:
    own = replace(brief(), model=None, game=game, parameters=game.parameters)
    found = findings(given=("secret",))
    page = Page(render(found, own))
    said = " ".join("".join(page.text).split())
    assert "The game was written for this case" in said
    assert {"tree-folded-title", "tree-full-title"} <= set(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_moves_that_a_game_does_not_know_are_not_looked_for(game: Game) -> None:
    own = replace(brief(), model=None, game=game, parameters=game.parameters)
    drawn = trees(findings(given=()), own)
    assert drawn is not None
    assert drawn.n_ends == 3
    assert "deal" in drawn.full
