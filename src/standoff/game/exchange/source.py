"""Texts of other programs: read within limits, with line and column of every position."""

from __future__ import annotations

import os
import stat
import tempfile
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from standoff.errors import FileProblem, InvalidDocument
from standoff.text.diagnostic import LINE_BREAK, Diagnostic, Span, render

#: Larger files are refused; a tree of 100,000 nodes has about half of that.
MAX_BYTES = 10_000_000


class Source:
    """A text and where its lines begin.

    Parameters
    ----------
    text : str
    path : str
        What messages call the text.
    """

    def __init__(self, text: str, path: str = "<text>") -> None:
        self.path = path
        self.text = text.removeprefix("\ufeff")
        self.lines = tuple(LINE_BREAK.split(self.text))
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(self.text))]

    def span(self, start: int, stop: int) -> Span:
        """Return line and column of a stretch of the text, cut off at the end of its line."""
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1]
        rest = len(self.lines[line - 1]) - column
        return Span(line, column + 1, max(1, min(stop - start, rest)))

    def refuse(self, diagnostics: Iterable[Diagnostic]) -> InvalidDocument:
        """Return the error that shows diagnostics with the lines that they speak of."""
        found = tuple(diagnostics)
        return InvalidDocument(found, path=self.path, rendered=render(found, self))


def read_source(path: Path | str, max_bytes: int = MAX_BYTES) -> Source:
    """Read a text file.

    Raises
    ------
    FileProblem
        If nothing can be read: no file, a folder, no permission, too big, not UTF-8.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem.directory(path, "game.efg")
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem.unreadable(path, "it is a device or a pipe, not a file")
        with open(path, "rb") as stream:
            # One byte more than allowed: the file may grow while it is read.
            content = stream.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FileProblem.missing(path) from None
    except (OSError, ValueError) as error:
        raise FileProblem.unreadable(path, getattr(error, "strerror", None) or str(error)) from None
    if len(content) > max_bytes:
        raise FileProblem.too_big(path, max(status.st_size, len(content)), max_bytes)
    try:
        return Source(content.decode("utf-8"), str(path))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileProblem.not_utf8(path, line, content[error.start]) from None


def save_text(text: str, path: Path | str) -> None:
    """Write a text under a temporary name beside `path` and rename it: all of it or nothing.

    Raises
    ------
    FileProblem
        If it cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        raise FileProblem.directory(path, "game.efg")
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        # mkstemp keeps others out; the file that comes out of it is an ordinary one.
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except (OSError, ValueError) as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise FileProblem.unwritable(path, reason) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
