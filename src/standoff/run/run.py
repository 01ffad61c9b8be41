"""A run as data: what is there, what is missing, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from standoff.errors import UnknownName
from standoff.result import Columns, Result, counted
from standoff.run import store
from standoff.run.manifest import Manifest, read_manifest
from standoff.run.problem import RunError, resume_line
from standoff.run.query import connected, fetch, only_reads, read_columns

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import xarray

ALL = "select * from draws"


@dataclass(frozen=True, slots=True, repr=False)
class Run(Result):
    """The folder of a run, finished or not.

    Parameters
    ----------
    folder : Path
    manifest : Manifest
        What is computed, from which files, by which versions.

    Notes
    -----
    Everything reads the files that are finished at the time of the call; `missing` says which are
    not. Rows come in the order of the chunks.
    """

    folder: Path
    manifest: Manifest

    @property
    def sentence(self) -> str:
        """The folder, and how many of its chunks are finished."""
        n_chunks = self.manifest.n_chunks
        n_finished = n_chunks - len(self.missing())
        return f"{n_finished:,} of {counted(n_chunks, 'chunk')} in {self.folder}"

    def table(self) -> dict[str, NDArray[Any]]:
        """Return everything, one row per draw."""
        return self.query(ALL)

    def to_frame(self) -> pandas.DataFrame:
        """Return everything as a pandas data frame, one row per draw (`to_pandas`)."""
        return self.to_pandas()

    def _beginning(self, n: int) -> tuple[Columns, int]:
        if not self.files():
            return {}, 0
        n_rows = int(self.query("select count(*) as n from draws")["n"][0])
        return self.query(f"{ALL} limit {n}"), n_rows

    @property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """Names behind columns of integer codes."""
        return self.manifest.job.get("labels", {})

    def missing(self) -> tuple[int, ...]:
        """List the chunks that are not computed yet."""
        n_chunks = self.manifest.n_chunks
        return tuple(store.Missing(n_chunks, store.files(self.folder, n_chunks)))

    def files(self) -> tuple[Path, ...]:
        """List the files of the finished chunks, in their order."""
        return tuple(store.files(self.folder, self.manifest.n_chunks).values())

    def check(self) -> tuple[store.Damage, ...]:
        """Read every file again, and list those that are not what was written, or no chunks."""
        n_chunks = self.manifest.n_chunks
        damaged = store.check(store.files(self.folder, n_chunks), self.manifest.bond)
        return (*damaged, *store.foreign(self.folder, n_chunks))

    def names(self) -> tuple[str, ...]:
        """List the columns."""
        with connected(self._readable(), self.labels) as connection:
            return tuple(name for name, *_ in connection.execute("describe chunks").fetchall())

    def columns(self, names: Sequence[str] | None = None) -> Iterator[dict[str, NDArray[Any]]]:
        """Give columns as they are stored, a chunk at a time: memory stays that of one chunk.

        Parameters
        ----------
        names : sequence of str, optional
            By default all. Codes come as integers (`labels` has their names).

        Raises
        ------
        UnknownName
            If there is no such column.
        RunError
            If no chunk is finished, or one cannot be read.
        """
        files = self._readable()
        if names is not None:
            known = self.names()
            for name in names:
                if name not in known:
                    raise UnknownName.among("column", name, known)
        for file in files:
            yield read_columns(file, names)

    def column(self, name: str) -> NDArray[Any]:
        """Give one whole column, in the order of the chunks."""
        return np.concatenate([each[name] for each in self.columns([name])])

    def query(self, sql: str) -> dict[str, NDArray[Any]]:
        """Ask the run in SQL, and give the answer as columns.

        Parameters
        ----------
        sql : str
            About two tables: `draws`, where codes are names, and `chunks`, where they are numbers.
            What does not exist is NULL in both, so that `avg` passes over it.

        Returns
        -------
        dict of str to array
            An array has no NULL: it is nan among numbers, which become floats, and an empty string
            among names. The tables of other libraries have what they have for it, such as None.

        Raises
        ------
        RunError
            If the query is wrong, if it would write or change something or read another file, or
            if no chunk is finished.

        Notes
        -----
        DuckDB reads the files in parallel and only the columns in question.
        """
        with connected(self._readable(), self.labels) as connection:
            return fetch(connection, sql)

    # Arrow comes without types.
    def to_arrow(self, sql: str = ALL) -> pyarrow.Table:  # pyright: ignore
        """Give the answer to a query, by default everything, as an Arrow table."""
        _need("pyarrow")
        with connected(self._readable(), self.labels) as connection:
            return connection.sql(only_reads(connection, sql)).to_arrow_table()

    def to_polars(self, sql: str = ALL) -> polars.DataFrame:
        """Give the answer to a query, by default everything, as a Polars table."""
        _need("polars", "pyarrow")
        import polars

        return cast("polars.DataFrame", polars.from_arrow(self.to_arrow(sql)))

    def to_pandas(self, sql: str = ALL) -> pandas.DataFrame:
        """Give the answer to a query, by default everything, as a pandas table."""
        _need("pandas")
        with connected(self._readable(), self.labels) as connection:
            return connection.execute(only_reads(connection, sql)).df()

    def to_xarray(self, sql: str = ALL) -> xarray.Dataset:
        """Give the answer to a query, by default everything, over one dimension, `draw`."""
        _need("xarray")
        import xarray

        found = self.query(sql)
        return xarray.Dataset({name: ("draw", column) for name, column in found.items()})

    def _readable(self) -> tuple[Path, ...]:
        files = self.files()
        if not files:
            raise RunError(
                f"{self.folder}: no chunk of this run is finished",
                right="go on with it",
                more=resume_line(self.folder),
            )
        return files


def open_run(folder: Path | str) -> Run:
    """Open a run to read it; it may still be going on.

    Raises
    ------
    RunError
        If the folder is not that of a run.
    """
    folder = Path(folder)
    return Run(folder, read_manifest(folder))


def _need(*packages: str) -> None:
    from importlib.util import find_spec

    absent = [name for name in packages if find_spec(name) is None]
    if absent:
        raise RunError(
            f"this table needs {' and '.join(absent)}, which is not installed",
            right=f"pip install {' '.join(absent)}; or use query(), which needs nothing else",
        )
