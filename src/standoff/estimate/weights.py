"""Weights of rows, and which kind they are.

A frequency says how many disputes a row stands for: the fit is that of the rows written out so
many times. A sampling weight says how many disputes of the population a sampled one stands for: it
moves the estimates, and their errors come from the rows' own scores (sandwich, clusters,
bootstrap), since weights are no further data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.likelihood import Floats

Weighting = Literal["frequency", "sampling"]
#: The name of a column of weights, or one weight per row.
GivenWeights = str | Sequence[float] | Floats

#: What an array of weights is called as a column.
_ARRAY = "(weights)"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of the rows that are used.

    Parameters
    ----------
    name : str
        Of their column; "(weights)" for an array.
    kind : "frequency" or "sampling"
    values : float array, shape (n,)
        All above 0; sampling weights are on average 1.
    n_idle : int
        Rows of weight 0, which are left out.
    """

    name: str
    kind: Weighting
    values: Floats
    n_idle: int = 0

    @property
    def n(self) -> int | float:
        """How many observations the rows are: the sum of frequencies, else the rows."""
        total = float(self.values.sum()) if self.kind == "frequency" else len(self.values)
        return int(total) if float(total).is_integer() else total

    @property
    def frequencies(self) -> Floats | None:
        """How many each row stands for; None of sampling weights."""
        return self.values if self.kind == "frequency" else None

    def __str__(self) -> str:
        name = "an array" if self.name == _ARRAY else f"column {self.name}"
        idle = f", {self.n_idle:,} rows of weight 0 left out" if self.n_idle else ""
        if self.kind == "sampling":
            return f"sampling weights ({name}){idle}"
        return f"frequency weights ({name}: {len(self.values):,} rows count as {self.n:,}){idle}"


@dataclass(frozen=True, slots=True)
class Weighed:
    """Which column of a table weighs its rows."""

    name: str
    kind: Weighting
    n_idle: int

    def of(self, used: Data) -> Weights:
        """The weights of the rows that are used."""
        values = used.columns[self.name]
        if self.kind == "sampling":
            values = values / values.mean()
        return Weights(self.name, self.kind, values, self.n_idle)


def weigh(
    data: Data, given: GivenWeights | None, kind: Weighting | None
) -> tuple[Data, Weighed | None]:
    """Leave out rows of weight 0, and say which column weighs the others.

    Parameters
    ----------
    data : Data
    given : str, array or pandas Series, optional
        An array is added as a column; a Series goes by its index.
    kind : "frequency" or "sampling", optional
        Without it whole numbers are frequencies.

    Raises
    ------
    EstimationError, UnknownName
        If weights are negative, not finite, all 0, or fractions of which nobody says the kind.
    """
    if kind is not None and kind not in get_args(Weighting):
        raise UnknownName.among("kind of weights", str(kind), get_args(Weighting))
    if given is None:
        if kind is not None:
            raise EstimationError("a kind of weights is named, and no weights", right="weights=")
        return data, None
    data, name = as_column(data, given)
    values = data.numbers(name, "a weight")
    bad = np.flatnonzero((values < 0) | np.isinf(values))
    if len(bad):
        raise EstimationError(
            f"column {name!r} has a negative or infinite weight",
            where=f"{data.source}, row {data.rows[bad[0]]}, {name}",
            found=f"{values[bad[0]]:g}",
            right="0 or more",
        )
    known = values[~np.isnan(values)]
    if not known.any():
        raise EstimationError(f"all weights in column {name!r} are 0", where=data.source)
    parts = np.flatnonzero(~np.isnan(values) & (values != np.floor(values)))
    if kind is None and len(parts):
        raise EstimationError(
            f"the weights in column {name!r} are not whole numbers, so nothing says what they are",
            where=f"{data.source}, row {data.rows[parts[0]]}",
            found=f"{values[parts[0]]:g}",
            right='weighting="sampling" (--weighting sampling) for the weights of a survey, with '
            'errors from the rows\' own scores; weighting="frequency" if a row stands for so many',
        )
    idle = values == 0
    return (data.take(~idle) if idle.any() else data), Weighed(
        name, kind or "frequency", int(idle.sum())
    )


def as_column(data: Data, given: GivenWeights) -> tuple[Data, str]:
    """The data with weights as a column, and its name."""
    if isinstance(given, str):
        return data, given
    return data.having(_ARRAY, _array(data, given)), _ARRAY


def _array(data: Data, given: Any) -> Floats:
    index = getattr(given, "index", None)
    if index is not None and not callable(index) and data.index is not None:
        if not index.is_unique or not data.index.isin(index).all():
            raise EstimationError(
                "the index of the weights is not that of the data",
                right="a Series with one weight for each row of the data frame",
            )
        given = given.reindex(data.index)
    try:
        values = np.asarray(given, float)
    except (TypeError, ValueError):
        raise EstimationError(
            "the weights are no numbers", right="a column's name, or one number per row"
        ) from None
    if values.shape != (data.n_rows,):
        raise EstimationError(
            "the weights are not one per row",
            found=f"shape {values.shape}",
            right=f"({data.n_rows},): one for each row of {data.source}",
        )
    return values
