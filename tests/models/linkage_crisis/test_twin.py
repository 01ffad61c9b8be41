"""The vectorized closed form against the same formulas in plain Python, draw by draw."""

from __future__ import annotations

import numpy as np
import pytest
from tests.models.linkage_crisis.random_draws import MODEL, inside_draws
from tests.models.linkage_crisis.twin import solve

PROBABILITIES = {
    "threat": "threat",
    "drop": "drop",
    "released": "released",
    "execute": "execute",
    "back": "back_down",
}
QUANTITIES = {
    "q": "concession_probability",
    "sigma": "bluff_probability",
    "V_net": "net_prize",
    "pi": "belief_needed",
    "L": "cost_of_conceding",
    "u_R": "value_resolved",
}


@pytest.fixture(scope="module")
def pair():
    draws = inside_draws(12_500, seed=11)
    columns = {p.symbol: draws[p.name] for p in MODEL.parameters}
    assert len(draws) > 10_000
    return draws, [
        solve({symbol: float(column[i]) for symbol, column in columns.items()})
        for i in range(len(draws))
    ]


@pytest.mark.parametrize("given", ["secret", "notify"])
def test_every_draw_agrees(pair, given):
    draws, twins = pair
    answers = MODEL.answer(draws, given=(given,))
    regime = answers.categories["regime"]
    settlement = answers.categories["settlement"]
    arrest = answers.categories["arrest"]
    for i, twin in enumerate(twins):
        assert regime[i] == twin[given]["regime"]
        assert settlement[i] == twin[given]["settlement"]
        assert arrest[i] == twin["arrest"]
    columns = {theirs: answers.probabilities[ours] for theirs, ours in PROBABILITIES.items()}
    columns |= {theirs: answers.quantities[ours] for theirs, ours in QUANTITIES.items()}
    columns |= {"u_C": answers.values["Challenger"], "u_T": answers.values["Target"]}
    for name, column in columns.items():
        theirs = np.array([twin[given].get(name, np.nan) for twin in twins])
        known = ~np.isnan(theirs)
        np.testing.assert_allclose(column[known], theirs[known], rtol=0, atol=1e-12, err_msg=name)
    for name in ("forgo", "secret", "notify"):
        theirs = np.array([twin["values"][name] for twin in twins])
        np.testing.assert_allclose(answers.quantities[f"value_{name}"], theirs, rtol=0, atol=1e-12)


def test_the_draws_reach_every_regime(pair):
    draws, _ = pair
    answers = MODEL.answer(draws)
    counts = np.bincount(answers.categories["regime"].codes, minlength=7)
    assert dict(
        zip(answers.categories["regime"].names, counts >= 20, strict=True)
    ) == dict.fromkeys(answers.categories["regime"].names, True)


def test_without_a_given_move_the_answer_is_about_the_arrest_that_is_chosen(pair):
    draws, twins = pair
    answers = MODEL.answer(draws)
    for i, twin in enumerate(twins):
        if twin["arrest"] == "forgo":
            assert answers.categories["regime"][i] == "no arrest"
            continue
        crisis = twin[twin["arrest"]]
        assert answers.categories["regime"][i] == crisis["regime"]
        assert answers.probabilities["drop"][i] == pytest.approx(crisis["drop"], abs=1e-12)
        assert answers.values["Target"][i] == pytest.approx(crisis["u_T"], abs=1e-12)
    none = answers.categories["regime"].is_("no arrest")
    assert none.any()
    for column in (*answers.probabilities.values(), *answers.values.values()):
        assert (column[none] == 0.0).all()
    assert np.isnan(answers.quantities["p_resolved"][none]).all()
    assert not np.isnan(answers.quantities["belief_needed_private"][none]).any()
