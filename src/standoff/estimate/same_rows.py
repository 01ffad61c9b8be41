"""Whether two fits explain the same disputes, however their data were cut.

A row goes by the label that its data frame gives it, or by its place in what was given. Labels
alone are no proof, since two halves may be counted alike, and a different place is no disproof,
since a file may have been cut beforehand; so what both fits read of a row must be the same too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.data import Data
from standoff.estimate.likelihood import Floats, Ints
from standoff.estimate.result import Fit


def paired(first: Fit, second: Fit) -> Ints:
    """Where each row of the first fit stands in the second, shape (n,).

    Raises
    ------
    EstimationError
        If the fits have other rows, responses or weights, or weights under which likelihoods are
        no likelihoods.
    """
    for fit in (first, second):
        weights = fit.prepared.weights
        if weights is not None and weights.kind == "sampling":
            raise EstimationError(
                "likelihoods under sampling weights cannot be compared",
                found=str(weights),
                right="fits without weights, or with frequency weights",
            )
    mine, yours = first.prepared.data, second.prepared.data
    if mine.n_rows != yours.n_rows:
        raise _different(first, second, f"{mine.n_rows} and {yours.n_rows} rows")
    order = _order(first, second)
    used = _shared_columns(first, second)
    for name in used:
        row = _first_difference(mine, yours.take(order), name)
        if row is not None:
            values = [
                _values(data, name)[place] for data, place in ((mine, row), (yours, order[row]))
            ]
            raise EstimationError(
                "the two fits do not explain the same rows",
                where=f"column {name!r}, row {mine.labels[row]}",
                found=" and ".join(map(repr, values)),
                right="the same disputes in both; a column that was changed needs another name",
            )
    _check_response(first, second, order)
    _check_weights(first, second, order)
    return order


def digest(data: Data, columns: Iterable[str]) -> str:
    """A fingerprint of what stands in some columns, row by row."""
    found = hashlib.sha256()
    for name in columns:
        found.update(repr((name, [str(v) for v in _values(data, name)])).encode())
    return found.hexdigest()


def _order(first: Fit, second: Fit) -> Ints:
    """Match rows by labels where both tables have some, else by place, else by content."""
    mine, yours = first.prepared.data, second.prepared.data
    as_it_is = np.arange(mine.n_rows)
    if mine.index is None and yours.index is None:
        if np.array_equal(mine.rows, yours.rows):
            return as_it_is
    else:
        labels, others = mine.labels, yours.labels
        if labels.equals(others):
            return as_it_is
        if labels.is_unique and others.is_unique:
            places = np.asarray(others.get_indexer(labels))
            if (places >= 0).all():
                return places
        if mine.index is not None and yours.index is not None:
            strange = labels[~labels.isin(others)]
            which = f"row {strange[0]}" if len(strange) else "repeated labels"
            raise _different(first, second, f"{which} of the first is not among the second's")
    both = [name for name in mine.names if name in yours.columns]
    if digest(mine, both) == digest(yours, both):
        return as_it_is
    raise _different(first, second, "rows in other places, with other values")


def _shared_columns(first: Fit, second: Fit) -> list[str]:
    columns = [{*fit.prepared.remake.columns, *fit.prepared.response} for fit in (first, second)]
    return sorted(columns[0] & columns[1])


def _values(data: Data, name: str) -> list[Any]:
    return data.exact.get(name, data.columns[name]).tolist()


def _first_difference(mine: Data, yours: Data, name: str) -> int | None:
    a, b = mine.columns[name], yours.columns[name]
    if a.dtype == b.dtype == float and name not in mine.exact and name not in yours.exact:
        differ = ~((a == b) | (np.isnan(a) & np.isnan(b)))
    else:
        pairs = zip(_values(mine, name), _values(yours, name), strict=True)
        differ = np.array([x != y and not (x != x and y != y) for x, y in pairs], bool)
    return int(np.flatnonzero(differ)[0]) if differ.any() else None


def _check_response(first: Fit, second: Fit, order: Ints) -> None:
    if set(first.prepared.response) == set(second.prepared.response):
        return
    seen = [_explained(fit) for fit in (first, second)]
    if seen[0] is not None and seen[1] is not None:
        if seen[0].shape == seen[1].shape and np.allclose(seen[0], seen[1][order], rtol=1e-12):
            return
    elif type(first.likelihood) is not type(second.likelihood):
        return
    raise EstimationError(
        "the two fits explain different things",
        found=" and ".join(" + ".join(fit.prepared.response) for fit in (first, second)),
        right="the same response in both",
    )


def _explained(fit: Fit) -> Floats | None:
    """What happened in each row, as far as the model says; weights taken out."""
    likelihood: Any = fit.likelihood
    weights = fit.prepared.weights
    counts: Any = getattr(likelihood, "counts", None)
    if counts is None:
        return None
    told = counts if weights is None else counts / weights.values[:, None]
    sets: Any = getattr(likelihood, "sets", None)
    return told if sets is None else np.concatenate([told, sets], axis=1)


def _check_weights(first: Fit, second: Fit, order: Ints) -> None:
    mine, yours = (
        np.ones(fit.n_rows) if fit.prepared.weights is None else fit.prepared.weights.values
        for fit in (first, second)
    )
    yours = yours[order]
    if np.array_equal(mine, yours):
        return
    row = int(np.flatnonzero(mine != yours)[0])
    raise EstimationError(
        "the two fits weigh their rows differently, so their likelihoods are of different data",
        where=f"row {first.prepared.data.labels[row]}",
        found=f"weights {mine[row]:g} and {yours[row]:g}",
        right="the same weights in both",
    )


def _different(first: Fit, second: Fit, found: str) -> EstimationError:
    needed = [{*fit.prepared.remake.columns, *fit.prepared.response} for fit in (first, second)]
    columns = ", ".join(sorted(needed[0] | needed[1])[:12])
    return EstimationError(
        "the two fits do not explain the same rows",
        found=found,
        right=f"fit both to the rows that have a value in every column of either: {columns}",
    )
