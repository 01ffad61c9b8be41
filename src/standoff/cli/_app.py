"""The program as a whole: its commands, and what becomes of everything that can go wrong."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from cyclopts import App, CycloptsError

import standoff
from standoff.cli._letters import NEAREST
from standoff.cli._screen import screen, tell
from standoff.cli._streams import OutputProblem, silence
from standoff.errors import FileProblem, StandoffError

HELP = """\
A workbench for coercive bargaining crises: is the threat credible, what does each number rest on,
and what would flip the answer?"""

_EPILOGUE = "To start: `standoff new my-crisis`. About one command: `standoff COMMAND --help`."

#: Commands whose answer takes so long that it is kept where standard output does not take it.
_LONG = frozenset({"analyze", "ask", "compare", "fit", "solve"})

#: Exit codes: what was asked cannot be done, the command line or a file cannot be read.
FAILED, UNREADABLE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


def commands() -> tuple[str, ...]:
    """Return the names of all commands; the folder is the list."""
    import standoff.cli

    found = (module.name for module in pkgutil.iter_modules(standoff.cli.__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def subcommands(command: str) -> tuple[str, ...]:
    """Return the names of a command's own commands; mostly none."""
    found = getattr(import_module(f"standoff.cli.{command}"), command)
    return tuple(name for name in found if name[0] != "-") if isinstance(found, App) else ()


def application() -> App:
    """Return the program as cyclopts knows it."""
    app = App(
        name="standoff",
        help=HELP,
        help_epilogue=_EPILOGUE,
        help_format="markdown",
        version=standoff.__version__,
        console=screen(),
        error_console=screen(error=True),
        exit_on_error=False,
        print_error=False,
        suppress_keyboard_interrupt=False,
        result_action="return_value",
    )
    for name in commands():
        found = getattr(import_module(f"standoff.cli.{name}"), name)
        if isinstance(found, App):
            # A command with commands of its own.
            app.command(found, name=name)
        else:
            app.command(found, name=name, help_epilogue="")
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    What somebody gave us and cannot be used becomes a message on standard error; a mistake of ours
    keeps its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows one like it instead of ending the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=NEAREST)  # type: ignore[union-attr]
    try:
        code = _outcome(arguments)
        sys.stdout.flush()
    except OutputProblem as error:
        silence(sys.stdout)
        return _complain(_with_the_rest(error, arguments), UNREADABLE)
    except BrokenPipeError:
        # Whoever read our output has gone.
        silence(sys.stdout)
        return PIPE_CLOSED
    return code


def _outcome(arguments: Sequence[str]) -> int:
    try:
        code = application()(list(arguments))
    except CycloptsError as error:
        return _complain(f"{error}\n  More: standoff {_command(arguments)}--help", UNREADABLE)
    except OutputProblem:
        raise
    except FileProblem as error:
        return _complain(str(error), UNREADABLE)
    except StandoffError as error:
        return _complain(str(error), FAILED)
    except KeyboardInterrupt:
        return _complain("Stopped; no file was left half-written.", INTERRUPTED)
    return code if isinstance(code, int) else 0


def _with_the_rest(error: OutputProblem, arguments: Sequence[str]) -> str:
    """Keep an answer that took long and did not arrive, and say where."""
    if not error.text or not arguments or arguments[0] not in _LONG:
        return str(error)
    from standoff.cli._files import elsewhere
    from standoff.text.file import write_text

    kept = elsewhere(f"{arguments[0]}.txt", lambda path: write_text(path, error.text))
    return f"{error}; the answer is kept in {kept}" if kept else str(error)


def _command(arguments: Sequence[str]) -> str:
    return f"{arguments[0]} " if arguments and arguments[0] in commands() else ""


def _complain(message: str, code: int) -> int:
    tell(message)
    return code
