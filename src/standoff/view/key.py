"""A key below a chart: squares with names, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.view.lettering import width
from standoff.view.marks import WIDTH, Dot, Mark, Row, Words
from standoff.view.theme import INK, TEXT_SIZE

#: Height of one line of the key.
LINE = 22
_SQUARE, _GAP = 18, 18


def placed(entries: Sequence[tuple[str, str]], room: float = WIDTH) -> list[Row]:
    """Place names with their fills one after the other.

    Parameters
    ----------
    entries : sequence of (name, fill)
    room : float
        Width of a line in pixels.

    Returns
    -------
    list of rows
        With `text`, `fill`, and the place `px` and `line` of the square.
    """
    found: list[Row] = []
    x, n = 0.0, 0
    for name, fill in entries:
        size = _SQUARE + width(name, TEXT_SIZE)
        if x > 0 and x + size > room:
            x, n = 0.0, n + 1
        found.append({"text": name, "fill": fill, "px": x + 6, "line": n})
        x += size + _GAP
    return found


def n_lines(entries: Sequence[tuple[str, str]], room: float = WIDTH) -> int:
    """Return how many lines a key takes."""
    return max((row["line"] + 1 for row in placed(entries, room)), default=0)


def key(entries: Sequence[tuple[str, str]], top: float, *, left: float = 0.0) -> list[Mark]:
    """Draw a key, `top` pixels below the upper edge of the chart."""
    marks: list[Mark] = []
    for row in placed(entries, WIDTH - left):
        x, y = left + row["px"], top + LINE * (row["line"] + 0.5)
        marks.append(Dot(x, y, row["fill"], 110, INK, 0.6, "square"))
        marks.append(Words(row["text"], x + _SQUARE - 6, y))
    return marks
