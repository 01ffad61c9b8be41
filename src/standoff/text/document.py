"""Documents: text of strangers to plain data, with the place of every value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from standoff.text.diagnostic import LINE_BREAK, Diagnostic, Span
from standoff.text.file import read_text
from standoff.text.yaml_data import Data, DataBuilder, Path

__all__ = ["Data", "Document", "Path", "Span", "parse_document", "read_document"]

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A text that was read, as plain data with the place of every value.

    Parameters
    ----------
    path
        Where the text came from, for messages.
    text
        The text, without a byte order mark.
    data
        Mappings as dict, lists as list, scalars as str, int, float, bool or None; None when the
        text could not be read to its end.
    marks
        The place of every value, by the keys and positions that lead to it.
    key_marks
        The place of every mapping key, by the same path as its value.
    diagnostics
        What is wrong with the text as text, in order.
    lines
        The text cut at its line breaks.
    """

    path: str
    text: str
    data: Data
    marks: dict[Path, Span]
    key_marks: dict[Path, Span]
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...]

    def span(self, *path: str | int) -> Span:
        """Return the place of the value at `path`, or of the nearest block around it."""
        while path not in self.marks and path:
            path = path[:-1]
        return self.marks.get(path, Span(1, 1))

    def key_span(self, *path: str | int) -> Span:
        """Return the place of the key at `path`, or of its value where it has no key."""
        return self.key_marks.get(path) or self.span(*path)


def read_document(path: FilePath | str, max_bytes: int = MAX_BYTES) -> Document:
    """Read a YAML file into plain data that knows its lines.

    Parameters
    ----------
    path
        The file.
    max_bytes
        Files larger than this are refused without reading them.

    Returns
    -------
    Document
        With a diagnostic for everything that is wrong with it as a text.

    Raises
    ------
    FileProblem
        If nothing can be read: no file, a folder, no permission, too big, not UTF-8.
    """
    return parse_document(read_text(path, max_bytes), str(path))


def parse_document(text: str, path: str = "<text>") -> Document:
    r"""Read YAML text into plain data that knows its lines.

    Parameters
    ----------
    text
        The text.
    path
        What messages call it.

    Examples
    --------
    >>> document = parse_document("who: [no, 22:30]\nhow_much: .2")
    >>> document.data
    {'who': ['no', '22:30'], 'how_much': 0.2}
    >>> document.span("who", 1)
    Span(line=1, column=11, length=5)
    """
    text = text.removeprefix("\ufeff")
    lines = tuple(LINE_BREAK.split(text))
    builder = DataBuilder(lines)
    builder.read(text)
    return Document(
        path,
        text,
        None if builder.stopped else builder.data,
        builder.marks,
        builder.key_marks,
        tuple(builder.diagnostics),
        lines,
    )
