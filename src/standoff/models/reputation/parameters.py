"""Parameters and assumptions of the model of reputation."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

#: More stages than anybody will see.
MOST_STAGES = 200

_UNIT = "units of what standing firm costs"

PARAMETERS = (
    Parameter(
        "n_challengers", "Number of challengers, rounded to a whole number",
        4, low=1, high=MOST_STAGES, symbol="N", unit="challengers", wide=(1, 12),
    ),
    Parameter(
        "deterrence_gain", "What the target gains from a challenger who stays out",
        2.5, low=0.0, symbol="a", unit=_UNIT, wide=(1.5, 5.0),
    ),
    Parameter(
        "challenge_gain", "What a challenger gains when the target gives in",
        0.4, low=0.0, symbol="b", unit=_UNIT, wide=(0.1, 0.9),
    ),
    Parameter(
        "discount", "What one unit at the next challenger's turn is worth today",
        1.0, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.8, 1.0),
    ),
    Parameter(
        "p_strong", "Chance that the target is of a kind that likes standing firm",
        0.02, low=0.0, high=1.0, symbol="p", unit="probability", wide=(0.001, 0.5),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1",
        "0 < b < 1",
        "a challenge pays if the target gives in, and does not if it stands firm",
    ),
    ModelAssumption(
        "A2",
        "delta a >= 1",
        "one challenger deterred tomorrow makes up for standing firm today",
    ),
    ModelAssumption("A3", "0 < p < 1", "the challengers are in doubt about the target"),
)
