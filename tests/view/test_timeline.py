from __future__ import annotations

from datetime import date

import pytest
from tests.report.findings_fixture import case_of

from standoff.case.date import CaseDate
from standoff.case.schema import Case
from standoff.view import timeline
from standoff.view.svg import to_svg

EVENTS = """
standoff: 1
id: x
title: x
sides:
  - {id: A, name: Atlantis, role: challenger}
  - {id: B, name: Borduria, role: target}
sources: [{id: s, title: S}]
actors: [{id: a1, name: Minister, side: A}]
claims:
  - {id: c1, says: one, who: [a1], status: [anonymous, named], source: s, reliability: B,
     credibility: 2}
  - {id: c2, says: two, who: [outlet], status: [outlet], source: s, reliability: B, credibility: 2}
  - {id: c3, says: three, who: [a1], status: [silence], source: s, reliability: B, credibility: 2}
events:
  - {id: last, date: 2031-05-20, what: the end, actor: B, claims: [c2]}
  - {id: month, date: 2031-05, what: in May, actor: a1, claims: [c1]}
  - {id: old, date: 2025, what: long ago}
  - {id: between, date: unknown, after: 2031-05-01, before: 2031-05-10, what: x, denial: [c3]}
  - {id: open, date: unknown, what: whenever}
  - {id: since, date: unknown, after: 2031-05-02, what: later}
  - {id: first, date: 2031-05-01, what: the start, actor: B}
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of(EVENTS)


def test_events_are_ordered_by_the_last_day_they_can_have_been(case: Case) -> None:
    rows = timeline.data(case)
    assert [row["event"] for row in rows] == [
        "old", "first", "since", "between", "last", "month", "open",
    ]  # fmt: skip
    assert [row["number"] for row in rows] == list(range(1, 8))


def test_dates_are_told_as_precisely_as_they_are_known(case: Case) -> None:
    said = {row["event"]: row["date"] for row in timeline.data(case)}
    assert said == {
        "old": "2025",
        "first": "1 May 2031",
        "since": "from 2 May 2031 on",
        "between": "between 1 May 2031 and 10 May 2031",
        "last": "20 May 2031",
        "month": "May 2031",
        "open": "date unknown",
    }
    assert timeline.day_text(CaseDate()) == "date unknown"


def test_every_event_has_a_side_and_its_best_support(case: Case) -> None:
    rows = {row["event"]: row for row in timeline.data(case)}
    assert rows["month"]["side"] == "Atlantis"
    assert rows["last"]["side"] == "Borduria"
    assert rows["open"]["side"] == "nobody named"
    assert rows["month"]["support"] == "named"
    assert rows["last"]["support"] == "outlet"
    assert rows["between"]["support"] == "silence", "a denial is a report too"
    assert rows["open"]["support"] == "none"


def test_the_window_leaves_out_what_lies_long_before(case: Case) -> None:
    start, end = timeline.window(case)
    assert date(2031, 4, 20) < start < date(2031, 5, 1)
    assert date(2031, 5, 31) <= end < date(2031, 6, 5), "the whole month that an event may be in"


def test_the_window_ends_where_the_knowledge_of_the_case_ends() -> None:
    known = case_of(EVENTS.replace("title: x\n", "title: x\nas_of: 2031-05-22\n", 1))
    assert date(2031, 5, 22) <= timeline.window(known)[1] < date(2031, 5, 27)


@pytest.mark.parametrize("text", [EVENTS, "standoff: 1\nid: x\ntitle: x\n"])
def test_it_draws(text: str) -> None:
    chart = timeline.chart(case_of(text))
    assert to_svg(chart, title="t", description="d", id_prefix="x").startswith("<svg")


@pytest.mark.parametrize("when", ["2031", "unknown", "2031-05"])
def test_a_single_event_of_any_precision_draws(when: str) -> None:
    head = EVENTS.split("events:")[0]
    text = head + f"events:\n  - {{id: one, date: {when}, what: it}}\n"
    drawn = to_svg(timeline.chart(case_of(text)), title="t", description="d", id_prefix="x")
    assert ">1</text>" in drawn
    assert "NaN" not in drawn
