"""On a real terminal, text and names from strangers steer nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cli.conftest import Standoff

from standoff.cli._sweep_progress import SweepProgress
from standoff.run import Event
from standoff.study.sweep_plan import plan_sweep

EVIL = "[red]r[/red] [link=x]l[/link] {{7*7}} <script> \u202erl\u200fz\u200bw\u2066q" + "W" * 10_000
SAID = {"title", "name", "says", "what", "about", "meaning", "note", "ask", "because", "publisher"}
STEERS = "\x1b[31m\x9b1m\x07\r\u202e[red]"
#: What rich sends of its own accord: styles, and where a bar is drawn again.
OWN = re.compile(r"\x1b\[([\d;]*m|\?25[lh]|\d*A|2K)")


def steering(text: str) -> set[str]:
    return {each for each in text if unicodedata.category(each) in ("Cc", "Cf")} - {"\n"}


@pytest.fixture
def evil(fresh: Path) -> Path:
    """A folder with a case and a game that say what nobody should."""
    for name in ("case.yaml", "game.yaml"):
        path = fresh / name
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(worse(data), ensure_ascii=False, default=str), encoding="utf-8")
    return fresh


def worse(data: Any) -> Any:
    """Add to whatever is said in words."""
    if isinstance(data, list):
        return [worse(each) for each in data]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(data, dict):
        return {  # pyright: ignore[reportUnknownVariableType]
            key: f"{value} {EVIL}" if key in SAID else worse(value) for key, value in data.items()
        }
    return data


def on_terminal(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command with both streams on a pseudo-terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "standoff", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
    )
    os.close(theirs)
    arrived = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how Linux tells that nobody writes any more
            break
        if not more:
            break
        arrived += more
    os.close(ours)
    return process.wait(), arrived.decode("utf-8")


@pytest.mark.parametrize(
    "words",
    [("check", "case.yaml"), ("explain", "case.yaml", "prize"), ("solve", "game.yaml")],
    ids=" ".join,
)
def test_a_command(evil: Path, words: tuple[str, ...]) -> None:
    code, text = on_terminal(evil, *words)
    assert code == 0, text[-2000:]
    assert not steering(OWN.sub("", text).replace("\r\n", "\n"))


def test_an_analysis_with_its_bar(evil: Path) -> None:
    code, text = on_terminal(evil, "analyze", "case.yaml", "--draws", "20")
    assert code == 0, text[-2000:]
    assert "[red]r[/red]" in text
    assert not steering(OWN.sub("", text).replace("\r", ""))


def test_names_of_files_are_told_harmlessly(
    standoff: Standoff, fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.csv").write_text("prize\n.5\n")
    ran = standoff(
        *("solve", fresh / "game.yaml", "--draws", tmp_path / "d.csv"),
        *("--output", tmp_path / f"{STEERS}.csv"),
    )
    assert ran.code == 0
    assert "Written to" in ran.out
    assert not steering(ran.out)
    folder = tmp_path / f"run{STEERS}"
    ran = standoff("sweep", fresh / "case.yaml", "--into", folder, "--draws", "20")
    assert ran.code == 0
    assert not steering(ran.out + ran.err)
    with SweepProgress(plan_sweep(fresh / "case.yaml", 20)) as progress:
        progress.tell(Event("foreign", 0, 1, text=STEERS))
    assert not steering(capsys.readouterr().err)
