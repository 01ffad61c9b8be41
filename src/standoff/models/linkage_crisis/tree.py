"""The linkage crisis as a tree with 58 ends.

Information sets are labeled `secret resolved: respond`, `notified public: answer` and so on;
the package lists them. The substitute's exposure is folded into the expected payoff.
"""

from __future__ import annotations

from collections.abc import Collection

from standoff.game.build import GameBuilder, Sketch, chance, end, move
from standoff.game.prune import without
from standoff.game.threat import Threat
from standoff.game.tree import Game
from standoff.models.linkage_crisis.moves import CHANNELS, Crisis, check_removed
from standoff.models.linkage_crisis.parameters import PARAMETERS

CHALLENGER, TARGET = "Challenger", "Target"
TYPES = ("resolved", "bluffer")

#: Branches from the start to the draw of the challenger's type.
HISTORY: dict[Crisis, tuple[str, ...]] = {
    "secret": ("secret",),
    "notified": ("notify", "no leak"),
}

_ARRESTED = "arrest_message + case_value"
_SETTLED = "arrest_message + {kept}*case_value - precedent_cost{humiliation}"


def build(remove: Collection[str] = ()) -> Game:
    """Build the game tree, with some actions taken away.

    Raises
    ------
    UnknownName
        If an action cannot be taken away.
    GameError
        If no arrest or no settlement would be left.
    """
    removed = check_removed(remove)
    root = move(
        TARGET,
        {
            "forgo": end("no arrest", 0, 0),
            "secret": _crisis("secret", "p_resolved_secret"),
            "notify": chance(
                "leak",
                {
                    "leak": ("p_leak", end("suspect escaped", 0, 0)),
                    "no leak": ("1 - p_leak", _crisis("notified", "p_resolved_notified")),
                },
            ),
        },
        knows="arrest",
    )
    builder = GameBuilder("linkage-crisis").players(CHALLENGER, TARGET).parameters(*PARAMETERS)
    threats = (Threat(CHALLENGER, channel, "execute", "back down") for channel in CHANNELS)
    return without(builder.threats(*threats).tree(root), removed)


def _crisis(crisis: Crisis, p_resolved: str) -> Sketch:
    return chance(
        "type",
        {
            "resolved": (p_resolved, _respond(crisis, "resolved")),
            "bluffer": (f"1 - {p_resolved}", _respond(crisis, "bluffer")),
        },
    )


def _respond(crisis: Crisis, kind: str) -> Sketch:
    mild = end("review", "review_benefit", f"{_ARRESTED} - review_damage")
    severe = {channel: _answer(crisis, kind, channel) for channel in CHANNELS}
    return move(
        CHALLENGER,
        {"quiet": end("quiet", 0, _ARRESTED), "review": mild, **severe},
        knows=f"{crisis} {kind}: respond",
    )


def _answer(crisis: Crisis, kind: str, channel: str) -> Sketch:
    return move(
        TARGET,
        {"drop": _dropped(crisis, kind, channel), "hold": _held(crisis, kind, channel)},
        knows=f"{crisis} {channel}: answer",
    )


def _held(crisis: Crisis, kind: str, channel: str) -> Sketch:
    executed = end("executed", f"-execution_cost_{kind}", f"{_ARRESTED} - damage")
    backed_down = end("backed down", f"-audience_cost_{channel}", f"{_ARRESTED} + bluff_call_gain")
    return move(
        CHALLENGER,
        {"execute": executed, "back down": backed_down},
        knows=f"{crisis} {kind} {channel}: act",
    )


def _dropped(crisis: Crisis, kind: str, channel: str) -> Sketch:
    humiliation = " - public_humiliation" if channel == "public" else ""

    def settled(how: str) -> str:
        return _SETTLED.format(kept=f"kept_if_{how}", humiliation=humiliation)

    settle = move(
        CHALLENGER,
        {
            "honor": end("honored", "prize - trial_cost", settled("honored")),
            "scapegoat": end(
                "fall guy",
                "prize - scapegoat_cost - p_exposure*(relationship_value + exposure_penalty)",
                settled("scapegoat"),
            ),
            "exonerate": end(
                "exonerated", "prize - retaliation_share*relationship_value", settled("exonerated")
            ),
        },
        knows=f"{crisis} {kind} {channel}: settle",
    )
    refused = end("court refused", 0, f"{_ARRESTED} - precedent_cost")
    return chance(
        "court",
        {"refuse": ("p_court_refuses", refused), "grant": ("1 - p_court_refuses", settle)},
    )
