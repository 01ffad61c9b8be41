"""Intervals contain every value of the exact operation: checked with fractions and decimals."""

from __future__ import annotations

from decimal import Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from standoff.solve.interval import Interval, mixture, point

getcontext().prec = 60
numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
shares = st.floats(0, 1)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Interval, float]:
    """An interval and a number inside it."""
    a, b = sorted((draw(numbers), draw(numbers)))
    inside = min(max(a + draw(shares) * (b - a), a), b)
    return Interval(a, b), inside


def holds(interval: Interval, exact: Fraction | Decimal) -> bool:
    if isinstance(exact, Decimal):
        return Decimal(interval.lo) <= exact <= Decimal(interval.hi)
    return Fraction(interval.lo) <= exact <= Fraction(interval.hi)


@given(boxes(), boxes())
def test_sums_differences_and_products(one: tuple, other: tuple) -> None:
    (a, x), (b, y) = one, other
    exact = Fraction(x), Fraction(y)
    assert holds(a + b, exact[0] + exact[1])
    assert holds(a - b, exact[0] - exact[1])
    assert holds(a * b, exact[0] * exact[1])
    assert holds(-a, -exact[0])


@given(st.floats(-600, 600), st.floats(0, 5), shares)
def test_exponentials_and_logarithms(low: float, width: float, share: float) -> None:
    box = Interval(low, low + width)
    inside = min(low + share * width, box.hi)
    assert holds(box.exp(), Decimal(inside).exp())
    raised = Interval(box.lo + 601, box.hi + 601)
    assert holds(raised.log(), Decimal(min(max(inside + 601, raised.lo), raised.hi)).ln())
    assert holds(raised.inverse(), 1 / Fraction(raised.lo))


@given(st.lists(st.tuples(shares, shares, numbers, numbers), min_size=1, max_size=5))
def test_mixtures_hold_every_average(parts: list[tuple[float, float, float, float]]) -> None:
    """Take weights that add up to one exactly, widen them, and compare in fractions."""
    raw = [Fraction(max(a, 1e-3)) for a, _, _, _ in parts]
    weights = [w / sum(raw) for w in raw]
    bounds = []
    for w, (_, slack, _, _) in zip(weights, parts, strict=True):
        low, high = max(0.0, float(w) - slack - 1e-9), min(1.0, float(w) + slack + 1e-9)
        bounds.append(Interval(low, high))
    values = [Interval(min(c, d), max(c, d)) for _, _, c, d in parts]
    found = mixture(bounds, values)
    for pick in ("lo", "hi"):
        exact = sum(w * Fraction(getattr(v, pick)) for w, v in zip(weights, values, strict=True))
        assert holds(found, exact)


def test_a_mixture_is_no_wider_than_its_values() -> None:
    loose = [Interval(0.0, 1.0), Interval(0.0, 1.0)]
    found = mixture(loose, [point(2.0), point(3.0)])
    assert found.lo == pytest.approx(2.0)
    assert found.hi == pytest.approx(3.0)


@given(boxes(), boxes())
def test_what_two_have_in_common(one: tuple, other: tuple) -> None:
    (a, _), (b, _) = one, other
    common = a.meet(b)
    assert (common is None) == (a.hi < b.lo or b.hi < a.lo)
    assume(common is not None)
    assert common.width <= min(a.width, b.width)
