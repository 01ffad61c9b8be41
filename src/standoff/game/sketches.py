"""A finished game taken apart again, so that it can be built anew with a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from standoff.errors import GameError
from standoff.game.build import Branch, GameBuilder, Pays, Sketch
from standoff.game.parameter import Parameter
from standoff.game.threat_sets import kept
from standoff.game.tree import Game, Node
from standoff.text.expression import Expression, parse

#: From a node and its sketch, with everything below it changed already, to the new sketch.
Change = Callable[[Node, Sketch], Sketch]


def rebuilt(
    game: Game,
    change: Change,
    *,
    name: str = "",
    players: Sequence[str] | None = None,
    parameters: Sequence[Parameter] = (),
) -> Game:
    """Build a game anew from its end to its start, with every node changed by a function.

    Parameters
    ----------
    game : Game
    change : function
    name : str
        Of the new game; by default the same.
    players : sequence of str, optional
    parameters : sequence of Parameter
        More of them.

    Raises
    ------
    GameError
        If the result is no game, with everything that is wrong with it.
    """
    return build(game, sketch(game, change), name=name, players=players, parameters=parameters)


def build(
    game: Game,
    root: Sketch,
    *,
    name: str = "",
    players: Sequence[str] | None = None,
    parameters: Sequence[Parameter] = (),
) -> Game:
    """Build a game from a sketch, with the names of another game."""
    known = {each.name for each in game.parameters}
    for each in parameters:
        if each.name in known:
            raise GameError(f"game {game.name!r} has a parameter {each.name!r} already")
    made = (
        GameBuilder(name or game.name)
        .players(*(game.players if players is None else players))
        .parameters(*game.parameters, *parameters)
        .tree(root)
    )
    return replace(made, threats=kept(game.threats, made))


def sketch(game: Game, change: Change | None = None) -> Sketch:
    """Return the whole tree as its author could have written it."""
    made: dict[int, Sketch] = {}
    for node in reversed(game.nodes):
        branches = tuple(
            Branch(game.nodes[child].branch, made[child], game.nodes[child].p)
            for child in node.children
        )
        infoset = game.infosets[node.infoset] if node.infoset >= 0 else None
        plain = Sketch(
            node.kind,
            branches,
            player="" if infoset is None else game.players[infoset.player],
            knows="" if infoset is None else infoset.label,
            title=node.title,
            outcome=node.outcome,
            pays=node.pays,
        )
        made[node.index] = plain if change is None else change(node, plain)
    return made[0]


def relabeled(root: Sketch, names: Callable[[Sketch], str]) -> Sketch:
    """Return a subtree in which every move knows what a function says it knows."""
    order = [root]
    for each in order:
        order += [branch.then for branch in each.branches]
    made: dict[int, Sketch] = {}
    for each in reversed(order):
        branches = tuple(replace(b, then=made[id(b.then)]) for b in each.branches)
        knows = names(each) if each.kind == "move" else each.knows
        made[id(each)] = replace(each, branches=branches, knows=knows)
    return made[id(root)]


def decided(player: str, branch: Branch, pays: Pays | None, knows: str) -> Sketch:
    """Return a node at which nobody chooses any more: one branch is taken for sure."""
    certain = replace(branch, p=parse("1"))
    title = f"{player} at {knows}, decided"
    return Sketch("chance", (certain,), title=title, pays=pays)


def paid(pays: Pays | None) -> tuple[Expression, ...] | None:
    """Return the payoffs of a sketch that came from a game."""
    if pays is None:
        return None
    assert not isinstance(pays, Mapping), "payoffs of a game are listed in player order"
    return tuple(each if isinstance(each, Expression) else parse(each) for each in pays)
