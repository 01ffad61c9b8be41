"""All equilibria of the Lewis-Schultz crisis, against 50 digits, quadrature and dense grids."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from tests.solve.plain_crisis import answer, dense_roots, fight

from standoff.errors import GameError
from standoff.solve.crisis_signaling import crisis_equilibria
from standoff.solve.kernels.crisis_chances import fight_or_back_down

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "estimate" / "signaling" / "reference.json").read_text()
)

PLACES = [
    (0.3, -1.0, 0.5),  # the middle
    (4.1, -3.0, 1.3),  # few challenge
    (9.0, 0.2, -0.4),  # hardly anybody does
    (2.0, 8.0, -3.0),  # one payoff is far above the other
    (-6.0, 1.0, -1.5),  # everybody challenges
    (3.0, 1.0, 7.5),  # the peak is to the right of the threshold
]


@pytest.mark.parametrize(("c", "w", "a"), PLACES)
def test_chances_against_fifty_digits(c: float, w: float, a: float) -> None:
    log_h, log_k, log_odds, *_ = fight_or_back_down(c, w, a)
    h, k = fight(c, w, a), fight(c, a, w)
    assert log_h == pytest.approx(float(h.ln()), rel=1e-13, abs=2e-14)
    assert log_k == pytest.approx(float(k.ln()), rel=1e-13, abs=2e-14)
    assert log_odds == pytest.approx(float((k / h).ln()), rel=1e-12, abs=2e-14)


@pytest.mark.parametrize(("c", "w", "a"), [*PLACES, (20.0, 0.0, 1.0), (-45.0, 0.0, 1.0)])
def test_rates_are_the_slopes_of_the_chances(c: float, w: float, a: float) -> None:
    step = 1e-4
    low, high = fight_or_back_down(c - step, w, a), fight_or_back_down(c + step, w, a)
    _, _, _, rate_h, rate_k = fight_or_back_down(c, w, a)
    assert -rate_h == pytest.approx((high[0] - low[0]) / (2 * step), rel=1e-5, abs=1e-9)
    assert -rate_k == pytest.approx((high[1] - low[1]) / (2 * step), rel=1e-5, abs=1e-9)


def test_odds_beyond_what_doubles_hold() -> None:
    # Mills's ratio: k / h is exp((a - w)(c - (a + w)/2)) (c - w) / (c - a), up to c^-2.
    log_h, _, log_odds, *_ = fight_or_back_down(1e4, 0.0, 0.5)
    assert log_h < -1e7
    assert log_odds == pytest.approx(0.5 * (1e4 - 0.25) + np.log(1e4 / (1e4 - 0.5)), rel=1e-11)


def test_published_example_with_three_equilibria() -> None:
    expected = REFERENCE["equilibria"]
    games = sorted(set(expected["W_B"]))
    found = crisis_equilibria([[0, 1, 0, -1.9, w_b, -1.2, 1] for w_b in games])
    there = ~np.isnan(found.p_resist)
    assert found.n_equilibria.tolist() == [expected["W_B"].count(w_b) for w_b in games]
    for name in ("p_resist", "p_challenge", "p_fight"):
        np.testing.assert_allclose(getattr(found, name)[there], expected[name], atol=1e-12)
    np.testing.assert_allclose(np.exp(found.log_p).sum(axis=2)[there], 1.0, atol=1e-14)


def test_equilibria_that_are_rounding_elsewhere() -> None:
    found = crisis_equilibria(REFERENCE["spurious"])
    assert found.n_equilibria.tolist() == [1, 1]
    for u, p in zip(REFERENCE["spurious"], found.p_resist[:, 0], strict=True):
        assert answer(float(p), tuple(u)) == pytest.approx(p, abs=1e-11)


def test_every_equilibrium_of_random_games_answers_to_itself() -> None:
    payoffs = np.random.default_rng(5).normal(size=(4_000, 7))
    found = crisis_equilibria(payoffs)
    several = np.flatnonzero(found.n_equilibria > 1)[:10]
    for game in [*several, *range(8)]:
        for p in found.p_resist[game, : found.n_equilibria[game]]:
            if p > 1e-12:
                assert answer(float(p), tuple(payoffs[game])) == pytest.approx(p, abs=1e-10)


def test_nothing_is_missed_or_made_up() -> None:
    # Near games known to have three, so that most cases are hard.
    rng = np.random.default_rng(11)
    base = np.array([0.0, 1.0, 0.0, -1.9, -2.8, -1.2, 1.0])
    payoffs = base + 0.15 * rng.normal(size=(20, 7))
    found = crisis_equilibria(payoffs)
    counts: set[int] = set()
    for game, u in enumerate(payoffs):
        ours = found.p_resist[game, : found.n_equilibria[game]]
        np.testing.assert_allclose(dense_roots(u), ours[ours < ndtr(5.0)], atol=1e-3)
        counts.add(len(ours))
    assert counts == {1, 3}


def test_counts_are_odd_and_several_need_the_condition() -> None:
    payoffs = np.random.default_rng(1).normal(size=(100_000, 7))
    found = crisis_equilibria(payoffs)
    assert found.is_found.all()
    s, v, cb, w, _, a, vb = payoffs.T
    assert set(found.n_equilibria.tolist()) == {1, 3}
    assert ((v - s) * (vb - cb) * (a - w) > 0)[found.n_equilibria > 1].all()
    assert 0.010 < (found.n_equilibria > 1).mean() < 0.0135
    np.testing.assert_array_equal(found.has_corner, (v < s) & (vb < cb) & (a > w))


def test_stable_and_unstable_equilibria_take_turns() -> None:
    payoffs = np.random.default_rng(2).normal(size=(40_000, 7))
    found = crisis_equilibria(payoffs)
    three = (found.n_equilibria == 3) & ~found.is_touching
    slope = found.slope[three, :3]
    assert ((slope[:, 0] < 1) & (slope[:, 1] > 1) & (slope[:, 2] < 1)).all()


def test_corner_without_challenges() -> None:
    # V_A < S_A, V_B < C_B and W_A < a: whoever is never resisted has nothing to gain.
    u = np.array([0.891, 0.321, -0.818, 0.732, -0.501, 0.879, -1.072])
    found = crisis_equilibria(u[None])
    assert found.has_corner[0]
    assert found.n_equilibria[0] == 3
    assert found.p_resist[0, 0] == found.p_challenge[0, 0] == 0.0
    np.testing.assert_array_equal(np.exp(found.log_p[0, 0]), [1, 0, 0, 0])
    np.testing.assert_allclose(found.p_resist[0, 1:3], dense_roots(u), atol=1e-4)


@pytest.mark.parametrize("scale", [3.0, 10.0, 100.0, 1e4])
def test_extreme_payoffs_keep_their_parity(scale: float) -> None:
    payoffs = scale * np.random.default_rng(3).normal(size=(3_000, 7))
    found = crisis_equilibria(payoffs)
    assert found.is_found.all()
    assert (found.n_equilibria[~found.is_touching] % 2 == 1).all()


@given(
    st.lists(st.floats(-8, 8, allow_nan=False).map(lambda x: round(x, 3)), min_size=7, max_size=7),
    st.floats(-3, 3),
)
def test_only_differences_of_payoffs_matter(u: list[float], shift: float) -> None:
    a_side, b_side = np.array([1, 1, 0, 1, 0, 1, 0]), np.array([0, 0, 1, 0, 1, 0, 1])
    base = crisis_equilibria([u])
    for side in (a_side, b_side):
        moved = crisis_equilibria([np.array(u) + shift * side])
        if base.is_touching[0] or moved.is_touching[0] or base.n_equilibria != moved.n_equilibria:
            # Rounding of the shifted payoffs may decide whether two equilibria merge.
            slopes = np.concatenate([base.slope[0], moved.slope[0]])
            assert np.nanmin(np.abs(slopes - 1)) < 1e-3 or 0.0 in np.diff(np.sort(u))
            continue
        there = ~np.isnan(base.p_resist[0])
        flat = np.abs(1 - base.slope[0][there]).min()
        np.testing.assert_allclose(
            moved.p_resist[0][there], base.p_resist[0][there], atol=1e-9 / min(flat, 1.0) + 1e-10
        )


def test_ties_have_closed_forms() -> None:
    same_fight = crisis_equilibria([[0, 1, 0.2, -0.5, -0.3, -0.5, 0.4]])
    # W_A = a: p_F is one half whatever the threshold.
    assert same_fight.p_fight[0, 0] == pytest.approx(0.5, abs=1e-14)
    assert same_fight.p_resist[0, 0] == pytest.approx(ndtr(-0.3 - 0.4 + 0.2 / 0.5), abs=1e-14)
    free = crisis_equilibria([[0.3, 0.3, 0.2, -0.5, -0.3, 0.5, 0.4]])
    # V_A = S_A: the threshold is their common value.
    quiet = ndtr(0.3 + 0.5) * ndtr(0.3 - 0.5)
    assert free.p_challenge[0, 0] == pytest.approx(1 - quiet, abs=1e-14)
    plain = crisis_equilibria([[0, 1, 0.2, -0.5, -0.3, 0.5, 0.2]])
    # V_B = C_B: the target resists if its own fight is better than giving in.
    assert plain.p_resist[0, 0] == pytest.approx(ndtr(-0.5), abs=1e-14)


def test_payoffs_that_are_no_game() -> None:
    with pytest.raises(GameError, match=r"columns S_A, V_A"):
        crisis_equilibria([[0, 1, 2]])
    with pytest.raises(GameError, match=r"game 1, a"):
        crisis_equilibria([[0, 1, 0, -1.9, -2.8, -1.2, 1], [0, 1, 0, -1.9, -2.8, np.nan, 1]])
