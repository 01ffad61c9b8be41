"""Sanctions: the reference, the tree on ever finer grids, both stages, limits, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.solve.backward import solve_backward
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("sanctions-threat")
CASES = reference("sanctions_threat")
RANGES = {"compliance_cost": (0.05, 1.2), "largest_pain": (0.5, 1.5), "p_resolute": (0.0, 1.0)}
OUTCOMES = {
    "complied": "comply",
    "let go": "let_go",
    "yielded late": "yield_late",
    "held out": "hold_out",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


def on_grid(draws, grid):
    """The closed form's two cut-offs, at the pains of the grid."""
    answers = MODEL.answer(draws)
    at_once = np.nan_to_num(answers.quantities["pain_that_complies"], nan=np.inf)
    late = draws["compliance_cost"] + draws["lateness_cost"]
    strategy = {}
    for i in range(grid):
        pain = (i + 0.5) / grid * draws["largest_pain"]
        complies, yields = (pain > at_once).astype(float), (pain > late).astype(float)
        strategy[f"pain {i + 1}: under threat", "comply"] = complies
        strategy[f"pain {i + 1}: under threat", "resist"] = 1.0 - complies
        strategy[f"pain {i + 1}: under sanctions", "yield"] = yields
        strategy[f"pain {i + 1}: under sanctions", "hold out"] = 1.0 - yields
    return from_named(MODEL.build(grid=grid), draws, strategy)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    expected = dict(case["expected"])
    assert expected.pop("regime") == "threat_works"
    assert answers.categories["regime"][0] == "works as a threat"
    found = {
        "phi_star": answers.quantities["resolve_needed"][0],
        "d_cut": answers.quantities["pain_that_complies"][0],
        "pr_comply_threat": answers.probabilities["comply"][0],
        "pr_comply_after": answers.probabilities["yield_late"][0],
        "pr_imposed": answers.probabilities["imposed"][0],
        "success_if_imposed": answers.quantities["success_if_imposed"][0],
    }
    assert found == {name: near(value) for name, value in expected.items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_on_the_other_side_of_the_resolve_needed():
    """At phi = .5 nobody complies at once, and half of those sanctioned yield."""
    answers = MODEL.answer(base(phi=0.5))
    assert answers.categories["regime"][0] == "works only when imposed"
    assert answers.probabilities["comply"][0] == 0.0
    assert answers.quantities["success_if_imposed"][0] == near(0.5)


def test_the_cut_offs_are_an_equilibrium_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 2000, 1, RANGES))
    assert len(draws) > 1500
    checked = verify(on_grid(draws, 8))
    assert checked.ok.all(), checked.worst()
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "works as a threat",
        "works only when imposed",
        "does not work",
    }


def test_backward_induction_finds_the_same_on_the_grid():
    draws = inside(MODEL, random_draws(MODEL, 500, 2, RANGES))
    ours, solution = on_grid(draws, 8), solve_backward(MODEL.build(), draws)
    assert (solution.status == Status.SOLVED).all()
    np.testing.assert_allclose(ours.strategy, solution.strategy, atol=1e-12)


def test_finer_grids_come_nearer_to_the_closed_form():
    draws = inside(MODEL, random_draws(MODEL, 200, 3, RANGES))
    answers = MODEL.answer(draws)
    before = np.inf
    for grid in (5, 50, 500):
        solution = on_grid(draws, grid)
        off = 0.0
        for outcome, name in OUTCOMES.items():
            here = np.abs(solution.p_outcome[outcome] - answers.probabilities[name])
            assert here.max() <= 1.0 / grid + 1e-12
            off = max(off, here.max())
        for i, player in enumerate(MODEL.players):
            off = max(off, np.abs(solution.value[:, i] - answers.values[player]).max())
        assert off < before / 5
        before = off


def test_imposed_sanctions_never_work_where_threats_do():
    draws = inside(MODEL, random_draws(MODEL, 3000, 4, RANGES))
    answers = MODEL.answer(draws)
    threat = answers.probabilities["comply"] > 0.0
    assert 0.1 < threat.mean() < 0.9
    assert (answers.quantities["success_if_imposed"][threat] == 0.0).all()
    assert (answers.probabilities["yield_late"][~threat] > 0.0).any()


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 3000, 7, RANGES))
    assert len(draws) > 1500
    for name, error in MODEL.witness(draws, MODEL.answer(draws)).items():
        assert np.abs(error).max() < 1e-9, name


def test_limits():
    assert MODEL.answer(base(s=0.0)).categories["regime"][0] == "works only when imposed"
    sure = MODEL.answer(base(phi=1.0))
    assert sure.probabilities["comply"][0] == near(0.7)
    never = MODEL.answer(base(phi=0.0))
    assert never.probabilities["let_go"][0] == 1.0
    assert np.isnan(never.quantities["success_if_imposed"][0])
    assert MODEL.answer(base(L=2.0)).categories["regime"][0] == "does not work"


@pytest.mark.parametrize(
    "change", [{"phi": 0.6}, {"phi": 0.2, "s": 0.7}, {"phi": 0.8, "L": 0.8, "s": 0.5}], ids=str
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(("name", "change"), [("A1", {"L": 0.0}), ("A2", {"D": 0.0})])
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["comply"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"phi": 1.1}, {"D": np.inf}, {"s": -0.1}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_no_move_can_be_taken_away():
    with pytest.raises(UnknownName, match="resist"):
        MODEL.build(("resist",))
