"""Regressors: the columns that formulas make of the data, named as R names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import EstimationError
from standoff.estimate.data import Data, is_number
from standoff.estimate.data_file import in_doubt
from standoff.estimate.dependence import check_independent
from standoff.estimate.formula_terms import Parsed, parse_formula
from standoff.estimate.likelihood import Bools, Floats, Ints

#: Beyond it squares overflow.
_LARGEST = 1e100
#: A value so many times farther off than others is a code, or hides them.
_FARTHEST = 1e8
#: So few values never are too many.
_FEW = 3
#: From so many plays on, more than half as many values are too many.
_MANY = 20


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
    parsed : Parsed
    """

    block: str
    formula: str
    names: tuple[str, ...]
    matrix: Floats
    columns: tuple[str, ...]
    spec: Any
    parsed: Parsed

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
        return _matrix(self.block, self.spec, data, self.parsed)


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
    n_plays: Floats | None = None,
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
    n_plays : float array, shape (n_rows,), optional
        How many plays each row tells of, where it is not one.

    Returns
    -------
    Designs

    Raises
    ------
    EstimationError, UnknownName
        An unknown column or function, a formula that cannot be read, a value that is not a number
        (with its row), regressors of one block that determine each other, or a column with hardly
        fewer values than there are plays.
    """
    labels = labels or {}
    parsed = {b: parse_formula(formulas.get(b, "0"), data, labels.get(b, b)) for b in blocks}
    needed = list(dict.fromkeys([*(c for each in parsed.values() for c in each.aliases), *also]))
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
    total = float(keep.sum() if n_plays is None else n_plays[keep].sum())
    for block in blocks:
        _check_repeated(parsed[block], labels.get(block, block), used, total)
    built = tuple(
        _built(block, labels.get(block, block), formulas.get(block, "0"), parsed[block], used)
        for block in blocks
    )
    return Designs(built, np.flatnonzero(keep), dropped)


def _context() -> dict[str, Any]:
    from formulaic.transforms import TRANSFORMS

    return {"sqrt": np.sqrt, "abs": np.abs, "factor": TRANSFORMS["C"]}


def _frame(data: Data, parsed: Parsed) -> Any:
    import pandas as pd

    found: dict[str, Any] = {}
    for name, alias in parsed.aliases.items():
        column = data.columns[name]
        if name in data.levels:
            used = set(column)
            levels = [level for level in data.levels[name] if level in used]
            found[alias] = pd.Categorical(column, categories=levels)
        else:
            found[alias] = column
    return pd.DataFrame(found, index=range(data.n_rows))


def _built(block: str, label: str, text: str, parsed: Parsed, data: Data) -> Design:
    _check_words(parsed, label, data)
    try:
        with np.errstate(all="ignore"):
            frame: Any = parsed.formula.get_model_matrix(
                _frame(data, parsed), output="pandas", na_action="ignore", context=_context()
            )
    except Exception as error:
        # Whatever a transformation says against these values, such as a spline of too few.
        raise EstimationError(
            f"the formula of {label} does not go with the data",
            where=text.strip(),
            found=parsed.plain(" ".join(str(error).split())[:200]),
        ) from None
    names = _names(frame.columns, parsed)
    matrix = np.ascontiguousarray(frame.to_numpy(float)).reshape(data.n_rows, len(names))
    _check_finite(matrix, names, label, data)
    check_independent(matrix, names, label)
    columns = tuple(parsed.aliases)
    return Design(block, text, names, matrix, columns, frame.model_spec, parsed)


def _matrix(block: str, spec: Any, data: Data, parsed: Parsed) -> Floats:
    for name in parsed.aliases:
        gone = data.missing(name)
        if gone.any():
            raise EstimationError(
                f"column {name!r} has no value",
                where=f"{data.source}, row {data.rows[np.flatnonzero(gone)[0]]}",
                right="a value in every row to predict",
            )
    _check_kinds(block, spec, data, parsed)
    with np.errstate(all="ignore"):
        frame: Any = spec.get_model_matrix(
            _frame(data, parsed), na_action="ignore", context=_context()
        )
    matrix = np.ascontiguousarray(frame.to_numpy(float)).reshape(data.n_rows, -1)
    _check_finite(matrix, _names(frame.columns, parsed), block, data)
    return matrix


def _check_kinds(block: str, spec: Any, data: Data, parsed: Parsed) -> None:
    """Refuse words where numbers were fitted, and values of factors that were not fitted."""
    by_alias = {alias: name for name, alias in parsed.aliases.items()}
    for factor, (_, state) in spec.encoder_state.items():
        # `regime`, or `factor(regime)` and `C(regime, ...)`.
        alias = re.sub(r"^(?:C|factor)\(([^,()]*).*$", r"\1", str(factor)).strip()
        if alias not in by_alias:
            continue
        name = by_alias[alias]
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


def _names(given: Iterable[str], parsed: Parsed) -> tuple[str, ...]:
    """Names as R gives them; where two would be the same, as formulaic writes them."""
    written = list(given)
    names = [parsed.plain(_r_name(name)) for name in written]
    return tuple(
        parsed.plain(own) if names.count(name) > 1 else name
        for own, name in zip(written, names, strict=True)
    )


def _r_name(name: str) -> str:
    """`regime1[T.dem]` is `regime1dem`, and `Intercept` is `(Intercept)`."""
    if name == "Intercept":
        return "(Intercept)"
    plain = re.sub(r"\[(?:T\.)?([^\[\]]*)\]", r"\1", name)
    return re.sub(r"(?<=\))(-?\d+)\.0\b", r"\1", plain)


def _check_repeated(parsed: Parsed, label: str, data: Data, n_plays: float) -> None:
    """Refuse columns of which each value would be a regressor, and hardly any comes again."""
    for name in parsed.levels:
        column = data.columns[name]
        values = sorted({*column}) if name in data.levels else list(np.unique(column))
        n = len(values)
        is_new = n >= n_plays or (n_plays >= _MANY and 2 * n > n_plays)
        if n > _FEW and is_new and not (name in data.levels and in_doubt(values)):
            raise EstimationError(
                f"column {name!r} in the formula of {label} has {n:,} different values in "
                f"{data.n_rows:,} rows that are used, and each would be a regressor",
                found=_examples(data, name, values),
                right="a column of numbers (a date as a year, or as days since another), or words "
                "that come again",
            )


def _check_words(parsed: Parsed, label: str, data: Data) -> None:
    """Refuse words that are the same in every row, or numbers that can be read in two ways."""
    for name in parsed.aliases:
        if name not in data.levels:
            continue
        values = sorted({*data.columns[name]})
        if len(values) == 1:
            raise EstimationError(
                f"column {name!r} in the formula of {label} never changes",
                where=f"{data.n_rows} rows that are used",
                found=repr(*values),
                right="at least two values, or leave it out",
            )
        if number := in_doubt(values):
            row = int(np.flatnonzero(data.columns[name] == number)[0])
            raise EstimationError(
                f"column {name!r} in the formula of {label} holds numbers that can be read in two "
                "ways",
                where=f"{data.source}, row {data.rows[row]}",
                found=number,
                right="a decimal point and no sign between thousands; or, in a file, semicolons "
                "between columns and a decimal comma",
            )


def _examples(data: Data, name: str, values: list[Any]) -> str:
    """Some of the values; where nearly all are numbers, the one that is none."""
    if name in data.levels:
        odd = [value for value in values if not is_number(value)]
        if len(odd) <= 0.2 * len(values):
            row = int(np.flatnonzero(data.columns[name] == odd[0])[0]) if odd else 0
            return f"numbers, and {odd[0]!r} in row {data.rows[row]}" if odd else "numbers as text"
    shown = ", ".join(str(value) for value in values[:4])
    return f"{shown}, ..."


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
    for column, name in enumerate(names):
        _check_size(matrix[:, column], name, label, data)


def _check_size(values: Floats, name: str, label: str, data: Data) -> None:
    """Refuse numbers that arithmetic cannot square, and single ones beside which others vanish."""
    size = np.abs(values)
    most = int(np.argmax(size))
    where = f"{data.source}, row {data.rows[most]}"
    if size[most] > _LARGEST or 0 < size[most] < 1 / _LARGEST:
        raise EstimationError(
            f"{name!r} in the formula of {label} is too {'large' if size[most] > 1 else 'small'}",
            where=where,
            found=f"{values[most]:g}",
            right="another unit",
        )
    away = np.abs(values - np.median(values))
    if not away.any():
        return
    typical = float(np.median(away[away > 0]))
    far = int(np.argmax(away))
    if away[far] > _FARTHEST * typical:
        raise EstimationError(
            f"{name!r} in the formula of {label} has a value beside which all others are the same",
            where=f"{data.source}, row {data.rows[far]}",
            found=f"{values[far]:g}, where half of the values are within {typical:g} of the middle",
            right="an empty cell, if it stands for a value that is not known; or a logarithm",
        )
