"""A player taken out of a game: its moves are fixed, or left to chance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from standoff.errors import GameError, UnknownName
from standoff.game.build import Sketch
from standoff.game.sketches import build, decided, paid
from standoff.game.sketches import sketch as sketch_of
from standoff.game.tree import Game, Node
from standoff.text.expression import quotient


def drop_player(
    game: Game,
    player: str,
    plays: Collection[str] = (),
    *,
    at_random: bool = False,
    given: Collection[str] = (),
) -> Game:
    """Return the game in which a player does not choose any more.

    Parameters
    ----------
    game : Game
    player : str
        Its payoffs go with it.
    plays : collection of str
        Moves that are made for it, wherever they are offered.
    at_random : bool
        Whether every move not decided by `plays` is left to chance, all being equally likely.
    given : collection of str
        Moves known to have been made: made where they are offered and none of `plays` is.

    Raises
    ------
    UnknownName
        If there is no such player or it has no such move.
    GameError
        If it is the only player, or a choice stays undecided.

    Examples
    --------
    >>> from standoff.game.build import GameBuilder, end, move
    >>> judge = move("Judge", {"agree": end("freed", 1, 0), "refuse": end("tried", 0, 1)})
    >>> builder = GameBuilder("court").players("Prosecutor", "Judge")
    >>> game = builder.tree(move("Prosecutor", {"drop": judge, "keep": end("tried", 0, 1)}))
    >>> drop_player(game, "Judge", ["agree"]).players
    ('Prosecutor',)
    """
    if player not in game.players:
        raise UnknownName.among("player", player, game.players)
    if len(game.players) == 1:
        raise GameError(f"game {game.name!r} would be left without a player")
    position = game.players.index(player)
    own = tuple(dict.fromkeys(a for i in game.infosets if i.player == position for a in i.actions))
    for name in plays:
        if name not in own:
            raise UnknownName.among(f"move of {player}", name, own)
    undecided: dict[str, tuple[str, ...]] = {}

    def change(node: Node, sketch: Sketch) -> Sketch:
        pays = paid(sketch.pays)
        if pays is not None:
            sketch = replace(sketch, pays=pays[:position] + pays[position + 1 :])
        if sketch.kind != "move" or sketch.player != player:
            return sketch
        made = [branch for branch in sketch.branches if branch.label in plays]
        made = made or [branch for branch in sketch.branches if branch.label in given]
        if len(made) == 1:
            return decided(player, made[0], sketch.pays, sketch.knows)
        if not at_random:
            undecided[sketch.knows] = tuple(branch.label for branch in sketch.branches)
            return sketch
        left = made or list(sketch.branches)
        share = quotient(1, len(left))
        return Sketch(
            "chance",
            tuple(replace(branch, p=share) for branch in left),
            title=f"{player} at {sketch.knows}, at random",
            pays=sketch.pays,
        )

    players = tuple(each for each in game.players if each != player)
    root = sketch_of(game, change)
    if undecided:
        where = "; ".join(f"{label}: {' or '.join(a)}" for label, a in undecided.items())
        raise GameError(
            f"without {player} somebody must decide its moves",
            where=where,
            right="name one move for each, or leave them to chance",
        )
    return build(game, root, players=players)
