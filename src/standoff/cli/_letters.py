"""What stands for letters that a terminal or a pipe lacks, as on Windows with its code pages."""

from __future__ import annotations

import codecs

#: The name under which Python knows it: `errors="nearest"`.
NEAREST = "nearest"

_LIKE = {
    **dict.fromkeys("█▉▊▋▌▍▎▏■", "#"),
    **dict.fromkeys("─━–—−╌", "-"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╰╯╭╮", "+"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("·•●", "*"),
    **{"≥": ">=", "≤": "<=", "≈": "~", "×": "x", "±": "+/-", "→": "->", "…": "...", "✓": "ok"},
}


def nearest(error: UnicodeError) -> tuple[str, int]:
    """Replace what cannot be encoded by what looks most like it, or by a question mark.

    Examples
    --------
    >>> "Wert ≥ 3 ███ Ж".encode("cp1252", NEAREST)
    b'Wert >= 3 ### ?'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_LIKE.get(letter, "?") for letter in lacking), error.end


codecs.register_error(NEAREST, nearest)
