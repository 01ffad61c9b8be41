from __future__ import annotations

from tests.report.findings_fixture import CONVINCED, DOUBTING, SILENT, findings

from standoff.view import outcomes


def test_the_most_frequent_comes_first_with_its_words() -> None:
    rows = outcomes.data(findings(), meanings={DOUBTING: "bluffs"})
    assert [row["name"] for row in rows] == [DOUBTING, CONVINCED, SILENT]
    assert rows[0]["text"] == "bluffs"
    assert [row["is_base"] for row in rows] == [False, True, False]


def test_what_never_happens_is_left_out_unless_it_is_the_answer() -> None:
    assert [row["name"] for row in outcomes.data(findings(), "settlement")] == [
        "exonerate",
        "honor",
    ]
    odd = findings(base=(("settlement", "scapegoat"),))
    assert outcomes.data(odd, "settlement")[-1]["name"] == "scapegoat"


def test_an_unknown_category_has_no_rows_and_still_draws() -> None:
    assert outcomes.data(findings(), "weather") == []
    assert outcomes.chart(findings(), "weather").to_dict()


def test_charts_hold_the_rows() -> None:
    assert "44" not in str(outcomes.data(findings()))
    drawn = str(outcomes.chart(findings(), meanings={DOUBTING: "bluffs"}).to_dict())
    assert f"{DOUBTING}: bluffs" in drawn
    assert "exonerate" in str(outcomes.chart(findings(), "settlement").to_dict())
