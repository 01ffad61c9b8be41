"""What the theory says must hold: the paper's results as properties, and limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.models.linkage_crisis.random_draws import MODEL, inside_draws

from standoff.game.status import Status

RANGES = {p.name: p.wide for p in MODEL.parameters} | {
    "damage": (0.2, 1.5),
    "precedent_cost": (0.0, 0.6),
    "review_benefit": (-0.2, 0.2),
    "execution_cost_resolved": (-0.4, 0.5),
    "execution_cost_bluffer": (0.05, 1.2),
    "audience_cost_private": (0.0, 0.6),
    "audience_cost_public": (0.0, 1.2),
    "trial_cost": (0.0, 0.6),
    "retaliation_share": (0.0, 1.0),
    "p_resolved_secret": (0.01, 0.99),
}


@st.composite
def crises(draw):
    """One draw inside A1-A3 and on no edge, after a secret arrest."""
    values = {name: draw(st.floats(*bounds)) for name, bounds in RANGES.items()}
    draws = MODEL.draws(values)
    assume(MODEL.answer(draws, given=("secret",)).status[0] == Status.SOLVED)
    return draws


def solved(draws):
    answers = MODEL.answer(draws, given=("secret",))
    assume(bool((answers.status == Status.SOLVED).all()))
    return answers


def regime(answers):
    return answers.categories["regime"][0]


@given(crises())
def test_bluffs_go_through_the_more_binding_channel(draws):
    """(i) In private only where private suffices, or where public humiliation is too large."""
    answers = solved(draws)
    needed = answers.quantities["belief_needed_public"][0]
    if regime(answers) == "private semi":
        assert needed > 1.0
    if answers.probabilities["private_threat"][0] * answers.probabilities["drop"][0] > 0.0:
        suffices = (
            draws["p_resolved_secret"][0] > answers.quantities["belief_needed_private"][0]
            or answers.quantities["credible_bluffer_private"][0] == 1.0
        )
        assert suffices or needed > 1.0


def test_pooled_threats_are_never_carried_out_whatever_execution_costs_a_bluffer():
    """(ii) Pooling that rests on R alone; pooling that rests on W ends when W's cost rises."""
    draws = inside_draws(20_000, seed=10)
    answers = MODEL.answer(draws, given=("secret",))
    names = answers.categories["regime"].names
    pools = np.array(["pooling" in name for name in names])[answers.categories["regime"].codes]
    for name, chance in (("execute", 0.0), ("back_down", 0.0), ("drop", 1.0)):
        assert (answers.probabilities[name][pools] == chance).all()
    rests_on_r = pools & (draws["p_resolved_secret"] > answers.quantities["belief_needed"])
    assert rests_on_r.sum() > 1000
    cost = np.random.default_rng(12).uniform(0.05, 2.0, rests_on_r.sum())
    changed = MODEL.answer(
        draws.rows(rests_on_r).replace(execution_cost_bluffer=cost), given=("secret",)
    )
    inside = changed.status == Status.SOLVED
    assert inside.sum() > 1000
    assert (changed.probabilities["drop"][inside] == 1.0).all()
    assert (changed.probabilities["execute"][inside] == 0.0).all()


@given(crises(), st.floats(0.0, 1.0))
def test_a_sure_promise_makes_coercion_easier(draws, share):
    """(iii)"""
    before = solved(draws)
    kept = {
        "honor": "kept_if_honored",
        "scapegoat": "kept_if_scapegoat",
        "exonerate": "kept_if_exonerated",
    }[before.categories["settlement"][0]]
    now = draws[kept][0]
    after = solved(draws.replace(**{kept: now + share * (1.0 - now)}))
    for channel in ("private", "public"):
        for name in ("cost_of_conceding", "belief_needed"):
            column = f"{name}_{channel}"
            assert after.quantities[column][0] <= before.quantities[column][0]
    if "pooling" in regime(before):
        assert "pooling" in regime(after)


@given(crises(), st.floats(0.0, 1.0))
def test_a_court_that_refuses_lowers_the_prize_and_the_price_together(draws, share):
    """(iv)"""
    before = solved(draws)
    now = draws["p_court_refuses"][0]
    after = solved(draws.replace(p_court_refuses=now + share * (0.9 - now)))
    assert after.quantities["net_prize"][0] <= before.quantities["net_prize"][0]
    for channel in ("private", "public"):
        column = f"cost_of_conceding_{channel}"
        assert after.quantities[column][0] <= before.quantities[column][0]


@given(crises(), st.floats(0.0, 1.0))
def test_retaliation_matters_to_the_target_through_the_settlement_only(draws, share):
    """(v)"""
    before = solved(draws)
    after = solved(draws.replace(retaliation_share=share))
    settlement = before.categories["settlement"][0]
    assume(after.categories["settlement"][0] == settlement)
    assert after.values["Target"][0] == pytest.approx(before.values["Target"][0], abs=1e-12)
    assert regime(after) == regime(before)
    q_before = before.quantities["concession_probability"][0]
    q_after = after.quantities["concession_probability"][0]
    if settlement == "exonerate" and "semi" in regime(before):
        # More retaliation, smaller prize: the target must give in more often to keep W indifferent.
        if share > draws["retaliation_share"][0]:
            assert q_after >= q_before
        else:
            assert q_after <= q_before
    else:
        assert q_after == q_before


@given(crises())
def test_probabilities_add_up(draws):
    answers = solved(draws)
    p = {name: column[0] for name, column in answers.probabilities.items()}
    near = {"abs": 1e-12}
    assert p["threat"] + p["quiet"] + p["review"] == pytest.approx(1.0, **near)
    assert p["drop"] + p["hold"] == pytest.approx(p["threat"], **near)
    assert p["execute"] + p["back_down"] == pytest.approx(p["hold"], **near)
    assert p["released"] + p["court_refuses"] == pytest.approx(p["drop"], **near)
    assert p["honored"] + p["scapegoat"] + p["exonerated"] == pytest.approx(p["released"], **near)
    assert p["private_threat"] + p["public_threat"] == pytest.approx(p["threat"], **near)
    assert all(-1e-15 <= value <= 1 + 1e-12 for value in p.values())


@given(crises())
def test_the_unit_of_payoffs_does_not_matter(draws):
    """Twice the stakes everywhere: the same chances, twice the values."""
    money = [p.name for p in MODEL.parameters if p.unit == "units of the damage"]
    before = solved(draws)
    after = solved(draws.replace(**{name: 2.0 * draws[name] for name in money}))
    assert regime(after) == regime(before)
    for name, column in before.probabilities.items():
        assert after.probabilities[name][0] == pytest.approx(column[0], abs=1e-12)
    for name, column in before.values.items():
        assert after.values[name][0] == pytest.approx(2.0 * column[0], abs=1e-12)


def after(**change):
    return MODEL.answer(MODEL.draws(change), given=("secret",))


def test_it_contains_the_audience_cost_bluff_game():
    """One channel, free exoneration, no court, no precedent: M04 with L = X, V' = V, U0 = 0."""
    bluff = {
        "V": 1.0, "a_u": 0.3, "X": 0.4, "d": 1.0, "r": 0.05, "phi_S": 0.25, "e_R": -0.05,
        "v": 0.0, "psi": 0.0, "m_u": 0.0, "x": 0.0, "y_E": 0.0, "a_p": 0.0,
    }  # fmt: skip
    answers = MODEL.answer(MODEL.draws(bluff), given=("secret",), remove=("private", "review"))
    assert answers.quantities["belief_needed"][0] == pytest.approx(3 / 7)
    assert answers.quantities["concession_probability"][0] == pytest.approx(3 / 13)
    assert answers.quantities["bluff_probability"][0] == pytest.approx(4 / 9)
    assert answers.probabilities["threat"][0] == pytest.approx(7 / 12)
    assert answers.probabilities["execute"][0] == pytest.approx(5 / 26)
    assert answers.probabilities["back_down"][0] == pytest.approx(10 / 39)
    # With a taste for execution it is unique; with a cost there is one without threats.
    assert answers.quantities["n_equilibria"][0] == 1.0
    costly = MODEL.answer(
        MODEL.draws(bluff | {"e_R": 0.05}), given=("secret",), remove=("private", "review")
    )
    assert costly.quantities["n_equilibria"][0] == 2.0


@pytest.mark.parametrize(("stake", "works"), [(0.69, True), (0.71, False)])
def test_without_doubt_the_largest_stake_is_the_damage_of_a_credible_threat(stake, works):
    """M01: with phi near 1 a credible threat moves T iff its damage exceeds the loss."""
    sure = {"phi_S": 1 - 1e-9, "X": stake, "d": 0.7, "v": 0.0, "psi": 0.0, "r": 0.02}
    assert after(**sure).probabilities["drop"][0] == (1.0 if works else 0.0)
    incredible = after(**sure, e_R=0.5, e_W=0.9, a_p=0.1, a_u=0.4)
    assert incredible.probabilities["threat"][0] == 0.0


def test_efficient_secrecy():
    """M10: private works where public would need more than there is."""
    answers = after(phi_S=0.45, m_u=0.2)
    assert regime(answers) == "private pooling"
    assert answers.quantities["belief_needed_public"][0] > 0.45
    louder = after(phi_S=0.45, m_u=0.2, a_p=0.05)
    assert regime(louder) == "public semi"


def test_limit_doubt_shrinks_to_what_is_needed():
    """Just below pi* W bluffs nearly always and T's value joins that of pooling."""
    closed = {"remove": ("public",), "given": ("secret",)}
    at = 0.97 * 0.35 + 0.05 + 0.02
    below = MODEL.answer(MODEL.draws({"phi_S": at / 1.02 - 1e-9}), **closed)
    above = MODEL.answer(MODEL.draws({"phi_S": at / 1.02 + 1e-9}), **closed)
    assert regime(below) == "private semi"
    assert regime(above) == "private pooling"
    assert below.quantities["bluff_probability"][0] == pytest.approx(1.0, abs=1e-7)
    assert below.values["Target"][0] == pytest.approx(above.values["Target"][0], abs=1e-7)
    # q does not join: the regimes differ by a jump in what the challenger gets.
    assert below.quantities["concession_probability"][0] < 0.5


def test_limit_backing_down_costs_nothing():
    """As a goes to 0 the threat moves nobody (q goes to U0/V', to 0 without the mild answer)."""
    small = after(phi_S=0.3, a_p=1e-9, a_u=2e-9, e_R=-0.02, b_g=-0.1)
    assert regime(small) == "public semi"
    assert small.quantities["concession_probability"][0] == pytest.approx(0.0, abs=1e-7)


def test_limit_huge_damage_is_pooling_and_none_is_no_threat():
    assert regime(after(d=1e6, phi_S=0.01)) == "private pooling"
    assert regime(after(d=0.01)) == "no threat"


def test_limit_a_sure_leak_makes_notice_worthless():
    assert after(tau=1.0).quantities["value_notify"][0] == 0.0


def test_a_bluffer_who_would_execute_makes_the_target_give_in():
    """Where both types execute there is no doubt, and no other equilibrium."""
    forced = after(e_W=0.3, phi_S=0.001)
    assert regime(forced) == "public pooling"
    assert forced.quantities["n_equilibria"][0] == 1.0
    assert forced.quantities["execute_if_held"][0] == 1.0
    assert forced.quantities["belief_after_threat"][0] == pytest.approx(0.001)


def test_taking_a_channel_away_leaves_the_other_as_it_was():
    draws = inside_draws(2000, seed=9)
    for gone, left in (("private", "public"), ("public", "private")):
        alone = MODEL.answer(draws, given=("secret",), remove=(gone,))
        assert not alone.probabilities[f"{gone}_threat"].any()
        assert np.isnan(alone.quantities[f"belief_needed_{gone}"]).all()
        both = MODEL.answer(draws, given=("secret",))
        np.testing.assert_array_equal(
            alone.quantities[f"belief_needed_{left}"], both.quantities[f"belief_needed_{left}"]
        )
        assert (alone.values["Challenger"] <= both.values["Challenger"] + 1e-12).all()


def test_without_severe_threats_nothing_is_dropped():
    alone = MODEL.answer(MODEL.draws(), given=("secret",), remove=("private", "public"))
    assert regime(alone) == "no threat"
    assert alone.values["Target"][0] == pytest.approx(0.1 + 0.35 - 0.03)
    assert np.isnan(alone.quantities["belief_needed"][0])


def test_taking_the_mild_answer_away_leaves_silence():
    alone = MODEL.answer(MODEL.draws({"X": 1.2}), given=("secret",), remove=("review",))
    assert alone.probabilities["quiet"][0] == 1.0
    assert alone.values["Challenger"][0] == 0.0


def test_taking_a_settlement_away_changes_what_is_promised():
    honored = MODEL.answer(
        MODEL.draws({"h": 0.2}), given=("secret",), remove=("exonerate", "scapegoat")
    )
    assert honored.categories["settlement"][0] == "honor"
    assert honored.probabilities["exonerated"][0] == 0.0
    assert honored.probabilities["honored"][0] == pytest.approx(0.97)


def test_taking_an_arrest_away_changes_the_choice():
    assert MODEL.answer(MODEL.draws(), remove=("secret",)).categories["arrest"][0] == "notify"
    never = MODEL.answer(MODEL.draws(), remove=("notify",))
    assert np.isnan(never.quantities["value_notify"][0])
    # What is left may be worse than nothing.
    forced = MODEL.answer(MODEL.draws({"A0": -0.2}), remove=("forgo",))
    assert forced.categories["arrest"][0] == "notify"
    assert forced.quantities["value_notify"][0] < 0.0
