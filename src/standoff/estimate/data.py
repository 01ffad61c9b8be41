"""Observations from pandas, Polars, Arrow, a mapping of columns, or a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints
from standoff.text.file import read_text

MAX_BYTES = 2_000_000_000
MISSING = frozenset({"", "NA", "NaN", "nan", "N/A", "NULL", "null", "None", "."})
_TRUTHS = {"TRUE": 1.0, "True": 1.0, "true": 1.0, "FALSE": 0.0, "False": 0.0, "false": 0.0}

Column = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Columns of equal length; row numbers are those of the source, counted from 1.

    Parameters
    ----------
    columns : dict of str to array
        Numbers as float with NaN where missing; words as objects with None where missing.
    levels : dict of str to tuple of str
        The values of each column of words, in order: the order of a categorical column, else
        alphabetical. A Categorical of Polars declares none, an Enum does.
    rows : int array, shape (n,)
        Row numbers in the source.
    source : str
        What messages call it.
    """

    columns: Mapping[str, Column]
    levels: Mapping[str, tuple[str, ...]]
    rows: Ints
    source: str = "the data"

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self.columns)

    def __getitem__(self, name: str) -> Column:
        self.require([name])
        return self.columns[name]

    def require(self, names: Iterable[str], where: str = "") -> None:
        """Raise `UnknownName` at the first name that is no column."""
        for name in names:
            if name not in self.columns:
                problem = UnknownName.among("column", name, self.columns)
                lines = str(problem).split("\n")
                place = where or self.source
                raise UnknownName("\n".join([f"{lines[0]} in {place}", *lines[1:]]))

    def numbers(self, name: str, meant: str = "a number") -> Floats:
        """A column of numbers.

        Raises
        ------
        EstimationError
            If the column holds words.
        """
        column = self[name]
        if name in self.levels:
            row = next(i for i, value in enumerate(column) if value is not None)
            raise EstimationError(
                f"column {name!r} holds words where {meant} is needed",
                where=f"{self.source}, row {self.rows[row]}",
                found=repr(column[row]),
                right="numbers only",
            )
        return column

    def missing(self, name: str) -> Bools:
        """Where the column has no value."""
        column = self[name]
        if name in self.levels:
            return np.array([value is None for value in column], bool)
        return np.isnan(column)

    def take(self, keep: Bools | Ints) -> Data:
        """The rows where `keep` is true, or at these positions."""
        columns = {name: column[keep] for name, column in self.columns.items()}
        return Data(columns, self.levels, self.rows[keep], self.source)

    def replaced(self, **changes: float | str | Column) -> Data:
        """The same rows with some columns set to one value, or to these values."""
        self.require(changes)
        columns = dict(self.columns)
        for name, value in changes.items():
            whole = np.empty(self.n_rows, columns[name].dtype)
            whole[:] = value
            columns[name] = whole
        return Data(columns, self.levels, self.rows, self.source)


def read_data(given: object) -> Data:
    """Take observations from a table or a file.

    Parameters
    ----------
    given : path, pandas or Polars data frame, Arrow table, mapping of columns, or Data
        A file is CSV in UTF-8 with a header line; a column is numbers if every value that is not
        missing is one (empty cells and NA are missing), else words.

    Returns
    -------
    Data

    Raises
    ------
    FileProblem
        If a file cannot be read.
    EstimationError
        If there are no rows, or two columns have the same name, or a column is of no known kind.
    """
    if isinstance(given, Data):
        return given
    if isinstance(given, (str, Path)):
        return _from_csv(Path(given))
    if isinstance(given, Mapping):
        columns = {str(name): np.asarray(column) for name, column in given.items()}
        for name, column in columns.items():
            if column.ndim != 1:
                raise EstimationError(
                    f"column {name!r} is no list of values",
                    found=f"{column.ndim} dimensions",
                    right="one value per row",
                )
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise EstimationError("the columns have different lengths", found=str(sorted(lengths)))
        plain = {
            name: (column.astype(float) if column.dtype.kind in "biuf" else column.tolist(), None)
            for name, column in columns.items()
        }
        return _checked(plain, "the data")
    return _from_frame(given)


def _from_csv(path: Path) -> Data:
    text = read_text(path, MAX_BYTES, expected="data.csv").removeprefix("\ufeff")
    try:
        table = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise EstimationError(f"{path}: not a table", found=str(error)) from None
    if len(table) < 2:
        raise EstimationError(f"{path}: no rows", right="a line of names, then one line per row")
    header = [name.strip() for name in table[0]]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise EstimationError(f"{path}: two columns have the same name", found=", ".join(twice))
    for number, row in enumerate(table[1:], start=1):
        if len(row) != len(header):
            raise EstimationError(
                f"{path}: row {number} has another number of values than the header",
                found=f"{len(row)} values",
                right=f"{len(header)} values",
            )
    columns: dict[str, tuple[Sequence[Any], None]] = {}
    for name, cells in zip(header, zip(*table[1:], strict=True), strict=True):
        columns[name] = (_parsed([cell.strip() for cell in cells]), None)
    return _checked(columns, str(path))


def _parsed(cells: list[str]) -> Sequence[Any]:
    present = [cell for cell in cells if cell not in MISSING]
    if present and all(cell in _TRUTHS for cell in present):
        return [_TRUTHS.get(cell, np.nan) for cell in cells]
    try:
        return [np.nan if cell in MISSING else float(cell) for cell in cells]
    except ValueError:
        return [None if cell in MISSING else cell for cell in cells]


def _from_frame(given: object) -> Data:
    with needs_extra():
        import narwhals as nw
    try:
        native: Any = given
        frame: Any = nw.from_native(native)
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
    except nw.exceptions.DuplicateError as error:
        raise EstimationError(
            "two columns have the same name", found=" ".join(str(error).split())
        ) from None
    except TypeError:
        raise EstimationError(
            "the data are of no known kind",
            found=type(given).__name__,
            right="a pandas or Polars data frame, an Arrow table, a mapping of columns, or a path",
        ) from None
    columns: dict[str, tuple[Sequence[Any] | Floats, tuple[str, ...] | None]] = {}
    for series in frame.iter_columns():
        name = series.name
        if series.dtype.is_numeric() or series.dtype == nw.Boolean:
            whole = series.cast(nw.Float64)
            columns[str(name)] = (np.array(whole.to_numpy(), float), None)
            continue
        columns[str(name)] = (series.to_list(), _declared_order(series))
    return _checked(columns, "the data")


def _declared_order(series: Any) -> tuple[str, ...] | None:
    """Categories in the order that the table declares, if it declares one."""
    import narwhals as nw

    # narwhals gives an unordered pandas column only the categories that occur, sorted.
    native = series.to_native()
    if hasattr(native, "unify_dictionaries") and series.dtype in (nw.Categorical, nw.Enum):
        # A dictionary of Arrow keeps the order of a factor, of pandas or of R.
        pieces = native.unify_dictionaries().chunks
        return tuple(str(level) for level in pieces[0].dictionary.to_pylist()) if pieces else ()
    own = getattr(getattr(native, "cat", None), "categories", None)
    categories = getattr(series.dtype, "categories", None) if own is None else own
    return None if categories is None else tuple(str(level) for level in categories)


def _checked(
    columns: Mapping[str, tuple[Sequence[Any] | Floats, tuple[str, ...] | None]], source: str
) -> Data:
    found: dict[str, Column] = {}
    levels: dict[str, tuple[str, ...]] = {}
    n_rows = 0
    for name, (values, order) in columns.items():
        n_rows = len(values)
        if isinstance(values, np.ndarray):
            found[name] = values
            continue
        absent = [_is_missing(value) for value in values]
        present = [value for value, gone in zip(values, absent, strict=True) if not gone]
        if order is None and all(_is_number(value) for value in present):
            found[name] = np.array(
                [np.nan if gone else float(v) for v, gone in zip(values, absent, strict=True)]
            )
            continue
        words = np.empty(len(values), object)
        words[:] = [None if gone else str(v) for v, gone in zip(values, absent, strict=True)]
        found[name] = words
        used = {word for word in words if word is not None}
        levels[name] = tuple(sorted(used)) if order is None else order
    if not n_rows:
        raise EstimationError(f"{source}: no rows")
    return Data(found, levels, np.arange(1, n_rows + 1), source)


def _is_missing(value: Any) -> bool:
    if value is None:
        return True
    # pandas has a missing value that is equal to nothing and has no truth.
    return type(value).__name__ in ("NAType", "NaTType") or (
        isinstance(value, (float, np.floating)) and bool(np.isnan(value))
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number, np.bool_)) or type(value).__name__ == "Decimal"
