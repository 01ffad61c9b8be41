"""Parameters and assumptions of the model of earned trust."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

#: More rounds than anybody will see.
MOST_ROUNDS = 200

_UNIT = "units of payoff"

PARAMETERS = (
    Parameter(
        "n_rounds", "Number of rounds, rounded to a whole number",
        3, low=1, high=MOST_ROUNDS, symbol="N", unit="rounds", wide=(1, 12),
    ),
    Parameter(
        "honored_gain", "What trust that is honored is worth to the target",
        0.5, low=0.0, symbol="y", unit=_UNIT, wide=(0.2, 1.5),
    ),
    Parameter(
        "betrayed_loss", "What the target loses when its trust is betrayed",
        1.0, low=0.0, symbol="z", unit=_UNIT, wide=(0.3, 2.0),
    ),
    Parameter(
        "honoring_share", "What honoring trust is worth to the challenger, if betrayal brings 1",
        0.4, low=0.0, high=1.0, symbol="R", unit="share", wide=(0.25, 0.9),
    ),
    Parameter(
        "discount", "What one unit in the next round is worth to the challenger today",
        1.0, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.8, 1.0),
    ),
    Parameter(
        "p_honest", "Chance that the challenger is of a kind that never betrays trust",
        0.3, low=0.0, high=1.0, symbol="p", unit="probability", wide=(0.01, 0.7),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption(
        "A1", "y > 0, z > 0", "trust pays if it is honored, and costs something if it is betrayed"
    ),
    ModelAssumption(
        "A2",
        "0 < R < 1",
        "trust is worth something to the challenger, and betraying it is worth more",
    ),
    ModelAssumption(
        "A3",
        "delta >= 1 - R",
        "a trust to be betrayed tomorrow makes up for honoring the trust of today",
    ),
    ModelAssumption("A4", "0 < p < 1", "the target is in doubt about the challenger"),
)
