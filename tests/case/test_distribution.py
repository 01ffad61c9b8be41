from __future__ import annotations

import math
from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from standoff.case import Distribution, RangeError
from standoff.case.range_text import DistributionKind

Floats = NDArray[np.float64]

SHARES = np.linspace(0.0005, 0.9995, 2001)


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        (".2 to .8", "interval", (0.2, 0.8)),
        ("  -1e-3   to  +2. ", "interval", (-0.001, 2.0)),
        ("uniform(.2, .8)", "uniform", (0.2, 0.8)),
        ("triangular( .2,.35 , .8 )", "triangular", (0.2, 0.35, 0.8)),
        ("beta(2, 5)", "beta", (2.0, 5.0)),
        ("normal(.35, .1)", "normal", (0.35, 0.1)),
        ("lognormal(-1, .5)", "lognormal", (-1.0, 0.5)),
    ],
)
def test_every_form_is_read_and_written(text: str, kind: str, numbers: tuple[float, ...]):
    found = Distribution.parse(text)
    assert (found.kind, found.numbers) == (kind, numbers)
    assert Distribution.parse(str(found)) == found


@pytest.mark.parametrize(
    ("text", "what", "right"),
    [
        (".8 to .2", "runs from 0.8 to 0.2", "smaller number first"),
        (".5 to .5", "runs from 0.5 to 0.5", "write 'fixed'"),
        (".2 - .8", "'.2 - .8' is not a range", "write a to b"),
        ("20 % to 40 %", "is not a range", "write .2 instead of 20 %"),
        ("unifrom(.2, .8)", "no range called 'unifrom'", "did you mean 'uniform'?"),
        ("cauchy(0, 1)", "no range called 'cauchy'", "write a to b"),
        ("uniform(.2)", "has 1 numbers", "write uniform(low, high)"),
        ("triangular(.2, .9, .8)", "out of order", "ascending"),
        ("triangular(.2, .2, .2)", "out of order", "ascending"),
        ("beta(0, 2)", "above 0", ""),
        ("normal(0, 0)", "deviation in normal", ""),
        ("lognormal(0, -1)", "deviation in lognormal", ""),
        ("lognormal(800, 1)", "above 1e100", "lognormal(3, .5) is around 20"),
        ("lognormal(-800, 1)", "below 1e-100", "natural logarithms"),
        ("lognormal(0, 90)", "above 1e100", ""),
        ("lognormal(200, 10)", "above 1e100", ""),
        ("beta(1e-10, 1)", "nearly always 0 or 1", "at least 0.1, or a conflict"),
        ("beta(3, 1e9)", "too narrow", "at most 1e+06"),
        ("uniform(a, b)", "'a' in 'uniform(a, b)' is not a finite number", "write numbers"),
        ("normal(1e999, 1)", "not a finite number", ""),
        ("normal(1e200, 1)", "between -1e+100 and 1e+100", ""),
        ("nan to inf", "is not a range", ""),
        ("", "'' is not a range", "write a to b"),
        ("fixed", "needs a value", "give the value"),
        ("uniform((1), 2)", "is not a range", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(text: str, what: str, right: str):
    with pytest.raises(RangeError) as caught:
        Distribution.parse(text)
    assert what in caught.value.what
    assert right in caught.value.right


@pytest.mark.parametrize(
    ("text", "value"),
    [(".2 to .8", 0.9), ("uniform(0, 1)", -0.1), ("beta(2, 2)", 1.5), ("lognormal(0, 1)", -1),
     ("triangular(0, 1, 2)", 3), (".2 to .8", math.nan)],
)  # fmt: skip
def test_a_range_must_not_exclude_its_value(text: str, value: float):
    with pytest.raises(RangeError, match="excludes its value"):
        Distribution.parse(text, value)


finite = st.floats(-1e6, 1e6, allow_subnormal=False)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[float, float, float, float, float]:
    """Return low <= a < value < b <= high."""
    a, value, b = sorted(draw(st.tuples(finite, finite, finite)))
    assume(value - a > 1e-6 and b - value > 1e-6)
    low = draw(st.just(-math.inf) | st.just(a) | st.floats(0, 1e3).map(lambda gap: a - gap))
    high = draw(st.just(math.inf) | st.just(b) | st.floats(0, 1e3).map(lambda gap: b + gap))
    return low, a, value, b, high


@given(intervals())
def test_an_interval_holds_its_points_and_ends_at_its_bounds(
    case: tuple[float, float, float, float, float],
):
    low, a, value, b, high = case
    belief = Distribution("interval", (a, b), value)
    is_written = a > low, True, b < high
    found = belief.quantile([0.05, 0.5, 0.95], low, high)
    for point, quantile, exact, is_it in zip(
        (a, value, b), found, belief.central(low, high), is_written, strict=True
    ):
        if is_it:
            assert quantile == pytest.approx(point, rel=1e-12, abs=1e-12 * (b - a))
            assert exact == point
        else:
            assert min(a, value) < quantile < max(b, value)
            assert exact == quantile
    everywhere = belief.quantile(SHARES, low, high)
    assert np.all(np.diff(everywhere) >= 0)
    assert low < everywhere[0] <= everywhere[-1] < high
    assert belief.point(low, high) == value


@given(intervals(), st.floats(0.05, 0.95))
def test_bounds_change_nothing_between_points_that_are_not_at_them(
    case: tuple[float, float, float, float, float], share: float
):
    low, a, value, b, high = case
    belief = Distribution("interval", (a, b), value)
    if (a if share < 0.5 else b) in (low, high):
        return
    found, free = belief.quantile(share, low, high), belief.quantile(share)
    np.testing.assert_allclose(found, free, rtol=1e-12, atol=1e-12 * (b - a))


def test_an_interval_is_half_a_normal_on_each_side():
    belief = Distribution.parse("-1 to 3", 0)
    z = stats.norm.ppf(SHARES) / stats.norm.ppf(0.95)
    np.testing.assert_allclose(
        belief.quantile(SHARES), np.where(z < 0, z * 1, z * 3), rtol=1e-12, atol=1e-14
    )


def test_a_folded_tail_does_not_heap_up_at_the_bound():
    belief = Distribution.parse(".1 to .9", 0.5)
    found = belief.quantile(np.linspace(1e-6, 0.05, 1000), 0.05, 1)
    assert np.all(np.diff(found) > 0)
    assert 0.05 < found[0] < 0.0501
    # The tail keeps the shape of a normal that is cut off at the bound.
    scale = 0.4 / stats.norm.ppf(0.95)
    cut = stats.truncnorm(-0.45 / scale, -0.4 / scale, loc=0.5, scale=scale)
    np.testing.assert_allclose(found, cut.ppf(np.linspace(1e-6, 0.05, 1000) / 0.05), rtol=1e-9)


def test_an_end_at_the_bound_is_where_the_belief_ends():
    belief = Distribution.parse("0 to .3", 0.1)
    found = belief.quantile(SHARES, 0, math.inf)
    # The side toward the bound is the normal that would have its 5 % point there, cut off.
    scale = 0.1 / stats.norm.ppf(0.95)
    cut = stats.truncnorm(-0.1 / scale, 0, loc=0.1, scale=scale)
    below = SHARES < 0.5
    np.testing.assert_allclose(found[below], cut.ppf(SHARES[below] * 2), rtol=1e-9)
    # The other side is what it is without the bound.
    np.testing.assert_array_equal(found[~below], belief.quantile(SHARES[~below]))
    assert belief.quantile([0.5, 0.95], 0, 1).tolist() == pytest.approx([0.1, 0.3])
    mirrored = Distribution.parse("-.3 to 0", -0.1).quantile(1 - SHARES, -math.inf, 0)
    np.testing.assert_allclose(-mirrored, found, rtol=1e-12)


def test_an_interval_from_bound_to_bound_has_its_median_and_nothing_at_the_bounds():
    found = Distribution.parse("0 to 1", 0.2).quantile(SHARES, 0, 1)
    assert np.all(np.diff(found) > 0)
    assert 0 < found[0] < 0.001
    assert 0.99 < found[-1] < 1
    assert np.interp(0.2, found, SHARES) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(("low", "high"), [(0.0, math.inf), (0.0, 3.0), (-math.inf, math.inf)])
def test_a_value_at_the_end_is_the_most_likely_number_and_not_the_median(low: float, high: float):
    belief = Distribution.parse("0 to 1", 0)
    found = belief.quantile(SHARES, low, high)
    np.testing.assert_allclose(
        found[SHARES < 0.95], stats.halfnorm.ppf(SHARES[SHARES < 0.95]) / stats.halfnorm.ppf(0.95),
        rtol=1e-9,
    )  # fmt: skip
    assert belief.quantile(0.95, low, high) == pytest.approx(1)
    assert belief.central(low, high) == pytest.approx((0.032, 0.344, 1), abs=0.001)
    assert belief.point(low, high) == 0
    assert found[0] > 0
    mirrored = Distribution.parse("-1 to 0", 0).quantile(1 - SHARES, -high, -low)
    np.testing.assert_allclose(-mirrored, found, rtol=1e-9)


def test_a_value_at_a_bound_with_the_far_end_at_the_other_fills_what_is_between():
    found = Distribution.parse("0 to 1", 0).quantile(SHARES, 0, 1)
    scale = 1 / stats.halfnorm.ppf(0.95)
    cut = stats.truncnorm(0, 1 / scale, scale=scale)
    np.testing.assert_allclose(found, cut.ppf(SHARES), rtol=1e-9)


#: Every kind, as it lies within 0 and 1, at a bound, and across both.
KINDS: dict[str, list[tuple[str, float | None]]] = {
    "interval": [(".2 to .8", None), ("0 to .3", 0.1), (".7 to 1", 0.9), ("0 to 1", 0.5),
                 ("0 to .3", 0.0), (".2 to 1", 1.0), (".001 to .999", 0.01), ("0 to 1e-9", 1e-12)],
    "uniform": [("uniform(0, 1)", None), ("uniform(.2, .3)", None)],
    "triangular": [("triangular(0, 0, 1)", None), ("triangular(0, 1, 1)", None),
                   ("triangular(.1, .2, .9)", None)],
    "beta": [("beta(2, 5)", None), ("beta(.5, .5)", None), ("beta(1, 1)", None),
             ("beta(.1, .1)", None), ("beta(1e6, 1)", None)],
    "normal": [("normal(.35, .1)", None), ("normal(0, .5)", None), ("normal(1, 1e9)", None),
               ("normal(.5, 1e-3)", None)],
    "lognormal": [("lognormal(-1, .5)", None), ("lognormal(0, 20)", None),
                  ("lognormal(-50, 9)", None)],
    "fixed": [("fixed", 0.3)],
}  # fmt: skip
TINY = stats.lognorm(0.5, scale=math.exp(-10))
#: Random and Sobol' numbers are odd multiples of 2**-53, so that these are the farthest.
EXTREME = np.array([2.0**-53, 3 * 2.0**-53, 1 - 3 * 2.0**-53, 1 - 2.0**-53])


def test_no_kind_is_left_out():
    assert set(KINDS) == set(get_args(DistributionKind))


@pytest.mark.parametrize("kind", get_args(DistributionKind))
def test_no_draw_lies_on_a_bound(kind: DistributionKind):
    shares = np.concatenate([EXTREME[:2], SHARES, EXTREME[2:]])
    for text, value in KINDS[kind]:
        belief = Distribution.parse(text, value)
        assert belief.kind == kind
        assert all(0 <= each <= 1 for each in belief.named)
        found = belief.quantile(shares, 0, 1)
        assert np.all((found > 0) & (found < 1)), text
        assert np.all(np.diff(found) >= 0), text
        if kind != "fixed" and text not in ("beta(.1, .1)", "beta(1e6, 1)"):
            # Nothing heaps up near a bound either: within what rounding leaves, all draws differ.
            assert np.all(np.diff(found[2:-2]) > 0), text


@pytest.mark.parametrize("kind", get_args(DistributionKind))
def test_a_range_outside_the_bounds_says_so_or_is_drawn_right(kind: DistributionKind):
    for text, value in KINDS[kind]:
        belief = Distribution.parse(text, value)
        most = belief.ends[1]
        if kind != "fixed" and math.isfinite(most):
            with pytest.raises(RangeError, match="is outside 7 to 8"):
                belief.quantile(0.5, 7, 8)
        if kind != "fixed":
            assert not all(7 <= each <= 8 for each in belief.named)


@pytest.mark.parametrize(
    ("text", "low", "high", "right"),
    [
        # The logarithm is 40 deviations below its mean: minus log(1 - u) / 400 from 0.
        ("lognormal(4, .1)", 0, 1, lambda u: np.exp(np.log(u) / 400)),
        ("lognormal(-10, .5)", 0.1, 1, lambda u: TINY.isf((1 - u) * TINY.sf(0.1))),
        ("beta(1, 1000)", 0.5, 1, lambda u: 1 - 0.5 * (1 - u) ** 1e-3),
        ("beta(1, 1e6)", 0.5, 1, lambda u: 1 - 0.5 * (1 - u) ** 1e-6),
        ("beta(1e5, 1)", 0, 0.5, lambda u: 0.5 * u**1e-5),
        ("normal(50, 1)", 0, 1, lambda u: 1 + np.log(u) / 49),
        ("normal(.5, 1e12)", 0, 1, lambda u: u),
        ("normal(1e9, 1)", 0, 1e-9, lambda u: 1e-9 * np.log1p(u * np.expm1(1)) ),
    ],
)  # fmt: skip
def test_far_in_the_tail_the_draws_are_right(
    text: str, low: float, high: float, right: Callable[[Floats], Floats]
):
    found = Distribution.parse(text).quantile(SHARES, low, high)
    assert np.all(np.diff(found) > 0)
    assert np.all((found > low) & (found < high))
    expected = right(SHARES)
    near = low if abs(expected[0] - low) < abs(expected[-1] - high) else high
    np.testing.assert_allclose(found - near, expected - near, rtol=0.01)


@pytest.mark.parametrize(
    ("text", "peer"),
    [
        ("uniform(.2, .8)", stats.uniform(0.2, 0.6)),
        ("triangular(.2, .35, .8)", stats.triang(0.25, 0.2, 0.6)),
        ("triangular(0, 0, 2)", stats.triang(0, 0, 2)),
        ("triangular(0, 2, 2)", stats.triang(1, 0, 2)),
        ("beta(2, 5)", stats.beta(2, 5)),
        ("normal(.35, .1)", stats.norm(0.35, 0.1)),
        ("lognormal(-1, .5)", stats.lognorm(0.5, scale=math.exp(-1))),
    ],
)
@pytest.mark.parametrize(("low", "high"), [(-math.inf, math.inf), (0.3, math.inf), (0.25, 0.7)])
def test_the_other_kinds_are_those_of_scipy_cut_off_at_the_bounds(
    text: str, peer: stats.rv_continuous, low: float, high: float
):
    below, above = peer.cdf(low), peer.cdf(high)
    found = Distribution.parse(text).quantile(SHARES, low, high)
    np.testing.assert_allclose(found, peer.ppf(below + SHARES * (above - below)), rtol=1e-9)
    assert low <= found.min() <= found.max() <= high


def test_fixed_is_its_value():
    belief = Distribution.parse("fixed", 0.3)
    assert belief.quantile([[0.1, 0.9]]).tolist() == [[0.3, 0.3]]
    assert belief.ends == (0.3, 0.3)
    assert str(belief) == "fixed"


def test_without_a_value_an_interval_is_around_its_middle():
    assert Distribution.parse(".1 to .9").point() == pytest.approx(0.5)
    assert Distribution.parse("triangular(0, 0, 1)").point() == pytest.approx(1 - math.sqrt(0.5))
    assert Distribution.parse("beta(2, 5)", 0.3).point() == 0.3


@given(st.text(max_size=30) | st.from_regex(r"[a-z]{0,9}\(?[-0-9.,e ]{0,12}( to )?[0-9.]{0,4}\)?"))
def test_no_text_makes_it_fail(text: str):
    try:
        found = Distribution.parse(text)
    except RangeError:
        return
    if all(-1e9 <= each <= 1e9 for each in found.named):
        values = found.quantile(SHARES, -1e9, 1e9)
        assert np.all(np.isfinite(values))
        assert np.all(np.diff(values) >= 0)
