"""Numbers of Gambit's files: exact in, exact out, and no number that exhausts the reader."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.game.exchange.number import (
    expression_of,
    is_number,
    text_of,
    text_of_value,
    value_of,
)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_double_comes_back(value: float) -> None:
    text = text_of_value(value)
    assert is_number(text)
    assert value_of(text) == (value, "")
    assert float(expression_of(text).evaluate({})) == value


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**20))
def test_any_quotient_is_its_nearest_double(above: int, below: int) -> None:
    text = f"{above}/{below}"
    nearest = float(Fraction(above, below))
    assert value_of(text) == (nearest, "")
    expression = expression_of(text)
    assert float(expression.evaluate({})) == nearest
    if max(abs(above), below) < 2**53:
        assert text_of(expression, nearest) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("+1", 1), ("-.5", -0.5), ("2.", 2), ("1e-3", 1e-3), ("1E+3", 1e3), ("-6/4", -1.5)],
)
def test_every_way_to_write_a_number(text: str, value: float) -> None:
    assert is_number(text)
    assert value_of(text) == (value, "")


@pytest.mark.parametrize(
    "text", ["", "-", ".", "e5", "1/", "/2", "1.5/2", "1/-2", "0x1", "1_000", "nan", "inf", "１"]
)
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)
    assert value_of(text)[1]


@pytest.mark.parametrize("text", ["1/0", "9" * 399, "1e400", "1e-99999", "0e999999999", "1" * 1001])
def test_what_cannot_be_computed(text: str) -> None:
    assert is_number(text)
    assert value_of(text)[1]


def test_tables_of_small_fractions_look_like_fractions() -> None:
    assert [text_of_value(x) for x in (1 / 3, 0.1, 0.1 + 0.2, -2 / 7, -0.0, 1e22)] == [
        "1/3",
        "0.1",
        "0.30000000000000004",
        "-2/7",
        "0",
        "1e+22",
    ]
    assert text_of_value(float(np.float64(0.5))) == "0.5"
