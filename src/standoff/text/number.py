"""Decimal numbers as people write them, and nothing else that Python takes for one."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def number_of(text: str) -> float:
    """Read a decimal number; `1_000`, other digits, `nan` and `infinity` are none.

    Raises
    ------
    ValueError
        If it is not a number.

    Examples
    --------
    >>> number_of(" -.5 "), number_of("1e-3")
    (-0.5, 0.001)
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is not a number")
    return float(text)
