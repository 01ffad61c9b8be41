"""The program as a whole: its commands, exit codes, and what it says when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from standoff.cli import _app
from standoff.cli._app import commands, run
from standoff.errors import StandoffError

HEAVY = {"altair", "jinja2", "numba", "pydantic", "scipy", "yaml"}


def python(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, **options)


def test_help_names_every_command(standoff):
    ran = standoff("--help")
    assert ran.code == 0
    assert set(commands()) >= {"analyze", "check"}
    for name in commands():
        assert f"│ {name} " in ran.out


@pytest.mark.parametrize("name", commands())
def test_each_command_has_help_that_names_its_parameters(standoff, name):
    ran = standoff(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: standoff {name}")
    assert "[default: ]" not in ran.out


@pytest.mark.parametrize("name", commands())
def test_a_command_is_a_short_file_with_a_function_of_its_name(name):
    module = import_module(f"standoff.cli.{name}")
    assert callable(getattr(module, name))
    with open(module.__file__, encoding="utf-8") as source:
        assert sum(1 for _ in source) <= 80


def test_help_loads_nothing_heavy():
    told = "import sys; from standoff.cli._app import run; run(['--help']); print(*sys.modules)"
    done = python("-c", told)
    assert done.returncode == 0, done.stderr
    assert HEAVY.isdisjoint(done.stdout.splitlines()[-1].split())


def test_an_unknown_command_gets_the_nearest(standoff):
    ran = standoff("analyse", "case.yaml")
    assert ran.code == 2
    assert 'Did you mean "analyze"?' in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_an_unknown_option_gets_the_nearest_and_points_to_help(standoff):
    ran = standoff("solve", "linkage-crisis", "--mehtod", "backward")
    assert ran.code == 2
    assert "Did you mean --method?" in ran.err
    assert "More: standoff solve --help" in ran.err


def test_a_value_of_the_wrong_kind_names_the_choices(standoff):
    ran = standoff("solve", "linkage-crisis", "--method", "magic")
    assert ran.code == 2
    assert "magic" in ran.err
    assert "backward" in ran.err


def test_a_missing_file_gets_the_nearest_and_exit_code_2(standoff, tmp_path):
    (tmp_path / "game.yaml").write_text("", encoding="utf-8")
    ran = standoff("solve", tmp_path / "gmae.yaml")
    assert ran.code == 2
    assert f"did you mean {tmp_path / 'game.yaml'}?" in ran.err


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch):
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(_app, "application", lambda: lambda arguments: broken())
    with pytest.raises(ZeroDivisionError):
        run([])


def test_a_message_cannot_steer_the_terminal(monkeypatch, capsys):
    def refuse(arguments: list[str]) -> None:
        raise StandoffError("[bold red]no\x1b[2J\u202e")

    monkeypatch.setattr(_app, "application", lambda: refuse)
    assert run([]) == 1
    assert capsys.readouterr().err == "[bold red]no\\x1b[2J\\u202e\n"


def test_an_interrupted_command_says_one_line(monkeypatch, capsys):
    def interrupted(arguments: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_app, "application", lambda: interrupted)
    assert run([]) == 130
    assert capsys.readouterr().err == "Stopped; no file was left half-written.\n"


@pytest.mark.parametrize("words", [[], ["ask", "x", "shares"], ["models", "show", "x"]])
def test_an_interruption_is_one_line_and_an_exit_code(words):
    """Also while the program is loading, in a command of a command, and in the middle of an exec,
    after which Python would end as one that was killed."""
    program = (
        "import sys; from standoff import cli; sys.argv[1:] = {}; import standoff.{} as place\n"
        "def interrupted(*_, **__): exec('raise KeyboardInterrupt')\n"
        "place.{} = interrupted; cli.main()"
    )
    place = {"ask": "cli._subject subject", "models": "models get"}
    place = place.get("".join(words[:1]), "cli._app run").split()
    done = python("-c", program.format(words, *place))
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr in ("Stopped.\n", "Stopped; no file was left half-written.\n")


@pytest.mark.parametrize("command", ["models linkage-crisis", "schema"])
def test_a_closed_pipe_is_quiet(command):
    """`head` reads one line and goes; the program ends as one that got SIGPIPE does."""
    line = f"{sys.executable} -m standoff {command} | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("0", "141")


def test_a_reader_that_never_reads_ends_the_program_quietly():
    program = "import os, sys; from standoff.cli import main; sys.argv[1:] = ['schema']; main()"
    read, write = __import__("os").pipe()
    __import__("os").close(read)
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
    )
    __import__("os").close(write)
    assert done.stderr == ""
    assert done.returncode == 141


def test_a_terminal_without_the_letters_still_gets_an_answer():
    done = python("-m", "standoff", "models", env={"PYTHONIOENCODING": "ascii", "COLUMNS": "40"})
    assert done.returncode == 0, done.stderr
    assert "linkage-crisis" in done.stdout


def test_no_color_is_respected():
    forced = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "80"}
    colored = python("-m", "standoff", "models", env=forced)
    plain = python("-m", "standoff", "models", env={**forced, "NO_COLOR": "1"})
    assert "\x1b[" in colored.stdout
    assert "\x1b[3" not in plain.stdout
