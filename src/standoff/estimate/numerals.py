"""Numbers as they are printed: with decimals, or with an exponent where those would hide them."""

from __future__ import annotations

#: Above it a number with decimals is longer than it is clear.
_LARGE = 1e7


def number(value: float, decimals: int, *, smallest: float | None = None) -> str:
    """Write a number with so many decimals, or with an exponent where too few digits would show.

    Parameters
    ----------
    value : float
    decimals : int
    smallest : float, optional
        Below it an exponent is written; without it where fewer than three digits would show.

    Examples
    --------
    >>> number(0.4335, 5), number(4.3347e-9, 5), number(82900000.0, 3)
    ('0.43350', '4.3347e-09', '8.29e+07')
    """
    least = 10.0 ** (2 - decimals) if smallest is None else smallest
    if value != 0 and not least <= abs(value) < _LARGE and abs(value) < float("inf"):
        return f"{value:.{max(decimals - 1, 1)}e}"
    return f"{value:.{decimals}f}"
