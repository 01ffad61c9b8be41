from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.study.shapley import Worth, exact, sampled


def game(table: list[float]) -> Worth:
    """Give a worth to every coalition: one draw, one measure."""
    return lambda mask: np.array([[table[mask]]])


def by_orders(n: int, table: list[float]) -> list[float]:
    """Average what each player adds over every order, as Shapley defined it."""
    orders = list(permutations(range(n)))
    found = [0.0] * n
    for order in orders:
        mask = 0
        for player in order:
            found[player] += (table[mask | 1 << player] - table[mask]) / len(orders)
            mask |= 1 << player
    return found


@given(st.integers(1, 4), st.data())
def test_exact_values_are_averages_over_all_orders(n: int, data: st.DataObject) -> None:
    numbers = st.floats(-10, 10)
    table = data.draw(st.lists(numbers, min_size=2**n, max_size=2**n))
    found = exact(n, game(table))
    assert found.values[:, 0, 0] == pytest.approx(by_orders(n, table), abs=1e-9)
    assert found.values.sum() == pytest.approx(table[-1] - table[0], abs=1e-9)
    assert (found.n_coalitions, found.n_orders) == (2**n, 0)


def test_gloves() -> None:
    # One left glove and two right ones; a pair is worth 1. The textbook answer is 2/3, 1/6, 1/6.
    worth = game([float(bool(mask & 1 and mask & 6)) for mask in range(8)])
    found = exact(3, worth)
    assert found.values[:, 0, 0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_who_only_works_together_interacts() -> None:
    # Players 0 and 1 are worth 3 together and nothing apart; player 2 is worth 1 in any company.
    worth = game([3.0 * (mask & 3 == 3) + (mask >> 2) for mask in range(8)])
    found = exact(3, worth)
    assert found.interactions is not None
    index = found.interactions[..., 0, 0]
    assert index[0, 1] == index[1, 0] == pytest.approx(3.0)
    assert index[0, 2] == index[1, 2] == pytest.approx(0.0)


def test_the_interaction_index_averages_over_the_others() -> None:
    rng = np.random.default_rng(4)
    table = rng.normal(size=16).tolist()
    found = exact(4, game(table))
    assert found.interactions is not None
    others = [2, 3]
    expected = 0.0
    # Sizes of what is among the others come up equally often: 1/3 each for two others.
    for size in range(3):
        some = list(combinations(others, size))
        for each in some:
            mask = sum(1 << i for i in each)
            both = table[mask | 3] - table[mask | 1] - table[mask | 2] + table[mask]
            expected += both / len(some) / 3
    assert found.interactions[0, 1, 0, 0] == pytest.approx(expected)


def test_random_orders_come_near_within_their_errors() -> None:
    rng = np.random.default_rng(9)
    n = 6
    table = rng.normal(size=(2**n, 20, 1))
    truth = exact(n, lambda mask: table[mask]).values.mean(axis=1)[:, 0]
    found = sampled(n, lambda mask: table[mask], 400, seed=3)
    error = np.sqrt(found.order_variance[:, 0])
    assert (error > 0).all()
    assert (np.abs(found.values.mean(axis=1)[:, 0] - truth) < 4 * error).all()
    assert (error < 0.05).all()
    # Adding up needs no luck: it holds in every order.
    assert found.values.sum(axis=0) == pytest.approx(table[-1] - table[0])


def test_players_who_do_not_interact_need_only_one_order() -> None:
    weights = [1.0, 2.0, -3.0]
    worth = game([sum(w for i, w in enumerate(weights) if m >> i & 1) for m in range(8)])
    found = sampled(3, worth, 2)
    assert found.values[:, 0, 0] == pytest.approx(weights)
    assert found.order_variance == pytest.approx(0.0)


def test_nobody_shares_nothing() -> None:
    assert exact(0, game([1.0])).values.shape == (0, 1, 1)
