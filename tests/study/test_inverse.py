from __future__ import annotations

import numpy as np
import pytest
from tests.study.plane import POINT, Painted

from standoff.game.draws import Draws
from standoff.report.asked.how_much import page
from standoff.study.asked import Asked
from standoff.study.condition import Condition, parse_condition
from standoff.study.inverse import how_much
from standoff.study.sampling_error import quantile_of, share_of


def test_how_large_must_the_audience_cost_be(asked: Asked) -> None:
    condition = parse_condition("drop >= .5", asked.subject, asked.base_answer)
    found = how_much(
        asked.subject, asked.base, "audience_cost_private", condition, (0.0, 1.0),
        draws=asked.draws, given=asked.given,
    )  # fmt: skip
    (span,) = found.spans
    # From e_R on, where a resolved challenger would carry the threat out, up to a_u (A2).
    assert (span.low.value, span.high.value) == (0.1, 0.4)
    assert span.low.closed
    assert span.high.closed
    assert "(a tie)" in span.low.at
    assert not span.low.cut
    assert str(span) == "[0.1, 0.4]"
    assert found.finest > 0.0
    now = condition.holds(asked.answers)[: found.n_draws]
    assert found.share_now.value == pytest.approx(now.mean())
    assert found.share_now.value <= found.share_some.value


def test_ends_are_open_where_it_fails_there() -> None:
    painted = Painted(lambda x, y: (x > 0.25) & (x <= 0.5) | (x >= 0.75))
    found = how_much(painted, POINT, "x", Condition("regime", "is", value="land"), (0.0, 1.0))
    assert [str(each) for each in found.spans] == ["(0.25, 0.5]", "[0.75, 1]"]
    # The search ends at the bound of the parameter, so nothing lies beyond.
    assert not found.spans[1].high.cut
    assert not found.holds_now or found.value == 0.5


def test_an_end_of_the_search_is_said_to_be_one() -> None:
    painted = Painted(lambda x, y: y > 2)
    found = how_much(painted, POINT, "y", Condition("regime", "is", value="land"), (0.0, 3.0))
    (span,) = found.spans
    assert (str(span), span.high.cut, span.low.cut) == ("(2, 3]", True, False)


def test_nothing_suffices() -> None:
    painted = Painted(lambda x, y: 0 * x)
    found = how_much(painted, POINT, "y", Condition("regime", "is", value="land"), (0.0, 3.0))
    assert found.spans == ()
    assert not found.holds_now


def test_the_least_value_over_draws_has_its_distribution() -> None:
    """With y uniform the least x that suffices is y where y <= .8, else there is none."""
    y = (np.arange(2000) + 0.5) / 2000
    draws = Draws.from_columns({"x": np.full(2000, 0.1), "y": y})
    painted = Painted(lambda x, y: (x >= y) & (y <= 0.8))
    found = how_much(
        painted, POINT, "x", Condition("regime", "is", value="land"), (0.0, 1.0), draws=draws
    )
    assert found.share_some.value == pytest.approx(0.8)
    assert found.share_some.low < 0.8 < found.share_some.high
    assert found.share_now.value == pytest.approx(0.1)
    for q, least in found.least:
        assert least.value == pytest.approx(0.8 * q, abs=1e-3)
        assert least.low < 0.8 * q < least.high
    assert found.share_apart.value == 0.0


def test_an_open_low_end_is_a_limit_and_does_not_suffice() -> None:
    draws = Draws.from_columns({"x": np.full(60, 0.5), "y": np.linspace(0, 0.9, 60)})
    land = Condition("regime", "is", value="land")
    opened = how_much(
        Painted(lambda x, y: (x > 0) & (x > y - 0.3)), POINT, "x", land, (0.0, 1.0), draws=draws
    )
    # Below .3 of y it holds for every value but 0; above, from y - .3 on.
    assert opened.share_at_low.value == 0.0
    assert opened.share_above_low.value == pytest.approx(np.mean(draws["y"] <= 0.3))
    assert opened.least[0][1].value == 0.0
    text = " ".join(part for part in page(opened) if isinstance(part, str))
    assert "Where it begins just above 0, that is a limit: 0 itself fails." in text
    closed = how_much(Painted(lambda x, y: x >= y - 0.3), POINT, "x", land, (0.0, 1.0), draws=draws)
    assert closed.share_at_low.value == opened.share_above_low.value
    assert closed.share_above_low.value == 0.0
    assert not any("limit" in part for part in page(closed) if isinstance(part, str))


def test_sampling_ranges_hold_what_they_promise() -> None:
    rng = np.random.default_rng(8)
    shares = [share_of(rng.random(200) < 0.3) for _ in range(400)]
    assert np.mean([each.low <= 0.3 <= each.high for each in shares]) == pytest.approx(
        0.9, abs=0.04
    )
    quantiles = [quantile_of(rng.random(300), 0.75) for _ in range(400)]
    held = np.mean([each.low <= 0.75 <= each.high for each in quantiles])
    assert held == pytest.approx(0.9, abs=0.05)
