"""Two levels: the reference, a long game with cents, deviations, limits, edges, refusals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.game.status import Status

MODEL = models.get("two-level-floors")
CASES = reference("two_level_floors")
REGIMES = {
    "none_binds": "no floor binds",
    "A_binds": "A's floor binds",
    "B_binds": "B's floor binds",
    "none": "no agreement",
}


def base(**change):
    return MODEL.draws({"delta": 0.9, "r_A": 0.65, "r_B": 0.1} | change)


def long_game(delta, r_a, r_b, n_cents, n_rounds):
    """Offers in whole cents, all of them tried, in a game that ends without agreement.

    Returns A's share when A offers first and B's share when B does.
    """
    mine, other_gets = Fraction(0), Fraction(0)
    shares = {}
    for turn in range(n_rounds):
        me = "A" if turn % 2 else "B"
        floor_me, floor_other = (r_a, r_b) if me == "A" else (r_b, r_a)
        # The next round belongs to the other side.
        wait_me, wait_other = delta * other_gets, delta * mine
        best, left = wait_me, wait_other
        for cents in range(n_cents + 1):
            gives = Fraction(cents, n_cents)
            passes = gives >= wait_other and gives >= floor_other and 1 - gives >= floor_me
            if passes and 1 - gives > best:
                best, left = 1 - gives, gives
        mine, other_gets = best, left
        shares[me] = float(mine)
        # Shares stay in cents or are discounted cents; keep the fractions small.
        mine, other_gets = (x.limit_denominator(10**9) for x in (mine, other_gets))
    return shares["A"], shares["B"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers, expected = MODEL.answer(MODEL.draws(case["params"])), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert answers.categories["regime"][0] == REGIMES[expected["case"]]
    assert (answers.probabilities["agreement"][0] == 1.0) == expected["agree"]
    assert answers.quantities["share_a_when_a_offers"][0] == near(expected["x_A"])
    assert answers.quantities["share_b_when_b_offers"][0] == near(expected["y_B"])


def test_a_floor_above_one_half_is_a_lever():
    """The base: (delta, r_A, r_B) = (.9, .65, .1) gives .685 and .35."""
    assert base() == MODEL.draws()
    answers = MODEL.answer(base())
    assert answers.categories["regime"][0] == "A's floor binds"
    assert answers.quantities["share_a_when_a_offers"][0] == near(0.685)
    assert answers.quantities["share_b_when_b_offers"][0] == near(0.35)


@pytest.mark.parametrize(
    ("delta", "r_a", "r_b"),
    [("0.9", "0.65", "0.1"), ("0.8", "0.2", "0.1"), ("0.7", "0.1", "0.6"), ("0.6", "0.5", "0.45"),
     ("0.9", "0.6", "0.5")],
)  # fmt: skip
def test_a_long_game_in_cents_comes_near(delta, r_a, r_b):
    """All offers are tried, so that nothing is taken from the closed form's recursion."""
    exact = [Fraction(x) for x in (delta, r_a, r_b)]
    answers = MODEL.answer(base(delta=float(delta), r_A=float(r_a), r_B=float(r_b)))
    wanted = [answers.quantities[f"share_{s}_when_{s}_offers"][0] for s in "ab"]
    off = []
    for n_cents in (20, 100, 500):
        found = long_game(*exact, n_cents, 40 if n_cents == 500 else 60)
        off.append(np.abs(np.subtract(found, wanted)).max())
        # Each round rounds up to a cent, and what is carried over is discounted.
        assert off[-1] <= 1.0 / n_cents / (1 - float(delta)) + float(delta) ** 38
    assert off[2] <= off[0]


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 1500, 1, {"floor_a": (0, 1), "floor_b": (0, 1)}))
    assert len(draws) > 1000
    answers = MODEL.answer(draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {*REGIMES.values(), "both floors bind"}


def test_the_two_conditions_hold_and_contract():
    draws = inside(MODEL, random_draws(MODEL, 3000, 2))
    answers, c = MODEL.answer(draws), draws.columns()
    x, y = (answers.quantities[f"share_{s}_when_{s}_offers"] for s in "ab")
    agrees = answers.probabilities["agreement"] == 1.0
    np.testing.assert_array_equal(agrees, c["floor_a"] + c["floor_b"] <= 1.0)
    delta = c["discount_factor"]
    np.testing.assert_allclose((1 - np.maximum(delta * y, c["floor_b"]))[agrees], x[agrees])
    np.testing.assert_allclose((1 - np.maximum(delta * x, c["floor_a"]))[agrees], y[agrees])
    assert (x >= c["floor_a"] - 1e-12)[agrees].all()
    assert (1 - x >= c["floor_b"] - 1e-12)[agrees].all()


def test_patience_makes_the_first_offer_worthless():
    ranges = {"floor_a": (0.0, 0.6), "floor_b": (0.0, 0.4)}
    draws = inside(MODEL, random_draws(MODEL, 500, 3, ranges)).replace(discount_factor=1 - 1e-9)
    answers = MODEL.answer(draws)
    share = answers.quantities["share_a_when_a_offers"]
    np.testing.assert_allclose(share, answers.quantities["share_a_if_patient"], atol=1e-8)
    other = 1 - answers.quantities["share_b_when_b_offers"]
    np.testing.assert_allclose(share, other, atol=1e-8)


def test_schellings_conjecture_holds_above_one_half():
    floors = np.linspace(0.0, 0.89, 90)
    answers = MODEL.answer(base(delta=0.99, r_A=floors))
    shares = answers.quantities["share_a_when_a_offers"]
    assert (np.diff(shares[floors > 0.5]) > 0.0).all()
    np.testing.assert_allclose(shares[floors < 0.49], shares[0])
    assert MODEL.answer(base(r_A=0.95)).probabilities["agreement"][0] == 0.0


@pytest.mark.parametrize(
    "change",
    [
        {"r_A": 0.75, "r_B": 0.25},
        {"delta": 0.5, "r_A": 1 / 3},
        {"delta": 0.5, "r_A": 0.1, "r_B": 1 / 3},
        {"delta": 0.5, "r_A": 0.5, "r_B": 0.25},
        {"delta": 0.5, "r_A": 0.25, "r_B": 0.5},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize("delta", [0.0, 1.0])
def test_outside_its_assumptions_it_refuses_by_name(delta):
    answers = MODEL.answer(base(delta=delta))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert "  A1: " in MODEL.outside(answers)
    assert np.isnan(answers.probabilities["agreement"][0])


@pytest.mark.parametrize("change", [{"delta": 1.1}, {"r_A": -0.1}, {"r_B": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE
