from __future__ import annotations

import pytest

from standoff.study.claim_value import ClaimValues, GroupValue
from standoff.study.coalitions import Effect
from standoff.view import claim_value


def group(name: str, shared: float, alone: float, last: float, error: float = 0.01) -> GroupValue:
    return GroupValue(
        name,
        ("c1", "c2") if name == "paper" else ("c3",),
        ("prize",),
        Effect(alone, error),
        Effect(shared, error),
        Effect(last, error),
        (),
    )


VALUES = ClaimValues(
    change="deny",
    by="source",
    before=0.5,
    base_before=1.0,
    together=Effect(-0.2, 0.01),
    groups=(
        group("paper", -0.25, -0.3, -0.2),
        group("radio", 0.004, 0.001, 0.03, error=0.02),
        group("letter", 0.001, 0.002, -0.003),
    ),
    interactions=(),
    method="every coalition",
    n_coalitions=8,
    n_orders=0,
    n_draws=100,
    n_answered=100,
    headline="success",
)


def test_what_moves_nothing_in_any_way_is_left_out() -> None:
    rows = claim_value.data(VALUES)
    assert [row["group"] for row in rows] == ["paper", "radio"]
    assert [row["group"] for row in claim_value.data(VALUES, n_most=1)] == ["paper"]
    assert claim_value.left_out(VALUES) == ["Moves it by less than half a point: letter."]
    assert claim_value.left_out(VALUES, n_most=1)[1] == "Smaller than these: radio."


def test_intervals_say_whether_an_effect_is_sure() -> None:
    paper, radio = claim_value.data(VALUES)
    assert (paper["low"], paper["high"]) == pytest.approx((-0.26645, -0.23355), abs=1e-5)
    assert (paper["is_sure"], radio["is_sure"]) == (True, False)
    assert (paper["n_claims"], paper["alone"], paper["last"]) == (2, -0.3, -0.2)


@pytest.mark.parametrize("width", [640, 320])
def test_groups_have_their_words_and_the_change_is_named(width: int) -> None:
    drawn = str(claim_value.chart(VALUES, {"paper": "A \u202epaper"}, width=width).to_dict())
    assert "paper: A paper (2 claims)" in drawn
    assert width < 600 or "chance of success moves when the claims are false" in drawn
    assert "less than half a point: letter." in drawn
    assert "−25" in drawn
    assert "\u202e" not in drawn


def test_nothing_to_show_still_draws() -> None:
    from dataclasses import replace

    assert claim_value.chart(replace(VALUES, groups=())).to_dict()


def test_ticks_are_round_and_within() -> None:
    assert claim_value.ticks(-0.012, 0.013) == [-0.01, -0.005, 0.0, 0.005, 0.01]
    assert claim_value.ticks(-1.0, 1.0) == [-1.0, -0.5, 0.0, 0.5, 1.0]
    assert 0.0 in claim_value.ticks(-0.0004, 0.02)
