"""A picture of a game tree as plain data: what stands where, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from standoff.view.theme import TEXT_SIZE
from standoff.view.tree_content import Mark, State

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Orientation = Literal["left", "top"]
Anchor = Literal["start", "middle", "end"]
Sample = Literal["player", "chance", "path", "chosen", "unchosen", "set", "words"]
Tone = Literal["ink", "muted", "player", "paper"]


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text at its place.

    Parameters
    ----------
    x, y : float
        The anchor on the base line.
    text, full : str
        As shown, and before it was cut.
    room : float
        Width kept for it.
    anchor : {"start", "middle", "end"}
    tone : {"ink", "muted", "player", "paper"}
        Which color of the theme; "player" is the color of `player`.
    """

    x: float
    y: float
    text: str
    full: str
    room: float
    anchor: Anchor = "start"
    tone: Tone = "ink"
    player: int = -1
    size: float = TEXT_SIZE
    bold: bool = False

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of the text."""
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.room
        return (left, self.y - 0.78 * self.size, left + self.room, self.y + 0.22 * self.size)


@dataclass(frozen=True, slots=True)
class NodeMark:
    """A node: a player's mark, a circle of chance, an end or a stub.

    Parameters
    ----------
    node : int
        Position in `Game.nodes`.
    box : left, top, right, bottom
        Of the mark itself; its labels stand beside it.
    title : str
        Everything about the node in one line.
    labels : tuple of Label
    reach : float
        Probability that play gets here; nan without a solution.
    n_ends : int
        Ends folded into a stub; 1 at an end.
    """

    node: int
    mark: Mark
    player: int
    level: int
    box: Box
    title: str
    labels: tuple[Label, ...]
    state: State
    reach: float
    n_ends: int


@dataclass(frozen=True, slots=True)
class BranchMark:
    """A branch: its line, and the action with its probability.

    Parameters
    ----------
    parent, node : int
        Positions in `Game.nodes`.
    line : tuple of Point
        Start at the parent, end of the stem, end of the curve; the rest is straight, in pairs.
    """

    parent: int
    node: int
    state: State
    reach: float
    line: tuple[Point, ...]
    title: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class SetMark:
    """An information set with several nodes: dotted lines that join its nodes.

    Parameters
    ----------
    infoset : int
        Position in `Game.infosets`.
    nodes : tuple of int
        The nodes that are shown; the set may have more outside the picture.
    lane : int
        Sets side by side have different lanes and different dots.
    lines : tuple of (Point, Point)
    """

    infoset: int
    player: int
    label: str
    nodes: tuple[int, ...]
    lane: int
    lines: tuple[tuple[Point, Point], ...]


@dataclass(frozen=True, slots=True)
class KeyMark:
    """One entry of the key: a sample of what is drawn, and its words."""

    sample: Sample
    player: int
    box: Box
    label: Label


@dataclass(frozen=True, slots=True)
class TreePicture:
    """Everything that `draw_tree` draws.

    Parameters
    ----------
    width, height : float
        In pixels.
    nodes, branches, sets
        The tree.
    headings : tuple of Label
        Column headings and notes.
    key : tuple of KeyMark
        What the marks mean.
    """

    title: str
    description: str
    orientation: Orientation
    width: float
    height: float
    nodes: tuple[NodeMark, ...]
    branches: tuple[BranchMark, ...]
    sets: tuple[SetMark, ...]
    headings: tuple[Label, ...]
    key: tuple[KeyMark, ...]

    @property
    def path(self) -> tuple[int, ...]:
        """Nodes whose branch is on the equilibrium path."""
        return tuple(branch.node for branch in self.branches if branch.state == "path")
