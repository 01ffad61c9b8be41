"""What a sweep counts when it keeps no draws: exact sums that can be added up in any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.game.status import Status
from standoff.models.answers import Floats

#: Bins of a histogram; one more at each end for what lies beyond.
N_BINS = 1_000
#: Cells along each side of a map; what lies beyond its edges is not on it.
N_CELLS = 50

Tallies = dict[str, Floats]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Output:
    """One number that a sweep keeps for every draw.

    Parameters
    ----------
    name : str
        Of its column: "p_drop" for a probability, "value_Target" for what a player expects.
    kind : {"probability", "quantity", "value"}
    key : str
        Its name in `Answers`.
    low, high : float
        Ends of its histogram.
    middle : float
        Taken off before squares are summed, so that no digits are lost.
    """

    name: str
    kind: str
    key: str
    low: float
    high: float
    middle: float


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a map: a parameter and the ends of what is shown."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What is tallied.

    Parameters
    ----------
    outputs : tuple of Output
    categories : tuple of (str, str, tuple of str)
        Name of the column, name in `Answers`, and the names behind the codes.
    axes : tuple of Axis
        Two for a map, or none.
    map_of : str
        Column of the category that is mapped.
    map_mean : str
        Output whose average is mapped.
    indices : tuple of str
        Outputs whose Sobol' indices are wanted.
    varied : tuple of tuple of str
        What they are about: parameters, and groups of those that are not drawn independently.
    """

    outputs: tuple[Output, ...]
    categories: tuple[tuple[str, str, tuple[str, ...]], ...]
    axes: tuple[Axis, ...] = ()
    map_of: str = ""
    map_mean: str = ""
    indices: tuple[str, ...] = ()
    varied: tuple[tuple[str, ...], ...] = ()

    def output(self, name: str) -> Output:
        """Return the output of a column."""
        return next(each for each in self.outputs if each.name == name)

    def names_of(self, category: str) -> tuple[str, ...]:
        """Return the names behind the codes of a category."""
        return next(names for column, _, names in self.categories if column == category)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every tally, in the order in which they are stored."""
        n = len(self.outputs)
        found: dict[str, tuple[int, ...]] = {"status": (len(Status),)}
        found |= {f"category {name}": (len(names),) for name, _, names in self.categories}
        found |= {"n": (n,), "sum": (n,), "squares": (n,), "least": (n,), "most": (n,)}
        found["bins"] = (n, N_BINS + 2)
        if self.axes:
            found["map"] = (N_CELLS, N_CELLS, len(self.names_of(self.map_of)))
            found |= {"map n": (N_CELLS, N_CELLS), "map sum": (N_CELLS, N_CELLS)}
        if self.indices:
            shape = (len(self.indices), len(self.varied))
            found |= {f"index {each}": shape for each in _INDEX}
        return found


_INDEX = ("n", "first", "first squares", "total", "total squares")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Answered draws, as columns.

    Parameters
    ----------
    parameters : dict of str to float array
    status : uint8 array
    codes : dict of str to int array
        By column of the category.
    outputs : dict of str to float array
        By column; nan without an answer.
    """

    parameters: Mapping[str, Floats]
    status: Ints
    codes: Mapping[str, Ints]
    outputs: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Sums over draws, which grow as draws are added."""

    layout: Layout
    sums: Tallies = field(default_factory=dict[str, Floats])

    @classmethod
    def empty(cls, layout: Layout) -> Tally:
        """Begin with nothing."""
        sums = {name: np.zeros(shape) for name, shape in layout.shapes().items()}
        sums["least"] += np.inf
        sums["most"] -= np.inf
        return cls(layout, sums)

    def add(self, rows: Rows) -> None:
        """Count some draws."""
        sums = self.sums
        sums["status"] += np.bincount(rows.status, minlength=len(Status))
        for name, _, names in self.layout.categories:
            sums[f"category {name}"] += _counts(rows.codes[name], len(names))
        for i, output in enumerate(self.layout.outputs):
            self._add_output(i, output, rows.outputs[output.name])
        if self.layout.axes:
            self._add_map(rows)

    def add_design(self, output: int, a: Floats, b: Floats, mixed: Floats) -> None:
        """Count a design for Sobol' indices: two independent samples, and the mixtures of them.

        Parameters
        ----------
        output : int
            Position in `layout.indices`.
        a, b : float array, shape (n,)
        mixed : float array, shape (n_groups, n)
            As `a`, with one group of parameters from `b`.
        """
        known = np.isfinite(a) & np.isfinite(b) & np.isfinite(mixed)
        middle = self.layout.output(self.layout.indices[output]).middle
        # Saltelli's estimator of the first-order part, and Jansen's of the total.
        first = np.where(known, (b - middle) * (mixed - a), 0.0)
        total = np.where(known, 0.5 * (a - mixed) ** 2, 0.0)
        parts = (known.astype(np.float64), first, first**2, total, total**2)
        for name, part in zip(_INDEX, parts, strict=True):
            self.sums[f"index {name}"][output] += part.sum(axis=1)

    def merge(self, later: Tally) -> None:
        """Add what was counted after this; the order decides the last digits of sums."""
        for name, column in later.sums.items():
            mine = self.sums[name]
            if name == "least":
                np.minimum(mine, column, out=mine)
            elif name == "most":
                np.maximum(mine, column, out=mine)
            else:
                mine += column

    def columns(self) -> dict[str, NDArray[Any]]:
        """Give the tallies as one long table: which tally, which of its cells, and its value."""
        cells = [column.ravel() for column in self.sums.values()]
        sizes = [len(each) for each in cells]
        return {
            "tally": np.repeat(np.arange(len(sizes), dtype=np.int16), sizes),
            "cell": np.concatenate([np.arange(size, dtype=np.int32) for size in sizes]),
            "value": np.concatenate(cells),
        }

    @classmethod
    def of_columns(cls, layout: Layout, value: Floats) -> Tally:
        """Read a table that `columns` gave."""
        shapes = layout.shapes()
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])
        parts = np.split(value, ends[:-1])
        return cls(
            layout,
            {
                name: part.reshape(shape).copy()
                for (name, shape), part in zip(shapes.items(), parts, strict=True)
            },
        )

    def _add_output(self, i: int, output: Output, column: Floats) -> None:
        known = np.isfinite(column)
        x = column if known.all() else column[known]
        if len(x) == 0:
            return
        sums = self.sums
        off = x - output.middle
        sums["n"][i] += len(x)
        sums["sum"][i] += off.sum()
        sums["squares"][i] += (off * off).sum()
        sums["least"][i] = min(sums["least"][i], x.min())
        sums["most"][i] = max(sums["most"][i], x.max())
        sums["bins"][i] += np.bincount(bins(output, x), minlength=N_BINS + 2)

    def _add_map(self, rows: Rows) -> None:
        across, up = (_cells(axis, rows.parameters[axis.name]) for axis in self.layout.axes)
        on_map = (across >= 0) & (up >= 0)
        cell = up[on_map] * N_CELLS + across[on_map]
        codes = rows.codes[self.layout.map_of][on_map]
        n_names = len(self.layout.names_of(self.layout.map_of))
        self.sums["map"] += _counts(
            np.where(codes >= 0, cell * n_names + codes, -1), N_CELLS * N_CELLS * n_names
        ).reshape(N_CELLS, N_CELLS, n_names)
        values = rows.outputs[self.layout.map_mean][on_map]
        known = np.isfinite(values)
        shape, size = (N_CELLS, N_CELLS), N_CELLS * N_CELLS
        self.sums["map n"] += np.bincount(cell[known], minlength=size).reshape(shape)
        weighted = np.bincount(cell[known], weights=values[known], minlength=size)
        self.sums["map sum"] += weighted.reshape(shape)


def bins(output: Output, column: Floats) -> Ints:
    """Return the bin of every number: 0 up to the low end, `N_BINS + 1` from the high end on.

    The ends are not in the bins between, so that what is exactly 0 or 1 is told from what is near.
    """
    place = (column - output.low) * (N_BINS / (output.high - output.low))
    found = np.ceil(np.clip(place, 0.0, N_BINS)).astype(np.int32)
    found[(found == 0) & (column > output.low)] = 1
    found[column >= output.high] = N_BINS + 1
    return found


def _cells(axis: Axis, column: Floats) -> Ints:
    place = np.floor((column - axis.low) * (N_CELLS / (axis.high - axis.low)))
    beyond = (place < 0) | (place >= N_CELLS)
    return np.where(beyond, -1.0, place).astype(np.int32)


def _counts(codes: Ints, n: int) -> NDArray[np.intp]:
    """Count codes from 0 to n - 1; -1 is none of them."""
    return np.bincount(codes + 1, minlength=n + 1)[1:]


def merged(layout: Layout, tallies: Sequence[Tally]) -> Tally:
    """Add up tallies in their order."""
    total = Tally.empty(layout)
    for each in tallies:
        total.merge(each)
    return total
