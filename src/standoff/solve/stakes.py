"""What a mover could gain at an information set, beside what is at stake there.

Written for `verify` alone, from nodes and expressions.

Gain: the best action's expected payoff less that of the mover's own mix, given beliefs and later
play. Stake: the largest, over actions, of the expected absolute distance of the payoff from the
set's mean, which is what the mover expects there. Payoffs count from the set on; what was paid
before is not at stake. The mean is that of the mover's own mix and not of all actions alike: then
no gain is larger than the stake, and an action that costs a fortune and is never chosen raises the
stake once and not twice. A stake is zero only where every action ends in the same payoff for sure.

Both are sums over ends of probability times distance from the mean, so that neither a large sum
that is paid whatever happens nor a probability that is off in the sixteenth digit drowns them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.game.lower import Floats
from standoff.game.tree import Game, InfoSet
from standoff.solve.rounding import UNIT, with_rounding
from standoff.text.expression import Expression

#: Half of the least positive number: what a product may lose where it becomes too small.
LEAST = 2.5e-324


@dataclass(frozen=True, slots=True, eq=False)
class Stakes:
    """What is at stake at one set, per draw.

    Parameters
    ----------
    gain : float array, shape (n_draws,)
        nan where beliefs are missing.
    stake : float array, shape (n_draws,)
    rounding : float array, shape (n_draws,)
        The true gain lies within so much of the computed one.
    """

    gain: Floats
    stake: Floats
    rounding: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """Ways to an end: how likely, what is paid, and how far rounding may have moved both.

    Arrays have the shape (n_ways, n_draws); `same` numbers the expressions that make up what is
    paid, shape (n_ways,).
    """

    p: Floats
    paid: Floats
    error: Floats
    share: Floats
    same: NDArray[np.int64]

    def mean(self, center: Floats) -> Floats:
        """Return how far the expected payoff lies above a center."""
        return (self.p * (self.paid - center)).sum(axis=0) / self.p.sum(axis=0)

    def distance(self, center: Floats, mean: Floats) -> Floats:
        """Return the expected absolute distance from a mean, itself told from the center."""
        off = np.abs((self.paid - center) - mean)
        return (self.p * off).sum(axis=0) / self.p.sum(axis=0)

    def rounding(self, center: Floats) -> Floats:
        """Return how far rounding may have moved the expected payoff above a center."""
        off = np.abs(self.paid - center)
        moved = self.p * (self.error + off * (self.share + UNIT * (len(self.p) + 4)))
        return (moved + LEAST * off).sum(axis=0) / self.p.sum(axis=0)


class Reckoner:
    """Works out gains and stakes set by set.

    Parameters
    ----------
    game : Game
    columns : mapping of name to float array, shape (n_draws,)
    p_edge : sequence of float array
        Probability of the branch into every node.
    p_error : sequence of float array
        What rounding may have done to it, as a share.
    n_draws : int
    off : float
        The share of themselves that parameters and plain numbers may be off by.
    """

    def __init__(
        self,
        game: Game,
        columns: Mapping[str, Floats],
        p_edge: Sequence[Floats],
        p_error: Sequence[Floats],
        n_draws: int,
        off: float = 0.0,
    ) -> None:
        self.game, self.columns, self.n_draws, self.off = game, columns, n_draws, off
        self.p_edge, self.p_error = p_edge, p_error
        self._values: dict[Expression, tuple[Floats, Floats]] = {}
        self._numbers: dict[tuple[Expression, ...], int] = {}

    def at(self, infoset: InfoSet, belief: Floats) -> Stakes:
        """Return gain, stake and rounding at a set.

        Parameters
        ----------
        infoset : InfoSet
        belief : float array, shape (n_draws, n_nodes)
        """
        nodes = self.game.nodes
        chosen = np.stack([self.p_edge[c] for c in nodes[infoset.nodes[0]].children])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            chosen = chosen / chosen.sum(axis=0)
            ways = [self._ways(infoset, action, belief) for action in range(len(chosen))]
            possible = np.concatenate([each.p for each in ways]) > 0.0
            paid = np.concatenate([each.paid for each in ways])
            low = np.where(possible, paid, np.inf).min(axis=0)
            high = np.where(possible, paid, -np.inf).max(axis=0)
            first = np.stack([each.mean(np.zeros(self.n_draws)) for each in ways])
            center = np.clip((chosen * first).sum(axis=0), low, high)
            worth = np.stack([each.mean(center) for each in ways])
            own = (chosen * worth).sum(axis=0)
            gain = worth.max(axis=0) - own
            stake = np.max([each.distance(center, own) for each in ways], axis=0)
            rounding = 2.0 * np.max([each.rounding(center) for each in ways], axis=0)
        tied = self._is_tied(ways, possible, low == high) & np.isfinite(gain)
        return Stakes(
            np.where(tied, 0.0, gain),
            np.where(tied, 0.0, stake),
            np.where(tied, 0.0, np.where(np.isnan(rounding), np.inf, rounding)),
        )

    def worth(self, infoset: InfoSet, belief: Floats) -> Floats:
        """Return the expected payoff of every action at a set, shape (n_draws, n_actions)."""
        ways = [self._ways(infoset, action, belief) for action in range(len(infoset.actions))]
        return np.column_stack([(each.p * each.paid).sum(axis=0) for each in ways])

    def _is_tied(
        self, ways: list[_Ways], possible: NDArray[np.bool_], is_level: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Return where all possible ends pay the very same: by their formula or their numbers."""
        same = np.concatenate([each.same for each in ways])[:, None]
        least = np.where(possible, same, len(self._numbers)).min(axis=0)
        most = np.where(possible, same, -1).max(axis=0)
        error = np.concatenate([each.error for each in ways])
        is_exact = np.where(possible, error, 0.0).max(axis=0) == 0.0
        return (least == most) | (is_level & is_exact)

    def _ways(self, infoset: InfoSet, action: int, belief: Floats) -> _Ways:
        """Return all ways to go on from a set by an action."""
        nodes = self.game.nodes
        nothing = np.zeros(self.n_draws)
        found: list[tuple[Floats, Floats, Floats, Floats]] = []
        same: list[int] = []
        waiting: list[tuple[int, Floats, Floats, Floats, Floats, tuple[Expression, ...]]] = [
            (nodes[n].children[action], belief[:, n], nothing, nothing, nothing, ())
            for n in infoset.nodes
        ]
        while waiting:
            at, p, paid, error, share, key = waiting.pop()
            pays = nodes[at].pays
            if pays is not None:
                value, rounded = self._value(pays[infoset.player])
                if key:
                    paid = paid + value
                    error = error + rounded + UNIT * np.abs(paid)
                else:
                    paid, error = value, rounded
                key = (*key, pays[infoset.player])
            if not nodes[at].children:
                found.append((p, paid, error, share))
                same.append(self._numbers.setdefault(key, len(self._numbers)))
            for c in nodes[at].children:
                waiting.append(
                    (c, p * self.p_edge[c], paid, error, share + (self.p_error[c] + UNIT), key)
                )
        p, paid, error, share = (np.stack(column) for column in zip(*found, strict=True))
        return _Ways(p, paid, error, share, np.array(same, dtype=np.int64))

    def _value(self, expression: Expression) -> tuple[Floats, Floats]:
        if expression not in self._values:
            self._values[expression] = with_rounding(
                expression, self.columns, self.n_draws, self.off
            )
        return self._values[expression]
