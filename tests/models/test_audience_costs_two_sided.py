"""Doubt on both sides: the reference, best replies, a tree that gets finer, limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.models.witness import (
    check_on_the_tree,
    check_selection,
    inside,
    near,
    random_draws,
    reference,
)

from standoff import models
from standoff.errors import UnknownName
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.audience_costs_two_sided.tree import build, write
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("audience-costs-two-sided")
CASES = reference("audience_costs_two_sided")
#: Reaches every regime.
RANGES = {
    "prize": (0.2, 1.5),
    "concession_cost": (0.05, 1.5),
    "audience_cost": (0.05, 1.0),
    "execution_cost_low": (-0.4, 0.4),
    "execution_cost_high": (0.3, 1.5),
    "damage_low": (0.0, 0.6),
    "damage_high": (0.7, 3.0),
}
REGIMES = {"semi": "semi-separating", "no_bluff": "no bluff"}
NUMBERS = {
    "pi": "belief_after_threat",
    "q": "concession_probability",
    "pr_threat": "threat",
    "cut": "execution_cut",
    "pr_execute": "execute",
}
OUTCOMES = {
    "quiet": "quiet",
    "concession": "concede",
    "executed": "execute",
    "backed down": "back_down",
}


def base(**change: Any) -> Draws:
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case: dict[str, Any]) -> None:
    answers, expected = MODEL.answer(MODEL.draws(case["params"])), case["expected"]
    assert answers.categories["regime"][0] == REGIMES[expected["regime"]]
    found = {**answers.quantities, **answers.probabilities}
    for theirs, ours in NUMBERS.items():
        assert found[ours][0] == near(expected[theirs]), theirs
    assert set(expected) == {*NUMBERS, "regime"}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()
    assert MODEL.answer(base()).status[0] == Status.SOLVED


def test_best_replies_of_both_sides():
    draws = inside(MODEL, random_draws(MODEL, 4000, 1, RANGES))
    assert len(draws) > 1000
    answers = MODEL.answer(draws)
    assert MODEL.witness is not None
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)
    for kind in ("pooling", "semi-separating", "no bluff", "no threat"):
        assert answers.categories["regime"].is_(kind).sum() > 20


def test_exactly_one_survives_d1():
    draws = inside(MODEL, random_draws(MODEL, 4000, 2, RANGES))
    left = np.zeros(len(draws), dtype=int)
    for equilibrium in MODEL.equilibria(draws):
        removed = equilibrium.removed_by.get("D1", np.zeros(len(draws), bool))
        left += equilibrium.exists & ~removed
        assert not (equilibrium.selected & removed).any()
    assert (left == 1).all()


def test_every_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 1500, 3, RANGES))
    check_on_the_tree(MODEL, draws, OUTCOMES)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "pooling", "semi-separating", "no bluff", "no threat"
    }  # fmt: skip


@pytest.mark.parametrize("grid", [1, 5])
def test_they_are_so_with_slices_of_any_width(grid: int) -> None:
    """The slices next to a border become as thin as one likes."""
    draws = inside(MODEL, random_draws(MODEL, 300, 4, RANGES))
    game, answers = build(grid=grid), MODEL.answer(draws)
    for kind in ("pooling", "semi-separating", "no bluff"):
        rows = np.flatnonzero(answers.categories["regime"].is_(kind))
        play = write(
            draws.rows(rows).columns(),
            kind,
            answers.probabilities["threat"][rows],
            answers.quantities["belief_after_threat"][rows],
            grid,
        )
        solution = from_named(game, draws.rows(rows), play.strategy, play.belief)
        checked = verify(solution)
        assert checked.stands.all(), f"{kind}: {checked.worst()}"
        # .1 and .9 of the same are not the same in binary fractions: the middle of a slice that has
        # no width is a last digit off its ends.
        tied = ("6: act",) if grid == 5 and kind != "no bluff" else ()
        assert checked.tied_sets(game) == tied
        np.testing.assert_allclose(
            solution.p_outcome["concession"], answers.probabilities["concede"][rows], atol=1e-12
        )


def test_other_play_is_no_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 300, 5, RANGES))
    for equilibrium in MODEL.equilibria(draws):
        if equilibrium.name not in ("semi-separating", "no bluff"):
            continue
        rows = np.flatnonzero(equilibrium.exists)
        played = equilibrium.assessment.rows(rows)
        wrong = dict(played.strategy)
        last = f"{2 * len(MODEL.players)}: answer"  # gives in, in either kind
        wrong[last, "resist"] = wrong[last, "resist"] + 0.01
        wrong[last, "concede"] = wrong[last, "concede"] - 0.01
        moved = played.strategy[last, "concede"] > 0.5
        solution = from_named(MODEL.game(), draws.rows(rows), wrong, played.belief)
        assert not verify(solution).ok[moved].any()
        assert moved.sum() > 20


def test_everybody_threatens_if_backing_down_is_free_enough_and_targets_soft():
    answers = MODEL.answer(base(a=1e-6, e_lo=-0.5, L=0.05))
    assert answers.categories["regime"][0] == "pooling"
    assert answers.probabilities["threat"][0] == 1.0


def test_a_sure_target_brings_back_the_one_sided_game():
    """With one possible damage the semi-separating belief is that of `audience-costs`."""
    width = 1e-7
    answers = MODEL.answer(base(d_lo=1.0 - width, d_hi=1.0 + width, e_lo=-0.05, e_hi=1.35))
    other = models.get("audience-costs")
    theirs = other.answer(other.draws({"phi": 0.25, "e_R": -0.05, "a": 0.3}))
    for name in ("concession_probability", "belief_after_threat"):
        assert answers.quantities[name][0] == pytest.approx(theirs.quantities[name][0], abs=1e-6)
    for name in ("threat", "execute", "back_down"):
        assert answers.probabilities[name][0] == pytest.approx(
            theirs.probabilities[name][0], abs=1e-6
        )


@pytest.mark.parametrize(
    "change",
    [
        {"a": 0.25, "L": 0.25, "r": 0.0, "e_lo": 0.0, "e_hi": 1.0, "d_lo": 0.0, "d_hi": 1.25},
        {"V": 1.0, "a": 0.25, "L": 0.8, "r": 0.0, "d_lo": 0.0, "d_hi": 1.0},
        {"V": 1.0, "a": 0.5, "L": 0.8, "r": 0.0, "d_lo": 0.0, "d_hi": 1.0, "e_lo": 0.25},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change: dict[str, float]) -> None:
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"V": 0.0}),
        ("A2", {"e_lo": 0.3}),
        ("A2", {"e_hi": 0.3}),
        ("A3", {"L": 0.0, "r": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name: str, change: dict[str, float]) -> None:
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(d_lo=1.2)).status[0] == Status.INFEASIBLE
    assert MODEL.answer(base(e_lo=0.95)).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="threaten"):
        build(("threaten",))


def test_the_witness_asks_nothing_of_a_target_that_nobody_threatens():
    rng = np.random.default_rng(5)
    # All are unwilling, by so little that halving does not end on the border.
    draws = base(e_lo=rng.uniform(0.15, 0.5, 300), a=0.6, e_hi=rng.uniform(0.7, 0.9, 300), L=1.1)
    answers = MODEL.answer(draws)
    assert answers.categories["regime"].is_("no threat").sum() > 100
    assert MODEL.witness is not None
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error[answers.has_answer]).max() < 1e-9, name
