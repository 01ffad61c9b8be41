from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from tests.brief.cases import HEAD, SMALL, brief_of
from tests.brief.test_beliefs import CORRELATED, DISPUTED

from standoff.brief import Brief, Change, ClaimChange, brief_case, draw_parameters
from standoff.brief.draw import Sampling
from standoff.brief.joint_change import JointChange
from standoff.errors import GameError, UnknownName

N = 400

PAIR = f"""{HEAD}
assumptions:
  - parameter: X
    value: .35
    range: .2 to .8
    because: So.
    claims: [c1, c2, c4]
    without:
      - {{claim: c1, value: .6, range: .3 to 1.3, because: So.}}
      - {{claim: c2, value: .7, range: .4 to 1.5, because: So.}}
      - {{claim: c2, denied: true, value: 2, range: 1.5 to 3, because: So.}}
"""


@pytest.fixture(scope="module")
def founding(root) -> Brief:
    return brief_case(root / "cases/cienfuegos/case.yaml")


@pytest.mark.parametrize("sampling", get_args(Sampling))
@pytest.mark.parametrize("change", get_args(Change))
def test_one_change_gives_the_digits_of_the_draws_with_that_change(
    founding: Brief, change: Change, sampling: Sampling
) -> None:
    joint = JointChange(founding, N, 5, sampling)
    for claim in founding.case.claims:
        one = ClaimChange(claim.id, change)
        alone = draw_parameters(founding, N, 5, one, sampling=sampling)
        assert joint.draws([one]) == alone, claim.id


def test_claims_graded_lower_fall_independently_in_evenly_spread_draws() -> None:
    """Each claim has a dimension of its own: both fall as often as chance has it."""
    brief = brief_of(PAIR)
    joint = JointChange(brief, 2**12, 3, "sobol")
    fell = {}
    for claim in ("c1", "c2"):
        columns = joint.columns([ClaimChange(claim, "downgrade")])
        fell[claim] = columns["case_value"] != joint.draws([])["case_value"]
    p1, p2 = (float(fell[claim].mean()) for claim in ("c1", "c2"))
    assert 0.1 < p1 < 0.9
    assert 0.1 < p2 < 0.9
    assert float((fell["c1"] & fell["c2"]).mean()) == pytest.approx(p1 * p2, abs=0.005)


@pytest.mark.parametrize("text", [CORRELATED, DISPUTED])
@pytest.mark.parametrize("change", get_args(Change))
def test_also_where_parameters_go_together_or_depend_on_a_conflict(
    text: str, change: Change
) -> None:
    brief = brief_of(text)
    joint = JointChange(brief, N, 5)
    assert joint.draws([]) == draw_parameters(brief, N, 5)
    for claim in brief.case.claims:
        one = ClaimChange(claim.id, change)
        assert joint.draws([one]) == draw_parameters(brief, N, 5, one), claim.id


def test_a_conflict_without_positions_left_is_open_as_before() -> None:
    brief = brief_of(DISPUTED)
    joint = JointChange(brief, 2_000)
    assert joint.rests_on("prize") == {"c1", "c2", "c3", "c4"}
    # Without those who say that it was meant the prize is never large; without any it is anything.
    meant = [ClaimChange(claim, "drop") for claim in ("c2", "c3")]
    assert joint.columns(meant[1:])["prize"].max() > 2
    everyone = [ClaimChange(claim, "drop") for claim in ("c1", "c2", "c3", "c4")]
    assert joint.columns([*meant])["prize"].max() <= 1.2
    assert joint.columns(everyone)["prize"].max() <= 1.2


def test_a_correlation_without_claims_is_none() -> None:
    brief = brief_of(CORRELATED)
    joint = JointChange(brief, 4_000)
    gone = [ClaimChange("c1", "drop"), ClaimChange("c2", "drop")]
    columns = joint.draws(gone)
    assert abs(np.corrcoef(columns["prize"], columns["case_value"])[0, 1]) < 0.05
    assert abs(np.corrcoef(columns["p_resolved_secret"], columns["case_value"])[0, 1]) < 0.05
    before = joint.draws([])
    assert np.corrcoef(before["prize"], before["case_value"])[0, 1] > 0.4


def test_no_change_gives_the_case_as_it_is(founding: Brief) -> None:
    assert JointChange(founding, N, 5).draws([]) == draw_parameters(founding, N, 5)


def test_two_claims_each_move_the_value_by_what_they_move_it_alone() -> None:
    brief = brief_of(PAIR)
    joint = JointChange(brief, N)
    base = joint.draws([])["case_value"]
    c1, c2 = ClaimChange("c1", "drop"), ClaimChange("c2", "drop")
    one, other = joint.columns([c1])["case_value"], joint.columns([c2])["case_value"]
    both = joint.columns([c1, c2])["case_value"]
    whole = base + (one - base) + (other - base)
    # Beyond the farther of the two the sum slows down, and the widest range ends at .8.
    far = np.maximum(one, other)
    beyond, room = whole - far, np.maximum(0.8 - far, 0.0)
    is_up = (beyond > 0.0) & (base < far)
    assert is_up.mean() > 0.9
    slowed = beyond * room / (beyond + room)
    assert np.allclose(both[is_up], (far + slowed)[is_up])
    assert (both[is_up] < np.maximum(far, 0.8)[is_up]).mean() == (far < 0.8)[is_up].mean() < 1
    assert len(np.unique(both)) == N


def test_nothing_left_is_the_widest_plausible_range() -> None:
    brief = brief_of(PAIR)
    gone = [ClaimChange(claim, "drop") for claim in ("c1", "c2", "c4")]
    column = JointChange(brief, 4_000).columns(gone)["case_value"]
    assert 0.2 <= column.min() < 0.21
    assert 0.79 < column.max() <= 0.8
    assert column.mean() == pytest.approx(0.5, abs=0.02)


def test_the_last_two_claims_without_entries_matter_only_together() -> None:
    brief = brief_of(SMALL.replace("claims: [c2]}", "claims: [c2, c4]}"))
    joint = JointChange(brief, N)
    base = joint.draws([])["prize"]
    c2, c4 = ClaimChange("c2", "drop"), ClaimChange("c4", "drop")
    assert (joint.columns([c2])["prize"] == base).all()
    assert (joint.columns([c4])["prize"] == base).all()
    both = joint.columns([c2, c4])["prize"]
    assert both.min() < 0.35
    assert both.max() > 1.1


def test_a_denial_says_something_even_when_nothing_else_is_left() -> None:
    brief = brief_of(PAIR)
    gone = [ClaimChange("c1", "drop"), ClaimChange("c2", "deny"), ClaimChange("c4", "drop")]
    column = JointChange(brief, N).columns(gone)["case_value"]
    assert column.min() > 1.0


def test_the_analysts_values_move_by_the_same_rules() -> None:
    brief = brief_of(PAIR)
    joint = JointChange(brief, 1)
    c1, c2, c4 = (ClaimChange(claim, "drop") for claim in ("c1", "c2", "c4"))
    # .35 becomes .6 without the one and .7 without the other; .95 is more than is plausible, so
    # that the .25 beyond .7 are cut down to .1 * .25 / .35.
    assert joint.base([])["case_value"][0] == 0.35
    assert joint.base([c1])["case_value"][0] == 0.6
    assert joint.base([c1, c2])["case_value"][0] == pytest.approx(0.7 + 0.025 / 0.35)
    assert joint.base([c1, c2, c4])["case_value"][0] == 0.5
    assert joint.base([ClaimChange("c2", "deny")])["case_value"][0] == 2.0
    assert joint.base([ClaimChange("c1", "downgrade")]) == brief.base()


def test_downgraded_claims_fall_in_their_own_draws() -> None:
    brief = brief_of(PAIR)
    joint = JointChange(brief, 4_000, 3)
    base = joint.draws([])["case_value"]
    c1, c2 = ClaimChange("c1", "downgrade"), ClaimChange("c2", "downgrade")
    moved_1 = joint.columns([c1])["case_value"] != base
    moved_2 = joint.columns([c2])["case_value"] != base
    both = joint.columns([c1, c2])["case_value"]
    # B2 to C3 loses a quarter, C3 to D4 half, each in draws of its own.
    assert moved_1.mean() == pytest.approx(0.25, abs=0.03)
    assert moved_2.mean() == pytest.approx(0.5, abs=0.03)
    assert ((both != base) == (moved_1 | moved_2)).all()
    assert (both[moved_1 & ~moved_2] == joint.columns([c1])["case_value"][moved_1 & ~moved_2]).all()
    dropped = joint.columns([ClaimChange("c1", "drop"), ClaimChange("c2", "drop")])["case_value"]
    assert (both[moved_1 & moved_2] == dropped[moved_1 & moved_2]).all()


def test_the_answer_does_not_depend_on_the_order_of_changes(founding: Brief) -> None:
    changes = [ClaimChange(each.id, "drop") for each in founding.case.claims[:12]]
    one, other = JointChange(founding, N), JointChange(founding, N)
    assert one.draws(changes) == other.draws(changes[::-1])


def test_mistakes_are_told() -> None:
    joint = JointChange(brief_of(), N)
    with pytest.raises(UnknownName, match="c9"):
        joint.columns([ClaimChange("c9", "drop")])
    with pytest.raises(GameError, match="c1 is changed in two ways"):
        joint.columns([ClaimChange("c1", "drop"), ClaimChange("c1", "deny")])
    with pytest.raises(GameError, match="at least 1"):
        JointChange(brief_of(), 0)
