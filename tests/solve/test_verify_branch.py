"""What claims to lie on the branch is followed again, and refused where it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.solve.tables import CHICKEN, near, table_draws, table_game
from tests.solve.two_by_two import limits

from standoff.solve.quantal import solve_quantal
from standoff.solve.sequential import solve_sequential
from standoff.solve.verify_branch import passages, verify_branch


def test_a_sample_is_retraced_and_every_draw_on_request() -> None:
    solution = solve_sequential(table_game(2), table_draws(near(CHICKEN, 0.01, 60, 4)))
    sample = verify_branch(solution)
    assert sample.n_retraced == len(sample.rows) == 20
    assert sample.sentence() == "branch retraced on 20 of 60 draws"
    assert np.array_equal(sample.rows, verify_branch(solution).rows)
    every = verify_branch(solution, every=True)
    assert every.n_retraced == 60
    assert not len(every.failed)


def test_another_equilibrium_is_not_the_limit() -> None:
    payoff = np.array([[[[0, 0], [-1, 1]], [[1, -1.001], [-5, -5]]]])
    solution = solve_sequential(table_game(2), table_draws(payoff))
    p = 4.0 / 5.0
    mixed = replace(solution, strategy=np.array([[p, 1 - p, p, 1 - p]]))
    assert len(verify_branch(mixed).failed) == 1
    assert "not where it leads" in verify_branch(mixed).sentence()
    assert not len(verify_branch(solution).failed)
    point = solve_quantal(table_game(2), table_draws(payoff), precision=20.0)
    assert not len(verify_branch(point).failed)
    swapped = replace(point, strategy=point.strategy[:, [2, 3, 0, 1]])
    assert len(verify_branch(swapped).failed) == 1


@pytest.mark.parametrize("fortune", [1e6, 1e10, 1e12])
def test_a_fortune_elsewhere_hides_no_limit(fortune: float) -> None:
    """Where it makes play certain at once, other choices are settled only much further out."""
    payoff = np.random.default_rng(1).normal(size=(6, 2, 2, 2))
    payoff[np.arange(6), [0, 0, 0, 1, 1, 1], [0, 1, 1, 0, 1, 1], [0, 0, 1, 1, 0, 1]] *= fortune
    solution = solve_sequential(table_game(2), table_draws(payoff))
    answered = solution.status == 0
    assert answered.sum() >= 4
    assert np.abs(solution.strategy[:, ::2] - limits(payoff))[answered].max() < 0.02
    check = verify_branch(solution, every=True)
    assert check.n_retraced == answered.sum()
    assert not len(check.failed)


def test_a_branch_that_is_still_open_refuses_nothing() -> None:
    """With 1e25 elsewhere, play is random as far out as the branch is followed."""
    payoff = np.array([[[[1.0, 1.0], [0.0, 0.0]], [[0.0, 1.0], [-1e25, 0.0]]]])
    solution = solve_sequential(table_game(2), table_draws(payoff))
    assert solution.strategy[0].tolist() == [1, 0, 1, 0]
    check = verify_branch(solution)
    assert (check.n_retraced, len(check.failed)) == (0, 0)
    assert "the second way came to no end" in check.sentence()


def test_other_rules_claim_no_branch() -> None:
    solution = replace(
        solve_sequential(table_game(2), table_draws(near(CHICKEN, 0.01, 3, 4))), rule="given"
    )
    check = verify_branch(solution, every=True)
    assert (check.n_claimed, len(check.rows)) == (0, 0)


def test_a_lost_symmetry_is_told() -> None:
    solution = solve_sequential(table_game(2), table_draws(CHICKEN[None]))
    said = passages(verify_branch(solution))
    assert len(said) == 1
    # At the crossing the slope of the reply is one: precision * 5 * p * (1 - p) = 1.
    precision = verify_branch(solution).crossings[0][0]
    point = solve_quantal(table_game(2), table_draws(CHICKEN[None]), precision=precision)
    p = point.strategy[0, 0]
    assert precision * 5.0 * p * (1 - p) == pytest.approx(1.0, abs=1e-3)
    assert f"At precision {precision:.3g} the symmetric branch loses stability" in said[0]
