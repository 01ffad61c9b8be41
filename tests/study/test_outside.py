from __future__ import annotations

import math

import pytest
from tests.brief.cases import SMALL, brief_of

from standoff.study import analyze
from standoff.study.asked import Asked, ask
from standoff.study.outside import outside


def test_draws_outside_are_counted_by_what_they_break_and_solved_numerically(
    asked: Asked,
) -> None:
    found = outside(asked)
    assert found is not None
    broken = {name: n for name, _, n in found.broken}
    assert found.n_outside == int((~asked.answers.has_answer).sum())
    assert max(broken.values()) <= found.n_outside <= sum(broken.values())
    assert found.n_solved == min(100, found.n_outside)
    assert found.n_verified >= 0.9 * found.n_solved
    assert 0.0 < found.headline < 1.0
    assert "prefers the suspect's return" in found.broken[0][1]


def test_inside_the_assumptions_there_is_nothing_to_say() -> None:
    fixed = SMALL.replace('range: "uniform(.4, 1)"', "value: .6, range: fixed")
    assert outside(ask(brief_of(fixed), n_draws=200)) is None


def test_a_case_outside_the_model_says_so_everywhere_and_still_counts() -> None:
    # The prize is worth nothing: nobody would threaten for it, and A1 fails.
    text = SMALL.replace('range: "uniform(.4, 1)"', "value: .01, range: fixed")
    found = analyze(brief_of(text), n_draws=60)
    assert dict(found.base)["regime"] == ""
    assert [(each.status, each.n_draws) for each in found.statuses] == [("outside assumptions", 60)]
    assert found.outside is not None
    assert found.outside.broken[0][0] == "A1"
    assert found.outside.n_verified == found.outside.n_solved == 60
    # On the tree nobody threatens for so little.
    assert found.outside.headline == pytest.approx(0.0, abs=1e-9)
    assert found.equilibria == ()
    assert math.isnan(found.estimate("drop").base)
    assert math.isnan(found.estimate("drop").mean)
    assert found.verification.n_checked == 0
    assert found.cross_check.verified
    assert found.further.boundaries is None


def test_the_trees_number_is_not_given_where_it_would_mean_something_else() -> None:
    # After notice the model speaks of the crisis that follows, the tree also of the escape.
    text = SMALL.replace("given: [secret]", "given: [notify]").replace(
        'range: "uniform(.4, 1)"', "value: .2, range: .05 to .5"
    )
    found = outside(ask(brief_of(text), n_draws=200))
    assert found is not None
    assert found.n_solved > 0
    assert math.isnan(found.headline)
