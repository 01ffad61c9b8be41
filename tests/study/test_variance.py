from __future__ import annotations

import math

import numpy as np
import pytest

from standoff.study.variance import first_order


def ishigami(n: int) -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(5).uniform(-np.pi, np.pi, (n, 3))
    return x, np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_ishigami_function_has_its_known_shares() -> None:
    x, y = ishigami(100_000)
    found = [first_order(x[:, i], y) for i in range(3)]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)


def test_a_few_hundred_draws_give_the_order() -> None:
    x, y = ishigami(300)
    first, second, third = (first_order(x[:, i], y) for i in range(3))
    assert second > third
    assert first > third
    assert third < 0.1


def test_a_sum_is_split_by_the_variances_of_its_parts() -> None:
    x = np.random.default_rng(1).normal(size=(50_000, 2)) * [1, 2]
    assert first_order(x[:, 1], x.sum(axis=1)) == pytest.approx(0.8, abs=0.01)


def test_draws_without_an_answer_are_left_out() -> None:
    x, y = ishigami(20_000)
    gaps = y.copy()
    gaps[::3] = np.nan
    kept = np.isfinite(gaps)
    assert first_order(x[:, 0], gaps) == first_order(x[kept, 0], y[kept])


def test_what_does_not_vary_explains_nothing_and_too_few_draws_say_nothing() -> None:
    x, y = ishigami(1000)
    assert first_order(np.ones(1000), y) == 0.0
    assert first_order(x[:, 0], np.ones(1000)) == 0.0
    assert math.isnan(first_order(x[:39, 0], y[:39]))
