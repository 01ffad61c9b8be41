"""Words and numbers for a terminal: one line, no control characters, ordinary spaces."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from standoff.text.diagnostic import printable
from standoff.view import numerals
from standoff.view.lettering import amount as amount

if TYPE_CHECKING:  # words are needed long before there are findings
    from standoff.study.findings import Interval

_THIN = "\u202f"


def line(text: str, most: int = 0) -> str:
    r"""Return text from a stranger on one line that cannot steer a terminal.

    Parameters
    ----------
    text
        Any text.
    most
        Cut to so many characters; 0 keeps everything.

    Examples
    --------
    >>> line("two\n lines \x1b[31m"), line("a long sentence", 8)
    ('two lines \\x1b[31m', 'a long…')
    """
    one = printable(" ".join(text.split()))
    if most and len(one) > most:
        return one[: most - 1].rstrip() + "…"
    return one


def spaced(text: str) -> str:
    """Return text with ordinary spaces, which every terminal shows and every search finds."""
    return text.replace(_THIN, " ")


def percent(p: float) -> str:
    """Return a chance or share in whole percent; never 0 or 100 unless it is exactly that.

    Examples
    --------
    >>> percent(0.519), percent(0.001), percent(1.0)
    ('52 %', 'under 1 %', '100 %')
    """
    return spaced(numerals.percent(p))


def percent_span(interval: Interval) -> str:
    """Return the outer two points of an interval of chances.

    Examples
    --------
    >>> percent_span((0.2, 0.5, 0.8)), percent_span((1.0, 1.0, 1.0))
    ('20 to 80 %', '100 %')
    """
    low, high = percent(interval[0]), percent(interval[2])
    if low == high:
        return low
    return f"{low.removesuffix(' %')} to {high}" if low.endswith(" %") else f"{low} to {high}"


def in_unit(value: float, unit: str) -> str:
    """Return a value of a parameter: chances and shares in percent, the rest as an amount."""
    return spaced(numerals.in_unit(value, unit))


def points(shift: float) -> str:
    """Return a difference of two chances in percentage points, with its sign."""
    return numerals.points(shift)


def plus_or_minus(error: float) -> str:
    """Return how far a number may be off with nine chances in ten, in percentage points.

    Parameters
    ----------
    error
        Its standard error; without one (nan) nothing is said.

    Examples
    --------
    >>> plus_or_minus(0.01), plus_or_minus(float("nan"))
    (' ± 1.6', '')
    """
    from standoff.study.sampling_error import NINE_IN_TEN

    return "" if math.isnan(error) else f" ± {NINE_IN_TEN * error * 100:.1f}"


def tiny(gain: float) -> str:
    """Return a gain that ought to be nothing; rounding errors count as nothing.

    Examples
    --------
    >>> tiny(3e-17), tiny(0.02)
    ('0', '.02')
    """
    return "0" if abs(gain) < 1e-9 else amount(gain)
