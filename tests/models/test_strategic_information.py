"""Strategic information: the reference, all partitions, edges, trees of any fineness."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, on_the_tree, random_draws, reference

from standoff import models
from standoff.errors import GameError, UnknownName
from standoff.game.status import Status
from standoff.models.strategic_information.tree import _order, border, build, write
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("strategic-information")
CASES = reference("strategic_information")
RANGES = {"bias": (0.001, 0.4), "state_range": (0.5, 3.0)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    draws, expected = MODEL.draws(case["params"]), case["expected"]
    answers, n = MODEL.answer(draws), expected["N"]
    assert answers.has_answer[0]
    assert answers.quantities["n_messages"][0] == n
    assert answers.quantities["n_equilibria"][0] == n
    cuts = [float(border(draws.columns(), i, n)[0]) for i in range(n + 1)]
    assert cuts == [near(value) for value in expected["cuts"]]
    assert answers.quantities["receiver_loss"][0] == near(expected["receiver_loss"])
    assert answers.quantities["sender_loss"][0] == near(expected["sender_loss"])
    assert answers.values["Receiver"][0] == near(-expected["receiver_loss"])


def test_the_default_by_hand():
    answers = MODEL.answer(MODEL.draws())
    assert MODEL.draws() == MODEL.draws({"b": 1 / 20})
    assert answers.quantities["first_border"][0] == near(2 / 15)
    assert answers.quantities["receiver_loss"][0] == near(43 / 2700)
    lengths = np.array([2, 5, 8]) / 15
    assert answers.probabilities["confused"][0] == near((lengths**2).sum())


def test_shooting_finds_the_same():
    draws = random_draws(MODEL, 3000, 1, RANGES)
    answers = MODEL.answer(draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error[answers.has_answer]).max() < 1e-9, name
    check_selection(MODEL, draws)
    assert len(np.unique(answers.quantities["n_messages"][answers.has_answer])) > 10


def test_all_sizes_up_to_the_largest_are_listed():
    listed = MODEL.equilibria(MODEL.draws({"b": 0.05}))
    assert [e.name for e in listed] == ["3 messages", "2 messages", "babbling"]
    assert [bool(e.selected[0]) for e in listed] == [True, False, False]


def test_nobody_at_a_border_would_rather_be_taken_for_a_neighbor():
    """For random equilibria of any size, at and around every border."""
    draws = inside(MODEL, random_draws(MODEL, 300, 2, RANGES))
    c = draws.columns()
    for n in range(2, 8):
        exists = 2 * n * (n - 1) * c["bias"] < c["state_range"]
        here = {name: column[exists] for name, column in c.items()}
        middles = np.stack([0.5 * (border(here, i, n) + border(here, i + 1, n)) for i in range(n)])
        for i in range(1, n):
            t = border(here, i, n)
            for shift, best in ((-1e-6, i - 1), (1e-6, i)):
                loss = (middles - (t + shift) - here["bias"]) ** 2
                np.testing.assert_array_equal(loss.argmin(axis=0), best)


def test_both_prefer_more_messages():
    draws = inside(MODEL, random_draws(MODEL, 500, 3, RANGES))
    listed = MODEL.equilibria(draws)
    for more, fewer in pairwise(listed):
        both = more.exists & fewer.exists
        for player in MODEL.players:
            assert (more.values[player][both] > fewer.values[player][both]).all()


def test_equilibria_with_few_messages_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 40, 4, RANGES))
    carried = set()
    for equilibrium in MODEL.equilibria(draws):
        if not equilibrium.assessment.strategy:
            continue
        rows, solution = on_the_tree(MODEL, draws, equilibrium)
        checked = verify(solution)
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"
        for i, player in enumerate(MODEL.players):
            np.testing.assert_allclose(
                solution.value[:, i], equilibrium.values[player][rows], atol=1e-12
            )
        sent = [solution.probability(f"state {k + 1}: send", "message 1") for k in range(7)]
        assert all(((p == 0.0) | (p == 1.0)).all() for p in sent)
        carried.add(equilibrium.name)
    assert carried == {"babbling", "2 messages", "3 messages", "4 messages"}


@pytest.mark.parametrize(("grid", "n_messages"), [(1, 1), (4, 2), (2, 3)])
def test_they_are_so_with_slices_of_any_width(grid, n_messages):
    """The slices next to a border become as thin as one likes."""
    draws = inside(MODEL, random_draws(MODEL, 16, 5, RANGES))
    game, listed = build(grid=grid, n_messages=n_messages), MODEL.equilibria(draws)
    for n in range(1, n_messages + 1):
        (equilibrium,) = (
            e for e in listed if e.name == ("babbling" if n == 1 else f"{n} messages")
        )
        rows = np.flatnonzero(equilibrium.exists)
        play = write(draws.rows(rows).columns(), n, grid, n_messages)
        solution = from_named(game, draws.rows(rows), play.strategy, play.belief)
        assert verify(solution).ok.all(), verify(solution).worst()
        np.testing.assert_allclose(
            solution.value[:, 1], equilibrium.values["Receiver"][rows], atol=1e-12
        )


def test_other_borders_are_no_equilibrium_on_the_tree():
    """Where there is no room for so many messages, their partition fails."""
    draws = MODEL.draws({"b": np.linspace(0.13, 0.24, 4)})
    for n, exists in ((2, True), (3, False)):
        here = draws if exists else MODEL.draws({"b": np.linspace(0.09, 0.12, 4)})
        play = write(here.columns(), n, 4, 3)
        solution = from_named(build(grid=4, n_messages=3), here, play.strategy, play.belief)
        assert (verify(solution).ok == exists).all()


def test_the_order_of_the_borders_is_that_of_the_tree():
    for n_messages in (2, 3, 4):
        for b in np.linspace(1e-6, 1.0, 50)[:-1] / (2 * n_messages * (n_messages - 1)):
            c = MODEL.draws({"b": b}).columns()
            inner = [(i, n) for n in range(2, n_messages + 1) for i in range(1, n)]
            by_size = sorted(inner, key=lambda at, c=c: float(border(c, *at)[0]))
            apart = np.diff([float(border(c, *at)[0]) for at in by_size])
            if (apart > 1e-12).all():
                assert [(n, i) for i, n in by_size] == _order(n_messages)


def test_a_tree_with_more_messages_is_refused():
    with pytest.raises(GameError, match="cannot have 5 messages"):
        build(n_messages=5)


@pytest.mark.parametrize("b", [1 / 4, 1 / 24, 0.3])
def test_the_play_holds_at_edges_and_with_messages_that_are_not_sent(b):
    draws = MODEL.draws({"b": b})
    for equilibrium in MODEL.equilibria(draws):
        assert verify(on_the_tree(MODEL, draws, equilibrium)[1]).ok[0]


@pytest.mark.parametrize(("n", "told"), [(2, 1), (3, 2), (4, 3), (9, 8)])
def test_exact_equalities_are_knife_edges(n, told):
    """At b = 1/(2N(N-1)) the first of N intervals is empty: 1/4 leaves 1 message, 1/24 leaves 3."""
    answers = MODEL.answer(MODEL.draws({"b": 1 / (2 * n * (n - 1))}))
    assert answers.status[0] == Status.KNIFE_EDGE
    assert answers.quantities["n_messages"][0] == told


def test_a_small_bias_lets_nearly_everything_be_told():
    answers = MODEL.answer(MODEL.draws({"b": [1e-3, 2.5e-1 + 1e-9, 5.0]}))
    assert answers.quantities["understood"][0] > 0.99
    assert answers.categories["regime"].is_("babbling").tolist() == [False, True, True]
    assert answers.quantities["understood"][1] == near(0.0)


@pytest.mark.parametrize(("name", "b"), [("A1", 0.0), ("A2", 1 / 1300), ("A2", 1e-5)])
def test_outside_its_assumptions_it_refuses_by_name(name, b):
    answers = MODEL.answer(MODEL.draws({"b": b}))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(MODEL.draws({"b": -0.1})).status[0] == Status.INFEASIBLE
    assert MODEL.answer(MODEL.draws({"S": 0.0})).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="message 1"):
        MODEL.build(("message 1",))
