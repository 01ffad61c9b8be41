"""Which shown nodes an information set joins, and in which lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.view.tree_content import Content
from standoff.view.tree_layout import lanes
from standoff.view.tree_picture import BranchMark, Label, NodeMark, SetMark


@dataclass(frozen=True, slots=True)
class Placed:
    """A tree with its headings; where the key goes is decided later."""

    nodes: tuple[NodeMark, ...]
    branches: tuple[BranchMark, ...]
    sets: tuple[SetMark, ...]
    headings: tuple[Label, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Joined:
    """An information set with several nodes: its members, by position among the items.

    Parameters
    ----------
    infoset : int
    level : int
        The highest level of a member; its lane is there.
    members : tuple of int
    lane : int
    """

    infoset: int
    level: int
    members: tuple[int, ...]
    lane: int


def joined(content: Content, across: Sequence[float]) -> list[Joined]:
    """Return the information sets to show and keep those that overlap in different lanes.

    Parameters
    ----------
    across : sequence of float
        Position of every item across the tree.
    """
    members: dict[int, list[int]] = {}
    for position, item in enumerate(content.items):
        if item.infoset >= 0:
            members.setdefault(item.infoset, []).append(position)
    by_level: dict[int, list[int]] = {}
    for infoset, inside in members.items():
        level = min(content.items[i].level for i in inside)
        by_level.setdefault(level, []).append(infoset)
    placed: list[Joined] = []
    for level, found in by_level.items():
        spans = [(across[members[s][0]], across[members[s][-1]]) for s in found]
        placed += [
            Joined(s, level, tuple(members[s]), lane)
            for s, lane in zip(found, lanes([(min(p), max(p)) for p in spans]), strict=True)
        ]
    return placed


def n_lanes(sets: Sequence[Joined], n_levels: int) -> list[int]:
    """Return how many lanes each level needs; a set with one shown node needs none."""
    count = [0] * n_levels
    for each in sets:
        if len(each.members) > 1:
            count[each.level] = max(count[each.level], each.lane + 1)
    return count
