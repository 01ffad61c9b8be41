"""All logit equilibria: known counts, scans in one dimension, and certificates that can fail."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games.crises import two_sided, two_sided_draws
from tests.solve.plain import with_random_payoffs
from tests.solve.plain_box import LogitGame, has_one_root
from tests.solve.plain_interval import Interval
from tests.solve.test_sequential import audience_costs
from tests.strategies import games

from standoff.errors import GameError
from standoff.game import Draws, Game, GameBuilder, end, lower, move, numbers
from standoff.models import get
from standoff.solve import verify
from standoff.solve.all_quantal import all_quantal
from standoff.solve.cut_roots import Budget, CutRoot, CutSystem, farthest_scores
from standoff.solve.kernels import cut, prune
from standoff.solve.listing import Completeness
from standoff.solve.quantal import log_chance
from standoff.solve.reduced import numbers_of, reduce_game


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
    found = all_quantal(game, Draws.point({}), precision=precision, most_boxes=3_000)
    assert all(verify(e.solution).ok[0] for e in found.equilibria)
    if found.completeness is Completeness.PROVEN:
        assert len(found) % 2 == 1  # generically odd


def test_a_two_sided_crisis_with_three_equilibria() -> None:
    """Draws of the 109-node game: proven to have one and three."""
    game, draws = two_sided(), two_sided_draws(4096)
    for row, n_roots in ((0, 1), (161, 3)):
        found = all_quantal(game, draws.rows(slice(row, row + 1)), precision=50.0)
        assert len(found) == n_roots
        assert found.completeness is Completeness.PROVEN
        assert all(verify(e.solution).ok[0] for e in found.equilibria)
        signs = [int(e.note.split("determinant ")[1].split(";")[0]) for e in found.equilibria]
        assert sum(signs) == 1


def test_many_starts_find_what_is_proven() -> None:
    game, draws = two_sided(), two_sided_draws(4096).rows(slice(196, 197))
    proven = all_quantal(game, draws, precision=50.0)
    found = all_quantal(game, draws, precision=50.0, most_boxes=0, n_starts=256)
    assert found.completeness is Completeness.NOT_PROVEN
    p = [
        sorted(e.solution.strategy[0].round(8).tolist() for e in each.equilibria)
        for each in (found, proven)
    ]
    assert p[0] == p[1]


def test_bimatrix_with_three_actions_against_a_grid() -> None:
    """Rock-paper-scissors has one equilibrium; coordination on three has seven at most."""

    def table(paid: np.ndarray) -> Game:
        def second(i: int) -> dict:
            return {f"{j}": end(f"{i}{j}", float(paid[i, j]), float(paid[j, i])) for j in range(3)}

        first = {f"{i}": move("B", second(i), knows="B") for i in range(3)}
        return GameBuilder("table").players("A", "B").tree(move("A", first, knows="A"))

    cycle = all_quantal(table(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])), precision=9.0)
    assert len(cycle) == 1
    assert cycle.completeness is Completeness.PROVEN
    assert cycle.equilibria[0].solution.strategy[0] == pytest.approx(1 / 3)
    for precision, n_roots in ((1.0, 1), (12.0, 7)):
        found = all_quantal(table(np.diag([1.0, 1.1, 1.2])), precision=precision)
        assert len(found) == n_roots
        assert found.completeness is Completeness.PROVEN


def test_per_player_precision_and_none_at_all() -> None:
    found = all_quantal(stag_hunt(), precision=(0.0, 20.0))
    assert len(found) == 1
    assert found.equilibria[0].solution.probability("A", "s")[0] == 0.5
    assert len(all_quantal(stag_hunt(), precision=0.0)) == 1


def systems(game: Game, precision: float) -> tuple[CutSystem, LogitGame]:
    """The same equations on the cut, compiled, and on all scores, by the plain twin."""
    arrays = lower(game)
    table = numbers(game, Draws.point({}).complete(game.parameters))
    rates = np.full(arrays.n_players, precision)
    reduced = reduce_game(arrays)
    system = CutSystem(
        reduced,
        numbers_of(reduced, table.payoff[0], table.p_chance[0], rates),
        farthest_scores(arrays, table.payoff[0], rates),
    )
    anchor = arrays.first_action[:-1].astype(np.int64)
    return system, LogitGame(arrays, table.payoff[0], log_chance(table)[0], rates, anchor)


@dataclass(frozen=True)
class Image:
    """What a block's scores have to be over a box, with derivatives."""

    low: np.ndarray
    high: np.ndarray
    slope_low: np.ndarray
    slope_high: np.ndarray
    p_low: np.ndarray
    p_high: np.ndarray


def image(system: CutSystem, before: CutRoot, at: int, low: np.ndarray, high: np.ndarray) -> Image:
    block = system.reduced.ranges[at]
    n = len(block.unknowns)
    reg = system.registers(before, at)
    out = [np.zeros(n), np.zeros(n), np.zeros((n, n)), np.zeros((n, n))]
    cut.run(
        system.reduced.program, system.numbers, reg, block.start, block.stop, low, high, n, *out
    )
    return Image(*out, reg.p_low.copy(), reg.p_high.copy())


@settings(max_examples=60)
@given(
    games(max_depth=3),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.0, 1e-6, 0.5, 2.0, 30.0]),
    st.sampled_from([0.5, 3.0, 20.0]),
)
def test_boxes_enclose_what_happens_inside(
    game: Game, seed: int, width: float, precision: float
) -> None:
    """Points of a box give values and chords within the enclosures of values and derivatives."""
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    system, _ = systems(game, precision)
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 3, system.reduced.arrays.n_actions)
    before = CutRoot(x, x)
    for at, block in enumerate(system.reduced.ranges):
        n = len(block.unknowns)
        if not n:
            continue
        low = rng.normal(0, 4, n) - width / 2
        high = low + width * rng.uniform(0, 1, n)
        box = image(system, before, at, low, high)
        one, two = (low + rng.uniform(0, 1, n) * (high - low) for _ in range(2))
        images = [image(system, before, at, point, point) for point in (one, two)]
        for point in images:
            assert np.all(box.low <= point.high)
            assert np.all(point.low <= box.high)
            assert np.all(box.p_low <= point.p_high)
            assert np.all(point.p_low <= box.p_high)
        # The mean value theorem: a chord is some derivative in the box.
        step = two - one
        chord = np.where(step > 0, box.slope_low, box.slope_high) @ step
        assert np.all(chord <= images[1].high - images[0].low + 1e-13 * precision)
        chord = np.where(step > 0, box.slope_high, box.slope_low) @ step
        assert np.all(chord >= images[1].low - images[0].high - 1e-13 * precision)


@settings(max_examples=30)
@given(games(max_depth=3), st.integers(0, 2**32 - 1), st.sampled_from([1.0, 8.0]))
def test_the_plain_twin_certifies_the_same_roots(game: Game, seed: int, precision: float) -> None:
    """Krawczyk's test on all scores, in plain Python, without the cut."""
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    system, twin = systems(game, precision)
    roots, is_whole = system.roots(0, 0, Budget(2_000))
    assert is_whole
    assert sum(root.sign for root in roots) == 1.0
    for root in roots:
        scores, _, _ = system.enclosed(root)
        free = set(twin.free)
        box = [
            Interval(x - 1e-7, x + 1e-7) if a in free else Interval(0, 0)
            for a, x in enumerate(scores)
        ]
        assert has_one_root(twin, box)


def test_certificates_fail_where_there_is_no_root_or_more_than_one() -> None:
    system, _ = systems(stag_hunt(), 20.0)
    (block,) = system.reduced.ranges
    reg = system.registers(CutRoot(np.zeros(4), np.zeros(4)), 0)

    def sign(low: float, high: float, *, is_given: bool = False) -> float:
        at = (system.reduced.program, system.numbers, reg, block.start, block.stop)
        return prune.certify(*at, np.array([low]), np.array([high]), is_given, 1)

    roots, is_whole = system.roots(0, 0, Budget(1_000))
    assert is_whole
    assert len(roots) == 3
    middle = sorted(float(root.low[block.unknowns[0]]) for root in roots)
    assert [sign(x - 1e-3, x + 1e-3) for x in middle] == [1.0, -1.0, 1.0]
    assert sign(-80.0, 80.0) == 0.0
    assert sign(middle[0] + 0.1, middle[0] + 0.2) == 0.0
    assert sign(middle[0] + 1e-9, middle[0] + 0.1) == 0.0


def test_running_out_of_boxes_is_said() -> None:
    found = all_quantal(stag_hunt(), precision=20.0, most_boxes=1)
    assert found.completeness is Completeness.NOT_PROVEN
    assert len(found) == 3  # by Newton's method from many starts
    assert all(each.note.startswith("certified") for each in found.equilibria)


def test_progress_is_told_and_can_stop() -> None:
    seen: list[tuple[int, int]] = []
    all_quantal(
        two_sided(),
        two_sided_draws(4096).rows(slice(77, 78)),
        precision=50.0,
        most_boxes=1_000,
        n_starts=0,
        progress=lambda n, most: seen.append((n, most)),
    )
    assert [n for n, _ in seen] == [256, 512, 768, 1_000]
    assert {most for _, most in seen} == {1_000}

    def stop(n: int, most: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        all_quantal(stag_hunt(), precision=20.0, progress=stop)


def test_one_draw_only() -> None:
    with pytest.raises(GameError, match="one draw"):
        all_quantal(audience_costs(), Draws.from_columns({"phi": [0.2, 0.3]}), precision=1.0)
