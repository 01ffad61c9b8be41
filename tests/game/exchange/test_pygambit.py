"""Gambit itself as a witness: it sees the same trees, reach and payoffs, in both directions."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import games

from standoff.errors import InvalidDocument
from standoff.game import Draws, Game, GameBuilder, end, lower, move, numbers
from standoff.game.exchange import (
    from_pygambit,
    parse_efg_file,
    parse_nfg,
    read_efg,
    read_efg_file,
    read_nfg,
    write_efg,
    write_nfg,
)
from standoff.models import get
from standoff.solve.evaluate import continuation, edge_probability, reach

pygambit = pytest.importorskip("pygambit")
pytestmark = pytest.mark.oracle

CATALOG = Path(pygambit.__file__).parent / "catalog_data"
TREES = sorted(CATALOG.rglob("*.efg"))
TABLES = sorted(CATALOG.rglob("*.nfg"))


def names(path: Path) -> str:
    return path.relative_to(CATALOG).as_posix()


def strategy_of(game: Game, seed: int) -> np.ndarray:
    arrays, rng = lower(game), np.random.default_rng(seed)
    weight = rng.random(arrays.n_actions)
    total = np.bincount(arrays.action_infoset, weight, arrays.n_infosets)
    return weight / total[arrays.action_infoset]


def agree(game: Game, witness: Any, draws: Draws, seed: int) -> None:
    """Compare players, sets, nodes, and, for a random profile, reach and expected payoffs."""
    arrays, at = lower(game), numbers(game, draws)
    strategy = strategy_of(game, seed)
    nested = [
        [
            strategy[arrays.first_action[i.index] : arrays.first_action[i.index + 1]].tolist()
            for i in game.infosets
            if i.player == player
        ]
        for player in range(len(game.players))
    ]
    profile = witness.mixed_behavior_profile(nested)
    for player, label in enumerate(witness.players):
        n_sets = sum(infoset.player == player for infoset in game.infosets)
        assert len(witness.get_infosets(label)) == n_sets
    p_edge = edge_probability(arrays, at, strategy[None])
    reached = [float(p) for _, p in profile.realiz_probs]
    np.testing.assert_allclose(reached, reach(arrays, p_edge)[0], rtol=0, atol=1e-12)
    value = continuation(arrays, at, p_edge)[0, 0]
    payoffs = [float(profile.payoffs[label]) for label in witness.players]
    np.testing.assert_allclose(payoffs, value, rtol=1e-12, atol=1e-12)


def gambit_reads(text: str) -> Any:
    return pygambit.read_efg(io.StringIO(text))


@settings(max_examples=60)
@given(
    games(),
    st.floats(-100, 100),
    st.floats(0, 1, allow_subnormal=False),
    st.integers(0, 2**32 - 1),
)
def test_gambit_sees_the_same_game_both_ways(
    game: Game, stake: float, p_luck: float, seed: int
) -> None:
    draws = Draws.point({"stake": stake, "p_luck": p_luck})
    witness = gambit_reads(write_efg(game, draws))
    assert list(witness.players) == list(game.players)
    assert witness.title == game.name
    agree(game, witness, draws, seed)
    back = from_pygambit(witness)
    assert [i.label for i in back.infosets] == [i.label for i in game.infosets]
    assert [i.nodes for i in back.infosets] == [i.nodes for i in game.infosets]
    agree(back, witness, Draws.point({}), seed)


def test_gambit_reads_the_linkage_crisis() -> None:
    game = get("linkage-crisis").build()
    witness = gambit_reads(write_efg(game))
    agree(game, witness, Draws.from_columns({p.name: p.default for p in game.parameters}), 7)


@pytest.mark.parametrize("path", TREES, ids=names)
def test_trees_of_the_catalog(path: Path) -> None:
    witness = pygambit.read_efg(path)
    file = read_efg_file(path)
    assert parse_efg_file(file.text) == file
    # Gambit writes every backslash twice, and reads two as three.
    assert parse_efg_file(witness.to_efg()).text == witness.to_efg().replace("\\\\", "\\")
    if not witness.is_perfect_recall:
        with pytest.raises(InvalidDocument, match="imperfect recall"):
            read_efg(path)
        return
    game = read_efg(path)
    agree(game, witness, Draws.point({}), 3)
    agree(game, gambit_reads(write_efg(game)), Draws.point({}), 4)


def test_gambit_reads_the_same_names() -> None:
    game = (
        GameBuilder('a "quoted" \\neg title')
        .players("A", 'B "b"')
        .tree(move("A", {"é \\ x": end("{", 1, 0), "c:\\new": end('"', 0, 1)}, knows="\\set"))
    )
    witness = gambit_reads(write_efg(game))
    assert witness.title == game.name
    assert list(witness.players) == list(game.players)
    assert from_pygambit(witness).infosets == game.infosets
    assert from_pygambit(witness).outcomes == game.outcomes


def test_the_catalog_holds_both_kinds_of_trees() -> None:
    assert len(TREES) > 20
    assert {pygambit.read_efg(path).is_perfect_recall for path in TREES} == {True, False}


@pytest.mark.parametrize("path", TABLES, ids=names)
def test_tables_of_the_catalog(path: Path) -> None:
    table, witness = read_nfg(path), pygambit.read_nfg(path)
    expected = np.stack([np.asarray(a, dtype=float) for a in witness.to_arrays()], axis=-1)
    np.testing.assert_array_equal(table.payoff, expected)
    for text in (write_nfg(table), write_nfg(table, form="outcomes")):
        again = pygambit.read_nfg(io.StringIO(text))
        back = np.stack([np.asarray(a, dtype=float) for a in again.to_arrays()], axis=-1)
        np.testing.assert_array_equal(back, expected)
    assert parse_nfg(witness.to_nfg()) == table
