"""Predictions along one column and differences between two situations, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.bands import Band
from standoff.estimate.effects import Value, first_difference, predicted_profile
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit
from standoff.result import Columns, Picture, Pictured, by_column, counted, short


@dataclass(frozen=True, slots=True, repr=False)
class Predicted(Pictured):
    """Chances of the outcomes along one column of the data.

    Parameters
    ----------
    column : str
    values : tuple of float or str
        Where the chances were worked out, in order; words for a column of words.
    outcomes : tuple of str
    chances, lows, highs : tuple of tuple of float
        By outcome, then by value.
    level : float
        Of the band, at each value by itself.
    rug : tuple of float
        Values in the data, each once; empty for words.
    jumps : tuple of int
        Positions where the number of equilibria is another than at the value before.
    rule : str
        Which of several equilibria is shown; empty where that is no question.
    problems : tuple of str
        What has to be said about the bands, such as draws without an answer.
    """

    column: str
    values: tuple[float | str, ...]
    outcomes: tuple[str, ...]
    chances: tuple[tuple[float, ...], ...]
    lows: tuple[tuple[float, ...], ...]
    highs: tuple[tuple[float, ...], ...]
    level: float
    rug: tuple[float, ...]
    jumps: tuple[int, ...] = ()
    rule: str = ""
    problems: tuple[str, ...] = ()

    drawing: ClassVar[str] = "standoff.view.predicted:chart"

    @property
    def sentence(self) -> str:
        """Along which column, and of which outcomes."""
        n = counted(len(self.values), "value")
        return f"Chances of {', '.join(self.outcomes)} along {self.column}, at {n}"

    def table(self) -> Columns:
        """Return one row per value and outcome."""
        return by_column(
            (self.column, "outcome", "probability", "low", "high"),
            (
                (value, outcome, self.chances[i][j], self.lows[i][j], self.highs[i][j])
                for j, value in enumerate(self.values)
                for i, outcome in enumerate(self.outcomes)
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Difference(Pictured):
    """How the chance of one outcome changes from one situation to another."""

    outcome: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    n_failed: int = 0

    drawing: ClassVar[str] = "standoff.view.differences:chart"

    @property
    def sentence(self) -> str:
        """By how much the chance changes."""
        before, after, low, high = map(short, (self.before, self.after, self.low, self.high))
        change = short(self.difference)
        return f"Pr({self.outcome}) from {before} to {after}: {change} ({low} to {high})"

    def table(self) -> Columns:
        """Return the difference as one row."""
        names = ("outcome", "before", "after", "difference", "low", "high", "n_failed")
        return {name: [getattr(self, name)] for name in names}

    def plot(self, **options: Any) -> Picture:
        """Draw the difference and its interval.

        Parameters
        ----------
        **options
            Those of `standoff.view.differences.chart`.
        """
        return self._picture([self], **options)


def predicted(
    fit: Fit,
    column: str,
    values: Sequence[Value] | Floats | None = None,
    *,
    held: Mapping[str, Value] | None = None,
    rule: str | None = None,
    band: Band = "simulation",
    level: float = 0.95,
    n_draws: int = 500,
    seed: int = 0,
) -> Predicted:
    """Work out the chances of the outcomes along one column, the others typical.

    Parameters
    ----------
    fit : Fit
    column, values, held, band, level, n_draws, seed
        See `predicted_profile`.
    rule : "fit", "lowest" or "highest", optional
        Of a signaling crisis: which equilibrium is taken; the one of the fit is followed without
        it. Its bands are always simulated.

    Raises
    ------
    UnknownName, EstimationError
        If a column is not used by the fit, or the fit has nothing to make bands from.
    """
    from standoff.estimate.signaling.fit import SignalingFit

    if isinstance(fit, SignalingFit):
        if column not in fit.prepared.remake.columns:
            raise UnknownName.among("column of this fit", column, fit.prepared.remake.columns)
        return _of_crisis(fit, column, values, held, rule, level, n_draws, seed)
    if rule is not None:
        raise EstimationError(
            f"{fit.model} has no rule of choosing among equilibria",
            found=repr(rule),
            right="rule= only with a signaling crisis",
        )
    frame: Any = predicted_profile(
        fit, column, values, held=held, band=band, level=level, n_draws=n_draws, seed=seed
    )
    outcomes = fit.likelihood.outcomes
    chances, lows, highs = (
        frame[name].to_numpy(float).reshape(-1, len(outcomes)).T
        for name in ("probability", "low", "high")
    )
    places = frame[column].tolist()[:: len(outcomes)]
    return Predicted(
        column,
        tuple(place if isinstance(place, str) else float(place) for place in places),
        outcomes,
        _tuples(chances),
        _tuples(lows),
        _tuples(highs),
        level,
        _rug(fit, column),
        problems=frame.attrs["problems"],
    )


def differences(
    fit: Fit,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    *,
    band: Band = "simulation",
    level: float = 0.95,
    n_draws: int = 500,
    seed: int = 0,
) -> tuple[Difference, ...]:
    """Work out `first_difference` as plain data, one per outcome."""
    frame: Any = first_difference(
        fit, before, after, band=band, level=level, n_draws=n_draws, seed=seed
    )
    names = ("before", "after", "difference", "low", "high")
    numbers = frame[list(names)].to_numpy(float).tolist()
    failed = frame["n_failed"].tolist()
    return tuple(
        Difference(str(o), *row, n_failed=int(n))
        for o, row, n in zip(frame.index, numbers, failed, strict=True)
    )


def _of_crisis(
    fit: Any,
    column: str,
    values: Any,
    held: Mapping[str, Value] | None,
    rule: str | None,
    level: float,
    n_draws: int,
    seed: int,
) -> Predicted:
    from standoff.estimate.signaling.change import vary

    rug = _rug(fit, column)
    if values is None:
        values = [0.0, 1.0] if set(rug) <= {0.0, 1.0} else np.linspace(rug[0], rug[-1], 100)
    curve = vary(
        fit,
        column,
        values,
        at=held,
        rule=rule or "fit",  # type: ignore[arg-type]
        n_draws=n_draws,
        level=level,
        seed=seed,
    )
    n = len(fit.likelihood.outcomes)
    return Predicted(
        column,
        tuple(curve.values.tolist()),
        fit.likelihood.outcomes,
        _tuples(curve.shown.T[:n]),
        _tuples(curve.low.T[:n]),
        _tuples(curve.high.T[:n]),
        level,
        rug,
        tuple(np.flatnonzero(curve.jumps).tolist()),
        curve.rule,
        curve.problems,
    )


def _rug(fit: Fit, column: str) -> tuple[float, ...]:
    data = fit.prepared.data
    return () if column in data.levels else tuple(np.unique(data.numbers(column)).tolist())


def _tuples(values: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in values.tolist())
