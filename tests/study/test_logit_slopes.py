from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.study.test_local import bluffing

from standoff.game.build import GameBuilder, end, move
from standoff.game.draws import Draws
from standoff.game.tree import Game
from standoff.models import get
from standoff.report.asked.gradient import page
from standoff.report.asked.page import Columns
from standoff.solve.quantal import solve_quantal
from standoff.study.logit_slopes import logit_slopes
from standoff.study.slope_check import SlopeCheck, check_slope

STEPS: NDArray[np.float64] = 1e-3 * np.exp2(-np.arange(4.0))


def checked(f: Callable[..., NDArray[np.float64]], slope: float, at: float = 0.0) -> SlopeCheck:
    return check_slope(slope, float(f(at)), f(at - STEPS), f(at + STEPS), (STEPS, STEPS))


def test_a_right_slope_agrees_and_a_wrong_one_differs() -> None:
    found = checked(np.exp, 1.0)
    assert found.verdict == "agrees"
    assert abs(found.difference - 1.0) <= found.error < 1e-8
    assert found.below == pytest.approx(1.0, abs=1e-9)
    wrong = checked(np.exp, 1.00001)
    assert wrong.verdict == "differs"
    assert "differences give 1 ±" in wrong.reason


def test_a_kink_differs_although_the_middle_agrees() -> None:
    found = checked(np.abs, 0.0)
    assert (found.verdict, found.difference) == ("differs", 0.0)
    assert (found.below, found.above) == pytest.approx((-1.0, 1.0))
    assert "-1 and 1" in found.reason


def test_a_jump_is_on_its_side() -> None:
    found = checked(lambda x: np.where(x > 0, 1.0, 0.0) + x, 1.0)
    assert found.verdict == "differs"
    assert "jumps just above" in found.reason
    assert math.isnan(found.above)
    assert found.below == pytest.approx(1.0)


def test_a_root_settles_nothing_and_no_answer_settles_nothing() -> None:
    # As beside a fold: the slope on one side is infinite.
    found = checked(lambda x: np.sqrt(np.maximum(x, 0.0)), 0.0)
    assert found.verdict == "differs"
    half = checked(lambda x: np.where(x > 0, np.nan, x), 1.0)
    assert half.verdict == "agrees"
    assert half.reason == "no answer was found just above it"
    gone = checked(lambda x: np.where(x == 0, 0.0, np.nan), 1.0)
    assert gone.verdict == "unclear"
    assert "just below and just above" in gone.reason
    rough = checked(lambda x: 1e-4 * np.sin(1e5 * x), 10.0)
    assert rough.verdict != "agrees"


def test_where_the_parameter_cannot_go_there_is_one_side() -> None:
    nothing = np.empty(0)
    found = check_slope(1.0, 1.0, nothing, np.exp(STEPS), (nothing, STEPS))
    assert found.verdict == "agrees"
    assert math.isnan(found.below)


def test_slopes_by_formula_are_borne_out() -> None:
    game = bluffing()
    base = Draws.point({each.name: each.default for each in game.parameters})
    found = logit_slopes(
        game, base.replace(p_resolved=1e-6), 3.0, parameters=("prize", "p_resolved")
    )
    assert {each.state for each in found.slopes} == {"smooth"}
    for each in found.slopes:
        assert each.check is not None
        assert each.check.difference == pytest.approx(each.slope, abs=1e-6)
    # The chance cannot be below zero.
    assert math.isnan(found.slope("quiet", "p_resolved").below)
    assert math.isfinite(found.slope("quiet", "prize").below)
    text = " ".join(part for part in page(found) if isinstance(part, str))
    assert f"all {len(found.slopes)} slopes agree" in text
    assert "quiet by p_resolved: no answer was found just below it." in text


def test_at_a_bound_a_slope_is_said_to_hold_on_one_side() -> None:
    game = get("audience-costs").game()
    base = Draws.point({each.name: each.default for each in game.parameters})
    found = logit_slopes(game, base.replace(damage=0.0), 3.0)
    slope = found.slope("quiet", "damage")
    assert slope.state == "smooth"
    assert math.isnan(slope.below)
    assert slope.above == pytest.approx(slope.slope, rel=1e-6)
    # Percent of nothing is nothing.
    assert math.isnan(slope.elasticity)
    (table,) = (part for part in page(found) if isinstance(part, Columns))
    of_quiet = [row for row in table.body if row[0] == "quiet"]
    sides = {row[1]: row[-1] for row in of_quiet}
    assert sides.pop("damage") == "upward only"
    assert set(sides.values()) == {""}
    assert any("Upward or downward only" in part for part in page(found) if isinstance(part, str))


def test_what_rounding_leaves_is_no_slope() -> None:
    game = bluffing()
    base = Draws.point({each.name: each.default for each in game.parameters})
    for each in logit_slopes(game, base, 3.0).slopes:
        assert each.slope == 0.0 or abs(each.slope) > 1e-13


def meeting() -> Game:
    """Two who like to meet, here or there, and do not see each other choose."""
    here = "max(a, .5)"

    def other(mine: str):
        branches = {
            each: end(f"{mine} {each}", *([here if each == "here" else 1] * 2))
            if each == mine
            else end(f"{mine} {each}", 0, 0)
            for each in ("here", "there")
        }
        return move("B", branches, knows="B chooses")

    return (
        GameBuilder("meeting")
        .players("A", "B")
        .parameter("a", 1)
        .tree(move("A", {each: other(each) for each in ("here", "there")}, knows="A chooses"))
    )


def test_a_branch_that_jumps_is_disputed() -> None:
    """Both places are as good at a = 1: the branch goes straight on, and turns off beside it."""
    game, base = meeting(), Draws.point({"a": 1.0})
    beside = solve_quantal(game, base.replace(a=[0.999, 1.001]), precision=12.0)
    assert beside.p_outcome["here here"].round(2).tolist() == [0.0, 1.0]
    found = logit_slopes(game, base, 12.0)
    slope = found.slope("here here", "a")
    assert slope.state == "disputed"
    assert math.isfinite(slope.slope)
    assert slope.check is not None
    assert slope.check.reason == "the number jumps just below and just above it"
    text = " ".join(part for part in page(found) if isinstance(part, str))
    assert "6 DISAGREE" in text
    assert "here here by a: the number jumps just below and just above it." in text
    assert set(found.table()["check"]) == {"differs"}
    # While players hardly see payoffs nothing turns off.
    assert {each.state for each in logit_slopes(game, base, 1.0).slopes} == {"smooth"}


def test_a_kink_of_a_payoff_is_disputed() -> None:
    slope = logit_slopes(meeting(), Draws.point({"a": 0.5}), 1.0).slope("here here", "a")
    assert slope.state == "disputed"
    assert slope.below == pytest.approx(0.0, abs=1e-9)
    assert slope.above > 0.05
    assert slope.check is not None
    assert "the slopes on the two sides are" in slope.check.reason
