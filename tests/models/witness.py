"""What witnesses a small model: reference rows, its own tree, and the solvers' lists."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.solve.listed import contains, holds

from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.models import Equilibrium, Model
from standoff.solve.enumerate_sequential import ListedComponent, all_sequential
from standoff.solve.listing import Completeness
from standoff.solve.sequential import solve_sequential
from standoff.solve.solution import Solution, from_named
from standoff.solve.verify import verify


def reference(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "reference" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["cases"]


def near(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


def random_draws(
    model: Model, n_draws: int, seed: int, ranges: Mapping[str, tuple[float, float]] | None = None
) -> Draws:
    """Draw every parameter from its wide range, or from a given one."""
    rng = np.random.default_rng(seed)
    ranges = ranges or {}
    unknown = set(ranges) - {p.name for p in model.parameters}
    assert not unknown
    return model.draws(
        {p.name: rng.uniform(*(ranges.get(p.name) or p.wide), n_draws) for p in model.parameters}
    )


def inside(model: Model, draws: Draws, remove: Collection[str] = ()) -> Draws:
    """Keep the draws that are inside the assumptions and on no edge."""
    return draws.rows(model.answer(draws, remove=remove).status == Status.SOLVED)


def on_the_tree(
    model: Model, draws: Draws, equilibrium: Equilibrium, remove: Collection[str] = ()
) -> tuple[np.ndarray, Solution]:
    rows = np.flatnonzero(equilibrium.exists)
    written = equilibrium.assessment.rows(rows)
    game = model.build(remove)
    return rows, from_named(game, draws.rows(rows), written.strategy, written.belief)


def check_on_the_tree(
    model: Model,
    draws: Draws,
    outcomes: Mapping[str, str],
    remove: Collection[str] = (),
) -> None:
    """Hold every equilibrium against `verify`, and its numbers against the tree.

    `outcomes`: outcome of the tree to the probability of the model that says the same.
    """
    listed = model.equilibria(draws, remove=remove)
    assert listed
    for equilibrium in listed:
        rows, solution = on_the_tree(model, draws, equilibrium, remove)
        checked = verify(solution)
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"
        assert set(outcomes) == set(solution.game.outcomes)
        for name in set(outcomes.values()):
            p = sum(solution.p_outcome[o] for o, meant in outcomes.items() if meant == name)
            np.testing.assert_allclose(p, equilibrium.probabilities[name][rows], atol=1e-12)
        for i, player in enumerate(solution.game.players):
            np.testing.assert_allclose(
                solution.value[:, i], equilibrium.values[player][rows], atol=1e-12
            )


def check_selection(model: Model, draws: Draws, remove: Collection[str] = ()) -> None:
    """The answer is that of the one selected equilibrium, and the count is that of the list."""
    answers = model.answer(draws, remove=remove)
    listed = model.equilibria(draws, remove=remove)
    np.testing.assert_array_equal(
        np.sum([e.selected for e in listed], axis=0), answers.has_answer.astype(int)
    )
    np.testing.assert_array_equal(
        np.sum([e.exists for e in listed], axis=0)[answers.has_answer],
        answers.quantities["n_equilibria"][answers.has_answer],
    )
    for equilibrium in listed:
        here = equilibrium.selected
        assert not (here & ~answers.categories["regime"].is_(equilibrium.name)).any()
        for name, column in equilibrium.values.items():
            np.testing.assert_array_equal(column[here], answers.values[name][here])
        for name, column in equilibrium.probabilities.items():
            np.testing.assert_array_equal(column[here], answers.probabilities[name][here])


def check_list_is_whole(model: Model, draws: Draws, remove: Collection[str] = ()) -> None:
    """Every equilibrium that the solver finds is listed, and every listed one is found."""
    game = model.build(remove)
    listed = model.equilibria(draws, remove=remove)
    for i in range(len(draws)):
        here = draws.rows(slice(i, i + 1))
        found = all_sequential(game, here)
        assert found.completeness is Completeness.PROVEN
        ours = {}
        for equilibrium in listed:
            if equilibrium.exists[i]:
                written = equilibrium.assessment.rows(slice(i, i + 1))
                ours[equilibrium.name] = from_named(game, here, written.strategy, written.belief)
        for name, solution in ours.items():
            assert contains(found, solution, 1e-8), (i, name)
        for component in found.equilibria:
            assert isinstance(component, ListedComponent)
            assert any(holds(component, s.strategy[0], 1e-8) for s in ours.values()), (
                i,
                sorted(ours),
                component.solution.p_outcome,
                component.note,
            )


def check_solver_agrees(
    model: Model, draws: Draws, outcomes: Collection[Collection[str]] | None = None
) -> None:
    """`solve_sequential` finds one of the listed equilibria, to 1e-8 in every outcome.

    `outcomes`: which ones to compare, each a group whose chances are added, where an equilibrium
    stands for a continuum in which the others differ.
    """
    game = model.build()
    solution = solve_sequential(game, draws)
    answered = solution.status == Status.SOLVED
    assert answered.mean() > 0.95
    groups = [(name,) for name in game.outcomes] if outcomes is None else outcomes

    def chances(of: Solution) -> np.ndarray:
        return np.stack([sum(of.p_outcome[name] for name in group) for group in groups])

    found = chances(solution)
    distance = np.full(len(draws), np.inf)
    for equilibrium in model.equilibria(draws):
        rows, ours = on_the_tree(model, draws, equilibrium)
        off = np.abs(chances(ours) - found[:, rows]).max(axis=0)
        distance[rows] = np.minimum(distance[rows], off)
    assert distance[answered].max() < 1e-8


def check_margins_turn(
    model: Model, ranges: Mapping[str, tuple[float, float]], *, whole: str = ""
) -> None:
    """Walk between random draws: where the answer changes, a margin has changed its sign.

    A parameter `whole` is a whole number: where it jumps it carries the margins with it, past zero
    or not.
    """
    starts, ends = (random_draws(model, 150, seed, ranges) for seed in (91, 92))
    assert model.margins is not None
    n_changes = 0
    steps = np.linspace(0.0, 1.0, 101)
    for i in range(150):
        between = (1 - steps[:, None]) * starts.values[i] + steps[:, None] * ends.values[i]
        line = Draws(starts.names, between)
        answers = model.answer(line)
        said = answers.categories["regime"].codes.astype(int) + 100 * answers.status
        signs = np.sign(np.stack(list(model.margins(line).values())))
        moved = (signs[:, 1:] != signs[:, :-1]).any(axis=0)
        possible = answers.status != Status.INFEASIBLE
        changed = (said[1:] != said[:-1]) & possible[1:] & possible[:-1]
        jumped = np.diff(np.rint(line[whole])) != 0 if whole else np.zeros_like(changed)
        assert (moved | jumped)[changed].all()
        n_changes += int(changed.sum())
    assert n_changes > 50
