"""Rows of bars, intervals and signs below their names: the picture of most answers.

Across, the marks of a row are placed by the numbers of the answer; down, in pixels from the middle
of the row. `rows` puts them where they belong in the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from standoff.view.marks import (
    WIDTH,
    Align,
    Bar,
    Dot,
    Mark,
    Rule,
    Shape,
    Words,
    fitted,
    flat,
    upright,
)
from standoff.view.theme import INK, MUTED, PAPER, SHADE

#: Height of a row and, from its top, where its name and the middle of its bars are.
STEP, _NAME, _MIDDLE = 44, 12, 29
#: Half the height of a bar.
_HALF = 6.5
#: Heights of a row without a name, of a title, of the line below it, and of the gap above it.
_SLIM, _TITLE, _NOTE, _GAP = 15, 24, 16, 8

Placed = Bar | Rule | Dot | Words


@dataclass(frozen=True, slots=True)
class Strip:
    """A row: a name, and below it what is drawn; without a name it is slim."""

    name: str
    marks: Sequence[Placed]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """Words above several rows, with a note in a line of its own."""

    text: str
    note: str = ""
    bold: bool = True


def bar(start: float, stop: float, color: str) -> Bar:
    """Return a bar from one number to another."""
    return Bar(start, stop, -_HALF, _HALF, color)


def track(share: float, color: str) -> list[Placed]:
    """Return a bar for a share, in what would be the whole."""
    return [bar(0, 1, SHADE), bar(0, share, color)]


def span(start: float, stop: float, color: str = INK, width: float = 1.5, down: float = 0) -> Rule:
    """Return a line from one number to another."""
    return flat(start, stop, down, color, width)


def ring(at: float, color: str, size: float = 70, shape: Shape = "circle") -> Dot:
    """Return an open sign at a number."""
    return Dot(at, 0, PAPER, size, color, 2, shape)


def beside(
    text: str, at: float, color: str = INK, *, is_left: bool = False, bold: bool = False
) -> Words:
    """Return words at the right of a number, or at its left."""
    align, dx = ("right", -10) if is_left else ("left", 10)
    return Words(text, at, 0, align, color, bold, dx=dx)


def rows(
    strips: Sequence[Strip | Title],
    x: Callable[[float], float],
    top: float = 0,
    width: float = WIDTH,
    *,
    halo: bool = True,
) -> tuple[list[Mark], float]:
    """Place rows below each other, and return where the last one ends too.

    Parameters
    ----------
    strips : sequence of Strip or Title
    x : function
        Where a number lies, in pixels.
    top : float
        Where the first row begins.
    width : float
        Room for names.
    halo : bool
        Whether a grid runs below the names.
    """
    marks: list[Mark] = []
    for i, strip in enumerate(strips):
        if isinstance(strip, Title):
            top += _GAP if i else 0
            name = fitted(strip.text, width, bold=strip.bold)
            note = fitted(strip.note, width)
            marks.append(Words(name, 0, top + _NAME, bold=strip.bold))
            marks.append(Words(note, 0, top + _NAME + _NOTE, color=MUTED))
            top += _TITLE + (_NOTE if note else 0)
            continue
        name = fitted(strip.name, width, bold=strip.bold)
        marks.append(Words(name, 0, top + _NAME, bold=strip.bold, halo=halo))
        middle = top + (_MIDDLE if name else _SLIM / 2)
        marks += [_placed(mark, x, middle) for mark in strip.marks]
        top += STEP if name else _SLIM
    return marks, max(top, 1.0)


def _placed(mark: Placed, x: Callable[[float], float], y: float) -> Mark:
    match mark:
        case Bar():
            left, right = x(mark.left), x(mark.right)
            return replace(mark, left=left, right=right, top=y + mark.top, bottom=y + mark.bottom)
        case Rule():
            return replace(mark, x=x(mark.x), x2=x(mark.x2), y=y + mark.y, y2=y + mark.y2)
        case Dot() | Words():
            return replace(mark, x=x(mark.x), y=y + mark.y)


def guide(x: float, text: str, top: float, bottom: float, align: Align = "center") -> list[Mark]:
    """Draw a dashed line behind all rows, with words above it."""
    return [
        upright(x, top - 9, bottom, MUTED, dash=(4, 3), behind=True),
        Words(text, x, top - 19, align, MUTED),
    ]
