"""All logit equilibria: known counts, scans in one dimension, and certificates that can fail."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.plain import with_random_payoffs
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, end, lower, move, numbers
from standoff.models import get
from standoff.solve import verify
from standoff.solve.all_quantal import all_quantal
from standoff.solve.interval import Interval
from standoff.solve.listing import Completeness
from standoff.solve.logit_box import LogitGame, contracted, enclose, first_box, has_one_root
from standoff.solve.quantal import log_chance


def stag_hunt() -> Game:
    """Both hunt the stag (4), or the hare is safe (3)."""

    def second(first: str) -> dict:
        paid = {"ss": (4, 4), "sh": (0, 3), "hs": (3, 0), "hh": (3, 3)}
        return {b: end(first + b, *paid[first + b]) for b in "sh"}

    return (
        GameBuilder("stag hunt")
        .players("A", "B")
        .tree(move("A", {a: move("B", second(a), knows="B") for a in "sh"}, knows="A"))
    )


def roots_of_stag_hunt(precision: float) -> list[float]:
    """Roots by scanning q = S(precision (4 p - 3)), p = S(precision (4 q - 3))."""

    def reply(p: float) -> float:
        return 1 / (1 + math.exp(-precision * (4 * p - 3)))

    def miss(p: float) -> float:
        return reply(reply(p)) - p

    grid = np.linspace(0, 1, 20_001)
    values = [miss(p) for p in grid]
    return [float(grid[i]) for i in range(len(grid) - 1) if (values[i] > 0) != (values[i + 1] > 0)]


@pytest.mark.parametrize("precision", [0.5, 1.0, 2.0, 5.0, 20.0])
def test_coordination_has_as_many_roots_as_a_scan_finds(precision: float) -> None:
    found = all_quantal(stag_hunt(), precision=precision)
    assert found.completeness is Completeness.PROVEN
    expected = roots_of_stag_hunt(precision)
    p = sorted(float(e.solution.probability("A", "s")[0]) for e in found.equilibria)
    assert p == pytest.approx(expected, abs=1e-4)
    assert all(e.note.startswith("certified") for e in found.equilibria)
    assert all(verify(e.solution).ok[0] for e in found.equilibria)
    assert "branch from random play" in found.equilibria[0].note
    assert sum("branch from random play" in e.note for e in found.equilibria) == 1


def test_the_bluff_game_has_one() -> None:
    for precision in (1.0, 8.0):
        found = all_quantal(audience_costs(), precision=precision)
        assert len(found) == 1
        assert found.completeness is Completeness.PROVEN


def test_a_crisis_of_twenty_unknowns_is_proven() -> None:
    game = get("linkage-crisis").build(remove=("forgo", "notify"))
    found = all_quantal(game, precision=4.0, n_starts=8)
    assert len(found) == 1
    assert found.completeness is Completeness.PROVEN


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.sampled_from([1.0, 6.0]))
def test_random_games(game: Game, seed: int, precision: float) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    found = all_quantal(game, Draws.point({}), precision=precision, most_boxes=300)
    assert all(verify(e.solution).ok[0] for e in found.equilibria)
    if found.completeness is Completeness.PROVEN:
        assert len(found) % 2 == 1  # generically odd


def boxed(game: Game, precision: float) -> LogitGame:
    table = numbers(game, Draws.point({}).complete(game.parameters))
    arrays = lower(game)
    return LogitGame(
        arrays,
        table.payoff[0],
        log_chance(table)[0],
        np.full(arrays.n_players, precision),
        arrays.first_action[:-1].astype(np.int64),
    )


@settings(max_examples=40, deadline=None)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.data())
def test_boxes_enclose_what_happens_inside(game: Game, seed: int, data: st.DataObject) -> None:
    """Any point of a box gives probabilities, beliefs and payoffs within the enclosure."""
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    read = boxed(game, 2.0)
    free = set(read.free)
    rng = np.random.default_rng(seed)
    low = rng.uniform(-3, 2, read.arrays.n_actions)
    width = data.draw(st.sampled_from([0.0, 1e-6, 0.5, 2.0]))
    box = [Interval(x, x + width) if a in free else Interval(0, 0) for a, x in enumerate(low)]
    inside = [Interval(x, x) for x in (b.lo + rng.uniform() * b.width for b in box)]
    outer, inner = enclose(read, box), enclose(read, inside)
    for name in ("p", "belief", "worth"):
        for wide, narrow in zip(getattr(outer, name), getattr(inner, name), strict=True):
            assert wide.lo <= narrow.middle <= wide.hi


def test_certificates_fail_where_there_is_no_root_or_more_than_one() -> None:
    read = boxed(stag_hunt(), 20.0)
    whole = first_box(read)
    assert not has_one_root(read, whole)
    away = [Interval(1.0, 1.001) if side.width else side for side in whole]
    assert not has_one_root(read, away)
    assert contracted(read, away) is None


def test_running_out_of_boxes_is_said() -> None:
    found = all_quantal(stag_hunt(), precision=20.0, most_boxes=1)
    assert found.completeness is Completeness.NOT_PROVEN
    assert 1 <= len(found) <= 3


def test_one_draw_only() -> None:
    with pytest.raises(GameError, match="one draw"):
        all_quantal(audience_costs(), Draws.from_columns({"phi": [0.2, 0.3]}), precision=1.0)
