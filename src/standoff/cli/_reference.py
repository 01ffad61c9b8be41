"""Write the documentation page of the command line from the commands' own help.

Run ``python -m standoff.cli._reference docs/reference/cli.md`` from a working copy.
"""

from __future__ import annotations

import sys

from rich.console import Console

from standoff.cli._app import application, commands, subcommands
from standoff.text.file import write_text

_HEAD = """\
# Command line

`standoff` reads case and game files, and writes to standard output; progress and messages go to
standard error. In a terminal it uses colors, unless the variable `NO_COLOR` is set; elsewhere it
writes plain text.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | what was asked cannot be done; for `check`: the file has errors |
| 2 | the command line is not understood, or a file cannot be read or written |
| 130 | stopped with Ctrl-C; no file is left half-written |
| 141 | whoever read standard output has gone, as with `standoff models \\| head`; nothing is said |

Where standard output or a file cannot be written, the last thing that is said is where the answer
was kept, if it took long to find: in a folder for temporary files.

This page is written by `python -m standoff.cli._reference` from the help of the commands.
"""


def reference() -> str:
    """Return the page: the help of every command, as a terminal of 80 columns shows it."""
    parts = [_HEAD]
    for command in ("", *commands()):
        title = f"standoff {command}".strip()
        parts.append(f"\n## {title}\n\n```text\n{_help(command)}\n```\n")
        for sub in subcommands(command) if command else ():
            parts.append(f"\n### {title} {sub}\n\n```text\n{_help(command, sub)}\n```\n")
    return "".join(parts)


def _help(*command: str) -> str:
    console = Console(width=80, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        application().help_print([word for word in command if word], console=console)
    return "\n".join(line.rstrip() for line in captured.get().strip().splitlines())


if __name__ == "__main__":
    write_text(sys.argv[1], reference())
