from __future__ import annotations

from typing import get_args

import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.brief import Change, ClaimChange, draw_parameters
from standoff.study.asked import Asked, ask
from standoff.study.claims import claim_effects
from standoff.study.findings import ClaimEffect

Effects = dict[tuple[str, str], ClaimEffect]


@pytest.fixture(scope="module")
def effects(asked: Asked) -> Effects:
    return {(each.claim, each.change): each for each in claim_effects(asked)}


def test_every_claim_is_changed_in_every_way_and_the_largest_shift_comes_first(
    asked: Asked,
) -> None:
    found = claim_effects(asked)
    case = asked.brief.case
    assert sorted((e.claim, e.change) for e in found) == sorted(
        (claim.id, change)
        for claim in case.claims
        for change in get_args(Change)
        if change != "deny" or case.says_if_false(claim.id)
    )
    unsaid = {claim.id for claim in case.claims if not case.says_if_false(claim.id)}
    assert "c07" in unsaid
    assert "c13" not in unsaid
    sizes = [abs(each.shift) for each in found]
    assert sizes == sorted(sizes, reverse=True)


def test_what_carries_the_worth_of_the_case_moves_what_it_should(effects: Effects) -> None:
    # The prosecutors' own words keep the worth of their case below the damage of the threat.
    drop, deny = effects["c13", "drop"], effects["c13", "deny"]
    assert dict(drop.parameters) == {"case_value": "0.6 (0.2 to 1.3)"}
    assert drop.shift < -0.1
    assert deny.headline < drop.headline
    moved = {name: after - before for name, before, after in drop.moved}
    assert moved["private pooling"] < 0 < moved["no threat"]
    # The settlement does not depend on it.
    assert not {"honor", "scapegoat", "exonerate"} & set(moved)


@pytest.mark.parametrize("claim", ["c01", "c09", "c13", "c15", "c16", "c23"])
def test_a_downgraded_claim_lies_between_the_case_as_it_is_and_without_it(
    effects: Effects, claim: str
) -> None:
    lower, drop = effects[claim, "downgrade"], effects[claim, "drop"]
    ends = sorted((0.0, drop.shift))
    assert ends[0] - 0.01 <= lower.shift <= ends[1] + 0.01
    assert abs(drop.shift) > 0.01


def test_a_downgrade_takes_its_share_of_the_way(effects: Effects) -> None:
    # c13 goes from B2 to C3: a quarter of .8.
    lower, drop = effects["c13", "downgrade"], effects["c13", "drop"]
    assert lower.shift / drop.shift == pytest.approx(0.25, abs=0.06)


def test_the_silence_carries_no_number(effects: Effects) -> None:
    effect = effects["c07", "drop"]
    assert (effect.shift, effect.parameters, effect.moved) == (0.0, (), ())
    assert effect.note == "no number rests on this claim"


def test_claims_without_effect_say_why() -> None:
    found = {
        (e.claim, e.change): e.note
        for e in claim_effects(ask(brief_of(SMALL.replace("claims: [c2]", "claims: [c2, c4]"))))
    }
    assert found["c4", "drop"].startswith("other claims still support prize")
    assert found["c3", "downgrade"] == "graded F6, below which there is no step"
    assert found["c1", "drop"] == ""


def test_the_numbers_are_those_of_a_fresh_draw(asked: Asked, effects: Effects) -> None:
    change = ClaimChange("c09", "downgrade")
    draws = draw_parameters(asked.brief, len(asked.draws), asked.seed, change)
    answers = asked.subject.answer(draws, asked.given)
    known = answers.probabilities["drop"][answers.has_answer]
    assert effects["c09", "downgrade"].headline == pytest.approx(known.mean(), abs=1e-12)
    assert effects["c09", "downgrade"].n_draws == len(asked.draws)


def test_claims_that_carry_a_conflict_or_a_correlation_are_told_as_such() -> None:
    text = SMALL.replace(
        "assumptions:",
        """conflicts:
  - id: meant
    about: Whether it was meant.
    because: So.
    positions:
      - {id: no, says: No., claims: [c4], weight: 1}
      - {id: yes, says: Yes., claims: [c2, c3], weight: 2}
assumptions:""",
    ).replace(
        'range: "uniform(.4, 1)", because: So., claims: [c2]}',
        'range: "uniform(.4, 1)", because: So., claims: [c2], depends_on: meant,'
        " if_true: [{position: no, range: .1 to .3}]}",
    )
    text = text.replace("because: So., claims: [c3]}", "because: So., claims: [c3, c1]}")
    text += "correlations: [{between: [X, V], rank: .5, because: So., claims: [c1, c4]}]\n"
    found = {
        (e.claim, e.change): e for e in claim_effects(ask(brief_of(text), n_draws=2000, seed=1))
    }
    ruled_out = found["c4", "deny"]
    assert dict(ruled_out.parameters) == {"prize": "meant: no ruled out"}
    assert ruled_out.headline != ruled_out.headline_before
    # c2 still takes the other position without c3.
    assert "a position in meant" in found["c3", "drop"].note
