from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from standoff.brief.sobol import DIGITS, sobol_uniforms
from standoff.errors import GameError

NAMES = [f"parameter p{i}" for i in range(12)]


def test_however_the_rows_are_cut_the_digits_are_the_same() -> None:
    whole = sobol_uniforms(3, NAMES, 50_000)
    for start, n in ((0, 1), (16_383, 2), (20_000, 300), (40_001, 9_999)):
        piece = sobol_uniforms(3, NAMES, n, start)
        for name in NAMES:
            assert (piece[name] == whole[name][start : start + n]).all()


def test_far_out_rows_are_scipys_points() -> None:
    # Differences of the leading digits survive any scrambling by an invertible matrix: two points
    # agree in their first k digits before if and only if they do afterwards.
    start = 5 * 2**20 + 77
    engine = qmc.Sobol(len(NAMES), scramble=False, bits=DIGITS)
    engine.fast_forward(start)
    plain = engine.random(500)
    found = sobol_uniforms(1, NAMES, 500, start)
    for i, name in enumerate(NAMES):
        for digits in (1, 4, 9):
            _, before = np.unique(np.floor(plain[:, i] * 2**digits), return_inverse=True)
            _, after = np.unique(np.floor(found[name] * 2**digits), return_inverse=True)
            pairs = set(zip(before.tolist(), after.tolist(), strict=True))
            assert len(pairs) == before.max() + 1 == after.max() + 1


def test_every_dimension_is_even_and_every_pair_of_the_first_two() -> None:
    u = sobol_uniforms(9, NAMES, 4096)
    for column in u.values():
        assert column.min() > 0
        assert column.max() < 1
        assert (np.bincount((column * 4096).astype(int), minlength=4096) == 1).all()
    first, second = (u[name] for name in NAMES[:2])
    cells = (first * 64).astype(int) * 64 + (second * 64).astype(int)
    assert (np.bincount(cells, minlength=4096) == 1).all()


def test_names_and_seeds_scramble_and_further_names_change_nothing() -> None:
    some, more = sobol_uniforms(3, NAMES[:4], 100), sobol_uniforms(3, NAMES, 100)
    assert all((some[name] == more[name]).all() for name in NAMES[:4])
    assert (sobol_uniforms(4, NAMES, 100)[NAMES[0]] != more[NAMES[0]]).any()
    assert (sobol_uniforms(3, ["other"], 100)["other"] != more[NAMES[0]]).any()


def test_averages_are_unbiased_and_far_nearer_than_at_random() -> None:
    def average(seed: int, n: int) -> float:
        u = np.array(list(sobol_uniforms(seed, NAMES[:6], n).values()))
        return float(np.prod(0.5 + u, axis=0).mean())

    errors = np.array([average(seed, 1024) - 1 for seed in range(40)])
    # At random: (13/12)^6 - 1 = .616, so .785 / sqrt(1024) = .0245.
    assert errors.std() < 0.0245 / 10
    assert abs(errors.mean()) < 4 * errors.std() / 40**0.5


def test_too_many_rows_or_dimensions_are_refused() -> None:
    with pytest.raises(GameError, match="4,294,967,296 rows"):
        sobol_uniforms(0, NAMES, 2, 2**32 - 1)
    with pytest.raises(GameError, match="21,201 dimensions"):
        sobol_uniforms(0, [str(i) for i in range(21_202)], 2)
