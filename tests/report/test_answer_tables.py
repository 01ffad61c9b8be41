"""Tables in a terminal: lines break at blanks, and columns that do not fit have their own table."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from standoff.report.asked.page import Columns, render, side_by_side, widths

NAMES = ("private pooling", "public pooling", "private semi", "public semi", "rupture", "no threat")
TABLE = Columns(
    ("rule", *NAMES),
    tuple((rule, *[".123"] * len(NAMES)) for rule in ("model", "worst for challenger")),
)


def shown(part: Columns, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), markup=False, color_system=None)
    console.print(*render(["Heading", part]), sep="\n")
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [100, 80, 60, 40])
def test_no_word_is_broken_and_every_column_is_shown(width: int) -> None:
    told = shown(TABLE, width)
    for word in {word for name in ("rule", "challenger", *NAMES) for word in name.split()}:
        assert word in told.split()
    assert told.count(".123") == 2 * len(NAMES)
    assert max(len(each.rstrip()) for each in told.splitlines()) <= width


def test_what_does_not_fit_comes_below_with_the_names_of_the_rows() -> None:
    assert side_by_side(TABLE, 100) == [[0, 1, 2, 3, 4, 5, 6]]
    tables = side_by_side(TABLE, 40)
    assert len(tables) > 1
    assert all(each[0] == 0 for each in tables)
    assert [i for each in tables for i in each[1:]] == [1, 2, 3, 4, 5, 6]
    assert shown(TABLE, 40).count("model") == len(tables)


def test_the_widest_column_gives_way() -> None:
    part = Columns(("a", "b"), (("one two three four", "five six"),))
    assert widths(part, [0, 1], 80) == [18, 8]
    assert widths(part, [0, 1], 22) == [10, 8]


def test_a_word_longer_than_the_page_is_broken() -> None:
    part = Columns(("a", "b"), (("x" * 90, "y"),))
    told = shown(part, 40)
    assert told.count("x") == 90
    assert max(len(each.rstrip()) for each in told.splitlines()) <= 40
