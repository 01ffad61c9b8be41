"""The two sides' numbers, and the time at which a crisis comes to a head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from standoff.models.answers import Floats
from standoff.models.kinds import Columns


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side's numbers in every draw.

    Parameters
    ----------
    prize, rate, most : float array
        What it gains when the other one backs down, how fast its cost of backing down grows, and
        what a rupture costs it at most.
    """

    prize: Floats
    rate: Floats
    most: Floats


def sides(c: Columns) -> tuple[Side, Side]:
    """Return the challenger's and the target's numbers."""
    one, two = (
        Side(c[f"prize_{who}"], c[f"audience_cost_{who}"], c[f"most_cost_{who}"])
        for who in ("challenger", "target")
    )
    return one, two


def time_out(j: Side, i: Side) -> Floats:
    """Time after which only those of side j are left who would rather have a rupture.

    If none of them backs down at once, and as fast as keeps side i indifferent afterwards. The
    positive root of a_j t (v_i + a_i t) = v_i cbar_j, written so that no digits cancel.
    """
    middle = j.rate * i.prize
    under = middle**2 + 4.0 * i.rate * j.rate * i.prize * j.most
    return 2.0 * i.prize * j.most / (middle + np.sqrt(under))


def left(i: Side, time: Floats) -> Floats:
    """Chance that the other side has not backed down so far, if it does not do so at once."""
    return i.prize / (i.prize + i.rate * time)


def never(j: Side, horizon: Floats) -> Floats:
    """Share of side j that would never back down."""
    return j.rate * horizon / j.most


def stays(j: Side, i: Side, horizon: Floats) -> Floats:
    """Chance that side j does not back down at once, so that side i is indifferent afterwards."""
    ready = time_out(j, i) <= horizon
    return np.where(ready, 1.0, never(j, horizon) / left(i, horizon))
