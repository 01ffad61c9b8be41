"""Where the closed form must not answer, and where it must say that it sits on an edge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pytest
from tests.models.linkage_crisis.random_draws import MODEL, wide_draws

from standoff.game.status import Status
from standoff.models.answers import Answers
from standoff.solve.solution import from_named
from standoff.solve.verify import verify


def answer(
    given: Sequence[str] = ("secret",), remove: Collection[str] = (), **change: Any
) -> Answers:
    return MODEL.answer(MODEL.draws(change), given=given, remove=remove)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"V": 0.12}, {"A1"}),
        ({"V": 0.17, "b_g": 0.05}, {"A1"}),
        ({"e_R": -0.5}, {"A1"}),
        ({"v": 1.0}, {"A1"}),
        ({"a_p": 0.5}, {"A2"}),
        ({"a_p": -0.01}, {"A2"}),
        ({"e_R": 0.9}, {"A3"}),
        ({"e_W": -0.01, "e_R": -0.02}, {"A3"}),
        ({"a_p": 0.5, "V": 0.1}, {"A1", "A2"}),
    ],
)
def test_broken_assumptions_are_named_and_nothing_is_answered(
    change: dict[str, Any], broken: set[str]
) -> None:
    answers = answer(**change)
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert {name for name, column in answers.broken.items() if column[0]} == broken
    for column in (
        *answers.probabilities.values(), *answers.quantities.values(), *answers.values.values()
    ):  # fmt: skip
        assert np.isnan(column[0])
    assert {category.codes[0] for category in answers.categories.values()} == {-1}
    told = MODEL.outside(answers)
    assert all(f"  {name}: " in told for name in broken)


def test_inside_nothing_is_told():
    assert MODEL.outside(answer()) == ""


def test_assumptions_are_exact_at_their_border():
    # V' = b_g exactly, in numbers without rounding.
    at = answer(v=0.0, V=0.5, x=0.5, Rel=0.5, b_g=0.25, k=0.5, h=0.5)
    assert at.broken["A1"][0]
    above = answer(v=0.0, V=0.5 + 2.0**-40, x=0.5, Rel=0.5, b_g=0.25, k=0.5, h=0.5)
    assert above.status[0] == Status.SOLVED


def test_the_second_assumption_speaks_of_open_channels_only():
    assert answer(a_p=0.5, remove=("private",)).status[0] == Status.SOLVED
    assert answer(a_p=0.5, remove=("public",)).status[0] == Status.SOLVED
    assert answer(a_u=-0.1, a_p=0.1, remove=("private",)).broken["A2"][0]


@pytest.mark.parametrize(
    "change",
    [
        {"phi_S": 1.2},
        {"tau": -0.1},
        {"d": float("nan")},
        {"X": float("inf")},
        {"d": 0.0, "r": 0.0},
        {"x": 1.5},
        {"psi": -0.1},
    ],
)
def test_impossible_numbers_are_infeasible(change: dict[str, Any]) -> None:
    answers = answer(**change)
    assert answers.status[0] == Status.INFEASIBLE
    assert np.isnan(answers.probabilities["drop"][0])


PI_PRIVATE = (0.97 * 0.35 + 0.05 + 0.02) / 1.02


EDGES = [
    {"phi_S": PI_PRIVATE},
    {"b_g": 0.0},
    {"h": 0.12},  # a true trial costs what retaliation costs
    {"e_R": 0.15},  # e_R = a_p
    {"e_R": 0.4, "a_p": 0.1},  # e_R = a_u
    {"e_W": 0.4},  # e_W = a_u
    {"e_R": -0.05, "X": 1.2},  # -e_R = U0
    {"a_p": 0.0, "b_g": -0.1},  # an empty threat is free
    {"a_p": 0.4},  # the channels cost the same to back down from
    {"phi_S": 0.0},
    {"phi_S": 0.0, "e_R": -0.1, "X": 1.2},
    {"phi_S": 0.0, "e_R": -0.1},  # nobody would execute, and nobody who would is quiet
    {"m_u": 0.0},  # both channels work at the same cost
    {"phi_S": 1.0},
    {"phi_S": 1.0, "e_R": -0.1, "m_u": 0.7},
    {"v": 0.0, "X": 0.875, "psi": 0.125, "phi_S": 0.3},  # pi*_p = 1
    {"X": 0.0, "psi": 0.0, "r": 0.0},  # pi*_p = 0
]


@pytest.mark.parametrize("change", EDGES, ids=str)
def test_ties_are_on_a_knife_edge_and_still_answered(change: dict[str, Any]) -> None:
    answers = answer(**change)
    assert answers.status[0] == Status.KNIFE_EDGE
    assert answers.categories["regime"][0]
    assert not np.isnan(answers.probabilities["drop"][0])


@pytest.mark.parametrize("change", EDGES, ids=str)
def test_what_is_shown_on_a_knife_edge_is_an_equilibrium(change: dict[str, Any]) -> None:
    draws = MODEL.draws(change)
    game = MODEL.game()
    listed = MODEL.equilibria(draws, given=("secret",))
    assert sum(e.selected[0] for e in listed) == 1
    for equilibrium in listed:
        play = equilibrium.assessment
        checked = verify(from_named(game, draws, play.strategy, play.belief))
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"


@pytest.mark.parametrize("factor", [1 - 1e-9, 1 + 1e-9])
def test_near_a_tie_is_not_on_it(factor: float) -> None:
    assert answer(phi_S=PI_PRIVATE * factor).status[0] == Status.SOLVED
    assert answer(h=0.12 * factor).status[0] == Status.SOLVED
    assert answer(e_W=0.4 * factor).status[0] == Status.SOLVED


def test_rounding_does_not_hide_a_tie():
    # .1 + .2 is not .3 in floating point, but it is a tie.
    assert answer(h=0.1 + 0.2, x=0.5, Rel=0.6, k=0.9).status[0] == Status.KNIFE_EDGE


def test_a_tie_in_decimals_is_neither_verified_nor_refuted():
    """.95 + .05 is not 1 in binary fractions, and nothing but that difference is at stake.

    Conceding and an execution for sure are all that the target has to compare.
    """
    change: dict[str, Any] = {"v": 0.0, "X": 0.95, "psi": 0.05, "phi_S": 0.3}  # pi*_p = 1
    assert answer(**change).status[0] == Status.KNIFE_EDGE
    assert answer(**change).quantities["belief_needed_private"][0] == pytest.approx(1.0, abs=1e-15)
    draws, game = MODEL.draws(change), MODEL.game()
    checks = {}
    for equilibrium in MODEL.equilibria(draws, given=("secret",)):
        play = equilibrium.assessment
        checks[equilibrium.name] = verify(from_named(game, draws, play.strategy, play.belief))
    assert all(checked.stands.all() for checked in checks.values())
    assert checks["private semi"].is_tied.all()


def test_ties_that_concern_nothing_are_no_ties():
    # The settlement does not matter when there is no severe threat to drop charges for.
    assert answer(h=0.12, remove=("private", "public")).status[0] == Status.SOLVED
    # Without a mild answer its benefit does not matter.
    assert answer(b_g=0.0, remove=("review",)).status[0] == Status.SOLVED
    # Where one channel does not work it does not matter that both would cost the same.
    assert answer(m_u=0.0, a_p=0.05).status[0] == Status.SOLVED
    assert answer(m_u=0.0, phi_S=0.3).status[0] == Status.SOLVED
    # The other crisis is looked at only when nothing is given.
    assert answer(phi_N=0.0).status[0] == Status.SOLVED
    assert answer(given=(), phi_N=0.0).status[0] == Status.KNIFE_EDGE


def test_a_tie_between_arrests_matters_when_no_arrest_is_given():
    change: dict[str, Any] = {"p_leak": 0.0, "phi_N": 0.45}
    assert answer(**change).status[0] == Status.SOLVED
    free = answer(given=(), **change)
    assert free.status[0] == Status.KNIFE_EDGE
    assert free.categories["arrest"][0] == "secret"


def test_almost_no_random_draw_is_on_an_edge():
    status = MODEL.answer(wide_draws(20_000, seed=1)).status
    assert (status == Status.KNIFE_EDGE).sum() == 0
    assert (status == Status.SOLVED).sum() > 10_000


def test_no_draws_give_no_answers():
    none = wide_draws(5, seed=1).rows(slice(0, 0))
    answers = MODEL.answer(none)
    assert len(answers) == 0
    assert MODEL.equilibria(none) == ()
