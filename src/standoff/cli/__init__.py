"""The command line: one file per command, no logic.

A module of this package whose name has no underscore in front is a command, and holds a function of
its own name. Commands import what they need when they run, so that `standoff --help` is quick.
"""

from __future__ import annotations


def main() -> None:
    """Run the command that the program was called with, and end with its exit code."""
    import sys

    try:
        from standoff.cli._app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Also while the program is still loading.
        print("Stopped.", file=sys.stderr)
        code = 130
    sys.exit(code)
