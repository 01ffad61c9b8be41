"""Corners of polytopes with known corners, and against linear programs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from standoff.solve import polytope
from standoff.solve.polytope import corners

NONE = np.zeros((0, 3)), np.zeros(0)


def test_a_simplex_has_its_corners() -> None:
    found = corners(np.ones((1, 3)), np.ones(1), *NONE)
    assert found is not None
    assert sorted(map(tuple, found.round(12))) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]


def test_a_cut_simplex() -> None:
    found = corners(np.ones((1, 3)), np.ones(1), np.array([[1.0, -1.0, 0.0]]), np.zeros(1))
    assert found is not None
    assert sorted(map(tuple, found.round(12))) == [(0, 0, 1), (0.5, 0.5, 0), (1, 0, 0)]


def test_a_point_and_nothing() -> None:
    equal = np.array([[1.0, 1.0], [1.0, -1.0]])
    above = np.zeros((0, 2)), np.zeros(0)
    found = corners(equal, np.array([1.0, 0.5]), *above)
    assert found == pytest.approx(np.array([[0.75, 0.25]]))
    assert corners(equal, np.array([1.0, 1.5]), *above) is None
    assert corners(np.array([[1.0, 1.0], [2.0, 2.0]]), np.array([1.0, 3.0]), *above) is None


@pytest.mark.parametrize("limit", [40_000, 0])
def test_extent_agrees_with_linear_programs(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By corners, and by the linear programs that stand in for them in high dimension."""
    monkeypatch.setattr(polytope, "MOST_CANDIDATES", limit)
    rng = np.random.default_rng(4)
    n_empty = 0
    for _ in range(40):
        n = int(rng.integers(3, 6))
        equal, right = np.ones((1, n)), np.ones(1)
        above, floor = rng.normal(size=(2, n)), rng.normal(0, 0.3, 2)
        found = corners(equal, right, above, floor)
        extent = [
            linprog(sign * row, A_ub=-above, b_ub=-floor, A_eq=equal, b_eq=right)
            for row in np.eye(n)
            for sign in (1, -1)
        ]
        if any(program.status == 2 for program in extent):
            n_empty += 1
            assert found is None
            continue
        assert found is not None
        low = [program.fun for program in extent[::2]]
        high = [-program.fun for program in extent[1::2]]
        assert found.min(axis=0) == pytest.approx(low, abs=1e-8)
        assert found.max(axis=0) == pytest.approx(high, abs=1e-8)
        assert (found @ above.T >= floor - 1e-8).all()
    assert 0 < n_empty < 40
