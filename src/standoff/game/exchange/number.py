"""Numbers of Gambit files: exact texts such as 3/10 to expressions, and numbers back to texts.

Gambit computes with exact fractions and refuses chances that do not add up to exactly one, so a
chance is written as a short fraction or with 15 digits, and the largest takes up the rounding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

from standoff.text.expression import Binary, Expression, Negation, Number, parse, quotient

#: Longer numbers are refused; what a chance of 1e-320 leaves to another has 700 characters.
MAX_CHARACTERS = 1_000
_MAX_EXPONENT = 400

#: Whole numbers below are exact as doubles.
_EXACT = 2**53

#: A chance that is a fraction with a denominator up to this is written as one.
_DENOMINATOR = 1000

#: Chances so near to the largest are as large: rounding must not change which one is taken.
_AS_LARGE = 1 - Fraction(1, 10**6)

_DECIMALS = Context(prec=MAX_CHARACTERS // 2)

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE](?P<exponent>[+-]?[0-9]+))?)"
)
_QUOTIENT = re.compile(r"([+-]?[0-9]+)/([0-9]+)")


def is_number(text: str) -> bool:
    """Say whether a text is written like a number; it may still be too long or divide by zero."""
    return _NUMBER.fullmatch(text) is not None


def value_of(text: str) -> tuple[float, str]:
    """Return the value of a number as it is written, and what is wrong with it if anything is."""
    if len(text) > MAX_CHARACTERS:
        return 0.0, f"has more than {MAX_CHARACTERS} characters"
    match = _NUMBER.fullmatch(text)
    if match is None:
        return 0.0, "is not a number"
    exponent = match["exponent"] or "0"
    if len(exponent) > 5 or abs(int(exponent)) > _MAX_EXPONENT:
        return 0.0, "is too large or too small"
    try:
        return float(Fraction(text)), ""
    except ZeroDivisionError:
        return 0.0, "is divided by zero"
    except OverflowError:
        return 0.0, "is too large"


def expression_of(text: str) -> Expression:
    """Return a number as an expression; a quotient stays one, so that it can be written again.

    Examples
    --------
    >>> str(expression_of("3/10")), str(expression_of(".80"))
    ('3 / 10', '0.8')
    """
    match = _QUOTIENT.fullmatch(text)
    if match and max(abs(int(match[1])), int(match[2])) < _EXACT:
        return quotient(int(match[1]), int(match[2]))
    return parse(value_of(text)[0])


def text_of(expression: Expression, value: float) -> str:
    """Return the text of a payoff that reads back as the same double.

    Parameters
    ----------
    expression : Expression
        A quotient of whole numbers is written as one.
    value : float
        What the expression comes to.

    Examples
    --------
    >>> text_of(parse("3 / 10"), 0.3), text_of(parse("x / 3"), 2 / 3), text_of(parse("x"), 0.1)
    ('3/10', '2/3', '0.1')
    """
    return _quotient(expression) or text_of_value(value)


def text_of_value(value: float) -> str:
    """Return the shortest text that reads back as the same double: a decimal or a fraction."""
    decimal = repr(value + 0.0).removesuffix(".0")
    if len(decimal) <= 12:
        return decimal
    fraction = Fraction(value).limit_denominator(_DENOMINATOR)
    return str(fraction) if fraction and float(fraction) == value else decimal


def texts_of_chances(expressions: Sequence[Expression], values: Sequence[float]) -> tuple[str, ...]:
    """Return texts of chances that add up to exactly one.

    They differ from the values by at most 1e-15 of each, except the largest: it also takes up what
    the values miss to one.

    Examples
    --------
    >>> texts_of_chances([parse("p"), parse("1 - p")], [0.9, 1 - 0.9])
    ('0.9', '0.1')
    """
    texts = [
        _quotient(expression) or _chance(value)
        for expression, value in zip(expressions, values, strict=True)
    ]
    exact = [Fraction(text) for text in texts]
    missing = 1 - sum(exact, start=Fraction())
    if missing:
        most = _AS_LARGE * max(exact)
        largest = next(i for i, value in enumerate(exact) if value >= most)
        texts[largest] = _fraction(exact[largest] + missing)
    return tuple(texts)


def _chance(value: float) -> str:
    fraction = Fraction(value).limit_denominator(_DENOMINATOR)
    if math.isclose(float(fraction), value, rel_tol=1e-15, abs_tol=0.0):
        return _fraction(fraction)
    return f"{value:.15g}"


def _fraction(value: Fraction) -> str:
    """Write a fraction as a decimal where that is exact and short."""
    decimal = _DECIMALS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{decimal.normalize(_DECIMALS):f}" if Fraction(decimal) == value else str(value)


def _quotient(expression: Expression) -> str:
    """Return a quotient of two plain whole numbers as text, else nothing."""
    match expression.term:
        case Binary("/", Number(above), Number(below)):
            sign = ""
        case Binary("/", Negation(Number(above)), Number(below)):
            sign = "-"
        case _:
            return ""
    whole = above.is_integer() and below.is_integer() and below > 0
    return f"{sign}{int(above)}/{int(below)}" if whole and max(above, below) < _EXACT else ""
