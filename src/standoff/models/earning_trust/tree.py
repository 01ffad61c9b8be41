"""The game of a few rounds as a tree; the target of each round is a player of its own."""

from __future__ import annotations

from collections.abc import Collection

from standoff.game.tree import Game
from standoff.models.earning_trust.parameters import PARAMETERS
from standoff.models.earning_trust.play import CHALLENGER
from standoff.models.entry_tree import EntryGame

GAME = EntryGame(
    name="earning-trust",
    incumbent=CHALLENGER,
    newcomer="Target",
    turn="round",
    types={"honest": "p_honest", "ordinary": "1 - p_honest"},
    out=("stay away", "away"),
    come="trust",
    answers={"honor": "honored", "betray": "betrayed"},
    pays={
        "away": ("0", "0", "0"),
        "honored": ("honored_gain", "honoring_share", "honoring_share"),
        "betrayed": ("-betrayed_loss", "-1", "1"),
    },
)
TYPES = tuple(GAME.types)


def build(remove: Collection[str] = (), *, n_stages: int = 2) -> Game:
    """Build the tree of a few rounds; no action can be taken away."""
    return GAME.tree(PARAMETERS[1:], n_stages, remove)
