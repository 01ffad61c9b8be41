"""The game as data: nodes, information sets, payoffs as expressions of named parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from standoff.errors import UnknownName
from standoff.game.parameter import Parameter
from standoff.game.threat import Threat
from standoff.result import Columns, Pictured, by_column, counted
from standoff.text.expression import Expression

Kind = Literal["chance", "move", "end"]

#: A notebook shows larger games as a table of their nodes.
_MOST_DRAWN = 80


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a tree.

    Parameters
    ----------
    index, parent : int
        Positions in `Game.nodes`; the root has parent -1. Parents stand before children.
    kind : {"chance", "move", "end"}
    branch : str
        Label of the branch that leads here; empty at the root.
    p : Expression or None
        Probability of that branch when the parent is a chance node.
    infoset : int
        Position in `Game.infosets` of a move; -1 elsewhere.
    title : str
        What a chance node decides.
    outcome : str
        Name of the outcome at an end; several ends may share one.
    pays : tuple of Expression or None
        Paid to each player, in player order, when the node is reached.
    children : tuple of int
    """

    index: int
    parent: int
    kind: Kind
    branch: str = ""
    p: Expression | None = None
    infoset: int = -1
    title: str = ""
    outcome: str = ""
    pays: tuple[Expression, ...] | None = None
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InfoSet:
    """The nodes that one player cannot tell apart, with the actions available there."""

    index: int
    player: int
    label: str
    actions: tuple[str, ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Game(Pictured):
    """A finite extensive-form game with perfect recall, payoffs in named parameters.

    Made by `GameBuilder`, by `read_game` or by a model's `build`; never changed afterwards.

    Parameters
    ----------
    name : str
    players : tuple of str
        Payoffs are listed in this order everywhere.
    parameters : tuple of Parameter
    nodes : tuple of Node
        In preorder: parents before children, the root first.
    infosets : tuple of InfoSet
        In order of their first node.
    threats : tuple of Threat
        Moves by which one player threatens another.
    """

    name: str
    players: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    nodes: tuple[Node, ...]
    infosets: tuple[InfoSet, ...]
    threats: tuple[Threat, ...] = ()

    drawing: ClassVar[str] = "standoff.view.tree:draw_tree"

    @property
    def sentence(self) -> str:
        """Its name, and how large it is."""
        size = ", ".join(
            [
                counted(len(self.players), "player"),
                counted(len(self.nodes), "node"),
                counted(len(self.infosets), "information set"),
                counted(len(self.parameters), "parameter"),
            ]
        )
        return f"{self.name}, {size}"

    def table(self) -> Columns:
        """Return one row per node: how it is reached, who moves there, and what is paid."""
        return by_column(
            ("node", "parent", "kind", "branch", "player", "infoset", "outcome", *self.players),
            (
                (
                    *(node.index, node.parent, node.kind, node.branch),
                    *(("", "") if node.infoset < 0 else self._mover(node.infoset)),
                    *(node.outcome or node.title, *map(str, node.pays or [""] * len(self.players))),
                )
                for node in self.nodes
            ),
        )

    def _mover(self, index: int) -> tuple[str, str]:
        infoset = self.infosets[index]
        return self.players[infoset.player], infoset.label

    def _repr_html_(self) -> str:
        if len(self.nodes) > _MOST_DRAWN:
            # The class that `super()` would look up is replaced by the one with slots.
            return Pictured._repr_html_(self)
        return self.plot().svg

    def __hash__(self) -> int:
        # Lowered games are looked up at every step; to hash all nodes takes longer than the step.
        return hash((self.name, self.players, len(self.nodes), len(self.infosets)))

    @property
    def ends(self) -> tuple[Node, ...]:
        """The terminal nodes, in preorder."""
        return tuple(node for node in self.nodes if node.kind == "end")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The distinct outcome names, in order of first appearance."""
        return tuple(dict.fromkeys(node.outcome for node in self.ends))

    @property
    def actions(self) -> tuple[str, ...]:
        """The distinct action names of all players, in order of first appearance."""
        return tuple(dict.fromkeys(a for infoset in self.infosets for a in infoset.actions))

    def infoset(self, label: str) -> InfoSet:
        """Return the information set with a label.

        Raises
        ------
        UnknownName
            If no information set has that label.
        """
        for infoset in self.infosets:
            if infoset.label == label:
                return infoset
        raise UnknownName.among(
            "information set", label, tuple(infoset.label for infoset in self.infosets)
        )

    def parameter(self, name: str) -> Parameter:
        """Return the parameter with a name or paper symbol.

        Raises
        ------
        UnknownName
            If neither a name nor a symbol matches.
        """
        for parameter in self.parameters:
            if name in (parameter.name, parameter.symbol):
                return parameter
        raise UnknownName.among("parameter", name, tuple(p.name for p in self.parameters))

    def path(self, index: int) -> tuple[Node, ...]:
        """Return the nodes from the root down to a node, both included."""
        nodes: list[Node] = []
        while index >= 0:
            nodes.append(self.nodes[index])
            index = self.nodes[index].parent
        return tuple(reversed(nodes))

    def history(self, index: int) -> tuple[str, ...]:
        """Return the labels of the branches that lead to a node."""
        return tuple(node.branch for node in self.path(index)[1:])

    def expressions(self) -> Iterator[Expression]:
        """Yield every payoff and chance expression."""
        for node in self.nodes:
            if node.p is not None:
                yield node.p
            yield from node.pays or ()
