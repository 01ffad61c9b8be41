"""A fit is the same fit in whatever units its columns are."""

import numpy as np
import pandas as pd
import pytest
from tests.estimate.disputes import FORMULA, disputes
from tests.estimate.games import DATA

from standoff.estimate import (
    bootstrap,
    first_difference,
    fit,
    fit_game,
    likelihood_intervals,
    marginal_effects,
)
from standoff.models import get

TABLE = disputes()
CHANGE = ({"regime": "autocracy"}, {"regime": "democracy"})


@pytest.fixture(scope="module")
def plain():
    return fit("egame12", TABLE, FORMULA)


@pytest.mark.parametrize(
    ("column", "shift", "factor"),
    [("trade", 1e5, 1.0), ("balance", 0.0, 1e-12), ("balance", 0.0, 1e9), ("trade", -1e8, 1e3)],
)
def test_shift_and_size_of_a_column_change_nothing_else(plain, column, shift, factor):
    moved = TABLE.assign(**{column: TABLE[column] * factor + shift})
    found = fit("egame12", moved, FORMULA)
    assert found.converged
    assert found.problems == ()
    # The column itself keeps so many digits beside its shift.
    lost = 1e-6 if abs(shift) > 1e6 else 1e-8
    assert found.llf == pytest.approx(plain.llf, abs=10 * lost)
    slopes = [name for name in plain.names if name.endswith(f":{column}")]
    np.testing.assert_allclose(found.params[slopes] * factor, plain.params[slopes], rtol=100 * lost)
    np.testing.assert_allclose(found.tvalues[slopes], plain.tvalues[slopes], rtol=100 * lost)
    for kind in ("sandwich", "observed"):
        np.testing.assert_allclose(
            found.standard_errors(kind)[-1], plain.standard_errors(kind)[-1], rtol=100 * lost
        )
    for band in ("delta", "simulation"):
        one, other = (
            first_difference(each, *CHANGE, band=band, n_draws=50) for each in (plain, found)
        )
        np.testing.assert_allclose(one["std_error"], other["std_error"], rtol=1e-3)
        np.testing.assert_allclose(one["low"], other["low"], atol=1e-4)
    effects = [marginal_effects(each, [column])["std_error"] for each in (plain, found)]
    np.testing.assert_allclose(effects[1] * factor, effects[0], rtol=1e-2)


def test_powers_of_a_year():
    years = TABLE.assign(y=(TABLE["year"] - 1900) / 50)
    raw = "esc + war ~ trade + year + I(year**2) + I(year**3) | 0 | balance | balance"
    tame = raw.replace("year", "y")
    one, other = (fit("egame12", years, formula, n_starts=1) for formula in (raw, tame))
    assert one.converged
    assert one.problems == other.problems == ()
    assert one.llf == pytest.approx(other.llf, abs=1e-7)
    cube = "u1(~esc):I(year ** 3)"
    assert one.tvalues[cube] == pytest.approx(other.tvalues["u1(~esc):I(y ** 3)"], rel=1e-4)


def test_profiles_and_replicates_in_large_units(plain):
    moved = fit("egame12", TABLE.assign(trade=TABLE["trade"] * 1e6 + 1e9), FORMULA)
    name = "u1(~esc):trade"
    bounds = [likelihood_intervals(each, [name]).to_numpy() for each in (plain, moved)]
    np.testing.assert_allclose(bounds[1] * 1e6, bounds[0], rtol=1e-4)
    draws = [bootstrap(each, 5, seed=2).replicates.draws[:, 1] for each in (plain, moved)]
    np.testing.assert_allclose(draws[1] * 1e6, draws[0], rtol=1e-3)


def test_held_and_equal_parameters_and_penalties_are_the_users(plain):
    moved = TABLE.assign(trade=TABLE["trade"] * 1e6)
    held = "u1(~esc):trade"
    one = fit("egame12", TABLE, FORMULA, fixed={held: 0.5}, n_starts=1)
    other = fit("egame12", moved, FORMULA, fixed={held: 0.5e-6}, n_starts=1)
    assert one.llf == pytest.approx(other.llf, abs=1e-8)
    tied = ("u1(esc,war):balance", "u2(esc,war):balance")
    one = fit("egame12", TABLE, FORMULA, equal=[tied], n_starts=1)
    assert one.params[tied[0]] == one.params[tied[1]]
    gradient = one.likelihood.scores(one.theta).sum(0) @ one.free.spread
    np.testing.assert_allclose(gradient, 0, atol=1e-7)
    # Firth's penalty does not know units; the value is that of the user's own information.
    one, other = (fit("egame12", t, FORMULA, penalty="firth", n_starts=1) for t in (TABLE, moved))
    np.testing.assert_allclose(other.params[held] * 1e6, one.params[held], rtol=1e-6)
    value = one.llf + 0.5 * np.linalg.slogdet(-one.likelihood.hessian(one.theta))[1]
    assert one.maximum.value == pytest.approx(value, abs=1e-9)


def test_other_families():
    game = get("quantal-threat").game()
    rng = np.random.default_rng(4)
    ends = rng.choice(game.outcomes, 120)
    x = rng.normal(size=120).round(1)
    found = [
        fit_game(game, {"end": ends, "x": x * size + shift}, {"audience_cost": "x"}, outcome="end")
        for shift, size in ((0.0, 1.0), (1e6, 1e3))
    ]
    assert found[1].llf == pytest.approx(found[0].llf, abs=1e-6)
    assert found[1].tvalues.iloc[1] == pytest.approx(found[0].tvalues.iloc[1], rel=1e-3)
    offers = pd.read_csv(DATA / "data_ult.csv").iloc[:300]
    found = [
        fit("ultimatum", offers.assign(x1=x), "offer + accept ~ x1 | z1", max_offer=15)
        for x in (offers["x1"], offers["x1"] * 1e-9 + 1)
    ]
    assert found[1].converged
    assert found[1].llf == pytest.approx(found[0].llf, abs=1e-6)
