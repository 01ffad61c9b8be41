from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.findings_fixture import findings

from standoff.study.findings import Distributions
from standoff.view import threat


def test_rows_are_the_steps_of_both_histograms() -> None:
    rows = threat.data(findings(), "private")
    held = [row for row in rows if row["what"] == "held"]
    needed = [row for row in rows if row["what"] == "needed"]
    assert [row["share"] for row in held] == [0.2, 0.5, 0.3], "empty steps are left out"
    assert sum(row["share"] for row in needed) == pytest.approx(1.0)


def test_needs_above_certainty_are_gathered_in_one_step() -> None:
    last = threat.data(findings(), "private")[-1]
    assert last["from"] > 1
    assert last["share"] == 0.05
    assert "no belief is enough" in str(threat.chart(findings(), "private").to_dict())


def test_only_the_histogram_of_the_threat_itself_is_drawn() -> None:
    own = Distributions("belief_uninformative_public", (0.0, 1.0), (1.0,))
    found = findings(histograms=(*findings().histograms, own))
    assert [row["share"] for row in threat.data(found, "public")] == [1.0]


def test_without_histograms_todays_values_are_still_drawn() -> None:
    bare = findings(histograms=())
    assert threat.data(bare, "public") == []
    drawn = str(threat.chart(bare, "public").to_dict()).replace("\\u202f", " ")
    assert "belief if everybody made it: 45 %" in drawn
    assert "belief needed: 50 %" in drawn


def test_a_need_above_certainty_says_so() -> None:
    found = findings()
    hopeless = replace(
        found.threats[1], belief_needed=replace(found.threats[1].belief_needed, base=1.21)
    )
    drawn = str(threat.chart(replace(found, threats=(hopeless,)), "public").to_dict())
    assert "more than 100" in drawn


def test_an_unknown_threat_is_refused() -> None:
    with pytest.raises(StopIteration):
        threat.chart(findings(), "semaphore")
