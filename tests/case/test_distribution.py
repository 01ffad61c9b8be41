from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from standoff.case import Distribution, RangeError

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
def test_an_interval_holds_its_three_points(case: tuple[float, float, float, float, float]):
    low, a, value, b, high = case
    belief = Distribution("interval", (a, b), value)
    found = belief.quantile([0.05, 0.5, 0.95], low, high)
    np.testing.assert_allclose(found, [a, value, b], rtol=1e-12, atol=1e-12 * (b - a))
    everywhere = belief.quantile(SHARES, low, high)
    assert np.all(np.diff(everywhere) >= 0)
    assert low <= everywhere[0] <= everywhere[-1] <= high
    assert belief.point(low, high) == value


@given(intervals(), st.floats(0.05, 0.95))
def test_bounds_change_nothing_between_the_points(
    case: tuple[float, float, float, float, float], share: float
):
    low, a, value, b, high = case
    belief = Distribution("interval", (a, b), value)
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


def test_a_value_at_an_end_holds_half_of_the_belief():
    belief = Distribution.parse("0 to 1", 0)
    found = belief.quantile(SHARES, 0, 1)
    assert np.all(found[SHARES <= 0.5] == 0)
    assert np.all(found[SHARES > 0.51] > 0)
    assert not np.isnan(belief.quantile([0.0, 1.0], 0, 1)).any()


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
    values = found.quantile(SHARES, -1e9, 1e9)
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) >= 0)
