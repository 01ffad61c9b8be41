"""Tables in text files: which character separates their columns, and which the decimals."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from standoff.errors import EstimationError, FileProblem
from standoff.estimate.likelihood import Floats
from standoff.text.file import read_text

#: Larger files take more memory than they are worth as text: read them with pandas or Polars.
MAX_BYTES = 100_000_000
MISSING = frozenset({"", "NA", "NaN", "nan", "N/A", "NULL", "null", "None", "."})
_TRUTHS = {"TRUE": 1.0, "True": 1.0, "true": 1.0, "FALSE": 0.0, "False": 0.0, "false": 0.0}
_SEPARATORS = (",", ";", "\t", "|")
_SEEN = 50
_COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?")
_POINT = re.compile(r"[+-]?(\d+\.\d*|\.\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([., \u00a0\u202f']\d{3})+([.,]\d+)?")

Cells = Mapping[str, tuple[Sequence[Any] | Floats, None]]


def read_cells(path: Path) -> Cells:
    """Read the columns of a table by name: numbers, or words with None where nothing stands.

    Raises
    ------
    FileProblem, EstimationError
        If there is no such file, or it is no table, with the row.
    """
    text = _text(path).removeprefix("\ufeff")
    lines = list(io.StringIO(text, newline=""))
    named = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    if named:
        del lines[0]
    separator = named[1] if named else _separator(lines)
    try:
        rows = [row for row in _rows(lines, separator) if row]
    except csv.Error as error:
        raise EstimationError(f"{path}: not a table", found=str(error)) from None
    if len(rows) < 2:
        raise EstimationError(f"{path}: no rows", right="a line of names, then one line per row")
    header = [name.strip() for name in rows[0]]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise EstimationError(
            f"{path}: two columns have the same name", found=", ".join(map(repr, twice))
        )
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(header):
            raise EstimationError(
                f"{path}: row {number} has another number of values than the header",
                found=f"{len(row)} values, separated by {_called(separator)}",
                right=f"{len(header)} values",
            )
    return {
        name: (_parsed([row[j].strip() for row in rows[1:]], separator), None)
        for j, name in enumerate(header)
    }


def _text(path: Path) -> str:
    try:
        return read_text(path, MAX_BYTES, expected="data.csv")
    except FileProblem as problem:
        if "too big" not in problem.what:
            raise
        raise FileProblem(
            problem.what,
            found=problem.found,
            right=f"{problem.right}; or read it in Python, with pandas or Polars, and give the "
            "data frame",
        ) from None


def _rows(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, strict=True)


def _separator(lines: Sequence[str]) -> str:
    """The first character by which the first lines all have as many values as the header."""
    for separator in _SEPARATORS:
        try:
            counts = {len(row) for row in islice(_rows(lines, separator), _SEEN) if row}
        except csv.Error:
            continue
        if len(counts) == 1 and counts != {1}:
            return separator
    head = lines[0] if lines else ""
    # No character fits all lines: the header decides, and the first bad row is named.
    return max(_SEPARATORS, key=head.count) if any(s in head for s in _SEPARATORS) else ","


def _called(separator: str) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs"}.get(separator, repr(separator))


def _parsed(cells: list[str], separator: str) -> Sequence[Any] | Floats:
    present = [cell for cell in cells if cell not in MISSING]
    if present and all(cell in _TRUTHS for cell in present):
        return [_TRUTHS.get(cell, np.nan) for cell in cells]
    try:
        return _packed([np.nan if cell in MISSING else _number(cell) for cell in cells])
    except ValueError:
        pass
    # The character that separates columns cannot separate decimals too.
    if separator != "," and not any(_POINT.fullmatch(cell) for cell in present):
        try:
            changed = [cell.replace(",", ".", 1) for cell in cells]
            return _packed([np.nan if cell in MISSING else _number(cell) for cell in changed])
        except ValueError:
            pass
    return [None if cell in MISSING else cell for cell in cells]


def in_doubt(words: Sequence[str]) -> str:
    """A number among words that are all numbers, if its signs can be read in two ways; else ""."""

    def is_odd(word: str) -> bool:
        return bool(_COMMA.fullmatch(word) or _GROUPED.fullmatch(word))

    def is_plain(word: str) -> bool:
        try:
            float(word)
        except ValueError:
            return False
        return True

    odd = next((word for word in words if is_odd(word)), "")
    return odd if odd and all(is_odd(word) or is_plain(word) for word in words) else ""


def _packed(numbers: list[int | float]) -> Sequence[Any] | Floats:
    """An array, which takes a fifth of the room, unless a label would lose digits in it."""
    if any(isinstance(number, int) for number in numbers):
        return numbers
    return np.array(numbers, float)


def _number(cell: str) -> int | float:
    # Python's own underscores (1_000) are no numbers here; large labels stay whole numbers.
    if "_" in cell:
        raise ValueError(cell)
    if len(cell) > 15 and re.fullmatch(r"[+-]?\d{1,400}", cell):
        return int(cell)
    return float(cell)
