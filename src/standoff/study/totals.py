"""What a sweep found: shares, averages, quantiles, a map and Sobol' indices, from its sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from standoff.errors import UnknownName
from standoff.models.answers import Floats
from standoff.result import Columns, Result, by_column, counted
from standoff.run import Run
from standoff.study.sweep import STATUSES, Sweep
from standoff.study.sweep_plan import restore_sweep
from standoff.study.sweep_several import Several, counted_several
from standoff.study.tally import N_BINS, Axis, Layout, Output, Rows, Tally

#: Share of the draws below each quantile that is given.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class OutputTotals:
    """One number over all draws with an answer.

    Parameters
    ----------
    name : str
        Of the column.
    n : int
        Draws in which it is a number.
    mean, deviation : float
        nan without any.
    error : float
        Standard error of the mean; nan where draws are not independent.
    least, most : float
    quantiles : tuple of float
        At `QUANTILES`, within one bin of a histogram of a thousand.
    bin_width : float
        How far off they may be.
    """

    name: str
    n: int
    mean: float
    deviation: float
    error: float
    least: float
    most: float
    quantiles: tuple[float, ...]
    bin_width: float


@dataclass(frozen=True, slots=True)
class Index:
    """How much of an output's variance comes from one parameter.

    Parameters
    ----------
    output : str
    parameter : str
        Several joined by " + " where they are not drawn independently.
    first, total : float
        Share of the variance that the parameter has alone, and with everything it acts together
        with.
    first_error, total_error : float
        Standard errors.
    n : int
        Rows of the design in which all answers exist.
    """

    output: str
    parameter: str
    first: float
    first_error: float
    total: float
    total_error: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class MapTotals:
    """How often each kind of answer comes about over two parameters, whatever the others are.

    Parameters
    ----------
    x, y : Axis
    category : str
    names : tuple of str
    counts : float array, shape (n_cells, n_cells, n_names)
        Rows are y, from its low end; draws beyond the edges are not counted.
    output : str
    mean : float array, shape (n_cells, n_cells)
        Average of the output; nan where no draw falls.
    """

    x: Axis
    y: Axis
    category: str
    names: tuple[str, ...]
    counts: Floats
    output: str
    mean: Floats


@dataclass(frozen=True, slots=True, repr=False)
class Totals(Result):
    """What a sweep found so far.

    Parameters
    ----------
    about : str
        Name of the model or game.
    rule : str
        How one of several equilibria is picked, in words.
    n_draws, n_wanted, seed : int
        Draws counted; fewer than wanted while chunks are missing.
    statuses : tuple of (str, int)
        How many draws ended in which way.
    shares : dict of str to tuple of (str, int)
        Category to names with counts.
    outputs : tuple of OutputTotals
    map : MapTotals or None
    indices : tuple of Index
        Largest total first, by output.
    selection : str
        Name of the rule, "model" for the model's own.
    several : Several or None
        How often several equilibria exist, so that the numbers depend on the rule; None where that
        is not known.
    varies : bool
        Whether any parameter does; otherwise every draw is the same.
    """

    about: str
    rule: str
    n_draws: int
    n_wanted: int
    seed: int
    statuses: tuple[tuple[str, int], ...]
    shares: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    outputs: tuple[OutputTotals, ...]
    map: MapTotals | None
    indices: tuple[Index, ...]
    selection: str = "model"
    several: Several | None = None
    varies: bool = True

    @property
    def sentence(self) -> str:
        """How many draws are counted."""
        return f"{self.about}: {self.n_draws:,} of {counted(self.n_wanted, 'draw')}"

    def table(self) -> Columns:
        """Return one row per number that was kept."""
        names = ("name", "n", "mean", "deviation", "error", "least", "most")
        return by_column(
            (*names, *(f"q{100 * level:g}" for level in QUANTILES)),
            ((*(getattr(each, name) for name in names), *each.quantiles) for each in self.outputs),
        )

    def output(self, name: str) -> OutputTotals:
        """Return the totals of one output.

        Raises
        ------
        UnknownName
            If it was not kept.
        """
        for each in self.outputs:
            if each.name == name:
                return each
        raise UnknownName.among("output", name, [each.name for each in self.outputs])


def totals(run: Run) -> Totals:
    """Add up what a sweep has computed, in the order of its chunks.

    Works with either kind of store: sums are added, kept draws are counted chunk by chunk. The
    same sweep gives the same numbers to the last bit, however and in whatever order it was run.

    Parameters
    ----------
    run : Run
        A run that may still have missing chunks.

    Raises
    ------
    RunError
        If no chunk is finished.
    """
    sweep = restore_sweep(run.manifest, run.folder)
    total = Tally.empty(sweep.layout)
    for each in _tallies(run, sweep):
        total.merge(each)
    return summed(sweep, total, str(run.manifest.job["rule"]))


def summed(sweep: Sweep, tally: Tally, rule: str) -> Totals:
    """Turn sums into what they say."""
    layout, sums = sweep.layout, tally.sums
    independent = sweep.sampling == "random"
    outputs = tuple(
        _output(output, i, sums, independent) for i, output in enumerate(layout.outputs)
    )
    return Totals(
        about=sweep.about,
        rule=rule,
        n_draws=int(sums["status"].sum()),
        n_wanted=sweep.n_draws,
        seed=sweep.seed,
        statuses=tuple(zip(STATUSES, _ints(sums["status"]), strict=True)),
        shares=tuple(
            (name, tuple(zip(names, _ints(sums[f"category {name}"]), strict=True)))
            for name, _, names in layout.categories
        ),
        outputs=outputs,
        map=_map(layout, sums) if layout.axes else None,
        indices=tuple(_indices(layout, sums, outputs)),
        selection=sweep.rule,
        several=_several(sweep.several, layout, sums),
        varies=bool(layout.varied),
    )


def _tallies(run: Run, sweep: Sweep) -> Iterator[Tally]:
    layout = sweep.layout
    if sweep.keep == "sums":
        for chunk in run.columns(["value"]):
            yield Tally.of_columns(layout, chunk["value"])
        return
    names = [name for name, _, _ in layout.categories]
    wanted = ["status", *names, *(each.name for each in layout.outputs)]
    for chunk in run.columns(wanted):
        tally = Tally.empty(layout)
        for first in range(0, len(chunk["status"]), sweep.block):
            cut = slice(first, first + sweep.block)
            part = {name: column[cut] for name, column in chunk.items()}
            tally.add(
                Rows(
                    parameters={},
                    status=part["status"],
                    codes={name: part[name] for name in names},
                    outputs={each.name: part[each.name] for each in layout.outputs},
                )
            )
        yield tally


def _several(planned: Several | None, layout: Layout, sums: dict[str, Floats]) -> Several | None:
    if planned is None or not planned.of_all:
        return planned
    i = [each.name for each in layout.outputs].index(planned.column)
    return counted_several(planned, layout.outputs[i], sums["bins"][i])


def _output(output: Output, i: int, sums: dict[str, Floats], independent: bool) -> OutputTotals:
    n = int(sums["n"][i])
    width = (output.high - output.low) / N_BINS
    if n == 0:
        nan = float("nan")
        return OutputTotals(output.name, 0, nan, nan, nan, nan, nan, (nan,) * len(QUANTILES), width)
    off = float(sums["sum"][i]) / n
    spread = max(float(sums["squares"][i]) - n * off * off, 0.0)
    deviation = float(np.sqrt(spread / (n - 1))) if n > 1 else float("nan")
    least, most = float(sums["least"][i]), float(sums["most"][i])
    return OutputTotals(
        name=output.name,
        n=n,
        mean=output.middle + off,
        deviation=deviation,
        error=deviation / float(np.sqrt(n)) if independent else float("nan"),
        least=least,
        most=most,
        quantiles=_quantiles(output, sums["bins"][i], least, most),
        bin_width=width,
    )


def _quantiles(output: Output, counts: Floats, least: float, most: float) -> tuple[float, ...]:
    """Read quantiles off a histogram, straight within a bin."""
    inner = np.linspace(output.low, output.high, N_BINS + 1)
    edges = np.clip(np.concatenate([[least], inner, [most]]), least, most)
    below = np.concatenate([[0.0], np.cumsum(counts)])
    found: list[float] = []
    for share in QUANTILES:
        wanted = share * below[-1]
        # The first bin that holds as many: empty ones have nothing to say.
        i = int(np.searchsorted(below[1:], wanted, side="left"))
        inside = (wanted - below[i]) / counts[i]
        found.append(float(edges[i] + inside * (edges[i + 1] - edges[i])))
    return tuple(found)


def _map(layout: Layout, sums: dict[str, Floats]) -> MapTotals:
    with np.errstate(invalid="ignore"):
        mean = sums["map sum"] / sums["map n"]
    x, y = layout.axes
    names = layout.names_of(layout.map_of)
    return MapTotals(x, y, layout.map_of, names, sums["map"], layout.map_mean, mean)


def _indices(
    layout: Layout, sums: dict[str, Floats], outputs: tuple[OutputTotals, ...]
) -> Iterator[Index]:
    by_name = {each.name: each for each in outputs}
    for j, name in enumerate(layout.indices):
        variance = by_name[name].deviation ** 2
        found: list[Index] = []
        for i, group in enumerate(layout.varied):
            n = float(sums["index n"][j, i])
            parts = [
                _share(float(sums[f"index {part}"][j, i]), squares, n, variance)
                for part, squares in (
                    ("first", float(sums["index first squares"][j, i])),
                    ("total", float(sums["index total squares"][j, i])),
                )
            ]
            (first, first_error), (total, total_error) = parts
            named = " + ".join(group)
            found.append(Index(name, named, first, first_error, total, total_error, int(n)))
        yield from sorted(found, key=lambda each: -np.nan_to_num(each.total))


def _share(value: float, squares: float, n: float, variance: float) -> tuple[float, float]:
    """Return a mean in units of the variance, with its standard error.

    The variance is taken from all draws, so that its own error is small beside the mean's.
    """
    if n < 2 or not variance > 0.0:
        return float("nan"), float("nan")
    mean = value / n
    error = np.sqrt(max(squares / n - mean**2, 0.0) / (n - 1))
    return mean / variance, float(error) / variance


def _ints(counts: Floats) -> list[int]:
    return [int(each) for each in counts]
