"""Colors, fonts and sizes that all pictures share.

Hues follow Okabe and Ito (2008), who chose them for color-blind readers; those that carry text are
darkened until they reach a contrast of 4.5:1 on white. As dark hues look alike in grey, every
player also has its own shape and its own fill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Arial and the fonts drawn to its widths, so that measured labels fit everywhere.
FONT = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"

PAPER = "#ffffff"
SHADE = "#f2f2f2"
INK = "#1a1a1a"
MUTED = "#595959"
FAINT = "#767676"
#: Lines that only guide the eye, in a picture and at an axis, and bars of the second rank.
GRID = "#d8d8d8"
AXIS_GRID = "#c8c8c8"
GREY = "#9a9a9a"

TEXT_SIZE = 12.0
SMALL_SIZE = 10.5

Shape = Literal["pill", "box", "hexagon", "double box", "cut box", "double pill"]


@dataclass(frozen=True, slots=True)
class PlayerStyle:
    """How a player is told apart: by color, by shape, and by a filled or an open mark."""

    color: str
    shape: Shape
    is_filled: bool


PLAYERS: tuple[PlayerStyle, ...] = (
    PlayerStyle("#0067a3", "pill", True),
    PlayerStyle("#b04a00", "box", False),
    PlayerStyle("#00704f", "hexagon", True),
    PlayerStyle("#93416f", "double box", False),
    PlayerStyle("#7a5a00", "cut box", True),
    PlayerStyle("#404040", "double pill", False),
)


def tint(color: str, strength: float) -> str:
    """Mix a color with white; 1 leaves it as it is.

    Examples
    --------
    >>> tint("#000000", 0.5)
    '#808080'
    """
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    mixed = (round(255 + (part - 255) * strength) for part in parts)
    return "#" + "".join(f"{part:02x}" for part in mixed)


#: Of regions and categories. Different in grey too: neighbors in this list differ in lightness.
FILLS = tuple(
    tint(PLAYERS[hue].color, strength)
    for hue, strength in ((0, 0.42), (1, 0.16), (2, 0.55), (3, 0.24), (5, 0.1), (4, 0.38), (0, 0.7))
)


def player_style(player: int) -> PlayerStyle:
    """Return the style of a player; from the seventh player on they repeat."""
    return PLAYERS[player % len(PLAYERS)]


def contrast(color: str, background: str = PAPER) -> float:
    """Return the contrast ratio of two colors as WCAG 2 defines it, from 1 to 21.

    Examples
    --------
    >>> round(contrast("#000000"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(color), _luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
