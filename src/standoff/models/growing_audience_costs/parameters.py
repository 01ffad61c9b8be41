"""The six numbers of a crisis in which backing down gets harder, and what must hold for them."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

CHALLENGER, TARGET = "Challenger", "Target"
NAME = "growing-audience-costs"

_PRIZE = "units of the challenger's prize"
_RATE = "units of the challenger's prize per month"

PARAMETERS = (
    Parameter(
        "prize_challenger", "What the challenger gains when the target backs down",
        1.0, low=0.0, symbol="v1", unit=_PRIZE, wide=(0.5, 1.5),
    ),
    Parameter(
        "prize_target", "What the target gains when the challenger backs down",
        0.8, low=0.0, symbol="v2", unit=_PRIZE, wide=(0.5, 1.5),
    ),
    Parameter(
        "audience_cost_challenger",
        "What backing down costs the challenger, for every month that the crisis has lasted",
        0.5, low=0.0, symbol="a1", unit=_RATE, wide=(0.05, 0.8),
    ),
    Parameter(
        "audience_cost_target",
        "What backing down costs the target, for every month that the crisis has lasted",
        0.2, low=0.0, symbol="a2", unit=_RATE, wide=(0.05, 0.8),
    ),
    Parameter(
        "most_cost_challenger", "What a rupture costs the challenger whom it would hurt most",
        1.5, low=0.0, symbol="cbar1", unit=_PRIZE, wide=(0.5, 2.5),
    ),
    Parameter(
        "most_cost_target", "What a rupture costs the target whom it would hurt most",
        1.0, low=0.0, symbol="cbar2", unit=_PRIZE, wide=(0.5, 2.5),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "v1 > 0, v2 > 0", "both sides want the other one to back down"),
    ModelAssumption("A2", "a1 > 0, a2 > 0", "backing down gets harder for both sides"),
    ModelAssumption(
        "A3", "cbar1 > 0, cbar2 > 0", "each side doubts what a rupture would cost the other"
    ),
)
