"""Why there is no game to solve, expression by expression."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.game import Draws
from standoff.game.infeasible import causes
from standoff.game.lower import numbers
from standoff.game.read import read_game

GAME = """standoff-game: 1
name: Deter
players: [A, B]
parameters:
  cost: {default: 1, wide: -1 to 1}
  p: {default: .6, low: -1, high: 2}
tree:
  player: A
  moves:
    stop: {outcome: calm, pays: {B: 1}}
    go:
      chance: luck
      branches:
        good: {p: p, then: {outcome: won, pays: {A: 1 / cost}}}
        bad: {p: .4, then: {outcome: lost, pays: {A: log(cost), B: 1 / cost}}}
"""


@pytest.fixture
def game(tmp_path):
    (tmp_path / "game.yaml").write_text(GAME)
    return read_game(tmp_path / "game.yaml")


def test_every_expression_that_fails_is_named_once(game):
    draws = Draws.from_columns(
        {"cost": np.array([0.0, -1.0, 0.5, 0.5, 0.5]), "p": np.array([0.6, 0.6, 1.6, 0.6, 0.2])}, 5
    )
    told = {each.text: each.n_draws for each in causes(game, draws)}
    assert told == {
        "what A is paid at 'lost', log(cost), is not a number": 2,
        "the chances at 'luck' do not add up to 1": 2,
        "what A is paid at 'won', 1 / cost, is not a number": 1,
        "the chance of 'good' at 'luck', p, is not between 0 and 1": 1,
    }
    counts = [each.n_draws for each in causes(game, draws)]
    assert counts == sorted(counts, reverse=True)


def test_there_is_a_cause_exactly_where_a_draw_is_infeasible(game):
    rng = np.random.default_rng(1)
    draws = Draws.from_columns(
        {
            "cost": rng.choice([-1.0, 0.0, 0.5, np.inf], 60),
            "p": rng.choice([-0.2, 0.6, 0.7, 1.4, np.nan], 60),
        },
        60,
    )
    feasible = numbers(game, draws).feasible
    assert 0 < feasible.sum() < 60
    for i in range(60):
        assert (causes(game, draws.rows(slice(i, i + 1))) == ()) == feasible[i]
