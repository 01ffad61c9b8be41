"""The sequence form of a two-player game: linear in the tree where the table is exponential.

A *sequence* is what one player has done on the way to a node; a *plan* gives every sequence the
product of the probabilities of its actions. Expected payoffs are bilinear in the two plans, and
plans are cut out by one equation per information set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.errors import GameError
from standoff.game.lower import Floats, GameArrays, GameNumbers, Ints, lower
from standoff.game.tree import Game


@dataclass(frozen=True, slots=True, eq=False)
class SequenceForm:
    """Sequences of both players, numbered from 0 (nothing done yet) in the order of the actions.

    Parameters
    ----------
    arrays : GameArrays
    n_sequences : int array, shape (2,)
    sequence : int array, shape (n_nodes, 2)
        Sequence of each player on the way to every node.
    action_sequence : int array, shape (n_actions,)
        Sequence that ends with the action, in the numbers of the player who takes it.
    parent_sequence : int array, shape (n_infosets,)
        Sequence of the mover that leads to the set: one, because players remember.
    n_choices : int array, shape (n_actions,)
        How often the player really chose on the way, this action included: sets with a single
        action do not count.
    """

    arrays: GameArrays
    n_sequences: Ints
    sequence: Ints
    action_sequence: Ints
    parent_sequence: Ints
    n_choices: Ints

    def infosets(self, player: int) -> NDArray[np.intp]:
        """Return the sets of a player, those that come first in front."""
        return np.flatnonzero(self.arrays.infoset_player == player)

    def actions(self, player: int) -> NDArray[np.intp]:
        """Return the actions of a player; action k ends sequence k + 1."""
        return np.flatnonzero(self.arrays.infoset_player[self.arrays.action_infoset] == player)

    def constraints(self, player: int) -> tuple[Any, Floats]:
        """Return the equations ``E x = e`` that make `x` a plan, `E` as a sparse matrix.

        The first row says that the plan starts at 1; the others, in the order of `infosets`, that
        the actions of a set share the probability of getting there.
        """
        from scipy.sparse import csr_array

        infosets, actions = self.infosets(player), self.actions(player)
        row_of = np.zeros(self.arrays.n_infosets, dtype=np.int64)
        row_of[infosets] = 1 + np.arange(len(infosets))
        rows = [[0], row_of[infosets], row_of[self.arrays.action_infoset[actions]]]
        columns = [[0], self.parent_sequence[infosets], self.action_sequence[actions]]
        entries = [[1.0], np.full(len(infosets), -1.0), np.ones(len(actions))]
        shape = (1 + len(infosets), int(self.n_sequences[player]))
        place = (np.concatenate(rows), np.concatenate(columns))
        start = np.zeros(shape[0])
        start[0] = 1.0
        return csr_array((np.concatenate(entries), place), shape=shape), start

    def payoffs(self, table: GameNumbers, draw: int) -> tuple[Any, Any]:
        """Return each player's payoffs as a sparse matrix of both players' sequences.

        An entry adds up what is paid at all nodes behind the two sequences, times the chances on
        the way.
        """
        from scipy.sparse import csr_array

        arrays = self.arrays
        paid = np.flatnonzero(arrays.payoff_row >= 0)
        place = (self.sequence[paid, 0], self.sequence[paid, 1])
        shape = (int(self.n_sequences[0]), int(self.n_sequences[1]))
        weighed = (
            chance_reach(arrays, table, draw)[paid, None]
            * table.payoff[draw, arrays.payoff_row[paid]]
        )
        first, second = (csr_array((weighed[:, i], place), shape=shape) for i in range(2))
        return first, second

    def plan(self, player: int, strategy: Floats) -> Floats:
        """Return the plan of a player's strategy, shape (n_sequences,)."""
        plan = np.ones(self.n_sequences[player])
        for action in self.actions(player):
            before = self.parent_sequence[self.arrays.action_infoset[action]]
            plan[self.action_sequence[action]] = plan[before] * strategy[action]
        return plan

    def best_value(self, player: int, worth: Floats) -> float:
        """Return the most that a plan can reach when `worth` is what every sequence adds."""
        total = worth.astype(np.float64)
        for infoset in self.infosets(player)[::-1]:
            first, last = self.arrays.first_action[infoset : infoset + 2]
            total[self.parent_sequence[infoset]] += total[self.action_sequence[first:last]].max()
        return float(total[0])


def chance_reach(arrays: GameArrays, table: GameNumbers, draw: int) -> Floats:
    """Return the product of the chances on the way to every node, shape (n_nodes,)."""
    p = np.ones(arrays.n_nodes)
    rolled = arrays.edge_chance >= 0
    p[rolled] = table.p_chance[draw, arrays.edge_chance[rolled]]
    for node in range(1, arrays.n_nodes):
        p[node] *= p[arrays.parent[node]]
    return p


@lru_cache(maxsize=64)
def sequence_form(game: Game) -> SequenceForm:
    """Return the sequence form of a two-player game (the same object for the same game).

    Raises
    ------
    GameError
        If the game does not have two players.

    References
    ----------
    von Stengel, B. (1996). Efficient computation of behavior strategies. Games and Economic
    Behavior 14.
    """
    if len(game.players) != 2:
        raise GameError(
            f"the sequence form needs two players, and {game.name!r} has {len(game.players)}",
            right="method 'sequential' takes any number of players",
        )
    arrays = lower(game)
    n_sequences = np.ones(2, dtype=np.int32)
    action_sequence = np.zeros(arrays.n_actions, dtype=np.int32)
    for action, infoset in enumerate(arrays.action_infoset):
        player = arrays.infoset_player[infoset]
        action_sequence[action] = n_sequences[player]
        n_sequences[player] += 1
    n_actions = np.diff(arrays.first_action)
    sequence = np.zeros((arrays.n_nodes, 2), dtype=np.int32)
    parent_sequence = np.zeros(arrays.n_infosets, dtype=np.int32)
    n_choices = np.zeros(arrays.n_actions, dtype=np.int32)
    chosen = np.zeros((arrays.n_nodes, 2), dtype=np.int32)
    for node in range(arrays.n_nodes):
        if node > 0:
            sequence[node] = sequence[arrays.parent[node]]
            chosen[node] = chosen[arrays.parent[node]]
        action = arrays.edge_action[node]
        if action >= 0:
            infoset = arrays.action_infoset[action]
            player = arrays.infoset_player[infoset]
            sequence[node, player] = action_sequence[action]
            chosen[node, player] += n_actions[infoset] > 1
            n_choices[action] = chosen[node, player]
        if arrays.infoset[node] >= 0:
            parent_sequence[arrays.infoset[node]] = sequence[node, arrays.owner[node]]
    for array in (n_sequences, action_sequence, sequence, parent_sequence, n_choices):
        array.flags.writeable = False
    return SequenceForm(arrays, n_sequences, sequence, action_sequence, parent_sequence, n_choices)
