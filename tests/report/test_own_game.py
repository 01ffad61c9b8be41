from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.findings_fixture import brief, findings
from tests.report.test_page import Page

from standoff.game import Game, GameBuilder, chance, end, move
from standoff.game.build import Sketch
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


def test_moves_after_a_draw_of_chance_are_known_and_the_whole_tree_is_drawn() -> None:
    def crisis(cost: str) -> Sketch:
        return move(
            "Challenger",
            {
                "quiet": end("peace", 0, 0),
                "threaten": move(
                    "Target",
                    {
                        "yield": end("deal", 1, -0.5),
                        "hold": move(
                            "Challenger",
                            {"act": end("war", f"-{cost}", -1), "stop": end("bluff", -0.3, 0)},
                        ),
                    },
                    knows="a threat",
                ),
            },
        )

    game = (
        GameBuilder("ferry")
        .players("Challenger", "Target")
        .parameter("cost", 0.4)
        .tree(chance("type", {"tough": (0.5, crisis("cost")), "weak": (0.5, crisis("cost * 3"))}))
    )
    own = replace(brief(), model=None, game=game, parameters=game.parameters, given=())
    for given in (("threaten",), ("threaten", "act"), ("hold", "threaten")):
        drawn = trees(findings(given=given), own)
        assert drawn is not None
        assert "tough" in drawn.folded
        assert "weak" in drawn.folded


def test_the_tree_begins_where_the_known_moves_lead(game: Game) -> None:
    own = replace(brief(), model=None, game=game, parameters=game.parameters)
    drawn = trees(findings(given=("secret",)), own)
    assert drawn is not None
    assert "after secret" in drawn.folded
    assert "peace" not in drawn.folded
