"""What an event plays must be a branch of the tree of the case's model or game."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.brief.cases import SMALL
from tests.study.conftest import BLUFF, own_case

from standoff.brief.check import check_case_document
from standoff.text.diagnostic import Diagnostic
from standoff.text.document import parse_document, read_document

EVENT = """\
events:
  - {id: said, date: 2031-05-04, what: So., plays: %s, claims: [c1]}
"""


def told(text: str) -> list[Diagnostic]:
    found = check_case_document(parse_document(text, "case.yaml"))[-1]
    return [each for each in found if each.code == "SC020"]


@pytest.mark.parametrize("branch", ["private", "drop", "grant", "resolved"])
def test_moves_of_players_and_of_chance_can_be_played(branch: str) -> None:
    assert told(SMALL + EVENT % branch) == []


def test_a_branch_that_the_tree_does_not_have() -> None:
    (found,) = told(SMALL + EVENT % "privat")
    assert found.message == "the tree of the model has no branch 'privat'"
    assert "private" in found.right


def test_a_model_without_a_tree_has_no_moves_to_play() -> None:
    text = (SMALL + EVENT % "private").replace("model: linkage-crisis", "model: reputation")
    assert "no tree of its whole game" in [each.message for each in told(text)][-1]


def test_a_game_of_the_cases_own(tmp_path: Path) -> None:
    for branch, n in (("threaten", 0), ("execute", 0), ("threat", 1)):
        path = own_case(tmp_path / branch, BLUFF, EVENT % branch)
        found = check_case_document(read_document(path))[-1]
        assert len([each for each in found if each.code == "SC020"]) == n
