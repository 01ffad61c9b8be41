from __future__ import annotations

import numpy as np
import pytest

from standoff.study.asked import Asked
from standoff.study.findings import ThreatFinding
from standoff.study.histograms import histograms
from standoff.study.threats import threats


@pytest.fixture(scope="module")
def found(asked: Asked) -> dict[str, ThreatFinding]:
    return {each.channel: each for each in threats(asked)}


def test_the_private_threat_is_believed_enough_at_the_base_and_the_public_one_is_not(
    found: dict[str, ThreatFinding],
) -> None:
    private, public = found["private"], found["public"]
    assert private.belief_needed.base == pytest.approx((0.97 * 0.35 + 0.07) / 1.02, abs=1e-12)
    assert private.belief_held.base == 0.45
    assert public.belief_needed.base == pytest.approx((0.97 * 0.45 + 0.07) / 1.02, abs=1e-12)
    assert public.belief_held.base == 0.45 < public.belief_needed.base


def test_belief_held_is_in_execution_and_not_in_resolve(
    asked: Asked, found: dict[str, ThreatFinding]
) -> None:
    d = asked.draws
    p = d["p_resolved_secret"]
    would = p * (d["execution_cost_resolved"] <= d["audience_cost_public"]) + (1 - p) * (
        d["execution_cost_bluffer"] <= d["audience_cost_public"]
    )
    needed = asked.answers.quantities["belief_needed_public"]
    known = np.isfinite(needed) & asked.answers.has_answer
    assert found["public"].share_enough == pytest.approx(np.mean((would >= needed)[known]))
    assert found["public"].belief_held.mean == pytest.approx(would[known].mean())


def test_types_are_told_with_their_costs(found: dict[str, ThreatFinding]) -> None:
    (resolved, bluffer) = found["private"].credible
    assert resolved[:3] == ("resolved", 0.1, 0.15)
    assert bluffer[:3] == ("bluffer", 0.9, 0.15)
    assert bluffer[3] < 0.05 < resolved[3]


def test_beliefs_can_be_laid_over_each_other(asked: Asked) -> None:
    drawn = {each.name: each for each in histograms(asked)}
    held, needed = drawn["belief_held_private"], drawn["belief_needed_private"]
    assert needed.edges[: len(held.edges)] == held.edges
    assert held.edges[-1] == 1.0 < needed.edges[-1]
    column = asked.answers.quantities["belief_needed_private"]
    column = column[np.isfinite(column)]
    assert needed.shares[-1] == pytest.approx(np.mean(column > 1.0))
    for each in drawn.values():
        assert sum(each.shares) == pytest.approx(1.0)
        assert len(each.edges) == len(each.shares) + 1
    # A chance of exactly 1 counts below 1.
    assert drawn["drop"].edges[-1] == 1.0
    assert {"p_resolved_secret", "case_value", "Target"} <= set(drawn)
    assert "damage" not in drawn
