"""Reputation for honesty: the reference, one period as a tree, all mixtures, memories, edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import root
from tests.models.witness import (
    check_margins_turn,
    check_selection,
    inside,
    near,
    random_draws,
    reference,
)
from tests.solve.listed import contains

from standoff import models
from standoff.game.draws import Draws
from standoff.game.status import Status
from standoff.game.tree import Game
from standoff.models.answers import Equilibrium, Floats
from standoff.models.reputation_for_honesty.automaton import Conduct, play
from standoff.models.reputation_for_honesty.play import (
    CARRIED,
    HONEST,
    IGNORED,
    PARTLY_CARRIED,
    PARTLY_HONEST,
    WORKS,
)
from standoff.models.reputation_for_honesty.tree import build
from standoff.solve.enumerate_sequential import all_sequential
from standoff.solve.listing import Completeness
from standoff.solve.solution import Solution, from_named
from standoff.solve.verify import verify

MODEL = models.get("reputation-for-honesty")
CASES = reference("reputation_for_honesty")
KINDS: tuple[str, ...] = (HONEST, CARRIED, PARTLY_HONEST, PARTLY_CARRIED, WORKS, IGNORED)
#: Reaches all kinds often.
RANGES = {
    "discount": (0.5, 0.99),
    "unresolved_cost": (0.05, 4.0),
    "concession_cost": (0.3, 1.0),
    "p_resolved": (0.2, 0.8),
    "p_tough": (0.1, 0.8),
    "p_forgiven": (0.0, 0.2),
}
FORGOTTEN = Conduct(1.0, 0.0, 0.0)


def base(**change: Any) -> Draws:
    return MODEL.draws(dict(CASES[0]["params"]) | change)


def one(draws: Draws, i: int) -> dict[str, float]:
    return {name: float(draws[name][i]) for name in draws.names}


def conducts(draws: Draws) -> Iterator[tuple[Equilibrium, int, Conduct, Conduct]]:
    """Every listed kind as conduct: (kind, draw, under a good name, under a bad one)."""
    for kind in MODEL.equilibria(draws):
        p = kind.probabilities
        for i in np.flatnonzero(kind.exists).tolist():
            phi, theta = float(draws["p_resolved"][i]), float(draws["p_tough"][i])
            bluffs = (p["threaten"][i] - phi) / (1 - phi)
            true = p["threat_is_true"][i] * p["threaten"][i]
            carries = (true - phi) / (1 - phi) / bluffs if bluffs > 1e-12 else 0.0
            concedes = p["concede"][i] / p["threaten"][i] / (1 - theta)
            good = Conduct(*(float(np.clip(x, 0.0, 1.0)) for x in (bluffs, carries, concedes)))
            yield kind, i, good, good if kind.name in (WORKS, IGNORED) else FORGOTTEN


def as_period(
    draw: dict[str, float], conduct: Conduct, name_worth: float
) -> tuple[Game, Draws, Solution]:
    """One period with a price on being caught, and the conduct written on it."""
    game = build(name_worth=repr(name_worth))
    on_tree = Draws.point({p.name: draw[p.name] for p in game.parameters})
    threat = draw["p_resolved"] + (1 - draw["p_resolved"]) * conduct.bluffs
    resists = 1 - conduct.concedes
    tough = draw["p_tough"] / (draw["p_tough"] + (1 - draw["p_tough"]) * resists)
    carries = conduct.carries
    if conduct.bluffs == 0.0:
        carries = float(name_worth > draw["unresolved_cost"])
    chances = {
        ("resolved: threat", "threaten"): 1.0,
        ("resolved: threat", "stay quiet"): 0.0,
        ("unresolved: threat", "threaten"): conduct.bluffs,
        ("unresolved: threat", "stay quiet"): 1 - conduct.bluffs,
        ("resolved: resistance", "execute"): 1.0,
        ("resolved: resistance", "back down"): 0.0,
        ("unresolved: resistance", "execute"): carries,
        ("unresolved: resistance", "back down"): 1 - carries,
        ("threat", "concede"): conduct.concedes,
        ("threat", "resist"): resists,
    }
    beliefs: dict[tuple[str, tuple[str, ...]], float] = {
        ("threat", ("resolved", "threaten", "soft")): draw["p_resolved"] / threat,
        ("threat", ("unresolved", "threaten", "soft")): 1 - draw["p_resolved"] / threat,
    }
    for kind in ("resolved", "unresolved"):
        label = f"{kind}: resistance"
        beliefs[label, (kind, "threaten", "tough")] = tough
        beliefs[label, (kind, "threaten", "soft", "resist")] = 1 - tough
    return (
        game,
        on_tree,
        from_named(
            game,
            on_tree,
            {key: np.array([x]) for key, x in chances.items()},
            {key: np.array([x]) for key, x in beliefs.items()},
        ),
    )


def averages(draw: dict[str, float], n_ignored: int, is_honest: bool) -> bool:
    """Honest play with a memory of exactly `n_ignored` periods: values, and what a bluff brings."""
    delta, phi, theta = draw["discount"], draw["p_resolved"], draw["p_tough"]
    flow = np.full(n_ignored + 1, phi * draw["resolved_gain"])
    flow[0] = phi * ((1 - theta) * draw["prize"] + theta * draw["resolved_gain"])
    move = np.zeros((n_ignored + 1, n_ignored + 1))
    move[0, 0] = 1.0
    move[np.arange(1, n_ignored + 1), [*range(2, n_ignored + 1), 0]] = 1.0
    value = np.linalg.solve(np.eye(n_ignored + 1) - delta * move, flow)
    bluff = (1 - theta) * (draw["prize"] + delta * value[0]) + theta * delta * value[1]
    return is_honest == bool(bluff <= delta * value[0] + 1e-12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case: dict[str, Any]) -> None:
    params, expected = case["params"], case["expected"]
    draw = MODEL.draws(params)
    answers = MODEL.answer(draw)
    assert answers.status[0] == Status.SOLVED
    assert answers.quantities["patience_for_honesty"][0] == near(expected["delta_star"])
    assert (answers.categories["regime"][0] == HONEST) == expected["honest_grim"]
    periods = answers.quantities["periods_needed"][0]
    assert (-1 if np.isnan(periods) else periods) == expected["K_min"]
    listed = {e.name: e for e in MODEL.equilibria(draw)}
    assert listed[IGNORED].values["Challenger"][0] == near(expected["u_N"])
    if HONEST in listed:
        assert listed[HONEST].values["Challenger"][0] == near(expected["u_H"])


def test_the_automaton_finds_nothing_in_many_draws():
    draws = inside(MODEL, random_draws(MODEL, 600, 1, RANGES))
    assert len(draws) > 500
    answers = MODEL.answer(draws)
    assert {e.name for e in MODEL.equilibria(draws)} == set(KINDS)
    assert MODEL.witness is not None
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-8, name
    check_selection(MODEL, draws)


def test_every_kind_holds_and_has_the_values_of_its_automaton():
    draws = inside(MODEL, random_draws(MODEL, 1500, 2, RANGES))
    seen = dict.fromkeys(KINDS, 0)
    for kind, i, good, bad in conducts(draws):
        played = play(one(draws, i), (good, bad))
        assert max(played.gains.values()) < 1e-9, (kind.name, i)
        assert played.challenger == pytest.approx(kind.values["Challenger"][i], abs=1e-11)
        assert played.target == pytest.approx(kind.values["Target"][i], abs=1e-11)
        seen[kind.name] += 1
    assert min(seen.values()) > 20


def test_one_period_holds_them_and_no_others():
    """Put the price of a bad name on the tree: the solver's list has the conduct of that price.

    Whatever else it lists would give a name another price, so it is no equilibrium of the whole.
    """
    draws = inside(MODEL, random_draws(MODEL, 150, 3, RANGES))
    n_left = dict.fromkeys(KINDS, 5)
    for kind, i, good, bad in conducts(draws):
        if n_left[kind.name] == 0:
            continue
        n_left[kind.name] -= 1
        draw = one(draws, i)
        worth = 0.0 if kind.name in (WORKS, IGNORED) else play(draw, (good, bad)).name_worth
        if kind.name == PARTLY_CARRIED:
            # A bluffer who is met chooses between two sure costs, and mixes only if they are equal
            # to the last digit: nothing else is at stake beside which a difference would be small.
            assert worth == near(draw["unresolved_cost"])
            assert verify(as_period(draw, good, worth)[2]).stands.all()
            worth = draw["unresolved_cost"]
        game, on_tree, written = as_period(draw, good, worth)
        checked = verify(written)
        assert checked.ok.all(), (kind.name, checked.worst())
        found = all_sequential(game, on_tree)
        assert found.completeness is Completeness.PROVEN
        assert contains(found, written, 1e-8)
        ours = [g for _, _, g, _ in conducts(draws.rows(slice(i, i + 1)))]
        for component in found.equilibria:
            chance = dict(zip(labels(game), component.solution.strategy[0], strict=True))
            other = Conduct(
                chance["unresolved: threat", "threaten"],
                chance["unresolved: resistance", "execute"],
                chance["threat", "concede"],
            )
            implied = play(draw, (other, FORGOTTEN)).name_worth
            if abs(implied - worth) < 1e-9 and other.concedes > 0 and worth > 0:
                assert any(
                    abs(g.concedes - other.concedes) < 1e-8 and abs(g.bluffs - other.bluffs) < 1e-8
                    for g in ours
                ), (kind.name, other)
    assert max(n_left.values()) < 3


def labels(game: Game) -> list[tuple[str, str]]:
    return [(s.label, action) for s in game.infosets for action in s.actions]


def test_no_other_mixture_is_an_equilibrium():
    """Every combination of never, mixing and always, solved by a root finder."""
    draws = inside(MODEL, random_draws(MODEL, 70, 4, RANGES | {"p_resolved": (0.1, 0.5)}))
    listed: dict[int, list[Conduct]] = {i: [] for i in range(len(draws))}
    for kind, i, good, _ in conducts(draws):
        if kind.name not in (WORKS, IGNORED):
            listed[i].append(good)
    n_found = 0
    for i in range(len(draws)):
        draw = one(draws, i)
        if draw["p_resolved"] > draw["concession_cost"] / draw["damage"]:
            assert not listed[i]
            continue
        found = other_mixtures(draw)
        n_found += len(found)
        for conduct in found:
            assert any(same(conduct, ours) for ours in listed[i]), (i, conduct, listed[i])
        for ours in listed[i]:
            assert any(same(conduct, ours) for conduct in found), (i, ours)
    assert n_found > 25


def same(one: Conduct, other: Conduct) -> bool:
    carries = 0.0 if one.bluffs == 0.0 else one.carries - other.carries
    return (
        max(abs(one.bluffs - other.bluffs), abs(one.concedes - other.concedes), abs(carries)) < 1e-6
    )


def other_mixtures(draw: dict[str, float]) -> list[Conduct]:
    """Conducts under a good name with targets that give in at times, by their supports."""

    def margins(bluffs: float, carries: float, concedes: float) -> Floats:
        worth = play(draw, (Conduct(bluffs, carries, concedes), FORGOTTEN)).name_worth
        works = (1 - draw["p_tough"]) * concedes
        phi = draw["p_resolved"]
        true = (phi + (1 - phi) * bluffs * carries) / (phi + (1 - phi) * bluffs)
        keeps = worth - draw["unresolved_cost"]
        met = carries * keeps if bluffs > 0 else max(keeps, 0.0)
        return np.array(
            [
                works * draw["prize"] + (1 - works) * (met - worth),
                keeps,
                true * draw["damage"] - draw["concession_cost"],
            ]
        )

    found: list[Conduct] = []
    for support in product((0.0, None, 1.0), (0.0, None, 1.0), (None, 1.0)):
        if support[0] == 0.0 and support[1] != 0.0:
            continue
        free = [k for k in range(3) if support[k] is None]

        def filled(
            x: Sequence[float] | Floats,
            support: Sequence[float | None] = support,
            free: Sequence[int] = free,
        ) -> list[float]:
            inner = dict(zip(free, x, strict=True))
            return [inner[k] if fixed is None else fixed for k, fixed in enumerate(support)]

        for start in product((0.15, 0.85), repeat=len(free)):
            point = [fixed or 0.0 for fixed in support]
            if free:
                solved = root(
                    lambda x, free=free, filled=filled: margins(*np.clip(filled(x), -9, 9))[free],
                    np.array(start),
                    tol=1e-13,
                )
                if not ((solved.x > 1e-9) & (solved.x < 1 - 1e-9)).all():
                    continue
                point = filled(solved.x)
            left = margins(*point)
            if any(abs(left[k]) > 1e-9 for k in free):
                continue
            wanted = [
                left[k] <= 1e-9 if support[k] == 0.0 else left[k] >= -1e-9
                for k in range(3)
                if support[k] is not None and not (k == 1 and support[0] == 0.0)
            ]
            conduct = Conduct(*(float(x) for x in point))
            if all(wanted) and not any(same(conduct, other) for other in found):
                found.append(conduct)
    return found


def test_how_long_a_bluff_must_be_remembered():
    draws = inside(MODEL, random_draws(MODEL, 1500, 5, RANGES | {"unresolved_cost": (3.0, 9.0)}))
    periods = MODEL.answer(draws).quantities["periods_needed"]
    counted = np.flatnonzero((periods >= 1) & (periods < 60))
    assert len(counted) > 100
    for i in counted.tolist():
        draw, n = one(draws, i), int(periods[i])
        assert averages(draw, n, True)
        if n > 1:
            assert averages(draw, n - 1, False)


def test_patience_and_forgiveness_are_where_the_answer_changes():
    draws = inside(MODEL, random_draws(MODEL, 1500, 6, RANGES | {"unresolved_cost": (3.0, 9.0)}))
    q = MODEL.answer(draws).quantities
    for name, column, sign in (
        ("discount", q["patience_for_honesty"], 1),
        ("p_forgiven", q["forgiveness_allowed"], -1),
    ):
        known = (column > 1e-6) & (column < 1 - 1e-6)
        assert known.sum() > 100
        for step in (-1e-7, 1e-7):
            there = draws.rows(known).replace(**{name: column[known] + step})
            honest = {e.name: e.exists for e in MODEL.equilibria(there)}.get(HONEST)
            assert (honest is not None and honest.all()) if sign * step > 0 else honest is None


def test_limits():
    never_caught = MODEL.answer(base(theta=[0.1, 0.01, 0.001, 0.0], e=9999.0))
    patience = never_caught.quantities["patience_for_honesty"]
    assert (np.diff(patience[:3]) > 0).all()
    assert patience[2] > 0.999
    assert np.isnan(patience[3])
    worthless = MODEL.answer(base(w=1 - 1e-9)).quantities["patience_for_honesty"][0]
    assert worthless == pytest.approx(1.0, abs=1e-7)
    # A bad name that always ends after one period: delta theta phi (V - w) is never V.
    assert np.isnan(MODEL.answer(base(rho=1.0)).quantities["patience_for_honesty"][0])
    harmless = MODEL.answer(base(L=1.2))
    assert harmless.categories["regime"][0] == IGNORED
    assert harmless.quantities["n_equilibria"][0] == 1
    feared = MODEL.answer(base(L=0.4))
    assert feared.categories["regime"][0] == WORKS
    assert feared.quantities["n_equilibria"][0] == 1
    assert feared.probabilities["concede"][0] == near(0.6)


def test_less_patience_means_fewer_true_threats():
    draws = base(delta=np.linspace(0.3, 0.97, 200))
    answers = MODEL.answer(draws)
    regimes = [answers.categories["regime"][i] for i in range(len(draws))]
    assert list(dict.fromkeys(regimes)) == [IGNORED, PARTLY_HONEST, HONEST]
    partly = answers.categories["regime"].is_(PARTLY_HONEST)
    assert (np.diff(answers.probabilities["concede"][partly]) > 0).all()
    np.testing.assert_allclose(answers.probabilities["threat_is_true"][partly], 0.6, atol=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        {"L": 0.5},
        {"L": 1.0},
        {"delta": 1 / 1.16},
        {"delta": 1 / 1.4},
        {"e": 1.5},
        {"theta": 0.1, "e": 0.5, "w": 0.5, "delta": 6 / 7},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change: dict[str, float]) -> None:
    draws = base(**change)
    assert MODEL.answer(draws).status[0] == Status.KNIFE_EDGE
    for _, _, good, bad in conducts(draws):
        assert max(play(one(draws, 0), (good, bad)).gains.values()) < 1e-9


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"delta": 0.0}),
        ("A1", {"delta": 1.0}),
        ("A2", {"w": 1.0}),
        ("A3", {"phi": 0.0}),
        ("A3", {"phi": 1.0}),
        ("A3", {"theta": 1.0}),
        ("A4", {"d": 0.0}),
        ("A4", {"e": 0.0}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name: str, change: dict[str, float]) -> None:
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["concede"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"delta": 1.1}, {"L": -0.1}, {"theta": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change: dict[str, float]) -> None:
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_where_the_answer_changes_a_margin_changes_sign():
    check_margins_turn(MODEL, RANGES)
