"""Slopes at ever smaller steps, extrapolated to a step of zero (Richardson)."""

from __future__ import annotations

import math
from itertools import pairwise

from standoff.models.answers import Floats


def extrapolated(slopes: Floats, power: float) -> tuple[float, float]:
    """Extrapolate slopes at halved steps to a step of zero; the entry that settles best is taken.

    Parameters
    ----------
    slopes : float array
        At steps h, h/2, h/4, ...; two or more.
    power : float
        By what the leading error shrinks per halving: 2 on one side, 4 in the middle.

    Returns
    -------
    slope, error : float
        The error is how far the entry moved from those it was made of; rounding is no part of it.

    Examples
    --------
    >>> import numpy as np
    >>> steps = 0.1 * 0.5 ** np.arange(4)
    >>> slope, error = extrapolated((np.exp(steps) - np.exp(-steps)) / (2 * steps), 4.0)
    >>> abs(slope - 1.0) < error < 1e-9
    True
    """
    row = list(map(float, slopes))
    best, error = row[-1], math.inf
    previous, factor = row, 1.0
    for _ in range(1, len(row)):
        factor *= power
        following = [(factor * b - a) / (factor - 1.0) for a, b in pairwise(previous)]
        for i, each in enumerate(following):
            settled = max(abs(each - previous[i]), abs(each - previous[i + 1]))
            if settled < error:
                best, error = each, settled
        previous = following
    return best, error
