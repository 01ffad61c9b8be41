"""Any tree on data: against the formulas of a known game, brute force, and simulated play."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from standoff import models
from standoff.errors import GameError, UnknownName
from standoff.estimate.game_likelihood import Block, GameLikelihood
from standoff.estimate.likelihood import Likelihood
from standoff.estimate.plays_seen import PlaysSeen, moves_seen, outcome_counts, outcomes_seen
from standoff.estimate.precision import with_precisions
from standoff.game import Draws, Game, GameBuilder, end, move
from standoff.solve.quantal import solve_quantal

WAR = Path(__file__).parent / "gpl_data" / "war1800.csv"


def two_moves() -> Game:
    """Player 1 ends the game or hands it to player 2: the game of Signorino and Tarar (2006)."""
    second = move("2", {"yield": end("yield", "u13", 0), "fight": end("war", "u14", "u24")})
    return (
        GameBuilder("two moves")
        .players("1", "2")
        .parameter("u11", 0)
        .parameter("u13", 0)
        .parameter("u14", 0)
        .parameter("u24", 0)
        .tree(move("1", {"stop": end("status quo", "u11", 0), "escalate": second}))
    )


def regressors(n: int, seed: int = 0) -> dict[str, Block]:
    rng = np.random.default_rng(seed)
    one, x, z = np.ones(n), rng.normal(size=n), rng.integers(0, 2, n).astype(float)
    return {
        "u11": Block(("(Intercept)", "x"), np.column_stack([one, x])),
        "u14": Block(("(Intercept)",), one[:, None]),
        "u24": Block(("(Intercept)", "z"), np.column_stack([one, z])),
    }


TRUTH = np.array([-0.4, 0.7, -0.5, 0.3, 0.8])


def by_hand(theta: np.ndarray, blocks: dict[str, Block]) -> np.ndarray:
    """Chances of the three outcomes with independent standard normal errors at every action."""
    u11 = blocks["u11"].matrix @ theta[:2]
    u14 = blocks["u14"].matrix @ theta[2:3]
    u24 = blocks["u24"].matrix @ theta[3:]
    fight = norm.cdf(u24 / np.sqrt(2))
    escalate = norm.cdf((fight * u14 - u11) / np.sqrt(2))
    return np.column_stack([1 - escalate, escalate * (1 - fight), escalate * fight])


def simulated(n: int, seed: int = 1) -> tuple[dict[str, Block], list[str]]:
    blocks = regressors(n, seed)
    rng = np.random.default_rng(seed + 1)
    p = by_hand(TRUTH, blocks).cumsum(axis=1)
    which = (rng.random(n)[:, None] > p).sum(axis=1)
    return blocks, [two_moves().outcomes[k] for k in which]


def fitted(likelihood: GameLikelihood, start: np.ndarray) -> np.ndarray:
    def downhill(theta: np.ndarray) -> tuple[float, np.ndarray]:
        return -likelihood.log_likelihoods(theta).sum(), -likelihood.scores(theta).sum(0)

    found = minimize(downhill, start, jac=True, method="BFGS", options={"gtol": 1e-7})
    theta = found.x
    for _ in range(3):
        theta = theta - np.linalg.solve(
            likelihood.hessian(theta), likelihood.scores(theta).sum(axis=0)
        )
    return theta


def test_it_is_a_likelihood_like_any_other() -> None:
    blocks, seen = simulated(20)
    assert isinstance(
        GameLikelihood(two_moves(), blocks, outcomes_seen(two_moves(), seen)), Likelihood
    )


def test_chances_are_those_of_the_formulas() -> None:
    blocks, seen = simulated(50)
    found = GameLikelihood(two_moves(), blocks, outcomes_seen(two_moves(), seen), "probit")
    assert found.probabilities(TRUTH) == pytest.approx(by_hand(TRUTH, blocks), abs=1e-10)
    position = [two_moves().outcomes.index(name) for name in seen]
    expected = np.log(by_hand(TRUTH, blocks)[np.arange(50), position])
    assert found.log_likelihoods(TRUTH) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("errors", ["logit", "probit"])
def test_scores_are_the_slopes_of_the_likelihood(errors) -> None:
    blocks, seen = simulated(40)
    found = GameLikelihood(two_moves(), blocks, outcomes_seen(two_moves(), seen), errors)
    for j in range(len(TRUTH)):
        step = np.zeros(len(TRUTH))
        step[j] = 1e-6
        slope = (found.log_likelihoods(TRUTH + step) - found.log_likelihoods(TRUTH - step)) / 2e-6
        assert found.scores(TRUTH)[:, j] == pytest.approx(slope, abs=1e-7)


def test_hidden_types_and_links_have_the_right_slopes() -> None:
    """A game with private information, where beliefs move with the parameters too."""
    game = models.get("audience-costs").game()
    n = 25
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(n), rng.normal(size=n)])
    blocks = {
        "audience_cost": Block(("(Intercept)", "x"), x, "log"),
        "p_resolved": Block(("(Intercept)",), np.ones((n, 1)), "logit"),
        "concession_cost": Block(("x",), x[:, 1:]),
    }
    seen = outcomes_seen(game, list(rng.choice(game.outcomes, n)))
    found = GameLikelihood(game, blocks, seen, precision=2.0)
    theta = np.array([-1.0, 0.2, -0.5, 0.3])
    for j in range(4):
        step = np.zeros(4)
        step[j] = 1e-5
        slope = (found.log_likelihoods(theta + step) - found.log_likelihoods(theta - step)) / 2e-5
        assert found.scores(theta)[:, j] == pytest.approx(slope, abs=1e-6)


def test_simulated_play_gives_its_parameters_back() -> None:
    blocks, seen = simulated(4_000)
    found = GameLikelihood(two_moves(), blocks, outcomes_seen(two_moves(), seen), "probit")
    theta = fitted(found, np.zeros(5))
    errors = np.sqrt(np.diag(np.linalg.inv(-found.hessian(theta))))
    assert np.abs((theta - TRUTH) / errors).max() < 4.0
    assert errors.max() < 0.4


@pytest.mark.parametrize(
    ("errors", "precision", "value", "first"),
    [
        ("probit", 1.0, -286.12375472, (-0.495446, -0.740015, 0.427239)),
        # The reference's logistic errors have scale sqrt(2).
        ("logit", 2**-0.5, -286.18279389, (-0.845792, -1.188152, 0.679153)),
    ],
)
def test_disputes_of_the_nineteenth_century(errors, precision, value, first) -> None:
    with WAR.open(encoding="utf-8") as file:
        needed = ("s_wt_re1", "revis1", "regime1", "balanc", "regime2")
        rows = [r for r in csv.DictReader(file) if all(r[c] not in ("", "NA") for c in needed)]
    assert len(rows) == 282

    def numbers(name: str) -> np.ndarray:
        return np.array([float(row[name]) for row in rows])

    def regimes(name: str) -> list[np.ndarray]:
        return [np.array([float(row[name] == level) for row in rows]) for level in ("dem", "mixed")]

    one = np.ones(len(rows))
    blocks = {
        "u11": Block(
            ("(Intercept)", "s_wt_re1", "revis1"),
            np.column_stack([one, numbers("s_wt_re1"), numbers("revis1")]),
        ),
        "u14": Block(("(Intercept)", "dem", "mixed"), np.column_stack([one, *regimes("regime1")])),
        "u24": Block(
            ("(Intercept)", "balanc", "dem", "mixed"),
            np.column_stack([one, numbers("balanc"), *regimes("regime2")]),
        ),
    }
    game = two_moves()
    seen = [
        "war" if r["war"] == "1" else "yield" if r["esc"] == "1" else "status quo" for r in rows
    ]
    found = GameLikelihood(game, blocks, outcomes_seen(game, seen), errors, precision)
    theta = fitted(found, np.zeros(10))
    assert found.log_likelihoods(theta).sum() == pytest.approx(value, abs=1e-8)
    assert theta[:3] == pytest.approx(first, abs=1e-6)


def test_counts_are_many_rows_at_once() -> None:
    blocks, seen = simulated(200)
    constant = {name: Block(("(Intercept)",), np.ones((200, 1))) for name in blocks}
    game = two_moves()
    rows = GameLikelihood(game, constant, outcomes_seen(game, seen))
    once = {name: Block(("(Intercept)",), np.ones((1, 1))) for name in blocks}
    tally = {name: np.array([float(seen.count(name))]) for name in game.outcomes}
    counted = GameLikelihood(game, once, outcome_counts(game, tally))
    theta = np.array([0.1, -0.2, 0.4])
    assert counted.log_likelihoods(theta).sum() == pytest.approx(rows.log_likelihoods(theta).sum())
    assert counted.scores(theta).sum(0) == pytest.approx(rows.scores(theta).sum(0))


def test_what_was_not_seen_is_summed_over() -> None:
    blocks, _ = simulated(4)
    game = two_moves()
    seen = outcomes_seen(game, ["war", frozenset({"war", "yield"}), None, "status quo"])
    found = GameLikelihood(game, blocks, seen, "probit")
    p = by_hand(TRUTH, blocks)
    expected = [p[0, 2], p[1, 1] + p[1, 2], 1.0, p[3, 0]]
    assert np.exp(found.log_likelihoods(TRUTH)) == pytest.approx(expected, rel=1e-9)
    assert found.scores(TRUTH)[2] == pytest.approx(np.zeros(5), abs=1e-9)
    moves = moves_seen(game, [("escalate", "fight"), ("escalate",), (), ("stop",)])
    other = GameLikelihood(game, blocks, moves, "probit")
    assert other.log_likelihoods(TRUTH) == pytest.approx(found.log_likelihoods(TRUTH))


def test_precision_per_player_is_estimated_as_a_parameter() -> None:
    game = two_moves()
    scaled = with_precisions(game)
    draws = {"u11": [0.3], "u13": [0.1], "u14": [-0.4], "u24": [0.8]}
    plain = solve_quantal(game, Draws.from_columns(draws), precision=(1.5, 0.6))
    more = {**draws, "precision_1": [1.5], "precision_2": [0.6]}
    multiplied = solve_quantal(scaled, Draws.from_columns(more), precision=1.0)
    for name in game.outcomes:
        assert multiplied.p_outcome[name] == pytest.approx(plain.p_outcome[name], abs=1e-10)
    n = 15
    blocks = {
        "precision_1": Block(("(Intercept)",), np.ones((n, 1)), "log"),
        "precision_2": Block(("(Intercept)",), np.ones((n, 1)), "log"),
    }
    seen = outcomes_seen(scaled, list(np.random.default_rng(0).choice(game.outcomes, n)))
    found = GameLikelihood(scaled, blocks, seen)
    theta = np.log([1.5, 0.6])
    for j in range(2):
        step = 1e-6 * np.eye(2)[j]
        slope = (found.log_likelihoods(theta + step) - found.log_likelihoods(theta - step)) / 2e-6
        assert found.scores(theta)[:, j] == pytest.approx(slope, abs=1e-7)


def test_outside_what_a_parameter_may_be_there_is_no_likelihood() -> None:
    game = models.get("audience-costs").game()
    blocks = {"p_resolved": Block(("(Intercept)",), np.ones((2, 1)))}
    found = GameLikelihood(game, blocks, outcomes_seen(game, [game.outcomes[0]] * 2))
    assert found.log_likelihoods([0.5]).sum() > -np.inf
    assert found.log_likelihoods([1.5]).sum() == -np.inf
    assert "2 of 2 rows have no answer" in found.problems([1.5])[0]


def test_starts_begin_at_the_defaults_and_do_not_depend_on_their_number() -> None:
    blocks, seen = simulated(5)
    found = GameLikelihood(two_moves(), blocks, outcomes_seen(two_moves(), seen))
    assert (found.starts(1, 3)[0] == 0).all()
    assert np.array_equal(found.starts(8, 3)[:4], found.starts(4, 3))


def test_mistakes_are_named() -> None:
    game = two_moves()
    one = Block(("(Intercept)",), np.ones((2, 1)))
    seen = outcomes_seen(game, ["war", "war"])
    with pytest.raises(UnknownName, match="u25"):
        GameLikelihood(game, {"u25": one}, seen)
    with pytest.raises(GameError, match="shape"):
        GameLikelihood(game, {"u24": Block(("(Intercept)",), np.ones((3, 1)))}, seen)
    with pytest.raises(GameError, match="nothing to estimate"):
        GameLikelihood(game, {}, seen)
    with pytest.raises(UnknownName, match="wars"):
        outcomes_seen(game, ["wars"])
    with pytest.raises(GameError, match=r"row 2.*fight.*stop"):
        moves_seen(game, [(), ("fight", "stop")])
    with pytest.raises(UnknownName, match="retreat"):
        moves_seen(game, [("retreat",)])
    with pytest.raises(GameError, match="row 2"):
        outcome_counts(game, {"war": np.array([1.0, -1.0])})
    with pytest.raises(GameError, match="row 1"):
        PlaysSeen(np.ones((1, 5), bool), np.array([[np.nan]]))
    with pytest.raises(GameError, match="already"):
        with_precisions(with_precisions(game))
