"""Reputation: the reference, the automaton, the tree of four challengers, limits and edges."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.witness import inside, near, random_draws, reference

from standoff import models
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models.entry_tree import after
from standoff.models.reputation.automaton import Automaton
from standoff.models.reputation.tree import TYPES
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

MODEL = models.get("reputation")
CASES = reference("reputation")
#: Reaches deterrence of some and of all, and tests of every length.
RANGES = {
    "n_challengers": (0.5, 8.49),
    "challenge_gain": (0.05, 0.95),
    "discount": (0.7, 1.0),
    "p_strong": (0.001, 0.9),
}


def base(**change):
    params = dict(CASES[0]["params"])
    return MODEL.draws({"p": params.pop("p0"), **params} | change)


def automaton(draw):
    names = ("deterrence_gain", "challenge_gain", "discount")
    return Automaton(*(float(draw[name][0]) for name in names))


def on_the_tree(draw, n_stages):
    """Write the strategies out for every history, with the beliefs of Bayes' rule."""
    play, game = automaton(draw), MODEL.build(n_stages=n_stages)
    strategy, belief = {}, {}

    def visit(history, mu):
        n, turn = n_stages - len(history), len(history) + 1
        if n == 0:
            return
        label = f"turn {turn}{after(history)}"
        branches = {"out": ["stay out"], "soft": ["challenge", "concede"]}
        branches["firm"] = ["challenge", "stand firm"]
        path = [branch for step in history for branch in branches[step]]
        for kind, share in zip(TYPES, (mu, 1 - mu), strict=True):
            belief[label, (kind, *path)] = share
        strategy[label, "stay out"] = play.p_out(n, mu)
        strategy[label, "challenge"] = 1 - play.p_out(n, mu)
        firm = {"strong": 1.0, "weak": play.p_firm(n, mu)}
        for kind in TYPES:
            strategy[f"{kind}: answer {turn}{after(history)}", "stand firm"] = firm[kind]
            strategy[f"{kind}: answer {turn}{after(history)}", "concede"] = 1 - firm[kind]
        p_firm = mu + (1 - mu) * firm["weak"]
        visit((*history, "out"), mu)
        visit((*history, "soft"), 0.0)
        visit((*history, "firm"), mu / p_firm if p_firm else 0.0)

    visit((), float(draw["p_strong"][0]))
    on_tree = Draws.point({p.name: float(draw[p.name][0]) for p in game.parameters})
    columns = {key: np.array([value]) for key, value in strategy.items()}
    return from_named(
        game, on_tree, columns, {key: np.array([value]) for key, value in belief.items()}
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    params, expected = dict(case["params"]), case["expected"]
    draw = MODEL.draws({"p": params.pop("p0"), **params})
    answers = MODEL.answer(draw)
    assert answers.status[0] == Status.SOLVED
    assert answers.probabilities["challenge"][0] == near(expected["enter_prob_first"])
    assert answers.quantities["value_weak"][0] == near(expected["W_weak"])
    assert answers.quantities["value_strong"][0] == near(case["W_strong"])
    play, n, mu = automaton(draw), params["N"], case["params"]["p0"]
    needed = [
        MODEL.answer(draw.replace(n_challengers=k)).quantities["belief_needed"][0]
        for k in range(1, n + 1)
    ]
    assert needed == [near(value) for value in expected["thresholds"]]
    assert play.p_out(n, params["b"] ** n) == near(expected["mix_out"])
    for stage in range(n):
        assert mu == near(expected["belief_by_stage_if_every_entry_fought"][stage])
        firm = play.p_firm(n - stage, mu)
        assert firm == near(expected["weak_fight_prob_by_stage_if_every_entry_fought"][stage])
        mu = mu / (mu + (1 - mu) * firm)


def test_the_automaton_finds_nothing_in_many_draws():
    draws = inside(MODEL, random_draws(MODEL, 1500, 1, RANGES))
    assert len(draws) > 1000
    answers = MODEL.answer(draws)
    assert set(answers.categories["regime"].codes) == {0, 1}
    assert (answers.quantities["n_deterred"] == np.rint(draws["n_challengers"])).any()
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name


@pytest.mark.parametrize("n_stages", [1, 2, 3, 4])
def test_its_strategies_are_sequential_on_the_tree(n_stages):
    ranges = RANGES | {"n_challengers": (n_stages, n_stages)}
    draws = inside(MODEL, random_draws(MODEL, 12 if n_stages < 4 else 3, n_stages, ranges))
    answers = MODEL.answer(draws)
    for i in range(len(draws)):
        solution = on_the_tree(draws.rows(slice(i, i + 1)), n_stages)
        checked = verify(solution)
        assert checked.ok.all(), checked.worst()
        assert solution.value[0, 0] == pytest.approx(answers.values["Target"][i], abs=1e-10)
        challengers = solution.value[0, 1:].sum()
        assert challengers == pytest.approx(answers.values["Challengers"][i], abs=1e-10)


def test_at_a_power_of_b_the_strategies_are_sequential_too():
    for n_stages, power in ((2, 1), (2, 2), (3, 2)):
        draw = base(N=n_stages, p=0.4**power)
        answers = MODEL.answer(draw)
        assert answers.status[0] == Status.KNIFE_EDGE
        solution = on_the_tree(draw, n_stages)
        assert verify(solution).ok.all()
        assert solution.value[0, 0] == pytest.approx(answers.values["Target"][0], abs=1e-12)
        for error in MODEL.witness(draw, answers).values():
            assert abs(error[0]) < 1e-12


def test_the_solver_finds_the_same_where_the_equilibrium_is_tested():
    draws = MODEL.draws({"N": np.full(5, 2), "p": [0.03, 0.08, 0.12, 0.3, 0.6]})
    game = MODEL.build(n_stages=2)
    on_tree = Draws(
        tuple(p.name for p in game.parameters),
        np.stack([draws[p.name] for p in game.parameters], 1),
    )
    found = solve_sequential(game, on_tree)
    assert (found.status == Status.SOLVED).all()
    for i in range(5):
        ours = on_the_tree(draws.rows(slice(i, i + 1)), 2)
        for name in game.outcomes:
            assert found.p_outcome[name][i] == pytest.approx(ours.p_outcome[name][0], abs=1e-8)


def test_tiny_doubts_suffice_for_many():
    answers = MODEL.answer(MODEL.draws({"N": [2, 3, 4, 5, 20], "p": 0.02}))
    assert answers.probabilities["challenge"].tolist() == [1, 1, 1, 0, 0]
    assert answers.quantities["n_deterred"].tolist() == [0, 0, 0, 1, 16]


def test_without_doubt_it_is_the_chain_store():
    answers = MODEL.answer(MODEL.draws({"p": 1e-12}))
    benchmark = models.get("chain-store")
    alone = benchmark.answer(benchmark.draws({"N": 4}))
    assert answers.values["Target"][0] == pytest.approx(alone.values["Target"][0], abs=1e-9)
    assert answers.values["Challengers"][0] == pytest.approx(alone.values["Challengers"][0])
    assert answers.probabilities["concede"][0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"b": 1.0}),
        ("A1", {"b": 0.0}),
        ("A2", {"a": 0.99}),
        ("A2", {"a": 1.2, "delta": 0.8}),
        ("A3", {"p": 0.0}),
        ("A3", {"p": 1.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["challenge"][0])


def test_a_reputation_that_just_pays_is_a_knife_edge():
    assert MODEL.answer(base(a=1.0)).status[0] == Status.KNIFE_EDGE
