from __future__ import annotations

import pytest

from standoff import models
from standoff.brief import brief_case
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
