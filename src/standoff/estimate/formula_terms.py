"""What a formula reads: its columns, and nothing that is not arithmetic or a known function."""

from __future__ import annotations

import ast
import keyword
import re
from typing import Any

from standoff.errors import EstimationError, UnknownName
from standoff.estimate.data import Data
from standoff.estimate.extra import needs_extra

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


def parse_formula(text: str, data: Data, label: str) -> tuple[Any, tuple[str, ...]]:
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
        raise _unreadable(text.strip(), plain, where) from None
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


def _unreadable(text: str, reason: str, where: str) -> EstimationError:
    """Say where a formula cannot be read: at a word that Python keeps for itself, if it has one."""
    for found in re.finditer(r"(?<![\w.`])[A-Za-z_]\w*", text):
        if keyword.iskeyword(found.group()):
            return EstimationError(
                f"{where} cannot be read: {found.group()!r} has a meaning of its own in formulas",
                where=f"{text}\n  {' ' * found.start()}^",
                right=f"another name for the column, such as {found.group()}_",
            )
    # What the parser below says of its own text is of no use.
    found = re.sub(r"\s*\(<.*", "", reason)
    return EstimationError(
        f"{where} cannot be read", where=text, found=found, right="such as x + z"
    )


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
