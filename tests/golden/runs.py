"""What is held fast: one command each, on the founding case, the template case and two models.

The folder `answers` holds what each of them printed. `python -m tests.golden` tells, number by
number, what differs today; with `--write` it keeps today's answers.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERS = Path(__file__).resolve().parent / "answers"
FOUNDING = "cases/cienfuegos/case.yaml"
#: Stands for the folder that `standoff new` writes.
TEMPLATE = "TEMPLATE"
#: Stands for the file that a command is asked to write, which is then its answer.
FILE = "FILE"

_FEW = ("--draws", "200")
#: Questions about draws, with so few of them that all goldens together take less than a minute.
_ANY = {
    "shares": _FEW,
    "sobol": ("--rows", "32"),
    "given-data": _FEW,
    "boxes": _FEW,
    "rules": (),
    "gradient": (),
}
_OF_A_CASE = {"claims": _FEW, "timeline": _FEW}


@dataclass(frozen=True, slots=True)
class Golden:
    """One answer that is kept.

    Parameters
    ----------
    name : str
        Of its file in `answers`, with a folder for what it is about and the kind of its text.
    arguments : tuple of str
        The command.
    written : str
        The end of the name of the file that holds the answer; empty for what is printed.
    """

    name: str
    arguments: tuple[str, ...]
    written: str = ""

    @property
    def path(self) -> Path:
        """Where its answer is kept."""
        return ANSWERS / self.name


def _asked(about: str, subject: str, **more: tuple[str, ...]) -> list[Golden]:
    questions = {**_ANY, **(_OF_A_CASE if subject.endswith(".yaml") else {}), **more}
    return [
        Golden(
            f"{about}/{question.replace('_', '-')}.json",
            ("ask", subject, question.replace("_", "-"), *options, "--format", "json"),
        )
        for question, options in questions.items()
    ]


def _analyzed(about: str, case: str) -> list[Golden]:
    analyze = ("analyze", case, *_FEW, "--json", f"{FILE}.json", "--report", f"{FILE}.html")
    return [
        Golden(f"{about}/analyze.json", analyze, ".json"),
        Golden(f"{about}/report.txt", analyze, ".html"),
        Golden(f"{about}/terminal.txt", analyze),
        Golden(f"{about}/solve.txt", ("solve", case)),
    ]


GOLDENS: tuple[Golden, ...] = (
    *_analyzed("founding", FOUNDING),
    *_asked(
        "founding",
        FOUNDING,
        break_even=("p_resolved_secret", "--level", "drop >= .5"),
        how_much=("audience_cost_private", "--for", "drop >= .5", *_FEW),
        map=("p_resolved_secret", "a_p"),
        what_if=("--remove", "private"),
    ),
    *_analyzed("template", f"{TEMPLATE}/case.yaml"),
    *_asked(
        "template",
        f"{TEMPLATE}/case.yaml",
        break_even=("p_resolved",),
        how_much=("audience_cost", "--for", "headline >= .5", "--draws", "50"),
        what_if=("--remove", "threaten"),
    ),
    Golden("audience-costs/show.txt", ("models", "show", "audience-costs")),
    Golden("audience-costs/solve.txt", ("solve", "audience-costs", "--all")),
    *_asked(
        "audience-costs",
        "audience-costs",
        break_even=("p_resolved", "--level", "headline >= .6"),
        how_much=("p_resolved", "--for", "headline >= .6", *_FEW),
        map=("p_resolved", "audience_cost"),
    ),
    Golden("war-of-attrition/show.txt", ("models", "show", "war-of-attrition")),
    *_asked("war-of-attrition", "war-of-attrition"),
    Golden("models.txt", ("models",)),
    Golden("suggest.txt", ("models", "suggest", FOUNDING)),
)


class Runs:
    """Commands run in this process, each once.

    Parameters
    ----------
    template : Path
        The folder that `standoff new` wrote.
    folder : Path
        Where files may be written.
    """

    def __init__(self, template: Path, folder: Path) -> None:
        self.template, self.folder = template, folder
        self.done: dict[tuple[str, ...], tuple[str, Path]] = {}

    def answer(self, golden: Golden) -> str:
        """Return what a command prints or writes, as text.

        Raises
        ------
        AssertionError
            If the command fails.
        """
        if golden.arguments not in self.done:
            self.done[golden.arguments] = self._run(golden.arguments)
        text, file = self.done[golden.arguments]
        if golden.written:
            text = Path(f"{file}{golden.written}").read_text(encoding="utf-8")
        if golden.written == ".html":
            text = text_of(text)
        text = text.replace(str(self.template), TEMPLATE).replace(str(file), FILE)
        if golden.path.suffix == ".json":
            return _compact(json.loads(text))
        return "\n".join(line.rstrip() for line in text.strip().split("\n")) + "\n"

    def _run(self, arguments: tuple[str, ...]) -> tuple[str, Path]:
        from standoff.cli._app import run

        file = self.folder / f"run{len(self.done)}"
        given = [
            each.replace(TEMPLATE, str(self.template)).replace(FILE, str(file))
            for each in arguments
        ]
        out, err = io.StringIO(), io.StringIO()
        with _at_root(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(given)
        assert code == 0, f"standoff {' '.join(given)}: {err.getvalue() or out.getvalue()}"
        return out.getvalue(), file


def _compact(found: Any) -> str:
    """Write JSON, lists of plain values on one line, without what depends on the machine."""
    if isinstance(found, dict):
        found.get("provenance", {}).pop("versions", None)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    return re.sub(r"\[[^][{}]*\]", lambda each: " ".join(each[0].split()), text) + "\n"


@contextlib.contextmanager
def _at_root() -> Iterator[None]:
    """Work where the founding case has its short name, on a terminal of one width."""
    before, columns = Path.cwd(), os.environ.get("COLUMNS")
    os.chdir(ROOT)
    os.environ["COLUMNS"] = "80"
    try:
        yield
    finally:
        os.chdir(before)
        if columns is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = columns


class _Text(HTMLParser):
    """The words of a page, a line for each block; what only styles or draws is left out."""

    SILENT = frozenset({"style", "script"})
    INLINE = frozenset(
        {"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        if tag not in self.INLINE:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT
        if tag not in self.INLINE:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data


def text_of(page: str) -> str:
    """Return what a page says, line by line."""
    parser = _Text()
    parser.feed(page)
    parser.close()
    lines = (" ".join(line.split()) for line in parser.lines)
    return "\n".join(line for line in lines if line)
