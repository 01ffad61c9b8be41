"""Games to Gambit's text and back: nothing changes, chances add up to one, files are whole."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import games

from standoff.errors import FileProblem, GameError, UnknownName
from standoff.game import Draws, Game, GameBuilder, chance, end, lower, move, numbers
from standoff.game.exchange import (
    efg_file_of,
    parse_efg,
    parse_efg_file,
    read_efg,
    save_efg,
    write_efg,
)
from standoff.models import get

DRAWS = st.builds(
    lambda stake, cost, p: Draws.point({"stake": stake, "cost": cost, "p_luck": p}),
    st.floats(-1e6, 1e6),
    st.floats(-1.0, 1.0),
    st.floats(0.0, 1.0),
)


def values(game: Game, draws: Draws) -> tuple[np.ndarray, np.ndarray]:
    """Payoffs by node and player, with zeros where nothing is paid, and chances by branch."""
    at = numbers(game, draws)
    row = lower(game).payoff_row
    payoff = np.zeros((len(game.nodes), len(game.players)))
    payoff[row >= 0] = at.payoff[0, row[row >= 0]]
    return payoff, at.p_chance[0]


def shape(game: Game) -> tuple[object, ...]:
    bare = tuple(replace(node, pays=None, p=None) for node in game.nodes)
    return game.name, game.players, bare, game.infosets


@given(games(), DRAWS)
def test_a_game_comes_back_from_its_text(game: Game, draws: Draws) -> None:
    text = write_efg(game, draws)
    back = parse_efg(text)
    assert shape(back) == shape(game)
    payoff, p_chance = values(game, draws)
    payoff_back, p_back = values(back, Draws.point({}))
    np.testing.assert_array_equal(payoff_back, payoff)
    np.testing.assert_allclose(p_back, p_chance, rtol=2e-15, atol=1e-15)
    assert write_efg(back) == text


@given(games(), DRAWS)
def test_chances_add_up_to_exactly_one(game: Game, draws: Draws) -> None:
    for node in efg_file_of(game, draws).nodes:
        if node.kind == "chance":
            assert node.infoset is not None
            assert sum(map(Fraction, node.infoset.chances)) == 1


@given(games(), DRAWS)
def test_openspiel_is_paid_at_the_ends(game: Game, draws: Draws) -> None:
    back = parse_efg(write_efg(game, draws, dialect="openspiel"))
    assert all((node.pays is None) == (node.kind != "end") for node in back.nodes)
    payoff, _ = values(game, draws)
    at_ends, _ = values(back, Draws.point({}))
    for node in game.ends:
        along = sum(payoff[each.index] for each in game.path(node.index))
        np.testing.assert_allclose(at_ends[node.index], along, rtol=1e-12, atol=1e-9)


def test_the_linkage_crisis_goes_out_and_comes_back() -> None:
    game = get("linkage-crisis").build()
    back = parse_efg(write_efg(game))
    assert shape(back) == shape(game)
    np.testing.assert_array_equal(
        values(back, Draws.point({}))[0],
        values(game, Draws.point({p.name: p.default for p in game.parameters}))[0],
    )


def test_the_draw_decides_the_numbers() -> None:
    game = coin(0.3)
    assert '"heads" 0.3 "tails" 0.7' in write_efg(game)
    assert '"heads" 1/3 "tails" 2/3' in write_efg(game, Draws.point({"p": 1 / 3}))
    with pytest.raises(GameError, match="one draw"):
        write_efg(game, Draws.from_columns({"p": [0.1, 0.2]}))
    with pytest.raises(GameError, match="cannot be played at this draw"):
        write_efg(game, Draws.point({"p": 1.5}))
    with pytest.raises(UnknownName):
        write_efg(game, Draws.point({"q": 0.5}))


def coin(p: float, **titles: str) -> Game:
    names = {"title": "coin", "heads": "heads", "player": "A"} | titles
    return (
        GameBuilder("coin")
        .players(names["player"])
        .parameter("p", p)
        .tree(
            chance(
                names["title"],
                {
                    names["heads"]: (
                        "p",
                        chance(
                            names["title"],
                            {"x": ("1/3", end("a", "1/3")), "y": ("2/3", end("b", "6/20"))},
                        ),
                    ),
                    "tails": ("1 - p", end("a", 0)),
                },
            )
        )
    )


def test_quotients_stay_and_equal_titles_come_back() -> None:
    game = coin(0.9)
    text = write_efg(game)
    assert '"coin" {' in text
    assert '"coin ~2" {' in text
    assert '"a" { 1/3 }' in text
    assert '"b" { 6/20 }' in text
    assert '"heads" 0.9 "tails" 0.1' in text
    assert [node.title for node in parse_efg(text).nodes if node.kind == "chance"] == ["coin"] * 2


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=9))
def test_many_awkward_chances_add_up(weights: list[int]) -> None:
    shares = [weight / sum(weights) for weight in weights]
    game = (
        GameBuilder("urn")
        .players("A")
        .tree(chance("urn", {str(i): (p, end(str(i), i)) for i, p in enumerate(shares)}))
    )
    text = write_efg(game)
    infoset = parse_efg_file(text).nodes[0].infoset
    assert infoset is not None
    assert sum(map(Fraction, infoset.chances)) == 1
    np.testing.assert_allclose([float(Fraction(p)) for p in infoset.chances], shares, rtol=2e-14)
    assert write_efg(parse_efg(text)) == text


def test_names_are_made_fit_for_each_reader() -> None:
    game = coin(0.5, title='  the "fair"  coin\\', heads="heads  up", player=' "A" \\ ')
    for_gambit = parse_efg_file(write_efg(game))
    assert for_gambit.players == ('"A" \\',)
    assert for_gambit.nodes[0].infoset is not None
    assert for_gambit.nodes[0].infoset.name == 'the "fair" coin\\'
    assert for_gambit.nodes[0].infoset.actions == ("heads up", "tails")
    plain = write_efg(game, dialect="openspiel")
    assert "\\" not in plain
    assert "\"'A' /\"" in plain


def test_the_same_outcome_with_other_payoffs_has_another_number() -> None:
    game = (
        GameBuilder("war")
        .players("A")
        .tree(move("A", {"x": end("war", 1), "y": end("war", 2), "z": end("war", 1)}))
    )
    assert [node.outcome.number for node in efg_file_of(game).nodes] == [0, 1, 2, 1]
    assert parse_efg(write_efg(game)).outcomes == ("war",)


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    game, path = coin(0.5), tmp_path / "game.efg"
    save_efg(game, path, Draws.point({"p": 0.25}))
    assert read_efg(path) == parse_efg(write_efg(game, Draws.point({"p": 0.25})))
    before = path.read_bytes()
    with pytest.raises(GameError):
        save_efg(game, path, Draws.point({"p": 2.0}))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["game.efg"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~current_umask()
    with pytest.raises(FileProblem, match="cannot be written"):
        save_efg(game, tmp_path / "nowhere" / "game.efg")
    with pytest.raises(FileProblem, match="folder"):
        save_efg(game, tmp_path)
    assert os.listdir(tmp_path) == ["game.efg"]


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
