from __future__ import annotations

from math import isnan

from tests.report.findings_fixture import findings

from standoff.view import questions


def test_questions_stay_in_the_order_of_the_case() -> None:
    rows = questions.data(findings())
    assert [row["question"] for row in rows] == ["harder", "silent"]
    assert (rows[0]["before"], rows[0]["after"]) == (0.52, 0.3)
    assert isnan(rows[1]["after"])


def test_a_question_without_an_answer_says_so() -> None:
    drawn = str(questions.chart(findings()).to_dict())
    assert "no answer: outside what the model assumes" in drawn
    assert "What if nobody could threaten?" in drawn


def test_no_questions_draw_nothing_wrong() -> None:
    assert questions.chart(findings(questions=())).to_dict()
