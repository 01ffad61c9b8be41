"""Events of a case to start from: the first moves of its tree, so that there is a forecast."""

from __future__ import annotations

from standoff.game.tree import Game, Node
from standoff.text.yaml_text import words

#: So many moves are told of, as long as the game goes on after them.
_MOST = 2

_HEAD = """\

# Made up: the first moves of the tree, so that there is something to follow. Replace them by what
# happened, and when; events also take claims, an actor and what kind of act it was (code).
#
#   standoff ask case.yaml timeline                   what could be expected after each move
events:
"""

_EVENT = """\
  - id: {id}
    date: unknown        # as much as is known of it: 2031-05-04, 2031-05 or 2031
    what: {what}
    plays: {plays}
"""


def first_moves(game: Game) -> tuple[tuple[str, str], ...]:
    """Return who makes the first moves of a tree, and the branches.

    The play that is told of takes the first branch after which somebody still has to move; it stops
    before the game is over, since nothing could be expected then.

    Parameters
    ----------
    game : Game

    Returns
    -------
    tuple of (player, branch)
        At most two; none of a game that is over with its first move.
    """
    found: list[tuple[str, str]] = []
    nodes = _decisions(game, 0)
    while len(found) < _MOST:
        going_on = [
            (node, child, later)
            for node in nodes
            for child in node.children
            if (later := _decisions(game, child))
        ]
        if not going_on:
            break
        node, child, nodes = going_on[0]
        player = game.infosets[node.infoset].player
        found.append((game.players[player], game.nodes[child].branch))
    return tuple(found)


def events_text(game: Game) -> str:
    """Return the events of a case about a game; empty where there is no move to tell of."""
    told = [
        _EVENT.format(
            id=f"move-{i}",
            what=words(f"To be replaced. {player} moves: {branch}."),
            plays=words(branch),
        )
        for i, (player, branch) in enumerate(first_moves(game), start=1)
    ]
    return _HEAD + "".join(told) if told else ""


def _decisions(game: Game, index: int) -> list[Node]:
    """Return the first decisions at or below a node, one after each turn that chance can take."""
    node = game.nodes[index]
    if node.kind == "move":
        return [node]
    return [each for child in node.children for each in _decisions(game, child)]
