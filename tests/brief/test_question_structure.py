from __future__ import annotations

from pathlib import Path

import pytest
from tests.study.conftest import BLUFF, own_case

from standoff.brief.check import check_file

QUESTION = "questions:\n  - {{id: q, ask: What if?, {}}}\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("drop_player: {Target: [resst]}", "unknown move of Target 'resst'"),
        ("drop_player: {Judge: []}", "unknown player 'Judge'"),
        ("reveal: {heard: []}", "unknown information set 'heard'"),
        ("reveal: {heard a threat: [threaten]}", "nothing new to see"),
        ("hide: [['resolved: act', heard a threat]]", "different players"),
        ("move_first: {heard: seen}", "unknown information set 'heard'"),
        (
            "add_ratifier: {name: Council, move: concede, otherwise: quiet}",
            "'quiet' must be possible",
        ),
        (
            "add_ratifier: {name: Council, move: concede, otherwise: resist, ratified: pride}",
            "'pride' is not a declared parameter",
        ),
    ],
)
def test_what_makes_no_game_is_said_at_its_line(tmp_path: Path, change: str, told: str) -> None:
    path = own_case(tmp_path / "own", BLUFF, QUESTION.format(change))
    found = [each for each in check_file(path)[0] if each.code == "SC065"]
    assert len(found) == 1
    assert told in found[0].message
    assert path.read_text().splitlines()[found[0].span.line - 1].lstrip().startswith("- {id: q")


@pytest.mark.parametrize(
    "change",
    [
        "drop_player: {Target: [resist]}",
        "drop_player: {Target: []}",
        "reveal: {heard a threat: [resolved, bluffer]}",
        "hide: [['resolved: act', 'bluffer: act']]",
        "move_first: {heard a threat: unseen}",
        "add_ratifier: {name: Council, move: concede, otherwise: resist, ratified: -pride,"
        " parameters: {pride: .2}}",
    ],
)
def test_changes_that_make_a_game_pass(tmp_path: Path, change: str) -> None:
    path = own_case(tmp_path / "own", BLUFF, QUESTION.format(change))
    found = [each for each in check_file(path)[0] if each.severity == "error"]
    if "hide" in change:
        # R and W know their own kind from the start; at their act they would have to forget it.
        assert [each.code for each in found] == ["SC065"]
    else:
        assert found == []


def test_a_model_without_a_tree_is_said_to_have_none(tmp_path: Path) -> None:
    text = (
        "standoff: 1\nid: x\ntitle: T\nmodel: reputation\n"
        "questions:\n  - {id: q, ask: What if?, drop_player: {Target: []}}\n"
    )
    (tmp_path / "case.yaml").write_text(text)
    found = [each for each in check_file(tmp_path / "case.yaml")[0] if each.code == "SC065"]
    assert "no tree of its whole game" in found[0].message
