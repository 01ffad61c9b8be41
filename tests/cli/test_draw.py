from __future__ import annotations

from xml.etree import ElementTree


def test_the_picture_goes_to_standard_output(standoff, fresh):
    ran = standoff("draw", fresh / "game.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert ElementTree.fromstring(ran.out).tag.endswith("svg")
    assert ran.out.count('<g id="node-') == 15


def test_or_to_a_file_that_is_whole(standoff, fresh):
    path = fresh / "game.svg"
    ran = standoff("draw", fresh / "game.yaml", "-o", path, "--payoffs", "expressions")
    assert (ran.code, ran.out) == (0, "")
    assert "audience_cost" in path.read_text(encoding="utf-8")
    assert [each for each in fresh.iterdir() if each.name.startswith(".")] == []


def test_collapse_implies_solve(standoff):
    whole = standoff("draw", "linkage-crisis", "--solve").out
    folded = standoff("draw", "linkage-crisis", "--collapse").out
    assert folded.count('<g id="node-') < whole.count('<g id="node-')


def test_focus_draws_what_follows_a_move(standoff):
    assert standoff("draw", "linkage-crisis", "--focus", "notify").out.count('<g id="node-') < (
        standoff("draw", "linkage-crisis").out.count('<g id="node-')
    )
    ran = standoff("draw", "linkage-crisis", "--focus", "notfy")
    assert ran.code == 1
    assert "did you mean 'notify'?" in ran.err


def test_never_writes_over_the_game(standoff, fresh):
    before = (fresh / "game.yaml").read_text(encoding="utf-8")
    ran = standoff("draw", fresh / "game.yaml", "-o", fresh / "game.yaml")
    assert ran.code == 2
    assert "this is the file that is read" in ran.err
    assert (fresh / "game.yaml").read_text(encoding="utf-8") == before


def test_a_folder_that_is_not_there(standoff, fresh, tmp_path):
    ran = standoff("draw", fresh / "game.yaml", "-o", tmp_path / "none" / "game.svg")
    assert ran.code == 2
    assert f"there is no folder {tmp_path / 'none'}" in ran.err
