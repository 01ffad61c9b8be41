"""SQL over the files of a run."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from standoff.run.problem import RunError
from standoff.run.store import database

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def connected(
    files: Sequence[Path], labels: Mapping[str, Sequence[str]]
) -> Generator[DuckDBPyConnection]:
    """Open a database in memory with the views `chunks` and `draws` over some files."""
    import duckdb

    with duckdb.connect() as connection:
        try:
            connection.execute(f"create view chunks as select * from {_scan(files)}")
            described = connection.execute("describe chunks").fetchall()
            shown = ", ".join(_shown(name, labels) for name, *_ in described)
            connection.execute(f"create view draws as select {shown} from chunks")
            _confine(connection, files)
            yield connection
        except duckdb.Error as error:
            raise _unreadable(error) from None


def _confine(connection: DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Let queries see the files of the run and nothing else, for good."""
    places = dict.fromkeys(each.resolve().parent for each in files)
    # Checked twice: the pattern that matches a name and nothing else, and the name.
    written = [text for each in places for text in (str(each), _pattern(each))]
    listed = ", ".join("'" + each.replace("'", "''") + "'" for each in written)
    connection.execute(f"set allowed_directories = [{listed}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def only_reads(connection: DuckDBPyConnection, sql: str) -> str:
    """Return the query if it is one: what would change or write something is refused.

    Raises
    ------
    RunError
        If it is not one statement that selects.
    """
    import duckdb

    statements = connection.extract_statements(sql)
    is_one = len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT
    try:
        if is_one:
            # What is a view cannot write, not even in a part of it; nothing is computed here.
            connection.execute(f"create temp view asked as\n{sql}")
            connection.execute("drop view asked")
    except (duckdb.ParserException, duckdb.BinderException) as error:
        if "not allowed" not in str(error):
            raise
        is_one = False
    if not is_one:
        found = " and ".join(each.type.name.lower() for each in statements) or "an empty query"
        raise RunError(
            "a query reads a run and does nothing else",
            found=found,
            right="one statement that selects, such as: select regime, count(*) from draws group "
            "by regime (a pivot names its columns: pivot draws on regime in ('rupture'))",
        )
    return sql


def fetch(connection: DuckDBPyConnection, sql: str) -> dict[str, NDArray[Any]]:
    """Ask, and give columns: NULL among numbers becomes nan, among names an empty string."""
    found = connection.execute(only_reads(connection, sql)).fetchnumpy()
    return {name: _filled(np.ma.asarray(column)) for name, column in found.items()}


def read_columns(file: Path, names: Sequence[str] | None) -> dict[str, NDArray[Any]]:
    """Read some columns of one chunk as they were written.

    DuckDB takes nan in an array for NULL when it writes; here it becomes nan again.
    """
    import duckdb

    wanted = "*" if names is None else ", ".join(_quoted(name) for name in names)
    with database() as cursor:
        try:
            found = cursor.execute(f"select {wanted} from {_scan([file])}").fetchnumpy()
        except duckdb.Error as error:
            raise _unreadable(error) from None
    return {name: _filled(np.ma.asarray(column)) for name, column in found.items()}


def _shown(name: str, labels: Mapping[str, Sequence[str]]) -> str:
    column = _quoted(name)
    if name in labels:
        listed = ", ".join("'" + each.replace("'", "''") + "'" for each in labels[name])
        # Lists count from 1 and have nothing at 0, which is where "no answer" goes.
        return f"([{listed}])[{column} + 1] as {column}"
    return column


def _scan(files: Sequence[Path]) -> str:
    """Return the files as something to select from, with nothing in a name taken for a pattern."""
    listed = ", ".join("'" + _pattern(each.resolve()).replace("'", "''") + "'" for each in files)
    return f"read_parquet([{listed}])"


def _pattern(path: Path) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _filled(column: NDArray[Any]) -> NDArray[Any]:
    holes = np.ma.getmaskarray(column)
    data = np.ma.getdata(column)
    if not holes.any():
        return _plain(data)
    if data.dtype.kind in "iufb":
        return np.where(holes, np.nan, data.astype(np.float64))
    return _plain(np.where(holes, "", data))


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype(np.str_) if column.dtype == object else np.asarray(column)


def _unreadable(error: Exception) -> RunError:
    return RunError(
        "the run cannot answer this query",
        found=str(error).strip(),
        right="check the names of tables (draws, chunks) and columns; if a file is damaged, "
        "resuming the run repairs it",
    )
