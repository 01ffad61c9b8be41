"""Payoff arithmetic: what is read, what is refused, and that it computes what it says."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import ExpressionError
from standoff.solve.exact_check import exactly
from standoff.solve.rounding import with_rounding
from standoff.text.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_OPERATIONS,
    Binary,
    Call,
    Expression,
    Name,
    Negation,
    Number,
    Term,
    differentiate,
    parse,
)

VALUES = {"a": 0.3, "b": -1.7, "c": 12.0}


def plain(term: Term) -> float:
    """Evaluate a term with Python's own arithmetic."""
    match term:
        case Number(value):
            return value
        case Name(name):
            return VALUES[name]
        case Negation(operand):
            return -plain(operand)
        case Binary(operator, left, right):
            x, y = plain(left), plain(right)
            if operator == "/":
                return x / y if y else math.nan
            return {"+": x + y, "-": x - y, "*": x * y}[operator]
        case Call("min" | "max" as function, arguments):
            values = [plain(each) for each in arguments]
            # A number that is none stays none, whatever it is compared with.
            bad = next((value for value in values if math.isnan(value)), None)
            return (min if function == "min" else max)(values) if bad is None else bad
        case Call(_, arguments):
            return abs(plain(arguments[0]))


def terms() -> st.SearchStrategy[Term]:
    leaves = st.one_of(
        st.floats(0, 100, allow_subnormal=False).map(Number),
        st.sampled_from(list(VALUES)).map(Name),
    )

    def grow(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        pair = st.tuples(inner, inner)
        return st.one_of(
            inner.map(Negation),
            st.builds(lambda o, p: Binary(o, *p), st.sampled_from(list("+-*/")), pair),
            st.builds(lambda f, p: Call(f, p), st.sampled_from(["min", "max"]), pair),
            inner.map(lambda term: Call("abs", (term,))),
        )

    return st.recursive(leaves, grow, max_leaves=12)


@given(terms())
def test_text_reads_back_as_the_same_expression(term: Term) -> None:
    expression = Expression(term)
    assert parse(str(expression)) == expression


@given(terms())
def test_values_are_those_of_plain_arithmetic(term: Term) -> None:
    expected = plain(term)
    if math.isnan(expected) or math.isinf(expected):
        return  # division by zero, where Python has no answer
    value = Expression(term).evaluate(VALUES)
    assert value == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    column = 1
    try:
        parse(text)
    except ExpressionError as error:
        column = error.column
    assert 1 <= column <= len(text) + 2


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("prize.real", 6, "not part of arithmetic"),
        ("__import__('os')", 12, "not part of arithmetic"),
        ("__class__", 1, "cannot be the name"),
        ("open(a)", 1, "no function 'open'"),
        ("a b", 3, "operator is missing"),
        ("2 x", 3, "operator is missing"),
        ("1.2.3", 4, "operator is missing"),
        ("2 ** 99", 6, "exponent"),
        ("2 ** a", 6, "exponent"),
        ("2 ** 2 ** 2", 6, "exponent"),
        ("lambda: 1", 1, "'lambda' cannot be the name of a parameter"),
        ("[1]", 1, "not part of arithmetic"),
        ("a if b else c", 3, "operator is missing"),
        ("a < b", 3, "not part of arithmetic"),
        ("a; b", 2, "not part of arithmetic"),
        ("min(a)", 1, "two or more"),
        ("abs(a, b)", 1, "takes 1"),
        ("min", 1, "is a function"),
        ("min(*a, b)", 5, "only numbers"),
        ("nan", 1, "cannot be the name"),
        ("1e999", 1, "finite"),
        ("9" * 400, 1, "finite"),
        ("", 1, "empty"),
        ("   ", 1, "empty"),
        ("a +", 4, "not arithmetic"),
        ("é", 1, "not part of arithmetic"),
        ("a\x00", 2, "not part of arithmetic"),
    ],
)
def test_refusals_say_where_and_why(text: str, column: int, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason) as caught:
        parse(text)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "a" + ")" * 5_000,
        "(" * 100 + "a" + ")" * 100,
        "-" * 900 + "a",
        "+".join("a" * 400),
        "(" * 30 + "+".join("a" * 190) + ")" * 30 + ("*(a" * 100 + ")" * 100),
        "a" * (MAX_LENGTH + 1),
        "abs(" * 200,
    ],
)
def test_size_is_bounded(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize("n", [MAX_DEPTH + 2, 200, MAX_OPERATIONS + 1])
def test_a_long_sum_is_not_deep(n: int) -> None:
    chain = parse("+".join("a" * n))
    assert chain.evaluate({"a": np.ones(3)}).tolist() == [n] * 3
    assert chain == parse("+".join("a" * n)) == pickle.loads(pickle.dumps(chain))
    assert hash(chain) == hash(parse(str(chain)[:1] + "+a" * (n - 1)))
    assert differentiate(chain, "a", {"a": np.ones(1)}).tolist() == [n]
    assert chain.renamed({"a": "b"}).names == {"b"}
    value, rounding = with_rounding(chain, {"a": np.full(1, 0.1)}, 1)
    assert abs(value[0] - n * 0.1) <= rounding[0] + 1e-15
    assert exactly(chain.term, {"a": Fraction(1, 2)}) == Fraction(n, 2)


def test_long_chains_are_read_from_the_left() -> None:
    assert parse("a - b + c - 1").evaluate({"a": 5.0, "b": 2.0, "c": 1.0}) == 3.0
    assert parse("a / b * c / 2").evaluate({"a": 8.0, "b": 2.0, "c": 4.0}) == 8.0
    assert parse("a - b * c - (a - b)").evaluate({"a": 5.0, "b": 2.0, "c": 1.0}) == 0.0
    with pytest.raises(ExpressionError, match="nested deeper than 60 levels"):
        parse("a*(b+" * 61 + "a" + ")" * 61)


def test_sums_within_sums_are_bounded_too() -> None:
    long = parse("+".join("a" * 190))
    with pytest.raises(ExpressionError, match="more than 200 operations in a row"):
        long.renamed({"a": long}).renamed({"a": long})


def test_numbers_are_expressions() -> None:
    assert parse(-0.5).constant == -0.5
    assert parse(3).constant == 3.0
    for value in (True, math.nan, math.inf):
        with pytest.raises(ExpressionError):
            parse(value)


def test_division_by_zero_is_a_value() -> None:
    values = parse("1 / a").evaluate({"a": np.array([0.0, 2.0])})
    assert values.tolist() == [math.inf, 0.5]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ExpressionError, match="no value for cost"):
        parse("prize - cost").evaluate({"prize": 1.0})


def test_names_can_be_replaced_by_expressions() -> None:
    renamed = parse("x * y").renamed({"x": parse("a + b"), "y": "c"})
    assert str(renamed) == "(a + b) * c"
