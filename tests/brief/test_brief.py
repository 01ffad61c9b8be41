from __future__ import annotations

from pathlib import Path

import pytest
from tests.brief.cases import HEAD, SMALL, brief_of

from standoff.brief import brief_case, check_file
from standoff.errors import FileProblem, InvalidDocument, StandoffError

GAME = """\
standoff-game: 1
name: dare
players: [A, B]
parameters:
  gain: {default: 2, low: 0, meaning: what A gains, wide: 1 to 3}
tree:
  player: A
  moves:
    stop: {outcome: stopped, pays: {}}
    go:
      player: B
      moves:
        yield: {outcome: yielded, pays: {A: gain, B: -1}}
        fight: {outcome: fought, pays: {A: -1, B: -2}}
"""
OWN = HEAD.replace("model: linkage-crisis", "game: game.yaml").replace("[secret]", "[go]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "game.yaml").write_text(GAME)
    (tmp_path / "case.yaml").write_text(OWN)
    return tmp_path


def test_symbols_stand_for_names_and_the_rest_takes_defaults() -> None:
    brief = brief_of()
    assert brief.model is not None
    assert brief.assumptions["case_value"].parameter == "X"
    base = brief.base()
    assert base.names == tuple(each.name for each in brief.model.parameters)
    assert base["case_value"][0] == 0.35
    assert base["prize"][0] == pytest.approx(0.7)  # the middle of its range
    assert base["damage"][0] == 1.0  # nothing is assumed


def test_the_founding_case_starts_at_the_models_defaults(root: Path) -> None:
    brief = brief_case(root / "cases/cienfuegos/case.yaml")
    assert (brief.about, brief.given) == ("linkage-crisis", ("secret",))
    assert {n: float(c[0]) for n, c in brief.base().columns().items()} == {
        each.name: each.default for each in brief.parameters
    }


def test_a_game_file_beside_the_case_is_read_and_its_names_are_known(folder: Path) -> None:
    brief = brief_case(folder / "case.yaml")
    assert brief.model is None
    assert brief.game is not None
    assert (brief.about, brief.given) == ("dare", ("go",))
    assumption = "assumptions:\n  - {parameter: gian, value: 1, range: fixed, because: So.}\n"
    (folder / "case.yaml").write_text(OWN + assumption)
    with pytest.raises(InvalidDocument, match="gian"):
        brief_case(folder / "case.yaml")


def test_a_game_file_that_is_not_there_or_wrong_is_said_at_its_line(folder: Path) -> None:
    (folder / "game.yaml").write_text(GAME.replace("player: A\n", "player: Z\n"))
    (found,) = (e for e in check_file(folder / "case.yaml")[0] if e.severity == "error")
    assert (found.code, found.span.line) == ("SC060", 4)
    assert "'Z' is not a player" in found.message
    (folder / "game.yaml").unlink()
    (found,) = (e for e in check_file(folder / "case.yaml")[0] if e.severity == "error")
    assert "cannot be read" in found.message
    with pytest.raises(InvalidDocument):
        brief_case(folder / "case.yaml")


def test_files_that_are_games_are_checked_as_games(folder: Path) -> None:
    assert check_file(folder / "game.yaml")[0] == []
    (folder / "game.yaml").write_text(GAME.replace("A: gain", "A: loot"))
    assert [each.code for each in check_file(folder / "game.yaml")[0]] != []
    assert all(each.code.startswith("SG") for each in check_file(folder / "game.yaml")[0])


def test_a_case_without_a_game_says_what_to_add() -> None:
    with pytest.raises(StandoffError, match="names no model and no game") as caught:
        brief_of(HEAD.replace("model: linkage-crisis\n", "").replace("given: [secret]\n", ""))
    assert "model:" in str(caught.value)


def test_errors_of_the_case_stop_it() -> None:
    with pytest.raises(InvalidDocument, match="linkage-crises"):
        brief_of(SMALL.replace("linkage-crisis", "linkage-crises"))
    with pytest.raises(FileProblem):
        brief_case("nowhere.yaml")
