"""How far rounding may have moved a number that was computed from an expression.

The bound follows the arithmetic step by step (running error analysis): what the operands may be
off by, and half a unit in the last place of every result. Parameters count as exact.

References
----------
Higham, N. (2002). Accuracy and Stability of Numerical Algorithms. SIAM, section 3.3.
"""

from __future__ import annotations

import numpy as np

from standoff.game.lower import Floats
from standoff.text.expression import (
    Binary,
    Call,
    Columns,
    Expression,
    Name,
    Negation,
    Number,
    Term,
)

#: Relative error of one operation, and of one call of a function of the C library.
UNIT = 2.0**-53
LIBRARY = 4.0 * UNIT


def with_rounding(expression: Expression, columns: Columns, n_draws: int) -> tuple[Floats, Floats]:
    """Return the value of an expression for every draw, and a bound on its rounding.

    Parameters
    ----------
    expression : Expression
    columns : mapping of name to float or array, shape (n_draws,)
    n_draws : int
    """
    with np.errstate(all="ignore"):
        error = _error(expression.term, columns)[1]
    value = expression.evaluate(columns)
    return np.broadcast_to(value, n_draws), np.broadcast_to(error, n_draws)


def _error(term: Term, columns: Columns) -> tuple[Floats, Floats]:
    """Return the value of a term and a bound on its rounding."""
    nothing = np.float64(0.0)
    match term:
        case Number(value):
            return np.asarray(value), np.asarray(nothing)
        case Name(name):
            return np.asarray(columns[name], dtype=np.float64), np.asarray(nothing)
        case Negation(operand):
            value, error = _error(operand, columns)
            return np.negative(value), error
        case Binary(operator, left, right):
            return _of_two(operator, _error(left, columns), _error(right, columns))
        case Call(function, arguments):
            return _of_call(function, [_error(each, columns) for each in arguments])


def _of_two(
    operator: str, left: tuple[Floats, Floats], right: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    (x, dx), (y, dy) = left, right
    if operator in "+-":
        value = x + y if operator == "+" else x - y
        return value, dx + dy + UNIT * np.abs(value)
    if operator == "*":
        value = x * y
        return value, dx * np.abs(y) + dy * np.abs(x) + dx * dy + UNIT * np.abs(value)
    if operator == "/":
        value = x / y
        # A divisor that may be zero leaves everything open.
        least = np.abs(y) - dy
        moved = (dx + dy * np.abs(value)) / np.where(least > 0.0, least, np.nan)
        moved = np.where((dx == 0.0) & (dy == 0.0), 0.0, moved)
        return value, np.where(np.isnan(moved), np.inf, moved) + UNIT * np.abs(value)
    value = np.power(x, y)  # the exponent is a plain number
    slope = np.abs(y) * np.power(np.abs(x) + dx, np.maximum(y - 1.0, 0.0))
    below = np.abs(y) * np.power(np.maximum(np.abs(x) - dx, 0.0), np.minimum(y - 1.0, 0.0))
    moved = np.where(dx == 0.0, 0.0, dx * slope * np.maximum(below, 1.0))
    return value, moved + LIBRARY * np.abs(value)


def _of_call(function: str, arguments: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    x, dx = arguments[0]
    if function in ("min", "max"):
        for y, dy in arguments[1:]:
            x = np.minimum(x, y) if function == "min" else np.maximum(x, y)
            dx = np.maximum(dx, dy)
        return x, dx
    if function == "abs":
        return np.abs(x), dx
    least = np.maximum(x - dx, 0.0)
    if function == "sqrt":
        value = np.sqrt(x)
        moved = np.where(dx == 0.0, 0.0, dx / (np.sqrt(least) + value))
        return value, moved + UNIT * np.abs(value)
    if function == "exp":
        value = np.exp(x)
        return value, value * np.expm1(dx) + LIBRARY * value
    value = np.log(x)
    moved = np.where(dx == 0.0, 0.0, dx / np.where(least > 0.0, least, np.nan))
    return value, np.where(np.isnan(moved), np.inf, moved) + LIBRARY * np.abs(value)
