"""Parameters: the named numbers that a game's payoffs and chances are written in."""

from __future__ import annotations

import math
from dataclasses import dataclass

from standoff.errors import GameError
from standoff.text.expression import is_parameter_name


@dataclass(frozen=True, slots=True)
class Parameter:
    """One named number of a game, with its plain meaning and its admissible values.

    Parameters
    ----------
    name : str
        A word that arithmetic can mention and has no meaning for, such as `audience_cost`.
    meaning : str
        What the number stands for, for a reader who knows no game theory.
    default : float
        Value taken when nothing is said about the parameter.
    low, high : float
        Closed bounds of the admissible values.
    symbol : str
        The letter used in the paper; users may write it instead of the name.
    unit : str
        What one unit is, for example "probability".
    wide : tuple of float, optional
        Widest plausible range, inside the bounds: what the parameter falls back to when
        nothing supports a value.

    Raises
    ------
    GameError
        If the name is no identifier or the numbers contradict each other.
    """

    name: str
    meaning: str
    default: float
    low: float = -math.inf
    high: float = math.inf
    symbol: str = ""
    unit: str = ""
    wide: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not is_parameter_name(self.name):
            is_word = self.name.isidentifier() and self.name.isascii()
            raise GameError(
                f"{self.name!r} cannot be the name of a parameter"
                if is_word
                else f"parameter {self.name!r}: the name must be a word of the letters a to z, "
                "digits and underscores that does not start with a digit, such as 'audience_cost'",
                right=f"another one, such as '{self.name}_': arithmetic has a meaning for this word"
                if is_word
                else "",
            )
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise GameError(
                f"parameter {self.name!r}: the lower bound {self.low:g} must be at most "
                f"the upper bound {self.high:g}"
            )
        if not math.isfinite(self.default) or not self.admits(self.default):
            raise GameError(
                f"parameter {self.name!r}: the default {self.default:g} must be a finite "
                f"number between {self.low:g} and {self.high:g}"
            )
        if self.wide is not None:
            least, most = self.wide
            if not (math.isfinite(least) and math.isfinite(most) and least <= most):
                raise GameError(
                    f"parameter {self.name!r}: the wide range must run from a smaller to a "
                    f"larger finite number, found {least:g} to {most:g}"
                )
            if not (self.admits(least) and self.admits(most)):
                raise GameError(
                    f"parameter {self.name!r}: the wide range {least:g} to {most:g} must lie "
                    f"between {self.low:g} and {self.high:g}"
                )

    def admits(self, value: float) -> bool:
        """Say whether `value` lies within the admissible bounds."""
        return self.low <= value <= self.high
