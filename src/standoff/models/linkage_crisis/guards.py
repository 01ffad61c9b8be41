"""When the closed form has nothing to say: impossible numbers, broken assumptions, ties."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from standoff.models.answers import Bools, Floats
from standoff.models.linkage_crisis.moves import CHANNELS
from standoff.models.linkage_crisis.parameters import PARAMETERS

#: Numbers this close, relative to their size, count as equal.
KNIFE_EDGE_TOLERANCE = 1e-12


def near(x: Floats, y: Floats | float) -> Bools:
    """Mark where two numbers are equal up to rounding; only zero is near zero."""
    return np.abs(x - y) <= KNIFE_EDGE_TOLERANCE * np.maximum(np.abs(x), np.abs(y))


def infeasible(c: Mapping[str, Floats]) -> Bools:
    """Mark draws that are no numbers, lie outside their bounds, or would divide by zero."""
    bad = c["damage"] + c["bluff_call_gain"] <= 0.0
    for parameter in PARAMETERS:
        column = c[parameter.name]
        bad |= ~np.isfinite(column)
        # Audience costs below zero are A2's to refuse, by name.
        if not parameter.name.startswith("audience_cost"):
            bad |= (column < parameter.low) | (column > parameter.high)
    return bad


def broken(
    c: Mapping[str, Floats], removed: frozenset[str], net_prize: Floats, outside: Floats
) -> dict[str, Bools]:
    """Mark, for each assumption by name, the draws that break it.

    A2 speaks only of the channels that were left. Comparisons are exact: a draw on the border of
    a strict assumption is outside.
    """
    costs = [c[f"audience_cost_{name}"] for name in CHANNELS if name not in removed]
    a2 = np.zeros(len(net_prize), dtype=np.bool_)
    for cost in costs:
        a2 |= cost < 0.0
    if len(costs) == len(CHANNELS):
        a2 |= costs[0] > costs[1]
    return {
        "A1": ~(net_prize > np.maximum(outside, -c["execution_cost_resolved"])),
        "A2": a2,
        "A3": ~(c["execution_cost_resolved"] < c["execution_cost_bluffer"])
        | (c["execution_cost_bluffer"] <= 0.0),
    }
