from __future__ import annotations

import json

import pytest

from standoff import models
from standoff.brief import brief_case
from standoff.cli._start_events import first_moves
from standoff.game.read import check_game, read_game
from standoff.text.document import read_document


def test_writes_a_case_a_game_and_a_readme(standoff, tmp_path):
    ran = standoff("new", tmp_path / "deep" / "strait")
    assert ran.code == 0
    assert sorted(each.name for each in (tmp_path / "deep/strait").iterdir()) == [
        "README.md",
        "case.yaml",
        "game.yaml",
    ]
    assert "standoff analyze" in ran.out


def test_the_case_is_called_like_its_folder(fresh):
    assert read_document(fresh / "case.yaml").data["id"] == "ferry"


def test_a_folder_name_that_is_no_id_is_not_used(standoff, tmp_path):
    standoff("new", tmp_path / "my crisis!")
    assert read_document(tmp_path / "my crisis!/case.yaml").data["id"] == "my-crisis"


def test_never_overwrites_and_then_writes_nothing(standoff, tmp_path):
    (tmp_path / "game.yaml").write_text("mine", encoding="utf-8")
    ran = standoff("new", tmp_path)
    assert ran.code == 2
    assert "game.yaml" in ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["game.yaml"]
    assert (tmp_path / "game.yaml").read_text(encoding="utf-8") == "mine"


def test_a_file_where_the_folder_should_be(standoff, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    ran = standoff("new", tmp_path / "taken")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_the_game_has_nothing_to_complain_about(fresh):
    assert check_game(fresh / "game.yaml") == []


def test_the_case_has_nothing_to_complain_about(standoff, fresh):
    ran = standoff("check", fresh / "case.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("nothing to complain about\n")


def test_the_game_can_be_solved_and_drawn(standoff, fresh):
    assert standoff("solve", fresh / "game.yaml").code == 0
    assert standoff("draw", fresh / "game.yaml", "--solve").out.startswith("<svg ")


@pytest.mark.parametrize("model", ["audience-costs", "scapegoat"])
def test_a_model_becomes_a_game_of_ones_own(standoff, tmp_path, model):
    ran = standoff("new", tmp_path / "mine", "--from", model)
    assert ran.code == 0
    game = read_game(tmp_path / "mine/game.yaml")
    assert game.parameters == models.get(model).parameters
    brief = brief_case(tmp_path / "mine/case.yaml")
    assert brief.game == game
    assert dict(zip(brief.base().names, brief.base().values[0], strict=True)) == {
        each.name: each.default for each in game.parameters
    }


def test_a_model_without_a_tree_becomes_a_case_about_it(standoff, tmp_path):
    ran = standoff("new", tmp_path / "mine", "--from", "precedent")
    assert ran.code == 0
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["case.yaml"]
    brief = brief_case(tmp_path / "mine/case.yaml")
    assert brief.model is not None
    assert brief.model.name == "precedent"


@pytest.mark.parametrize("model", models.names())
def test_what_begins_with_a_model_can_be_used_at_once(standoff, tmp_path, model):
    assert standoff("new", tmp_path / "mine", "--from", model).code == 0
    ran = standoff("check", tmp_path / "mine/case.yaml")
    assert ran.code == 0, ran.out


def test_a_game_file_is_a_beginning_too(standoff, fresh, tmp_path):
    ran = standoff("new", tmp_path / "mine", "--from", fresh / "game.yaml")
    assert ran.code == 0
    assert read_game(tmp_path / "mine/game.yaml").players == read_game(fresh / "game.yaml").players
    assert standoff("check", tmp_path / "mine/case.yaml").code == 0


def test_an_unknown_beginning_is_named_and_nothing_is_written(standoff, tmp_path):
    ran = standoff("new", tmp_path / "mine", "--from", "audience-cost")
    assert ran.code == 1
    assert "audience-costs" in ran.err
    assert not (tmp_path / "mine").exists()


def test_a_new_case_has_a_forecast(standoff, fresh):
    found = json.loads(
        standoff("ask", fresh / "case.yaml", "timeline", "--draws", "40", "--format", "json").out
    )
    before, after = found["steps"]
    assert (after["move"], after["day"]) == ("threaten", "2031-05-04")
    # Some of those who do not mean it stay quiet, so that a threat says something.
    (belief,) = after["beliefs"]
    (prior,) = before["beliefs"]
    assert belief["branches"][0]["name"] == prior["branches"][0]["name"] == "resolved"
    assert belief["branches"][0]["mean"] > prior["branches"][0]["mean"]
    report = fresh / "report.html"
    ran = standoff("analyze", fresh / "case.yaml", "--draws", "30", "--report", report)
    assert ran.code == 0, ran.err
    assert "Forecasts along the timeline" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("model", "moves"),
    [
        ("audience-costs", ["threaten", "resist"]),
        ("linkage-crisis", ["secret", "private"]),
        ("inspection", ["comply"]),
        ("scapegoat", ["scapegoat"]),
    ],
)
def test_a_start_plays_the_first_moves_of_a_whole_tree(standoff, tmp_path, model, moves):
    assert standoff("new", tmp_path / "mine", "--from", model).code == 0
    path = tmp_path / "mine/case.yaml"
    assert [each.plays for each in brief_case(path).case.events] == moves
    assert ("to be replaced" in path.read_text(encoding="utf-8").lower()) == bool(moves)
    found = standoff("ask", path, "timeline", "--draws", "5", "--format", "json")
    assert found.code == 0, found.err
    assert [each["move"] for each in json.loads(found.out)["steps"]] == ["", *moves]
    # The model itself has the same moves.
    text = (
        path.read_text(encoding="utf-8").replace("game: game.yaml", "#").replace("# model", "model")
    )
    path.write_text(text, encoding="utf-8")
    assert brief_case(path).model is not None
    assert standoff("check", path).code == 0


def test_a_tree_that_only_stands_for_its_game_plays_nothing(standoff, tmp_path):
    assert standoff("new", tmp_path / "mine", "--from", "chain-store").code == 0
    assert "events:" not in (tmp_path / "mine/case.yaml").read_text(encoding="utf-8")


def test_moves_are_told_of_as_long_as_the_game_goes_on():
    for name in models.names():
        model = models.get(name)
        if model.build is None:
            continue
        game = model.game()
        moves = [branch for _, branch in first_moves(game)]
        on = [
            game.history(end.index)
            for end in game.ends
            if set(moves) <= set(game.history(end.index))
        ]
        assert len(on) > 1 or not moves, name
