"""Promise: the reference, the tree on ever finer grids, limits, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("promise-after-release")
CASES = reference("promise_after_release")
OUTCOMES = {"honored": "honor", "broken": "break", "held": "hold"}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


def on_grid(draws, grid):
    """Honor below the closed form's cut-off; the target counts the costs of the grid below it."""
    c = draws.columns()
    delta = c["discount_factor"]
    cut = c["collateral"] + delta * c["relationship_flow"] / (1 - delta)
    costs = [(i + 0.5) / grid * c["largest_honor_cost"] for i in range(grid)]
    honors = np.mean([cost < cut for cost in costs], axis=0)
    releases = c["release_worth"] + honors * c["promise_worth"] > c["holding_worth"]
    strategy = {("release", "release"): releases * 1.0, ("release", "hold"): 1.0 - releases}
    for i, cost in enumerate(costs):
        strategy[f"cost {i + 1}: promise", "honor"] = (cost < cut) * 1.0
        strategy[f"cost {i + 1}: promise", "break"] = (cost >= cut) * 1.0
    return from_named(MODEL.build(grid=grid), draws, strategy), honors


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["params"]["H"]))
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    found = {
        "pr_honour": answers.quantities["honor_probability"][0],
        "release": answers.probabilities["release"][0],
        "s_needed": answers.quantities["honor_needed"][0],
        "hostage_for_certainty": answers.quantities["collateral_for_certainty"][0],
        "u_T": answers.values["Target"][0],
    }
    assert found == {name: near(float(value)) for name, value in case["expected"].items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_the_cut_off_is_an_equilibrium_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 2000, 1))
    assert len(draws) > 1500
    checked = verify(on_grid(draws, 8)[0])
    assert checked.ok.all(), checked.worst()
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "release on a sure promise",
        "release on a doubtful promise",
        "no release",
    }


def test_finer_grids_come_nearer_to_the_closed_form():
    draws = inside(MODEL, random_draws(MODEL, 300, 2))
    answers = MODEL.answer(draws)
    margin = np.abs(
        draws["release_worth"]
        + answers.quantities["honor_probability"] * draws["promise_worth"]
        - draws["holding_worth"]
    )
    before = np.inf
    for grid in (5, 50, 300):
        solution, honors = on_grid(draws, grid)
        off = np.abs(honors - answers.quantities["honor_probability"])
        assert off.max() <= 0.5 / grid + 1e-12
        # Where the grid's error cannot change the target's mind, everything agrees.
        clear = margin > 0.5 / grid * draws["promise_worth"]
        for outcome, name in OUTCOMES.items():
            here = np.abs(solution.p_outcome[outcome] - answers.probabilities[name])[clear]
            assert here.max() <= 0.5 / grid + 1e-12
        values = [np.abs(solution.value[:, i] - answers.values[p])[clear].max()
                  for i, p in enumerate(MODEL.players)]  # fmt: skip
        assert max(values) < before / 3
        before = max(values)
    assert clear.mean() > 0.98


def test_the_solver_finds_the_same_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 30, 3))
    solution, (ours, _) = solve_sequential(MODEL.build(), draws), on_grid(draws, 8)
    solved = solution.status == Status.SOLVED
    assert solved.mean() > 0.9
    np.testing.assert_allclose(solution.value[solved], ours.value[solved], atol=1e-8)


def test_the_target_changes_its_mind_at_the_chance_needed():
    draws = inside(MODEL, random_draws(MODEL, 1000, 4))
    answers = MODEL.answer(draws)
    needed, honors = answers.quantities["honor_needed"], answers.quantities["honor_probability"]
    np.testing.assert_array_equal(answers.probabilities["release"] == 1.0, honors > needed)
    assert 0.1 < (honors > needed).mean() < 0.9


def test_the_hostage_makes_the_promise_sure():
    draws = inside(MODEL, random_draws(MODEL, 500, 5))
    hostage = MODEL.answer(draws).quantities["collateral_for_certainty"]
    some = hostage > 1e-3
    pledged = draws.rows(some).replace(collateral=hostage[some] * (1 + 1e-9))
    short = draws.rows(some).replace(collateral=hostage[some] * 0.99)
    assert (MODEL.answer(pledged).quantities["honor_probability"] == 1.0).all()
    assert (MODEL.answer(short).quantities["honor_probability"] < 1.0).all()


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 3000, 7))
    assert len(draws) > 1500
    for name, error in MODEL.witness(draws, MODEL.answer(draws)).items():
        assert np.abs(error).max() < 1e-9, name


def test_limits():
    empty = MODEL.answer(base(delta=0.0, G=0.0))
    assert empty.quantities["honor_probability"][0] == 0.0
    assert empty.categories["regime"][0] == "no release"
    assert MODEL.answer(base(delta=0.0, G=0.0, X=0.2)).probabilities["break"][0] == 1.0
    assert MODEL.answer(base(delta=0.999)).categories["regime"][0] == "release on a sure promise"
    worthless = MODEL.answer(base(Y=0.0, X=0.2))
    assert worthless.probabilities["release"][0] == 1.0
    assert np.isnan(worthless.quantities["honor_needed"][0])


@pytest.mark.parametrize("change", [{"X": 0.48}, {"G": 1.1}, {"B": -0.18, "X": 0.0}], ids=str)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(("name", "change"), [("A1", {"H": 0.0}), ("A2", {"delta": 1.0})])
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["honor"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"delta": 1.1}, {"G": -0.1}, {"X": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_no_move_can_be_taken_away():
    with pytest.raises(UnknownName, match="break"):
        MODEL.build(("break",))
