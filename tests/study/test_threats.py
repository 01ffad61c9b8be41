from __future__ import annotations

import math

import numpy as np
import pytest

from standoff.study.asked import Asked
from standoff.study.checked import check_all
from standoff.study.findings import ThreatFinding
from standoff.study.histograms import histograms
from standoff.study.threats import ThreatWatch


@pytest.fixture(scope="module")
def watch(asked: Asked) -> ThreatWatch:
    made = ThreatWatch(asked)
    check_all(asked, made)
    return made


@pytest.fixture(scope="module")
def found(watch: ThreatWatch) -> dict[str, ThreatFinding]:
    return {each.name: each for each in watch.findings()}


def test_the_private_threat_is_believed_enough_at_the_base_and_the_public_one_is_not_made(
    found: dict[str, ThreatFinding],
) -> None:
    private, public = found["private"], found["public"]
    assert private.belief_needed.base == pytest.approx((0.97 * 0.35 + 0.07) / 1.02, abs=1e-12)
    assert private.belief_held.base == pytest.approx(0.45, abs=1e-12)
    assert public.belief_needed.base == pytest.approx((0.97 * 0.45 + 0.07) / 1.02, abs=1e-12)
    assert math.isnan(public.belief_held.base)
    assert public.believed.base == pytest.approx(0.45, abs=1e-12)
    assert public.believed.base < public.belief_needed.base


def test_a_threat_that_everybody_makes_is_believed_as_far_as_it_would_be_carried_out(
    asked: Asked, found: dict[str, ThreatFinding]
) -> None:
    d = asked.draws
    p = d["p_resolved_secret"]
    would = p * (d["execution_cost_resolved"] <= d["audience_cost_public"]) + (1 - p) * (
        d["execution_cost_bluffer"] <= d["audience_cost_public"]
    )
    needed = asked.answers.quantities["belief_needed_public"]
    known = np.isfinite(needed) & asked.answers.has_answer
    public = found["public"]
    assert public.share_enough == pytest.approx(np.mean((would >= needed)[known]), abs=1e-3)
    assert public.belief_uninformative.mean == pytest.approx(would[known].mean())


def test_the_tree_says_what_the_closed_form_says(asked: Asked, watch: ThreatWatch) -> None:
    beliefs, quantities = watch.beliefs(), asked.answers.quantities
    known = asked.answers.has_answer
    for channel in ("private", "public"):
        needed = beliefs[f"belief_needed_{channel}"]
        assert needed[known] == pytest.approx(quantities[f"belief_needed_{channel}"][known], 1e-12)
        held = beliefs[f"belief_held_{channel}"]
        made = np.isfinite(held)
        assert made.mean() > 0.05
        assert held[made] == pytest.approx(quantities["execute_if_held"][made], abs=1e-12)


def test_types_are_told_with_what_they_expect(found: dict[str, ThreatFinding]) -> None:
    (resolved, bluffer) = found["private"].credible
    assert (resolved.who, resolved.carrying_out, resolved.backing_down) == ("resolved", -0.1, -0.15)
    assert (bluffer.who, bluffer.carrying_out, bluffer.backing_down) == ("bluffer", -0.9, -0.15)
    assert resolved.holds
    assert not bluffer.holds
    assert bluffer.share < 0.05 < resolved.share


def test_beliefs_can_be_laid_over_each_other(asked: Asked, watch: ThreatWatch) -> None:
    drawn = {each.name: each for each in histograms(asked, watch.beliefs())}
    held, needed = drawn["belief_uninformative_private"], drawn["belief_needed_private"]
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
