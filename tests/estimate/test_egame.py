"""The likelihood of trees: against formulas written out row by row, and in its limits."""

import math

import numpy as np
import pytest
from scipy.special import expit, logsumexp
from scipy.stats import norm

from standoff.estimate.egame import Block, TreeLikelihood
from standoff.estimate.likelihood import Likelihood, hessian_by_differences, weighted
from standoff.estimate.likelihood import _Weighted as PlainWeighted
from standoff.estimate.move_tree import EGAME12, EGAME122, EGAME123, TREES


def simulated(tree, *, errors="agent", link="probit", scale=False, n=60, seed=3, sets=False):
    rng = np.random.default_rng(seed)
    blocks = []
    for place, id in enumerate(tree.blocks):
        k = (2, 1, 0, 3)[place % 4]
        names = tuple(f"x{j}" for j in range(k))
        blocks.append(Block(id, id, names, rng.normal(size=(n, k))))
    if scale:
        for player in tree.players:
            x = rng.normal(size=(n, 1))
            blocks.append(Block(f"scale{player}", f"s{player}", ("w",), x, (player,)))
    ends = rng.integers(0, tree.n_outcomes, n)
    counts = np.eye(tree.n_outcomes)[ends] * rng.integers(1, 4, n)[:, None]
    members = weights = None
    if sets:
        members = np.zeros((n, tree.n_outcomes), bool)
        members[::3, 1:] = True
        members[1::6, :2] = True
        counts[members.any(1)] = 0
        weights = rng.uniform(0.5, 2, n)
    names = tuple(str(k) for k in range(tree.n_outcomes))
    found = TreeLikelihood(tree, tuple(blocks), names, counts, link, errors, members, weights)
    return found, rng.normal(size=len(found.names)) * 0.6


def by_hand(likelihood, theta, i):
    """Probabilities of one row, written as in the definition of each game."""
    utility, sigma, start = dict.fromkeys(likelihood.tree.blocks, 0.0), {1: 1.0, 2: 1.0, 3: 1.0}, 0
    for block in likelihood.blocks:
        stop = start + len(block.names)
        value = float(block.matrix[i] @ theta[start:stop])
        if block.players:
            sigma |= {player: math.exp(value) for player in block.players}
        else:
            utility[block.id] = value
        start = stop
    u = utility.__getitem__
    private = likelihood.errors == "private"

    def chance(gain, player, squares):
        s = sigma[player] * math.sqrt(squares if private else 2)
        return norm.cdf(gain / s) if likelihood.link == "probit" else expit(gain / s)

    if likelihood.tree is EGAME12:
        p4 = chance(u("u24"), 2, 2)
        p3 = 1 - p4
        p2 = chance(p3 * u("u13") + p4 * u("u14") - u("u11"), 1, 1 + p3**2 + p4**2)
        return [1 - p2, p2 * p3, p2 * p4]
    if likelihood.tree is EGAME122:
        p4, p6 = chance(u("u22"), 2, 2), chance(u("u24"), 2, 2)
        p3, p5 = 1 - p4, 1 - p6
        gain = p5 * u("u13") + p6 * u("u14") - p3 * u("u11") - p4 * u("u12")
        p2 = chance(gain, 1, p3**2 + p4**2 + p5**2 + p6**2)
        return [(1 - p2) * p3, (1 - p2) * p4, p2 * p5, p2 * p6]
    p6 = chance(u("u36"), 3, 2)
    p5 = 1 - p6
    p4 = chance(p5 * u("u25") + p6 * u("u26") - u("u23"), 2, 1 + p5**2 + p6**2)
    p3 = 1 - p4
    gain = p3 * u("u13") + p4 * (p5 * u("u15") + p6 * u("u16")) - u("u11")
    p2 = chance(gain, 1, 1 + p3**2 + p4**2 * (p5**2 + p6**2))
    return [1 - p2, p2 * p3, p2 * p4 * p5, p2 * p4 * p6]


SHAPES = [
    (name, link, errors, scale)
    for name in TREES
    for link, errors in (("probit", "agent"), ("logit", "agent"), ("probit", "private"))
    for scale in (False, True)
]


@pytest.mark.parametrize(("name", "link", "errors", "scale"), SHAPES)
def test_probabilities_and_derivatives(name, link, errors, scale):
    likelihood, theta = simulated(TREES[name], link=link, errors=errors, scale=scale)
    assert isinstance(likelihood, Likelihood)
    expected = np.array([by_hand(likelihood, theta, i) for i in range(60)])
    np.testing.assert_allclose(likelihood.probabilities(theta), expected, rtol=1e-10)
    rows = (likelihood.counts * np.log(expected)).sum(1)
    np.testing.assert_allclose(likelihood.log_likelihoods(theta), rows, rtol=1e-10)
    for j in range(0, len(theta), 3):
        step = np.zeros(len(theta))
        step[j] = 1e-6
        ahead = likelihood.log_likelihoods(theta + step)
        slope = (ahead - likelihood.log_likelihoods(theta - step)) / 2e-6
        np.testing.assert_allclose(likelihood.scores(theta)[:, j], slope, atol=3e-8)
    exact = likelihood.hessian(theta)
    close = hessian_by_differences(likelihood, theta)
    np.testing.assert_allclose(exact, close, atol=1e-7 * np.abs(exact).max())


@pytest.mark.parametrize("name", TREES)
def test_rows_known_only_as_a_set(name):
    likelihood, theta = simulated(TREES[name], errors="private", scale=True, sets=True)
    p = likelihood.probabilities(theta)
    rows = np.where(
        likelihood.sets.any(1),
        likelihood.weights * logsumexp(np.where(likelihood.sets, np.log(p), -np.inf), axis=1),
        (likelihood.counts * np.log(p)).sum(1),
    )
    np.testing.assert_allclose(likelihood.log_likelihoods(theta), rows, rtol=1e-10)
    # The derivatives bring the value along, and it is remembered.
    likelihood.hessian(theta)
    np.testing.assert_allclose(likelihood.log_likelihoods(theta), rows, rtol=1e-10)
    step = 1e-6 * np.eye(len(theta))[1]
    ahead = likelihood.log_likelihoods(theta + step)
    slope = (ahead - likelihood.log_likelihoods(theta - step)) / 2e-6
    np.testing.assert_allclose(likelihood.scores(theta)[:, 1], slope, atol=3e-8)
    exact = likelihood.hessian(theta)
    close = hessian_by_differences(likelihood, theta)
    np.testing.assert_allclose(exact, close, atol=1e-7 * np.abs(exact).max())


def test_derivatives_agree_with_another_differentiator():
    jax = pytest.importorskip("jax")
    likelihood, theta = simulated(EGAME12, errors="private")
    logcdf = jax.scipy.stats.norm.logcdf

    def total(t):
        u, start = {}, 0
        for block in likelihood.blocks:
            stop = start + len(block.names)
            u[block.id] = block.matrix @ t[start:stop]
            start = stop
        z4 = u["u24"] / math.sqrt(2)
        p3, p4 = jax.numpy.exp(logcdf(-z4)), jax.numpy.exp(logcdf(z4))
        gain = p3 * u["u13"] + p4 * u["u14"] - u["u11"]
        z2 = gain / jax.numpy.sqrt(1 + p3**2 + p4**2)
        logs = jax.numpy.stack(
            [logcdf(-z2), logcdf(z2) + logcdf(-z4), logcdf(z2) + logcdf(z4)], axis=1
        )
        return (likelihood.counts * logs).sum()

    with jax.enable_x64(True):
        both = jax.jit(lambda t: (jax.grad(total)(t), jax.hessian(total)(t)))
        gradient, hessian = both(theta)
    np.testing.assert_allclose(likelihood.scores(theta).sum(0), gradient, rtol=1e-10)
    np.testing.assert_allclose(likelihood.hessian(theta), hessian, rtol=1e-8, atol=1e-9)


def test_tails_keep_their_digits():
    one = np.ones((1, 1))
    blocks = (
        Block("u11", "u11", ("c",), one),
        Block("u13", "u13", (), np.zeros((1, 0))),
        Block("u14", "u14", (), np.zeros((1, 0))),
        Block("u24", "u24", ("c",), one),
    )
    seen = TreeLikelihood(EGAME12, blocks, ("a", "b", "c"), np.array([[0.0, 0.0, 1.0]]))
    theta = np.array([60.0, -50.0])
    expected = norm.logcdf(-60 / math.sqrt(2)) + norm.logcdf(-50 / math.sqrt(2))
    assert seen.log_likelihoods(theta).sum() == pytest.approx(expected, rel=1e-13)
    # The slope of log Phi at -x is x + 1/x - 2/x^3 + ..., the bend near -1.
    x = 50 / math.sqrt(2)
    slope = (x + 1 / x - 2 / x**3) / math.sqrt(2)
    assert seen.scores(theta)[0, 1] == pytest.approx(slope, rel=1e-6)
    assert np.isfinite(seen.hessian(theta)).all()
    assert np.linalg.eigvalsh(seen.hessian(theta)).max() < 0


def test_counts_are_repeated_rows():
    likelihood, theta = simulated(EGAME122)
    times = likelihood.counts.sum(1).astype(int)
    blocks = tuple(
        Block(b.id, b.label, b.names, np.repeat(b.matrix, times, axis=0)) for b in likelihood.blocks
    )
    ones = np.repeat((likelihood.counts > 0).astype(float), times, axis=0)
    long = TreeLikelihood(likelihood.tree, blocks, likelihood.outcomes, ones)
    total = likelihood.log_likelihoods(theta).sum()
    assert long.log_likelihoods(theta).sum() == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(long.hessian(theta), likelihood.hessian(theta), rtol=1e-9)


def test_weighing_by_the_model_is_weighing_by_rows():
    likelihood, theta = simulated(EGAME12, sets=True)
    weights = np.random.default_rng(1).integers(0, 3, 60).astype(float)
    own, plain = weighted(likelihood, weights), PlainWeighted(likelihood, weights)
    np.testing.assert_allclose(own.log_likelihoods(theta), plain.log_likelihoods(theta))
    np.testing.assert_allclose(own.scores(theta), plain.scores(theta), atol=1e-14)
    np.testing.assert_allclose(own.hessian(theta), plain.hessian(theta), atol=1e-5)


def test_starts_do_not_depend_on_how_many_are_asked_for():
    likelihood, _ = simulated(EGAME123)
    few, many = likelihood.starts(3, 5), likelihood.starts(8, 5)
    np.testing.assert_array_equal(few, many[:3])
    np.testing.assert_array_equal(many[1], 0)
    assert not np.allclose(many, likelihood.starts(8, 6))
