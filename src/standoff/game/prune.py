"""Take moves away from a game, to ask what would have happened without them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from standoff.errors import GameError, UnknownName
from standoff.game.threat_sets import kept as kept_threats
from standoff.game.tree import Game, InfoSet, Node


def without(game: Game, actions: Collection[str]) -> Game:
    """Return the game in which actions of these names do not exist anywhere.

    Raises
    ------
    UnknownName
        If no information set offers an action of that name.
    GameError
        If a player would be left without any action.
    """
    for action in actions:
        if action not in game.actions:
            raise UnknownName.among("action", action, game.actions)
    for infoset in game.infosets:
        if all(action in actions for action in infoset.actions):
            raise GameError(
                f"game {game.name!r}: removing {', '.join(infoset.actions)} would leave "
                f"{game.players[infoset.player]} without a move at {infoset.label!r}"
            )
    if not actions:
        return game
    kept: dict[int, int] = {-1: -1}
    for node in game.nodes:
        gone = node.parent not in kept or (
            node.parent >= 0 and game.nodes[node.parent].kind == "move" and node.branch in actions
        )
        if not gone:
            kept[node.index] = len(kept) - 1
    sets = [i for i in game.infosets if any(n in kept for n in i.nodes)]
    new_set = {infoset.index: i for i, infoset in enumerate(sets)} | {-1: -1}
    left = Game(
        game.name,
        game.players,
        game.parameters,
        tuple(_moved(node, kept, new_set) for node in game.nodes if node.index in kept),
        tuple(
            InfoSet(
                new_set[infoset.index],
                infoset.player,
                infoset.label,
                tuple(a for a in infoset.actions if a not in actions),
                tuple(kept[n] for n in infoset.nodes if n in kept),
            )
            for infoset in sets
        ),
    )
    return replace(left, threats=kept_threats(game.threats, left))


def _moved(node: Node, kept: dict[int, int], new_set: dict[int, int]) -> Node:
    return replace(
        node,
        index=kept[node.index],
        parent=kept[node.parent],
        infoset=new_set[node.infoset],
        children=tuple(kept[c] for c in node.children if c in kept),
    )
