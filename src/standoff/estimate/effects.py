"""What the estimates say about outcomes: profiles of probabilities, first differences, effects.

Coefficients of a strategic model do not say in which direction a regressor moves an outcome: it
works through what the others are expected to do. These functions ask the model itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.bands import Band, Banded, band_of
from standoff.estimate.data import Data, read_data
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Floats
from standoff.estimate.result import Fit

if TYPE_CHECKING:
    import pandas as pd

    from standoff.estimate.signaling.choose import Rule

Value = float | str
_STEP = 1e-5
_ROUNDING = 1e-11


def typical_row(fit: Fit) -> dict[str, Value]:
    """A typical row of the data that were used, by column.

    Numbers are at their mean, columns of 0 and 1 at their median, words at the most frequent one
    (the first of them in a tie).
    """
    found: dict[str, Value] = {}
    data = fit.prepared.data
    for name in fit.prepared.remake.columns:
        column = data[name]
        if name in data.levels:
            counts = [(list(column).count(level), level) for level in data.levels[name]]
            found[name] = max(counts, key=lambda pair: pair[0])[1]
        elif set(np.unique(column)) <= {0.0, 1.0}:
            found[name] = float(np.median(column))
        else:
            found[name] = float(np.mean(column))
    return found


def predicted_profile(
    fit: Fit,
    column: str,
    values: Sequence[Value] | Floats | None = None,
    *,
    held: Mapping[str, Value] | None = None,
    rule: Rule | None = None,
    band: Band = "simulation",
    level: float = 0.95,
    n_draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Probability of each outcome as one column of the data varies and the others are typical.

    Parameters
    ----------
    fit : Fit
    column : str
    values : sequence, optional
        Without it 100 values over the range of the column, or all its levels.
    held : dict of column to value, optional
        Instead of the typical values of `typical_row`.
    rule : "lowest" or "highest", optional
        Of a signaling crisis, which of several equilibria is played: that of the least or of the
        most resistance. For the rows of the fit also "fit", the one next to that of the fit.
    band : "simulation", "delta" or "bootstrap"
        Where the intervals come from.
    level : float
    n_draws, seed : int

    Returns
    -------
    pandas data frame
        One row per value and outcome: the column, "outcome", "probability", "std_error", "low",
        "high", and "n_failed", the draws without an answer, which are left out. What has to be said
        about them stands in ``attrs["problems"]``.

    Raises
    ------
    UnknownName, EstimationError
        If a column is not used by the fit, or the fit has nothing to make intervals from, or there
        are several equilibria and no rule.
    """
    with needs_extra():
        import pandas as pd
    row = typical_row(fit)
    for name in (column, *(held or {})):
        if name not in row:
            raise UnknownName.among("column of this fit", name, row)
    row |= dict(held or {})
    grid = _grid(fit.prepared.data, column) if values is None else list(values)
    table = _repeated(fit.prepared.data, row, len(grid)).replaced(
        **{column: _column(fit.prepared.data, column, grid)}
    )
    answers = fit.answers([fit.prepared.remake.designs(table)], rule=rule)
    banded = band_of(
        fit,
        lambda theta: answers(theta)[0],
        band=band,
        level=level,
        n_draws=n_draws,
        seed=seed,
        probability=True,
    )
    outcomes = fit.likelihood.outcomes
    found = pd.DataFrame(
        {
            column: np.repeat(np.array(grid), len(outcomes)),
            "outcome": list(outcomes) * len(grid),
            "probability": banded.center.ravel(),
            **_columns(banded),
        }
    )
    return _told(found, banded)


def first_difference(
    fit: Fit,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    *,
    data: object | None = None,
    rule: Rule | None = None,
    band: Band = "simulation",
    level: float = 0.95,
    n_draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How much each outcome's probability changes when some columns change, averaged over rows.

    Parameters
    ----------
    fit : Fit
    before, after : dict of column to value
        The other columns keep the values that they have.
    data : anything `read_data` takes, optional
        Rows to average over; without it the rows used. A single typical row:
        ``data={name: [value] for name, value in typical_row(fit).items()}``.
    rule, band, level, n_draws, seed
        See `predicted_profile`.

    Returns
    -------
    pandas data frame
        By outcome: "before", "after", "difference", "std_error", "low", "high", "n_failed".
    """
    with needs_extra():
        import pandas as pd
    rows = fit.prepared.data if data is None else read_data(data)
    _known(fit, (*before, *after))
    designs = [
        fit.prepared.remake.designs(rows.replaced(**dict(change))) for change in (before, after)
    ]

    answers = fit.answers(designs, rule=rule, own=data is None)

    def means(theta: Floats) -> Floats:
        return np.stack([each.mean(0) for each in answers(theta)])

    banded = band_of(
        fit,
        lambda theta: np.diff(means(theta), axis=0)[0],
        band=band,
        level=level,
        n_draws=n_draws,
        seed=seed,
    )
    first, second = means(fit.theta)
    found = pd.DataFrame(
        {
            "before": first,
            "after": second,
            "difference": banded.center,
            **_columns(banded),
        },
        index=list(fit.likelihood.outcomes),
    )
    return _told(found, banded)


def marginal_effects(
    fit: Fit,
    columns: Sequence[str] | None = None,
    *,
    at: Mapping[str, Value] | None = None,
    rule: Rule | None = None,
    band: Band = "delta",
    level: float = 0.95,
    n_draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Change of each outcome's probability per unit of a column, averaged over the rows used.

    A column of 0 and 1 goes from 0 to 1, and one of words from its first level to each other.

    Parameters
    ----------
    fit : Fit
    columns : sequence of str, optional
        All that the fit uses without it.
    at : dict of column to value, optional
        Instead of averaging, a single row: typical values, and these.
    rule, band, level, n_draws, seed
        See `predicted_profile`.

    Returns
    -------
    pandas data frame
        One row per column (and level) and outcome: "column", "change", "outcome", "effect",
        "std_error", "low", "high", "n_failed".
    """
    with needs_extra():
        import pandas as pd
    used = fit.prepared.data
    names = list(fit.prepared.remake.columns if columns is None else columns)
    _known(fit, (*names, *(at or {})))
    rows = used if at is None else _repeated(used, typical_row(fit) | dict(at), 1)
    changes = [(name, *each) for name in names for each in _changes(used, rows, name)]
    remake = fit.prepared.remake
    sides = [remake.designs(side) for _, _, *both, _ in changes for side in both]
    sizes = np.array([size for *_, size in changes])
    answers = fit.answers(sides, rule=rule, own=at is None)

    def effects(theta: Floats) -> Floats:
        means = np.stack([each.mean(0) for each in answers(theta)])
        return (means[1::2] - means[::2]) / sizes[:, None]

    banded = band_of(fit, effects, band=band, level=level, n_draws=n_draws, seed=seed)
    outcomes = fit.likelihood.outcomes
    found = pd.DataFrame(
        {
            "column": [name for name, *_ in changes for _ in outcomes],
            "change": [change for _, change, *_ in changes for _ in outcomes],
            "outcome": list(outcomes) * len(changes),
            "effect": banded.center.ravel(),
            **_columns(banded),
        }
    )
    return _told(found, banded)


def _columns(banded: Banded) -> dict[str, Any]:
    return {
        "std_error": banded.error.ravel(),
        "low": banded.low.ravel(),
        "high": banded.high.ravel(),
        "n_failed": banded.n_failed.ravel(),
    }


def _told(frame: pd.DataFrame, banded: Banded) -> pd.DataFrame:
    frame.attrs["problems"] = banded.problems
    return frame


def _known(fit: Fit, names: Sequence[str]) -> None:
    for name in names:
        if name not in fit.prepared.remake.columns:
            raise UnknownName.among("column of this fit", name, fit.prepared.remake.columns)


def _grid(data: Data, column: str) -> list[Any]:
    if column in data.levels:
        return list(data.levels[column])
    values = data[column]
    if set(np.unique(values)) <= {0.0, 1.0}:
        return [0.0, 1.0]
    return np.linspace(values.min(), values.max(), 100).tolist()


def _column(data: Data, name: str, values: Sequence[Any]) -> Any:
    if name not in data.levels:
        try:
            return np.array(values, float)
        except (TypeError, ValueError):
            raise EstimationError(
                f"column {name!r} holds numbers", found=repr(list(values)[:3]), right="numbers"
            ) from None
    whole = np.empty(len(values), object)
    whole[:] = [str(value) for value in values]
    return whole


def _repeated(data: Data, row: Mapping[str, Value], n: int) -> Data:
    columns = {name: np.repeat(_column(data, name, [value]), n) for name, value in row.items()}
    levels = {name: data.levels[name] for name in row if name in data.levels}
    return Data(columns, levels, np.arange(1, n + 1), "the values asked for")


def _changes(used: Data, rows: Data, name: str) -> list[tuple[str, Data, Data, float]]:
    """What is changed, both sides of the change, and its size."""
    if name in used.levels:
        present = set(used[name])
        base, *others = [level for level in used.levels[name] if level in present]
        return [
            (f"{base} to {level}", rows.replaced(**{name: base}), rows.replaced(**{name: level}), 1)
            for level in others
        ]
    values = used[name]
    if set(np.unique(values)) <= {0.0, 1.0}:
        return [("0 to 1", rows.replaced(**{name: 0.0}), rows.replaced(**{name: 1.0}), 1.0)]
    here = rows[name]
    # A step that rounding of the column itself would swallow says nothing.
    step = max(_STEP * float(values.std()), _ROUNDING * float(np.abs(here).max()), 1e-300)
    before = rows.replaced(**{name: here - step})
    return [("per unit", before, rows.replaced(**{name: here + step}), 2 * step)]
