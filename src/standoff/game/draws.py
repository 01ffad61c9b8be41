"""Draws: many values of all parameters at once, one row per draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standoff.errors import GameError, UnknownName
from standoff.game.parameter import Parameter
from standoff.result import Result, counted


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Draws(Result):
    """Named parameter columns; a row is one draw.

    The array is kept read-only; use `replace` for other values.

    Parameters
    ----------
    names : tuple of str
        One name per column.
    values : ndarray of float, shape (n_draws, n_parameters)

    Examples
    --------
    >>> draws = Draws.point({"prize": 1.0, "audience_cost": 0.3})
    >>> draws.replace(prize=[1.0, 2.0])["prize"]
    array([1., 2.])
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]

    @property
    def sentence(self) -> str:
        """How many draws of how many parameters."""
        return f"{counted(len(self), 'draw')} of {counted(len(self.names), 'parameter')}"

    def table(self) -> dict[str, NDArray[np.float64]]:
        """Return one row per draw, one column per parameter."""
        return self.columns()

    def __post_init__(self) -> None:
        values = np.asarray(self.values, dtype=np.float64).view()
        if values.ndim != 2 or values.shape[1] != len(self.names):
            raise GameError(
                f"draws: the values must have one row per draw and {len(self.names)} columns "
                f"(one per name), found shape {values.shape}"
            )
        if len(set(self.names)) != len(self.names):
            twice = sorted({name for name in self.names if self.names.count(name) > 1})
            raise GameError(f"draws: each name needs one column, found twice: {', '.join(twice)}")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    @classmethod
    def point(cls, values: Mapping[str, float]) -> Draws:
        """Make a single draw from names and numbers."""
        return cls.from_columns({name: [value] for name, value in values.items()})

    @classmethod
    def from_columns(cls, columns: Mapping[str, ArrayLike], n_draws: int | None = None) -> Draws:
        """Make draws from one array or number per name; numbers are repeated.

        Parameters
        ----------
        columns : mapping of str to array or number
        n_draws : int, optional
            Number of draws; by default the length of the longest column.
        """
        arrays = {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}
        lengths = {name: array.shape[0] for name, array in arrays.items() if array.ndim == 1}
        deep = [name for name, array in arrays.items() if array.ndim > 1]
        if deep:
            raise GameError(f"draws: column {deep[0]!r} must be one number or one list of numbers")
        n_rows = max(lengths.values(), default=1) if n_draws is None else n_draws
        wrong = [name for name, length in lengths.items() if length not in (1, n_rows)]
        if wrong:
            raise GameError(
                f"draws: column {wrong[0]!r} has {lengths[wrong[0]]} values where {n_rows} "
                "draws are wanted"
            )
        # Column order: one parameter of all draws is read at a time.
        values = np.empty((n_rows, len(arrays)), dtype=np.float64, order="F")
        for i, array in enumerate(arrays.values()):
            values[:, i] = array
        return cls(tuple(arrays), values)

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        if name not in self.names:
            raise UnknownName.among("parameter", name, self.names)
        return self.values[:, self.names.index(name)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Draws):
            return NotImplemented
        return self.names == other.names and np.array_equal(
            self.values, other.values, equal_nan=True
        )

    __hash__ = None  # type: ignore[assignment]

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Give every column under its name."""
        return {name: self.values[:, i] for i, name in enumerate(self.names)}

    def rows(self, which: slice | NDArray[np.bool_] | NDArray[np.integer]) -> Draws:
        """Keep some of the draws: a slice, a mask or row numbers."""
        return Draws(self.names, self.values[which])

    def replace(self, /, **columns: ArrayLike) -> Draws:
        """Give the same draws with some columns changed.

        Each new column is a number or one value per draw; a single draw may be replaced by many.

        Raises
        ------
        UnknownName
            If there is no such column.
        """
        for name in columns:
            if name not in self.names:
                raise UnknownName.among("parameter", name, self.names)
        n_draws = None if len(self) == 1 else len(self)
        return Draws.from_columns({**self.columns(), **columns}, n_draws)

    def complete(self, parameters: Iterable[Parameter]) -> Draws:
        """Order the columns as `parameters` and fill missing ones with their defaults.

        Raises
        ------
        UnknownName
            If a column belongs to no parameter.
        """
        defaults = {parameter.name: parameter.default for parameter in parameters}
        for name in self.names:
            if name not in defaults:
                raise UnknownName.among("parameter", name, tuple(defaults))
        if self.names == tuple(defaults):
            return self
        return Draws.from_columns({**defaults, **self.columns()}, len(self))
