"""The two numbers of the talk, and what must hold between them."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

SENDER, RECEIVER = "Sender", "Receiver"
NAME = "strategic-information"
#: More messages than anybody will tell apart.
MOST = 25
_UNIT = "units of the state"

PARAMETERS = (
    Parameter(
        "bias", "How much higher than the state the sender would like the action to be",
        0.05, low=0.0, symbol="b", unit=_UNIT, wide=(0.03, 0.35),
    ),
    Parameter(
        "state_range", "How far the state may be from its lowest value",
        1.0, low=0.0, symbol="S", unit=_UNIT, wide=(0.8, 1.2),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "b > 0", "the sender would like a higher action than the receiver"),
    ModelAssumption(
        "A2",
        f"S < {2 * MOST * (MOST + 1)} b",
        f"interests are so far apart that at most {MOST} messages can be told apart",
    ),
)
