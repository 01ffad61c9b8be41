"""Words as they stand in a YAML file: plain where that is safe, else in double quotes."""

from __future__ import annotations

import re

#: What YAML takes for words wherever it stands; everything else is put in quotes.
_PLAIN = re.compile(r"[A-Za-z]([A-Za-z0-9_ .()/'-]*[A-Za-z0-9_.)/'-])?")
_NOT_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def words(text: str) -> str:
    r"""Return text as YAML reads it back, in one line and wherever a value may stand.

    Examples
    --------
    >>> words("back down"), words("no"), words("drop: .5")
    ('back down', '"no"', '"drop: .5"')
    """
    plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_WORDS
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """Return text in double quotes, with what does not print written as its code."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
