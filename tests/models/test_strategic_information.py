"""Strategic information: the reference, all partitions, edges, a tree that gets finer."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.models.witness import check_selection, inside, near, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.models.strategic_information import border, build, write
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


def test_the_tree_comes_closer_as_the_slices_get_thinner():
    draws = MODEL.draws()
    answers = MODEL.answer(draws)
    losses = []
    for grid in (5, 10, 20):
        game = build(grid=grid)
        written = write(draws.columns(), answers, grid)
        solution = from_named(game, draws, written.strategy, written.belief)
        checked = verify(solution)
        p_set = [solution.p_node[0, list(i.nodes)].sum() for i in game.infosets]
        losses.append(float(np.sum(checked.gain[0] * p_set)))
        for i, player in enumerate(MODEL.players):
            assert solution.value[0, i] == pytest.approx(
                answers.values[player][0], abs=0.3 / grid**2
            )
    assert losses[2] < losses[0] / 3
    assert losses[2] < 1e-3


def test_an_unsent_message_on_the_tree_tells_nothing_new():
    draws = MODEL.draws({"b": 0.3})
    written = write(draws.columns(), MODEL.answer(draws))
    solution = from_named(build(), draws, written.strategy, written.belief)
    assert verify(solution).ok[0]


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
