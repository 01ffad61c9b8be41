"""Rows of bars: where names, bars and words stand."""

from __future__ import annotations

from typing import TypeVar

from standoff.view.bars import STEP, Strip, Title, bar, beside, guide, ring, rows, span, track
from standoff.view.marks import Bar, Dot, Mark, Rule, Words

RED = "#cc0000"
Kind = TypeVar("Kind", Bar, Dot, Rule, Words)


def places(kind: type[Kind], marks: list[Mark]) -> list[Kind]:
    return [mark for mark in marks if isinstance(mark, kind)]


def test_marks_are_placed_across_by_numbers_and_down_from_the_middle_of_their_row() -> None:
    items = [bar(0, 0.5, RED), span(0.2, 0.4, down=3), ring(0.3, RED), beside("30 %", 1)]
    marks, bottom = rows([Strip("one", items), Strip("two", items)], lambda p: 100 * p, 10)
    assert bottom == 10 + 2 * STEP
    first, second = places(Bar, marks)
    assert (first.left, first.right) == (0, 50)
    assert second.top - first.top == second.bottom - first.bottom == STEP
    middle = (first.top + first.bottom) / 2
    (rule, _), (dot, _) = places(Rule, marks), places(Dot, marks)
    assert (rule.x, rule.x2, rule.y, rule.y2) == (20, 40, middle + 3, middle + 3)
    assert (dot.x, dot.y) == (30, middle)
    name, told, *_ = places(Words, marks)
    assert (name.text, name.x, name.halo) == ("one", 0, True)
    assert 10 < name.y < first.top
    assert (told.text, told.x + told.dx, told.y) == ("30 %", 110, middle)


def test_rows_without_a_name_are_slim_and_titles_have_notes() -> None:
    strips = [Title("All", "of them"), Strip("", track(0.5, RED)), Strip("", track(1, RED))]
    marks, bottom = rows(strips, lambda p: 100 * p)
    whole, half, _, last = places(Bar, marks)
    assert (whole.right, half.right) == (100, 50)
    assert half.bottom < last.top < bottom < 2 * STEP
    assert [each.y for each in places(Words, marks) if each.text] == sorted(
        each.y for each in places(Words, marks) if each.text
    )


def test_names_are_cut_and_cleaned() -> None:
    marks, _ = rows([Strip("\u202elong " * 99, []), Title("long " * 99)], float, width=200)
    assert all(len(each.text) < 60 and "\u202e" not in each.text for each in places(Words, marks))


def test_a_guide_lies_behind_the_rows_with_its_words_above() -> None:
    line, words = guide(50, "as it is", 30, 200)
    assert isinstance(line, Rule)
    assert isinstance(words, Words)
    assert line.behind
    assert words.y < line.y < 30 < line.y2


def test_no_rows_still_have_a_height() -> None:
    assert rows([], float) == ([], 1.0)
