"""The founding case without a checkout, and on a system that is not POSIX."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import standoff as package
from standoff.cli import _files


def test_it_runs_without_what_windows_lacks(tmp_path: Path, root: Path) -> None:
    source = str(Path(package.__path__[0]).parent)
    done = subprocess.run(
        [sys.executable, "-m", "tests.posixless", "demo", "--draws", "20"],
        capture_output=True,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([source, str(root)]),
            "PYTHONIOENCODING": "cp1252",
        },
    )
    out, err = done.stdout.decode("cp1252"), done.stderr.decode("cp1252")
    assert done.returncode == 0, err
    assert "Cienfuegos" in out
    assert "###" in out
    assert out.rstrip().endswith("case.yaml")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_report_that_is_there_is_kept_unless_it_is_named(standoff, tmp_path, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        "standoff.cli.analyze.analyze", lambda case, **options: asked.append((case, options))
    )
    monkeypatch.chdir(tmp_path)
    assert standoff("demo").code == 0
    Path("report.html").write_text("mine")
    ran = standoff("demo")
    assert ran.code == 2
    assert "it is there already" in ran.err
    assert standoff("demo", "--report", "report.html").code == 0
    assert [options["report"] for _, options in asked] == [Path("report.html")] * 2
    assert all(case.parts[-2:] == ("cienfuegos", "case.yaml") for case, _ in asked)


def test_the_case_is_first_looked_for_in_the_package(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(package, "__path__", [str(tmp_path / "lib" / "standoff")])
    with pytest.raises(_files.FileProblem, match="no such file"):
        _files.worked_case("cienfuegos")
    for place in (tmp_path / "cases", tmp_path / "lib" / "standoff" / "cases"):
        file = place / "cienfuegos" / "case.yaml"
        file.parent.mkdir(parents=True)
        file.touch()
        assert _files.worked_case("cienfuegos") == file
