from __future__ import annotations

from tests.report.findings_fixture import case_of, findings

from standoff.report.evidence import STATUSES, evidence


def test_a_claim_knows_what_hangs_on_it() -> None:
    row = evidence(findings(), case_of()).row("c2")
    assert row.parameters == ("audience_cost_private", "p_resolved_secret")
    assert set(row.effects) == {"deny", "drop", "downgrade"}
    assert row.disputes == ("c4",), "a dispute counts from both ends"
    assert [conflict.id for conflict in row.conflicts] == ["was-it-said"]
    assert row.source.id == "gazette"


def test_support_counts_from_both_ends() -> None:
    found = evidence(findings(), case_of())
    assert found.row("c5").supports == ("c6",)
    assert found.row("c6").supports == ("c5",)


def test_speakers_are_named_and_the_outlet_by_its_title() -> None:
    found = evidence(findings(), case_of())
    assert found.row("c1").speakers == ("Coast guard",)
    assert found.row("c2").speakers == ("Ferries may be turned away",)
    assert found.row("c1").sides == ("Norland",)


def test_voices_sort_claims_by_side_and_status() -> None:
    voices = {row.side: row.cells for row in evidence(findings(), case_of()).voices}
    order = list(STATUSES)
    assert voices["Norland"][order.index("official")] == ("c1",)
    assert voices["Sudmark"][order.index("named")] == ("c3", "c4")
    assert voices["the outlet itself"][order.index("outlet")] == ("c5", "c6")
    assert voices["the outlet itself"][order.index("anonymous")] == ("c2",)


def test_events_come_in_the_order_of_time_with_numbers() -> None:
    rows = evidence(findings(), case_of()).events
    assert [(row.number, row.event.id, row.when, row.actor) for row in rows] == [
        (1, "seizure", "1 May 2031", "Coast guard"),
        (2, "threat", "May 2031", "Minister of Ports"),
    ]


def test_sources_list_claims_by_paragraph() -> None:
    text = """
standoff: 1
id: x
title: x
sides: [{id: a, name: A, role: target}]
sources: [{id: s, title: S}]
claims:
  - {id: c1, says: one, who: [outlet], status: [outlet], source: s, paragraphs: [4, 2],
     reliability: B, credibility: 2}
  - {id: c2, says: two, who: [outlet], status: [outlet], source: s, paragraphs: [4],
     reliability: B, credibility: 2}
  - {id: c3, says: three, who: [outlet], status: [outlet], source: s,
     reliability: B, credibility: 2}
"""
    (row,) = evidence(findings(), case_of(text)).sources
    assert row.paragraphs == ((2, ("c1",)), (4, ("c1", "c2")))
    assert row.without_paragraph == ("c3",)
