"""What is seen of the play of a game: an outcome, some of the moves, or how often each happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError, UnknownName
from standoff.estimate.likelihood import Bools, Floats
from standoff.game.tree import Game


@dataclass(frozen=True, slots=True, eq=False)
class PlaysSeen:
    """How often each event happened in each row; an event is a set of ends of the tree.

    Parameters
    ----------
    events : bool array, shape (n_events, n_nodes)
        The end nodes that an event cannot tell apart.
    counts : float array, shape (n_observations, n_events)
        Not negative; weights are counts too.
    """

    events: Bools
    counts: Floats

    def __post_init__(self) -> None:
        if (self.counts < 0).any() or not np.isfinite(self.counts).all():
            row = int(np.argwhere(~(self.counts >= 0) | ~np.isfinite(self.counts))[0, 0])
            raise GameError(f"row {row + 1}: a count must be a number of at least 0")

    def rows(self, which: NDArray[np.integer] | slice) -> PlaysSeen:
        """Keep some rows."""
        return PlaysSeen(self.events, self.counts[which])


def outcomes_seen(game: Game, seen: Sequence[str | frozenset[str] | None]) -> PlaysSeen:
    """Say which outcome, or one of which outcomes, each row ended in.

    Parameters
    ----------
    game : Game
    seen : sequence of str, frozenset of str, or None
        One per row; of a set it is only known that one of them happened; None says nothing.

    Raises
    ------
    UnknownName
        If the game has no such outcome.
    """
    every = frozenset(game.outcomes)
    sets = [
        every if each is None else frozenset({each}) if isinstance(each, str) else each
        for each in seen
    ]
    for name in sorted(frozenset().union(*sets) - every):
        raise UnknownName.among("outcome", name, game.outcomes)
    return _of_masks([_mask(game, each) for each in sets])


def moves_seen(game: Game, seen: Sequence[Collection[str]]) -> PlaysSeen:
    """Say which moves each row shows; what is not named was not observed.

    A row is the set of plays in which everything named happened: moves of players, at whatever
    information set, and branches of chance. An empty row says nothing.

    Raises
    ------
    UnknownName
        If a move does not exist.
    GameError
        If no play shows the moves of a row together.
    """
    histories = {end.index: frozenset(game.history(end.index)) for end in game.ends}
    branches = tuple(dict.fromkeys(node.branch for node in game.nodes[1:]))
    known: dict[frozenset[str], Bools] = {}
    masks: list[Bools] = []
    for row, moves in enumerate(map(frozenset, seen), start=1):
        if moves not in known:
            for name in sorted(moves - set(branches)):
                raise UnknownName.among("move", name, branches)
            mask = np.zeros(len(game.nodes), dtype=bool)
            mask[[end for end, history in histories.items() if moves <= history]] = True
            if not mask.any():
                together = ", ".join(sorted(moves))
                raise GameError(f"row {row}: no play of {game.name!r} has all of {together}")
            known[moves] = mask
        masks.append(known[moves])
    return _of_masks(masks)


def outcome_counts(game: Game, counts: Mapping[str, Floats]) -> PlaysSeen:
    """Say how often each outcome happened in each row.

    Parameters
    ----------
    game : Game
    counts : mapping of outcome to float array, shape (n_observations,)
        Outcomes left out were never seen.

    Raises
    ------
    UnknownName
        If the game has no such outcome.
    GameError
        If a count is negative or not a number.
    """
    for name in counts:
        if name not in game.outcomes:
            raise UnknownName.among("outcome", name, game.outcomes)
    events = np.array([_mask(game, {name}) for name in counts])
    return PlaysSeen(events, np.column_stack([np.asarray(c, float) for c in counts.values()]))


def _mask(game: Game, outcomes: Collection[str]) -> Bools:
    return np.array([node.kind == "end" and node.outcome in outcomes for node in game.nodes])


def _of_masks(masks: Sequence[Bools]) -> PlaysSeen:
    events, which = np.unique(np.array(masks), axis=0, return_inverse=True)
    counts = np.zeros((len(masks), len(events)))
    counts[np.arange(len(masks)), which.ravel()] = 1.0
    return PlaysSeen(events, counts)
