from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.findings_fixture import CONVINCED, DOUBTING, case_of, findings

from standoff.models import get
from standoff.report.verdict import all_flips, credibility, main_threat, verdict
from standoff.study.findings import Crossing


def test_the_threat_of_the_answer_comes_first() -> None:
    found = findings()
    assert main_threat(found) is found.threats[0]
    private, public = found.threats
    made = replace(public, made=replace(public.made, base=0.3))
    never = replace(private, made=replace(private.made, base=0.0))
    assert main_threat(findings(threats=(never, made))) is made
    assert main_threat(findings(threats=(public, never))) is never, "the nearest to work"
    assert main_threat(findings(threats=())) is None


@pytest.mark.parametrize(
    ("held", "share", "answer"),
    [(0.45, 0.9, "yes"), (0.45, 0.25, "barely"), (0.3, 0.25, "doubtful"), (0.3, 0.05, "no")],
)
def test_credibility_asks_for_margin_and_share(held: float, share: float, answer: str) -> None:
    threat = findings().threats[0]
    changed = replace(
        threat, belief_held=replace(threat.belief_held, base=held), share_enough=share
    )
    assert credibility(changed) == answer


def test_flips_are_the_nearest_plausible_ones_on_each_side() -> None:
    flips = all_flips(findings())
    assert [(f.parameter.name, f.crossing.value, f.is_above) for f in flips] == [
        ("case_value", 0.401, True),
        ("p_resolved_secret", 0.4015, False),
    ]
    assert [f.other for f in flips] == [DOUBTING, DOUBTING]


def test_of_two_crossings_on_one_side_only_the_first_counts() -> None:
    found = findings()
    first = found.break_evens[0]
    second = replace(first, crossings=(*first.crossings, Crossing(0.6, DOUBTING, "x", True)))
    flips = all_flips(replace(found, break_evens=(second,)))
    assert [f.crossing.value for f in flips] == [0.401]


def test_what_the_answer_rests_on_is_counted() -> None:
    found, case = findings(), case_of()
    weight = verdict(found, case).weight
    assert (weight.n_flips, weight.n_flips_weak) == (2, 1), "c1 is B2, c2 and c4 are weaker"
    assert (weight.worst_claim, weight.worst_change) == ("c2", "deny")
    assert weight.n_strong == 3
    assert weight.n_confirmed == 1


def test_the_promise_is_what_pays_best_at_the_analysts_values() -> None:
    found = verdict(findings(), case_of(), get("linkage-crisis").promise)
    assert (found.kept, found.kept_share) == ("exonerate", 0.96)
    assert verdict(findings(), case_of()).kept == ""
    assert found.cost is not None
    assert found.cost.name == "cost_of_conceding_private"
    assert dict(findings().base)["regime"] == CONVINCED
