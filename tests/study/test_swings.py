from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.study.asked import Asked
from standoff.study.map_axes import map_axes, mapped_range
from standoff.study.parameters import parameters, spread
from standoff.study.swings import swings


def test_the_worth_of_the_case_and_the_belief_swing_most(asked: Asked) -> None:
    found = swings(asked)
    assert [each.parameter for each in found[:2]] == ["case_value", "p_resolved_secret"]
    sizes = [each.size for each in found]
    assert sizes == sorted(sizes, reverse=True)
    by_name = {each.parameter: each for each in found}
    # A dearer case is given up less often, a believed threat works more often.
    assert by_name["case_value"].headline_low > by_name["case_value"].headline_high
    assert by_name["p_resolved_secret"].headline_low < by_name["p_resolved_secret"].headline_high
    assert "damage" not in by_name
    assert by_name["p_leak"].size == 0.0
    assert by_name["p_leak"].variance_share < 0.02
    assert sum(each.variance_share for each in found) < 1.0


def test_both_ends_use_the_other_parameters_as_drawn(asked: Asked) -> None:
    found = {each.parameter: each for each in swings(asked)}["prize"]
    answers = asked.subject.answer(asked.draws.replace(prize=1.2), asked.given)
    drop = answers.probabilities["drop"]
    assert found.headline_high == pytest.approx(drop[np.isfinite(drop)].mean(), abs=1e-12)
    assert (found.low, found.high) == (0.3, 1.2)


def test_the_map_is_about_what_the_model_calls_decisive(asked: Asked) -> None:
    axes = map_axes(asked, swings(asked))
    assert axes is not None
    assert [each.name for each in axes] == ["p_resolved_secret", "case_value"]
    # The plausible values and a quarter of their width on both sides, where that is possible.
    assert mapped_range(asked, axes[0]) == pytest.approx((0.1, 0.7))


def test_without_two_parameters_that_move_anything_there_is_no_map(asked: Asked) -> None:
    assert map_axes(asked, ()) is None
    assert map_axes(asked, swings(asked)[:1]) is None


def test_parameters_are_told_with_their_origin(asked: Asked) -> None:
    found = {each.name: each for each in parameters(asked.brief)}
    assert list(found) == [each.name for each in asked.subject.parameters]
    value = found["case_value"]
    assert (value.origin, value.symbol, value.range_text) == ("assumption", "X", "0.2 to 0.8")
    assert value.interval == (0.2, 0.35, 0.8)
    assert "c13" in value.claims
    lines = Path(asked.brief.path).read_text(encoding="utf-8").splitlines()
    assert lines[value.line - 1].strip() == "- parameter: case_value"
    for each in asked.subject.parameters:
        belief = asked.brief.distributions[each.name]
        points = belief.quantile([0.05, 0.5, 0.95], each.low, each.high)
        assert spread(asked.brief, each) == pytest.approx(tuple(points), abs=1e-12)
