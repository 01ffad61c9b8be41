"""JSON with the limits and the character rules of YAML, and a place for what breaks them."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn, cast

from standoff.errors import StandoffError
from standoff.text.characters import code, unreadable
from standoff.text.diagnostic import LINE_BREAK, shown
from standoff.text.yaml_data import MAX_DEPTH, MAX_DIGITS, Data

#: More values than in YAML: a covariance of a thousand coefficients has a million numbers.
MAX_VALUES = 5_000_000

_PIECE = re.compile(
    r'"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*+)"|(?P<number>-?[0-9][0-9.eE+-]*)|(?P<open>[\[{])'
    r"|(?P<close>[\]}])|(?P<word>[A-Za-z]+)"
)
_NO_NUMBERS = frozenset({"NaN", "Infinity", "nan", "inf"})


class NotJson(StandoffError):
    """A text is not JSON, or breaks a limit that texts from outside keep to.

    Parameters
    ----------
    message
        What is wrong, without the place.
    line, column
        Where, counted from 1.
    path
        What the text is called.
    right
        What would be right.
    """

    def __init__(self, message: str, line: int, column: int, path: str, right: str = "") -> None:
        super().__init__(f"{path}: {message}", where=f"{path}:{line}:{column}", right=right)
        self.message = message
        self.line = line
        self.column = column


def read_json(text: str, path: str) -> Data:
    r"""Return what a JSON text says; nothing in it can exhaust the reader or hide from a reader.

    Refused beside what is not JSON: nesting deeper than 50 levels, numbers of more than 100
    characters or beyond 1e308, `NaN` and `Infinity`, the same key twice, control characters and
    halves of surrogate pairs, written as escapes or not.

    Raises
    ------
    NotJson
        With the line and column.

    Examples
    --------
    >>> read_json('{"values": [1, 2.5]}', "fit.json")
    {'values': [1, 2.5]}
    """
    text = text.removeprefix("\ufeff")
    _gate(text, path)

    def block(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            written = list(re.finditer(re.escape(json.dumps(twice)) + r"\s*:", text))
            at = written[1].start() if len(written) > 1 else 0
            _refuse(text, at, f"the key {shown(twice)} is written twice", path)
        return found

    try:
        return cast(Data, json.loads(text, object_pairs_hook=block))
    except json.JSONDecodeError as error:
        _refuse(text, error.pos, f"is not JSON ({error.msg})", path)
    except (ValueError, RecursionError) as error:
        _refuse(text, 0, f"is not JSON ({error})", path)


def _gate(text: str, path: str) -> None:
    """Look at every piece once, before anything is built from it."""
    hidden = unreadable(text)
    if hidden:
        at = next(i for i, each in enumerate(text) if code(each) == hidden)
        _refuse(text, at, f"the text holds the character {hidden}", path)
    depth = n_values = 0
    for piece in _PIECE.finditer(text):
        n_values += 1
        at = piece.start()
        match piece.lastgroup:
            case "text":
                if "\\" in piece["text"]:
                    _check_escapes(text, piece, path)
            case "number":
                _check_number(text, piece, path)
            case "open":
                depth += 1
                if depth > MAX_DEPTH:
                    _refuse(text, at, f"is nested deeper than {MAX_DEPTH} levels", path)
            case "close":
                depth -= 1
            case _ if piece["word"] in _NO_NUMBERS:
                _refuse(text, at, f"{piece['word']} is not a number of JSON", path)
            case _:
                pass
    if n_values > MAX_VALUES:
        _refuse(text, 0, f"holds more than {MAX_VALUES:,} values", path)


def _check_escapes(text: str, piece: re.Match[str], path: str) -> None:
    try:
        value: str = json.loads(piece.group())
    except ValueError:
        return  # the reader says where
    hidden = unreadable(value)
    if hidden:
        at = piece.start() + max(piece.group().find("\\u"), 0)
        _refuse(text, at, f"an escape stands for {hidden}, which no text may hold", path)


def _check_number(text: str, piece: re.Match[str], path: str) -> None:
    written = piece.group()
    if len(written) > MAX_DIGITS:
        _refuse(
            text,
            piece.start(),
            f"a number of {len(written):,} characters",
            path,
            f"at most {MAX_DIGITS}",
        )
    try:
        is_finite = abs(float(written)) < float("inf")
    except ValueError:
        return  # the reader says where
    if not is_finite:
        _refuse(text, piece.start(), f"the number {written} is too large", path, "at most 1e308")


def _refuse(text: str, at: int, message: str, path: str, right: str = "") -> NoReturn:
    before = LINE_BREAK.split(text[:at])
    raise NotJson(message, len(before), len(before[-1]) + 1, path, right) from None
