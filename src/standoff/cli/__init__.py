"""The command line: one file per command, no logic.

A module of this package whose name has no underscore in front is a command, and holds a function of
its own name. Commands import what they need when they run, so that `standoff --help` is quick.
"""

from __future__ import annotations


def main() -> None:
    """Run the command that the program was called with, and end with its exit code."""
    import signal
    import sys

    try:
        from standoff.cli._streams import prepare

        prepare()
        from standoff.cli._app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Also while the program is still loading.
        sys.stderr.write("Stopped.\n")
        code = 130
    # Nothing is left to be stopped but the interpreter, which would show a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if code == 130:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> None:
    """End at once: what was interrupted in the middle may never come to an end by itself."""
    import os
    import sys
    from contextlib import suppress

    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.terminate()
    with suppress(Exception):
        # Whoever stops a program does not care that its output went nowhere.
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
