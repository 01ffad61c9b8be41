from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.study.asked import Asked
from standoff.study.parameters import parameters, spread
from standoff.study.regime_map import regime_map
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


def test_the_map_spans_what_the_model_calls_decisive(asked: Asked) -> None:
    found = regime_map(asked, swings(asked))
    assert found is not None
    assert (found.x, found.y) == ("p_resolved_secret", "case_value")
    assert found.point == (0.45, 0.35)
    assert found.x_interval == (0.2, 0.45, 0.6)
    n = len(found.x_values)
    assert len(found.codes) == len(found.y_values) == n
    for ix, iy in ((0, 0), (n - 1, 0), (n // 2, n // 2), (5, n - 1)):
        draw = asked.base.replace(
            p_resolved_secret=found.x_values[ix], case_value=found.y_values[iy]
        )
        regime = asked.subject.answer(draw, asked.given).categories["regime"][0]
        assert found.names[found.codes[iy][ix]] == regime
    assert found.sample[0] == (asked.draws["p_resolved_secret"][0], asked.draws["case_value"][0])


def test_without_two_parameters_that_move_anything_there_is_no_map(asked: Asked) -> None:
    assert regime_map(asked, ()) is None
    assert regime_map(asked, swings(asked)[:1]) is None


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
