"""Parser events to plain data, with the place of every value and a limit on everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from standoff.text.characters import UNREADABLE, code, readable, unreadable
from standoff.text.diagnostic import LINE_BREAK, Diagnostic, Span, shown
from standoff.text.document_problems import (
    ControlCharacter,
    CutText,
    DuplicateKey,
    ForbiddenYaml,
    NotYaml,
    TooLarge,
)

MAX_DEPTH = 50
MAX_VALUES = 100_000
MAX_DIGITS = 100

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None

#: The keys and list positions that lead to a value.
Path = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: An escape inside double quotation marks.
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
#: Those of one letter that stand for a control character: null, bell, back, tab up, feed, escape.
_HIDDEN_LETTERS = "0abvfe"
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
        "escape code",
        "an escape stands for no character",
        "write the character itself",
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


class OtherInteger(int):
    """A whole number that is written in another way than numbers print, such as 0062 or 0o3652."""

    #: As it stands in the file; years are read from it.
    written: str

    @classmethod
    def of(cls, number: int, written: str) -> OtherInteger:
        """Return a number that remembers how it is written."""
        made = cls(number)
        made.written = written
        return made


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
    #: Whether it is written in brackets, where a comma ends a text.
    in_brackets: bool = False
    #: Pieces of a text with an open parenthesis that a comma has cut, and where it begins.
    cut: list[str] = field(default_factory=list[str])
    cut_span: Span = field(default_factory=lambda: Span(1, 1))


class DataBuilder:
    """Builds plain data from parser events, without recursion and with a limit on everything.

    Parameters
    ----------
    lines
        The lines of the text that will be read.

    Attributes
    ----------
    data, marks, key_marks, diagnostics
        As in `standoff.text.document.Document`.
    stopped
        Whether the text could not be read to its end.
    """

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

    def _refuse_character(self, text: str, position: int) -> None:
        before = LINE_BREAK.split(text[:position])
        self._stop(
            NotYaml.at(
                Span(len(before), len(before[-1]) + 1),
                f"the text holds the control character {code(text[position])}",
                suggestion="delete it; was this file written by a text editor?",
            )
        )

    def _stop(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)
        self.stopped = True

    def read(self, text: str) -> None:
        """Read a text; what is wrong with it is among the diagnostics afterwards."""
        found = UNREADABLE.search(text)
        if found:
            self._refuse_character(text, found.start())
            return
        try:
            for event in _events(text):
                self._take(event)
                if self.stopped:
                    return
        except yaml.YAMLError as error:
            self._stop(self._syntax(error))

    def _syntax(self, error: yaml.YAMLError) -> Diagnostic:
        problem = str(getattr(error, "problem", None) or "the text is not YAML")
        mark = getattr(error, "problem_mark", None)
        context = getattr(error, "context_mark", None)
        # These two are noticed long after the place that has to be repaired.
        if context and ("end of stream" in problem or "expected ':'" in problem):
            mark = context
        span = self._at(mark, mark) if mark else Span(1, 1)
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

    def _at(self, start: Any, end: Any) -> Span:
        """Return the span from one mark to another, cut off at the end of its first line."""
        line = min(start.line, len(self.lines) - 1)
        here = len(self.lines[line])
        column = min(start.column, here) if line == start.line else here
        stop = end.column if end.line == start.line else len(self.lines[line].rstrip())
        return Span(line + 1, column + 1, max(1, stop - column))

    def _take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.n_documents += 1
                if self.n_documents > 1:
                    self._stop(
                        ForbiddenYaml.at(
                            self._at(event.start_mark, event.end_mark),
                            "a second document begins here",
                            suggestion="write one file per case, without '---' in the middle",
                        )
                    )
            case yaml.AliasEvent():
                self._forbid(event, f"the alias '*{event.anchor}'")
                self._value(event, None, self._at(event.start_mark, event.end_mark))
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self.frames.pop()
                self.marks[frame.path] = self._at(frame.start, event.end_mark)
            case _:
                pass

    def _forbid(self, event: Any, what: str) -> None:
        self.diagnostics.append(
            ForbiddenYaml.at(
                self._at(event.start_mark, event.end_mark),
                f"{what} is not used in these files",
                suggestion="write the value itself, or put a text in quotation marks",
            )
        )

    def _check_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._forbid(event, f"the anchor '&{event.anchor}'")
        if event.tag is not None:
            mark = event.start_mark
            written = self.lines[mark.line][mark.column :].split(maxsplit=1)
            self._forbid(event, f"the tag {shown(written[0] if written else event.tag)}")

    def _scalar(self, event: Any) -> None:
        self._check_marks(event)
        text = cast(str, event.value)
        span = self._at(event.start_mark, event.end_mark)
        text = self._without_hidden(event, text, span)
        frame = self.frames[-1] if self.frames else None
        plain = bool(event.implicit[0])
        if frame and frame.in_brackets:
            self._look_for_cut(frame, text if plain else "", span)
        if frame and isinstance(frame.values, dict) and frame.key is None:
            self._key(frame, text, span)
            return
        if plain and text == "" and frame and isinstance(frame.values, dict):
            span = frame.key_span
        self._value(event, self._resolve(text, span) if plain else text, span)

    def _without_hidden(self, event: Any, text: str, span: Span) -> str:
        """Refuse what an escape makes of itself and no text may hold; the text goes on without."""
        hidden = unreadable(text)
        if not hidden:
            return text
        for number in range(event.start_mark.line, event.end_mark.line + 1):
            line = self.lines[number]
            first = event.start_mark.column if number == event.start_mark.line else 0
            last = event.end_mark.column if number == event.end_mark.line else len(line)
            escapes = _ESCAPE.finditer(line, first, last)
            found = next((each for each in escapes if _is_hidden(each)), None)
            if found:
                span = Span(number + 1, found.start() + 1, len(found.group()))
                break
        self.diagnostics.append(
            ControlCharacter.at(
                span,
                f"this escape stands for the character {hidden}, which no text may hold",
                suggestion="delete it; write a backslash itself in single quotation marks",
            )
        )
        return readable(text)

    def _look_for_cut(self, frame: _Frame, text: str, span: Span) -> None:
        """Find a text such as max(a, 1) in brackets without quotation marks: its comma cuts it."""
        if not frame.cut:
            if _unclosed(text) > 0:
                frame.cut, frame.cut_span = [text], span
            return
        if not text:
            return
        frame.cut.append(text)
        whole = ", ".join(frame.cut)
        if _unclosed(whole) <= 0:
            self.diagnostics.append(
                CutText.at(
                    frame.cut_span,
                    f"in brackets, a comma ends a text: {shown(frame.cut[0])} is cut off here",
                    suggestion=f'quote it: "{whole}"',
                )
            )
            frame.cut = []

    def _key(self, frame: _Frame, text: str, span: Span) -> None:
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

    def _resolve(self, text: str, span: Span) -> Data:
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
            number = int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
            return number if str(number) == text else OtherInteger.of(number, text)
        if _FLOAT.fullmatch(text):
            return float(text)
        special = _SPECIAL.fullmatch(text)
        if special:
            return float("nan") if special[3] else float(f"{special[1]}inf")
        return text

    def _value(self, event: Any, value: Data, span: Span) -> Path:
        """Put a value where it belongs and return its path."""
        self.n_values += 1
        if self.n_values > MAX_VALUES:
            self._stop(
                TooLarge.at(
                    self._at(event.start_mark, event.end_mark),
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

    def _open(self, event: Any) -> None:
        self._check_marks(event)
        span = self._at(event.start_mark, event.end_mark)
        frame = self.frames[-1] if self.frames else None
        if frame and isinstance(frame.values, dict) and frame.key is None:
            self._stop(
                ForbiddenYaml.at(
                    span,
                    "a list or mapping is used as a key",
                    right="A key is a word, such as 'title'.",
                    suggestion="put a text that begins with '[' or '{' in quotation marks",
                )
            )
            return
        if len(self.frames) >= MAX_DEPTH:
            self._stop(
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
        path = self._value(event, values, span)
        self.frames.append(
            _Frame(values, path, event.start_mark, in_brackets=bool(event.flow_style))
        )


def _unclosed(text: str) -> int:
    return text.count("(") - text.count(")")


def _is_hidden(escape: re.Match[str]) -> bool:
    """Say whether an escape stands for a character that no text may hold."""
    written = escape.group()[1:]
    if len(written) == 1:
        return written in _HIDDEN_LETTERS
    number = int(written[1:], 16)
    return number > 0x10FFFF or bool(unreadable(chr(number)))


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()
