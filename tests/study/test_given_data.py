from __future__ import annotations

import math

import numpy as np
import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.brief import Brief, draw_parameters
from standoff.models import get
from standoff.study.given_data import (
    first_order,
    first_order_by_rank,
    given_data,
    share_with_range,
)
from standoff.study.model_subject import ModelSubject


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


def test_ranks_of_neighbors_find_the_same_shares() -> None:
    x, y = ishigami(100_000)
    found = [first_order_by_rank(x[:, i], y) for i in range(3)]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.012)
    assert first_order_by_rank(np.ones(1000), y[:1000]) == 0.0
    assert math.isnan(first_order_by_rank(x[:39, 0], y[:39]))
    # By hand: forty draws in order, each the mean over its neighbors on both sides.
    y = np.repeat(np.arange(10.0), 4)
    d = y - y.mean()
    beside = [[1], *([i - 1, i + 1] for i in range(1, 39)), [38]]
    by_hand = sum(d[i] * np.mean(d[beside[i]]) for i in range(40)) / sum(d**2)
    assert first_order_by_rank(np.arange(40.0), y) == pytest.approx(by_hand)


@pytest.mark.parametrize("method", ["binned", "rank"])
def test_the_range_holds_the_share_in_nine_of_ten_samples(method: str) -> None:
    held = np.zeros(2)
    for seed in range(60):
        x = np.random.default_rng(seed).normal(size=(1000, 2)) * [1, 2]
        for i, share in enumerate((0.2, 0.8)):
            estimate, low, high = share_with_range(x[:, i], x.sum(axis=1), method)
            held[i] += low <= share <= high
            assert 0 <= low <= estimate <= high <= 1
    # At nine of ten, 54 expected and a standard deviation of 2.3.
    assert (held >= 46).all()


def test_correlated_inputs_share_what_they_have_in_common() -> None:
    rng = np.random.default_rng(7)
    common, own = rng.normal(size=(2, 50_000))
    other = 0.6 * common + 0.8 * own
    # The answer knows only `common`; the other says .36 of it.
    assert first_order(other, common) == pytest.approx(0.36, abs=0.015)


def test_a_case_is_asked_about_what_varies() -> None:
    def found(brief: Brief):
        draws = draw_parameters(brief, 20_000)
        answers = ModelSubject(get("linkage-crisis")).answer(draws, brief.given)
        return given_data(brief, draws, answers.probabilities["drop"])

    plain = found(brief_of())
    assert {each.parameter for each in plain.shares} == {"case_value", "prize", "p_resolved_secret"}
    assert plain.n_used + plain.n_left_out == 20_000
    assert [each.share for each in plain.shares] == sorted(
        (each.share for each in plain.shares), reverse=True
    )
    assert 0.5 < plain.total < 1.1
    assert "others" not in plain.meaning
    text = f"{SMALL}correlations: [{{between: [X, phi_S], rank: .5, because: So.}}]\n"
    together = found(brief_of(text))
    assert "what it says about the others" in together.meaning
