"""Power shift: the reference, two stages on ever finer grids, a long game, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.solve.backward import solve_backward

MODEL = models.get("power-shift")
CASES = reference("power_shift")


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    found = {
        "breakdown": answers.probabilities["attack"][0] == 1.0,
        "delta_dagger": answers.quantities["patience_that_breaks"][0],
    }
    assert found == {"breakdown": True, "delta_dagger": near(case["expected"]["delta_dagger"])}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_both_outcomes_are_found_and_selected():
    draws = inside(MODEL, random_draws(MODEL, 3000, 1))
    assert len(draws) > 2500
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {"appeasement", "preventive attack"}


def test_two_stages_on_finer_grids_come_nearer_to_the_closed_form():
    draws = inside(MODEL, random_draws(MODEL, 150, 2))
    answers = MODEL.answer(draws)
    price = answers.quantities["price_of_peace"]
    # The grid rounds what tomorrow brings, which is worth delta/(1 - delta) as much today.
    weight = draws["discount_factor"] / (1.0 - draws["discount_factor"])
    before = np.inf
    for grid in (4, 12, 28):
        solution = solve_backward(MODEL.build(grid=grid), draws)
        clear = np.abs(price - 1.0) > (1.0 + weight) / grid
        attack = solution.p_outcome["attack today"]
        np.testing.assert_array_equal(attack[clear], answers.probabilities["attack"][clear])
        off = max(np.abs(solution.value[:, i] - answers.values[player])[clear].max(initial=0.0)
                  for i, player in enumerate(MODEL.players))  # fmt: skip
        assert off <= 1.0 / grid + 1e-12
        before, last = off, before
    assert before < last / 2
    assert clear.mean() > 0.7


def test_a_long_game_breaks_down_at_the_same_patience():
    """Play many periods backward with offers in cents, on both sides of the threshold."""
    offers = np.linspace(0.0, 1.0, 101)
    for today, tomorrow in ((0.6, 0.2), (0.5, 0.3), (0.9, 0.1)):
        edge = MODEL.answer(base(D0=today, D1=tomorrow)).quantities["patience_that_breaks"][0]
        for delta, attacks in ((edge - 0.03, False), (edge + 0.03, True)):
            declining, left = 0.0, 0.0
            for period in reversed(range(400)):
                left = 1.0 + delta * left
                by_force = (today if period == 0 else tomorrow) * left
                accepted = offers[offers + delta * declining >= by_force - 1e-12]
                attacked = len(accepted) == 0
                declining = by_force if attacked else accepted.min() + delta * declining
            assert attacked == attacks
            expected = MODEL.answer(base(D0=today, D1=tomorrow, delta=delta))
            assert (expected.probabilities["attack"][0] == 1.0) == attacks


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 3000, 7))
    assert len(draws) > 1500
    for name, error in MODEL.witness(draws, MODEL.answer(draws)).items():
        assert np.abs(error).max() < 1e-9, name


def test_limits():
    steady = MODEL.answer(base(D1=0.6 - 1e-12))
    assert steady.quantities["patience_that_breaks"][0] == pytest.approx(1.0)
    assert steady.probabilities["peace"][0] == 1.0
    flips = MODEL.answer(base(delta=np.linspace(0.05, 0.95, 50)))
    assert (np.diff(flips.probabilities["attack"]) >= 0.0).all()
    assert set(flips.probabilities["attack"]) == {0.0, 1.0}


def test_both_lose_by_an_attack_and_only_the_rising_side_feels_it():
    answers = MODEL.answer(base(delta=[0.3, 0.9]))
    np.testing.assert_allclose(answers.values["Declining side"], 0.6, atol=1e-12)
    np.testing.assert_allclose(answers.values["Rising side"], [0.4, 0.3], atol=1e-12)


def test_exact_equalities_are_knife_edges():
    assert MODEL.answer(base(delta=0.5)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"D1": 0.6}),
        ("A1", {"D1": 0.7}),
        ("A2", {"delta": 0.0}),
        ("A2", {"delta": 1.0}),
        ("A3", {"w": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["attack"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"delta": 1.1}, {"D0": -0.1}, {"w": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_no_move_can_be_taken_away():
    with pytest.raises(UnknownName, match="attack"):
        MODEL.build(("attack",))
