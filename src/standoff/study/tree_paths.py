"""The plays of a game, from its start to each end, and the moves that they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.errors import UnknownName
from standoff.game.tree import Game

Bools = NDArray[np.bool_]


class Move(Protocol):
    """A move that was made, or that was not."""

    @property
    def move(self) -> str:
        """Name of the branch."""
        ...

    @property
    def was_made(self) -> bool:
        """Whether it was."""
        ...


@dataclass(frozen=True, slots=True)
class Hidden:
    """A draw of chance that some player does not see: a type.

    Parameters
    ----------
    title : str
        What chance decides.
    branches : tuple of str
    """

    title: str
    branches: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Which branches each play of a game has; plays are in the order of `Game.ends`."""

    game: Game
    _on: dict[str, Bools] = field(init=False, repr=False)
    _depth: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        ends = self.game.ends
        histories = [self.game.history(end.index) for end in ends]
        depth: dict[str, int] = {}
        on: dict[str, Bools] = {}
        for i, history in enumerate(histories):
            for place, branch in enumerate(history):
                on.setdefault(branch, np.zeros(len(ends), dtype=np.bool_))[i] = True
                depth[branch] = min(depth.get(branch, place), place)
        object.__setattr__(self, "_on", on)
        object.__setattr__(self, "_depth", depth)

    @property
    def branches(self) -> tuple[str, ...]:
        """The names of all branches, of players and of chance."""
        return tuple(self._on)

    def check(self, branch: str, where: str = "") -> None:
        """Make sure that the game has a branch of a name; `UnknownName` if not."""
        if branch not in self._on:
            what = f"branch of the game (in {where})" if where else "branch of the game"
            raise UnknownName.among(what, branch, self.branches)

    def with_branch(self, branch: str) -> Bools:
        """Mark the plays that have a branch."""
        self.check(branch)
        return self._on[branch]

    def with_outcome(self, outcome: str) -> Bools:
        """Mark the plays that end in an outcome."""
        return np.array([end.outcome == outcome for end in self.game.ends], dtype=np.bool_)

    def having(self, moves: Sequence[Move]) -> Bools:
        """Mark the plays in which all of the moves were made, or were not, as they say."""
        found = np.ones(len(self.game.ends), dtype=np.bool_)
        for each in moves:
            found &= self.with_branch(each.move) == each.was_made
        return found

    def depth(self, branch: str) -> int:
        """Return how many branches come before one, at least."""
        return self._depth[branch]

    def precedes(self, one: str, other: str) -> bool:
        """Say whether a branch comes before another in every play that has both."""
        found = False
        for end in self.game.ends:
            history = self.game.history(end.index)
            if one in history and other in history and one != other:
                if history.index(one) > history.index(other):
                    return False
                found = True
        return found

    def hidden(self) -> tuple[Hidden, ...]:
        """Return the draws of chance that somebody does not see, who moves after them.

        Draws of one title are one thing, wherever they stand in the tree.
        """
        below: dict[int, dict[str, set[int]]] = {}
        for node in self.game.nodes:
            if node.kind != "move":
                continue
            path = self.game.path(node.index)
            for above, child in pairwise(path):
                if above.kind == "chance":
                    sets = below.setdefault(above.index, {})
                    sets.setdefault(child.branch, set()).add(node.infoset)
        found: dict[str, dict[str, None]] = {}
        for index, sets in below.items():
            seen = [each for some in sets.values() for each in some]
            if len(seen) > len(set(seen)):
                node = self.game.nodes[index]
                names = found.setdefault(node.title, {})
                for child in node.children:
                    names.setdefault(self.game.nodes[child].branch)
        return tuple(Hidden(title, tuple(names)) for title, names in found.items())

    def drawn(self, hidden: Hidden, branch: str) -> Bools:
        """Mark the plays in which a draw of chance fell on a branch."""
        found = np.zeros(len(self.game.ends), dtype=np.bool_)
        for i, end in enumerate(self.game.ends):
            path = self.game.path(end.index)
            found[i] = any(
                above.kind == "chance" and above.title == hidden.title and child.branch == branch
                for above, child in pairwise(path)
            )
        return found
