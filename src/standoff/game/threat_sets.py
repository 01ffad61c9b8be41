"""Where in a game a threat is answered, and what is wrong with one that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from standoff.game.threat import Threat
from standoff.game.tree import Game, InfoSet
from standoff.text.diagnostic import listed


def answering_sets(game: Game, threat: Threat) -> tuple[InfoSet, ...]:
    """Return the information sets at which a threat is answered."""
    if threat.answered_at:
        return tuple(each for each in game.infosets if each.label in threat.answered_at)
    return tuple(
        each
        for each in game.infosets
        if game.players[each.player] != threat.by
        and all(_made_by(game, node, threat) for node in each.nodes)
    )


def carrying_sets(game: Game, threat: Threat) -> tuple[InfoSet, ...]:
    """Return the information sets at which a threat can be carried out."""
    return tuple(
        each
        for each in game.infosets
        if game.players[each.player] == threat.by and threat.carried_out_by in each.actions
    )


def kept(threats: tuple[Threat, ...], game: Game) -> tuple[Threat, ...]:
    """Return the threats that can still be made, and be carried out, in a changed game."""
    left = (
        each if each.withdrawn_by in game.actions else replace(each, withdrawn_by="")
        for each in threats
    )
    return tuple(each for each in left if not any(faults(game, each)))


def faults(game: Game, threat: Threat) -> Iterator[tuple[str, str, str]]:
    """Yield what keeps a threat from being one: the field, what is wrong, what would be right."""
    if threat.by not in game.players:
        yield "by", f"{threat.by!r} is not a player", listed(game.players, threat.by)
        return
    own = tuple(
        dict.fromkeys(
            action
            for each in game.infosets
            if game.players[each.player] == threat.by
            for action in each.actions
        )
    )
    for name, move in (
        ("move", threat.move),
        ("carried_out_by", threat.carried_out_by),
        ("withdrawn_by", threat.withdrawn_by),
    ):
        if move not in own and (move or name != "withdrawn_by"):
            yield name, f"{move!r} is no move of {threat.by}", listed(own, move)
    labels = tuple(i.label for i in game.infosets if game.players[i.player] != threat.by)
    for label in threat.answered_at:
        if label not in labels:
            wrong = f"{label!r} is no information set of another player"
            yield "answered_at", wrong, listed(labels, label)
    if not answering_sets(game, threat):
        wrong = f"nobody answers {threat.move!r} at once"
        yield "move", wrong, "answered_at: [the label of the set at which it is answered]"
    elif not any(_can_follow(game, each, threat) for each in answering_sets(game, threat)):
        wrong = f"{threat.carried_out_by!r} never follows an answer to {threat.move!r}"
        yield "carried_out_by", wrong, "a move that may come after the answer"


def _made_by(game: Game, node: int, threat: Threat) -> bool:
    """Say whether a node is the first decision after the threat, chance apart."""
    here = game.nodes[node]
    while here.parent >= 0 and game.nodes[here.parent].kind == "chance":
        here = game.nodes[here.parent]
    if here.parent < 0 or here.branch != threat.move:
        return False
    mover = game.infosets[game.nodes[here.parent].infoset].player
    return game.players[mover] == threat.by


def _can_follow(game: Game, answer: InfoSet, threat: Threat) -> bool:
    after = {node for each in carrying_sets(game, threat) for node in each.nodes}
    return any(set(answer.nodes) & {up.index for up in game.path(node)} for node in after)
