"""A player added to a game who must agree to a move, or else it is not made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.errors import GameError, UnknownName
from standoff.game.build import Amount, Branch, Sketch
from standoff.game.parameter import Parameter
from standoff.game.sketches import paid, rebuilt, relabeled
from standoff.game.tree import Game, Node
from standoff.text.expression import Expression, parse
from standoff.text.names import Fresh

RATIFY, REFUSE = "ratify", "refuse"


def add_ratifier(
    game: Game,
    ratifier: str,
    move: str,
    *,
    otherwise: str,
    ratified: Amount = 0.0,
    refused: Amount = 0.0,
    parameters: Sequence[Parameter] = (),
) -> Game:
    """Return the game in which a move needs the consent of somebody else.

    The ratifier sees that the move is to be made, and nothing else that is not public: it cannot
    tell types of the mover apart. If it refuses, play goes on as if the mover had taken another of
    its moves, with the difference that everybody saw the refusal.

    Parameters
    ----------
    game : Game
    ratifier : str
        Name of the new player; it comes last.
    move : str
        The move that needs consent, wherever it is offered.
    otherwise : str
        The move that stands if consent is refused; offered at the same places.
    ratified, refused : number or expression
        What the ratifier gets when it agrees and when it refuses; nothing where it is not asked.
    parameters : sequence of Parameter
        New ones that these expressions mention.

    Raises
    ------
    UnknownName
        If there is no such move.
    GameError
        If a place that offers the move does not offer the other one, or the name is taken.
    """
    for name in (move, otherwise):
        if name not in game.actions:
            raise UnknownName.among("move", name, game.actions)
    if ratifier in game.players:
        raise GameError(f"game {game.name!r} has a player {ratifier!r} already")
    lacking = [
        each.label
        for each in game.infosets
        if move in each.actions and otherwise not in each.actions
    ]
    if lacking or move == otherwise:
        raise GameError(
            f"when {move!r} is refused, {otherwise!r} must be possible",
            where=f"not offered at: {', '.join(lacking)}" if lacking else "they are the same move",
            right="name a move that is offered wherever the other one is",
        )
    nothing = parse(0.0)
    agreed, vetoed = _expression(ratified), _expression(refused)
    n_players = len(game.players)
    fresh = Fresh(each.label for each in game.infosets)
    asked_at = fresh((), f"{ratifier}: {move}")

    def pay(sketch: Sketch, amount: Expression) -> Sketch:
        pays = paid(sketch.pays) or (nothing,) * (n_players + 1)
        return replace(sketch, pays=(*pays[:n_players], amount))

    def change(node: Node, sketch: Sketch) -> Sketch:
        pays = paid(sketch.pays)
        if pays is not None:
            sketch = replace(sketch, pays=(*pays, nothing))
        by_label = {branch.label: branch for branch in sketch.branches}
        if sketch.kind != "move" or move not in by_label:
            return sketch
        instead = relabeled(
            by_label[otherwise].then,
            lambda each: fresh(each.knows, f"{each.knows}, {move} refused"),
        )
        asked = Sketch(
            "move",
            (
                Branch(RATIFY, pay(by_label[move].then, agreed)),
                Branch(REFUSE, pay(instead, vetoed)),
            ),
            player=ratifier,
            knows=asked_at,
        )
        branches = tuple(
            replace(branch, then=asked) if branch.label == move else branch
            for branch in sketch.branches
        )
        return replace(sketch, branches=branches)

    return rebuilt(game, change, players=(*game.players, ratifier), parameters=parameters)


def _expression(amount: Amount) -> Expression:
    return amount if isinstance(amount, Expression) else parse(amount)
