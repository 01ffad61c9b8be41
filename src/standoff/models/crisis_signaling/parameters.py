"""The seven payoffs of the signaling crisis, and what must hold between them."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

_UNIT = "standard deviations of a shock"

PARAMETERS = (
    Parameter(
        "status_quo_challenger", "What the challenger has without a challenge",
        0.0, symbol="S_A", unit=_UNIT, wide=(-0.5, 0.5),
    ),
    Parameter(
        "concession_challenger", "What the challenger has when the target gives in",
        1.0, symbol="V_A", unit=_UNIT, wide=(0.6, 2.0),
    ),
    Parameter(
        "concession_target", "What the target has when it gives in",
        0.0, symbol="C_B", unit=_UNIT, wide=(-1.0, 0.5),
    ),
    Parameter(
        "fight_challenger", "What a fight is worth to the challenger on average",
        -1.9, symbol="W_A", unit=_UNIT, wide=(-3.0, 0.0),
    ),
    Parameter(
        "fight_target", "What a fight is worth to the target on average",
        -2.9, symbol="W_B", unit=_UNIT, wide=(-4.0, 0.0),
    ),
    Parameter(
        "back_down_challenger",
        "What backing down is worth to the challenger on average; minus its audience cost",
        -1.2, symbol="a", unit=_UNIT, wide=(-3.0, 0.0),
    ),
    Parameter(
        "back_down_target", "What the target has when the challenger backs down",
        1.0, symbol="V_B", unit=_UNIT, wide=(0.6, 2.0),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1", "V_A > S_A", "the challenger would rather have the concession than the status quo"
    ),
    ModelAssumption(
        "A2", "V_B > C_B", "the target would rather see the challenger back down than give in"
    ),
)
