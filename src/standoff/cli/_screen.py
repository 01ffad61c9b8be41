"""Where output goes: standard output and standard error as rich sees them, never as markup."""

from __future__ import annotations

import sys

from rich.console import Console, RenderableType
from rich.text import Text

from standoff.cli._streams import OutputProblem
from standoff.text.diagnostic import printable

#: A line longer than this is hard to read; wider terminals stay empty on the right.
WIDEST = 100


class Screen(Console):
    """A console that leaves a closed pipe to the program as a whole."""

    def on_broken_pipe(self) -> None:
        """Let the error through; rich would end the program in the middle of a command."""
        self.quiet = True
        raise BrokenPipeError


def screen(*, error: bool = False) -> Screen:
    """Return the screen for answers, or for messages and progress.

    Text from files goes there as it is: square brackets are no markup and colons no emoji.
    """
    made = Screen(stderr=error, markup=False, highlight=False, emoji=False, soft_wrap=False)
    if made.width > WIDEST:
        made.width = WIDEST
    return made


def tell(message: str) -> None:
    """Print a message on the other stream; nothing in it can steer a terminal."""
    # Names of files and of things inside them come from strangers.
    safe = "\n".join(printable(line) for line in message.split("\n"))
    screen(error=True).print(Text(safe), soft_wrap=True)


def show(*answers: RenderableType, wrap: bool = True) -> None:
    """Show answers: with styles in a terminal, as plain text without trailing spaces elsewhere.

    Without `wrap` long lines stay whole, so that what stands below their letters stays there.
    """
    made = screen()
    if made.is_terminal:
        made.print(*answers, sep="\n", soft_wrap=not wrap)
        return
    with made.capture() as captured:
        made.print(*answers, sep="\n", soft_wrap=not wrap)
    _arrive("\n".join([*(line.rstrip() for line in captured.get().splitlines()), ""]))


def write(text: str) -> None:
    """Write text for other programs to standard output, unchanged, as UTF-8 with Unix line ends.

    Windows would have it in a code page that lacks half of the letters, and end lines otherwise.

    Raises
    ------
    OutputProblem
        If it does not arrive; it holds the text.
    """
    whole = text if text.endswith("\n") else text + "\n"
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    _arrive(whole)


def _arrive(whole: str) -> None:
    try:
        sys.stdout.write(whole)
        sys.stdout.flush()
    except OutputProblem as problem:
        problem.text = whole
        raise
