r"""The one gate for characters: what no text from outside may hold, however it was written.

A file can hold such a character itself, or make it with an escape (``"\x01"`` in YAML, ``"\u0001"``
in JSON). Databases, chart libraries and terminals end or misbehave on them, so that readers of
every kind of file ask here, and nothing behind them has to.
"""

from __future__ import annotations

import re
import unicodedata

#: Control characters but tab and line breaks, halves of surrogate pairs, and what is no character.
UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: What a name must not hold either: it stands in one line of a page, a table, a chart.
LINE_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")


def unreadable(text: str) -> str:
    r"""Return the first character that no text may hold, as its code; empty if there is none.

    Examples
    --------
    >>> unreadable("war \x01"), unreadable("two\nlines")
    ('U+0001', '')
    """
    found = UNREADABLE.search(text)
    return code(found.group()) if found else ""


def code(character: str) -> str:
    """Return the code of a character, such as U+0001."""
    return f"U+{ord(character):04X}"


def readable(text: str) -> str:
    """Return text with everything replaced that no text may hold."""
    return UNREADABLE.sub("\ufffd", text)


def look(name: str) -> str:
    r"""Return what is seen of a name: without blanks at its ends and signs that do not show.

    Examples
    --------
    >>> look(" war\u200b  begins "), look("e\u0301") == look("é")
    ('war begins', True)
    """
    seen = "".join(each for each in name if unicodedata.category(each) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split()) or name
