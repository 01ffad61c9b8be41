from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest
from tests.report.findings_fixture import findings

from standoff.view import break_even


def test_the_nearest_flip_comes_first() -> None:
    rows = break_even.data(findings())
    assert [row["parameter"] for row in rows] == ["case_value", "p_resolved_secret"]
    first = rows[0]["crossings"][0]
    assert first["distance"] == pytest.approx(0.051 / 0.6)
    assert [c["in_range"] for c in rows[0]["crossings"]] == [True, False]


def test_parameters_that_flip_nothing_are_shown_on_request() -> None:
    rows = break_even.data(findings(), only_flips=False)
    assert rows[-1]["parameter"] == "audience_cost_private"
    assert rows[-1]["crossings"] == []


def test_a_parameter_without_a_range_has_no_strip() -> None:
    found = findings()
    fixed = replace(found.break_evens[0], low=0.35, high=0.35)
    assert break_even.data(replace(found, break_evens=(fixed,)), only_flips=False) == []
    assert break_even.nearest(fixed) == inf


def test_distances_count_in_widths_of_the_range() -> None:
    near, nearer, none = findings().break_evens
    assert break_even.nearest(near) == pytest.approx(0.051 / 0.6)
    assert break_even.nearest(nearer) == pytest.approx(0.0485 / 0.4)
    assert break_even.nearest(none) == inf


def test_crossings_far_outside_are_not_drawn() -> None:
    found = findings()
    first = found.break_evens[0]
    far = replace(first.crossings[1], value=40.0)
    changed = replace(found, break_evens=(replace(first, crossings=(first.crossings[0], far)),))
    drawn = str(break_even.chart(changed).to_dict())
    assert "'.401'" in drawn
    assert "'40'" not in drawn
