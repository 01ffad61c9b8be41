"""Who knows what, changed: a move shown to a player who did not see it, or hidden from one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from standoff.errors import GameError, UnknownName
from standoff.game.build import Sketch
from standoff.game.sketches import rebuilt
from standoff.game.tree import Game, Node
from standoff.text.names import Fresh, joined


def reveal(game: Game, infoset: str, branches: Collection[str] = ()) -> Game:
    """Return the game in which a player sees something at a set where it did not.

    The set is split. Later sets of the same player are split in the same way, since it remembers.

    Parameters
    ----------
    game : Game
    infoset : str
        Label of the set.
    branches : collection of str
        The moves or turns of chance that are seen: two histories are told apart when they differ
        in these. Without any all histories are.

    Raises
    ------
    UnknownName
        If there is no such set or branch.
    GameError
        If nothing would be seen that was not known before.
    """
    split = game.infoset(infoset)
    known = tuple(dict.fromkeys(label for n in split.nodes for label in game.history(n)))
    for name in branches:
        if name not in known:
            raise UnknownName.among(f"branch before {infoset!r}", name, known)
    seen = {
        node: joined([b for b in game.history(node) if not branches or b in branches], ",")
        for node in split.nodes
    }
    if len(set(seen.values())) < 2:
        raise GameError(
            f"at {infoset!r} there is nothing new to see",
            right=f"branches in which its histories differ, among {', '.join(known)}",
        )
    player = game.players[split.player]
    inherited: dict[int, str] = {}
    for node in game.nodes:
        above = inherited.get(node.parent, "")
        inherited[node.index] = seen.get(node.index, above)

    fresh = Fresh(each.label for each in game.infosets)

    def change(node: Node, sketch: Sketch) -> Sketch:
        told = inherited[node.index]
        if sketch.kind != "move" or sketch.player != player or not told:
            return sketch
        label = fresh((sketch.knows, told), f"{sketch.knows}, seeing {told}")
        return replace(sketch, knows=label)

    return rebuilt(game, change)


def hide(game: Game, infosets: Sequence[str]) -> Game:
    """Return the game in which a player cannot tell some of its sets apart.

    Parameters
    ----------
    game : Game
    infosets : sequence of str
        Labels of two or more sets of one player, with the same moves.

    Raises
    ------
    UnknownName
        If there is no such set.
    GameError
        If the sets belong to different players or offer different moves, or a player would have
        to forget what it did.
    """
    merged = [game.infoset(label) for label in infosets]
    if len({each.index for each in merged}) < 2:
        raise GameError("to hide something, name two or more sets that look the same afterwards")
    if len({each.player for each in merged}) > 1:
        players = ", ".join(f"{each.label}: {game.players[each.player]}" for each in merged)
        raise GameError("sets of different players cannot be one", found=players)
    if len({each.actions for each in merged}) > 1:
        actions = "; ".join(f"{each.label}: {', '.join(each.actions)}" for each in merged)
        raise GameError("sets that look the same must offer the same moves", found=actions)
    together = {each.index for each in merged}
    others = (each.label for each in game.infosets if each.index not in together)
    label = Fresh(others)(game.name, " or ".join(each.label for each in merged))

    def change(node: Node, sketch: Sketch) -> Sketch:
        return replace(sketch, knows=label) if node.infoset in together else sketch

    return rebuilt(game, change)
