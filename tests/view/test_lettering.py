import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.view.lettering import amount, clean, cut, share, width


@given(st.text(max_size=60), st.floats(20, 200), st.booleans())
def test_a_cut_label_fits(text, room, bold):
    assert width(cut(text, 12, room, bold=bold), 12, bold=bold) <= room


def test_short_labels_stay_whole_and_long_ones_say_that_they_were_cut():
    assert cut("back down", 12, 80) == "back down"
    assert cut("back down and apologize", 12, 80) == "back down…"


def test_a_cut_does_not_leave_half_a_character():
    family = "👩\u200d👩\u200d👧" * 4
    assert not cut(family, 12, 60).removesuffix("…").endswith("\u200d")


def test_bold_is_wider_and_a_combining_mark_takes_no_room():
    assert width("private", 12, bold=True) > width("private", 12)
    assert width("e\u0301", 12) == width("e", 12)
    assert width("漢", 12) > width("M", 12)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("two\nlines\tand  spaces ", "two lines and spaces"),
        ("nul\x00 escape\x1b", "nul\ufffd escape\ufffd"),
        ("\u202egnirts\u202c", "gnirts"),
        ("\u2067isolated\u2069", "isolated"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("a" + "\u0301" * 50, "a\u0301\u0301"),
        ("مرحبا", "مرحبا"),
        (" \n", "\ufffd"),
        ("", ""),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (0.35, ".35"), (-0.35, "−.35"), (0.4004, ".4"),
        (12.345, "12.3"), (-1234.5, "−1,234"), (1234567.0, "1.23e6"), (0.0001, "1e−4"),
        (0.9999, "1"), (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "none"),
    ],
)  # fmt: skip
def test_amount(value, text):
    assert amount(value) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "0"), (1.0, "1"), (0.5, ".50"), (0.994, ".99"), (0.999, ">.99"), (1e-9, "<.01"),
        (math.nan, ""),
    ],
)  # fmt: skip
def test_share(p, text):
    assert share(p) == text
