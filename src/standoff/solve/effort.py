"""How much work a search may still do, counted and not timed, so that results repeat."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Effort:
    """Work left, in support systems.

    Parameters
    ----------
    left : float
        A system of linear conditions counts as one, which takes about a millisecond.
    """

    left: float

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0.0

    def spend(self, amount: float) -> None:
        """Take some off."""
        self.left -= amount
