"""All equilibria: none missing, none wrong, on the tree and off it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.linkage_crisis.random_draws import MODEL, inside_draws, wide_draws
from tests.models.linkage_crisis.supports import supports

from standoff.game.status import Status
from standoff.solve.solution import from_named
from standoff.solve.verify import verify

REMOVALS = [
    (),
    ("review",),
    ("private",),
    ("public", "forgo"),
    ("exonerate", "notify"),
    ("secret", "honor", "scapegoat"),
    ("private", "public"),
]

#: Outcomes of the tree and the probability that says the same, given that the crisis comes about.
OUTCOMES = {
    "quiet": "quiet",
    "review": "review",
    "court refused": "court_refuses",
    "honored": "honored",
    "fall guy": "scapegoat",
    "exonerated": "exonerated",
    "executed": "execute",
    "backed down": "back_down",
}


def on_the_tree(game, draws, equilibrium):
    rows = np.flatnonzero(equilibrium.exists)
    assessment = equilibrium.assessment.rows(rows)
    return rows, from_named(
        game, draws.rows(rows), assessment.strategy, assessment.belief, name=equilibrium.name
    )


@pytest.mark.parametrize("remove", REMOVALS, ids=str)
def test_every_equilibrium_passes_code_that_did_not_produce_it(remove):
    """Also checks that the tree gives the same outcome chances and the same values."""
    draws = inside_draws(1500, seed=3, remove=remove)
    game = MODEL.build(remove)
    listed = MODEL.equilibria(draws, remove=remove)
    for equilibrium in listed:
        rows, solution = on_the_tree(game, draws, equilibrium)
        checked = verify(solution)
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"
        assert checked.max_gain.max() < 1e-9
        arrest = {
            action: solution.probability("arrest", action)
            for action in game.infoset("arrest").actions
        }
        stays = 1.0 - draws["p_leak"][rows]
        crisis = arrest.get("secret", 0.0) + arrest.get("notify", 0.0) * stays
        for outcome, name in OUTCOMES.items():
            if outcome in game.outcomes:
                np.testing.assert_allclose(
                    solution.p_outcome[outcome],
                    crisis * equilibrium.probabilities[name][rows],
                    atol=1e-12,
                )
        for i, player in enumerate(game.players):
            np.testing.assert_allclose(
                solution.value[:, i], crisis * equilibrium.values[player][rows], atol=1e-12
            )


def test_ten_thousand_draws_after_a_secret_arrest():
    draws = inside_draws(12_500, seed=4)
    assert len(draws) > 10_000
    game = MODEL.build()
    listed = MODEL.equilibria(draws, given=("secret",))
    assert len(listed) == 7
    for equilibrium in listed:
        assert equilibrium.exists.sum() > 100
        checked = verify(on_the_tree(game, draws, equilibrium)[1])
        assert checked.ok.all(), f"{equilibrium.name}: {checked.worst()}"


def test_beliefs_on_the_path_are_those_of_bayes():
    """`from_named` works them out where a set is reached; the assessment must say the same."""
    draws = inside_draws(800, seed=8)
    game = MODEL.build()
    for equilibrium in MODEL.equilibria(draws, given=("secret",)):
        rows, solution = on_the_tree(game, draws, equilibrium)
        for (label, history), column in equilibrium.assessment.belief.items():
            infoset = game.infoset(label)
            node = next(n for n in infoset.nodes if game.history(n) == history)
            np.testing.assert_allclose(column[rows], solution.belief[:, node], atol=1e-9)


def test_a_wrong_assessment_is_caught():
    draws = inside_draws(400, seed=3)
    game = MODEL.build()
    (semi,) = [e for e in MODEL.equilibria(draws, given=("secret",)) if e.name == "public semi"]
    rows, solution = on_the_tree(game, draws, semi)
    too_much = dict(semi.assessment.rows(rows).strategy)
    for action, sign in (("public", 1.0), ("review", -1.0)):
        too_much["secret bluffer: respond", action] = np.clip(
            too_much["secret bluffer: respond", action] + sign * 0.2, 0, 1
        )
    too_much["secret bluffer: respond", "quiet"] = (
        1.0 - too_much["secret bluffer: respond", "public"]
        - too_much["secret bluffer: respond", "review"]
    )  # fmt: skip
    changed = from_named(game, draws.rows(rows), too_much, semi.assessment.rows(rows).belief)
    assert verify(solution).ok.all()
    assert not verify(changed).ok.any()


def test_none_is_missing():
    """Enumerates all supports of the folded crisis, with the continua over both channels."""
    draws = inside_draws(400, seed=5)
    listed = MODEL.equilibria(draws, given=("secret",))
    chosen: set[int] = set()
    for equilibrium in listed:
        chosen |= set(np.flatnonzero(equilibrium.exists & ~equilibrium.continuum)[:1].tolist())
        chosen |= set(np.flatnonzero(equilibrium.continuum)[:2].tolist())
    seen = set()
    for i in sorted(chosen):
        symbols = {p.symbol: float(draws[p.name][i]) for p in MODEL.parameters}
        expected = {e.name for e in listed if e.exists[i]}
        seen |= expected
        for form in ("pooling", "rupture"):
            if any(e.continuum[i] and form in e.name for e in listed):
                expected.add(f"{form} on both")
        assert supports(symbols, symbols["phi_S"]) == expected, i
    assert len(seen) == 7


def test_exactly_one_is_selected_and_it_is_the_answer():
    draws = wide_draws(3000, seed=6)
    for given in ((), ("secret",), ("notify",)):
        answers = MODEL.answer(draws, given=given)
        listed = MODEL.equilibria(draws, given=given)
        n_selected = np.sum([e.selected for e in listed], axis=0)
        np.testing.assert_array_equal(n_selected, answers.has_answer.astype(int))
        for equilibrium in listed:
            here = equilibrium.selected
            for name, column in equilibrium.values.items():
                np.testing.assert_array_equal(column[here], answers.values[name][here])
            for name, column in equilibrium.probabilities.items():
                np.testing.assert_array_equal(column[here], answers.probabilities[name][here])


def test_the_number_of_equilibria_is_the_number_listed():
    draws = wide_draws(3000, seed=6)
    for given in ("secret", "notify"):
        answers = MODEL.answer(draws, given=(given,))
        count = np.sum([e.exists for e in MODEL.equilibria(draws, given=(given,))], axis=0)
        solved = answers.has_answer
        np.testing.assert_array_equal(answers.quantities["n_equilibria"][solved], count[solved])
        assert (count[~solved] == 0).all()


def test_the_rule_picks_the_best_for_the_resolved_challenger():
    draws = inside_draws(3000, seed=6)
    answers = MODEL.answer(draws, given=("secret",))
    best = answers.quantities["value_resolved"]
    for equilibrium in MODEL.equilibria(draws, given=("secret",)):
        # Doing without threats is best for nobody, so the challenger as a whole agrees with R.
        worse = equilibrium.values["Challenger"] <= answers.values["Challenger"] + 1e-12
        assert worse[equilibrium.exists].all()
    assert (best >= answers.quantities["value_bluffer"] - 1e-12).all()


def test_d1_leaves_at_least_one_and_spares_what_the_rule_picks():
    draws = inside_draws(3000, seed=6)
    listed = MODEL.equilibria(draws, given=("secret",))
    left = np.sum([e.exists & ~e.removed_by["D1"] for e in listed], axis=0)
    assert left.min() >= 1
    for equilibrium in listed:
        assert not (equilibrium.selected & equilibrium.removed_by["D1"]).any()


def d1_by_hand(draws, code_of_other, resolved, bluffer, a, pi):
    """Does a threat on the other channel tempt R at more answers of the target than W?"""
    answer = MODEL.answer(draws)
    prize = answer.quantities["net_prize"]
    q_of_r = (resolved + draws["execution_cost_resolved"]) / (
        prize + draws["execution_cost_resolved"]
    )
    q_of_w = (bluffer + a) / (prize + a)
    return (q_of_r < q_of_w) & (pi < 1.0) & code_of_other


def test_d1_against_the_definition():
    draws = inside_draws(6000, seed=7)
    answers = MODEL.answer(draws, given=("secret",))
    outside = np.maximum(draws["review_benefit"], 0.0)
    cost = draws["execution_cost_resolved"]
    prize = answers.quantities["net_prize"]
    payoffs = {"no threat": outside}
    for channel in ("private", "public"):
        a = draws[f"audience_cost_{channel}"]
        q = (a + outside) / (prize + a)
        payoffs[f"{channel} semi"] = q * (prize + cost) - cost
        payoffs[f"{channel} rupture"] = -cost
    for equilibrium in MODEL.equilibria(draws, given=("secret",)):
        if "pooling" in equilibrium.name:
            assert not equilibrium.removed_by["D1"].any()
            continue
        falls = np.zeros(len(draws), dtype=bool)
        for channel in ("private", "public"):
            if channel in equilibrium.name:
                continue
            only_r = (answers.quantities[f"credible_resolved_{channel}"] == 1.0) & (
                answers.quantities[f"credible_bluffer_{channel}"] == 0.0
            )
            falls |= d1_by_hand(
                draws,
                only_r,
                payoffs[equilibrium.name],
                outside,
                draws[f"audience_cost_{channel}"],
                answers.quantities[f"belief_needed_{channel}"],
            )
        np.testing.assert_array_equal(equilibrium.removed_by["D1"], falls & equilibrium.exists)
        assert equilibrium.removed_by["D1"].any() or equilibrium.name in (
            "public semi",
            "private rupture",
        )


def test_draws_without_the_equilibrium_have_no_play():
    draws = wide_draws(1000, seed=2)
    outside = MODEL.answer(draws).status == Status.OUTSIDE_ASSUMPTIONS
    assert outside.any()
    for given in ((), ("secret",)):
        for equilibrium in MODEL.equilibria(draws, given=given):
            here, strategy = equilibrium.exists, equilibrium.assessment.strategy
            assert not here[outside].any()
            for action in ("forgo", "secret", "notify"):
                np.testing.assert_array_equal(np.isnan(strategy["arrest", action]), ~here)
            for column in (*strategy.values(), *equilibrium.assessment.belief.values()):
                assert not np.isnan(column[here]).any()
                assert np.isnan(column[outside]).all()
