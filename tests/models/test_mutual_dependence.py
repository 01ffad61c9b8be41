"""Mutual dependence: the reference, best replies to every automaton, all small ones, limits."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.models.witness import (
    check_margins_turn,
    check_selection,
    inside,
    near,
    random_draws,
    reference,
)

from standoff import models
from standoff.game.status import Status
from standoff.models.mutual_dependence.automaton import chains, play
from standoff.models.mutual_dependence.play import (
    FOR_EVER,
    LIMITED,
    NO_PUNISHMENT,
    NONE,
    REPAIRED,
    patience_for_periods,
)

MODEL = models.get("mutual-dependence")
CASES = reference("mutual_dependence")
KINDS = (NO_PUNISHMENT, LIMITED, REPAIRED, FOR_EVER, NONE)
#: Reaches sides that are not tempted at all, and alarms that say nothing.
RANGES = {
    "challenger_temptation": (0.9, 2.5),
    "target_temptation": (0.9, 2.0),
    "p_false_alarm": (0.0, 0.4),
    "p_detection": (0.4, 1.0),
    "n_punished": (0.5, 12.49),
}


def both(**change):
    """Both sides alike, as in the reference."""
    return {f"{name}_{side}": x for name, x in change.items() for side in "CT"}


def base(**change):
    return MODEL.draws(change)


def exists(kind, draws):
    """Where a kind exists; one that exists nowhere is not listed."""
    nowhere = np.zeros(len(draws), dtype=bool)
    return {e.name: e.exists for e in MODEL.equilibria(draws)}.get(kind, nowhere)


def gain_of_the_best_reply(draw, kind):
    """How much more than by its automaton a side gets, by iterating on all of its plans."""
    cooperates, calm, alarm = kind
    delta, eta, zeta = (draw[name] for name in ("discount_factor", "p_false_alarm", "p_detection"))
    worst = 0.0
    for who in ("challenger", "target"):
        flow, cheat, none = (draw[f"{who}_{x}"] for x in ("flow", "temptation", "punishment"))
        as_told, best = np.zeros(len(calm)), np.zeros(len(calm))
        for _ in range(int(np.log(1e-14) / np.log(delta)) + 1):
            faithful = flow + delta * ((1 - eta) * calm + eta * alarm) @ as_told
            as_told = np.where(cooperates == 1.0, faithful, none + delta * calm @ as_told)
            faithful = flow + delta * ((1 - eta) * calm + eta * alarm) @ best
            cheats = cheat + delta * ((1 - zeta) * calm + zeta * alarm) @ best
            alone = none - 0.1 + delta * calm @ best
            best = np.where(
                cooperates == 1.0,
                np.maximum(faithful, cheats),
                np.maximum(none + delta * calm @ best, alone),
            )
        worst = max(worst, (best - as_told).max())
    return worst


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    params, expected = case["params"], case["expected"]
    alike = both(c=params["c"], t=params["t"], p=params["p"])

    def quantities(**change):
        answers = MODEL.answer(base(**(alike | {"eta": 0.0, "zeta": 1.0} | change)))
        assert answers.has_answer[0]
        return {name: column[0] for name, column in answers.quantities.items()}

    assert quantities()["patience_for_ever"] == near(expected["delta_star"])
    noisy = quantities(eta=params["eta"], zeta=params["zeta"])
    assert noisy["patience_for_ever"] == near(expected["delta_star_noise"])
    for n in (1, 2, 3):
        assert quantities(K=n)["patience_limited"] == near(expected[f"delta_K{n}"])
    for rho in (0, 0.25, 1):
        found = quantities(rho=rho)["patience_until_repaired"]
        assert found == near(expected[f"delta_repair_{rho}"])


def test_best_replies_agree_with_every_kind():
    tame = {f"{who}_temptation": (0.7, 1.6) for who in ("challenger", "target")}
    ranges = RANGES | {"discount_factor": (0.1, 0.85), **tame}
    draws = inside(MODEL, random_draws(MODEL, 120, 1, ranges))
    listed = {kind: exists(kind, draws) for kind in KINDS}
    assert all(where.any() for where in listed.values())
    for i in range(len(draws)):
        draw = {name: float(draws[name][i]) for name in draws.names}
        for name, kind in chains(draw).items():
            holds = gain_of_the_best_reply(draw, kind) <= 1e-10
            assert holds == listed[name][i], (i, name)
            assert holds == (play(draw, kind) is not None)


def test_the_witness_finds_nothing_in_many_draws():
    draws = inside(MODEL, random_draws(MODEL, 1500, 2, RANGES))
    assert len(draws) > 1200
    answers = MODEL.answer(draws)
    assert set(answers.categories["regime"].codes) == set(range(5))
    for name, error in MODEL.witness(draws, answers).items():
        assert np.abs(error).max() < 1e-9, name
    check_selection(MODEL, draws)


def test_no_small_automaton_cooperates_for_good_where_for_ever_fails():
    """All of two states, when nothing is hidden: whom what was done leads where."""
    profiles = list(product("cd", repeat=2))
    swap = {"c": "d", "d": "c"}
    for alone, temptation in ((0.2, 1.6), (0.0, 1.6), (0.0, 2.2)):
        pays = {("c", "c"): 1.0, ("d", "c"): temptation, ("c", "d"): alone, ("d", "d"): 0.2}
        patience = MODEL.answer(base(**both(t=temptation), eta=0.0, zeta=1.0)).quantities[
            "patience_for_ever"
        ][0]
        found = {}
        for delta in (patience - 0.01, patience + 0.01):
            found[delta] = 0
            for second, *goes in product(profiles, *[(0, 1)] * 8):
                plays = (("c", "c"), second)
                move = {
                    (s, seen): goes[4 * s + k] for s in (0, 1) for k, seen in enumerate(profiles)
                }
                if move[0, ("c", "c")] != 0:
                    continue
                holds = True
                for side in (0, 1):
                    view = [p if side == 0 else p[::-1] for p in plays]
                    then = [[float(move[s, plays[s]] == t) for t in (0, 1)] for s in (0, 1)]
                    value = np.linalg.solve(
                        np.eye(2) - delta * np.array(then), [pays[v] for v in view]
                    )
                    for s in (0, 1):
                        seen = list(plays[s])
                        seen[side] = swap[seen[side]]
                        now = pays[swap[view[s][0]], view[s][1]]
                        holds &= now + delta * value[move[s, tuple(seen)]] <= value[s] + 1e-12
                found[delta] += holds
        assert found[patience - 0.01] == 0
        assert found[patience + 0.01] > 0


def test_patience_is_where_the_answer_changes():
    draws = inside(MODEL, random_draws(MODEL, 2000, 3, RANGES))
    q = MODEL.answer(draws).quantities
    for name, kind in (
        ("patience_limited", LIMITED),
        ("patience_until_repaired", REPAIRED),
        ("patience_for_ever", FOR_EVER),
    ):
        needed = q[name]
        known = np.isfinite(needed) & (needed > 0) & (needed < 1 - 1e-6)
        assert known.sum() > 500
        for step in (-1e-7, 1e-7):
            moved = draws.rows(known).replace(discount_factor=needed[known] + step)
            assert (exists(kind, moved) == (step > 0)).all()
        never = draws.rows(np.isnan(needed)).replace(discount_factor=[1 - 1e-9])
        assert not exists(kind, never).any()


def test_the_shortest_punishment_and_the_most_forgiveness():
    draws = inside(MODEL, random_draws(MODEL, 2000, 4, RANGES))
    q = MODEL.answer(draws).quantities
    counted = (q["periods_needed"] >= 2) & (q["periods_needed"] < 500)
    assert counted.sum() > 200
    for less in (0, 1):
        there = draws.rows(counted).replace(n_punished=q["periods_needed"][counted] - less)
        assert (exists(LIMITED, there) == (less == 0)).all()
    allowed = q["repair_allowed"]
    inner = (allowed > 1e-6) & (allowed < 1)
    for step in (-1e-7, 1e-7):
        there = draws.rows(inner).replace(p_repair=allowed[inner] + step)
        assert (exists(REPAIRED, there) == (step < 0)).all()
    assert (np.isnan(q["periods_needed"]) == np.isnan(allowed)).all()


def test_limits():
    q = MODEL.answer(base(rho=[0.0, 1.0], K=1, **both(t=1.3))).quantities
    assert q["patience_until_repaired"][0] == near(q["patience_for_ever"][0])
    assert q["patience_until_repaired"][1] == near(q["patience_limited"][1])
    long = MODEL.answer(base(K=[100, 1000])).quantities
    assert long["patience_limited"] == near(long["patience_for_ever"][0])
    calm = MODEL.answer(base(eta=0.0, delta=0.9))
    assert calm.probabilities["cooperate_later"][0] == 1.0
    assert calm.values["Challenger"][0] == 1.0
    # Shares in the long run: 1/eta periods of cooperation, then K without.
    noisy = MODEL.answer(base(delta=0.9, K=3, rho=0.1))
    assert noisy.categories["regime"][0] == LIMITED
    assert noisy.probabilities["cooperate_later"][0] == near(20 / 23)
    hopeless = MODEL.answer(base(eta=0.4, zeta=0.5, delta=0.999))
    assert hopeless.categories["regime"][0] == NONE
    assert np.isnan(hopeless.quantities["patience_for_ever"][0])


def test_the_side_that_is_tempted_more_decides():
    q = MODEL.answer(base(t_C=[1.2, 1.2, 2.2], t_T=[1.6, 1.2, 1.6])).quantities
    largest = np.maximum(q["patience_challenger"], q["patience_target"])
    np.testing.assert_allclose(q["patience_for_ever"], largest, rtol=1e-15)
    assert (
        np.argmax([q["patience_challenger"], q["patience_target"]], axis=0)[[0, 2]] == [1, 0]
    ).all()


def test_long_counts_and_patience_near_one_keep_their_digits():
    for n in (1.0, 7.0, 1000.0):
        for share in (1e-12, 0.3, 0.999999):
            delta = patience_for_periods(np.array([share * n]), np.array([n]))[0]
            powers = np.sum(delta ** np.arange(1.0, n + 1.0))
            assert powers == pytest.approx(share * n, rel=1e-10)
    assert np.isnan(patience_for_periods(np.array([3.0]), np.array([3.0])))[0]
    rng = np.random.default_rng(5)
    n = np.rint(10 ** rng.uniform(0, 2, 200))
    r = n * rng.uniform(0.001, 1, 200)
    low, high = np.zeros(200), np.ones(200)
    for _ in range(60):
        middle = (low + high) / 2
        enough = np.array(
            [np.sum(m ** np.arange(1, k + 1)) for m, k in zip(middle, n, strict=True)]
        )
        low, high = np.where(enough >= r, low, middle), np.where(enough >= r, middle, high)
    np.testing.assert_allclose(patience_for_periods(r, n), high, atol=1e-13)


@pytest.mark.parametrize(
    "change",
    [
        {"delta": 0.6 / 1.4, "eta": 0.0, "zeta": 1.0},
        {"delta": 0.48, "eta": 0.0, "zeta": 1.0},
        {"delta": 0.5, "eta": 0.0, "zeta": 1.0, "K": 2},
        {"delta": 0.6 / 1.17},
        {"t_C": 1.0, "t_T": 1.0},
        {"delta": 0.5, "rho": 1 / 3, "K": 2, "t_C": 1.1, "t_T": 1.1},
    ],
    ids=str,
)
def test_exact_equalities_are_knife_edges(change):
    assert MODEL.answer(base(**change)).status[0] == Status.KNIFE_EDGE


@pytest.mark.parametrize(
    "change", [{"t_C": 1.0}, {"rho": 0.0}, {"rho": 1.0, "K": 1, "delta": 0.9}], ids=str
)
def test_an_equality_that_decides_nothing_is_no_edge(change):
    assert MODEL.answer(base(**change)).status[0] == Status.SOLVED


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("A1", {"delta": 0.0}),
        ("A1", {"delta": 1.0}),
        ("A2", {"c_C": 0.2}),
        ("A2", {"p_T": 1.5}),
        ("A3", {"eta": 0.9}),
    ],
)
def test_outside_its_assumptions_it_refuses_by_name(name, change):
    answers = MODEL.answer(base(**change))
    assert answers.status[0] == Status.OUTSIDE_ASSUMPTIONS
    assert [key for key, broken in answers.broken.items() if broken[0]] == [name]
    assert np.isnan(answers.probabilities["cooperate"][0])
    assert f"  {name}: " in MODEL.outside(answers)


@pytest.mark.parametrize("change", [{"delta": 1.1}, {"rho": -0.1}, {"K": np.nan}], ids=str)
def test_impossible_numbers_have_no_answer(change):
    assert MODEL.answer(base(**change)).status[0] == Status.INFEASIBLE


def test_where_the_answer_changes_a_margin_changes_sign():
    check_margins_turn(MODEL, RANGES, whole="n_punished")
