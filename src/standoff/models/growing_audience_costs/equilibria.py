"""When the crisis comes to a head, who backs down before, and how likely a rupture is."""

from __future__ import annotations

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.models.growing_audience_costs.parameters import CHALLENGER, TARGET
from standoff.models.growing_audience_costs.sides import never, sides, stays, time_out
from standoff.models.growing_audience_costs.tree import contest, yielding
from standoff.models.kinds import Columns, Kind, Kinds, near

REFINEMENT = "escalation is not taken for weakness"


def _gap(z: Floats) -> Floats:
    """Return (z - log(1 + z)) / z**2, also near zero."""
    small = np.abs(z) < 0.05
    series = np.zeros_like(z)
    for n in range(14, 1, -1):
        series = 1.0 / n - z * series
    safe = np.where(small, 1.0, z)
    return np.where(small, series, (safe - np.log1p(safe)) / safe**2)


def backs_down_first(x: Floats, y: Floats) -> Floats:
    """Chance that a side is first to back down, if neither does so at once.

    It is the integral of f(s) S(s) for s up to 1, with f = x/(1+xs)**2 and S = 1/(1+ys): x is the
    growth of the other side's cost up to the horizon over its prize, and y is its own.
    """
    z = (x - y) / (1.0 + y)
    return x / ((1.0 + x) * (1.0 + y)) + x * y * _gap(z) / (1.0 + y) ** 2


def lasts(x: Floats, y: Floats) -> Floats:
    """Mean duration as a share of the horizon, if neither side backs down at once."""
    z = (x - y) / (1.0 + y)
    # log(1 + z) / z, also near zero.
    return (1.0 - z * _gap(z)) / (1.0 + y)


def solve(c: Columns, removed: frozenset[str]) -> Kinds:
    """Give every kind of equilibrium, the contests first."""
    one, two = sides(c)
    time_1, time_2 = time_out(one, two), time_out(two, one)
    # After this time a rupture is better for all types of a side than backing down.
    hard_1, hard_2 = one.most / one.rate, two.most / two.rate
    even = near(hard_1, hard_2)
    return Kinds(
        kinds=(
            _contest(c, "target wavers", time_1 <= time_2),
            _contest(c, "challenger wavers", time_1 > time_2),
            _yields(c, "challenger yields", even | (hard_1 > hard_2)),
            _yields(c, "target yields", even | (hard_1 < hard_2)),
        ),
        quantities={"time_challenger": time_1, "time_target": time_2},
        broken={
            "A1": (one.prize <= 0.0) | (two.prize <= 0.0),
            "A2": (one.rate <= 0.0) | (two.rate <= 0.0),
            "A3": (one.most <= 0.0) | (two.most <= 0.0),
        },
        edge=near(time_1, time_2),
    )


def _contest(c: Columns, name: str, exists: Bools) -> Kind:
    """Write out the equilibrium in which both sides may escalate."""
    one, two = sides(c)
    horizon = np.minimum(time_out(one, two), time_out(two, one))
    begin = stays(one, two, horizon), stays(two, one, horizon)
    wavers = 1.0 - begin[0], 1.0 - begin[1]
    hard = never(one, horizon), never(two, horizon)
    grown = one.rate * horizon / one.prize, two.rate * horizon / two.prize
    begins = begin[0] * begin[1]
    gives_up = wavers[0] + begins * backs_down_first(grown[1], grown[0])
    concedes = wavers[1] + begins * backs_down_first(grown[0], grown[1])
    fight = hard[0] * hard[1]
    return Kind(
        name,
        exists,
        probabilities={
            "concede": concedes,
            "give_up": gives_up,
            "fight": fight,
            "at_once": 1.0 - begins,
        },
        # Types that might back down expect the same as if they did so at once; a rupture is better
        # for the others, by what it costs less than backing down at the end.
        values={
            who: wavers[1 - i] * side.prize + hard[1 - i] * hard[i] * side.rate * horizon / 2.0
            for i, (who, side) in enumerate(((CHALLENGER, one), (TARGET, two)))
        },
        quantities={
            "horizon": horizon,
            "never_challenger": hard[0],
            "never_target": hard[1],
            "at_once_challenger": wavers[0],
            "at_once_target": wavers[1],
            "fight_if_begun": fight / begins,
            "mean_duration": begins * horizon * lasts(grown[0], grown[1]),
        },
        write=lambda: contest(c, wavers),
        continuum=np.ones(len(horizon), dtype=np.bool_),
        note=_WHO,
    )


def _yields(c: Columns, name: str, exists: Bools) -> Kind:
    """Write out an equilibrium in which one side backs down at once whatever its type."""
    one, two = sides(c)
    zero, nothing = np.zeros(len(exists)), np.full(len(exists), np.nan)
    first = float(name.startswith("challenger"))
    return Kind(
        name,
        exists,
        probabilities={
            "concede": zero + (1.0 - first),
            "give_up": zero + first,
            "fight": zero,
            "at_once": zero + 1.0,
        },
        values={CHALLENGER: (1.0 - first) * one.prize, TARGET: first * two.prize},
        quantities={
            "horizon": nothing,
            "never_challenger": nothing,
            "never_target": nothing,
            "at_once_challenger": zero + first,
            "at_once_target": zero + (1.0 - first),
            "fight_if_begun": nothing,
            "mean_duration": zero,
        },
        write=lambda: yielding(c, challenger=bool(first)),
        removed_by={REFINEMENT: np.ones(len(exists), dtype=np.bool_)},
    )


_WHO = (
    "Those who will back down do not care when, and it does not matter which of them do so first."
)
