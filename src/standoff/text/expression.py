"""Arithmetic written by strangers: text to a small frozen tree, and the tree to numbers.

Payoffs and chance probabilities are texts such as ``prize - audience_cost``. They are never
evaluated as Python: the text is cut into tokens of a short whitelist, parsed by `ast`, and
copied into five node kinds. Anything else is refused with its column.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from standoff.errors import ExpressionError

MAX_LENGTH = 1000
#: Levels of brackets, functions and signs.
MAX_DEPTH = 60
#: Operations one after the other, as in a long sum, which is deep to the computer alone: its call
#: stack, and what is pickled, bear somewhat more.
MAX_OPERATIONS = 200
MAX_EXPONENT = 16.0

TOO_MANY = f"more than {MAX_OPERATIONS} operations in a row"

Column = float | NDArray[np.float64]
Columns = Mapping[str, Column]

_TOKEN = re.compile(
    r"(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<operator>\*\*|[-+*/(),])|(?P<space>[ \t\r\n]+)"
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_APPLY: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_NEGATION = 3
_ATOM = 5

#: The functions an expression may call, with their number of arguments (None: two or more).
FUNCTIONS: dict[str, tuple[Callable[..., Any], int | None]] = {
    "min": (np.minimum, None),
    "max": (np.maximum, None),
    "abs": (np.abs, 1),
    "sqrt": (np.sqrt, 1),
    "exp": (np.exp, 1),
    "log": (np.log, 1),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A finite constant."""

    value: float

    def text(self, _outer: int = 0) -> str:
        """Return the shortest text that reads back as the same number."""
        shown = repr(self.value)
        return shown.removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Name:
    """A named parameter."""

    name: str

    def text(self, _outer: int = 0) -> str:
        """Return the name."""
        return self.name


@dataclass(frozen=True, slots=True)
class Negation:
    """The negative of an operand."""

    operand: Term

    def text(self, outer: int = 0) -> str:
        """Return the text, in parentheses where the context binds tighter."""
        inner = f"-{self.operand.text(_NEGATION)}"
        return f"({inner})" if outer >= _NEGATION else inner


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands joined by one of ``+ - * / **``."""

    operator: str
    left: Term
    right: Term

    def text(self, outer: int = 0) -> str:
        """Return the text, in parentheses where the context binds tighter."""
        rank = _PRECEDENCE[self.operator]
        if self.operator == "**":
            inner = f"{self.left.text(_ATOM)}**{self.right.text(_ATOM)}"
        else:
            inner = f"{self.left.text(rank - 1)} {self.operator} {self.right.text(rank)}"
        return f"({inner})" if outer >= rank else inner


@dataclass(frozen=True, slots=True)
class Call:
    """One of the whitelisted functions applied to its arguments."""

    function: str
    arguments: tuple[Term, ...]

    def text(self, _outer: int = 0) -> str:
        """Return the call as text."""
        return f"{self.function}({', '.join(a.text() for a in self.arguments)})"


Term = Number | Name | Negation | Binary | Call


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression of named parameters.

    Examples
    --------
    >>> e = parse("prize - 2 * cost")
    >>> sorted(e.names)
    ['cost', 'prize']
    >>> float(e.evaluate({"prize": 1.0, "cost": 0.25}))
    0.5
    >>> str(e.renamed({"cost": "pain"}))
    'prize - 2 * pain'
    """

    term: Term

    @property
    def names(self) -> frozenset[str]:
        """The parameters that the expression mentions."""
        return frozenset(_names(self.term))

    @property
    def constant(self) -> float | None:
        """The value when no parameter is mentioned, else None."""
        return None if self.names else float(self.evaluate({}))

    def evaluate(self, columns: Columns) -> NDArray[np.float64]:
        """Return the value for every draw; nan or inf where the arithmetic has none.

        Parameters
        ----------
        columns : mapping of name to float or array, shape (n_draws,)

        Raises
        ------
        ExpressionError
            If a name has no column.
        """
        try:
            with np.errstate(all="ignore"):
                return np.asarray(_evaluate(self.term, columns), dtype=np.float64)
        except KeyError:
            missing = ", ".join(sorted(self.names - columns.keys()))
            raise _refusal(str(self), 1, f"no value for {missing}") from None

    def renamed(self, names: Mapping[str, str | Expression]) -> Expression:
        """Return the expression with names replaced by other names or expressions.

        Raises
        ------
        ExpressionError
            If it then has too many operations in a row.
        """
        renamed = Expression(_renamed(self.term, names))
        return _of_bounded_height(renamed, str(self))

    def __str__(self) -> str:
        return self.term.text()


def parse(source: str | float) -> Expression:
    """Read an arithmetic expression of named parameters.

    Parameters
    ----------
    source : str or number
        Numbers, names, ``+ - * / **``, parentheses and the functions of `FUNCTIONS`. At most
        1,000 characters, 60 levels and 200 operations in a row; an exponent is a plain number of
        at most 16.

    Raises
    ------
    ExpressionError
        With the column (1-based) of the first thing that is not allowed.
    """
    if isinstance(source, bool):
        raise _refusal(str(source), 1, "true and false are not numbers")
    if isinstance(source, int | float):
        return Expression(_signed_number(float(source), str(source), 1))
    _check_tokens(source)
    try:
        parsed = ast.parse(" ".join(re.split(r"[\t\r\n]", source.strip())), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        # At the end of the text, the parser gives no place.
        column = getattr(error, "offset", None) or len(source.strip()) + 1
        raise _refusal(source, column + _indent(source), "this is not arithmetic") from None
    return _of_bounded_height(Expression(_Reader(source).read(parsed.body, 0)), source)


def quotient(above: int, below: int) -> Expression:
    """Return a fraction of whole numbers as an expression.

    Examples
    --------
    >>> str(quotient(-1, 3))
    '-1 / 3'
    """
    return Expression(Binary("/", _signed_number(float(above), "", 1), Number(float(below))))


def is_parameter_name(name: str) -> bool:
    """Say whether expressions can mention a parameter of this name.

    Examples
    --------
    >>> is_parameter_name("prize"), is_parameter_name("lambda"), is_parameter_name("max")
    (True, False, False)
    """
    return bool(_NAME.fullmatch(name)) and not _is_reserved(name)


def _is_reserved(name: str) -> bool:
    return (
        keyword.iskeyword(name)
        or name in FUNCTIONS
        or name.startswith("__")
        or name.lower() in ("nan", "inf", "infinity")
    )


def _refusal(source: str, column: int, reason: str) -> ExpressionError:
    return ExpressionError(
        f"bad expression: {reason}",
        text=source,
        column=column,
        right="numbers, parameter names, + - * / **, parentheses, " + ", ".join(FUNCTIONS),
    )


def _signed_number(value: float, source: str, column: int) -> Number | Negation:
    if not math.isfinite(value):
        raise _refusal(source, column, "a number must be finite")
    return Negation(Number(-value)) if value < 0 else Number(value)


def _indent(source: str) -> int:
    return len(source) - len(source.lstrip())


def _check_tokens(source: str) -> None:
    """Refuse anything outside the whitelist before `ast` sees it, so that columns are exact."""
    if len(source) > MAX_LENGTH:
        raise _refusal(source[:40] + "...", MAX_LENGTH + 1, f"longer than {MAX_LENGTH} characters")
    if not source.strip():
        raise _refusal(source, 1, "the expression is empty")
    position, depth, previous = 0, 0, ""
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _refusal(source, position + 1, f"{source[position]!r} is not part of arithmetic")
        kind, token = cast(str, match.lastgroup), match.group()
        if previous in ("number", "name") and kind in ("number", "name"):
            raise _refusal(source, position + 1, f"an operator is missing before {token!r}")
        if kind == "name" and keyword.iskeyword(token):
            raise _refusal(source, position + 1, f"{token!r} cannot be the name of a parameter")
        depth += (token == "(") - (token == ")")
        if depth > MAX_DEPTH:
            raise _refusal(source, position + 1, f"nested deeper than {MAX_DEPTH} levels")
        if kind != "space" or previous == "":
            previous = kind
        position = match.end()


class _Reader:
    """Copies the whitelisted part of Python's syntax tree; remembers the text for messages."""

    def __init__(self, source: str) -> None:
        self.source = source

    def refuse(self, node: ast.expr, reason: str) -> ExpressionError:
        return _refusal(self.source, node.col_offset + 1 + _indent(self.source), reason)

    def read(self, node: ast.expr, depth: int) -> Term:
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"nested deeper than {MAX_DEPTH} levels")
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return self.number(node, value)
            case ast.Name(id=name):
                return self.name(node, name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negation(self.read(operand, depth + 1))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand, depth + 1)
            case ast.BinOp(op=operator) if type(operator) in _BINARY:
                return self.chain(node, depth)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                return self.call(node, function, arguments, depth)
            case _:
                raise self.refuse(node, "only numbers, names, + - * / ** and functions are allowed")

    def number(self, node: ast.expr, value: float) -> Number:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self.refuse(node, "a number must be finite")
        return Number(number)

    def name(self, node: ast.expr, name: str) -> Name:
        if name in FUNCTIONS:
            raise self.refuse(node, f"{name!r} is a function: write {name}(...)")
        if _is_reserved(name):
            raise self.refuse(node, f"{name!r} cannot be the name of a parameter")
        return Name(name)

    def chain(self, node: ast.BinOp, depth: int) -> Term:
        """Read operations of one rank, one after the other, which are no deeper than the first."""
        rank = _PRECEDENCE[_BINARY[type(node.op)]]
        links: list[ast.BinOp] = []
        first: ast.expr = node
        while isinstance(first, ast.BinOp) and _rank(first) == rank:
            links.append(first)
            first = first.left
            if rank == _PRECEDENCE["**"]:
                break
        if len(links) > MAX_OPERATIONS:
            raise self.refuse(node, TOO_MANY)
        term = self.read(first, depth + 1)
        for link in reversed(links):
            term = self.binary(_BINARY[type(link.op)], term, link.right, depth)
        return term

    def binary(self, operator: str, left: Term, right: ast.expr, depth: int) -> Binary:
        operand = self.read(right, depth + 1)
        if operator == "**":
            bare = operand.operand if isinstance(operand, Negation) else operand
            if not isinstance(bare, Number) or bare.value > MAX_EXPONENT:
                raise self.refuse(
                    right, f"an exponent must be a plain number of at most {MAX_EXPONENT:g}"
                )
        return Binary(operator, left, operand)

    def call(self, node: ast.expr, function: str, arguments: list[ast.expr], depth: int) -> Call:
        if function not in FUNCTIONS:
            raise self.refuse(
                node, f"there is no function {function!r}; known: {', '.join(FUNCTIONS)}"
            )
        expected = FUNCTIONS[function][1]
        if (len(arguments) < 2) if expected is None else (len(arguments) != expected):
            raise self.refuse(node, f"{function} takes {expected or 'two or more'} argument(s)")
        return Call(function, tuple(self.read(a, depth + 1) for a in arguments))


def _rank(node: ast.BinOp) -> int:
    return _PRECEDENCE.get(_BINARY.get(type(node.op), ""), 0)


def _of_bounded_height(expression: Expression, source: str) -> Expression:
    """Refuse what is too high a tree to be worked on by functions that call themselves."""
    level: list[Term] = [expression.term]
    for _ in range(MAX_OPERATIONS + 1):
        level = [below for term in level for below in _below(term)]
        if not level:
            return expression
    raise _refusal(f"{source[:40]}...", 1, TOO_MANY)


def _below(term: Term) -> tuple[Term, ...]:
    match term:
        case Negation(operand):
            return (operand,)
        case Binary(_, left, right):
            return left, right
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def _names(term: Term) -> set[str]:
    match term:
        case Number():
            return set()
        case Name(name):
            return {name}
        case Negation(operand):
            return _names(operand)
        case Binary(_, left, right):
            return _names(left) | _names(right)
        case Call(_, arguments):
            return {name for argument in arguments for name in _names(argument)}


def _evaluate(term: Term, columns: Columns) -> Any:
    match term:
        case Number(value):
            return np.float64(value)
        case Name(name):
            return np.asarray(columns[name], dtype=np.float64)
        case Negation(operand):
            return np.negative(_evaluate(operand, columns))
        case Binary(operator, left, right):
            return _APPLY[operator](_evaluate(left, columns), _evaluate(right, columns))
        case Call(function, arguments):
            apply, expected = FUNCTIONS[function]
            values = [_evaluate(a, columns) for a in arguments]
            if expected is not None:
                return apply(*values)
            result = values[0]
            for value in values[1:]:
                result = apply(result, value)
            return result


def _renamed(term: Term, names: Mapping[str, str | Expression]) -> Term:
    match term:
        case Number():
            return term
        case Name(name):
            new = names.get(name, name)
            return new.term if isinstance(new, Expression) else Name(new)
        case Negation(operand):
            return Negation(_renamed(operand, names))
        case Binary(operator, left, right):
            return Binary(operator, _renamed(left, names), _renamed(right, names))
        case Call(function, arguments):
            return Call(function, tuple(_renamed(a, names) for a in arguments))


def differentiate(expression: Expression, name: str, columns: Columns) -> NDArray[np.float64]:
    """Return the derivative by one parameter for every draw, exact up to rounding.

    At a kink of min, max or abs the derivative is that of the branch taken (the first of equal
    ones; 0 for abs). The shape is that of the broadcast columns.
    """
    with np.errstate(all="ignore"):
        slope = _dual(expression.term, name, columns)[1]
    shape = np.broadcast_shapes(*(np.shape(columns[each]) for each in expression.names), ())
    return np.broadcast_to(np.asarray(slope, dtype=np.float64), shape)


def _dual(term: Term, name: str, columns: Columns) -> tuple[Any, Any]:
    """Return a term's value and its derivative."""
    match term:
        case Number(value):
            return np.float64(value), np.float64(0.0)
        case Name(mentioned):
            return np.asarray(columns[mentioned], dtype=np.float64), np.float64(mentioned == name)
        case Negation(operand):
            value, slope = _dual(operand, name, columns)
            return -value, -slope
        case Binary(operator, left, right):
            (x, dx), (y, dy) = _dual(left, name, columns), _dual(right, name, columns)
            return _APPLY[operator](x, y), _binary_slope(operator, x, dx, y, dy)
        case Call(function, arguments):
            duals = [_dual(argument, name, columns) for argument in arguments]
            return _call_slope(function, duals)


def _binary_slope(operator: str, x: Any, dx: Any, y: Any, dy: Any) -> Any:
    match operator:
        case "+":
            return dx + dy
        case "-":
            return dx - dy
        case "*":
            return dx * y + x * dy
        case "/":
            return (dx - x / y * dy) / y
        case _:  # the exponent is a plain number
            return y * np.power(x, y - 1.0) * dx


def _call_slope(function: str, duals: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    x, dx = duals[0]
    match function:
        case "abs":
            return np.abs(x), np.sign(x) * dx
        case "sqrt":
            return np.sqrt(x), dx / (2.0 * np.sqrt(x))
        case "exp":
            return np.exp(x), np.exp(x) * dx
        case "log":
            return np.log(x), dx / x
        case _:  # min and max
            for y, dy in duals[1:]:
                keep = x <= y if function == "min" else x >= y
                x, dx = np.where(keep, x, y), np.where(keep, dx, dy)
            return x, dx
