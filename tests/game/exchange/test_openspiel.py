"""OpenSpiel as a witness: it loads the dialect made for it and pays the same at every end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from tests.strategies import games

from standoff.game import Draws, Game, lower, numbers
from standoff.game.exchange import parse_efg, write_efg
from standoff.models import get
from standoff.solve.evaluate import continuation, edge_probability

pyspiel = pytest.importorskip("pyspiel")
pytestmark = pytest.mark.oracle


def uniform_values(game: Game) -> np.ndarray:
    """Expected payoffs when every action of a set is as likely as any other."""
    arrays = lower(game)
    at = numbers(game, Draws.from_columns({p.name: p.default for p in game.parameters}, 1))
    n_actions = np.bincount(arrays.action_infoset, minlength=arrays.n_infosets)
    strategy = 1.0 / n_actions[arrays.action_infoset]
    return continuation(arrays, at, edge_probability(arrays, at, strategy[None]))[0, 0]


def spiel_values(state: Any) -> np.ndarray:
    if state.is_terminal():
        return np.array(state.returns())
    if state.is_chance_node():
        branches = state.chance_outcomes()
    else:
        branches = [(a, 1 / len(state.legal_actions())) for a in state.legal_actions()]
    return sum(p * spiel_values(state.child(action)) for action, p in branches)


def infosets(state: Any, found: set[tuple[int, str]]) -> set[tuple[int, str]]:
    if state.is_terminal():
        return found
    if not state.is_chance_node():
        found.add((state.current_player(), state.information_state_string()))
    for action in state.legal_actions():
        infosets(state.child(action), found)
    return found


@settings(max_examples=60)
@given(games(n_players=2).filter(lambda game: len(game.nodes) > 1))
def test_openspiel_sees_the_same_game(game: Game) -> None:
    root = pyspiel.load_efg_game(write_efg(game, dialect="openspiel")).new_initial_state()
    assert len(infosets(root, set())) == len(game.infosets)
    np.testing.assert_allclose(spiel_values(root), uniform_values(game), rtol=1e-12, atol=1e-12)


def test_openspiel_plays_the_linkage_crisis() -> None:
    game = get("linkage-crisis").build()
    root = pyspiel.load_efg_game(write_efg(game, dialect="openspiel")).new_initial_state()
    assert len(infosets(root, set())) == len(game.infosets)
    np.testing.assert_allclose(spiel_values(root), uniform_values(game), rtol=1e-12, atol=1e-12)


def test_a_game_that_openspiel_exports_is_read() -> None:
    gambit = pytest.importorskip("open_spiel.python.algorithms.gambit")
    kuhn = pyspiel.load_game("kuhn_poker")
    game = parse_efg(gambit.export_gambit(kuhn))
    assert len(game.infosets) == 12
    np.testing.assert_allclose(
        spiel_values(kuhn.new_initial_state()), uniform_values(game), rtol=0, atol=1e-12
    )
