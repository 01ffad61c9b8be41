"""One period as a tree, without what comes after it."""

from __future__ import annotations

from collections.abc import Collection

from standoff.errors import UnknownName
from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.reputation_for_honesty.parameters import PARAMETERS
from standoff.models.reputation_for_honesty.play import CHALLENGER, TARGET

#: Kind of challenger to what carrying out its threat brings it.
TYPES = {"resolved": "resolved_gain", "unresolved": "-unresolved_cost"}
_LATER = ("discount", "p_forgiven")


def build(remove: Collection[str] = (), *, name_worth: str = "0") -> Game:
    """Build one period; `name_worth` is what a caught bluff costs later, as an expression."""
    for action in remove:
        raise UnknownName.among("action that can be taken away", action, ())
    builder = GameBuilder("reputation-for-honesty").players(CHALLENGER, TARGET)
    builder = builder.parameters(*(p for p in PARAMETERS if p.name not in _LATER))
    chances = {"resolved": "p_resolved", "unresolved": "1 - p_resolved"}
    threat = Threat(CHALLENGER, "threaten", "execute", "back down")
    return builder.threats(threat).tree(
        chance("type", {kind: (chances[kind], _period(kind, name_worth)) for kind in TYPES})
    )


def _period(kind: str, name_worth: str) -> Sketch:
    def met(by: str) -> Sketch:
        return move(
            CHALLENGER,
            {
                "execute": end(f"{kind}, {by}: executed", TYPES[kind], "-damage"),
                "back down": end(f"{kind}, {by}: backed down", f"-({name_worth})", 0),
            },
            knows=f"{kind}: resistance",
        )

    soft = move(
        TARGET,
        {
            "concede": end(f"{kind}: conceded", "prize", "-concession_cost"),
            "resist": met("soft target"),
        },
        knows="threat",
    )
    threat = chance(
        "target", {"tough": ("p_tough", met("tough target")), "soft": ("1 - p_tough", soft)}
    )
    return move(
        CHALLENGER,
        {"stay quiet": end(f"{kind}: quiet", 0, 0), "threaten": threat},
        knows=f"{kind}: threat",
    )
