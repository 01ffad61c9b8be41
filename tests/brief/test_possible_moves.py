"""Moves that leave no game are found by check, and not in the middle of an analysis."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.mutated import CASE, GAME, written

from standoff.brief.check import check_file

MILD = "remove: [resist]"
EVENT = "\nclaims:\n"
QUIET = "\n  - {id: e2, date: 2031-05-04, what: x, plays: stay quiet}"


def errors(case: str, folder: Path, game: str = GAME) -> list[tuple[str, str]]:
    found, _ = check_file(written({"case.yaml": case, "game.yaml": game}, folder))
    return [(each.code, each.message) for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (CASE.replace(MILD, "remove: [resist, give in]"), "would leave Norland without a move"),
        (CASE.replace(MILD, "given: [resist, give in]"), "cannot all have been made"),
        (
            CASE.replace("as_of:", "given: [threaten, stay quiet]\nas_of:"),
            "threaten, stay quiet cannot all have been made at 'start'",
        ),
        (
            CASE.replace("as_of:", "given: [stay quiet]\nas_of:"),
            "event 'threat' plays 'threaten', which cannot be after what is given",
        ),
        (
            CASE.replace(EVENT, QUIET + EVENT),
            "no play of the game has that together with the moves of the events before",
        ),
    ],
)  # fmt: skip
def test_they_are_refused_once(case: str, message: str, tmp_path: Path):
    ((code, said),) = errors(case, tmp_path)
    assert code == "SC066"
    assert message in said


def test_the_case_itself_has_none(tmp_path: Path):
    assert errors(CASE, tmp_path) == []
    assert errors(CASE.replace("as_of:", "given: [threaten]\nas_of:"), tmp_path) == []


def test_a_case_without_a_game_is_refused(tmp_path: Path):
    ((code, said),) = errors("standoff: 1\nid: x\ntitle: x\n", tmp_path)
    assert code == "SC016"
    assert "nothing to solve" in said
