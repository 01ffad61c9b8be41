"""Pivoting in compiled code against pivoting in whole numbers, and the laws that it must obey."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.games.crises import two_sided, two_sided_draws
from tests.games.kuhn import kuhn
from tests.games.leduc import leduc
from tests.solve.exact import shares, worst
from tests.solve.plain import with_random_payoffs
from tests.solve.test_sequential import audience_costs
from tests.solve.wide_games import PAYOFFS, wide_game
from tests.strategies import games

from standoff.game import Draws, Game, GameBuilder, Status, chance, end, move, numbers
from standoff.game.build import Sketch
from standoff.solve import lemke, verify
from standoff.solve.kernels import lemke as kernel
from standoff.solve.kernels import plans
from standoff.solve.lemke import kernel_form, solve_lemke
from standoff.solve.lemke_exact import solve_exactly
from standoff.solve.sequence_form import sequence_form
from standoff.text.expression import parse

POINT = Draws.point({})
seeds = st.integers(0, 2**32 - 1)


def both_plans(game: Game, n_powers: int) -> tuple[np.ndarray, np.ndarray]:
    form, table = sequence_form(game), numbers(game, POINT)
    compiled = np.zeros((form.arrays.n_actions, n_powers))
    outcome, _ = kernel.solve_plans(
        kernel_form(form), table.payoff[0], table.p_chance[0], 10_000, compiled
    )
    assert outcome == kernel.SOLVED
    return compiled, solve_exactly(form, table, 0, n_powers)


@settings(max_examples=80, deadline=None)
@given(games(max_depth=4, n_players=2), seeds, st.sampled_from([1, 5]))
def test_compiled_and_exact_plans_are_the_same(game: Game, seed: int, n_powers: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    compiled, exact = both_plans(game, n_powers)
    # Every set behind a chance of zero is a tie, where rounding may take another turn.
    assume(not any(n.p is not None and n.p.constant == 0.0 for n in game.nodes))
    assert compiled == pytest.approx(exact, rel=1e-8, abs=1e-8)


def test_compiled_and_exact_plans_of_a_crisis_are_the_same() -> None:
    game = two_sided()
    compiled, exact = both_plans(game, 3)
    assert compiled == pytest.approx(exact, rel=1e-9, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(games(max_depth=4, n_players=2), seeds)
def test_what_rounding_spoils_is_solved_exactly(game: Game, seed: int) -> None:
    """With no answer of the compiled code trusted, all come from the exact one, and are right."""
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    fast = solve_lemke(game, POINT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "answer_few", lambda *_: None)
        exact = solve_lemke(game, POINT)
    assert verify(exact).ok[0], verify(exact).worst()
    assert exact.value == pytest.approx(fast.value, abs=1e-8)


@pytest.mark.parametrize("p_resolved", [1e-3, 1e-6, 1e-9, 1e-12])
def test_rare_types_are_not_rounded_away(p_resolved: float) -> None:
    """The bluffer threatens as often as leaves the target indifferent, however rarely that is."""
    solution = solve_lemke(audience_costs(), Draws.point({"phi": p_resolved}))
    assert solution.status[0] == Status.SOLVED
    assert verify(solution).ok[0], verify(solution).worst()
    pi = (0.4 + 0.05) / (1 + 0.05)
    odds = p_resolved * (1 - pi) / ((1 - p_resolved) * pi)
    assert solution.probability("W", "threaten")[0] == pytest.approx(odds, rel=1e-3)


def shifted(game: Game, by: tuple[float, float]) -> Game:
    """Pay both something at the start, whatever they do."""
    root = game.nodes[0]
    paid = [float(str(e)) for e in root.pays] if root.pays else [0.0, 0.0]
    pays = tuple(parse(x + y) for x, y in zip(paid, by, strict=True))
    return replace(game, nodes=(replace(root, pays=pays), *game.nodes[1:]))


def scaled(game: Game, by: tuple[float, float]) -> Game:
    nodes = tuple(
        replace(n, pays=tuple(parse(float(str(e)) * f) for e, f in zip(n.pays, by, strict=True)))
        if n.pays
        else n
        for n in game.nodes
    )
    return replace(game, nodes=nodes)


def swapped(game: Game) -> Game:
    """Name the players in the other order."""
    nodes = tuple(replace(n, pays=n.pays[::-1]) if n.pays else n for n in game.nodes)
    infosets = tuple(replace(i, player=1 - i.player) for i in game.infosets)
    return replace(game, players=game.players[::-1], nodes=nodes, infosets=infosets)


@settings(max_examples=80, deadline=None)
@given(games(max_depth=4, n_players=2), seeds)
def test_the_answer_depends_on_nothing_that_should_not_matter(game: Game, seed: int) -> None:
    assume(game.infosets)
    assume(not any(n.p is not None and n.p.constant == 0.0 for n in game.nodes))
    game = with_random_payoffs(game, np.random.default_rng(seed))
    found = solve_lemke(game, POINT).strategy
    for other in (shifted(game, (3.0, -2.0)), scaled(game, (7.0, 0.3)), swapped(game)):
        assert solve_lemke(other, POINT).strategy == pytest.approx(found, abs=1e-8)


@settings(max_examples=80, deadline=None)
@given(games(max_depth=4, n_players=2), seeds)
def test_without_trembles_it_is_a_nash_equilibrium(game: Game, seed: int) -> None:
    assume(game.infosets)
    game = with_random_payoffs(game, np.random.default_rng(seed))
    solution = solve_lemke(game, POINT, perturbed=False)
    assert solution.status[0] == Status.SOLVED
    form, table = sequence_form(game), numbers(game, POINT)
    payoffs = form.payoffs(table, 0)
    own = [form.plan(player, solution.strategy[0]) for player in (0, 1)]
    best = form.best_value(0, payoffs[0] @ own[1]), form.best_value(1, own[0] @ payoffs[1])
    assert solution.value[0] == pytest.approx(best, abs=1e-9)
    check = verify(solution)
    assert (check.gain[check.reached] < 1e-9).all()


def guess_the_ace() -> Game:
    """Miltersen and Sorensen (2006): the first player may let the second guess the top card.

    The first player never does; if he did, the second should say that it is not the ace of spades.
    """
    guesses = {"ace": {"ace": 1000, "other": 0}, "other": {"ace": 0, "other": 1000}}

    def card(which: str) -> Sketch:
        guess = {f"say {said}": end(said, -won, won) for said, won in guesses[which].items()}
        return move(
            "first",
            {"stop": end("stop", 0, 0), "play": move("second", guess, knows="guess")},
            knows="start",
        )

    cards = {"ace": ("1 / 52", card("ace")), "other": ("51 / 52", card("other"))}
    return GameBuilder("guess the ace").players("first", "second").tree(chance("card", cards))


def test_sets_off_the_path_are_played_well() -> None:
    solution = solve_lemke(guess_the_ace(), POINT)
    assert solution.probability("start", "stop")[0] == 1.0
    assert solution.probability("guess", "say other")[0] == 1.0
    nodes = list(solution.game.infoset("guess").nodes)
    assert solution.belief[0, nodes] == pytest.approx([1 / 52, 51 / 52], abs=1e-12)


def test_dominated_actions_are_not_trusted_to_others() -> None:
    """Quasi-perfect is more than sequential: who stands to lose by another's slip goes safe."""
    game = (
        GameBuilder("slip")
        .players("A", "B")
        .tree(
            move(
                "A",
                {
                    "trust": move("B", {"good": end("g", 1, 1), "bad": end("b", 0, 0)}),
                    "safe": end("s", 1, 0),
                },
            )
        )
    )
    assert solve_lemke(game, POINT).probability("start", "safe")[0] == 1.0


def test_leduc_poker_is_solved_at_every_set() -> None:
    game = leduc()
    solution = solve_lemke(game, POINT)
    assert solution.value[0, 0] == pytest.approx(-0.085606424078, abs=1e-11)
    assert verify(solution).ok[0], verify(solution).worst()


def test_threads_and_other_draws_change_no_digit() -> None:
    game, draws = two_sided(), two_sided_draws(lemke.FEWEST_FOR_THREADS + 3)
    together = solve_lemke(game, draws)
    for draw in (0, 7):
        alone = solve_lemke(game, draws.rows(slice(draw, draw + 1)))
        assert np.array_equal(alone.strategy[0], together.strategy[draw])
        assert np.array_equal(alone.belief[0], together.belief[draw], equal_nan=True)


def test_exact_pivoting_solves_poker() -> None:
    form, table = sequence_form(kuhn()), numbers(kuhn(), POINT)
    plan = solve_exactly(form, table, 0, 1)[:, 0]
    plans_of = [np.concatenate([[1.0], plan[form.actions(player)]]) for player in (0, 1)]
    assert plans_of[0] @ form.payoffs(table, 0)[0] @ plans_of[1] == pytest.approx(-1 / 18)


@pytest.mark.parametrize("kind", PAYOFFS)
def test_no_answer_to_a_wide_game_leaves_a_gain(kind: str) -> None:
    rng = np.random.default_rng(PAYOFFS.index(kind))
    for shape in ("table", "table", "signal", "hidden moves"):
        solution = solve_lemke(wide_game(shape, kind, rng), Draws.point({}))
        if solution.status[0] <= Status.KNIFE_EDGE:
            assert worst(solution) <= 1e-6


def dominant_beside_a_fortune() -> Game:
    """A's y and B's u are better by .05, and both lose 1e9 if A throws everything away."""
    answer = move("B", {"d": end("d", 0, 0.2), "u": end("u", 0, 0.25)}, knows="B")
    later = move("A", {"x": end("x", 0.1, 0), "y": end("y", 0.15, 0)}, knows="A later")
    first = {"lose": end("lose", -1e9, -1e9), "on": answer, "late": later}
    return GameBuilder("fortune").players("A", "B").tree(move("A", first, knows="A"))


@pytest.mark.parametrize("perturbed", [True, False])
def test_a_fortune_elsewhere_excuses_no_dominated_move(perturbed: bool) -> None:
    solution = solve_lemke(dominant_beside_a_fortune(), POINT, perturbed=perturbed)
    assert solution.probability("A", "late")[0] == 1.0
    assert solution.probability("A later", "y")[0] == 1.0
    assert worst(replace(solution, belief=np.ones_like(solution.belief))) <= 1e-6


@pytest.mark.parametrize("kind", PAYOFFS)
def test_without_trembles_no_plan_gains_in_a_wide_game(kind: str) -> None:
    rng = np.random.default_rng(100 + PAYOFFS.index(kind))
    n_solved = 0
    for shape in ("table", "table", "table", "signal", "hidden moves"):
        solution = solve_lemke(wide_game(shape, kind, rng), POINT, perturbed=False)
        if solution.status[0] <= Status.KNIFE_EDGE:
            n_solved += 1
            reached = verify(solution).reached[0]
            exact = shares(replace(solution, belief=np.nan_to_num(solution.belief, nan=1.0)))
            for infoset in solution.game.infosets:
                assert not reached[infoset.index] or exact[infoset.label] <= 1e-6
    assert n_solved >= 2


def test_whole_numbers_are_exact_however_far_apart_payoffs_are() -> None:
    game = (
        GameBuilder("far apart")
        .players("A", "B")
        .tree(
            move(
                "A",
                {
                    "big": move(
                        "B", {"l": end("bl", -1e200, 2e-200), "r": end("br", 1e200, 3e-200)}
                    ),
                    "out": end("out", 0, 1e200),
                },
            )
        )
    )
    form = sequence_form(game)
    plan = solve_exactly(form, numbers(game, POINT), 0, 2)[:, 0]
    chosen = [a for i in game.infosets for a in i.actions]
    assert dict(zip(chosen, plan.tolist(), strict=True)) == {"big": 1, "out": 0, "l": 0, "r": 1}
