"""Tables of numbers in files: CSV, Parquet or JSON, by the ending of the name."""

from __future__ import annotations

import csv
import io
import json
import re
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.text.file import measured, read_lines, replaced, write_text

Columns = dict[str, NDArray[np.float64]]

MAX_BYTES = 2_000_000_000
MAX_PROBLEMS = 20
#: Numbers in a table that is held in memory: 240 MB.
MAX_CELLS = 30_000_000
_NUMBER = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))")


def read_table(path: Path | str) -> Columns:
    """Read named columns of numbers.

    Parameters
    ----------
    path : path
        `.parquet` files are read as such, anything else as CSV in UTF-8 with a header line.

    Raises
    ------
    FileProblem
        If the file cannot be read at all.
    GameError
        With every bad cell (up to 20), by line and column.
    """
    path = Path(path)
    if path.suffix == ".parquet":
        return _read_parquet(path)
    lines = read_lines(path, MAX_BYTES, expected="draws.csv")
    rows = (row for row in csv.reader(lines, strict=True) if row)
    try:
        header = [name.strip() for name in next(rows, [])]
        if len(set(header)) < len(header):
            raise GameError(f"{path}: two columns have the same name", found=", ".join(header))
        values = _numbers(path, header, rows) if header else ()
    except csv.Error as error:
        raise GameError(f"{path}: not a table", found=str(error)) from None
    if not len(values):
        raise GameError(f"{path}: no rows", right="a line of names, then one line per draw")
    return dict(zip(header, np.asarray(values).T, strict=True))


def _numbers(path: Path, header: list[str], rows: Iterable[list[str]]) -> NDArray[np.float64]:
    values = array("d")
    problems: list[str] = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            problems.append(f"row {number}: {len(row)} values for {len(header)} columns")
        for name, cell in zip(header, row, strict=False):
            try:
                values.append(float(cell))
            except ValueError:
                problems.append(f"row {number}, {name}: {cell[:40]!r} is no number")
        if len(problems) >= MAX_PROBLEMS:
            problems.append("... and perhaps more")
            break
        if len(values) > MAX_CELLS:
            raise _too_many(path, len(header))
    if problems:
        raise GameError(f"{path}: the table has bad cells", where="\n  ".join(problems))
    return np.frombuffer(values).reshape(-1, len(header))


def _too_many(path: Path, n_columns: int) -> GameError:
    return GameError(
        f"{path}: the table is too big",
        right=f"at most {MAX_CELLS:,} numbers, which are {MAX_CELLS // n_columns:,} rows of "
        f"{n_columns} columns; or standoff sweep for more draws than memory holds",
    )


def _read_parquet(path: Path) -> Columns:
    import duckdb

    measured(path, MAX_BYTES, expected="draws.parquet")
    # What a small file says of itself may be as big as it likes.
    limits: dict[str, Any] = {"memory_limit": "512MB", "temp_directory": "", "threads": 1}
    try:
        with duckdb.connect(config=limits) as connection:
            # A parameter of the query, so that nothing in the name is taken for SQL.
            columns = connection.execute(
                "describe select * from read_parquet([?])", [_literal(path)]
            ).fetchall()
            wrong = [name for name, kind, *_ in columns if not _NUMBER.fullmatch(kind)]
            if wrong:
                raise GameError(f"{path}: columns must hold numbers", found=", ".join(wrong))
            most = MAX_CELLS // len(columns)
            found = connection.execute(
                f"select * from read_parquet([?]) limit {most + 1}", [_literal(path)]
            ).fetchnumpy()
    except duckdb.Error as error:
        raise GameError(
            f"{path}: not a Parquet file that can be read", found=str(error).splitlines()[0]
        ) from None
    if len(next(iter(found.values()))) > most:
        raise _too_many(path, len(columns))
    return {
        name: np.asarray(np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan))
        for name, column in found.items()
    }


def _literal(path: Path) -> str:
    """Return a path in which no character is a pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path.resolve()))


def write_table(path: Path | str, columns: Mapping[str, NDArray[np.generic]]) -> None:
    """Write named columns whole or not at all: `.parquet`, `.json` (rows), anything else CSV.

    Raises
    ------
    FileProblem
        If the file cannot be written.
    """
    path = Path(path)
    if path.suffix == ".parquet":
        _write_parquet(path, columns)
    elif path.suffix == ".json":
        write_text(path, as_json_rows(columns))
    else:
        write_text(path, as_csv(columns))


def as_csv(columns: Mapping[str, NDArray[np.generic]]) -> str:
    """Return columns as CSV; a number that does not exist is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    listed = [column.tolist() for column in columns.values()]
    for row in zip(*listed, strict=True):
        writer.writerow(["" if value != value else value for value in row])
    return stream.getvalue()


def as_json_rows(columns: Mapping[str, NDArray[np.generic]]) -> str:
    """Return columns as a JSON list of rows; a number that does not exist is null."""
    listed = [column.tolist() for column in columns.values()]
    rows = [
        {name: None if value != value else value for name, value in zip(columns, row, strict=True)}
        for row in zip(*listed, strict=True)
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False)


def _write_parquet(path: Path, columns: Mapping[str, NDArray[np.generic]]) -> None:
    import duckdb

    with replaced(path) as draft, duckdb.connect() as connection:
        data = {name: np.ascontiguousarray(column) for name, column in columns.items()}
        connection.register("solved", data)
        try:
            connection.execute(
                f"copy (select * from solved) to '{str(draft).replace(chr(39), chr(39) * 2)}' "
                "(format parquet)"
            )
        except duckdb.Error as error:
            raise OSError(str(error).splitlines()[0]) from None
