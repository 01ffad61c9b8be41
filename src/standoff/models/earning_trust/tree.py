"""The game of a few rounds as a tree; the target of each round is a player of its own."""

from __future__ import annotations

from collections.abc import Collection

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.tree import Game
from standoff.models.earning_trust.parameters import PARAMETERS
from standoff.models.earning_trust.play import CHALLENGER

TYPES = ("honest", "ordinary")
#: What a round brings: to its target, and to an honest and to an ordinary challenger.
TURNS = {
    "away": ("0", "0", "0"),
    "honored": ("honored_gain", "honoring_share", "honoring_share"),
    "betrayed": ("-betrayed_loss", "-1", "1"),
}


def build(remove: Collection[str] = (), *, n_stages: int = 2) -> Game:
    """Build the tree of a few rounds; no action can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    chances = {"honest": "p_honest", "ordinary": "1 - p_honest"}
    root = chance("type", {kind: (chances[kind], _stage(kind, (), n_stages)) for kind in TYPES})
    players = (CHALLENGER, *(f"Target {i + 1}" for i in range(n_stages)))
    return GameBuilder("earning-trust").players(*players).parameters(*PARAMETERS[1:]).tree(root)


def after(history: tuple[str, ...]) -> str:
    """Return what everybody has seen, as part of the label of an information set."""
    return f" after {', '.join(history)}" if history else ""


def _stage(kind: str, history: tuple[str, ...], n_stages: int) -> Sketch:
    if len(history) == n_stages:
        return end(f"{kind}: {', '.join(history)}", *_pays(kind, history))
    turn = len(history) + 1
    answer = move(
        CHALLENGER,
        {
            "honor": _stage(kind, (*history, "honored"), n_stages),
            "betray": _stage(kind, (*history, "betrayed"), n_stages),
        },
        knows=f"{kind}: answer {turn}{after(history)}",
    )
    return move(
        f"Target {turn}",
        {"stay away": _stage(kind, (*history, "away"), n_stages), "trust": answer},
        knows=f"round {turn}{after(history)}",
    )


def _pays(kind: str, history: tuple[str, ...]) -> tuple[str, ...]:
    of_challenger = [
        f"discount**{i} * ({TURNS[turn][1 + TYPES.index(kind)]})" if i else
        f"({TURNS[turn][1 + TYPES.index(kind)]})"
        for i, turn in enumerate(history)
    ]  # fmt: skip
    return " + ".join(of_challenger), *(TURNS[turn][0] for turn in history)
