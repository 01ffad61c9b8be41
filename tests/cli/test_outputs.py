"""Output that fails: one line and exit code 2, and nothing that was computed is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from standoff.brief import brief_case
from standoff.cli._analyze import put
from standoff.cli._app import commands, run
from standoff.cli._streams import _Answers, _Messages
from standoff.errors import FileProblem, StandoffError
from standoff.report.as_json import as_json
from standoff.study import analyze
from standoff.text.file import write_text

FULL = Path("/dev/full")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")

DISPUTES = "esc,war,x\n" + "".join(
    f"{esc},{war},{x}\n" for esc, war in ((0, 0), (1, 0), (1, 1)) for x in (0.1, 0.4, 0.5, 0.9, 0.3)
)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder of its own for what is kept."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(scope="module")
def analyzed(root):
    brief = brief_case(root / "cases/cienfuegos/case.yaml")
    return analyze(brief, n_draws=20), brief


@pytest.fixture
def arguments(founding, tmp_path):
    """One quick line for every command."""
    case = str(founding)
    (tmp_path / "disputes.csv").write_text(DISPUTES)
    quick = ("--draws", "20")
    return {
        "analyze": (case, *quick),
        "ask": (case, "shares", *quick),
        "check": (case,),
        "compare": (case, "--what-if", "no-judge", "--no-break-evens", *quick),
        "demo": ("--report", str(tmp_path / "report.html"), *quick),
        "draw": ("linkage-crisis",),
        "explain": ("SC014",),
        "fit": ("egame12", str(tmp_path / "disputes.csv"), "esc + war ~ 1 | 0 | 0 | 1"),
        "models": (),
        "new": (str(tmp_path / "new"),),
        "schema": (),
        "solve": ("linkage-crisis",),
        "sweep": ("linkage-crisis", "--into", str(tmp_path / "run"), *quick),
    }


def kept(folder):
    return {path.name: path for path in folder.rglob("*") if path.is_file()}


@needs_full
@pytest.mark.parametrize("command", commands())
def test_every_command_says_in_one_line_that_its_output_is_refused(
    command, arguments, analyzed, temporary, monkeypatch, capsys
):
    monkeypatch.setattr("standoff.study.analyze", lambda *_, **__: analyzed[0])
    with open(FULL, "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", _Answers(full))
        code = run([command, *arguments[command]])
        monkeypatch.undo()
    *steps, last = capsys.readouterr().err.splitlines()
    assert code == 2
    assert last.startswith("standard output cannot be written: No space left on device")
    assert all(step.endswith("...") or step.startswith("sweep: ") for step in steps)
    took_long = command in ("analyze", "ask", "compare", "fit", "solve")
    assert ("kept in" in last) == took_long
    assert list(kept(temporary)) == [f"{command}.txt"] * took_long
    if took_long:
        assert last.endswith(str(kept(temporary)[f"{command}.txt"]))


@needs_full
@pytest.mark.parametrize("command", ["ask", "nonsense"])
def test_work_goes_on_where_nobody_can_be_told_how_far_it_is(
    command, arguments, monkeypatch, capsys
):
    with open(FULL, "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", _Messages(full))
        code = run([command, *arguments.get(command, ())])
        monkeypatch.undo()
    assert code == (0 if command == "ask" else 2)
    assert ("20 draws" in capsys.readouterr().out) == (command == "ask")


def shell(line):
    return subprocess.run(
        ["bash", "-c", line.format(f"{sys.executable} -m standoff")],
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="the shell of this system cannot close a stream")
def test_streams_that_the_caller_closed():
    """No file that is opened later may take their place."""
    closed = shell("{} schema >&-")
    assert (closed.returncode, closed.stdout) == (2, "")
    assert closed.stderr == "standard output cannot be written: it is closed\n"
    both = shell("{} models nonsense >&- 2>&-")
    assert (both.returncode, both.stdout, both.stderr) == (1, "", "")
    quiet = shell("{} explain SC014 2>&-")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert "SC014" in quiet.stdout


@needs_full
def test_python_itself_does_not_complain_again_at_its_end():
    full = shell("{} --version > /dev/full")
    assert full.returncode == 2
    assert full.stderr == "standard output cannot be written: No space left on device\n"


@needs_full
def test_findings_and_page_survive_a_report_that_cannot_be_written(
    analyzed, temporary, monkeypatch, capsys
):
    monkeypatch.setattr("standoff.cli._analyze.render", lambda *_: "the report")
    with pytest.raises(FileProblem) as problem:
        put(*analyzed, FULL, None)
    there = kept(temporary)
    out, err = capsys.readouterr()
    assert "What would flip it" in out
    assert err == f"The findings are kept in {there['findings.json']}\n"
    assert str(problem.value).splitlines() == [
        "/dev/full: cannot be written",
        "  Found: No space left on device",
        f"  Fix: it is kept in {there['full']}",
    ]
    assert there["findings.json"].read_text() == as_json(analyzed[0])
    assert there["full"].read_text() == "the report"
    assert FULL.is_char_device()


@pytest.mark.parametrize("error", [StandoffError("unknown branch"), ZeroDivisionError("ours")])
def test_findings_and_page_survive_a_report_that_cannot_be_made(
    analyzed, temporary, monkeypatch, capsys, tmp_path, error
):
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("standoff.cli._analyze.render", refuse)
    with pytest.raises(type(error)):
        put(*analyzed, tmp_path / "r.html", None)
    assert "What would flip it" in capsys.readouterr().out
    assert list(kept(temporary)) == ["findings.json"]
    with pytest.raises(type(error)):
        put(*analyzed, tmp_path / "r.html", tmp_path / "findings.json")
    assert (tmp_path / "findings.json").read_text() == next(temporary.rglob("*.json")).read_text()
    assert len(kept(temporary)) == 1
    assert not (tmp_path / "r.html").exists()


@needs_full
def test_every_file_of_a_fit_is_tried_whichever_fails(standoff, temporary, tmp_path):
    (tmp_path / "disputes.csv").write_text(DISPUTES)
    (tmp_path / "full.tex").symlink_to(FULL)
    files = ("--save", tmp_path / "fit.json", "--plot", tmp_path / "plot.svg")
    ran = standoff(
        "fit", "egame12", tmp_path / "disputes.csv", "esc + war ~ 1 | 0 | 0 | 1",
        "--table", tmp_path / "full.tex", tmp_path / "table.txt", "--predict", "nothing", *files,
    )  # fmt: skip
    assert "'nothing'" in ran.err
    assert "full.tex: cannot be written" in ran.err
    assert ran.code == 2
    assert "log-likelihood" in ran.out
    assert list(kept(temporary)) == ["full.tex"]
    for name in ("fit.json", "plot.svg", "table.txt"):
        assert (tmp_path / name).stat().st_size > 100


def test_an_answer_is_shown_where_what_stands_below_it_fails(standoff, monkeypatch, capsys):
    def refuse(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("standoff.cli.ask._by_rule.rule_dependence", refuse)
    with pytest.raises(ZeroDivisionError):
        standoff("ask", "linkage-crisis", "shares", "--draws", "20")
    assert "20 draws" in capsys.readouterr().out


def test_two_outputs_of_one_name_are_refused_before_the_work(standoff, founding, tmp_path):
    one = tmp_path / "one.json"
    ran = standoff("analyze", founding, "--report", one, "--json", tmp_path / "." / "one.json")
    assert (ran.code, ran.out) == (2, "")
    assert "two outputs have this name" in ran.err
    assert not one.exists()


def test_a_device_and_a_pipe_stay_what_they_are(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(StandoffError, match="cannot be written"):
        write_text(pipe, "nobody reads")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, "somebody reads")
    assert os.read(reader, 100) == b"somebody reads"
    os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_is_followed_and_a_private_file_stays_private(tmp_path):
    (tmp_path / "there").mkdir()
    private = tmp_path / "there" / "private.txt"
    private.write_text("old")
    private.chmod(0o600)
    link = tmp_path / "link.txt"
    link.symlink_to(private)
    write_text(link, "new")
    assert link.is_symlink()
    assert private.read_text() == "new"
    assert private.stat().st_mode & 0o777 == 0o600
