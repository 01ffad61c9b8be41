from __future__ import annotations

from math import nan

import pytest
from tests.report.findings_fixture import findings

from standoff.view.numerals import (
    in_unit,
    meaning_of,
    parameter,
    percent,
    percent_span,
    points,
    rough,
    unit_of,
)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "0 %"),
        (0.001, "under 1 %"),
        (0.005, "under 1 %"),
        (0.006, "1 %"),
        (0.994, "99 %"),
        (0.995, "over 99 %"),
        (1.0, "100 %"),
        (1.25, "125 %"),
        (nan, "no answer"),
    ],
)
def test_percent_is_never_falsely_certain(p: float, text: str) -> None:
    assert _plain(percent(p)) == text


def test_units_decide_how_a_value_is_written() -> None:
    assert _plain(in_unit(0.45, "probability")) == "45 %"
    assert _plain(in_unit(0.25, "share")) == "25 %"
    assert in_unit(0.35, "units of the damage") == ".35"
    assert unit_of(findings(), "p_resolved_secret") == "probability"
    assert unit_of(findings(), "unheard_of") == ""


def test_rough_values_have_two_digits() -> None:
    assert [rough(x) for x in (0.8012, -0.0449, 0.0, 12.34, 1e-9)] == [
        ".8",
        "−.045",
        "0",
        "12",
        "0",
    ]
    assert _plain(rough(0.456, "probability")) == "46 %"


def test_points_are_signed_and_whole() -> None:
    assert [points(x) for x in (0.124, -0.3, 0.004, -0.004, nan)] == [
        "+12",
        "−30",
        "0",
        "0",
        "no answer",
    ]


def test_meanings_fall_back_to_words() -> None:
    assert meaning_of(findings(), "case_value").startswith("What prosecuting")
    assert meaning_of(findings(), "some_new_thing") == "some new thing"
    with pytest.raises(KeyError):
        parameter(findings(), "some_new_thing")


def test_spans_name_the_outer_points() -> None:
    assert _plain(percent_span((0.2, 0.3, 0.6))) == "20 % to 60 %"
