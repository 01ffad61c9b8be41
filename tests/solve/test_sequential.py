"""Sequential equilibria as limits: known answers, random games, and every draw accounted for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.solve.plain import pure_profiles, with_random_payoffs
from tests.solve.test_quantal import REFERENCE, read_efg
from tests.solve.wide_games import one_large_payoff
from tests.strategies import games

from standoff.game import Draws, Game, GameBuilder, Status, chance, end, move
from standoff.game.build import Sketch
from standoff.game.exchange.nfg import parse_nfg
from standoff.report.play import play
from standoff.solve import solve, verify
from standoff.solve.all_nash import tree_of
from standoff.solve.sequential import METHOD, solve_sequential


def audience_costs() -> Game:
    """The bluff game with audience costs (after Fearon 1994; models.md M04)."""

    def crisis(kind: str, cost: str) -> Sketch:
        act = move(
            "C",
            {"execute": end("executed", f"-{cost}", "-d"), "back": end("backed down", "-a", "r")},
            knows=f"{kind}: act",
        )
        answer = move("T", {"concede": end("conceded", "V", "-L"), "resist": act}, knows="threat")
        return move("C", {"quiet": end("quiet", 0, 0), "threaten": answer}, knows=kind)

    builder = GameBuilder("audience costs").players("C", "T")
    for name, default in {"V": 1, "a": 0.3, "L": 0.4, "d": 1, "r": 0.05, "e_W": 0.9}.items():
        builder = builder.parameter(name, default)
    return (
        builder.parameter("e_R", -0.05)
        .parameter("phi", 0.25, low=0, high=1)
        .tree(
            chance(
                "resolve",
                {"R": ("phi", crisis("R", "e_R")), "W": ("1 - phi", crisis("W", "e_W"))},
            )
        )
    )


def test_the_worked_case_of_the_bluff_game() -> None:
    solution = solve_sequential(audience_costs(), Draws.point({}))
    expected = {
        "quiet": Fraction(5, 12),
        "conceded": Fraction(7, 52),
        "executed": Fraction(5, 26),
        "backed down": Fraction(10, 39),
    }
    for outcome, p in expected.items():
        assert solution.p_outcome[outcome][0] == pytest.approx(float(p), abs=1e-12)
    assert solution.probability("threat", "concede")[0] == pytest.approx(3 / 13, abs=1e-12)
    assert solution.probability("W", "threaten")[0] == pytest.approx(4 / 9, abs=1e-12)


def test_the_bluff_game_over_random_parameters() -> None:
    rng = np.random.default_rng(7)
    n = 150
    draws = Draws.from_columns(
        {
            "V": rng.uniform(0.5, 1.5, n),
            "a": rng.uniform(0.05, 0.6, n),
            "L": rng.uniform(0.1, 0.9, n),
            "d": np.ones(n),
            "r": rng.uniform(0, 0.2, n),
            "e_R": -rng.uniform(0.01, 0.3, n),  # unique equilibrium: R always threatens
            "e_W": rng.uniform(0.7, 1.2, n),
            "phi": rng.uniform(0.05, 0.95, n),
        }
    )
    solution = solve_sequential(audience_costs(), draws)
    assert (solution.status == Status.SOLVED).all()
    pi = (draws["L"] + draws["r"]) / (draws["d"] + draws["r"])
    pools = draws["phi"] > pi
    q = np.where(pools, 1.0, draws["a"] / (draws["a"] + draws["V"]))
    odds = draws["phi"] * (1 - pi) / ((1 - draws["phi"]) * pi)
    assert solution.probability("threat", "concede") == pytest.approx(q, abs=1e-9)
    assert solution.probability("W", "threaten") == pytest.approx(
        np.where(pools, 1, odds), abs=1e-9
    )
    assert pools.any()
    assert not pools.all()


def test_games_solved_by_hand() -> None:
    threat = solve(read_efg(REFERENCE["threat_base"]["efg"]))
    assert threat.probability("2.1", "Concede")[0] == pytest.approx(3 / 13, abs=1e-12)
    assert threat.probability("1.3", "Threaten")[0] == pytest.approx(1 / 3, abs=1e-12)
    assert threat.probability("1.2", "CarryOut")[0] == 1.0
    entry = solve(read_efg(REFERENCE["entry_deterrence"]["efg"]))
    assert entry.p_outcome["acc"][0] == 1.0


def test_selten_horse_gives_the_perfect_equilibrium() -> None:
    """Of the horse's two Nash components only one is sequential: all go across and down."""
    last = {"l": end("x", 3, 3, 2), "r": end("y", 0, 0, 0)}
    other = {"l": end("z", 4, 4, 0), "r": end("w", 0, 0, 1)}
    horse = (
        GameBuilder("horse")
        .players("1", "2", "3")
        .tree(
            move(
                "1",
                {
                    "down": move("3", last, knows="3"),
                    "across": move(
                        "2",
                        {"down": move("3", other, knows="3"), "across": end("v", 1, 1, 1)},
                        knows="2",
                    ),
                },
                knows="1",
            )
        )
    )
    solution = solve_sequential(horse, Draws.point({}))
    assert verify(solution).ok.all()
    assert solution.p_outcome["v"][0] == pytest.approx(1.0, abs=1e-12)
    assert solution.probability("3", "r")[0] >= 0.75 - 1e-9


@settings(max_examples=80, deadline=None)
@given(games(), st.integers(0, 2**32 - 1))
def test_random_games_are_solved_and_verified(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    solution = solve_sequential(game, Draws.point({}))
    assert solution.status[0] == Status.SOLVED
    assert verify(solution).ok[0]


@settings(max_examples=60, deadline=None)
@given(games(max_depth=4))
def test_games_with_ties_are_solved_or_say_so(game: Game) -> None:
    assume(game.infosets)
    solution = solve_sequential(game, Draws.point({}))
    assert verify(solution).ok[0] == (solution.status[0] == Status.SOLVED)


def test_infeasible_draws_are_marked_and_do_not_disturb_others() -> None:
    game = audience_costs()
    draws = Draws.from_columns({"phi": [0.25, 1.5, 0.25], "V": [1.0, 1.0, np.nan]})
    solution = solve_sequential(game, draws)
    assert solution.status.tolist() == [Status.SOLVED, Status.INFEASIBLE, Status.INFEASIBLE]
    assert np.isnan(solution.strategy[1:]).all()
    alone = solve_sequential(game, Draws.point({"phi": 0.25}))
    assert np.array_equal(solution.strategy[0], alone.strategy[0])
    assert verify(solution).ok.tolist() == [True, False, False]


def test_payoff_units_do_not_matter() -> None:
    small = solve_sequential(audience_costs(), Draws.point({}))
    values = {p.name: 1e4 * p.default for p in audience_costs().parameters if p.name != "phi"}
    large = solve_sequential(audience_costs(), Draws.point(values))
    assert large.strategy == pytest.approx(small.strategy, abs=1e-9)


def test_pure_limits_are_among_all_pure_equilibria() -> None:
    """Brute force: the limit, where it is pure, is one of the pure profiles that verify."""
    game = audience_costs()
    draws = Draws.point({"phi": 0.9})
    found = solve_sequential(game, draws)
    assert set(np.unique(found.strategy)) <= {0.0, 1.0}
    as_rows = [np.array([list(profile.values())]) for profile in pure_profiles(game)]
    matches = [row for row in as_rows if np.array_equal(row, found.strategy)]
    assert len(matches) == 1


def test_a_game_in_which_nobody_moves_is_solved() -> None:
    branches = {"a": (".5", end("a", 1)), "b": (".5", end("b", 2))}
    game = GameBuilder("fate").players("A").tree(chance("coin", branches))
    solution = solve_sequential(game, Draws.point({}))
    assert verify(solution).ok[0]
    assert solution.value[0].tolist() == [1.5]


NFG = """NFG 1 R "g" {{ "Row" "Col" }}
{{ {{ {rows} }}
{{ {columns} }} }}
""

{payoffs}
"""


def from_nfg(rows: str, columns: str, payoffs: str) -> Game:
    text = NFG.format(rows=rows, columns=columns, payoffs=payoffs)
    return tree_of(parse_nfg(text))


def test_a_dominant_choice_beside_a_huge_loss_is_found() -> None:
    """r2 is better by 3 or more whatever Col does; Col then gets 1 for anything."""
    game = from_nfg(
        '"r1" "r2" "r3"',
        '"c1" "c2" "c3"',
        "-2 -2 1 1 -2 -2 -2 -2 1 1 -2 -2 -2 -2 1 1 -20000 -20000",
    )
    solution = solve_sequential(game, Draws.point({}))
    assert solution.status[0] == Status.SOLVED
    assert solution.strategy[0] == pytest.approx([0, 1, 0, 1 / 3, 1 / 3, 1 / 3])
    assert solution.reason is not None
    assert solution.reason[0] == ""


def test_choices_that_hardly_differ_are_told_apart() -> None:
    game = from_nfg('"r1" "r2"', '"c1" "c2"', "1 1 1.0000001 1 0 0 0 0")
    solution = solve_sequential(game, Draws.point({}))
    assert solution.strategy[0].tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("big", [0.0, 1e8, 3e8, 1e9, 1e10, 1e100, 1e300, -1e300])
def test_one_large_payoff_hides_no_dominated_move(big: float) -> None:
    """B is better off by 1 with u; that A could hand B a fortune elsewhere changes nothing."""
    solution = solve_sequential(one_large_payoff(), Draws.point({"big": big}))
    assert solution.status[0] == Status.SOLVED
    assert solution.probability("B", "u")[0] == 1.0
    assert solution.probability("ax", "L")[0] == 1.0


def test_a_sum_that_everybody_gets_anyway_does_not_matter() -> None:
    """Battle of the sexes for 1e15 each, come what may: the digits are those without."""
    small = from_nfg('"r1" "r2"', '"c1" "c2"', "3 2 0 0 0.5 0 1 3")
    large = from_nfg(
        '"r1" "r2"',
        '"c1" "c2"',
        "1000000000000003 1000000000000002 1000000000000000 1000000000000000 "
        "1000000000000000.5 1000000000000000 1000000000000001 1000000000000003",
    )
    one, other = (solve_sequential(game, Draws.point({})) for game in (small, large))
    assert one.status[0] == other.status[0] == Status.SOLVED
    assert other.strategy == pytest.approx(one.strategy, abs=1e-12)


def test_units_do_not_matter_from_one_end_of_the_numbers_to_the_other() -> None:
    draws = Draws.point({})
    one = solve_sequential(audience_costs(), draws)
    for factor in (1e-200, 1e-9, 1e12, 1e200):
        values = {p.name: factor * p.default for p in audience_costs().parameters}
        other = solve_sequential(audience_costs(), Draws.point(values | {"phi": 0.25}))
        assert other.strategy == pytest.approx(one.strategy, abs=1e-12), factor


def test_a_draw_without_an_answer_says_why() -> None:
    """Matching pennies in which one prize is 1e300 and another 1e-300: no path gets there."""
    game = from_nfg('"r1" "r2"', '"c1" "c2"', "1e300 -1 -1 1 -1e-300 1 1 -1")
    solution = solve_sequential(game, Draws.point({}))
    assert solution.status[0] == Status.NOT_CONVERGED
    assert solution.reason is not None
    assert str(solution.reason[0]).endswith(".")
    assert "--all" in play(solution).message
    assert str(solution.reason[0]) in play(solution).message


def test_where_nothing_is_at_stake_play_stays_random() -> None:
    """Whatever A does, B takes the same; no path further out would tell A's moves apart."""
    answer = move("B", {"l": end("l", 1, 0), "r": end("r", 0, 1)}, knows="B")
    game = GameBuilder("idle").players("A", "B").tree(move("A", {"go": answer, "no": answer}))
    solution = solve_sequential(game, Draws.point({}))
    assert solution.strategy[0].tolist() == [0.5, 0.5, 0.0, 1.0]
    assert solution.method == METHOD
