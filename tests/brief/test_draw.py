from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.brief import Brief, ClaimChange, brief_case, draw_parameters
from standoff.brief.draw import Sampling, changed_columns
from standoff.errors import GameError, UnknownName

N = 60_000
#: Five standard errors of a share of .05, and of one half.
TAIL, HALF = 5 * (0.05 * 0.95 / N) ** 0.5, 5 * (0.25 / N) ** 0.5


@pytest.fixture(scope="module")
def brief() -> Brief:
    return brief_of()


@pytest.fixture(scope="module")
def founding(root: Path) -> Brief:
    return brief_case(root / "cases/cienfuegos/case.yaml")


def test_ranges_hold_their_points(founding: Brief) -> None:
    draws = draw_parameters(founding, N, seed=1)
    n_points = 0
    for name, belief in founding.distributions.items():
        if belief.kind != "interval":
            continue
        low, high = belief.ends
        column, parameter = draws[name], founding.parameter(name)
        # An end at the bound is no point of the distribution, but where it ends.
        if low > parameter.low:
            assert np.mean(column < low) == pytest.approx(0.05, abs=TAIL)
        if high < parameter.high:
            assert np.mean(column > high) == pytest.approx(0.05, abs=TAIL)
        assert np.mean(column < belief.value) == pytest.approx(0.5, abs=HALF)
        n_points += (low > parameter.low) + (high < parameter.high)
    assert n_points > 30


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_no_draw_is_at_a_bound_and_no_two_are_the_same(founding: Brief, sampling: Sampling) -> None:
    together = brief_of(
        f"{SMALL}correlations:\n  - {{between: [prize, case_value], rank: 1, because: So.}}\n"
    )
    for each in (founding, together):
        draws = draw_parameters(each, 4096, sampling=sampling)
        for parameter in each.parameters:
            column = draws[parameter.name]
            belief = each.distributions.get(parameter.name)
            if belief is not None and belief.kind != "fixed":
                assert parameter.low < column.min() <= column.max() < parameter.high
                assert len(np.unique(column)) == 4096


def test_draws_are_admissible(founding: Brief) -> None:
    draws = draw_parameters(founding, N)
    for each in founding.parameters:
        assert each.low <= draws[each.name].min() <= draws[each.name].max() <= each.high


def test_parameters_without_an_assumption_stay_at_their_default(brief: Brief) -> None:
    draws = draw_parameters(brief, 10)
    assert (draws["damage"] == 1.0).all()
    assert (draws["trial_cost"] == 0.5).all()
    assert np.ptp(draws["prize"]) > 0


def test_more_draws_and_other_parameters_change_nothing(brief: Brief) -> None:
    few, many = draw_parameters(brief, 100, seed=5), draw_parameters(brief, 20_000, seed=5)
    assert (few.values == many.values[:100]).all()
    fewer = brief_of(SMALL.replace('range: "uniform(.4, 1)"', "value: .5, range: fixed"))
    other = draw_parameters(fewer, 100, seed=5)
    assert (other["case_value"] == few["case_value"]).all()
    assert (draw_parameters(brief, 100, seed=6)["prize"] != few["prize"]).all()


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_however_the_table_is_cut_the_rows_are_the_same(brief: Brief, sampling: Sampling) -> None:
    change = ClaimChange("c1", "downgrade")
    whole = draw_parameters(brief, 40_000, 5, change, sampling=sampling)
    for start, n in ((0, 7), (16_000, 500), (39_999, 1)):
        piece = draw_parameters(brief, n, 5, change, start=start, sampling=sampling)
        assert (piece.values == whole.values[start : start + n]).all()
    columns = changed_columns(brief, 300, 5, change, start=100, sampling=sampling)
    for name, column in columns.items():
        assert (column == whole[name][100:400]).all()


def test_evenly_spread_draws_follow_the_same_ranges(founding: Brief) -> None:
    at_random = draw_parameters(founding, N, 2)
    evenly = draw_parameters(founding, 4096, 2, sampling="sobol")
    for name, belief in founding.distributions.items():
        if belief.kind == "fixed":
            assert (evenly[name] == at_random[name][0]).all()
            continue
        # One draw in each of as many equally likely pieces of the range.
        parameter = founding.parameter(name)
        edges = belief.quantile(np.arange(1, 4096) / 4096, parameter.low, parameter.high)
        ordered = np.sort(evenly[name])
        assert (ordered[:-1] <= edges).all()
        assert (ordered[1:] >= edges).all()


def test_a_dropped_claim_gives_every_draw_the_range_without_it(brief: Brief) -> None:
    as_is = draw_parameters(brief, N)
    dropped = draw_parameters(brief, N, change=ClaimChange("c1", "drop"))
    low, middle, high = np.quantile(dropped["case_value"], (0.05, 0.5, 0.95))
    assert (low, middle, high) == pytest.approx((0.2, 0.6, 1.3), abs=0.01)
    # Ranks stay, so that draws are compared with themselves.
    order = np.argsort(as_is["case_value"])
    assert (np.diff(dropped["case_value"][order]) >= 0).all()
    assert (dropped["prize"] == as_is["prize"]).all()


def test_a_denied_claim_takes_its_own_range(brief: Brief) -> None:
    denied = draw_parameters(brief, N, change=ClaimChange("c1", "deny"))["case_value"]
    assert np.quantile(denied, (0.05, 0.5, 0.95)) == pytest.approx((0.9, 1.2, 1.8), abs=0.01)


def test_a_downgraded_claim_falls_in_a_share_of_the_draws(brief: Brief) -> None:
    as_is = draw_parameters(brief, N)
    change = ClaimChange("c1", "downgrade")
    lower, dropped = (
        draw_parameters(brief, N, change=each) for each in (change, ClaimChange("c1", "drop"))
    )
    fell = lower["case_value"] == dropped["case_value"]
    stayed = lower["case_value"] == as_is["case_value"]
    assert (fell | stayed).all()
    # B2 to C3: a quarter of .8 is lost.
    assert np.mean(fell & ~stayed) == pytest.approx(0.25, abs=HALF)
    # All assumptions that rest on the claim fall together.
    phi = lower["p_resolved_secret"] != as_is["p_resolved_secret"]
    assert (phi == (fell & ~stayed)).all()
    # Which draws fall has nothing to do with the values.
    assert abs(np.corrcoef(phi, as_is["case_value"])[0, 1]) < 5 / N**0.5


def test_the_last_claim_leaves_the_widest_plausible_range(brief: Brief) -> None:
    wide = draw_parameters(brief, N, change=ClaimChange("c1", "drop"))["p_resolved_secret"]
    # phi_S is plausible from .2 to .6, and nothing is said any more about where.
    counts = np.histogram(wide, 4, (0.2, 0.6))[0]
    assert counts.sum() == N
    assert counts / N == pytest.approx([0.25] * 4, abs=HALF)


def test_only_the_changed_columns_are_drawn_anew(brief: Brief) -> None:
    change = ClaimChange("c2", "drop")
    columns = changed_columns(brief, 100, 3, change)
    assert set(columns) == {"prize"}
    whole = draw_parameters(brief, 100, 3, change)
    assert (whole["prize"] == columns["prize"]).all()
    assert (whole.values == draw_parameters(brief, 100, 3).replace(**columns).values).all()


def test_impossible_requests_are_refused(brief: Brief) -> None:
    with pytest.raises(GameError, match="at least 1"):
        draw_parameters(brief, 0)
    with pytest.raises(GameError, match="at least 0"):
        draw_parameters(brief, 1, start=-1)
    with pytest.raises(UnknownName, match="c9"):
        draw_parameters(brief, 1, change=ClaimChange("c9", "drop"))
