import itertools

from standoff.view.theme import (
    FAINT,
    FILLS,
    INK,
    MUTED,
    PAPER,
    PLAYERS,
    SHADE,
    contrast,
    player_style,
)


def test_text_is_legible_on_paper():
    for color in (INK, MUTED, *(style.color for style in PLAYERS)):
        assert contrast(color) >= 4.5
        assert contrast(PAPER, color) >= 4.5


def test_ink_is_legible_on_shade_and_faint_lines_are_visible():
    assert contrast(INK, SHADE) >= 4.5
    assert contrast(FAINT) >= 3


def test_players_are_told_apart_without_color():
    marks = [(style.shape, style.is_filled) for style in PLAYERS]
    assert len(set(marks)) == len(marks)
    assert all(a.is_filled != b.is_filled for a, b in itertools.pairwise(PLAYERS))
    assert player_style(len(PLAYERS)) == player_style(0)


def test_fills_beside_each_other_differ_in_grey():
    assert len({round(contrast(fill), 1) for fill in FILLS}) == len(FILLS)
