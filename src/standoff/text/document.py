"""Documents: text of strangers to plain data, with the place of every value."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, cast

import yaml

from standoff.errors import FileProblem
from standoff.text.diagnostic import LINE_BREAK, Diagnostic, Span, shown
from standoff.text.document_problems import DuplicateKey, ForbiddenYaml, NotYaml, TooLarge

__all__ = ["Data", "Document", "Path", "Span", "parse_document", "read_document"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_VALUES = 100_000
MAX_DIGITS = 100

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None

#: The keys and list positions that lead to a value.
Path = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The scalars of the YAML 1.2 core schema: `no`, `on`, `22:30` and dates stay text.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"([-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

#: What YAML's own messages mean for somebody who writes a case.
_HINTS = (
    (
        "mapping values are not allowed",
        "a colon followed by a space stands inside an unquoted text, or the indentation is off",
        "put the whole text in quotation marks, or indent the key like its neighbors",
    ),
    (
        "end of stream",
        "a quotation mark or bracket is opened and never closed",
        "close it",
    ),
    (
        "',' or",
        "a list or mapping in brackets is not closed, or a comma is missing",
        "add the comma or the closing bracket",
    ),
    (
        "expected key",
        "this line is not indented like its neighbors, or is not 'key: value'",
        "indent it like the lines around it, and put texts that hold special signs in quotes",
    ),
    (
        "block end",
        "this line is not indented like its neighbors, or is not 'key: value'",
        "indent it like the lines around it, and put texts that hold special signs in quotes",
    ),
    (
        "'-' indicator",
        "this line is not indented like its neighbors",
        "indent it like the lines around it; every item of a list begins with '- '",
    ),
    (
        "escape character",
        "a backslash has a meaning in double quotation marks",
        "use single quotation marks",
    ),
    (
        "':'",
        "this line is not 'key: value'",
        "add the colon and the value",
    ),
    (
        "cannot start any token",
        "a text must not begin with this character",
        "put the text in quotation marks",
    ),
)


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
    content = _content(path, max_bytes)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileProblem.not_utf8(path, line, content[error.start]) from None
    return parse_document(text, str(path))


def _content(path: FilePath | str, max_bytes: int) -> bytes:
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem.directory(path)
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem.unreadable(path, "it is a device or a pipe, not a file")
        if status.st_size > max_bytes:
            raise FileProblem.too_big(path, status.st_size, max_bytes)
        with open(path, "rb") as stream:
            # One byte more than allowed: the file may have grown since it was measured.
            content = stream.read(max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FileProblem.missing(path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileProblem.unreadable(path, reason) from None
    if len(content) > max_bytes:
        raise FileProblem.too_big(path, len(content), max_bytes)
    return content


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
    builder = _Builder(lines)
    found = _UNREADABLE.search(text)
    if found:
        builder.refuse_character(text, found.start())
    else:
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


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being read."""

    values: dict[str, Data] | list[Data]
    path: Path
    start: Any
    key: str | None = None
    key_span: Span = field(default_factory=lambda: Span(1, 1))
    #: The key was there before, so its value goes nowhere.
    again: bool = False


class _Builder:
    """Builds plain data from parser events, without recursion and with a limit on everything."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.data: Data = None
        self.marks: dict[Path, Span] = {}
        self.key_marks: dict[Path, Span] = {}
        self.diagnostics: list[Diagnostic] = []
        self.stopped = False
        self.frames: list[_Frame] = []
        self.n_values = 0
        self.n_documents = 0

    def refuse_character(self, text: str, position: int) -> None:
        before = LINE_BREAK.split(text[:position])
        code = ord(text[position])
        self.stop(
            NotYaml.at(
                Span(len(before), len(before[-1]) + 1),
                f"the text holds the control character U+{code:04X}",
                suggestion="delete it; was this file written by a text editor?",
            )
        )

    def stop(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)
        self.stopped = True

    def read(self, text: str) -> None:
        try:
            for event in _events(text):
                self.take(event)
                if self.stopped:
                    return
        except yaml.YAMLError as error:
            self.stop(self.syntax(error))

    def syntax(self, error: yaml.YAMLError) -> Diagnostic:
        problem = str(getattr(error, "problem", None) or "the text is not YAML")
        mark = getattr(error, "problem_mark", None)
        context = getattr(error, "context_mark", None)
        # These two are noticed long after the place that has to be repaired.
        if context and ("end of stream" in problem or "expected ':'" in problem):
            mark = context
        span = self.at(mark, mark) if mark else Span(1, 1)
        line = self.lines[span.line - 1]
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return NotYaml.at(
                Span(span.line, indent.index("\t") + 1),
                "a tab stands where YAML wants spaces",
                suggestion="indent with spaces",
            )
        opened = f", opened in line {context.line + 1}" if context and "',' or" in problem else ""
        for sign, meaning, suggestion in _HINTS:
            if sign in problem:
                return NotYaml.at(span, f"{meaning} ({problem}{opened})", suggestion=suggestion)
        return NotYaml.at(span, problem)

    def at(self, start: Any, end: Any) -> Span:
        """Return the span from one mark to another, cut off at the end of its first line."""
        line = min(start.line, len(self.lines) - 1)
        here = len(self.lines[line])
        column = min(start.column, here) if line == start.line else here
        stop = end.column if end.line == start.line else len(self.lines[line].rstrip())
        return Span(line + 1, column + 1, max(1, stop - column))

    def take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.n_documents += 1
                if self.n_documents > 1:
                    self.stop(
                        ForbiddenYaml.at(
                            self.at(event.start_mark, event.end_mark),
                            "a second document begins here",
                            suggestion="write one file per case, without '---' in the middle",
                        )
                    )
            case yaml.AliasEvent():
                self.forbid(event, f"the alias '*{event.anchor}'")
                self.value(event, None, self.at(event.start_mark, event.end_mark))
            case yaml.ScalarEvent():
                self.scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self.frames.pop()
                self.marks[frame.path] = self.at(frame.start, event.end_mark)
            case _:
                pass

    def forbid(self, event: Any, what: str) -> None:
        self.diagnostics.append(
            ForbiddenYaml.at(
                self.at(event.start_mark, event.end_mark),
                f"{what} is not used in these files",
                suggestion="write the value itself, or put a text in quotation marks",
            )
        )

    def check_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.forbid(event, f"the anchor '&{event.anchor}'")
        if event.tag is not None:
            mark = event.start_mark
            written = self.lines[mark.line][mark.column :].split(maxsplit=1)
            self.forbid(event, f"the tag {shown(written[0] if written else event.tag)}")

    def scalar(self, event: Any) -> None:
        self.check_marks(event)
        text = cast(str, event.value)
        span = self.at(event.start_mark, event.end_mark)
        frame = self.frames[-1] if self.frames else None
        if frame and isinstance(frame.values, dict) and frame.key is None:
            self.key(frame, text, span)
            return
        plain = bool(event.implicit[0])
        if plain and text == "" and frame and isinstance(frame.values, dict):
            span = frame.key_span
        self.value(event, self.resolve(text, span) if plain else text, span)

    def key(self, frame: _Frame, text: str, span: Span) -> None:
        path = (*frame.path, text)
        frame.key, frame.key_span, frame.again = text, span, path in self.key_marks
        if frame.again:
            first = self.key_marks[path].line
            self.diagnostics.append(
                DuplicateKey.at(
                    span,
                    f"the key {shown(text)} is already written in line {first}",
                    suggestion="keep one of them",
                )
            )
        else:
            self.key_marks[path] = span

    def resolve(self, text: str, span: Span) -> Data:
        if text in _NULL:
            return None
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        if _INTEGER.fullmatch(text):
            if len(text) > MAX_DIGITS:
                self.diagnostics.append(
                    TooLarge.at(
                        span,
                        f"a number of {len(text):,} digits",
                        right=f"At most {MAX_DIGITS} digits.",
                        suggestion="write a text in quotation marks",
                    )
                )
                return None
            return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
        if _FLOAT.fullmatch(text):
            return float(text)
        special = _SPECIAL.fullmatch(text)
        if special:
            return float("nan") if special[3] else float(f"{special[1]}inf")
        return text

    def value(self, event: Any, value: Data, span: Span) -> Path:
        """Put a value where it belongs and return its path."""
        self.n_values += 1
        if self.n_values > MAX_VALUES:
            self.stop(
                TooLarge.at(
                    self.at(event.start_mark, event.end_mark),
                    f"the text holds more than {MAX_VALUES:,} values",
                    suggestion="split the material into several files",
                )
            )
        if not self.frames:
            self.data = value
            self.marks[()] = span
            return ()
        frame = self.frames[-1]
        if isinstance(frame.values, list):
            path: Path = (*frame.path, len(frame.values))
            frame.values.append(value)
        else:
            key = cast(str, frame.key)
            frame.key = None
            if frame.again:
                path = (*frame.path, f"{key} (again in line {frame.key_span.line})")
            else:
                path = (*frame.path, key)
                frame.values[key] = value
        self.marks[path] = span
        return path

    def open(self, event: Any) -> None:
        self.check_marks(event)
        span = self.at(event.start_mark, event.end_mark)
        frame = self.frames[-1] if self.frames else None
        if frame and isinstance(frame.values, dict) and frame.key is None:
            self.stop(
                ForbiddenYaml.at(
                    span,
                    "a list or mapping is used as a key",
                    right="A key is a word, such as 'title'.",
                    suggestion="put a text that begins with '[' or '{' in quotation marks",
                )
            )
            return
        if len(self.frames) >= MAX_DEPTH:
            self.stop(
                TooLarge.at(
                    span,
                    f"the text is nested deeper than {MAX_DEPTH} levels",
                    suggestion="look for brackets that are never closed",
                )
            )
            return
        values: dict[str, Data] | list[Data] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self.frames.append(_Frame(values, self.value(event, values, span), event.start_mark))


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()
