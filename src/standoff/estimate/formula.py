"""Regressors: the columns that formulas make of the data, named as R names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.data import Data
from standoff.estimate.dependence import check_independent
from standoff.estimate.formula_terms import parse_formula
from standoff.estimate.likelihood import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The regressors of one block at the rows that are used.

    Parameters
    ----------
    block : str
    formula : str
    names : tuple of str
        As R names them: `(Intercept)`, `regime1dem`.
    matrix : float array, shape (n, n_names)
    columns : tuple of str
        Columns of the data that it reads.
    spec : object
        How to build the same regressors for other rows.
    """

    block: str
    formula: str
    names: tuple[str, ...]
    matrix: Floats
    columns: tuple[str, ...]
    spec: Any

    def of(self, data: Data) -> Floats:
        """The same regressors for other rows, shape (n, n_names).

        Raises
        ------
        EstimationError
            If a level was not among those fitted, or a value is missing.
        """
        if not self.names:
            return np.zeros((data.n_rows, 0))
        data.require(self.columns, f"the formula of {self.block}")
        return _matrix(self.block, self.spec, data, self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class Designs:
    """The regressors of all blocks, and which rows they use.

    Parameters
    ----------
    designs : tuple of Design
    kept : int array, shape (n,)
        Positions of the rows used.
    dropped : dict of column to int array
        Row numbers left out because this column has no value there.
    """

    designs: tuple[Design, ...]
    kept: Ints
    dropped: Mapping[str, Ints]


def designs(
    formulas: Mapping[str, str],
    data: Data,
    blocks: Sequence[str],
    *,
    labels: Mapping[str, str] | None = None,
    also: Iterable[str] = (),
    usable: Bools | None = None,
) -> Designs:
    """Build the regressors of each block.

    Parameters
    ----------
    formulas : mapping of block to str
    data : Data
    blocks : sequence of str
        In the order of the parameters; one without a formula is zero.
    labels : dict of block to str, optional
        What messages call them.
    also : iterable of str
        Further columns that a row must have (weights, clusters).
    usable : bool array, shape (n_rows,), optional
        Rows that may be used at all; the others are not reported as dropped.

    Returns
    -------
    Designs

    Raises
    ------
    EstimationError, UnknownName
        An unknown column or function, a formula that cannot be read, a value that is not a number
        (with its row), or regressors of one block that determine each other.
    """
    labels = labels or {}
    parsed = {b: parse_formula(formulas.get(b, "0"), data, labels.get(b, b)) for b in blocks}
    needed = list(dict.fromkeys([*(c for _, columns in parsed.values() for c in columns), *also]))
    data.require(needed)
    keep = np.ones(data.n_rows, bool) if usable is None else usable.copy()
    dropped: dict[str, Ints] = {}
    for column in needed:
        gone = data.missing(column) & keep
        if gone.any():
            dropped[column] = data.rows[gone]
    for column in needed:
        keep &= ~data.missing(column)
    if not keep.any():
        raise EstimationError(
            "no row is left",
            where=", ".join(f"{c}: {len(r)} rows without a value" for c, r in dropped.items()),
            right="at least one row with a value in every column that is used",
        )
    used = data.take(keep)
    built = tuple(
        _built(block, labels.get(block, block), formulas.get(block, "0"), *parsed[block], used)
        for block in blocks
    )
    return Designs(built, np.flatnonzero(keep), dropped)


def _context() -> dict[str, Any]:
    from formulaic.transforms import TRANSFORMS

    return {"sqrt": np.sqrt, "abs": np.abs, "factor": TRANSFORMS["C"]}


def _frame(data: Data, columns: Sequence[str]) -> Any:
    import pandas as pd

    found: dict[str, Any] = {}
    for name in columns:
        column = data.columns[name]
        if name in data.levels:
            used = set(column)
            levels = [level for level in data.levels[name] if level in used]
            found[name] = pd.Categorical(column, categories=levels)
        else:
            found[name] = column
    return pd.DataFrame(found, index=range(data.n_rows))


def _built(
    block: str, label: str, text: str, formula: Any, columns: tuple[str, ...], data: Data
) -> Design:
    with np.errstate(all="ignore"):
        frame: Any = formula.get_model_matrix(
            _frame(data, columns), output="pandas", na_action="ignore", context=_context()
        )
    _check_levels(columns, label, data)
    names = tuple(_r_name(name) for name in frame.columns)
    matrix = np.ascontiguousarray(frame.to_numpy(float)).reshape(data.n_rows, len(names))
    _check_finite(matrix, names, label, data)
    check_independent(matrix, names, label)
    return Design(block, text, names, matrix, columns, frame.model_spec)


def _matrix(block: str, spec: Any, data: Data, columns: Sequence[str]) -> Floats:
    for name in columns:
        gone = data.missing(name)
        if gone.any():
            raise EstimationError(
                f"column {name!r} has no value",
                where=f"{data.source}, row {data.rows[np.flatnonzero(gone)[0]]}",
                right="a value in every row to predict",
            )
    _check_kinds(block, spec, data)
    with np.errstate(all="ignore"):
        frame: Any = spec.get_model_matrix(
            _frame(data, columns), na_action="ignore", context=_context()
        )
    matrix = np.ascontiguousarray(frame.to_numpy(float)).reshape(data.n_rows, -1)
    _check_finite(matrix, tuple(_r_name(name) for name in frame.columns), block, data)
    return matrix


def _check_kinds(block: str, spec: Any, data: Data) -> None:
    """Refuse words where numbers were fitted, and values of factors that were not fitted."""
    for factor, (_, state) in spec.encoder_state.items():
        # `regime`, or `factor(regime)` and `C(regime, ...)`.
        name = re.sub(r"^(?:C|factor)\(([^,()]*).*$", r"\1", str(factor)).strip("`")
        if name not in data.columns:
            continue
        fitted = state.get("categories")
        if fitted is None:
            data.numbers(name)
            continue
        known = {str(level) for level in fitted}
        for row, value in enumerate(data.columns[name]):
            if str(value) not in known:
                raise EstimationError(
                    f"column {name!r} has a level that was not fitted",
                    where=f"the formula of {block}, row {data.rows[row]}",
                    found=str(value),
                    right="one of " + ", ".join(str(level) for level in fitted),
                )


def _r_name(name: str) -> str:
    """`regime1[T.dem]` is `regime1dem`, and `Intercept` is `(Intercept)`."""
    if name == "Intercept":
        return "(Intercept)"
    plain = re.sub(r"\[(?:T\.)?([^\[\]]*)\]", r"\1", name)
    return re.sub(r"(?<=\))(-?\d+)\.0\b", r"\1", plain)


def _check_levels(columns: Sequence[str], label: str, data: Data) -> None:
    """Refuse words that are the same in every row: they would vanish without a word."""
    for name in columns:
        values = set(data.columns[name]) if name in data.levels else ()
        if len(values) == 1:
            raise EstimationError(
                f"column {name!r} in the formula of {label} never changes",
                where=f"{data.n_rows} rows that are used",
                found=repr(*values),
                right="at least two values, or leave it out",
            )


def _check_finite(matrix: Floats, names: Sequence[str], label: str, data: Data) -> None:
    bad = np.argwhere(~np.isfinite(matrix))
    if len(bad):
        row, column = (int(place) for place in bad[0])
        raise EstimationError(
            f"{names[column]!r} in the formula of {label} is not a number",
            where=f"{data.source}, row {data.rows[row]}"
            + (f", and {len(bad) - 1} more" if len(bad) > 1 else ""),
            found=str(matrix[row, column]),
            right="values for which the formula is defined",
        )
