"""`--retrace all` follows the branch of every draw again, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Standoff

SMALL = """
standoff-game: 1
name: small
players: [A]
parameters:
  prize: {default: 1}
tree:
  player: A
  moves:
    take: {outcome: taken, pays: {A: prize}}
    leave: {outcome: left, pays: {A: 0}}
"""


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "draws.csv"
    path.write_text("prize\n" + "".join(f"{0.1 + 0.02 * i}\n" for i in range(25)))
    return path


def test_every_row_of_a_table_on_request(standoff: Standoff, fresh: Path, table: Path) -> None:
    game = fresh / "game.yaml"
    assert "Branch retraced on 20 of 25 draws." in standoff("solve", game, "--draws", table).out
    ran = standoff("solve", game, "--draws", table, "--retrace", "all")
    assert (ran.code, ran.err) == (0, "")
    assert "Branch retraced on 25 of 25 draws." in ran.out


def test_every_draw_of_a_case_on_request(standoff: Standoff, fresh: Path) -> None:
    ran = standoff("analyze", fresh / "case.yaml", "--draws", "30", "--retrace", "all")
    assert "Branch retraced on 30 of 30 draws." in said(ran.out)


def test_where_no_branch_is_claimed_that_is_said(
    standoff: Standoff, founding: Path, table: Path, tmp_path: Path
) -> None:
    game = tmp_path / "small.yaml"
    game.write_text(SMALL)
    ran = standoff("solve", game, "--draws", table, "--retrace", "all")
    assert ran.code == 0, ran.err
    assert "No answer claims to lie on the logit branch" in said(ran.out)
    ran = standoff("analyze", founding, "--draws", "60", "--retrace", "all")
    assert ran.code == 0
    assert "No answer claims to lie on the logit branch" in said(ran.err)
