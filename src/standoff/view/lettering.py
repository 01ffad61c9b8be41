"""Labels: cleaned of what cannot be shown, measured without a browser, cut to a width.

Labels come from strangers. Widths are those of Arial (1/1000 of the font size) with a little room,
and a drawing asks for them where another font takes Arial's place. Characters outside the table are
guessed generously and `is_exact` says so, so that a drawing can keep them within the room that was
left for them.
"""

from __future__ import annotations

import math
import re
import unicodedata

_ROOM = 1.04
_BOLD = 56  # more per letter; digits and stops are not wider when bold
_GUESS = 700
_WIDE = 1050
_ELLIPSIS = "…"

_WIDTHS: dict[str, int] = {
    character: per_mille
    for per_mille, characters in {
        191: "'",
        222: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft·",
        333: "()-`r“”",
        334: "{}",
        355: '"',
        389: "*",
        469: "^",
        500: "Jckszvxy",
        556: "#$0123456789?L_abdeghnopqu–",
        584: "+<=>~−×",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "…—→",
        1015: "@",
    }.items()
    for character in characters
}

# What XML cannot hold, what breaks a line, and what reorders the text around it.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REORDERS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILED = re.compile(f"({_MARKS}{{2}}){_MARKS}+")


def clean(text: str) -> str:
    r"""Return text on one line that XML can hold and that cannot reorder its surroundings.

    Examples
    --------
    >>> clean("back\n down\x00")
    'back down�'
    """
    line = _REORDERS.sub("", _UNSHOWN.sub("\ufffd", " ".join(text.split())))
    # A name of nothing but blanks is still a name, and has to be seen.
    return _PILED.sub(r"\1", line) or ("\ufffd" if text else "")


def is_exact(text: str) -> bool:
    """Say whether every character has a known width."""
    return all(character in _WIDTHS for character in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how much room a label needs, in pixels."""
    return sum(_advance(character, bold) for character in text) * size / 1000 * _ROOM


def natural(room: float) -> float:
    """Return how wide the letters are in Arial for which `width` keeps this room."""
    return room / _ROOM


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return the text, shortened with an ellipsis where it is wider than `room` pixels."""
    most = room * 1000 / size / _ROOM
    used, fits = 0, 0
    for position, character in enumerate(text):
        used += _advance(character, bold)
        if used + _advance(_ELLIPSIS, bold) <= most:
            fits = position + 1
        if used > most:
            kept = text[:fits].rstrip()
            while kept and (kept[-1] == "\u200d" or unicodedata.category(kept[-1])[0] == "M"):
                kept = kept[:-1]
            return kept + _ELLIPSIS
    return text


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return the text in lines of at most `room` pixels, broken at blanks.

    A word that is wider than that has a line for itself.

    Examples
    --------
    >>> wrapped("public semi, notify, honor", 12.0, 80.0)
    ['public semi,', 'notify, honor']
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _advance(character: str, bold: bool) -> int:
    known = _WIDTHS.get(character)
    if known is not None:
        return known + (_BOLD if bold and character not in "0123456789 .,()-" else 0)
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So":
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(base, _GUESS) + (_BOLD if bold else 0)


def amount(value: float) -> str:
    """Return a payoff in at most three digits.

    Examples
    --------
    >>> amount(-0.25), amount(0.0), amount(1234.5), amount(2e6)
    ('−.25', '0', '1,234', '2e6')
    """
    if not math.isfinite(value):
        return "none" if math.isnan(value) else "∞" if value > 0 else "−∞"
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 1e6 or size < 0.0005:
        digits, power = f"{size:.2e}".split("e")
        text = f"{digits.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")
    elif size >= 1000:
        text = f"{size:,.0f}"
    elif size >= 1:
        text = f"{size:.3g}"
    else:
        text = f"{size:.3f}".rstrip("0").rstrip(".")
        text = text.removeprefix("0")
    return text if value > 0 else f"−{text}"


def share(p: float) -> str:
    """Return a probability in two digits; only a certain one is written 1.

    Examples
    --------
    >>> share(1.0), share(0.5198), share(0.999), share(0.001)
    ('1', '.52', '>.99', '<.01')
    """
    if math.isnan(p):
        return ""
    if p >= 1 - 1e-9:
        return "1"
    if p > 0.995:
        return ">.99"
    if p < 0.005:
        return "0" if p <= 0 else "<.01"
    return f"{p:.2f}".removeprefix("0")
