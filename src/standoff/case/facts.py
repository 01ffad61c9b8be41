"""What a case may know about a model: the names it can use. Handed in from above."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParameterFacts:
    """One parameter of a model, as far as a case file can go wrong about it.

    Parameters
    ----------
    name
        The name in plain words.
    symbol
        The letter in the paper; a case may write it instead of the name.
    low, high
        Closed bounds of the admissible values.
    is_probability
        Whether it is the chance that something happens.
    """

    name: str
    symbol: str = ""
    low: float = -math.inf
    high: float = math.inf
    is_probability: bool = False


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The names of a model that a case can use.

    Parameters
    ----------
    parameters
        What can be assumed about.
    actions
        The moves that `given:` and `remove:` can name.
    branches
        What events can play: the branches of the tree, none where there is no tree of the whole
        game; None where it was not looked at.
    """

    parameters: tuple[ParameterFacts, ...] = ()
    actions: tuple[str, ...] = ()
    branches: tuple[str, ...] | None = None

    def parameter(self, name: str) -> ParameterFacts | None:
        """Return the parameter called `name`, by its name or its symbol."""
        for each in self.parameters:
            if each.name == name:
                return each
        for each in self.parameters:
            if each.symbol and each.symbol == name:
                return each
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names."""
        return tuple(each.name for each in self.parameters)
