from __future__ import annotations

import math

import numpy as np
import pytest
from tests.brief.cases import HEAD, brief_of
from tests.study.formula import Formula

from standoff.brief import Brief, draw_parameters
from standoff.errors import GameError, UnknownName
from standoff.study.asked import ask
from standoff.study.rules import under
from standoff.study.shares import answer_shares
from standoff.study.sobol_indices import sobol_indices
from standoff.study.subject import subject_of
from standoff.study.timeline import timeline

CASE = f"""{HEAD}
assumptions:
  - {{parameter: X, range: "uniform(0, 1)", because: So., claims: [c1]}}
  - {{parameter: prize, range: "uniform(0, 1)", because: So., claims: [c2]}}
"""
X, V = "case_value", "prize"


@pytest.fixture(scope="module")
def brief() -> Brief:
    return brief_of(CASE)


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_ranges_hold_the_truth_in_nine_of_ten_runs(brief: Brief, sampling: str) -> None:
    # (X + V) / 2 > .35 has the chance 1 - .7 ** 2 / 2 = .755; its mean is 1 / 2.
    subject = Formula(lambda d: (d[X] + d[V]) / 2, cut=0.35)
    n_runs = 60 if sampling == "random" else 30
    held, width = np.zeros(2), 0.0
    for seed in range(0, n_runs * 16, 16):
        found = answer_shares(brief, subject=subject, n_draws=1024, seed=seed, sampling=sampling)
        high, mean = found.share("regime", "high"), found.chances[0].estimate
        held += [high.low <= 0.755 <= high.high, mean.low <= 0.5 <= mean.high]
        width += (high.high - high.low) / n_runs
    assert found.chances[0].name == "y"
    # Nine of ten expected; less than eight of ten is three standard deviations off.
    assert (held >= (46 if sampling == "random" else 23)).all()
    # At random 2 * 1.645 * sqrt(.755 * .245 / 1024) = .044; evenly spread draws know it better.
    assert width == pytest.approx(0.044, abs=0.002) if sampling == "random" else width < 0.03


def test_draws_without_an_answer_have_a_share_of_their_own(brief: Brief) -> None:
    subject = Formula(lambda d: d[X], lambda d: d[V] < 0.25)
    found = answer_shares(brief, subject=subject, n_draws=4000)
    assert found.no_answer.low < 0.25 < found.no_answer.high
    assert found.n_answered == 4000 - round(found.no_answer.value * 4000)
    names = dict(found.categories)["regime"]
    assert sum(each.estimate.value for each in names) == pytest.approx(1.0)
    assert names[0].estimate.n == found.n_answered
    never = answer_shares(brief, subject=Formula(lambda d: d[X], lambda d: d[X] < 2), n_draws=50)
    assert never.no_answer.value == 1.0
    assert math.isnan(never.chances[0].estimate.value)
    assert math.isnan(never.share("regime", "high").value)


def test_scramblings_that_agree_leave_what_independent_draws_would(brief: Brief) -> None:
    found = answer_shares(
        brief, subject=Formula(lambda d: d[X], cut=2), n_draws=800, sampling="sobol"
    )
    low = found.share("regime", "low")
    # Wilson at 800 of 800: 1 / (1 + 1.645 ** 2 / 800).
    assert (low.value, low.high) == (1.0, 1.0)
    assert low.low == pytest.approx(1 / (1 + 1.6448536**2 / 800))
    assert (found.method, found.n_replicates) == ("replicates", 16)


def test_every_rule_of_selection_can_be_asked(brief: Brief) -> None:
    own = subject_of(brief)
    plain = answer_shares(brief, n_draws=300)
    other = answer_shares(brief, subject=under(own, "lowest headline"), n_draws=300)
    assert plain.rule != other.rule
    assert other.chances[0].estimate.value <= plain.chances[0].estimate.value + 1e-12
    assert set(dict(plain.categories)) >= {"regime"}


def test_too_few_draws_are_refused(brief: Brief) -> None:
    with pytest.raises(GameError, match="at least 3"):
        answer_shares(brief, sampling="sobol", n_replicates=2)
    with pytest.raises(GameError, match="cannot be shared"):
        answer_shares(brief, n_draws=8, sampling="sobol")


def test_no_draws_and_an_unknown_way_to_sample_are_refused(founding) -> None:
    with pytest.raises(GameError, match="at least 1, found 0"):
        ask(founding, n_draws=0)
    with pytest.raises(GameError, match="at least 1, found 0"):
        timeline(founding, n_draws=0)
    with pytest.raises(GameError):
        answer_shares(founding, n_draws=0)
    with pytest.raises(GameError, match="at least 16, found 0"):
        sobol_indices(founding, n_rows=0)
    for question in (draw_parameters, lambda *a, **b: answer_shares(a[0], n_draws=a[1], **b)):
        with pytest.raises(UnknownName, match="unknown way to sample 'even'"):
            question(founding, 100, sampling="even")


def test_kinds_that_only_later_runs_bring_about_are_counted(founding: Brief) -> None:
    subject = under(subject_of(founding), "worst for target")
    found = answer_shares(founding, subject=subject, n_draws=160, sampling="sobol")
    ((name, shares),) = found.categories
    assert name == "regime"
    assert sum(each.estimate.value for each in shares) == pytest.approx(1.0)
