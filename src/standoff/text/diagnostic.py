"""Diagnostics: what is wrong with a text, where, and what would be right; as text or as JSON."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal, Protocol

Severity = Literal["error", "warning", "note"]

MAX_RENDERED = 100
_EXCERPT_WIDTH = 100
_MOST_LISTED = 8
_MOST_COMPARED = 500

#: Line breaks as YAML counts them, which is not how `str.splitlines` does.
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line of a file; line and column count characters from 1."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem of a document.

    Parameters
    ----------
    code, name
        The kind of problem, such as "SC010" and "unknown-source"; `standoff explain` takes both.
    severity
        An error stops the reading of the file, a warning asks for a look, a note informs.
    message
        What is wrong and what was found, as one sentence.
    span
        Where.
    right
        What would be right: the admissible values, the nearest name.
    suggestion
        What to do about it.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    right: str = ""
    suggestion: str = ""


class Kind:
    """A kind of problem: subclasses name it, and their docstring is its documentation page."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = "error"

    @classmethod
    def at(cls, span: Span, message: str, *, right: str = "", suggestion: str = "") -> Diagnostic:
        """Return a diagnostic of this kind."""
        return Diagnostic(cls.code, cls.name, cls.severity, message, span, right, suggestion)


class DocumentText(Protocol):
    """What rendering needs to know about a document."""

    @property
    def path(self) -> str:
        """What the document is called."""
        ...

    @property
    def lines(self) -> Sequence[str]:
        """The text cut at its line breaks."""
        ...


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any diagnostic is an error."""
    return any(each.severity == "error" for each in diagnostics)


def sort(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics in reading order, each once."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda each: (each.span.line, each.span.column, each.code, each.message),
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or an empty text."""
    lowered = {each.lower(): each for each in known}
    if len(lowered) > _MOST_COMPARED:
        alike = [each for each in lowered if each[:1] == name[:1].lower()]
        lowered = {each: lowered[each] for each in alike[:_MOST_COMPARED]}
    near = difflib.get_close_matches(name.lower()[:200], list(lowered), n=1)
    return lowered[near[0]] if near else ""


def listed(known: Iterable[str], name: str = "") -> str:
    """Return the known names as a sentence, with the one most like `name`.

    Examples
    --------
    >>> listed(["memo-9", "cable-471"], "cable-4711")
    "Listed: cable-471, memo-9. Did you mean 'cable-471'?"
    """
    names = sorted(set(known))
    if not names:
        return "None is listed."
    rest = len(names) - _MOST_LISTED
    more = f" ({rest} more)" if rest > 0 else ""
    near = nearest(name, names) if name else ""
    hint = f" Did you mean {near!r}?" if near else ""
    return f"Listed: {', '.join(names[:_MOST_LISTED])}{more}.{hint}"


def shown(value: object) -> str:
    """Return a value of a file as a short quoted text for a message."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    if len(text) > 60:
        text = text[:57] + "..."
    return f"'{text}'" if isinstance(value, str) else text


def printable(text: str) -> str:
    r"""Return `text` with everything that could steer a terminal written as an escape.

    Examples
    --------
    >>> printable("\x1b[31mred\u202e")
    '\\x1b[31mred\\u202e'
    """
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t":
        return " "
    # Cc and Cf: control and format characters, among them those that reverse the reading order.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"):
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character


def _width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def _excerpt(line: str, span: Span) -> tuple[str, str]:
    """Return the part of `line` around `span` and the carets below it."""
    start = min(span.column - 1, len(line))
    stop = min(max(start + span.length, start + 1), max(len(line), start + 1))
    left = 0 if start < _EXCERPT_WIDTH * 3 // 4 else start - _EXCERPT_WIDTH // 2
    right = left + _EXCERPT_WIDTH
    before = ("..." if left else "") + printable(line[left:start])
    marked = printable(line[start : min(stop, right)])
    after = printable(line[min(stop, right) : right]) + ("..." if len(line) > right else "")
    carets = " " * _width(before) + "^" * max(1, _width(marked))
    return before + marked + after, carets


def render(
    diagnostics: Iterable[Diagnostic], document: DocumentText, *, most: int = MAX_RENDERED
) -> str:
    """Return the diagnostics as text for a terminal, sorted by line.

    Each one says what is wrong, where, what stands there, what would be right, and how to learn
    more. Control characters from the file are written as escapes.

    Parameters
    ----------
    diagnostics
        What was found.
    document
        Where: something with a `path` and `lines`.
    most
        How many are rendered; the rest is counted.
    """
    found = sort(diagnostics)
    blocks = [_block(each, document) for each in found[:most]]
    if len(found) > most:
        blocks.append(f"... and {len(found) - most:,} more")
    return "\n\n".join(blocks)


def _block(found: Diagnostic, document: DocumentText) -> str:
    severity = "" if found.severity == "error" else f" ({found.severity})"
    number = str(found.span.line)
    margin = " " * len(number)
    rows = [
        f"{found.code} {found.name}{severity}: {printable(found.message)}",
        f"  {printable(document.path)}:{found.span.line}:{found.span.column}",
    ]
    if 1 <= found.span.line <= len(document.lines):
        text, carets = _excerpt(document.lines[found.span.line - 1], found.span)
        rows += [f"  {number} | {text}".rstrip(), f"  {margin} | {carets}"]
    if found.right:
        rows.append(f"  {printable(found.right)}")
    fix = f"Fix: {printable(found.suggestion)}   " if found.suggestion else ""
    rows.append(f"  {fix}More: standoff explain {found.code}")
    return "\n".join(rows)


def to_json(diagnostics: Iterable[Diagnostic], path: str = "") -> str:
    """Return the diagnostics as a JSON array for editors and other programs, sorted by line."""
    rows = [{"path": path, **asdict(each)} for each in sort(diagnostics)]
    return json.dumps(rows, indent=2)
