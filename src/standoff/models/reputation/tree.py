"""The game of a few challengers as a tree; each challenger is a player of its own."""

from __future__ import annotations

from collections.abc import Collection

from standoff.game.tree import Game
from standoff.models.entry_tree import EntryGame
from standoff.models.reputation.parameters import PARAMETERS
from standoff.models.reputation.play import TARGET

GAME = EntryGame(
    name="reputation",
    incumbent=TARGET,
    newcomer="Challenger",
    turn="turn",
    types={"strong": "p_strong", "weak": "1 - p_strong"},
    out=("stay out", "out"),
    come="challenge",
    answers={"concede": "soft", "stand firm": "firm"},
    pays={
        "out": ("0", "deterrence_gain", "deterrence_gain"),
        "soft": ("challenge_gain", "-1", "0"),
        "firm": ("challenge_gain - 1", "0", "-1"),
    },
)
TYPES = tuple(GAME.types)


def build(remove: Collection[str] = (), *, n_stages: int = 2) -> Game:
    """Build the tree of a few challengers; no action can be taken away."""
    return GAME.tree(PARAMETERS[1:], n_stages, remove)
