"""All equilibria of tables: counts of other programs, textbook games, and a continuum."""

from __future__ import annotations

import numpy as np
import pytest
from tests.games.named import mckelvey_mclennan

from standoff.game.normal_form import NormalForm
from standoff.solve import verify
from standoff.solve.all_nash import all_nash, tree_of
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import Completeness


def table(a: np.ndarray, b: np.ndarray) -> NormalForm:
    strategies = tuple(
        tuple(f"{side}{i}" for i in range(n)) for side, n in zip("rc", a.shape, strict=True)
    )
    return NormalForm("table", ("Row", "Column"), strategies, np.stack([a, b], axis=-1))


def test_random_five_by_five_tables_have_thirty_equilibria() -> None:
    """The count that quantecon and Gambit agree on for these ten games."""
    rng = np.random.default_rng(0)
    n_found = 0
    for _ in range(10):
        found = all_nash(table(rng.random((5, 5)), rng.random((5, 5))))
        assert found.completeness is Completeness.PROVEN
        assert all(each.is_isolated for each in found.equilibria)
        assert all(verify(each.solution).ok[0] for each in found.equilibria)
        n_found += len(found)
    assert n_found == 30


def test_two_by_two_tables() -> None:
    battle = all_nash(table(np.array([[2.0, 0], [0, 1]]), np.array([[1.0, 0], [0, 2]])))
    first = sorted(float(e.solution.probability("Row", "r0")[0]) for e in battle.equilibria)
    assert first == pytest.approx([0.0, 2 / 3, 1.0])
    dilemma = all_nash(table(np.array([[2.0, 0], [3, 1]]), np.array([[2.0, 3], [0, 1]])))
    assert len(dilemma) == 1
    assert dilemma.equilibria[0].solution.p_outcome["r1, c1"][0] == 1.0


def test_a_continuum_is_one_entry() -> None:
    """Row does not care when Column goes left; the equilibria with left form a segment."""
    found = all_nash(table(np.array([[1.0, 0], [1, 2]]), np.array([[1.0, 0], [1, 0]])))
    assert len(found) == 1
    assert not found.equilibria[0].is_isolated


def test_three_players_have_nine_equilibria() -> None:
    """McKelvey and McLennan (1996), two strategies each."""
    assert len(all_sequential(mckelvey_mclennan())) == 9


def test_a_table_is_a_tree_in_which_nobody_sees_anything() -> None:
    game = tree_of(table(np.eye(2), np.eye(3)[:2, :2]))
    assert [len(i.nodes) for i in game.infosets] == [1, 2]
    assert game.outcomes[1] == "r0, c1"
