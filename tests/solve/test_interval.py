"""Compiled intervals contain every exact value: checked with fractions, decimals and a twin."""

from __future__ import annotations

from decimal import Decimal, getcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.solve import plain_interval as plain

from standoff.solve.kernels import interval as kernel

getcontext().prec = 60
numbers = st.one_of(
    st.floats(-1e6, 1e6, allow_subnormal=False),
    st.sampled_from([0.0, 1.0, -1.0, 1e-200, -1e-200, 1e150]),
)
shares = st.floats(0, 1)
Pair = tuple[float, float]


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Pair, float]:
    """An interval and a number inside it."""
    a, b = sorted((draw(numbers), draw(numbers)))
    inside = min(max(a + draw(shares) * (b - a), a), b)
    return (a, b), inside


def holds(interval: Pair, exact: Fraction | Decimal) -> bool:
    low, high = interval
    if isinstance(exact, Decimal):
        return Decimal(low) <= exact <= Decimal(high)
    return Fraction(low) <= exact and (high == np.inf or exact <= Fraction(high))


@given(boxes(), boxes())
def test_sums_and_products(one: tuple[Pair, float], other: tuple[Pair, float]) -> None:
    (a, x), (b, y) = one, other
    exact = Fraction(x), Fraction(y)
    assert holds(kernel.times(*a, *b), exact[0] * exact[1])
    assert holds((kernel.down(a[0] + b[0]), kernel.up(a[1] + b[1])), exact[0] + exact[1])
    assert holds((kernel.down(a[0] - b[1]), kernel.up(a[1] - b[0])), exact[0] - exact[1])


@given(numbers, numbers)
def test_products_are_tight(x: float, y: float) -> None:
    low, high = kernel.times(x, x, y, y)
    assert high - low <= 2e-15 * abs(x * y) + 1e-299


@given(st.floats(-740, 690))
def test_exponentials_and_logarithms(x: float) -> None:
    assert holds((kernel.exp_low(x), kernel.exp_high(x)), Decimal(x).exp())
    y = abs(x) + 1e-3
    assert holds((kernel.log_low(y), kernel.log_high(y)), Decimal(y).ln())


@given(st.lists(st.tuples(shares, shares, numbers, numbers), min_size=1, max_size=5))
def test_mixtures_hold_every_average(parts: list[tuple[float, float, float, float]]) -> None:
    """Take weights that add up to one exactly, widen them, and compare in fractions."""
    raw = [Fraction(max(a, 1e-3)) for a, _, _, _ in parts]
    weights = [w / sum(raw) for w in raw]
    p_low = np.array(
        [max(0.0, float(w) - s - 1e-9) for w, (_, s, _, _) in zip(weights, parts, strict=True)]
    )
    p_high = np.array(
        [min(1.0, float(w) + s + 1e-9) for w, (_, s, _, _) in zip(weights, parts, strict=True)]
    )
    low = np.array([min(c, d) for _, _, c, d in parts])
    high = np.array([max(c, d) for _, _, c, d in parts])
    n = len(parts)
    order, turned = np.empty(n, dtype=np.int64), np.empty(n)
    found = kernel.mixture(p_low, p_high, low, high, n, order, turned)
    for values in (low, high):
        exact = sum(w * Fraction(float(v)) for w, v in zip(weights, values, strict=True))
        assert holds(found, exact)
    size = max(np.abs(low).max(), np.abs(high).max())
    assert found[0] >= low.min() - 1e-12 * size - 1e-290
    assert found[1] <= high.max() + 1e-12 * size + 1e-290
    twin = plain.mixture(
        [plain.Interval(a, b) for a, b in zip(p_low, p_high, strict=True)],
        [plain.Interval(a, b) for a, b in zip(low, high, strict=True)],
    )
    assert found == pytest.approx((twin.lo, twin.hi), rel=1e-9, abs=1e-9 * size + 1e-290)


@given(
    st.lists(st.tuples(st.floats(-800, 800), st.floats(0, 60), shares), min_size=1, max_size=5),
    st.integers(0, 4),
)
def test_shares_hold_every_softmax(parts: list[tuple[float, float, float]], own: int) -> None:
    own %= len(parts)
    low = np.array([a for a, _, _ in parts])
    high = np.array([a + w for a, w, _ in parts])
    low[own] = high[own] = 0.0
    inside = [
        min(max(lo + s * (hi - lo), lo), hi)
        for lo, hi, (_, _, s) in zip(low, high, parts, strict=True)
    ]
    p_low, p_high, log_low, log_high = kernel.share(low, high, own, len(parts))
    odds = [Decimal(x).exp() for x in inside]
    exact = odds[own] / sum(odds)
    assert holds((p_low, p_high), exact)
    assert holds((log_low, log_high), exact.ln())
    assert 0.0 <= p_low <= p_high <= 1.0


@given(st.floats(-900, 900), st.floats(0, 50), shares)
def test_spread_of_two_holds_p_times_one_minus_p(low: float, width: float, share: float) -> None:
    high = low + width
    inside = min(max(low + share * width, low), high)
    odds = Decimal(-abs(inside)).exp()
    least, most = kernel.spread_of_two(low, high)
    exact, rounding = odds / (1 + odds) ** 2, Decimal("1e-50")
    assert Decimal(least) * (1 - rounding) <= exact <= Decimal(most) * (1 + rounding)


def test_exponentials_beyond_double_precision_are_unbounded() -> None:
    assert kernel.exp_high(1e4) == np.inf
    assert 0.0 < kernel.exp_low(1e4) < np.inf
    assert kernel.exp_low(-1e4) == 0.0
    assert kernel.exp_high(-1e4) > 0.0
