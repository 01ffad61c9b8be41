"""The moves of the linkage crisis by name, and which may be given or taken away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from standoff.errors import GameError, UnknownName

Crisis = Literal["secret", "notified"]

CHANNELS = ("private", "public")
SETTLEMENTS = ("honor", "scapegoat", "exonerate")
ARRESTS = ("forgo", "secret", "notify")

#: The arrest after which each crisis comes about.
ARREST_OF: dict[Crisis, str] = {"secret": "secret", "notified": "notify"}
CRISIS_AFTER: dict[str, Crisis] = {"secret": "secret", "notify": "notified"}

GIVEN = ("secret", "notify")
REMOVABLE = (*ARRESTS, "review", *CHANNELS, *SETTLEMENTS)


def check_removed(remove: Collection[str]) -> frozenset[str]:
    """Return the actions to take away, if the game can do without them.

    Raises
    ------
    UnknownName
        If an action cannot be taken away.
    GameError
        If no arrest or no settlement would be left.
    """
    for action in remove:
        if action not in REMOVABLE:
            raise UnknownName.among("action that can be taken away", action, REMOVABLE)
    removed = frozenset(remove)
    if removed.issuperset(ARREST_OF.values()):
        raise GameError(
            "without 'secret' and without 'notify' there is no arrest and no crisis to study",
            right="leave at least one of the two",
        )
    if removed.issuperset(SETTLEMENTS):
        raise GameError(
            "without 'honor', 'scapegoat' and 'exonerate' the challenger could do nothing with "
            "the suspect",
            right="leave at least one of the three",
        )
    return removed


def given_crisis(given: Sequence[str], remove: Collection[str]) -> Crisis | None:
    """Return the crisis that is known to have come about; None where nothing is given.

    Raises
    ------
    UnknownName
        If a move cannot be given.
    GameError
        If given moves contradict each other or are taken away.
    """
    for move in given:
        if move not in GIVEN:
            raise UnknownName.among("move that can be given", move, GIVEN)
        if move in remove:
            raise GameError(
                f"{move!r} is given as made and is taken away at the same time",
                right="keep one of the two",
            )
    if len(set(given)) > 1:
        raise GameError(
            "'secret' and 'notify' cannot both have been made", right="give one of the two"
        )
    return CRISIS_AFTER[given[0]] if given else None
