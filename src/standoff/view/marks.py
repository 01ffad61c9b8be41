"""What pictures are made of: bars, lines, dots and words as plain data.

All places are in pixels from the upper left corner. A mark without a place (nan) is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from standoff.view.lettering import clean, cut, wrapped
from standoff.view.theme import INK, MUTED, TEXT_SIZE

#: Pixels; the measure of a page of text.
WIDTH = 640
#: Height of a line of notes below a picture.
LINE = 18

Row = dict[str, Any]
Align = Literal["left", "center", "right"]
Dash = tuple[float, float]
Shape = Literal["circle", "square", "diamond", "cross", "triangle-up", "triangle-down"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle."""

    left: float
    right: float
    top: float
    bottom: float
    fill: str
    stroke: str = ""
    stroke_width: float = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from one place to another; that of a grid lies `behind` all else."""

    x: float
    y: float
    x2: float
    y2: float
    color: str
    width: float = 1
    dash: Dash | None = None
    opacity: float = 1
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points."""

    points: Sequence[tuple[float, float]]
    color: str
    width: float = 2
    dash: Dash | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """What a closed line encloses, below all that is drawn; an edge leaves no gap to neighbors."""

    points: Sequence[tuple[float, float]]
    fill: str
    opacity: float = 1
    edge: float = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A sign at a place; `size` is its area."""

    x: float
    y: float
    fill: str
    size: float
    stroke: str = ""
    stroke_width: float = 1
    shape: Shape = "circle"
    dash: Dash | None = None
    angle: float = 0
    opacity: float = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, `y` its middle; with a halo, legible across lines and fills.

    `dx` moves it by pixels where its place is not yet in pixels.
    """

    text: str
    x: float
    y: float
    align: Align = "left"
    color: str = INK
    bold: bool = False
    halo: bool = False
    dx: float = 0


Mark = Bar | Rule | Curve | Area | Dot | Words


def flat(x: float, x2: float, y: float, color: str, width: float = 1, **style: Any) -> Rule:
    """Return a horizontal line."""
    return Rule(x, y, x2, y, color, width, **style)


def upright(x: float, y: float, y2: float, color: str, width: float = 1, **style: Any) -> Rule:
    """Return a vertical line."""
    return Rule(x, y, x, y2, color, width, **style)


def fitted(text: str, room: float = WIDTH, *, bold: bool = False) -> str:
    """Cut a text of strangers to the room that there is."""
    return cut(clean(text), TEXT_SIZE, room, bold=bold)


def notes(texts: Iterable[str], top: float, left: float = 0, width: float = WIDTH) -> list[Words]:
    """Write notes below a picture, each in as many lines as it needs."""
    lines = [part for each in texts if each for part in wrapped(each, TEXT_SIZE, width)]
    return [Words(text, left, top + LINE * i, color=MUTED) for i, text in enumerate(lines)]
