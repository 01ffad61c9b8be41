"""Threats on the tree, beside closed forms, brute force and games written for the purpose."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from tests.games.random_trees import random_tree

from standoff import models
from standoff.errors import GameError
from standoff.game.build import GameBuilder, chance, end, move
from standoff.game.draws import Draws
from standoff.game.forced import force
from standoff.game.prune import without
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.solve.backward import solve_backward
from standoff.solve.solution import Solution
from standoff.solve.threats import ThreatMet, threats_met
from standoff.study.model_subject import ModelSubject

NAMES = ("audience-costs", "private-or-public-threat", "sinking-or-tying", "threat-menu")


def met_in(name: str, n: int, seed: int) -> list[tuple[ThreatMet, np.ndarray, Draws]]:
    """Meet the threats of a model over draws from its plausible ranges."""
    model = models.get(name)
    rng = np.random.default_rng(seed)
    columns = {
        p.name: rng.uniform(*(p.wide or (max(p.low, -1.0), min(p.high, 2.0))), size=n)
        for p in model.parameters
    }
    draws = Draws.from_columns(columns)
    return [
        (met, each.rows, draws)
        for each in ModelSubject(model).equilibria(draws, only_selected=True)
        if each.rows.any()
        for met in threats_met(each.solution)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_belief_needed_is_that_of_the_closed_form(name: str) -> None:
    seen = 0
    for met, rows, draws in met_in(name, 300, 3):
        answers = models.get(name).answer(draws)
        key = {
            "private-or-public-threat": f"belief_needed_{met.threat.move}",
            "threat-menu": "",
        }.get(name, "belief_needed")
        if not key:
            concession, damage = draws["concession_cost"], draws[f"damage_{met.threat.move}"]
            expected = (concession / damage)[rows]
        else:
            expected = answers.quantities[key][rows]
        known = np.isfinite(expected)
        assert met.belief_needed[known] == pytest.approx(expected[known], rel=1e-9)
        seen += int(known.sum())
    assert seen > 100


def test_play_is_indifferent_at_the_belief_needed() -> None:
    """Where the target mixes, it holds the belief that it needs."""
    seen = 0
    for met, rows, draws in met_in("audience-costs", 500, 4):
        q = models.get("audience-costs").answer(draws).quantities["concession_probability"][rows]
        mixes = (q > 1e-6) & (q < 1 - 1e-6)
        seen += int(mixes.sum())
        assert met.p_carried_out[mixes] == pytest.approx(met.belief_needed[mixes], rel=1e-9)
    assert seen > 20


def _two_sided() -> Game:
    """Each side can threaten the other; the second one may answer a threat with its own."""
    last = move(
        "A",
        {
            "back off": end("A backs off", "-shame", "win"),
            "attack": end("A attacks at last", "-cost_a", "-hurt"),
            "stand": move(
                "B",
                {"strike": end("B strikes", "-hurt", "-cost_b"), "relent": end("B relents", 1, 0)},
            ),
        },
    )
    root = move(
        "A",
        {
            "wait": end("nothing", 0, 0),
            "demand": move(
                "B",
                {
                    "yield": end("B yields", "win", "-loss"),
                    "refuse": move(
                        "A",
                        {
                            "attack": end("A attacks", "-cost_a", "-hurt"),
                            "drop it": end("A drops it", "-shame", 0.1),
                        },
                    ),
                    "counter": last,
                },
            ),
        },
    )
    builder = GameBuilder("two sides").players("A", "B")
    for name, value in {
        "win": 1.0,
        "loss": 0.5,
        "hurt": 2.0,
        "shame": 0.4,
        "cost_a": 0.3,
        "cost_b": -0.1,
    }.items():
        builder = builder.parameter(name, value)
    return builder.threats(
        Threat("A", "demand", "attack", "drop it"), Threat("B", "counter", "strike", "relent")
    ).tree(root)


def test_both_sides_may_threaten() -> None:
    game = _two_sided()
    first, second = threats_met(solve_backward(game, Draws.point({})))
    assert (first.threat.by, first.target) == ("A", "B")
    assert (second.threat.by, second.target) == ("B", "A")
    # B: yielding costs .5; refusing costs 2 if attacked and gains .1 if not.
    assert first.belief_needed[0] == pytest.approx((0.1 + 0.5) / (0.1 + 2.0))
    assert first.p_carried_out[0] == 1.0
    # A: attacking costs .3; standing costs 2 if struck and gains 1 if not.
    assert second.belief_needed[0] == pytest.approx(1.3 / 3.0)
    assert second.p_carried_out[0] == 1.0
    # A may attack at two sets; at the second it would rather attack than stand and be struck.
    assert [c.who for c in first.credible] == ["A (demand > refuse)", "A (demand > counter)"]
    assert [c.who for c in second.credible] == ["B"]
    assert all(c.holds[0] for c in (*first.credible, *second.credible))


def test_one_set_may_carry_out_what_was_answered_at_two() -> None:
    """A does not know whether B, who answers, was warned by somebody else before."""
    act = move(
        "A",
        {"hit": end("hit", -0.2, -1), "shrug": end("shrug", -0.5, 0.2)},
        knows="resisted",
    )
    answer = {
        state: move("B", {"give": end("give", 1, loss), "stay": act}, knows=f"B {state}")
        for state, loss in (("warned", -0.4), ("unwarned", -0.6))
    }
    told = chance("news", {"w": (0.5, answer["warned"]), "u": (0.5, answer["unwarned"])})
    game = (GameBuilder("news").players("A", "B").threats(Threat("A", "threaten", "hit"))).tree(
        move("A", {"wait": end("wait", 0, 0), "threaten": told})
    )
    strategy = {
        "start": np.array([0.0, 1.0]),
        "B warned": np.array([0.5, 0.5]),
        "B unwarned": np.array([0.5, 0.5]),
        "resisted": np.array([1.0, 0.0]),
    }
    warned, unwarned = threats_met(_as_solution(game, strategy))
    assert (warned.p_made[0], unwarned.p_made[0]) == (0.5, 0.5)
    assert warned.belief_needed[0] == pytest.approx(0.6 / 1.2)
    assert unwarned.belief_needed[0] == pytest.approx(0.8 / 1.2)
    assert warned.p_carried_out[0] == 1.0


def test_a_threat_goes_with_the_moves_that_make_it() -> None:
    game = _two_sided()
    assert [each.by for each in without(game, ["counter"]).threats] == ["A"]
    assert [each.by for each in force(game, ["demand", "counter"]).threats] == ["A", "B"]
    # Where nobody can drop the demand any more, any other move backs down from it.
    assert force(game, ["counter"]).threats[0].withdrawn_by == ""
    assert threats_met(solve_backward(game, Draws.point({})), ("wait",)) == ()


@pytest.mark.parametrize(
    ("threat", "said"),
    [
        (Threat("C", "demand", "attack"), "'C' is not a player"),
        (Threat("A", "demand", "strike"), "'strike' is no move of A"),
        (Threat("A", "attack", "attack"), "nobody answers 'attack' at once"),
        (Threat("A", "demand", "demand"), "'demand' never follows an answer"),
        (Threat("A", "demand", "attack", answered_at=("here",)), "'here' is no information set"),
    ],
)
def test_a_threat_that_the_game_does_not_have_is_refused(threat: Threat, said: str) -> None:
    builder = GameBuilder("one").players("A", "B").threats(threat)
    leaf = move("A", {"attack": end("x", 0, 0), "drop it": end("y", 0, 0)})
    root = move(
        "A",
        {
            "demand": move("B", {"yield": end("z", 0, 0), "refuse": leaf}),
            "wait": end("w", 0, 0),
        },
    )
    with pytest.raises(GameError) as error:
        builder.tree(root)
    assert "SG013" in str(error.value)
    assert said in str(error.value)


def _plays(game: Game, solution: Solution, start: int) -> list[tuple[list[int], float]]:
    """List every way to go on from a node, with its chance; by brute force."""
    node = game.nodes[start]
    if not node.children:
        return [([start], 1.0)]
    found = []
    for child in node.children:
        p = (
            float(game.nodes[child].p.evaluate({}))  # type: ignore[union-attr]
            if node.kind == "chance"
            else float(
                solution.probability(game.infosets[node.infoset].label, game.nodes[child].branch)[0]
            )
        )
        found += [([start, *rest], p * q) for rest, q in _plays(game, solution, child)]
    return found


def test_beliefs_are_sums_over_all_plays() -> None:
    """The chance of carrying out, and the indifference, by listing every play."""
    tried = 0
    for seed in itertools.count():
        rng = np.random.default_rng(seed)
        a, b, c, d, e, f = (float(x) for x in rng.uniform(-1, 1, 6).round(3))
        p = float(round(rng.uniform(0.1, 0.9), 3))
        act = {
            kind: move(
                "A",
                {
                    "hit": chance(
                        "luck",
                        {"good": (p, end("h", x, -1.0)), "bad": (1 - p, end("h", y, -0.4))},
                    ),
                    "fold": end("f", z, w),
                },
                knows=f"{kind} act",
            )
            for kind, (x, y, z, w) in {"strong": (a, b, c, d), "weak": (b, a, e, f)}.items()
        }
        types = {
            kind: (
                q,
                move(
                    "A",
                    {
                        "quiet": end("q", 0, 0),
                        "warn": move(
                            "B", {"give": end("g", 1, -0.3), "stay": act[kind]}, knows="warned"
                        ),
                    },
                    knows=kind,
                ),
            )
            for kind, q in (("strong", p), ("weak", 1 - p))
        }
        game = (
            GameBuilder("types").players("A", "B").threats(Threat("A", "warn", "hit", "fold"))
        ).tree(chance("type", types))
        strategy = {label: rng.dirichlet((1.0, 1.0)) for label in [i.label for i in game.infosets]}
        solution = _as_solution(game, strategy)
        (met,) = threats_met(solution)
        answer = game.infoset("warned")
        belief = {n: float(solution.belief[0, n]) for n in answer.nodes}
        carried = withdrawn = u_carried = u_withdrawn = 0.0
        for node, weight in belief.items():
            stay = game.nodes[node].children[1]
            for path, q in _plays(game, solution, stay):
                paid = float(game.nodes[path[-1]].pays[1].evaluate({}))  # type: ignore[index]
                if any(game.nodes[n].branch == "hit" for n in path):
                    carried += weight * q
                    u_carried += weight * q * paid
                else:
                    withdrawn += weight * q
                    u_withdrawn += weight * q * paid
        assert met.p_carried_out[0] == pytest.approx(carried, abs=1e-12)
        if_carried, if_not = u_carried / carried, u_withdrawn / withdrawn
        if if_not > if_carried:
            needed = (if_not + 0.3) / (if_not - if_carried)
            assert met.belief_needed[0] == pytest.approx(needed, rel=1e-9)
            tried += 1
        else:
            assert math.isnan(met.belief_needed[0])
        if tried == 25:
            break


def _as_solution(game: Game, strategy: dict[str, np.ndarray]) -> Solution:
    """Put any strategies on a tree, with beliefs by Bayes' rule."""
    from standoff.game.lower import lower, numbers
    from standoff.solve.evaluate import bayes, edge_probability, reach

    draws = Draws.point({})
    flat = np.concatenate([strategy[i.label] for i in game.infosets])[None]
    arrays = lower(game)
    p = reach(arrays, edge_probability(arrays, numbers(game, draws), flat))
    return Solution(
        game, draws, flat, bayes(arrays, p), np.zeros(1, dtype=np.uint8), "by hand", "by hand"
    )


def test_games_without_threats_have_none() -> None:
    game = random_tree(np.random.default_rng(1))
    assert game.threats == ()
