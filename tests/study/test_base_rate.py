"""Base rates beside the answer: the numbers, and that a reader gets to see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.stats import binomtest
from tests.brief.test_estimated import CASE, written

from standoff.brief import brief_case
from standoff.report.page import render
from standoff.report.trace import Trail
from standoff.study import analyze
from standoff.study.base_rate import base_rates
from standoff.study.sampling_error import wilson

#: Two-sided 95 %.
Z = 1.959963984540054


def test_the_rate_and_its_interval(tmp_path: Path) -> None:
    (rate,) = base_rates(brief_case(written(tmp_path)))
    assert (rate.n_happened, rate.n_among) == (144, 633)
    known = binomtest(144, 633).proportion_ci(method="wilson")
    assert (rate.low, rate.high) == pytest.approx((known.low, known.high), rel=1e-9)
    assert rate.source == "data"


@pytest.mark.parametrize(("happened", "among"), [(0, 5), (5, 5), (1, 1), (3, 10_000)])
def test_wilson_is_scipys(happened: int, among: int) -> None:
    known = binomtest(happened, among).proportion_ci(method="wilson")
    assert wilson(happened / among, among, Z) == pytest.approx((known.low, known.high), abs=1e-12)


def test_no_rate_is_asked_for_or_nothing_was_observed(tmp_path: Path) -> None:
    without = CASE.replace(
        "    base_rate: {outcome: CD, among: [CD, SF, BD], says: Threatened targets gave in}\n", ""
    )
    assert base_rates(brief_case(written(tmp_path, without))) == ()
    assert base_rates(brief_case(written(tmp_path, outcomes={}))) == ()


def test_it_stands_in_the_report_and_can_be_followed(tmp_path: Path) -> None:
    brief = brief_case(written(tmp_path))
    page = render(analyze(brief, n_draws=200), brief)
    assert "Threatened targets gave in in 144 of 633" in page
    assert "errors clustered by dyad" in page
    step = Trail(brief.case, brief.parameters).follow("audience_cost")
    fit = step.below[0].below[0]
    assert (fit.kind, fit.name) == ("fit", "sanctions")
    assert "-1 times a:(Intercept)" in fit.facts[0]
    assert [each.name for each in fit.below] == ["data"]
