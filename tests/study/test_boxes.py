from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from standoff.errors import GameError, UnknownName
from standoff.game.draws import Draws
from standoff.study.asked import Asked
from standoff.study.boxes import find_boxes
from standoff.study.given_data import given_data
from standoff.study.peel import Bounds, paste, peel, quality, quasi_p, simplify

N = 6_000


def uniform_draws(seed: int = 1, n: int = N, n_columns: int = 6) -> Draws:
    x = np.random.default_rng(seed).uniform(size=(n, n_columns))
    columns = {f"x{i}": x[:, i] for i in range(n_columns)}
    return Draws.from_columns({**columns, "fixed": np.full(n, 2.0)}, n)


def test_a_planted_box_is_found_with_its_bounds() -> None:
    draws = uniform_draws()
    y = ((draws["x1"] > 0.4) & (draws["x3"] < 0.5)).astype(float)
    found = find_boxes(draws, y, "planted")
    (box,) = found.boxes
    by_name = {each.parameter: each for each in box.limits}
    assert set(by_name) == {"x1", "x3"}
    assert by_name["x1"].low == pytest.approx(0.4, abs=0.03)
    assert by_name["x3"].high == pytest.approx(0.5, abs=0.03)
    assert math.isinf(by_name["x1"].high)
    assert by_name["x1"].low_rank == pytest.approx(0.4, abs=0.04)
    assert box.coverage.value > 0.93
    assert box.density.value > 0.95
    assert all(each.quasi_p < 1e-6 for each in box.limits)
    assert all(each.stability == 1.0 for each in box.limits)
    assert "x1 above 0." in box.words
    assert "x3 below 0." in box.words
    assert found.p_event == pytest.approx(0.3, abs=0.02)
    assert found.n_learned == found.n_held_out == N // 2
    assert found.notes == ()


def test_a_frequent_event_still_has_a_box_that_is_purer_than_everything() -> None:
    draws = uniform_draws(9)
    # Nearly sure above the bound, and a coin below it: everything is a good compromise of both.
    p = np.where(draws["x2"] > 0.25, 0.98, 0.5)
    y = (np.random.default_rng(10).uniform(size=N) < p).astype(float)
    found = find_boxes(draws, y, "frequent", n_boxes=1, n_resamples=4)
    assert found.p_event == pytest.approx(0.86, abs=0.02)
    (box,) = found.boxes
    assert [each.parameter for each in box.limits] == ["x2"]
    assert box.limits[0].low == pytest.approx(0.25, abs=0.03)
    assert box.density.value > 0.96
    assert box.limits[0].stability == 1.0


def test_where_everything_is_pure_enough_just_that_is_said() -> None:
    draws = uniform_draws(11, 2_000)
    y = (np.random.default_rng(12).uniform(size=2_000) < 0.8).astype(float)
    told = find_boxes(draws, y, "often", least_density=0.7, n_resamples=0)
    assert told.boxes == ()
    assert "as pure as that" in told.notes[0]


def test_the_quality_of_a_box_is_that_of_what_is_rarer() -> None:
    x = np.arange(10.0)[:, None]
    box = Bounds.everything(1).with_bound(0, is_low=True, value=4.0)
    # By hand: 3 hits, all among the 6 inside: coverage 1, density 1/2.
    assert quality(x, x[:, 0] >= 7, box) == pytest.approx(2 / 3)
    # 7 hits, 6 of them inside; of 4 outside 3 are misses: coverage 1, density 3/4.
    assert quality(x, x[:, 0] >= 3, box) == pytest.approx(6 / 7)
    assert quality(x, x[:, 0] >= 3, Bounds.everything(1)) == 0.0


def test_two_boxes_cover_two_ways_to_win() -> None:
    draws = uniform_draws(2, 12_000)
    first = (draws["x0"] > 0.6) & (draws["x1"] > 0.5)
    second = (draws["x2"] < 0.25) & (draws["x4"] < 0.5)
    found = find_boxes(draws, (first | second).astype(float), "either", n_most=12_000)
    assert len(found.boxes) == 2
    assert {each.parameter for each in found.boxes[0].limits} == {"x0", "x1"}
    assert {each.parameter for each in found.boxes[1].limits} == {"x2", "x4"}
    coverage, density = found.together
    assert coverage.value > 0.9
    assert density.value > 0.9
    total = sum(box.coverage.value for box in found.boxes)
    assert total == pytest.approx(coverage.value)
    one = find_boxes(draws, (first | second).astype(float), "either", n_boxes=1, n_most=12_000)
    assert len(one.boxes) == 1


def test_noise_has_no_box_that_the_held_out_draws_believe() -> None:
    for seed in range(5):
        draws = uniform_draws(seed, 2_000)
        y = (np.random.default_rng(100 + seed).uniform(size=2_000) < 0.3).astype(float)
        found = find_boxes(draws, y, "noise", n_resamples=4)
        for box in found.boxes:
            assert box.density.low < 0.3
            assert max(each.stability for each in box.limits) <= 1.0
        if not found.boxes:
            (note,) = found.notes
            assert "does not hold" in note or "--density" in note


def test_held_out_ranges_hold_the_truth_in_nine_of_ten() -> None:
    # In the box x0 > .5 seven in ten are hits, outside one in ten: density .7, coverage .875.
    held = np.zeros(2)
    for seed in range(40):
        draws = uniform_draws(seed, 2_000, 3)
        p = np.where(draws["x0"] > 0.5, 0.7, 0.1)
        y = (np.random.default_rng(seed + 1000).uniform(size=2_000) < p).astype(float)
        (box,) = find_boxes(draws, y, "noisy", n_boxes=1, n_resamples=0).boxes
        bounds = {each.parameter: each for each in box.limits}
        if set(bounds) != {"x0"}:
            continue
        low = bounds["x0"].low
        inside = 1 - low
        hits = 0.7 * min(inside, 0.5) + 0.1 * max(inside - 0.5, 0)
        held[0] += box.density.low <= hits / inside <= box.density.high
        held[1] += box.coverage.low <= hits / 0.4 <= box.coverage.high
        assert math.isnan(bounds["x0"].stability)
    assert (held >= 28).all()


def test_a_wanted_density_gives_up_coverage() -> None:
    draws = uniform_draws(3)
    # More likely the larger the sum of two: a slope, where every box is a compromise.
    p = np.clip(2 * (draws["x0"] + draws["x1"]) - 1.5, 0, 1)
    y = (np.random.default_rng(8).uniform(size=N) < p).astype(float)
    balanced = find_boxes(draws, y, "slope", n_boxes=1, n_resamples=0).boxes[0]
    dense = find_boxes(draws, y, "slope", n_boxes=1, least_density=0.95, n_resamples=0).boxes[0]
    assert dense.density.value > 0.92 > balanced.density.value
    assert dense.coverage.value < balanced.coverage.value
    path = dense.trajectory
    assert path[0].coverage == path[0].mass == 1.0
    assert path[0].parameters == ()
    masses = [each.mass for each in path]
    assert masses == sorted(masses, reverse=True)
    assert path[-1].density > path[0].density


def test_draws_without_an_answer_are_left_out() -> None:
    draws = uniform_draws(4)
    y = (draws["x2"] > 0.5).astype(float)
    y[::4] = np.nan
    found = find_boxes(draws, y, "half", n_resamples=0)
    assert found.n_left_out == N // 4
    assert found.n_learned + found.n_held_out == N - N // 4
    assert [each.parameter for each in found.boxes[0].limits] == ["x2"]


def test_what_cannot_be_asked_is_refused_or_said() -> None:
    draws = uniform_draws(5, 500)
    rare = np.zeros(500)
    rare[:5] = 1
    found = find_boxes(draws, rare, "rare")
    assert found.boxes == ()
    assert "at least 20" in found.notes[0]
    assert find_boxes(draws, np.full(500, np.nan), "never").boxes == ()
    with pytest.raises(GameError, match="another number"):
        find_boxes(draws, draws["x0"], "a number")
    with pytest.raises(GameError, match="alpha must lie"):
        find_boxes(draws, rare, "x", alpha=1.0)
    with pytest.raises(GameError, match="at least 1"):
        find_boxes(draws, rare, "x", n_boxes=0)
    with pytest.raises(UnknownName, match="x9"):
        find_boxes(draws, rare, "x", parameters=["x9"])


def test_the_best_slice_is_the_best_of_all_slices() -> None:
    rng = np.random.default_rng(6)
    x = np.round(rng.uniform(size=(200, 3)), 1)
    hit = rng.uniform(size=200) < x[:, 1]
    path = peel(x, hit, alpha=0.1, least=20)
    for before, after in pairwise(path):
        rows, left = before.holds(x), after.holds(x)
        gain = (hit[left].mean() - hit[rows].mean()) / (rows.sum() - left.sum())
        inside = x[rows]
        depth = int(np.ceil(0.1 * len(inside)))
        # Brute force: every column, both sides, cut after the value of the row at that depth.
        for column in range(3):
            ranked = np.sort(inside[:, column])
            for kept in (
                inside[:, column] > ranked[depth - 1],
                inside[:, column] < ranked[-depth],
            ):
                if kept.sum() >= 20:
                    there = hit[rows][kept].mean() - hit[rows].mean()
                    assert there / (~kept).sum() <= gain + 1e-12


def test_pasting_and_simplifying_undo_what_was_cut_too_far() -> None:
    draws = uniform_draws(7)
    x = np.column_stack([draws[f"x{i}"] for i in range(6)])
    hit = x[:, 0] > 0.5
    tight = Bounds.everything(6).with_bound(0, is_low=True, value=0.7)
    hit_some = hit & ~((x[:, 0] > 0.75) & (x[:, 0] < 0.8))
    assert paste(x, hit_some, tight, alpha=0.05).low[0] < 0.55
    idle = tight.with_bound(3, is_low=False, value=0.98)
    assert simplify(x, hit, idle, level=0.05).limited == (0,)
    assert quality(x, hit, Bounds.everything(6).with_bound(0, is_low=True, value=0.5)) == 1.0
    assert quasi_p(x, hit, idle, 3) > 0.5
    # By hand: 2 of 2 inside, each a hit with the rate 2 / 4 of the box without the bound.
    rows = np.array([[0.0], [1.0], [2.0], [3.0]])
    box = Bounds.everything(1).with_bound(0, is_low=True, value=2.0)
    assert quasi_p(rows, rows[:, 0] >= 2, box, 0) == pytest.approx(0.25)


def test_numbers_of_other_draws_are_refused(asked: Asked) -> None:
    for ask_about in (
        lambda y: find_boxes(asked.draws, y, "x"),
        lambda y: given_data(asked.brief, asked.draws, y),
    ):
        with pytest.raises(GameError, match="do not belong to these draws"):
            ask_about(np.zeros(3))
