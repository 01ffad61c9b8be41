from __future__ import annotations

from dataclasses import replace
from math import nan

from tests.report.findings_fixture import findings

from standoff.view import tornado


def test_only_what_moves_or_explains_is_shown() -> None:
    rows = tornado.data(findings())
    assert [row["parameter"] for row in rows] == [
        "case_value",
        "p_resolved_secret",
        "audience_cost_private",
    ]


def test_ends_are_written_in_the_unit_of_the_parameter() -> None:
    rows = tornado.data(findings())
    assert (rows[0]["low"], rows[0]["high"]) == (".2", ".8")
    assert rows[1]["low"].replace("\u202f", " ") == "20 %"
    assert rows[0]["average"] == 0.52


def test_the_number_of_rows_is_limited() -> None:
    assert len(tornado.data(findings(), n_most=1)) == 1


def test_an_end_without_an_answer_is_not_drawn() -> None:
    found = findings()
    swing = replace(found.swings[0], headline_high=nan)
    changed = replace(found, swings=(swing,))
    assert tornado.data(changed)[0]["parameter"] == "case_value"
    drawn = str(tornado.chart(changed).to_dict())
    assert "nan" not in drawn
    assert "'.8'" not in drawn
