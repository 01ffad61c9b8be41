"""Precisions as parameters of a game: how exactly each player weighs payoffs, to be estimated."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from standoff.errors import GameError
from standoff.game.parameter import Parameter
from standoff.game.tree import Game, Node
from standoff.text.expression import parse


def with_precisions(game: Game, by: Literal["common", "player"] = "player") -> Game:
    """Return a game whose payoffs are multiplied by precisions.

    Parameters
    ----------
    game : Game
    by : {"common", "player"}
        One parameter "precision", or one "precision_<player>" each. Give them the link "log".

    Raises
    ------
    GameError
        If a parameter has that name already, or two players' names differ only in signs.

    Examples
    --------
    >>> from standoff import models
    >>> with_precisions(models.get("scapegoat").game()).parameters[-1].name
    'precision_audience'
    """
    if by == "common":
        names = ("precision",) * len(game.players)
    else:
        names = tuple(f"precision_{_identifier(player)}" for player in game.players)
        if len(set(names)) < len(names):
            raise GameError(
                f"{game.name!r}: two players would share a precision",
                found=", ".join(game.players),
                right="names that differ in letters or digits, or a common precision",
            )
    for clash in sorted({each.name for each in game.parameters} & set(names)):
        raise GameError(f"{game.name!r} has a parameter {clash!r} already")
    factors = tuple(
        Parameter(name, "how exactly payoffs are weighed", 1.0, 0.0)
        for name in dict.fromkeys(names)
    )

    def multiplied(node: Node) -> Node:
        if node.pays is None:
            return node
        pays = tuple(parse(f"{n} * ({pay})") for n, pay in zip(names, node.pays, strict=True))
        return replace(node, pays=pays)

    nodes = tuple(multiplied(node) for node in game.nodes)
    return replace(game, parameters=(*game.parameters, *factors), nodes=nodes)


def _identifier(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in text).lower()
