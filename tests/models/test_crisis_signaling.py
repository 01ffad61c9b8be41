"""Crisis signaling: the reference, all roots, tails, best replies, a tree that gets finer."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import log_ndtr, ndtr, ndtri
from tests.models.witness import check_selection, near, on_the_tree, random_draws, reference
from tests.solve.listed import contains

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.models.crisis_signaling.fixed_points import _brackets, fixed_points
from standoff.models.crisis_signaling.grid_play import nearest
from standoff.models.crisis_signaling.only_one import _steepest, only_one
from standoff.models.crisis_signaling.respond import respond
from standoff.models.crisis_signaling.tails import log_fight
from standoff.models.crisis_signaling.tree import build, write
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import Completeness
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("crisis-signaling")
CASES = reference("crisis_signaling")
WIDE = {
    "status_quo_challenger": (-1.5, 0.5),
    "concession_challenger": (0.6, 3.0),
    "concession_target": (-2.0, 0.5),
    "fight_challenger": (-4.0, 3.0),
    "fight_target": (-5.0, 3.0),
    "back_down_challenger": (-4.0, 3.0),
    "back_down_target": (0.6, 3.0),
}
#: Around the reference, where three equilibria are common.
SEVERAL = {
    "status_quo_challenger": (-0.2, 0.2),
    "concession_challenger": (0.8, 1.2),
    "concession_target": (-0.2, 0.2),
    "fight_challenger": (-3.0, -1.5),
    "fight_target": (-3.5, -2.3),
    "back_down_challenger": (-1.6, -0.5),
    "back_down_target": (0.8, 1.2),
}
PROBABILITIES = {"SQ": "status_quo", "CD": "concede", "SF": "fight", "BD": "back_down"}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    draws, expected = MODEL.draws(case["params"]), case["expected"]
    listed = MODEL.equilibria(draws)
    assert len(listed) == expected["n_equilibria"]
    roots, _ = fixed_points(draws.columns())
    for k, equilibrium in enumerate(listed):
        numbers = expected[f"eq{k}"]
        play = respond(draws.columns(), roots[:, k])
        assert roots[0, k] == near(numbers["p_R"])
        assert equilibrium.probabilities["challenge"][0] == near(numbers["p_C"])
        assert play.fight[0] == near(numbers["p_F"])
        for theirs, ours in PROBABILITIES.items():
            assert equilibrium.probabilities[ours][0] == near(numbers[theirs])
    answers = MODEL.answer(draws)
    assert answers.status[0] == Status.SOLVED
    assert answers.quantities["n_equilibria"][0] == expected["n_equilibria"]


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_another_published_example_with_three_and_with_one():
    """Three roots at W_B=-2.8, and only the high one from about -2.70 on."""
    roots, _ = fixed_points(base(W_B=[-2.8, -2.69]).columns())
    expected = [0.2964518243, 0.4724232311, 0.8740314283]
    np.testing.assert_allclose(roots[0, :3], expected, atol=1e-9)
    assert np.isfinite(roots[1]).sum() == 1
    assert roots[1, 0] > 0.87


def test_every_root_answers_to_itself():
    draws = random_draws(MODEL, 4000, 1, WIDE)
    roots, touches = fixed_points(draws.columns())
    n_roots = np.isfinite(roots).sum(axis=1)
    assert not touches.any()
    assert set(n_roots) == {1, 3}
    may = draws["back_down_challenger"] > draws["fight_challenger"]
    assert (n_roots[~may] == 1).all()
    for k in range(3):
        there = np.isfinite(roots[:, k])
        here = {name: column[there] for name, column in draws.columns().items()}
        assert np.abs(respond(here, roots[there, k]).resist - roots[there, k]).max() < 1e-10
    check_selection(MODEL, draws)


def test_a_much_finer_grid_finds_no_more():
    draws = random_draws(MODEL, 400, 2, SEVERAL)
    columns = draws.columns()
    resist = np.linspace(1e-6, 1.0 - 1e-9, 2000)
    n_crossings = np.array(
        [
            np.count_nonzero(np.diff(respond(row, resist[None, :]).resist - resist > 0.0))
            for row in ({n: c[i : i + 1] for n, c in columns.items()} for i in range(len(draws)))
        ]
    )
    roots, _ = fixed_points(columns)
    inside = (roots > 1e-6) & (roots < 1.0 - 1e-9)
    np.testing.assert_array_equal(n_crossings, inside.sum(axis=1))
    assert (n_crossings == 3).sum() > 10


def test_two_roots_that_merge_are_a_knife_edge():
    """Bisects on W_B for the payoffs at which the lower two roots disappear."""
    low, high = -2.9, -2.6
    for _ in range(60):
        middle = 0.5 * (low + high)
        roots, touches = fixed_points(base(W_B=middle).columns())
        if touches[0]:
            break
        low, high = (middle, high) if np.isfinite(roots[0, 2]) else (low, middle)
    assert -2.75 < middle < -2.65
    assert MODEL.answer(base(W_B=middle)).status[0] == Status.KNIFE_EDGE


def test_the_best_replies_are_those_that_the_witness_finds():
    draws = random_draws(MODEL, 1000, 3, WIDE)
    answers = MODEL.answer(draws)
    assert (answers.status == Status.SOLVED).all()
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name


def test_tails_against_quadrature():
    """Also where a chance of a challenge of 1e-300 leaves no digits to a plain formula."""
    rng = np.random.default_rng(4)
    fight, back_down = rng.uniform(-6, 6, (2, 60))
    threshold = np.concatenate([rng.uniform(-12, 12, 40), rng.uniform(20, 40, 20)])
    _, log_joint = log_fight(threshold, fight, back_down)
    for i in range(60):

        def log_density(x, w=fight[i], a=back_down[i]):
            return -0.5 * (x - w) ** 2 + log_ndtr(x - a) - 0.5 * np.log(2 * np.pi)

        grid = np.linspace(threshold[i], threshold[i] + 60.0, 60_001)
        top, mode = log_density(grid).max(), grid[log_density(grid).argmax()]
        edges = np.linspace(max(threshold[i], mode - 10.0), mode + 10.0, 9)
        total = sum(
            quad(lambda x, f=log_density, m=top: np.exp(f(x) - m), low, high, epsrel=1e-12)[0]
            for low, high in pairwise(edges)
        )
        assert log_joint[i] == pytest.approx(top + np.log(total), abs=1e-10)


def test_a_hopeless_challenge_keeps_its_digits():
    """With the status quo far above all else, the chance of a challenge is e^-700 or so."""
    answers = MODEL.answer(base(S_A=36.0, V_A=36.5))
    assert answers.status[0] == Status.SOLVED
    assert 0.0 < answers.probabilities["challenge"][0] < 1e-250
    assert answers.probabilities["status_quo"][0] == 1.0
    fight = answers.quantities["fight_probability"][0]
    assert 0.0 < fight < 1e-9


def test_the_tree_comes_closer_as_the_slices_get_thinner():
    """The play of the model on the tree: what could be gained, weighted by how often."""
    draws = base(W_B=-2.0)
    answers = MODEL.answer(draws)
    resist = answers.quantities["resistance_probability"]
    losses = []
    for grid in (2, 4, 8):
        game = build(grid=grid)
        written = write(draws.columns(), resist, grid)
        solution = from_named(game, draws, written.strategy, written.belief)
        checked = verify(solution)
        p_set = [solution.p_node[0, list(i.nodes)].sum() for i in game.infosets]
        losses.append(float(np.sum(checked.gain[0] * p_set)))
        for outcome, name in {
            "status quo": "status_quo",
            "concession": "concede",
            "fight": "fight",
            "backed down": "back_down",
        }.items():
            assert solution.p_outcome[outcome][0] == pytest.approx(
                answers.probabilities[name][0], abs=0.02
            )
    assert losses[0] > losses[1] > losses[2]
    assert losses[2] < 0.35 * losses[0]


def test_resistance_fades_as_a_fight_gets_worse():
    answers = MODEL.answer(base(W_B=-30.0))
    assert answers.quantities["resistance_probability"][0] < 1e-30
    assert answers.probabilities["concede"][0] == near(1.0)
    answers = MODEL.answer(base(W_B=30.0))
    assert answers.quantities["resistance_probability"][0] == near(1.0)


@pytest.mark.parametrize(("name", "change"), [("A1", {"V_A": 0.0}), ("A2", {"C_B": 1.0})])
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(W_A=np.nan)).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="fight"):
        MODEL.build(("fight",))
    with pytest.raises(UnknownName, match="fight"):
        MODEL.answer(base(), remove=("fight",))


@pytest.mark.parametrize("ranges", [None, WIDE, SEVERAL], ids=["wide", "wider", "several"])
def test_listed_equilibria_carry_equilibria_of_the_tree(ranges):
    draws = random_draws(MODEL, 250, 5, ranges)
    listed = MODEL.equilibria(draws)
    assert listed
    for equilibrium in listed:
        _, solution = on_the_tree(MODEL, draws, equilibrium)
        checked = verify(solution)
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"


def test_on_a_small_tree_the_solver_finds_them_too():
    """With two slices of each shock: what the exact enumeration lists has the nearest in it."""
    draws = random_draws(MODEL, 12, 6, SEVERAL)
    roots, _ = fixed_points(draws.columns())
    game = build(grid=2)
    for i in range(len(draws)):
        here = draws.rows(slice(i, i + 1))
        found = all_sequential(game, here)
        assert found.completeness is Completeness.PROVEN
        nearness = []
        for component in found.equilibria:
            p = component.solution
            resist = np.mean([p.probability(f"{k + 1}: answer", "resist")[0] for k in range(2)])
            nearness.append(abs(resist - roots[i, 0]))
        play = nearest(here.columns(), roots[i : i + 1, 0], 2)
        ours = from_named(game, here, play.strategy, play.belief)
        assert verify(ours).ok[0]
        assert contains(found, ours, 1e-8)
        mean = np.mean([ours.probability(f"{k + 1}: answer", "resist")[0] for k in range(2)])
        assert abs(mean - roots[i, 0]) <= min(nearness) + 1e-8


def test_the_equilibria_of_the_tree_come_closer_as_the_slices_get_thinner():
    draws = random_draws(MODEL, 60, 7)
    answers = MODEL.answer(draws)
    resist = answers.quantities["resistance_probability"]
    off = []
    for grid in (2, 4, 8):
        play = nearest(draws.columns(), resist, grid)
        p = np.mean([play.strategy[f"{k + 1}: answer", "resist"] for k in range(grid)], axis=0)
        off.append(float(np.abs(p - resist).mean()))
    assert off[0] > off[1] > off[2]
    assert off[2] < 0.04


@pytest.mark.parametrize("ranges", [None, WIDE, SEVERAL], ids=["wide", "wider", "several"])
def test_what_is_proven_to_have_one_equilibrium_has_one_on_the_grid(ranges):
    draws = random_draws(MODEL, 3000, 8, ranges).columns()
    rising = draws["back_down_challenger"] > draws["fight_challenger"]
    c = {name: column[rising] for name, column in draws.items()}
    alone = only_one(c)
    row, low, high, _ = _brackets(c)
    n_roots = np.bincount(row, minlength=rising.sum())
    assert alone.is_proven.mean() > 0.7
    assert (n_roots[alone.is_proven] == 1).all()
    of_one = n_roots[row] == 1
    there = row[of_one]
    proven = alone.is_proven[there]
    assert (alone.low[there] <= high[of_one])[proven].all()
    assert (alone.high[there] >= low[of_one])[proven].all()


def test_the_bound_on_the_slope_holds_within_the_interval():
    draws = random_draws(MODEL, 400, 9, SEVERAL).columns()
    rising = draws["back_down_challenger"] > draws["fight_challenger"]
    c = {name: column[rising] for name, column in draws.items()}
    rng = np.random.default_rng(9)
    low, high = np.sort(rng.uniform(0.01, 0.99, (2, rising.sum())), axis=0)
    bound = _steepest(c, respond(c, low), respond(c, high), low)
    for share in np.linspace(0.0, 1.0, 21):
        z = (1.0 - share) * ndtri(low) + share * ndtri(high)
        step = 1e-5
        slope = (respond(c, ndtr(z + step)).margin - respond(c, ndtr(z - step)).margin) / (2 * step)
        assert (slope <= bound * (1.0 + 1e-6) + 1e-9).all()


def test_roots_are_exact_to_rounding():
    for ranges in (None, SEVERAL):
        c = random_draws(MODEL, 2000, 10, ranges).columns()
        roots, _ = fixed_points(c)
        play = respond(c, roots[:, 0])
        steep = np.abs(1.0 - play.slope)
        assert (np.abs(play.resist - roots[:, 0]) <= 2e-13 * np.maximum(steep, 1.0)).all()


@pytest.mark.parametrize("back_down", [-2.5, -1.9, -1.2])
def test_a_target_that_would_be_ruined_never_resists(back_down):
    # Its chance of resistance is below the smallest number there is.
    answers = MODEL.answer(base(W_B=-90.0, a=back_down))
    assert answers.quantities["n_equilibria"][0] == 1.0
    assert answers.quantities["resistance_probability"][0] == 0.0
    assert answers.probabilities["concede"][0] == 1.0
    assert [answers.values[player][0] for player in ("Challenger", "Target")] == [1.0, 0.0]


def test_a_map_that_falls_off_a_cliff_is_still_met_where_it_crosses():
    rng = np.random.default_rng(2)
    n_draws = 400
    draws = MODEL.draws(
        {
            "status_quo_challenger": rng.uniform(-2.0, 0.0, n_draws),
            "concession_challenger": rng.uniform(200.0, 500.0, n_draws),
            "concession_target": rng.uniform(-2.0, 0.0, n_draws),
            "back_down_target": rng.uniform(2.0, 5.0, n_draws),
            "fight_challenger": rng.uniform(-12.0, -7.0, n_draws),
            "back_down_challenger": rng.uniform(-15.0, -9.0, n_draws),
            "fight_target": rng.uniform(-0.5, 0.5, n_draws),
        }
    )
    answers = MODEL.answer(draws)
    assert answers.has_answer.all()
    resist = answers.quantities["resistance_probability"]
    again = respond(draws.columns(), resist)
    gap = np.abs(again.resist - resist) / np.maximum(1.0, np.abs(1.0 - again.slope))
    assert gap.max() < 1e-12
    total = sum(answers.probabilities[name] for name in PROBABILITIES.values())
    np.testing.assert_allclose(total, 1.0, atol=1e-12)


def test_payoffs_of_any_size_give_numbers_or_no_answer():
    answers = MODEL.answer(MODEL.draws({"a": [1e2, 1e6, 1e12]}))
    assert answers.status.tolist() == [Status.SOLVED, Status.SOLVED, Status.NOT_CONVERGED]
    assert answers.values["Challenger"][:2] == pytest.approx([1e2, 1e6])
    assert answers.values["Target"][:2] == pytest.approx([1.0, 1.0])
    assert np.isnan(answers.values["Target"][2])
