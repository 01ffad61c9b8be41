"""Who moves first, changed: a choice made in advance, before anything else happens."""

from __future__ import annotations

from standoff.errors import GameError
from standoff.game.build import Branch, Sketch
from standoff.game.sketches import build, decided, relabeled, sketch
from standoff.game.tree import Game, Node
from standoff.text.names import Fresh


def move_first(game: Game, infoset: str, *, seen: bool = True) -> Game:
    """Return the game in which a player decides at the start what it will do at one of its sets.

    Where play comes to the set, the move that was decided is made. The player itself remembers.

    Parameters
    ----------
    game : Game
    infoset : str
        Label of the set.
    seen : bool
        Whether everybody sees the decision, so that it is a commitment; else nobody does until it
        is carried out.

    Raises
    ------
    UnknownName
        If there is no such set.
    GameError
        If the set is at the start already.

    Examples
    --------
    >>> from standoff.game.build import GameBuilder, end, move
    >>> answer = move("Target", {"yield": end("won", 1, -1), "fight": end("war", -2, -2)})
    >>> game = (
    ...     GameBuilder("dare")
    ...     .players("Challenger", "Target")
    ...     .tree(move("Challenger", {"threaten": answer, "quiet": end("quiet", 0, 0)}))
    ... )
    >>> [each.label for each in move_first(game, "threaten").infosets]
    ['threaten, in advance', 'start, after yield', 'start, after fight']
    """
    early = game.infoset(infoset)
    if early.nodes == (0,):
        raise GameError(f"{infoset!r} is where the game starts; nobody can move before")
    player = game.players[early.player]
    fresh = Fresh(each.label for each in game.infosets)

    def with_choice(action: str) -> Sketch:
        def change(node: Node, plain: Sketch) -> Sketch:
            if node.infoset != early.index:
                return plain
            made = next(branch for branch in plain.branches if branch.label == action)
            return decided(player, made, plain.pays, plain.knows)

        def knows(each: Sketch) -> str:
            if not seen and each.player != player:
                return each.knows
            return fresh((each.knows, action), f"{each.knows}, after {action}")

        return relabeled(sketch(game, change), knows)

    branches = tuple(Branch(action, with_choice(action)) for action in early.actions)
    label = fresh(early.label, f"{early.label}, in advance")
    root = Sketch("move", branches, player=player, knows=label)
    return build(game, root)
