"""The game of a few challengers as a tree; each challenger is a player of its own."""

from __future__ import annotations

from collections.abc import Collection

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.tree import Game
from standoff.models.reputation.parameters import PARAMETERS
from standoff.models.reputation.play import TARGET

TYPES = ("strong", "weak")
#: What a turn brings: to its challenger, and to a strong and to a weak target.
TURNS = {
    "out": ("0", "deterrence_gain", "deterrence_gain"),
    "soft": ("challenge_gain", "-1", "0"),
    "firm": ("challenge_gain - 1", "0", "-1"),
}


def build(remove: Collection[str] = (), *, n_stages: int = 2) -> Game:
    """Build the tree of a few challengers; no action can be taken away."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    chances = {"strong": "p_strong", "weak": "1 - p_strong"}
    root = chance("type", {kind: (chances[kind], _stage(kind, (), n_stages)) for kind in TYPES})
    players = (TARGET, *(f"Challenger {i + 1}" for i in range(n_stages)))
    return GameBuilder("reputation").players(*players).parameters(*PARAMETERS[1:]).tree(root)


def after(history: tuple[str, ...]) -> str:
    """Return what everybody has seen, as part of the label of an information set."""
    return f" after {', '.join(history)}" if history else ""


def _stage(kind: str, history: tuple[str, ...], n_stages: int) -> Sketch:
    if len(history) == n_stages:
        return end(f"{kind}: {', '.join(history)}", *_pays(kind, history))
    turn = len(history) + 1
    answer = move(
        TARGET,
        {
            "concede": _stage(kind, (*history, "soft"), n_stages),
            "stand firm": _stage(kind, (*history, "firm"), n_stages),
        },
        knows=f"{kind}: answer {turn}{after(history)}",
    )
    return move(
        f"Challenger {turn}",
        {"stay out": _stage(kind, (*history, "out"), n_stages), "challenge": answer},
        knows=f"turn {turn}{after(history)}",
    )


def _pays(kind: str, history: tuple[str, ...]) -> tuple[str, ...]:
    of_target = [
        f"discount**{i} * ({TURNS[turn][1 + TYPES.index(kind)]})" if i else
        f"({TURNS[turn][1 + TYPES.index(kind)]})"
        for i, turn in enumerate(history)
    ]  # fmt: skip
    return " + ".join(of_target), *(TURNS[turn][0] for turn in history)
