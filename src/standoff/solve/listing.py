"""A list of equilibria of one game at one draw, and how sure it is that none is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from standoff.result import Columns, Result, by_column
from standoff.solve.solution import Solution


class Completeness(Enum):
    """Whether a list of equilibria is known to be whole; members carry the user's message."""

    PROVEN = "complete: every equilibrium of this kind is in the list"
    NOT_PROVEN = "complete: not proven; there may be equilibria that were not found"
    CUT_OFF = "incomplete: the search was stopped at its limit"


@dataclass(frozen=True, slots=True)
class ListedEquilibrium:
    """One equilibrium, or one component of infinitely many with a representative.

    Parameters
    ----------
    solution : Solution
        Of one draw. For a component, one point of it.
    is_isolated : bool
        False when it stands for a continuum.
    note : str
        What the continuum is, or how the point was certified, in words.
    """

    solution: Solution
    is_isolated: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class EquilibriumList(Result):
    """Equilibria of one draw.

    Parameters
    ----------
    equilibria : tuple of ListedEquilibrium
    completeness : Completeness
    concept : str
        What is listed, such as "sequential equilibria" or "agent logit equilibria at precision 5".
    method : str
    """

    equilibria: tuple[ListedEquilibrium, ...]
    completeness: Completeness
    concept: str
    method: str

    @property
    def sentence(self) -> str:
        """How many there are, and whether that is all."""
        return (
            f"{len(self.equilibria):,} found of all {self.concept}, by {self.method}; "
            f"{self.completeness.value}"
        )

    def table(self) -> Columns:
        """Return one row per equilibrium: chances of the outcomes, and what the players expect."""
        if not self.equilibria:
            return {}
        game = self.equilibria[0].solution.game
        return by_column(
            (
                *("name", "is_isolated", "note"),
                *(f"p: {outcome}" for outcome in game.outcomes),
                *(f"value: {player}" for player in game.players),
            ),
            (
                (
                    *(each.solution.name, each.is_isolated, each.note),
                    *(float(p[0]) for p in each.solution.p_outcome.values()),
                    *map(float, each.solution.value[0]),
                )
                for each in self.equilibria
            ),
        )

    def __len__(self) -> int:
        return len(self.equilibria)
