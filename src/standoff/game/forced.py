"""A game after moves that are known to have been made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from standoff.errors import GameError, UnknownName
from standoff.game.structure import Structure
from standoff.game.threat_sets import kept as kept_threats
from standoff.game.tree import Game, InfoSet, Node


def force(game: Game, moves: Collection[str]) -> Game:
    """Return the game in which every set that offers one of the moves offers nothing else.

    Raises
    ------
    UnknownName
        If no information set offers a move of that name.
    GameError
        If one set offers two of them, so that both cannot have been made there.
    """
    for name in moves:
        if name not in game.actions:
            raise UnknownName.among("move that can be given", name, game.actions)
    allowed: dict[int, tuple[str, ...]] = {}
    for infoset in game.infosets:
        made = tuple(action for action in infoset.actions if action in moves)
        if len(made) > 1:
            raise GameError(
                f"game {game.name!r}: {', '.join(made)} cannot all have been made at "
                f"{infoset.label!r}",
                right="give one of them",
            )
        allowed[infoset.index] = made or infoset.actions
    if not moves:
        return game
    kept = _kept(game, allowed)
    sets = [each for each in game.infosets if any(node in kept for node in each.nodes)]
    new_set = {each.index: i for i, each in enumerate(sets)} | {-1: -1}
    nodes = tuple(_moved(game.nodes[old], kept, new_set) for old in kept if old >= 0)
    infosets = tuple(
        InfoSet(
            new_set[each.index],
            each.player,
            each.label,
            allowed[each.index],
            tuple(kept[node] for node in each.nodes if node in kept),
        )
        for each in sets
    )
    left = Game(game.name, game.players, game.parameters, nodes, infosets)
    return replace(left, threats=kept_threats(game.threats, left))


def still_made(game: Game, structure: Structure, moves: Collection[str]) -> tuple[str, ...]:
    """Say which known moves a changed game makes by itself, since nobody chooses them any more."""
    told = {name for _, plays in structure.drop_player for name in plays}
    made = [
        name
        for name in moves
        if name not in {*told, *game.actions} and any(node.branch == name for node in game.nodes)
    ]
    return (f"still made, as it is known: {', '.join(made)}",) if made else ()


def _kept(game: Game, allowed: dict[int, tuple[str, ...]]) -> dict[int, int]:
    """Number the nodes that can still be reached; -1 is the parent of the root."""
    kept = {-1: -1}
    for node in game.nodes:
        if node.parent not in kept:
            continue
        above = game.nodes[node.parent] if node.parent >= 0 else None
        if above is None or above.kind != "move" or node.branch in allowed[above.infoset]:
            kept[node.index] = len(kept) - 1
    return kept


def _moved(node: Node, kept: dict[int, int], new_set: dict[int, int]) -> Node:
    return replace(
        node,
        index=kept[node.index],
        parent=kept[node.parent],
        infoset=new_set[node.infoset],
        children=tuple(kept[child] for child in node.children if child in kept),
    )
