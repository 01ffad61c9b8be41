"""Formulas: which columns of the data each utility depends on.

One formula per utility, in a mapping, in a list, or in one text with bars between them, as R writes
it: `"esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"`. `0` is a utility that is
zero, `1` a constant. Words become one column per level but the first.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.extra import needs_extra
from standoff.estimate.likelihood import Bools, Floats, Ints

FUNCTIONS = (
    "log",
    "log10",
    "log2",
    "exp",
    "sqrt",
    "abs",
    "I",
    "C",
    "factor",
    "poly",
    "bs",
    "cr",
    "cc",
    "center",
    "scale",
    "standardize",
    "Treatment",
    "Sum",
    "Helmert",
    "Diff",
    "Poly",
)
_MAX_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Formulas:
    """What was asked for: the response's columns, and a formula for each block.

    Parameters
    ----------
    response : tuple of str
        Left of the tilde; empty where formulas have none.
    blocks : dict of block to str
    """

    response: tuple[str, ...]
    blocks: Mapping[str, str]


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


def read_formulas(
    formulas: str | Sequence[str] | Mapping[str, str],
    blocks: Sequence[str],
    labels: Mapping[str, str] | None = None,
) -> Formulas:
    """Sort out one formula per block.

    Parameters
    ----------
    formulas : str, sequence of str, or mapping of block to str
        A text has bars between the blocks; in a mapping, blocks that are missing are zero.
    blocks : sequence of str
        The blocks in order, such as u11, u13, u14, u24.
    labels : dict of block to str, optional
        Other names by which a mapping may call them, such as "u1(war)".

    Raises
    ------
    EstimationError, UnknownName
        If their number or names do not fit the blocks.
    """
    response: tuple[str, ...] = ()
    if isinstance(formulas, Mapping):
        known = {label: block for block, label in (labels or {}).items()}
        known |= {block: block for block in blocks}
        found = dict.fromkeys(blocks, "0")
        for name, text in formulas.items():
            if name not in known:
                raise UnknownName.among("utility", name, known)
            left, right = _sides(str(text))
            response = left or response
            found[known[name]] = right
        return Formulas(response, found)
    parts = [formulas] if isinstance(formulas, str) else list(formulas)
    if parts:
        response, parts[0] = _sides(parts[0])
        parts[1:] = [_sides(part)[1] for part in parts[1:]]
    if isinstance(formulas, str):
        parts = _split_bars(parts[0])
    if len(parts) != len(blocks):
        raise EstimationError(
            f"the formulas are for {len(parts)} utilities, and the game has {len(blocks)}",
            found=" | ".join(part.strip() for part in parts),
            right="one each, with 0 for a utility that is zero, for " + ", ".join(blocks),
        )
    return Formulas(response, dict(zip(blocks, (part.strip() for part in parts), strict=True)))


def _sides(text: str) -> tuple[tuple[str, ...], str]:
    if len(text) > _MAX_TEXT:
        raise EstimationError("a formula is too long", found=f"{len(text)} characters")
    left, tilde, right = text.partition("~")
    if not tilde:
        return (), text
    return tuple(name.strip().strip("`") for name in left.split("+") if name.strip()), right


def _split_bars(text: str) -> list[str]:
    parts, depth, current = [""], 0, 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            parts.append("")
            current += 1
        else:
            parts[current] += character
    return parts


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
    parsed = {b: _parsed(formulas.get(b, "0"), data, labels.get(b, b)) for b in blocks}
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


def _parsed(text: str, data: Data, label: str) -> tuple[Any, tuple[str, ...]]:
    """The formula, vetted, and the columns that it reads."""
    with needs_extra():
        from formulaic import Formula
        from formulaic.errors import FormulaicError
    where = f"the formula of {label}"
    ready = text.replace("^", "**").strip() or "0"
    for name in data.names:
        if not name.isidentifier() and re.search(rf"(?<![\w.`]){re.escape(name)}(?![\w.`])", ready):
            ready = re.sub(rf"(?<![\w.`]){re.escape(name)}(?![\w.`])", f"`{name}`", ready)
    try:
        make: Any = Formula
        formula: Any = make(ready)
        terms: list[Any] = list(formula)
    except (FormulaicError, TypeError, ValueError, SyntaxError, AttributeError) as error:
        plain = re.sub(r"\x1b\[[0-9;]*m|[⧛⧚]", "", str(error)).split("\n")[0]
        raise EstimationError(
            f"{where} cannot be read", where=text.strip(), found=plain, right="such as x + z"
        ) from None
    columns: list[str] = []
    for term in terms:
        for factor in term.factors:
            kind = factor.eval_method.value
            if kind == "lookup":
                columns.append(factor.expr)
            elif kind == "python":
                columns += _vetted(factor.expr, where)
    columns = list(dict.fromkeys(columns))
    data.require(columns, where)
    return formula, tuple(columns)


def _vetted(expression: str, where: str) -> list[str]:
    """Columns read by an expression; anything but arithmetic and known functions is refused."""
    plain = re.sub(r"`([^`]*)`", lambda match: re.sub(r"\W", "_", match.group(1)), expression)
    quoted = {re.sub(r"\W", "_", name): name for name in re.findall(r"`([^`]*)`", expression)}
    try:
        tree = ast.parse(plain, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise EstimationError(f"{where} cannot be read", found=expression) from None
    columns: list[str] = []
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    allowed = (
        ast.Expression,
        ast.Call,
        ast.Name,
        ast.Constant,
        ast.BinOp,
        ast.UnaryOp,
        ast.Compare,
        ast.Load,
        ast.operator,
        ast.unaryop,
        ast.cmpop,
        ast.keyword,
        ast.List,
        ast.Tuple,
    )
    for node in ast.walk(tree):
        if not isinstance(node, allowed):
            raise EstimationError(
                f"{where} has something that is not allowed there",
                found=expression,
                right="columns, numbers, arithmetic and " + ", ".join(FUNCTIONS),
            )
        if isinstance(node, ast.Name):
            if node in called:
                if node.id not in FUNCTIONS:
                    raise UnknownName.among("function", node.id, FUNCTIONS)
            else:
                columns.append(quoted.get(node.id, node.id))
    return columns


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
    names = tuple(_r_name(name) for name in frame.columns)
    matrix = np.ascontiguousarray(frame.to_numpy(float)).reshape(data.n_rows, len(names))
    _check_finite(matrix, names, label, data)
    _check_independent(matrix, names, label)
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
        state: Any = spec.encoder_state.get(name)
        fitted = None if state is None else state[1].get("categories")
        if name in data.levels and fitted is not None:
            new = [level for level in data.levels[name] if level not in set(fitted)]
            new = [level for level in new if level in set(data.columns[name])]
            if new:
                raise EstimationError(
                    f"column {name!r} has a level that was not fitted",
                    where=f"the formula of {block}",
                    found=new[0],
                    right="one of " + ", ".join(str(level) for level in fitted),
                )
    with np.errstate(all="ignore"):
        frame: Any = spec.get_model_matrix(
            _frame(data, columns), na_action="ignore", context=_context()
        )
    matrix = np.ascontiguousarray(frame.to_numpy(float)).reshape(data.n_rows, -1)
    _check_finite(matrix, tuple(_r_name(name) for name in frame.columns), block, data)
    return matrix


def _r_name(name: str) -> str:
    """`regime1[T.dem]` is `regime1dem`, and `Intercept` is `(Intercept)`."""
    if name == "Intercept":
        return "(Intercept)"
    plain = re.sub(r"\[(?:T\.)?([^\[\]]*)\]", r"\1", name)
    return re.sub(r"(?<=\))(-?\d+)\.0\b", r"\1", plain)


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


def _check_independent(matrix: Floats, names: Sequence[str], label: str) -> None:
    """Refuse regressors that determine each other, and name them."""
    n, k = matrix.shape
    if n < k:
        raise EstimationError(
            f"{'one observation is' if n == 1 else f'{n} observations are'} not enough for the "
            f"{k} regressors of {label}",
            found=", ".join(names),
            right="as many rows with a value in every column, or fewer regressors",
        )
    found = dependence(matrix)
    if found is not None:
        involved = [name for name, is_in in zip(names, found, strict=True) if is_in]
        raise EstimationError(
            f"the regressors of {label} are perfectly collinear",
            found=", ".join(involved),
            right="leave one of them out"
            if len(involved) > 1
            else f"{involved[0]!r} is zero in every row that is used: leave it out",
        )


def dependence(matrix: Floats) -> Bools | None:
    """Which columns take part in a linear dependence, or None if there is none."""
    size = np.sqrt((matrix**2).sum(0))
    if (size == 0).any():
        return size == 0
    if matrix.shape[1] == 0:
        return None
    scaled = matrix / size
    # The small triangle has the same singular values. With fewer rows than columns it is not square
    # and the missing directions appear only in the full decomposition.
    triangle = np.linalg.qr(scaled, mode="r")
    _, values, right = np.linalg.svd(triangle, full_matrices=True)
    smallest = values[-1] if len(values) == matrix.shape[1] else 0.0
    if smallest > 1e-10 * values[0]:
        return None
    return np.abs(right[-1]) > 1e-6
