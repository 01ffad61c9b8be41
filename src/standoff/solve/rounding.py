"""How far rounding may have moved a number that was computed from an expression.

The bound follows the arithmetic step by step (running error analysis): what the operands may be
off by, and half a unit in the last place of every result. Parameters and plain numbers count as
exact, unless it is asked what follows if they are not.

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


def with_rounding(
    expression: Expression, columns: Columns, n_draws: int, off: float = 0.0
) -> tuple[Floats, Floats]:
    """Return the value of an expression for every draw, and a bound on its rounding.

    Parameters
    ----------
    expression : Expression
    columns : mapping of name to float or array, shape (n_draws,)
    n_draws : int
    off : float
        The share of themselves that parameters and plain numbers may be off by.
    """
    with np.errstate(all="ignore"):
        error = _error(expression.term, columns, off)[1]
    value = expression.evaluate(columns)
    return np.broadcast_to(value, n_draws), np.broadcast_to(error, n_draws)


def _error(term: Term, columns: Columns, off: float) -> tuple[Floats, Floats]:
    """Return the value of a term and a bound on its rounding."""
    match term:
        case Number(number):
            value = np.asarray(number, dtype=np.float64)
            return value, off * np.abs(value)
        case Name(name):
            value = np.asarray(columns[name], dtype=np.float64)
            return value, off * np.abs(value)
        case Negation(operand):
            value, error = _error(operand, columns, off)
            return np.negative(value), error
        case Binary(operator, left, right):
            return _of_two(operator, _error(left, columns, off), _error(right, columns, off))
        case Call(function, arguments):
            return _of_call(function, [_error(each, columns, off) for each in arguments])


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
            x, dx = _of_extreme(function, (x, dx), (y, dy))
        return x, dx
    if function == "abs":
        return np.abs(x), dx
    least = np.maximum(x - dx, 0.0)
    if function == "sqrt":
        value = np.sqrt(x)
        # The root of nothing has no slope, but what it moves by has a bound.
        above, below = np.sqrt(x + dx) + value, np.sqrt(least) + value
        moved = np.maximum(_share(dx, above), _share(np.minimum(dx, x), below))
        return value, moved + UNIT * np.abs(value)
    if function == "exp":
        value = np.exp(x)
        return value, value * np.expm1(dx) + LIBRARY * value
    value = np.log(x)
    moved = np.where(dx == 0.0, 0.0, dx / np.where(least > 0.0, least, np.nan))
    return value, np.where(np.isnan(moved), np.inf, moved) + LIBRARY * np.abs(value)


def _of_extreme(
    function: str, one: tuple[Floats, Floats], other: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return the smaller or the larger of two: one that is out of reach moves nothing."""
    (x, dx), (y, dy) = one, other
    sign = 1.0 if function == "max" else -1.0
    value = np.maximum(x, y) if function == "max" else np.minimum(x, y)
    x_counts = sign * x + dx >= sign * y - dy
    y_counts = sign * y + dy >= sign * x - dx
    return value, np.maximum(np.where(x_counts, dx, 0.0), np.where(y_counts, dy, 0.0))


def _share(x: Floats, y: Floats) -> Floats:
    """Return x / y, and 0 where x is 0."""
    return np.where(x == 0.0, 0.0, x / y)
