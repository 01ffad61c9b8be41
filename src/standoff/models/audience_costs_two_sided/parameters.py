"""The eight numbers of the two-sided game, and what must hold between them."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

CHALLENGER, TARGET = "Challenger", "Target"
NAME = "audience-costs-two-sided"

_UNIT = "units of the prize"

PARAMETERS = (
    Parameter(
        "prize", "What the challenger gains when the target gives in",
        1.0, low=0.0, symbol="V", unit=_UNIT, wide=(0.5, 1.5),
    ),
    Parameter(
        "concession_cost", "What giving in costs the target",
        0.4, low=0.0, symbol="L", unit=_UNIT, wide=(0.2, 1.0),
    ),
    Parameter(
        "bluff_call_gain", "What the target gains when the challenger backs down",
        0.05, low=0.0, symbol="r", unit=_UNIT, wide=(0.0, 0.1),
    ),
    Parameter(
        "audience_cost", "What backing down costs the challenger before its audience",
        0.3, low=0.0, symbol="a", unit=_UNIT, wide=(0.2, 0.6),
    ),
    Parameter(
        "execution_cost_low", "What carrying out the threat costs the most resolved challenger",
        -0.1, symbol="e_lo", unit=_UNIT, wide=(-0.3, 0.15),
    ),
    Parameter(
        "execution_cost_high", "What carrying out the threat costs the least resolved challenger",
        0.9, symbol="e_hi", unit=_UNIT, wide=(0.7, 1.2),
    ),
    Parameter(
        "damage_low", "What the execution costs the target that it would hurt least",
        0.2, low=0.0, symbol="d_lo", unit=_UNIT, wide=(0.0, 0.4),
    ),
    Parameter(
        "damage_high", "What the execution costs the target that it would hurt most",
        1.2, low=0.0, symbol="d_hi", unit=_UNIT, wide=(0.8, 2.0),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "V > 0", "the challenger gains when the target gives in"),
    ModelAssumption(
        "A2", "e_lo < a < e_hi, a > 0",
        "some challengers carry out their threat, and others pay for backing down"
    ),
    ModelAssumption("A3", "L + r > 0", "the target would not give in to a known bluffer"),
)  # fmt: skip
