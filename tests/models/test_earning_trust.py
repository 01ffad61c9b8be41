"""Earning trust: the reference, the automaton, the tree of four rounds, the mirror image, edges."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import check_margins_turn, inside, near, random_draws, reference
from tests.solve.listed import contains

from standoff import models
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.earning_trust.automaton import automaton_of
from standoff.models.earning_trust.play import KEPT, NO_TRUST, TESTED
from standoff.models.earning_trust.tree import TYPES
from standoff.models.entry_tree import after
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import Completeness
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("earning-trust")
CASES = reference("earning_trust")
#: Reaches all kinds, and tests of every length.
RANGES = {
    "n_rounds": (0.5, 8.49),
    "honoring_share": (0.05, 0.95),
    "discount": (0.5, 1.0),
    "p_honest": (0.001, 0.95),
}


def base(**change):
    params = dict(CASES[0]["params"])
    return MODEL.draws({"p": params.pop("p0"), **params} | change)


def one(draws, i):
    return {name: float(draws[name][i]) for name in draws.names}


def on_the_tree(draw, n_stages):
    """Write the strategies out for every history, with the beliefs of Bayes' rule."""
    play, game = automaton_of(draw), MODEL.build(n_stages=n_stages)
    strategy, belief = {}, {}

    def visit(history, mu):
        n, turn = n_stages - len(history), len(history) + 1
        if n == 0:
            return
        label = f"round {turn}{after(history)}"
        branches = {
            "away": ["stay away"],
            "honored": ["trust", "honor"],
            "betrayed": ["trust", "betray"],
        }
        path = [branch for step in history for branch in branches[step]]
        for kind, share in zip(TYPES, (mu, 1 - mu), strict=True):
            belief[label, (kind, *path)] = share
        strategy[label, "trust"] = play.p_trust(n, mu)
        strategy[label, "stay away"] = 1 - play.p_trust(n, mu)
        honor = {"honest": 1.0, "ordinary": play.p_honor(n, mu)}
        for kind in TYPES:
            strategy[f"{kind}: answer {turn}{after(history)}", "honor"] = honor[kind]
            strategy[f"{kind}: answer {turn}{after(history)}", "betray"] = 1 - honor[kind]
        honored = mu + (1 - mu) * honor["ordinary"]
        visit((*history, "away"), mu)
        visit((*history, "betrayed"), 0.0)
        visit((*history, "honored"), mu / honored if honored else 0.0)

    visit((), draw["p_honest"])
    on_tree = Draws.point({p.name: draw[p.name] for p in game.parameters})
    return from_named(
        game,
        on_tree,
        {key: np.array([value]) for key, value in strategy.items()},
        {key: np.array([value]) for key, value in belief.items()},
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    params, expected = dict(case["params"]), case["expected"]
    draw = MODEL.draws({"p": params.pop("p0"), **params})
    answers = MODEL.answer(draw)
    assert answers.status[0] == Status.SOLVED
    assert answers.probabilities["trust"][0] == near(expected["first_stage_trust"])
    assert answers.quantities["honor_if_ordinary"][0] == near(expected["first_stage_honour"])
    assert answers.quantities["value_ordinary"][0] == near(expected["u_trustee_normal"])
    in_doubt = answers.quantities["trust_if_in_doubt"][0]
    assert in_doubt == near(expected["trust_prob_at_boundary"])
    needed = [
        MODEL.answer(draw.replace(n_rounds=n)).quantities["belief_needed"][0]
        for n in range(1, params["N"] + 1)
    ]
    assert needed == [near(value) for value in expected["thresholds"]]


def test_the_automaton_finds_nothing_in_many_draws():
    draws = inside(MODEL, random_draws(MODEL, 1500, 1, RANGES))
    assert len(draws) > 800
    answers = MODEL.answer(draws)
    assert set(answers.categories["regime"].codes) == {0, 1, 2}
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name


@pytest.mark.parametrize("n_stages", [1, 2, 3, 4])
def test_its_strategies_are_sequential_on_the_tree(n_stages):
    ranges = RANGES | {"n_rounds": (n_stages, n_stages)}
    draws = inside(MODEL, random_draws(MODEL, 20 if n_stages < 4 else 4, n_stages, ranges))
    answers = MODEL.answer(draws)
    for i in range(len(draws)):
        solution = on_the_tree(one(draws, i), n_stages)
        checked = verify(solution)
        assert checked.ok.all(), checked.worst()
        assert solution.value[0, 0] == pytest.approx(answers.values["Challenger"][i], abs=1e-10)
        of_targets = solution.value[0, 1:].sum()
        assert of_targets == pytest.approx(answers.values["Target"][i], abs=1e-10)


def test_at_a_power_of_b_the_strategies_are_sequential_too():
    for n_stages, power in ((2, 1), (2, 2), (3, 2), (1, 1)):
        draw = base(N=n_stages, p=(2 / 3) ** power)
        answers = MODEL.answer(draw)
        assert answers.status[0] == Status.KNIFE_EDGE
        solution = on_the_tree(one(draw, 0), n_stages)
        assert verify(solution).ok.all()
        assert solution.value[0, 0] == pytest.approx(answers.values["Challenger"][0], abs=1e-12)
        for error in MODEL.witness(draw, answers).values():
            assert abs(error[0]) < 1e-12


def test_the_solver_finds_the_same():
    draws = MODEL.draws({"N": np.full(6, 2), "p": [0.03, 0.3, 0.5, 0.6, 0.7, 0.9]})
    game = MODEL.build(n_stages=2)
    on_tree = Draws(
        tuple(p.name for p in game.parameters),
        np.stack([draws[p.name] for p in game.parameters], 1),
    )
    found = solve_sequential(game, on_tree)
    assert (found.status == Status.SOLVED).all()
    for i in range(6):
        ours = on_the_tree(one(draws, i), 2)
        for name in game.outcomes:
            assert found.p_outcome[name][i] == pytest.approx(ours.p_outcome[name][0], abs=1e-8)


@pytest.mark.parametrize("n_stages", [1, 2])
def test_nothing_else_is_sequential_in_a_few_rounds(n_stages):
    draws = inside(MODEL, random_draws(MODEL, 25, 20 + n_stages, RANGES))
    draws = draws.replace(n_rounds=[float(n_stages)])
    game = MODEL.build(n_stages=n_stages)
    regimes = set()
    for i in range(len(draws)):
        draw = one(draws, i)
        ours = on_the_tree(draw, n_stages)
        on_tree = Draws.point({p.name: draw[p.name] for p in game.parameters})
        found = all_sequential(game, on_tree)
        assert found.completeness is Completeness.PROVEN
        assert contains(found, ours, 1e-8)
        for component in found.equilibria:
            for name, p in component.solution.p_outcome.items():
                assert p[0] == pytest.approx(ours.p_outcome[name][0], abs=1e-8), (i, name)
        regimes.add(MODEL.answer(draws.rows(slice(i, i + 1))).categories["regime"][0])
    assert len(regimes) == (2 if n_stages == 1 else 3)


def test_it_is_the_mirror_image_of_a_reputation_for_firmness():
    """Whom others should leave alone, and whom they should trust: the same beliefs and chances."""
    firm = models.get("reputation")
    rng = np.random.default_rng(7)
    n, b, p = rng.integers(1, 9, 400), rng.uniform(0.05, 0.95, 400), rng.uniform(0.001, 0.95, 400)
    theirs = firm.answer(firm.draws({"N": n, "b": b, "p": p}))
    ours = MODEL.answer(MODEL.draws({"N": n, "y": (1 - b) / b, "z": 1.0, "p": p}))
    np.testing.assert_allclose(
        ours.probabilities["trust"], 1 - theirs.probabilities["challenge"], atol=1e-12
    )
    for mine, other in (
        ("honor_if_ordinary", "firm_if_weak"),
        ("belief_needed", "belief_needed"),
        ("belief_after_honor", "belief_after_firmness"),
    ):
        np.testing.assert_allclose(ours.quantities[mine], theirs.quantities[other], rtol=1e-9)


def test_tiny_doubts_suffice_for_trust_to_begin():
    answers = MODEL.answer(MODEL.draws({"N": [2, 5, 9, 10, 11, 12, 40], "p": 0.01}))
    regimes = [answers.categories["regime"][i] for i in range(7)]
    assert regimes == [NO_TRUST] * 4 + [NO_TRUST, TESTED, KEPT]
    assert answers.quantities["n_kept"][-1] == 28
    more = MODEL.answer(MODEL.draws({"N": 3, "p": np.linspace(0.31, 0.99, 50)}))
    assert (np.diff(more.values["Target"]) > -1e-12).all()


def test_limits():
    sure = MODEL.answer(base(p=1 - 1e-12, N=6))
    assert sure.values["Target"][0] == pytest.approx(6 * 0.5, abs=1e-9)
    assert sure.quantities["value_ordinary"][0] == pytest.approx(5 * 0.4 + 1.0)
    hopeless = MODEL.answer(base(p=1e-12))
    assert hopeless.categories["regime"][0] == NO_TRUST
    assert hopeless.values["Target"][0] == hopeless.values["Challenger"][0] == 0.0
    # One round: nobody has a name to lose.
    once = MODEL.answer(base(N=1, p=[0.6, 0.7]))
    assert once.probabilities["trust"].tolist() == [0.0, 1.0]
    assert once.probabilities["betrayed"][1] == near(0.3)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"y": 0.0}),
        ("A1", {"z": 0.0}),
        ("A2", {"R": 1.0}),
        ("A3", {"delta": 0.5}),
        ("A4", {"p": 0.0}),
        ("A4", {"p": 1.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["trust"][0])
    assert f"  {name}: " in MODEL.outside(answers)


def test_a_name_that_just_pays_is_a_knife_edge():
    answers = MODEL.answer(base(delta=0.6))
    assert answers.status[0] == Status.KNIFE_EDGE
    assert answers.quantities["trust_if_in_doubt"][0] == near(1.0)


@pytest.mark.parametrize("change", [{"p": 1.1}, {"y": -0.1}, {"N": np.nan}, {"N": 0}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_where_the_answer_changes_a_margin_changes_sign():
    check_margins_turn(MODEL, RANGES, whole="n_rounds")
