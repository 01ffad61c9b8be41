"""Dependence: the reference, offers in turn under a risk of breakdown, limits, edges."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.game.status import Status

MODEL = models.get("asymmetric-dependence")
CASES = reference("asymmetric_dependence")


def offers_in_turn(d_c, d_t, risk, n_rounds):
    """Challenger's share when it offers first, and every refusal risks a breakdown.

    Played backward from a breakdown for sure; an even number of rounds.
    """
    challenger, target = -d_c, -d_t
    for _ in range(n_rounds // 2):
        waits = (1.0 - risk) * challenger - risk * d_c
        challenger = np.clip(waits, 0.0, 1.0)
        target = 1.0 - challenger
        waits = (1.0 - risk) * target - risk * d_t
        target = np.clip(waits, 0.0, 1.0)
        challenger = 1.0 - target
    return challenger


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    answers = MODEL.answer(MODEL.draws(case["params"]))
    assert answers.status[0] == Status.SOLVED
    assert answers.values["Challenger"][0] == near(case["expected"]["u_C"])
    assert answers.values["Target"][0] == near(case["expected"]["u_T"])


def test_the_less_dependent_side_is_ahead():
    """The default: D = (.2, .5) gives the challenger .65."""
    answers = MODEL.answer(MODEL.draws({"D_C": 0.2, "D_T": 0.5}))
    assert MODEL.draws() == MODEL.draws({"D_C": 0.2, "D_T": 0.5})
    assert answers.values["Challenger"][0] == near(0.65)
    assert answers.categories["regime"][0] == "challenger ahead"


def test_offers_in_turn_under_a_vanishing_risk_lead_to_the_same_division():
    draws = inside(MODEL, random_draws(MODEL, 200, 1))
    share = MODEL.answer(draws).values["Challenger"]
    before = np.inf
    for risk in (0.1, 0.01, 0.001):
        found = offers_in_turn(
            draws["challenger_dependence"], draws["target_dependence"], risk, int(40 / risk)
        )
        off = np.abs(found - share).max()
        assert off < 2.0 * risk
        assert off < before / 5
        before = off


def test_the_witness_on_random_draws():
    draws = inside(MODEL, random_draws(MODEL, 2000, 2))
    answers = MODEL.answer(draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "challenger ahead",
        "target ahead",
        "all to the challenger",
        "all to the target",
    }


def test_only_the_difference_counts():
    draws = inside(MODEL, random_draws(MODEL, 500, 3))
    more = {name: draws[name] + 0.7 for name in draws.names}
    np.testing.assert_allclose(
        MODEL.answer(draws.replace(**more)).values["Target"],
        MODEL.answer(draws).values["Target"],
        atol=1e-12,
    )


def test_a_gap_larger_than_the_pie_gives_everything_to_one_side():
    answers = MODEL.answer(MODEL.draws({"D_C": [0.0, 2.0], "D_T": [1.5, 0.5]}))
    assert answers.values["Challenger"].tolist() == [1.0, 0.0]
    regimes = [answers.categories["regime"][i] for i in (0, 1)]
    assert regimes == ["all to the challenger", "all to the target"]


@pytest.mark.parametrize("values", [(0.3, 0.3), (0.0, 1.0), (1.5, 0.5)])
def test_exact_equalities_are_knife_edges(values):
    answers = MODEL.answer(MODEL.draws(dict(zip(("D_C", "D_T"), values, strict=True))))
    assert answers.status[0] == Status.KNIFE_EDGE
    if values[0] == values[1]:
        assert answers.values["Challenger"][0] == 0.5


@pytest.mark.parametrize("change", [{"D_C": -0.1}, {"D_T": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(MODEL.draws(change)).status[0] == Status.INFEASIBLE
