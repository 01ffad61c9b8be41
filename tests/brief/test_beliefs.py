"""Correlated parameters, and parameters that depend on which disputed claim is true."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr
from tests.brief.cases import HEAD, SMALL, brief_of

from standoff.brief import Brief, ClaimChange, Sampling, draw_parameters, in_words, replacements
from standoff.brief.beliefs import beliefs_of, quantile, true_positions
from standoff.brief.draw import changed_columns
from standoff.case.correlation import (
    can_hold,
    groups,
    matrix,
    normal_correlation,
    possible_ranks,
    root,
)

N = 60_000

CORRELATED = f"""{SMALL}
correlations:
  - {{between: [prize, X], rank: .5, because: So., claims: [c2]}}
  - between: [phi_S, X]
    rank: -.4
    because: So.
    claims: [c1, c2]
    without:
      - {{claim: c1, rank: -.1, because: So.}}
      - {{claim: c1, denied: true, rank: .3, because: So.}}
"""

DISPUTED = f"""{HEAD}
conflicts:
  - id: serious
    about: Whether it was meant.
    because: So.
    positions:
      - {{id: bluster, says: It was not., claims: [c1], weight: 1}}
      - {{id: meant, says: It was., claims: [c2, c3], weight: 2}}
      - {{id: half, says: In part., claims: [c4], weight: 1}}
assumptions:
  - parameter: p_resolved_secret
    value: .4
    range: uniform(.3, .5)
    because: So.
    claims: [c1, c2, c4]
    depends_on: serious
    if_true:
      - {{position: bluster, value: .2, range: "uniform(.1, .25)"}}
      - {{position: meant, value: .7, range: "uniform(.6, .8)"}}
    without: [{{claim: c2, value: .5, range: "uniform(.45, .55)", because: So.}}]
  - parameter: prize
    range: uniform(.4, 1)
    because: So.
    claims: [c2]
    depends_on: serious
    if_true: [{{position: meant, range: "uniform(2, 3)"}}]
  - {{parameter: X, range: "uniform(0, 1)", because: So., claims: [c2]}}
"""


@pytest.fixture(scope="module")
def correlated() -> Brief:
    return brief_of(CORRELATED)


@pytest.fixture(scope="module")
def disputed() -> Brief:
    return brief_of(DISPUTED)


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_ranks_go_together_as_written_and_every_range_stays(
    correlated: Brief, sampling: Sampling
) -> None:
    n = 2**15
    draws = draw_parameters(correlated, n, 3, sampling=sampling)
    plain = draw_parameters(brief_of(), n, 3, sampling=sampling)
    names = ("case_value", "prize", "p_resolved_secret")
    found = np.asarray(spearmanr(np.column_stack([draws[name] for name in names])).statistic)
    assert found[0, 1] == pytest.approx(0.5, abs=0.025)
    assert found[0, 2] == pytest.approx(-0.4, abs=0.025)
    # What is not listed is independent, although both go with a third.
    assert found[1, 2] == pytest.approx(0.0, abs=0.025)
    for name in names:
        shares = (0.05, 0.25, 0.5, 0.75, 0.95)
        near = {"abs": 0.02 * float(np.ptp(np.quantile(plain[name], (0.05, 0.95))))}
        assert np.quantile(draws[name], shares) == pytest.approx(
            np.quantile(plain[name], shares), **near
        )
    untied = [name for name in draws.names if name not in names]
    assert all((draws[name] == plain[name]).all() for name in untied)
    # The first of the group, in the order of the model, keeps its numbers.
    assert sum((draws[name] == plain[name]).all() for name in names) == 1


def test_ranks_agree_with_the_closed_form_of_kendalls_tau(correlated: Brief) -> None:
    draws = draw_parameters(correlated, 20_000, 8)
    tau = kendalltau(draws["case_value"], draws["prize"]).statistic
    # For a normal copula tau = 2 / pi * arcsin(r); another measure than the one put in.
    assert tau == pytest.approx(2 / np.pi * np.arcsin(normal_correlation(0.5)), abs=0.015)


def test_a_correlation_changes_with_its_claims(correlated: Brief) -> None:
    def rank(change: ClaimChange, first: str, second: str) -> float:
        draws = draw_parameters(correlated, N, 1, change)
        return float(spearmanr(draws[first], draws[second]).statistic)

    phi, x = "p_resolved_secret", "case_value"
    assert rank(ClaimChange("c1", "drop"), phi, x) == pytest.approx(-0.1, abs=0.02)
    assert rank(ClaimChange("c1", "deny"), phi, x) == pytest.approx(0.3, abs=0.02)
    # The last claim of a correlation takes it along; one of two claims changes nothing.
    assert rank(ClaimChange("c2", "drop"), "prize", x) == pytest.approx(0.0, abs=0.02)
    assert rank(ClaimChange("c2", "drop"), phi, x) == pytest.approx(-0.4, abs=0.02)


def test_a_downgraded_claim_loosens_a_correlation_in_a_share_of_the_draws(
    correlated: Brief,
) -> None:
    change = ClaimChange("c2", "downgrade")
    as_is, dropped, lower = (
        draw_parameters(correlated, 5000, 1, each)
        for each in (None, ClaimChange("c2", "drop"), change)
    )
    for name in ("prize", "case_value"):
        fell, stayed = lower[name] == dropped[name], lower[name] == as_is[name]
        assert (fell | stayed).all()
    columns = changed_columns(correlated, 5000, 1, change)
    assert (as_is.replace(**columns).values == lower.values).all()
    text = [in_words(each, correlated.parameter(n)) for n, each in
            replacements(correlated, ClaimChange("c2", "drop")).items()]  # fmt: skip
    assert any("rank correlation with" in each and "0 instead of 0.5" in each for each in text)


def test_positions_are_true_as_often_as_they_weigh_for_all_numbers_at_once(
    disputed: Brief,
) -> None:
    draws = draw_parameters(disputed, N, 4)
    phi, prize = draws["p_resolved_secret"], draws["prize"]
    meant, bluster = phi > 0.55, phi < 0.26
    assert np.mean(meant) == pytest.approx(0.5, abs=0.011)
    assert np.mean(bluster) == pytest.approx(0.25, abs=0.01)
    assert (meant == (prize > 1.5)).all()
    # Within a position the two numbers are independent of each other and of a third.
    assert abs(np.corrcoef(phi[meant], prize[meant])[0, 1]) < 5 / meant.sum() ** 0.5
    assert abs(np.corrcoef(meant, draws["case_value"])[0, 1]) < 5 / N**0.5
    assert float(disputed.base()["p_resolved_secret"][0]) == 0.4
    evenly = draw_parameters(disputed, 4096, 4, sampling="sobol")["p_resolved_secret"]
    assert np.sum(evenly > 0.55) == 2048


def test_a_position_without_claims_is_not_possible_any_more(disputed: Brief) -> None:
    as_is = draw_parameters(disputed, N, 4)
    change = ClaimChange("c4", "drop")
    without = draw_parameters(disputed, N, 4, change)
    before, after = as_is["p_resolved_secret"], without["p_resolved_secret"]
    half = (before > 0.26) & (before < 0.55)
    assert (after[~half] == before[~half]).all()
    assert not ((after > 0.26) & (after < 0.55)).any()
    assert np.mean(after > 0.55) == pytest.approx(2 / 3, abs=0.011)
    assert "serious: half ruled out" in in_words(
        replacements(disputed, change)["prize"], disputed.parameter("prize")
    )
    lower = draw_parameters(disputed, N, 4, ClaimChange("c4", "downgrade"))["p_resolved_secret"]
    assert 0 < np.mean(lower != before) < 0.25 * 0.3


def test_what_an_assumption_becomes_without_a_claim_holds_in_every_position(
    disputed: Brief,
) -> None:
    without = draw_parameters(disputed, N, 4, ClaimChange("c2", "drop"))
    phi = without["p_resolved_secret"]
    assert 0.45 <= phi.min() < phi.max() <= 0.55
    # c3 still takes the position, so that other numbers keep theirs; but c2 was the last of prize.
    assert np.ptp(without["prize"]) > 0


def test_quantiles_over_all_positions_agree_with_the_draws(disputed: Brief) -> None:
    draws, beliefs = draw_parameters(disputed, N, 4), beliefs_of(disputed)
    for name, shares in (("p_resolved_secret", (0.05, 0.3, 0.95)), ("prize", (0.05, 0.7))):
        found = quantile(beliefs, disputed.parameter(name), shares)
        for share, at in zip(shares, found, strict=True):
            assert np.mean(draws[name] <= at) == pytest.approx(share, abs=0.011)
    x = quantile(beliefs, disputed.parameter("case_value"), (0.1, 0.5))
    assert x == pytest.approx([0.1, 0.5])


def test_positions_left_are_dealt_in_proportion() -> None:
    chances = (np.arange(12_000) + 0.5) / 12_000
    found = true_positions(chances, (0.0, 0.25, 0.75), before=(0.5, 0.125, 0.375))
    assert np.bincount(found).tolist() == [0, 3000, 9000]
    kept = chances > 0.5
    assert (found[kept] == true_positions(chances, (0.5, 0.125, 0.375))[kept]).all()


def test_a_matrix_is_taken_apart_also_on_the_edge_of_what_is_possible() -> None:
    rng = np.random.default_rng(2)
    for n_rows, n_columns in ((4, 6), (4, 2), (5, 1)):
        part = rng.normal(size=(n_rows, n_columns))
        part /= np.linalg.norm(part, axis=1, keepdims=True)
        whole = part @ part.T
        lower = root(whole)
        assert lower @ lower.T == pytest.approx(whole, abs=1e-7)
        assert (np.triu(lower, 1) == 0).all()
        assert can_hold(whole)
    whole = matrix(("a", "b", "c"), {("a", "b"): 0.5, ("c", "b"): 0.3})
    assert root(whole) == pytest.approx(np.linalg.cholesky(whole))


def test_possible_ranks_of_three_have_a_closed_form() -> None:
    ranks = {("a", "b"): 0.8, ("b", "c"): 0.6, ("a", "c"): 0.0}
    r, s = normal_correlation(0.8), normal_correlation(0.6)
    edge = ((1 - r**2) * (1 - s**2)) ** 0.5
    low, high = (6 / np.pi * np.arcsin((r * s + sign * edge) / 2) for sign in (-1, 1))
    found = possible_ranks(("a", "b", "c"), ranks, ("c", "a"))
    assert found is not None
    assert low <= found[0] < low + 0.01
    assert high - 0.01 < found[1] <= high
    assert not can_hold(matrix(("a", "b", "c"), ranks))
    assert groups(ranks, ("c", "x", "b", "a")) == (("c", "b", "a"),)
