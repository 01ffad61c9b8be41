"""Ten-digit reference answers, and the points where the answer flips."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.models.linkage_crisis.random_draws import MODEL

from standoff.game.status import Status

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "linkage_crisis.json").read_text(encoding="utf-8")
)
BASE = REFERENCE["cases"][0]["params"]

#: Names of probabilities and quantities in the reference, and here.
PROBABILITIES = {
    "pr_threat": "threat",
    "pr_drop": "drop",
    "pr_released": "released",
    "pr_execute": "execute",
    "pr_back": "back_down",
}
QUANTITIES = {
    "L": "cost_of_conceding",
    "pi_star": "belief_needed",
    "q": "concession_probability",
    "sigma": "bluff_probability",
    "V_net": "net_prize",
}
SETTLEMENT = {"honour": "honor", "scapegoat": "scapegoat", "exonerate": "exonerate"}


def symbols(values):
    return {name.replace("yH", "y_H").replace("yS", "y_S").replace("yE", "y_E"): value
            for name, value in values.items()}  # fmt: skip


def draws_of(**change):
    return MODEL.draws(symbols(BASE | change))


def regime_of(expected):
    if expected["regime"] == "none":
        return "no threat"
    return f"{expected['channel']} {expected['regime']}"


def test_the_base_is_the_default():
    assert draws_of() == MODEL.draws()


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda case: case["label"])
def test_every_number_of_the_reference(case):
    draws = MODEL.draws(symbols(case["params"]))
    expected = case["expected"]
    for given in ("secret", "notify"):
        answers, wanted = MODEL.answer(draws, given=(given,)), expected[given]
        assert answers.status[0] == Status.SOLVED
        assert answers.categories["regime"][0] == regime_of(wanted)
        assert answers.categories["settlement"][0] == SETTLEMENT[wanted["settlement"]]
        assert answers.categories["arrest"][0] == expected["arrest"]
        found = {theirs: answers.probabilities[ours][0] for theirs, ours in PROBABILITIES.items()}
        found |= {theirs: answers.quantities[ours][0] for theirs, ours in QUANTITIES.items()}
        found |= {"u_T": answers.values["Target"][0], "u_C": answers.values["Challenger"][0]}
        for name in sorted(found):
            assert found[name] == pytest.approx(wanted[name], abs=1e-9), (given, name)
        assert set(found) | {"regime", "channel", "settlement"} == set(wanted)
        for arrest, value in expected["values"].items():
            assert answers.quantities[f"value_{arrest}"][0] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    "row", REFERENCE["table"], ids=lambda row: f"{row['regime']} {row['change']}"
)
def test_every_row_of_the_regime_table(row):
    given = row.get("given", "secret")
    answers = MODEL.answer(draws_of(**row["change"]), given=(given,) if given else ())
    assert answers.categories["regime"][0] == row["regime"]
    if "arrest" in row:
        assert answers.categories["arrest"][0] == row["arrest"]
    if row["settlement"]:
        assert answers.categories["settlement"][0] == row["settlement"]
    found = {
        "pi_star": answers.quantities["belief_needed"][0],
        "q": answers.quantities["concession_probability"][0],
        "pr_drop": answers.probabilities["drop"][0],
        "pr_execute": answers.probabilities["execute"][0],
    }
    for name, value in found.items():
        if row.get(name) is not None:
            assert value == pytest.approx(row[name], abs=1e-9), name


@pytest.mark.parametrize(
    ("switch", "category"),
    [
        ("phi_S_switch", "regime"),
        ("X_switch", "regime"),
        ("psi_switch", "regime"),
        ("d_switch", "regime"),
        ("h_switch", "settlement"),
        ("x_switch", "settlement"),
        ("omega_switch", "settlement"),
        ("tau_switch", "arrest"),
    ],
)
def test_the_answer_flips_where_the_reference_says(switch, category):
    at = REFERENCE["switch_points"][switch]
    around = np.array([at * (1 - 1e-9), at * (1 + 1e-9)])
    answers = MODEL.answer(draws_of(**{switch.removesuffix("_switch"): around}), given=("secret",))
    before, after = answers.categories[category][0], answers.categories[category][1]
    assert before != after
    far = MODEL.answer(
        draws_of(**{switch.removesuffix("_switch"): np.array([at * 0.97, at * 1.03])}),
        given=("secret",),
    )
    assert (before, after) == (far.categories[category][0], far.categories[category][1])
