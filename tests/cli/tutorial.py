"""Play the tutorial through: run its commands, make its edits, write down what is answered.

Run ``python -m tests.cli.tutorial`` to write the answers into the page.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from standoff.cli._app import run

PAGE = Path(__file__).parents[2] / "docs/tutorial/first-case.md"

_STEP = re.compile(
    r"```console\n\$ (?P<command>.+)\n(?P<answer>(?:.*\n)*?)```\n"
    r'|<!-- edit (?P<file>\S+): (?P<old>".*") -> (?P<new>".*") -->\n'
)


def played(page: str, root: Path | None = None) -> str:
    """Return the page with every answer as the program gives it today.

    In a working copy, if `root` is one, or else in an empty folder.
    """
    if root is not None:
        return _STEP.sub(lambda step: _take(step, root), page)
    with tempfile.TemporaryDirectory() as folder:
        return _STEP.sub(lambda step: _take(step, Path(folder)), page)


def _take(step: re.Match[str], folder: Path) -> str:
    if step["file"]:
        path = folder / step["file"]
        text = path.read_text(encoding="utf-8")
        # The last place: assumptions stand below claims.
        before, old, after = text.rpartition(json.loads(step["old"]))
        assert old, f"{step['old']} is not in {step['file']}"
        path.write_text(before + json.loads(step["new"]) + after, encoding="utf-8")
        return step[0]
    program, *arguments = shlex.split(step["command"])
    assert program == "standoff"
    out, err = io.StringIO(), io.StringIO()
    # Inside this process, because loading the compiled kernels for each command takes its time.
    with redirect_stdout(out), redirect_stderr(err), chdir(folder):
        code = run(arguments)
    assert code in (0, 1), err.getvalue()
    return f"```console\n$ {step['command']}\n{out.getvalue()}```\n"


if __name__ == "__main__":
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    PAGE.write_text(played(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
