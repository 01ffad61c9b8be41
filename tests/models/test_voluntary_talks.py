"""Voluntary talks: the reference, replies of every type, trees of any fineness, limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, on_the_tree, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.models.answers import Floats
from standoff.models.voluntary_talks import build, write
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("voluntary-talks")
CASES = reference("voluntary_talks")
RANGES = {"settlement": (0.01, 0.99), "exposure_cost": (0.001, 1.5)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case: dict[str, Any]) -> None:
    answers, expected = MODEL.answer(MODEL.draws(case["params"])), case["expected"]
    assert answers.status[0] == Status.SOLVED
    assert answers.quantities["tacit_cut"][0] == near(expected["cut_babbling"])
    assert answers.quantities["cut"][0] == near(expected["cut_talk"])
    assert answers.quantities["peace_without_words"][0] == near(expected["pr_peace_babbling"])
    assert answers.probabilities["peace"][0] == near(expected["pr_peace_talk"])


def test_the_reference_is_the_default():
    assert MODEL.draws(CASES[0]["params"]) == MODEL.draws()


def test_every_type_does_what_is_best_for_it():
    draws = random_draws(MODEL, 3000, 1, RANGES)
    answers = MODEL.answer(draws)
    assert (answers.status == Status.SOLVED).all()
    assert MODEL.witness is not None
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)
    assert {e.name for e in MODEL.equilibria(draws)} == {
        "talk", "tacit peace", "fragile peace", "war"
    }  # fmt: skip


def test_without_words_every_cut_off_is_the_reply_to_itself_and_no_other_is():
    """Iterated replies: the high root attracts from above, the low one divides it from war."""
    draws = inside(MODEL, random_draws(MODEL, 400, 2, RANGES))
    s, kappa = draws["settlement"], draws["exposure_cost"]
    listed = {e.name: e for e in MODEL.equilibria(draws)}
    high, low = listed["tacit peace"], listed["fragile peace"]
    np.testing.assert_array_equal(high.exists, low.exists)
    there = high.exists & ((s + kappa) ** 2 - 4 * kappa > 1e-3)
    assert there.sum() > 40

    def settle(c: Floats) -> Floats:
        for _ in range(20_000):
            c = np.where(c > 0.0, np.clip(s + kappa - kappa / np.maximum(c, 1e-12), 0.0, 1.0), 0.0)
        return c

    roots = {n: np.sqrt(listed[n].probabilities["peace"]) for n in ("tacit peace", "fragile peace")}
    ends = settle(np.ones_like(s))
    np.testing.assert_allclose(ends[there], roots["tacit peace"][there], atol=1e-9)
    assert (ends[~high.exists] == 0.0).all()
    below = settle(np.where(there, roots["fragile peace"] - 1e-6, 0.0))
    above = settle(np.where(there, roots["fragile peace"] + 1e-6, 0.0))
    assert (below[there] == 0.0).all()
    np.testing.assert_allclose(above[there], roots["tacit peace"][there], atol=1e-9)


def test_values_without_words_by_summing_over_types():
    draws = inside(MODEL, random_draws(MODEL, 200, 3, RANGES))
    s, kappa = draws["settlement"], draws["exposure_cost"]
    war = (np.arange(20_000) + 0.5) / 20_000
    for equilibrium in MODEL.equilibria(draws):
        if equilibrium.name == "talk":
            continue
        for i in np.flatnonzero(equilibrium.exists)[:20]:
            cut = np.sqrt(equilibrium.probabilities["peace"][i])
            come = cut * s[i] + (1 - cut) * (war - kappa[i])
            best = np.maximum(come, war).mean()
            assert equilibrium.values["Side A"][i] == pytest.approx(best, abs=1e-7)


def test_talk_is_best_and_more_peaceful():
    draws = inside(MODEL, random_draws(MODEL, 2000, 4, RANGES))
    talk, *others = MODEL.equilibria(draws)
    assert talk.selected.all()
    for other in others:
        here = other.exists
        assert (talk.values["Side A"][here] > other.values["Side A"][here]).all()
        assert (talk.probabilities["peace"][here] > other.probabilities["peace"][here]).all()


@pytest.mark.parametrize(("grid", "n_draws"), [(1, 300), (2, 20)])
def test_every_equilibrium_on_the_tree(grid: int, n_draws: int) -> None:
    """The slices next to a cut-off become as thin as one likes."""
    draws = inside(MODEL, random_draws(MODEL, n_draws, 5, RANGES))
    game = build(grid=grid)
    names = set()
    for equilibrium in MODEL.equilibria(draws):
        rows = np.flatnonzero(equilibrium.exists)
        play = write(draws.rows(rows).columns(), equilibrium.name, grid)
        solution = from_named(game, draws.rows(rows), play.strategy, play.belief)
        checked = verify(solution)
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"
        found = solution.p_outcome
        for name, p in (
            ("peace", found["settled"]),
            ("caught", found["A caught"] + found["B caught"]),
        ):
            np.testing.assert_allclose(p, equilibrium.probabilities[name][rows], atol=1e-12)
        for i, side in enumerate(MODEL.players):
            np.testing.assert_allclose(
                solution.value[:, i], equilibrium.values[side][rows], atol=1e-12
            )
        names.add(equilibrium.name)
    assert names == {"talk", "tacit peace", "fragile peace", "war"}


def test_listed_equilibria_carry_their_play():
    draws = inside(MODEL, random_draws(MODEL, 60, 6))
    for equilibrium in MODEL.equilibria(draws):
        assert verify(on_the_tree(MODEL, draws, equilibrium)[1]).ok.all()


def test_without_words_no_other_cut_off_is_an_equilibrium_on_the_tree():
    """Where there is no peace without words, those who would come are better off fighting."""
    draws = inside(MODEL, random_draws(MODEL, 200, 7, RANGES))
    s, kappa = draws["settlement"], draws["exposure_cost"]
    none = draws.rows(np.flatnonzero((s + kappa) ** 2 < 4 * kappa - 0.5)[:10])
    assert len(none) == 10
    for kind in ("tacit peace", "fragile peace"):
        play = write(none.columns(), kind, 2)
        solution = from_named(build(grid=2), none, play.strategy, play.belief)
        assert not verify(solution).ok.any()


def test_limits_of_the_exposure_cost():
    answers = MODEL.answer(MODEL.draws({"kappa": [1e-9, 0.9, 4.0]}))
    assert answers.quantities["tacit_cut"][0] == pytest.approx(0.8, abs=1e-8)
    # Above 1 both roots of the equation for the cut-off are above 1.
    assert answers.quantities["tacit_cut"][1:].tolist() == [0.0, 0.0]
    assert answers.probabilities["peace"].tolist() == [near(0.64)] * 3


def test_two_roots_that_merge_are_a_knife_edge():
    assert MODEL.answer(MODEL.draws({"s": 0.75, "kappa": 0.25})).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    ("name", "change"), [("A1", {"s": 1.0}), ("A1", {"s": 0.0}), ("A2", {"kappa": 0.0})]
)
def test_outside_its_assumptions_it_refuses_by_name(name: str, change: dict[str, float]) -> None:
    answers = MODEL.answer(MODEL.draws(change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(MODEL.draws({"s": -0.1})).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="fight"):
        build(("fight",))
