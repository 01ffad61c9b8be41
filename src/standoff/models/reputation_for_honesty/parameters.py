"""Parameters and assumptions of the model of a reputation for honesty."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

_UNIT = "units of payoff"

PARAMETERS = (
    Parameter(
        "discount", "What one unit in the next period is worth today",
        0.95, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.6, 0.99),
    ),
    Parameter(
        "prize", "What a concession is worth to the challenger",
        1.0, low=0.0, symbol="V", unit=_UNIT, wide=(0.6, 1.4),
    ),
    Parameter(
        "resolved_gain", "What carrying out the threat is worth to a resolved challenger",
        0.2, low=0.0, symbol="w", unit=_UNIT, wide=(0.0, 0.5),
    ),
    Parameter(
        "unresolved_cost", "What carrying out the threat costs an unresolved challenger",
        2.0, low=0.0, symbol="e", unit=_UNIT, wide=(0.2, 4.0),
    ),
    Parameter(
        "concession_cost", "What giving in costs the target",
        0.6, low=0.0, symbol="L", unit=_UNIT, wide=(0.2, 1.0),
    ),
    Parameter(
        "damage", "What the target loses when the threat is carried out",
        1.0, low=0.0, symbol="d", unit=_UNIT, wide=(0.5, 1.5),
    ),
    Parameter(
        "p_resolved", "Chance that the challenger is resolved in a given period",
        0.5, low=0.0, high=1.0, symbol="phi", unit="probability", wide=(0.1, 0.6),
    ),
    Parameter(
        "p_tough", "Chance that a target never gives in, whatever it believes",
        0.4, low=0.0, high=1.0, symbol="theta", unit="probability", wide=(0.1, 0.7),
    ),
    Parameter(
        "p_forgiven", "Chance per period that a caught bluff is forgotten",
        0.0, low=0.0, high=1.0, symbol="rho", unit="probability", wide=(0.0, 0.3),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "0 < delta < 1", "both the present and the future count"),
    ModelAssumption(
        "A2",
        "w < V",
        "even a resolved challenger likes a concession better than carrying out its threat",
    ),
    ModelAssumption(
        "A3",
        "0 < phi < 1, theta < 1",
        "the challenger may be resolved or not, and some targets can be moved",
    ),
    ModelAssumption(
        "A4", "d > 0, e > 0", "a threat that is carried out hurts the target, and whoever bluffed"
    ),
)
