"""Growing audience costs: the reference, sums over time, trees of any fineness, the limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from tests.models.witness import check_selection, inside, near, on_the_tree, random_draws, reference

from standoff import models
from standoff.errors import UnknownName
from standoff.game.status import Status
from standoff.models.growing_audience_costs.equilibria import backs_down_first, lasts
from standoff.models.growing_audience_costs.sides import sides
from standoff.models.growing_audience_costs.tree import build, contest, yielding
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("growing-audience-costs")
CASES = reference("growing_audience_costs")
KINDS = ("target wavers", "challenger wavers", "challenger yields", "target yields")
OUTCOMES = {
    "target backs down": "concede",
    "challenger backs down": "give_up",
    "rupture": "fight",
}


def base(**change):
    return MODEL.draws(CASES[0]["params"] | change)


def far_apart(n_draws, seed):
    """Parameters over five orders of magnitude."""
    rng = np.random.default_rng(seed)
    return MODEL.draws({p.name: np.exp(rng.uniform(-6.0, 6.0, n_draws)) for p in MODEL.parameters})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    draws = MODEL.draws(case["params"])
    answers, expected = MODEL.answer(draws), case["expected"]
    even = case["label"] == "symmetric"
    assert answers.status[0] == (Status.KNIFE_EDGE if even else Status.SOLVED)
    errors = MODEL.witness(draws, answers)
    found = {**answers.quantities, **answers.probabilities}
    assert {
        "t1": found["time_challenger"][0],
        "t2": found["time_target"][0],
        "horizon": found["horizon"][0],
        "atom_1": found["at_once_challenger"][0],
        "atom_2": found["at_once_target"][0],
        "pr_fight": found["fight"][0],
        "pr_1_backs_down": found["give_up"][0],
        "pr_2_backs_down": found["concede"][0],
        "payoff_spread": max(e[0] for name, e in errors.items() if "any time" in name),
    } == {name: near(value) for name, value in expected.items()}


def test_the_reference_is_the_default():
    assert base() == MODEL.draws()


def test_sums_over_time_give_the_same():
    draws = inside(MODEL, random_draws(MODEL, 3000, 1))
    answers = MODEL.answer(draws)
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-11, name
    check_selection(MODEL, draws)
    for kind in KINDS[:2]:
        assert answers.categories["regime"].is_(kind).sum() > 500


def test_they_do_so_at_numbers_far_apart():
    draws = inside(MODEL, far_apart(1000, 2))
    answers = MODEL.answer(draws)
    p = answers.probabilities
    np.testing.assert_allclose(p["concede"] + p["give_up"] + p["fight"], 1.0, atol=1e-12)
    one, two = sides(draws.columns())
    # The horizon comes before a rupture is better for all types, so that no cap is needed.
    for side in (one, two):
        assert (side.rate * answers.quantities["horizon"] < side.most).all()
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-6, name


@pytest.mark.parametrize("x", [1e-6, 0.3, 1.0, 20.0, 1e3])
@pytest.mark.parametrize("ratio", [1e-4, 0.5, 0.96, 1 - 1e-9, 1.0, 1 + 1e-6, 1.04, 3.0, 1e3])
def test_the_integrals_are_exact_also_where_their_usual_form_cancels(x, ratio):
    y = x * ratio

    def first(s):
        return x / (1.0 + x * s) ** 2 / (1.0 + y * s)

    # The integrands fall fast; in the log of time they do not.
    peak = max(x, y, 1.0)

    def over(f):
        return quad(lambda u: f(np.expm1(u) / peak) * np.exp(u) / peak, 0.0, np.log1p(peak),
                    epsabs=1e-15, epsrel=1e-13)[0]  # fmt: skip

    assert backs_down_first(np.array([x]), np.array([y]))[0] == pytest.approx(
        over(first), rel=1e-11
    )
    assert lasts(np.array([x]), np.array([y]))[0] == pytest.approx(
        over(lambda s: 1.0 / ((1.0 + x * s) * (1.0 + y * s))), rel=1e-11
    )


def test_every_equilibrium_on_the_tree():
    draws = inside(MODEL, random_draws(MODEL, 300, 3))
    listed = MODEL.equilibria(draws)
    assert tuple(e.name for e in listed) == KINDS
    for equilibrium in listed:
        rows, solution = on_the_tree(MODEL, draws, equilibrium)
        checked = verify(solution)
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"
        np.testing.assert_allclose(
            solution.p_outcome["rupture"], equilibrium.probabilities["fight"][rows], atol=1e-12
        )
        for i, player in enumerate(MODEL.players):
            np.testing.assert_allclose(
                solution.value[:, i], equilibrium.values[player][rows], atol=1e-12
            )


@pytest.mark.parametrize(("grid", "n_ticks"), [(1, 1), (1, 3), (4, 2)])
def test_they_are_so_on_trees_of_any_fineness(grid, n_ticks):
    draws = inside(MODEL, random_draws(MODEL, 30, 4))
    game, c = build(grid=grid, n_ticks=n_ticks), draws.columns()
    found = MODEL.answer(draws).quantities
    wavers = found["at_once_challenger"], found["at_once_target"]
    solution = _put(game, draws, contest(c, wavers, grid, n_ticks))
    assert verify(solution).ok.all(), verify(solution).worst()
    one, two = sides(c)
    soft_longer = one.most / one.rate > two.most / two.rate
    for challenger, exists in ((True, soft_longer), (False, ~soft_longer)):
        play = yielding(c, challenger=challenger, grid=grid, n_ticks=n_ticks)
        np.testing.assert_array_equal(verify(_put(game, draws, play)).ok, exists)


def _put(game, draws, play):
    return from_named(game, draws, play.strategy, play.belief)


def test_wavering_more_or_less_is_no_equilibrium():
    draws = inside(MODEL, random_draws(MODEL, 30, 5))
    found = MODEL.answer(draws).quantities
    wavers = found["at_once_challenger"], found["at_once_target"]
    for wrong in ((wavers[0] + 1e-3, wavers[1]), (wavers[0], wavers[1] - 1e-3)):
        play = contest(draws.columns(), wrong, 1, 3)
        assert not verify(_put(build(grid=1, n_ticks=3), draws, play)).ok.any()


def test_who_backs_down_first_on_the_tree_comes_closer_with_more_ticks():
    draws = base(v1=[1.0, 0.8], a1=[0.5, 0.2], cbar1=[1.5, 1.0], v2=[0.8, 1.0], a2=[0.2, 0.5],
                 cbar2=[1.0, 1.5])  # fmt: skip
    answers = MODEL.answer(draws)
    assert [answers.categories["regime"][i] for i in (0, 1)] == ["target wavers",
                                                                 "challenger wavers"]  # fmt: skip
    q = answers.quantities
    errors = []
    for n_ticks in (2, 4, 8):
        play = contest(draws.columns(), (q["at_once_challenger"], q["at_once_target"]), 1, n_ticks)
        solution = _put(build(grid=1, n_ticks=n_ticks), draws, play)
        errors.append(
            max(
                np.abs(solution.p_outcome[outcome] - answers.probabilities[name]).max()
                for outcome, name in OUTCOMES.items()
            )
        )
    assert errors[0] < 0.1
    assert errors[1] < 0.6 * errors[0]
    assert errors[2] < 0.6 * errors[1]


def test_the_weaker_audience_backs_down_more():
    rng = np.random.default_rng(6)
    prize, most = rng.uniform(0.3, 2, 500), rng.uniform(0.3, 2, 500)
    weak, strong = np.sort(rng.uniform(0.02, 1, (2, 500)), axis=0)
    draws = MODEL.draws(
        {"v1": prize, "v2": prize, "cbar1": most, "cbar2": most, "a1": strong, "a2": weak}
    )
    answers = MODEL.answer(draws)
    assert answers.categories["regime"].is_("target wavers").all()
    assert (answers.probabilities["concede"] > answers.probabilities["give_up"]).all()


def test_once_begun_only_audience_per_prize_decides():
    draws = inside(MODEL, far_apart(2000, 7))
    answers = MODEL.answer(draws)
    later = [answers.probabilities[p] - answers.quantities[q] for p, q in
             (("give_up", "at_once_challenger"), ("concede", "at_once_target"))]  # fmt: skip
    c = draws.columns()
    weaker = (c["audience_cost_target"] / c["prize_target"]
              < c["audience_cost_challenger"] / c["prize_challenger"])  # fmt: skip
    clear = np.abs(later[0] - later[1]) > 1e-12
    assert clear.mean() > 0.5
    np.testing.assert_array_equal((later[1] > later[0])[clear], weaker[clear])


def test_publics_that_do_not_care_make_it_last():
    slow = np.array([1e-2, 1e-4, 1e-6])
    answers = MODEL.answer(base(a1=slow, a2=slow))
    assert (np.diff(answers.quantities["horizon"]) > 0).all()
    assert answers.quantities["horizon"][-1] > 1e5
    # Time is in units of the rates, so that nothing else changes.
    for column in answers.probabilities.values():
        np.testing.assert_allclose(column, column[0], rtol=1e-12)


def test_a_side_without_a_public_backs_down_at_once():
    answers = MODEL.answer(base(a2=[1e-3, 1e-6, 1e-9]))
    assert (1.0 - answers.quantities["at_once_target"] < np.array([8e-3, 8e-6, 8e-9])).all()
    assert answers.probabilities["fight"][-1] < 1e-8
    # The other one hardens as if it were alone, until a rupture is better for all its types.
    assert answers.quantities["horizon"][-1] == pytest.approx(3.0, rel=1e-6)


def test_doubt_that_vanishes_brings_a_head_at_once():
    answers = MODEL.answer(base(cbar1=1e-9, cbar2=1e-9))
    assert answers.quantities["horizon"][0] < 1e-8
    assert answers.quantities["mean_duration"][0] < 1e-8


def test_sides_change_places():
    draws = inside(MODEL, random_draws(MODEL, 200, 8))
    swapped = MODEL.draws(
        {
            p.name: draws[p.name.replace(*pair)]
            for p in MODEL.parameters
            for pair in [("challenger", "target"), ("target", "challenger")]
            if pair[0] in p.name
        }
    )
    ours, theirs = MODEL.answer(draws), MODEL.answer(swapped)
    np.testing.assert_array_equal(ours.probabilities["concede"], theirs.probabilities["give_up"])
    np.testing.assert_array_equal(ours.values["Target"], theirs.values["Challenger"])


def test_exact_equalities_are_knife_edges():
    """Sides that are alike, and others that time out together: t = 2 for both."""
    even = base(v1=1.0, v2=1.0, a1=0.3, a2=0.3, cbar1=1.2, cbar2=1.2)
    assert MODEL.answer(even).status[0] == Status.KNIFE_EDGE
    assert MODEL.answer(even).quantities["n_equilibria"][0] == 3
    other = base(v1=1.0, v2=1.0, a1=0.5, a2=1.0, cbar1=3.0, cbar2=4.0)
    answers = MODEL.answer(other)
    assert answers.status[0] == Status.KNIFE_EDGE
    assert answers.quantities["horizon"][0] == near(2.0)
    assert answers.probabilities["at_once"][0] == 0.0
    assert MODEL.answer(base(cbar1=1.5 + 1e-6)).status[0] == Status.SOLVED


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"v1": 0.0}),
        ("A1", {"v2": 0.0}),
        ("A2", {"a1": 0.0}),
        ("A2", {"a2": 0.0}),
        ("A3", {"cbar1": 0.0}),
        ("A3", {"cbar2": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert f"  {name}: " in MODEL.outside(answers)


def test_impossible_numbers_and_unknown_moves():
    assert MODEL.answer(base(a1=-0.1)).status[0] == Status.INFEASIBLE
    assert MODEL.answer(base(cbar2=np.inf)).status[0] == Status.INFEASIBLE
    with pytest.raises(UnknownName, match="attack"):
        MODEL.build(("attack",))


def test_a_crisis_that_hardly_begins_keeps_its_digits():
    answers = MODEL.answer(MODEL.draws({"a1": 1e-12, "cbar2": 1e-12, "v2": 0.5}))
    fight, begun = answers.probabilities["fight"][0], answers.quantities["fight_if_begun"][0]
    # One side is all that matters: who begins stands for those who never back down, almost.
    assert 0.0 < fight < 1e-12
    assert begun == pytest.approx(
        np.prod(
            [v / (v + a * answers.quantities["horizon"][0]) for v, a in ((1, 1e-12), (0.5, 0.2))]
        )
    )
