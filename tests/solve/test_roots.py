"""All roots of small systems, against systems whose roots are known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.solve.polynomials import Polynomial, add
from standoff.solve.roots import MOST_VARIABLES, find_roots


def product_of_lines(lines: list[tuple[int, float]]) -> Polynomial:
    """The product of (x_v - root) over different variables v."""
    result: Polynomial = {(): 1.0}
    for v, root in lines:
        expanded: Polynomial = {}
        add(expanded, result, 1.0, (v,))
        add(expanded, result, -root)
        result = expanded
    return result


@settings(max_examples=40)
@given(st.lists(st.integers(1, 19), min_size=4, max_size=4, unique=True))
def test_two_unknowns_with_two_roots(twentieths: list[int]) -> None:
    """(x - a)(y - d) = 0 and (x - c)(y - b) = 0 meet in (a, b) and (c, d) alone."""
    a, b, c, d = (k / 20 for k in twentieths)
    system = [product_of_lines([(0, a), (1, d)]), product_of_lines([(0, c), (1, b)])]
    roots = find_roots(system, [], 2)
    assert roots.is_complete
    found = sorted(tuple(p) for p in roots.points)
    assert np.array(found) == pytest.approx(np.array(sorted([(a, b), (c, d)])), abs=1e-12)


def test_three_unknowns_against_elimination() -> None:
    """Random bilinear systems: x from y, z from y, a quadratic is left for y."""
    rng = np.random.default_rng(0)
    n_found = 0
    for _ in range(60):
        k, at = rng.uniform(-1, 1, (3, 4)), rng.uniform(0, 1, 3)
        pairs = [(0, 1), (1, 2), (0, 2)]
        for i, (u, v) in enumerate(pairs):  # one root is known, another may be there
            k[i, 0] = -(k[i, 1] * at[u] + k[i, 2] * at[v] + k[i, 3] * at[u] * at[v])
        system = [
            {(): k[i, 0], (u,): k[i, 1], (v,): k[i, 2], (u, v): k[i, 3]}
            for i, (u, v) in enumerate(pairs)
        ]
        roots = find_roots(system, [], 3)
        assert roots.is_complete
        # x = -(k00 + k02 y)/(k01 + k03 y), z = -(k10 + k11 y)/(k12 + k13 y), put into the third.
        p, q = np.poly1d([k[0, 2], k[0, 0]]), np.poly1d([k[0, 3], k[0, 1]])
        r, s = np.poly1d([k[1, 1], k[1, 0]]), np.poly1d([k[1, 3], k[1, 2]])
        left = q * s * k[2, 0] - p * s * k[2, 1] - r * q * k[2, 2] + p * r * k[2, 3]
        expected = []
        for y in np.roots(left.coeffs):
            if abs(y.imag) < 1e-12:
                point = np.array([-p(y.real) / q(y.real), y.real, -r(y.real) / s(y.real)])
                if (point >= 0).all() and (point <= 1).all():
                    expected.append(tuple(point))
        assert np.array(sorted(map(tuple, roots.points))).reshape(-1, 3) == pytest.approx(
            np.array(sorted(expected)).reshape(-1, 3), abs=1e-9
        )
        n_found += len(expected)
    assert n_found > 60


def test_bounds_drop_roots() -> None:
    system = [product_of_lines([(0, 0.2), (1, 0.9)]), product_of_lines([(0, 0.7), (1, 0.4)])]
    roots = find_roots(system, [{(): -0.5, (0,): 1.0}], 2)
    assert roots.is_complete
    assert [tuple(p) for p in roots.points] == [pytest.approx((0.7, 0.9))]


def test_roots_at_corners_are_found() -> None:
    for x, y in itertools.product((0.0, 1.0), repeat=2):
        roots = find_roots([{(): -x, (0,): 1.0}, {(): -y, (1,): 1.0}], [], 2)
        assert roots.is_complete
        assert [tuple(p) for p in roots.points] == [pytest.approx((x, y), abs=1e-12)]


def test_more_equations_than_unknowns() -> None:
    good = [{(): -0.3, (0,): 1.0}, {(): -0.12, (0, 1): 1.0}, {(): -0.4, (1,): 1.0}]
    roots = find_roots(good, [], 2)
    assert roots.is_complete
    assert [tuple(p) for p in roots.points] == [pytest.approx((0.3, 0.4))]
    bad = [good[0], {(): -0.13, (0, 1): 1.0}, good[2]]
    assert find_roots(bad, [], 2).points == ()


def test_a_multiple_root_is_not_called_proven() -> None:
    """x y = 1/4 touches x + y = 1 in one point, where they have the same slope."""
    roots = find_roots([{(): -0.25, (0, 1): 1.0}, {(): -1.0, (0,): 1.0, (1,): 1.0}], [], 2)
    assert not roots.is_complete
    assert any(p == pytest.approx((0.5, 0.5), abs=1e-3) for p in roots.points)


def test_a_curve_is_sampled_and_called_a_continuum() -> None:
    roots = find_roots([{(): -0.25, (0, 1): 1.0}], [], 2)
    assert roots.is_continuum
    assert not roots.is_complete
    points = np.array(roots.points)
    assert points.prod(axis=1) == pytest.approx(0.25)
    assert points[:, 0].min() < 0.35
    assert points[:, 0].max() > 0.9


def test_nothing_is_claimed_for_large_systems() -> None:
    n = MOST_VARIABLES + 1
    roots = find_roots([{(): -0.5, (v,): 1.0} for v in range(n)], [], n)
    assert not roots.is_complete
