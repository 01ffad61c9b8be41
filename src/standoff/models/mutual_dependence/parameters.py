"""Parameters and assumptions of the model of mutual dependence."""

from __future__ import annotations

from standoff.game.parameter import Parameter
from standoff.models.base import ModelAssumption

#: More periods than anybody will count.
MOST_PERIODS = 1000

_UNIT = "units of payoff per period"


def _of_side(who: str, letter: str) -> tuple[Parameter, ...]:
    return (
        Parameter(
            f"{who}_flow", f"What the {who} gets per period while both sides cooperate",
            1.0, symbol=f"c_{letter}", unit=_UNIT, wide=(0.8, 1.2),
        ),
        Parameter(
            f"{who}_temptation", f"What the {who} gets in a period in which it alone cheats",
            1.6, symbol=f"t_{letter}", unit=_UNIT, wide=(1.1, 2.5),
        ),
        Parameter(
            f"{who}_punishment", f"What the {who} gets per period while both sides cheat",
            0.2, symbol=f"p_{letter}", unit=_UNIT, wide=(0.0, 0.6),
        ),
    )  # fmt: skip


PARAMETERS = (
    Parameter(
        "discount_factor", "Weight of the next period against this one",
        0.6, low=0.0, high=1.0, symbol="delta", unit="share", wide=(0.1, 0.95),
    ),
    *_of_side("challenger", "C"),
    *_of_side("target", "T"),
    Parameter(
        "p_false_alarm", "Chance that cheating is suspected in a period in which nobody cheats",
        0.05, low=0.0, high=1.0, symbol="eta", unit="probability", wide=(0.0, 0.15),
    ),
    Parameter(
        "p_detection", "Chance that cheating by one side is noticed",
        0.8, low=0.0, high=1.0, symbol="zeta", unit="probability", wide=(0.5, 1.0),
    ),
    Parameter(
        "p_repair", "Chance per period that the sides make up after a breach, if they may",
        0.25, low=0.0, high=1.0, symbol="rho", unit="probability", wide=(0.05, 0.8),
    ),
    Parameter(
        "n_punished", "Periods that a limited punishment lasts, rounded to a whole number",
        2, low=1, high=MOST_PERIODS, symbol="K", unit="periods", wide=(1, 8),
    ),
)  # fmt: skip

ASSUMPTIONS = (
    ModelAssumption("A1", "0 < delta < 1", "both the present and the future count"),
    ModelAssumption("A2", "c > p", "cooperation is worth something to both sides"),
    ModelAssumption(
        "A3", "eta <= zeta", "an alarm is not more likely when nobody cheats than when somebody did"
    ),
)
