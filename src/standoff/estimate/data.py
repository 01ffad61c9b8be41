"""Observations from pandas, Polars, Arrow, a mapping of columns, or a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints

Column = NDArray[Any]
#: Whole numbers from here on share a double with their neighbors.
_SHARED = 2.0**53


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
    exact : dict of str to array
        Columns of whole numbers too large for a double, as they were given; None where missing.
    ordered : frozenset of str
        Columns of words whose order was declared by an ordered categorical.
    index : pandas Index or None
        The user's own labels of the rows; without it a row goes by its place.
    """

    columns: Mapping[str, Column]
    levels: Mapping[str, tuple[str, ...]]
    rows: Ints
    source: str = "the data"
    exact: Mapping[str, Column] = field(default_factory=dict[str, Column])
    ordered: frozenset[str] = frozenset()
    index: Any = None

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
            row = next((i for i, v in enumerate(column) if v is not None and not is_number(v)), 0)
            raise EstimationError(
                f"column {name!r} holds words where {meant} is needed",
                where=f"{self.source}, row {self.rows[row]}",
                found=repr(column[row]),
                right="numbers only, with a decimal point and no sign between thousands",
            )
        return column

    def missing(self, name: str) -> Bools:
        """Where the column has no value."""
        column = self[name]
        if name in self.levels:
            return np.array([value is None for value in column], bool)
        return np.isnan(column)

    def identities(self, name: str) -> Column:
        """A column of labels, without what two labels have in common being mistaken for equality.

        Returns
        -------
        array, shape (n,)
            Words, numbers, or Python's own integers where doubles would run together.

        Raises
        ------
        EstimationError
            If it holds doubles so large that neighboring whole numbers are the same.
        """
        column = self[name]
        if name in self.exact:
            return self.exact[name]
        if name not in self.levels:
            shared = np.flatnonzero(np.abs(column) >= _SHARED)
            if len(shared):
                raise EstimationError(
                    f"column {name!r} holds numbers too large to be labels: as floating point "
                    "numbers, neighbors are the same",
                    where=f"{self.source}, row {self.rows[shared[0]]}",
                    found=f"{column[shared[0]]:.17g}",
                    right="read the column as whole numbers or as text (in pandas "
                    f'dtype={{"{name}": "Int64"}} or str)',
                )
        return column

    @property
    def labels(self) -> Any:
        """What results call the rows: the index of the data frame, else places counted from 0."""
        with needs_extra():
            import pandas as pd
        return pd.Index(self.rows - 1) if self.index is None else self.index

    def take(self, keep: Bools | Ints) -> Data:
        """The rows where `keep` is true, or at these positions."""
        return replace(
            self,
            columns={name: column[keep] for name, column in self.columns.items()},
            rows=self.rows[keep],
            exact={name: column[keep] for name, column in self.exact.items()},
            index=None if self.index is None else self.index[keep],
        )

    def having(self, name: str, values: Floats) -> Data:
        """The same rows with a further column of numbers, or with another one of that name."""
        return replace(
            self,
            columns={**self.columns, name: values},
            levels={key: each for key, each in self.levels.items() if key != name},
            exact={key: each for key, each in self.exact.items() if key != name},
        )

    def replaced(self, /, **changes: float | str | Column) -> Data:
        """The same rows with some columns set to one value, or to these values."""
        self.require(changes)
        columns = dict(self.columns)
        for name, value in changes.items():
            whole = np.empty(self.n_rows, columns[name].dtype)
            whole[:] = value
            columns[name] = whole
        exact = {name: column for name, column in self.exact.items() if name not in changes}
        return replace(self, columns=columns, exact=exact)


def read_data(given: object) -> Data:
    """Take observations from a table or a file.

    Parameters
    ----------
    given : path, pandas or Polars data frame, Arrow table, mapping of columns, or Data
        A file is a table in UTF-8 with a header line, its columns separated by commas, semicolons
        or tabs; a column is numbers if every value that is not missing is one (empty cells and NA
        are missing), else words. The index of a pandas data frame labels its rows.

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
        from standoff.estimate.data_file import read_cells

        return _checked(read_cells(Path(given)), str(given))
    if isinstance(given, Mapping):
        _refuse_twins(list(given))
        columns = {str(name): _array(column) for name, column in given.items()}
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
        plain = {name: (_plain(column), None) for name, column in columns.items()}
        return _checked(plain, "the data")
    return _from_frame(given)


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
    ordered: set[str] = set()
    _refuse_twins([series.name for series in frame.iter_columns()])
    for series in frame.iter_columns():
        name = str(series.name)
        if series.dtype.is_numeric() or series.dtype == nw.Boolean:
            if series.dtype.is_integer() and _is_large(series):
                columns[name] = (series.to_list(), None)
            else:
                columns[name] = (np.array(series.cast(nw.Float64).to_numpy(), float), None)
            continue
        columns[name] = (series.to_list(), _declared_order(series))
        if _is_ordered(series):
            ordered.add(name)
    found = _checked(columns, "the data")
    return replace(found, ordered=frozenset(ordered), index=_own_index(given))


def _own_index(given: Any) -> Any:
    """The index of a pandas data frame, unless it only counts the rows."""
    import sys

    pd: Any = sys.modules.get("pandas")
    if pd is None or not isinstance(given, pd.DataFrame):
        return None
    index: Any = given.index
    counts = isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)
    return None if counts and index.name is None else index


def _is_large(series: Any) -> bool:
    ends = [end for end in (series.min(), series.max()) if end is not None and end == end]
    return any(abs(int(end)) >= _SHARED for end in ends)


def _is_ordered(series: Any) -> bool:
    import narwhals as nw

    native = series.to_native()
    of_pandas = getattr(getattr(native, "cat", None), "ordered", None)
    if of_pandas is not None:
        return bool(of_pandas)
    of_arrow = getattr(getattr(native, "type", None), "ordered", None)
    return bool(of_arrow) if of_arrow is not None else series.dtype == nw.Enum


def _refuse_twins(names: Sequence[object]) -> None:
    """Refuse names that are the same once they are text, such as 1 and "1"."""
    written = [str(name) for name in names]
    twice = sorted({name for name in written if written.count(name) > 1})
    if twice:
        raise EstimationError("two columns have the same name", found=", ".join(twice))


def _array(column: Any) -> Column:
    """A column as it was given: numpy writes missing words as "nan" and rounds labels."""
    found = np.asarray(column)
    if isinstance(column, np.ndarray) or found.ndim != 1:
        return found
    values = list(column)
    is_rounded = found.dtype.kind == "f" and any(
        isinstance(value, int) and abs(value) >= _SHARED for value in values
    )
    if found.dtype.kind in "US" or is_rounded:
        found = np.empty(len(values), object)
        found[:] = values
    return found


def _plain(column: Column) -> Any:
    is_number = column.dtype.kind in "biuf"
    if is_number and not (
        column.dtype.kind in "iu" and (np.abs(column.astype(float)) >= _SHARED).any()
    ):
        return column.astype(float)
    return column.tolist()


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
    exact: dict[str, Column] = {}
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
                [np.nan if gone else _double(v) for v, gone in zip(values, absent, strict=True)]
            )
            if any(isinstance(v, (int, np.integer)) and abs(v) >= _SHARED for v in present):
                whole = np.empty(len(values), object)
                whole[:] = [
                    None if gone else _exact(v) for v, gone in zip(values, absent, strict=True)
                ]
                exact[name] = whole
            continue
        words = np.empty(len(values), object)
        words[:] = [None if gone else str(v) for v, gone in zip(values, absent, strict=True)]
        found[name] = words
        used = {word for word in words if word is not None}
        levels[name] = tuple(sorted(used)) if order is None else order
    if not n_rows:
        raise EstimationError(f"{source}: no rows")
    return Data(found, levels, np.arange(1, n_rows + 1), source, exact)


def is_number(word: str) -> bool:
    """Whether a word reads as a number."""
    try:
        float(word)
    except ValueError:
        return False
    return True


def _double(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf


def _exact(value: Any) -> int | float:
    return (
        int(value)
        if isinstance(value, (int, np.integer)) or float(value).is_integer()
        else float(value)
    )


def _is_missing(value: Any) -> bool:
    if value is None:
        return True
    # pandas has a missing value that is equal to nothing and has no truth.
    return type(value).__name__ in ("NAType", "NaTType") or (
        isinstance(value, (float, np.floating)) and bool(np.isnan(value))
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number, np.bool_)) or type(value).__name__ == "Decimal"
