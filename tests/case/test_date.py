from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case import CaseDate


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("2020-11-18", "day", date(2020, 11, 18), date(2020, 11, 18)),
        ("2020-02", "month", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020", "year", date(2020, 1, 1), date(2020, 12, 31)),
        (2020, "year", date(2020, 1, 1), date(2020, 12, 31)),
        ("0476", "year", date(476, 1, 1), date(476, 12, 31)),
        ("unknown", "unknown", None, None),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(
    written: str | int, precision: str, first: date | None, last: date | None
):
    when = CaseDate.parse(written)
    assert (when.precision, when.first, when.last) == (precision, first, last)
    assert CaseDate.parse(str(when)) == when


@pytest.mark.parametrize(
    "written",
    ["2020-02-30", "2021-02-29", "2020-13", "2020-00", "2020-1-5", "18.11.2020", "", "soon",
     "2020-11-18T22:30", "0000", 0, -5, 10_000, 62, 476, "62", "0o3652", "２０２０"],
)  # fmt: skip
def test_dates_that_do_not_exist_are_refused(written: str | int):
    with pytest.raises(ValueError, match=r"."):
        CaseDate.parse(written)


def test_fields_need_the_larger_ones():
    for fields in ((None, 2, None), (2020, None, 2), (None, None, 1)):
        with pytest.raises(ValueError, match="needs a"):
            CaseDate(*fields)


def test_before_means_surely_before():
    day, month, later = map(CaseDate.parse, ("2020-11-18", "2020-11", "2020-12"))
    assert day.is_before(later)
    assert month.is_before(later)
    assert not month.is_before(day)
    assert not day.is_before(month)
    assert not day.is_before(CaseDate())
    assert not CaseDate().is_before(day)


@given(st.dates())
def test_every_day_survives_being_written(day: date):
    when = CaseDate.parse(day.isoformat())
    assert (when.first, when.last, str(when)) == (day, day, day.isoformat())
