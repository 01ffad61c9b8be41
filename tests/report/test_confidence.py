from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.findings_fixture import findings

from standoff.report.confidence import Confidence, confidence, without_source
from standoff.study.findings import Estimate, Findings
from standoff.study.further import Further
from standoff.study.rule_dependence import Dependence, RuleDependence
from standoff.study.sampling_error import share_of


def rules(low: float, high: float, *, completeness: str = "listed") -> RuleDependence:
    """Return the headline under two rules."""
    return RuleDependence(
        ("model", "lowest headline"),
        (),
        (Dependence("drop, mean", (("model", high), ("lowest headline", low))),),
        share_of([True, False]),
        (),
        completeness,
    )


def found(
    interval: tuple[float, float, float],
    ruled: RuleDependence | None,
    *,
    sourced: bool,
) -> Findings:
    """Return findings with as many reasons to be careful as wanted."""
    base = findings()
    headline = Estimate("drop", 0.9, interval, 0.8)
    moving = {each.parameter for each in base.swings}
    claims = ("c1",) if sourced else ()
    return replace(
        base,
        estimates=(headline, *base.estimates[1:]),
        further=Further(rules=ruled),
        parameters=tuple(
            replace(each, claims=claims if each.name in moving else each.claims)
            for each in base.parameters
        ),
    )


SURE, SPLIT = (0.6, 0.8, 0.9), (0.2, 0.6, 0.9)


@pytest.mark.parametrize(
    ("interval", "ruled", "sourced", "level", "n"),
    [
        (SURE, rules(0.7, 0.8), True, "high", 0),
        (SPLIT, rules(0.7, 0.8), True, "moderate", 1),
        (SURE, rules(0.5, 0.8), True, "moderate", 1),
        (SURE, None, True, "moderate", 1),
        (SURE, rules(0.7, 0.8, completeness=""), True, "moderate", 1),
        (SURE, rules(0.7, 0.8), False, "moderate", 1),
        (SPLIT, rules(0.7, 0.8), False, "low", 2),
        (SPLIT, rules(0.0, 1.0), False, "low", 3),
    ],
)
def test_each_reason_takes_one_step_and_low_is_the_last(
    interval: tuple[float, float, float],
    ruled: RuleDependence | None,
    sourced: bool,
    level: str,
    n: int,
) -> None:
    got = confidence(found(interval, ruled, sourced=sourced))
    assert (got.level, len(got.reasons)) == (level, n)


def test_rules_that_differ_by_twenty_points_are_still_close() -> None:
    got = confidence(found(SURE, rules(0.6, 0.8 - 1e-9), sourced=True))
    assert got == Confidence("high", ())


def test_the_share_without_a_source_is_one_of_the_variance() -> None:
    assert without_source(found(SURE, None, sourced=True)) == 0.0
    assert without_source(found(SURE, None, sourced=False)) == 1.0
    assert without_source(replace(findings(), swings=())) == 0.0
