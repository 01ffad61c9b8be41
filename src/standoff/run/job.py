"""What a run needs to know of the work it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

#: One chunk of a table: named columns of equal length.
Columns = Mapping[str, NDArray[Any]]


class Job(Protocol):
    """Work that is cut into chunks, each of which depends on its number alone.

    A job can be pickled, so that it can go to other machines, and `columns` may be called by
    several threads at once.
    """

    @property
    def n_chunks(self) -> int:
        """How many chunks there are."""
        ...

    @property
    def inputs(self) -> Mapping[str, str]:
        """File names to texts: what the run folder keeps a copy of."""
        ...

    def describe(self) -> dict[str, Any]:
        """Give everything that decides the numbers, as JSON can hold it.

        The entry `labels`, if there is one, has the names behind columns of integer codes:
        `{"regime": ["peace", "war"]}`; -1 stands for none.
        """
        ...

    def columns(self, chunk: int) -> Columns:
        """Compute one chunk: columns of equal length, the same names and types in every chunk.

        Depends on `describe`, `inputs` and the number of the chunk, and on nothing else.
        """
        ...


def as_columns(columns: Columns) -> dict[str, NDArray[Any]]:
    """Return columns as contiguous arrays; a wrong shape is a mistake of the job."""
    arrays = {name: np.ascontiguousarray(column) for name, column in columns.items()}
    lengths = {column.shape for column in arrays.values()}
    assert len(lengths) == 1, f"a chunk has columns of one length, found {sorted(lengths)}"
    return arrays
