"""Texts of other programs: read within limits, with line and column of every position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from standoff.errors import InvalidDocument
from standoff.text.diagnostic import LINE_BREAK, Diagnostic, Span, render
from standoff.text.file import read_text

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
    return Source(read_text(path, max_bytes, expected="game.efg"), str(path))
